#!/usr/bin/python3
"""Preflight through the command line: pages that a printing house would refuse, what `check` says of
them in both languages, where it points, and the status; and the editions here, which it lets pass."""
import json
import os
import re
import shutil
import struct
import tempfile
import unittest
import zlib
from pathlib import Path

from common import SETTINGS, SOURCE, arguments, main, run, tool

LAYOUT = """
paper: {trim: [100mm, 140mm], bleed: 0mm}
grid: {columns: 2, measure: 12, gutter: 1字, size: 9pt, leading: 12pt, lines: 28}
press: {profile: TR002}
styles:
  正文: {face: 宋, size: 9pt, leading: 12pt, align: justify, indent: 2字, fullwidth: true}
  题: {base: 正文, weight: bold, size: 16pt, leading: 24pt, align: centre, indent: 0字, sense: true}
lines:
  线: {kind: single, weight: 0.5pt}
boxes:
  框: {line: 线, padding: 1字, above: 0, below: 0}
kinds:
  通讯: {tiers: [{field: title, style: 题}], body: 正文, caption: 正文}
"""
EDITION = """
title: 校园报
date: 2026-03-01
layout: small
articles: [01-spring.md]
frames:
  small:
    - frames:
        - {article: 01-spring, columns: 1-2, lines: 3-24, box: 框, pictures: [{columns: 1-1, lines: 8-14}]}
"""
ARTICLE = """---
kind: 通讯
title: 春到校园
---
三月的校园，柳树发芽，操场上满是奔跑的孩子。

![柳树](tree.png)

老师说，春天是读书的好时候。
"""
# Written beside each edition, so that a test sees only what it is about.
PRINTER = "name: 校印厂\npreflight:\n  page-count: off\n"


def png(width, height, colour):
    """A picture: gray in steps, gray in pure black and white ("art"), or RGB."""
    rows = b""
    for y in range(height):
        if colour == "rgb":
            row = bytes(v for x in range(width) for v in (200, x & 255, 40))
        elif colour == "art":
            row = bytes(255 if (x // 8 + y // 8) % 2 else 0 for x in range(width))
        else:
            row = bytes(60 + (x + y) % 120 for x in range(width))
        rows += b"\0" + row

    def chunk(kind, data):
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", width, height, 8, 2 if colour == "rgb" else 0, 0, 0, 0)
    return (b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(rows)) +
            chunk(b"IEND", b""))


class Preflight(unittest.TestCase):
    def setUp(self):
        self.dir = tempfile.TemporaryDirectory()
        self.at = Path(self.dir.name)
        self.data = self.at / "data"
        for name in ("layouts", "fonts", "colour", "words", "rules"):
            shutil.copytree(SOURCE / name, self.data / name)
        self.edition = self.at / "spring"
        self.edition.mkdir()
        self.layout = self.data / "layouts/small.yaml"
        self.layout.write_text(LAYOUT, "utf-8")
        for name, text in (("edition.yaml", EDITION), ("01-spring.md", ARTICLE), ("printer.yaml", PRINTER)):
            (self.edition / name).write_text(text, "utf-8")
        (self.edition / "tree.png").write_bytes(png(600, 500, "gray"))

    def tearDown(self):
        self.dir.cleanup()

    def change(self, path, *pairs):
        text = path.read_text("utf-8")
        for old, new in pairs:
            self.assertIn(old, text)
            text = text.replace(old, new, 1)
        path.write_text(text, "utf-8")

    def printer(self, rules):
        (self.edition / "printer.yaml").write_text(PRINTER + "".join(f"  {r}\n" for r in rules), "utf-8")

    def check(self, *args, **kw):
        return run("check", self.edition, *args, env={"BANMIAN_DATA": str(self.data)}, **kw)

    def finds(self, rule, level, english, chinese, file=None, status=None, places=None, args=()):
        """Nothing but this rule is found, with these words, level, place and status."""
        status = status if status is not None else 5 if level == "error" else 0
        report = self.at / "r.ndjson"
        r = self.check("--report", report, *args, ok=status)
        lines = re.findall(r"^.*(?:error|warning|note) \[.*$", r.out, re.M)
        self.assertEqual(len(lines), 1, r.out)
        self.assertIn(f"{level} [{rule}]: ", lines[0])
        self.assertIn(english, lines[0])
        self.assertRegex(r.out, rf"\[{rule}\].*\n  [A-Z].*\.\n")
        found, = [l for l in map(json.loads, report.read_text("utf-8").splitlines()) if l["type"] == "finding"]
        self.assertEqual((found["rule"], found["level"]), (rule, level))
        self.assertIn(english, found["note"])
        self.assertTrue(found["help"])
        self.assertEqual(found["file"], file and file.split(":")[0])
        if file:
            self.assertIn(f"/{file}: {level} [", lines[0])
            self.assertEqual(f"{found['file']}:{found['line']}:{found['column']}", file)
            if file.startswith("01-spring"):
                self.assertEqual(found["article"], "01-spring")
        if places:
            self.assertEqual(found["places"], places)
            self.assertGreater(found["y_mm"], -3)
            self.assertRegex(lines[0], r"\(page \d, -?[\d.]+ mm from the left, -?[\d.]+ mm from the top")
        zh = self.check("--lang", "zh", *args, ok=status).out
        words = {"error": "错误", "warning": "警告", "note": "提示"}[level]
        line, = [l for l in zh.splitlines() if f"{words} [{rule}]：" in l]
        self.assertIn(chinese, line)
        self.assertIn("第 ", line)
        return r

    def test_a_clean_edition_passes(self):
        r = self.check("--strict", ok=0)
        self.assertNotIn("[", r.out)

    def test_page_size(self):
        self.printer(["page-size: {size: [100mm, 150mm]}"])
        self.finds("page-size", "error", "the page is 100 × 140 mm, the printer's 100 × 150 mm", "印刷厂要求 100 × 150 毫米")
        self.printer(["page-size: {size: [100mm, 140.1mm]}"])
        self.check("--strict", ok=0)

    def test_page_count(self):
        (self.edition / "printer.yaml").write_text("preflight: {page-count: error}\n", "utf-8")
        self.finds("page-count", "error", "number of pages: 1; a multiple of 4 is wanted", "本期共 1 版，不是 4 的倍数")
        (self.edition / "printer.yaml").write_text(
            "preflight: {page-count: {level: warning, multiple: 1, least: 2, most: 8}}\n", "utf-8")
        self.finds("page-count", "warning", "number of pages: 1; the printer takes 2 to 8", "接受 2 至 8 版")

    def test_empty_page(self):
        self.change(self.edition / "edition.yaml", ("    - frames:\n", "    - frames: []\n    - frames:\n"))
        self.finds("empty-page", "error", "nothing stands on this page but folio and boxes", "空的")

    def test_picture_ppi(self):
        (self.edition / "tree.png").write_bytes(png(180, 150, "gray"))
        self.finds("picture-ppi", "error", "the picture “tree.png” stands at ", "图片“tree.png”按此大小只有 ",
                   "01-spring.md:7:7", places=1)

    def test_picture_ppi_warns_before_it_refuses(self):
        self.printer(["picture-ppi: {least: 200, warn: 2000}"])
        self.finds("picture-ppi", "warning", "; 2000 are wanted", "应有 2000 ppi", "01-spring.md:7:7", places=1)

    def test_line_art_ppi(self):
        (self.edition / "tree.png").write_bytes(png(600, 500, "art"))
        self.finds("line-art-ppi", "error", "the line art “tree.png” stands at ", "线条稿“tree.png”",
                   "01-spring.md:7:7", places=1)

    def test_rgb_picture(self):
        (self.edition / "tree.png").write_bytes(png(600, 500, "rgb"))
        self.finds("rgb-picture", "error", "stays RGB in this kind of PDF", "仍是 RGB", "01-spring.md:7:7",
                   places=1, args=("--profile", "plain"))

        self.finds("rgb-converted", "note", "is RGB and is converted to the press's inks", "转为印刷油墨",
                   "01-spring.md:7:7", places=1)
        self.printer(["ink: {most: 220}"])
        r = self.check("--profile", "x1a", ok=5)
        self.assertRegex(r.out, r"error \[ink\]: pictures are converted for up to 240 % of ink; 220 % is the most")

    def test_ink_over_ink(self):
        self.change(self.layout, ("above: 0, below: 0}", "above: 0, below: 0, tint: {c: 80, m: 70}}"))
        r = self.check(ok=5)
        self.assertRegex(r.out, r"01-spring\.md:3:8: error \[ink\]: 250 % of ink, where this \(K 100\) overprints a panel "
                                r"\(C 80 M 70\); 240 % is the most")

    def test_ink(self):
        self.change(self.layout, ("sense: true}", "sense: true, colour: {c: 20, m: 100, y: 90}}"))
        self.printer(["ink: {most: 200, warn: 180}"])
        self.finds("ink", "error", "210 % of ink (C 20 M 100 Y 90); 200 % is the most", "油墨总量 210 %",
                   "01-spring.md:3:8", places=1)
        self.printer(["ink: {most: 220, warn: 200}"])
        self.finds("ink", "warning", "210 % of ink (C 20 M 100 Y 90); 200 % is the most", "油墨总量 210 %",
                   "01-spring.md:3:8", places=1)

    def test_thin_rule(self):
        self.change(self.layout, ("weight: 0.5pt", "weight: 0.2pt"))
        self.finds("thin-rule", "error", "a line of 0.2 pt; 0.25 pt is the thinnest", "线粗 0.2 pt", places=4)
        self.change(self.layout, ("weight: 0.2pt", "weight: 0.28pt"))
        self.finds("thin-rule", "warning", "a line of 0.28 pt; 0.3 pt is the thinnest", "线粗 0.28 pt", places=4)

    def test_thin_colour_rule(self):
        self.change(self.layout, ("weight: 0.5pt", "weight: 1pt, colour: {c: 100, m: 60}"))
        self.finds("thin-colour-rule", "warning", "a line of 1 pt that is in several inks; such a line needs 1.5 pt",
                   "用多种油墨", places=4)
        self.change(self.layout, ("colour: {c: 100, m: 60}", "colour: {k: 30}"))
        self.finds("thin-colour-rule", "warning", "a line of 1 pt that is in a tint", "用网点色", places=4)

    def test_small_type(self):
        self.change(self.layout, ("size: 9pt, leading: 12pt, align", "size: 5.5pt, leading: 12pt, align"))
        self.finds("small-type", "error", "type of 5.5 pt; 6 pt is the smallest", "字大 5.5 pt", "01-spring.md:5:1")

    def test_small_tint_type(self):
        self.change(self.layout, ("size: 9pt, leading: 12pt, align", "colour: {k: 70}, size: 7pt, leading: 12pt, align"),
                    ("{base: 正文,", "{base: 正文, colour: {k: 100},"))
        self.finds("small-tint-type", "warning", "type of 7 pt in a tint", "用网点色", "01-spring.md:5:1")

    def test_small_reversed_type(self):
        self.change(self.layout, ("size: 16pt", "reverse: true, size: 9.5pt"))
        self.finds("small-reversed-type", "warning", "white type of 9.5 pt; ink fills it in below 10 pt",
                   "反白字大 9.5 pt", "01-spring.md:3:8", places=1)

    def test_small_colour_type(self):
        self.change(self.layout, ("size: 16pt", "colour: {m: 100, y: 80}, size: 9.5pt"))
        self.finds("small-colour-type", "warning", "type of 9.5 pt in 2 inks", "用 2 种油墨", "01-spring.md:3:8", places=1)

    def test_rich_black_type(self):
        """Under 12 pt the layout itself may not have it; a printer may ask for more."""
        self.change(self.layout, ("size: 16pt", "colour: {c: 40, k: 100}, size: 13pt"))
        self.printer(["rich-black-type: {below: 18pt}"])
        self.finds("rich-black-type", "error", "black type of 13 pt has other inks in it (C 40 K 100); below 18 pt",
                   "掺有其他油墨（C 40 K 100）", "01-spring.md:3:8", places=1)

    def test_safe_margin(self):
        self.change(self.layout, ("lines: 28}", "lines: 28, left: 4.2mm}"))
        self.finds("safe-margin", "warning", "4.11 mm from the trim; 5 mm are wanted", "距裁切边 4.11 毫米", places=3)
        self.change(self.layout, ("{line: 线, padding: 1字,", "{padding: 0字,"), ("left: 4.2mm", "left: 2mm"))
        self.finds("safe-margin", "error", "2 mm from the trim; 3 mm are wanted", "应有 3 毫米", "01-spring.md:5:12", places=2)

    def test_type_over_the_trim(self):
        self.change(self.layout, ("lines: 28}", "lines: 28, left: 0mm}"), ("{line: 线, padding: 1字,", "{padding: 0字,"))
        self.change(self.edition / "01-spring.md", ("\n![柳树](tree.png)\n", ""))
        self.change(self.edition / "edition.yaml", (", pictures: [{columns: 1-1, lines: 8-14}]", ""))
        self.finds("safe-margin", "error", "type that reaches the trim: it will be cut", "会被裁掉", "01-spring.md:5:12", places=1)

    def test_missing_bleed(self):
        self.change(self.layout, ("lines: 28}", "lines: 28, left: 0mm}"), ("{line: 线, padding: 1字,", "{tint: {k: 8}, padding: 3字,"))
        self.finds("missing-bleed", "error", "ink reaches the trim and goes 0 mm beyond it; 3 mm are wanted",
                   "应出血 3 毫米", places=1)

    def test_font_licence(self):
        """A font whose OS/2 table says: restricted licence embedding."""
        name = "LXGWWenKai-Regular.ttf"
        font = bytearray(Path("/usr/share/fonts/truetype/lxgw-wenkai", name).read_bytes())
        tables = struct.unpack(">H", font[4:6])[0]
        offset, = [struct.unpack(">I", font[12 + 16 * i + 8:12 + 16 * i + 12])[0] for i in range(tables)
                   if font[12 + 16 * i:12 + 16 * i + 4] == b"OS/2"]
        font[offset + 8:offset + 10] = struct.pack(">H", 2)
        (self.data / "fonts" / name).write_bytes(font)
        self.change(self.data / "fonts/fonts.yaml",
                    (f"/usr/share/fonts/truetype/lxgw-wenkai/{name}", str(self.data / "fonts" / name)))
        self.change(self.layout, ("{base: 正文, weight: bold", "{base: 正文, face: 楷, weight: regular"))
        self.finds("font-licence", "error", "the licence bits of the font “LXGWWenKai-Regular” forbid that it be embedded",
                   "字体“LXGWWenKai-Regular”的授权位禁止嵌入", "01-spring.md:3:8", places=1)

    def test_levels_decide_the_status(self):
        self.change(self.layout, ("weight: 0.5pt", "weight: 0.2pt"))
        r = self.check(ok=5)
        self.assertIn("[preflight]", r.err)
        for level, status, strict in (("warning", 0, 5), ("note", 0, 0), ("off", 0, 0)):
            self.printer([f"thin-rule: {level}"])
            r = self.check(ok=status)
            self.assertEqual(f"{level} [thin-rule]" in r.out, level != "off")
            self.check("--strict", ok=strict)

    def test_what_is_worse_decides_the_status(self):
        """Overset is status 4, and what a printer refuses 5: who asks whether it may be printed hears 5."""
        self.change(self.edition / "edition.yaml", ("lines: 3-24", "lines: 3-7"), (", pictures: [{columns: 1-1, lines: 8-14}]", ""))
        self.change(self.edition / "01-spring.md", ("\n![柳树](tree.png)\n", "\n" + "老师说，春天是读书的好时候。" * 30 + "\n"))
        self.check(ok=4)
        self.change(self.layout, ("weight: 0.5pt", "weight: 0.2pt"))
        self.check(ok=5)

    def test_a_layout_has_levels_and_limits_of_its_own_and_the_printer_the_last_word(self):
        self.change(self.layout, ("lines:\n", "preflight: {thin-rule: {least: 0.6pt, warn: 0.8pt}}\nlines:\n"))
        self.finds("thin-rule", "error", "a line of 0.5 pt; 0.6 pt is the thinnest", "线粗 0.5 pt", places=4)
        self.printer(["thin-rule: {least: 0.4pt}"])
        self.finds("thin-rule", "warning", "a line of 0.5 pt; 0.8 pt is the thinnest", "线粗 0.5 pt", places=4)
        other = self.at / "other.yaml"
        other.write_text("preflight: {thin-rule: {level: note}, page-count: off}\n", "utf-8")
        self.finds("thin-rule", "note", "a line of 0.5 pt; 0.6 pt is the thinnest", "线粗 0.5 pt", places=4,
                   args=("--printer", other))

    def test_slips_in_settings_are_errors_with_place_and_advice(self):
        self.printer(["thin-rules: note"])
        for args in ((), ("--json",)):
            r = self.check(*args, ok=3)
            self.assertIn("thin-rule", r.err)
        self.assertIn("printer.yaml:4:3: error [unknown-key]", self.check(ok=3).err)
        self.assertIn("错误 [unknown-key]：", self.check("--lang", "zh", ok=3).err)
        self.printer(["thin-rule: {least: 1px}"])
        self.assertRegex(self.check(ok=3).err, r"printer\.yaml:4:23: error \[unknown-unit\]: .*px.*\n.*\n.*\^\^?~?\n.*mm and pt")
        self.assertEqual(self.check("--printer", self.at / "none.yaml", ok=3).out, "")
        self.printer([])
        self.change(self.layout, ("lines:\n", "preflight: {thin-rule: soft}\nlines:\n"))
        for command in ("check", "press", "proof"):
            r = run(command, self.edition, env={"BANMIAN_DATA": str(self.data)}, cwd=self.at, ok=3)
            self.assertRegex(r.err, r"small\.yaml:\d+:24: error \[unknown-word\]: .*\n.*\n.*\n  Perhaps: .*off")

    def test_findings_stand_on_the_marked_proof(self):
        self.change(self.layout, ("weight: 0.5pt", "weight: 0.2pt"), ("size: 16pt", "reverse: true, size: 9.5pt"))
        folder = self.at / "proof"
        for lang, words in (("en", ("error [thin-rule]", "a line of 0.2 pt", "warning [small-reversed-type]", "01-spring.md:3:8")),
                            ("zh", ("错误 [thin-rule]", "线粗 0.2 pt", "警告 [small-reversed-type]", "反白字大 9.5 pt"))):
            run("proof", self.edition, "-o", folder, "--dpi", 40, "--lang", lang, ok=0, env={"BANMIAN_DATA": str(self.data)})
            text = re.sub(r"\s+", " ", tool("pdftotext", "-raw", folder / "proof.pdf", "-").decode("utf-8"))
            for w in words:
                self.assertIn(w.replace(" ", ""), text.replace(" ", ""))

    def test_the_same_report_in_every_language(self):
        self.change(self.layout, ("weight: 0.5pt", "weight: 0.2pt"))
        reports = []
        for lang in ("en", "zh"):
            r = self.check("--json", "--lang", lang, ok=5)
            reports.append([l for l in r.out.splitlines() if '"finding"' in l])
            self.assertNotIn(str(self.at), r.out)
        self.assertEqual(len(reports[0]), 1)
        self.assertEqual(*reports)

    def test_the_editions_here_pass(self):
        for setting in SETTINGS:
            r = run("check", *arguments(setting), "--strict", ok=0)
            self.assertNotRegex(r.out, r"(error|warning) \[")
            report = run("check", *arguments(setting), "--json", ok=0).out
            found = [l for l in map(json.loads, report.splitlines()) if l["type"] == "finding"]
            self.assertTrue(all(l["level"] == "note" for l in found), found)


main()
