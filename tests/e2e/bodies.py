#!/usr/bin/python3
"""What stands in a body: lines, styles, boxes, tables, as small editions of one article have them."""
import os
import re
import shutil
import tempfile
import unittest
import zlib
from pathlib import Path

from common import SOURCE, main, page_chars, run, tool

HAN = "天地玄黄宇宙洪荒日月盈昃辰宿列张寒来暑往秋收冬藏闰余成岁律吕调阳云腾致雨露结为霜"
STYLES = "正文: {face: 宋, strong: bold, size: 10pt, leading: 16pt, align: justify, indent: 2字, fullwidth: true}"


class Bodies(unittest.TestCase):
    def setUp(self):
        self.dir = tempfile.TemporaryDirectory()
        self.at = Path(self.dir.name)
        self.data = self.at / "data"
        self.data.mkdir()
        for name in ("fonts", "colour", "words", "rules"):
            os.symlink(SOURCE / name, self.data / name)
        shutil.copytree(SOURCE / "layouts", self.data / "layouts")
        self.edition = self.at / "e"
        self.edition.mkdir()

    def tearDown(self):
        self.dir.cleanup()

    def layout(self, styles="", kinds="body: 正文", more="", columns=2, measure=13):
        (self.data / "layouts/case.yaml").write_text(f"""\
sizes: {{二号: 22pt, 三号: 16pt, 小五: 9pt}}
press: {{profile: TR002, ink: 240, warn: 220}}
paper: {{trim: [120mm, 170mm], bleed: 0mm}}
grid: {{columns: {columns}, measure: {measure}, gutter: 1字, size: 10pt, leading: 16pt, lines: 27}}
styles:
  {STYLES}
  题: {{base: 正文, weight: black, size: 二号, leading: 28pt, align: centre, indent: 0字, sense: true}}
  {styles}
{more}
kinds:
  通讯: {{tiers: [{{field: title, style: 题}}], {kinds}}}
""", "utf-8")

    def write(self, body, frames="{article: a, columns: 1-1, lines: 1-27}", title="题", pages=None):
        (self.edition / "a.md").write_text(f"---\nkind: 通讯\ntitle: {title}\n---\n\n{body}\n", "utf-8")
        pages = pages or [frames]
        made = "".join(f"    - frames: [{p}]\n" for p in pages)
        (self.edition / "edition.yaml").write_text(
            f"title: 报\ndate: 2026-03-02\nlayout: case\narticles: [a.md]\nframes:\n  case:\n{made}", "utf-8")

    def check(self, ok=0):
        r = run("check", self.edition, env={"BANMIAN_DATA": str(self.data)}, ok=ok)
        return r.out + r.err

    def press(self):
        out = self.at / "o.pdf"
        run("press", self.edition, "-o", out, env={"BANMIAN_DATA": str(self.data)}, ok=0)
        return out

    def words(self, page=1):
        """Each glyph's text with its left, baseline and size, in points from the top left."""
        return [(c, x, y, size) for x, y, _, size, c in page_chars(self.press(), page)]

    def text(self, page=1):
        return "".join(w[0] for w in self.words(page))

    def y_of(self, words, text):
        """Baseline of the first place of the text."""
        whole = "".join(w[0] for w in words)
        self.assertIn(text, whole)
        return words[whole.index(text)][2]

    def test_loose_lines_are_said(self):
        """Rule 6.5: once only the report counted them."""
        self.layout()
        self.write("总编号1234567890123456789号，次日启用。")
        self.assertRegex(self.check(), r"a\.md:6:\d+: warning \[loose-line\]")
        self.write(HAN)
        self.assertNotIn("loose-line", self.check())

    def test_what_has_no_ink_stays_in_the_text(self):
        """₂ is made of 2, lowered; a tab is a space, once a crossed box over the next character."""
        self.layout()
        self.write("年减排CO₂三万吨，合10⁻⁹。\n\n服务台：\u202d0000\u202c甲\ufe00乙。\n\n渠水\t进田。")
        self.assertNotIn("missing-glyph", self.check())
        words = self.words()
        whole = "".join(w[0] for w in words)
        for text in ("CO₂三万吨", "10⁻⁹。", "渠水 进田"):
            self.assertIn(text, whole)
        two, han = words[whole.index("₂")], words[whole.index("三")]
        self.assertGreater(two[2], han[2] + 1)
        self.assertLess(two[3], han[3])

    def test_text_from_right_to_left_is_an_error(self):
        self.layout()
        self.write("站牌另写 سالام 一词。")
        self.assertRegex(self.check(ok=4), r"a\.md:6:6: error \[right-to-left\]")

    def test_styles_keep_their_leading(self):
        """Subheads, quotes and items of 14 pt on 24 pt stand 32 pt apart on a grid of 16, in their rows' middle, and
        nothing over them; all once stood 16 pt apart."""
        big = "{base: 正文, size: 14pt, leading: 24pt, indent: 0字, align: start}"
        self.layout(f"大: {big}", "body: 正文, subhead: 大, quote: 大, item: 大")
        for mark in ("## ", "> ", "1. "):
            self.write(f"{HAN[:9]}。\n\n{mark}从单户育秧到全村联育的变化\n\n{HAN[20:29]}。")
            words = self.words()
            lines = sorted({round(w[2], 1) for w in words if w[3] > 12 and w[3] < 16})
            self.assertGreaterEqual(len(lines), 2, mark)
            self.assertTrue(all(abs(b - a - 32) < 0.2 for a, b in zip(lines, lines[1:])), (mark, lines))
            before, after = self.y_of(words, HAN[:9]), self.y_of(words, HAN[20:29])
            # As far from the text above as from that below, but for the grid.
            self.assertLess(abs((lines[0] - before) - (after - lines[-1]) - 3), 5, (mark, before, lines, after))

    def test_lines_of_several_rows_are_not_cut_at_a_columns_foot(self):
        """A subhead of two rows whose second one would stand below the frame goes to the next column."""
        self.layout("大: {base: 正文, size: 14pt, leading: 24pt, indent: 0字, align: start}", "body: 正文, subhead: 大")
        for n in range(1, 9):
            body = "\n\n".join([HAN[:9] + "。"] * n) + "\n\n## 村村育秧\n\n" + HAN + "。"
            self.write(body, "{article: a, columns: 1-2, lines: 1-9, set: 2}")
            words = self.words()
            foot = 25.512 + 9 * 16  # of the frame
            self.assertTrue(all(w[2] < foot for w in words), n)
            subhead = [w for w in words if w[0] in "村村育秧" and 13 < w[3] < 15]
            self.assertEqual(len({(w[1] > 170) for w in subhead}), 1, n)

    def test_a_subhead_stands_with_what_follows(self):
        """Whatever that is: a short paragraph, a quote, an item, another subhead, a table; no column ends with a subhead."""
        self.layout("插: {base: 正文, weight: bold, indent: 0字}", "body: 正文, subhead: 插, quote: 正文, item: 正文, table: 正文", columns=3, measure=8)
        for follower in ("短短。", "> 引引", "- 项项\n- 目目", "## 村育\n\n短短。", "| 表表 | 目 |\n|---|---|\n| 内 | 容 |"):
            for n in range(4, 8):
                self.write(f"{HAN[:36]}。\n\n" + f"{HAN[:14]}。\n\n" * n + f"## 联联\n\n{follower}\n\n" + f"{HAN}。\n\n" * 2,
                           "{article: a, columns: 1-3, lines: 1-24, set: 3}")
                words = self.words()
                whole = "".join(w[0] for w in words)
                head = words[whole.index("联联")]
                after = words[whole.index(re.search(r"(\w)\1", follower.replace("村育", "村村"))[0][:1], whole.index("联联") + 2)]
                self.assertLess(abs(after[1] - head[1]), 60, (follower, n))

    def test_before_and_after(self):
        """Room above and below a body's styles, in whole lines: the larger of two, none at the top."""
        self.layout("插: {base: 正文, indent: 0字, before: 16pt, after: 20pt}\n  次: {base: 正文, before: 4pt}",
                    "body: 正文, subhead: 插, item: 次")
        self.write("渠水进田。\n\n## 村村育秧\n\n人人忙碌。\n\n## 首段\n\n1. 其一\n2. 其二")
        words = self.words()
        at = [self.y_of(words, t) for t in ("渠水进田", "村村育秧", "人人忙碌", "首段", "其一", "其二")]
        self.assertEqual([round((b - a) / 16) for a, b in zip(at, at[1:])], [2, 3, 2, 3, 2])

    TABLE = "| 旬 | 雨量 | 说明 |\n|---|--:|---|\n"

    def rows(self, words, cells):
        """Where each cell's characters stand: (columns, lines apart)."""
        whole = "".join(w[0] for w in words)
        out = []
        for cell in cells:
            at = whole.index(cell)
            mine = words[at:at + len(cell)]
            out.append({(w[1] > 170) for w in mine})
        return out

    def test_rows_of_tables_stay_whole(self):
        """At every height: no row is parted between columns, each stretch has the head, ruled, once above it."""
        self.layout("表: {base: 正文, size: 8.5pt, indent: 0字, align: start}", "body: 正文, table: 表",
                    "table: {rule: 0.8pt, inner: 0.3pt}")
        cells = [f"第{n}组沿渠清淤并检查全部闸口的启闭情况" for n in "甲乙丙丁戊己"]
        body = self.TABLE + "".join(f"| {i} | {i * 11} | {c} |\n" for i, c in enumerate(cells))
        for lines in range(12, 27):
            self.write(body, f"{{article: a, columns: 1-2, lines: 1-{lines}, set: 2}}")
            r = run("check", self.edition, env={"BANMIAN_DATA": str(self.data)})
            if "overset" in r.out + r.err:
                continue
            words = self.words()
            whole = "".join(w[0] for w in words)
            self.assertTrue(all(len(c) == 1 for c in self.rows(words, cells)), lines)
            columns = {c for row in self.rows(words, cells) for c in row}
            self.assertEqual(whole.count("雨量"), len(columns), lines)
            for head in (i for i in range(len(whole)) if whole.startswith("雨量", i)):
                below = [w for c in cells for w in words[whole.index(c):whole.index(c) + 1]
                         if (w[1] > 170) == (words[head][1] > 170)]
                self.assertTrue(below and words[head][2] < min(w[2] for w in below), lines)

    def test_a_row_no_column_holds_is_said(self):
        self.layout("表: {base: 正文, size: 8.5pt, indent: 0字, align: start}", "body: 正文, table: 表")
        self.write(f"| 组 | 任务 |\n|---|---|\n| 甲 | {HAN * 4} |", "{article: a, columns: 1-2, lines: 1-9, set: 2}")
        self.assertRegex(self.check(ok=4), r"a\.md:6:1: error \[table-row-parted\]")

    def test_numbers_in_tables_are_never_broken(self):
        """A column gives no more than its numbers leave; too wide a table is said with the columns that would do."""
        self.layout("表: {base: 正文, size: 8.5pt, indent: 0字, align: start}", "body: 正文, table: 表")
        row = "| 甲 | 1234567890.25 | 说明的文字较长一些还要长 |"
        self.write(f"| 组 | 数 | 说明 |\n|---|--:|---|\n{row}")
        self.assertNotIn("forced-break", self.check())
        words = self.words()
        at = "".join(w[0] for w in words).index("1234567890.25")
        self.assertEqual(len({round(w[2], 1) for w in words[at:at + 13]}), 1)
        self.write("| a | b | c |\n|---|---|---|\n| 1234567890 | 2345678901 | 3456789012 |")
        self.assertRegex(self.check(ok=5), r"a\.md:6:1: error \[table-too-wide\].*(?s:.*)across 2 columns")
        self.write("| a | b | c |\n|---|---|---|\n| 1234567890 | 2345678901 | 3456789012 |",
                   "{article: a, columns: 1-2, lines: 1-27, set: 1}")
        self.assertNotIn("table-too-wide", self.check())

    def test_numbers_with_signs_share_the_decimal_point(self):
        self.layout(kinds="body: 正文, table: 正文")
        cells = ("1.25", "12.5", "±0.5", "¥5.6", "<0.05", "5.6%", "-38.5℃")
        self.write("| 甲 | 值 |\n|---|--:|\n" + "".join(f"| 乙 | {c} |\n" for c in cells))
        points = [w[1] for w in self.words() if w[0] == "."]
        self.assertEqual(len(points), len(cells))
        self.assertLess(max(points) - min(points), 0.1)

    def test_text_is_clear_of_a_tables_last_rule(self):
        """It once stood right under it; a quote in between has its own row."""
        self.layout(kinds="body: 正文, table: 正文")
        self.write("甲甲。\n\n| 乙 | 值 |\n|---|--:|\n| 丙丙 | 1 |\n\n丁丁。")
        words = self.words()
        self.assertAlmostEqual(self.y_of(words, "丁丁") - self.y_of(words, "丙丙"), 32, delta=0.5)

    def picture(self, w=720, h=480):
        row = b"\0" + bytes(range(256)) * 3 * (w // 256) + bytes(3 * (w % 256))
        chunk = lambda kind, body: len(body).to_bytes(4, "big") + kind + body + zlib.crc32(kind + body).to_bytes(4, "big")
        (self.edition / "p.png").write_bytes(
            b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", w.to_bytes(4, "big") + h.to_bytes(4, "big") + b"\x08\x02\0\0\0") +
            chunk(b"IDAT", zlib.compress(row * h)) + chunk(b"IEND", b""))

    def test_boxes_keep_clear_of_text(self):
        """Lines of boxes stand clear of the first and the last line of text, whatever `above` and `below` say: a wave
        once struck through a poem's last line, the inner rule through the text beside a vertical head."""
        for line, reach in (("{kind: wave, weight: 0.5pt, pitch: 8pt}", 8), ("{kind: fret, weight: 0.4pt, pitch: 10pt}", 10),
                            ("{kind: double, weight: 1.2pt, inner: 0.3pt, gap: 2.4pt}", 2.5), ("{kind: single, weight: 1.5pt}", 0.8)):
            self.layout("竖: {base: 题, direction: vertical, leading: 30pt}", "body: 正文",
                        f"lines:\n  线: {line}\nboxes:\n  框: {{line: 线, padding: 0.3字, above: 0, below: 0}}")
            layout = self.data / "layouts/case.yaml"
            layout.write_text(layout.read_text("utf-8").replace("style: 题}]", "style: 竖}]"), "utf-8")
            self.write(f"{HAN * 6}。", "{article: a, columns: 1-2, lines: 3-20, set: 2, box: 框}")
            run("check", self.edition, env={"BANMIAN_DATA": str(self.data)})
            top = (170 * 72 / 25.4 - 27 * 16) / 2 + 2 * 16
            words = [w for w in self.words() if 9 < w[3] < 11]
            # The em box is 0.88 em above its baseline, 0.12 em below.
            self.assertGreater(min(w[2] - 8.8 for w in words) - top, reach, line)
            self.assertGreater(top + 18 * 16 - max(w[2] + 1.2 for w in words), reach, line)
            left = (120 * 72 / 25.4 - 270) / 2
            self.assertGreater(min(w[1] for w in words) - left, reach, line)

    def test_a_byline_beside_a_vertical_head_is_vertical(self):
        """It stands at the foot of the head, in the frame, on nothing; it was once printed across the head."""
        self.layout("竖: {base: 题, direction: vertical, leading: 30pt}\n  署: {base: 题, weight: regular, size: 10pt, leading: 16pt}")
        layout = self.data / "layouts/case.yaml"
        layout.write_text(layout.read_text("utf-8").replace("style: 题}]", "style: 竖}, {field: byline, style: 署}]"), "utf-8")
        self.write(HAN * 2 + "。", "{article: a, columns: 1-2, lines: 1-16, set: 2}", title="不误农时\nbyline: 田有粮")
        words = self.words()
        self.check()
        whole = "".join(w[0] for w in words)
        name, head = words[whole.index("田有粮"):][:3], words[whole.index("不误农时"):][:4]
        self.assertEqual(len({round(w[1], 1) for w in name}), 1)
        self.assertLess(name[0][1] + 10, head[0][1])
        self.assertTrue(all(b[2] - a[2] > 9 for a, b in zip(name, name[1:])))
        self.assertGreater(name[-1][2], head[-1][2])

    def test_a_byline_of_a_vertical_head_stays_in_its_box(self):
        """In a block of an automatic region the head was as high as the frame, not as what its box leaves."""
        self.layout("竖: {base: 题, direction: vertical, leading: 30pt}", more="boxes:\n  框: {rule: 0.5pt}", kinds="body: 正文, box: 框")
        layout = self.data / "layouts/case.yaml"
        layout.write_text(layout.read_text("utf-8").replace("style: 题}]", "style: 竖}]"), "utf-8")
        for lines in (12, 16):
            self.write(HAN * 2 + "。", f"{{auto: true, columns: 1-2, lines: 1-{lines}}}", title="不误农时\nbyline: □ 田　粮")
            words = self.words()
            name = [w for w in words if w[0] in "田粮" and w[3] < 12 and w[1] < 60 or w[0] == "□"]
            self.assertEqual(len(name), 3)
            self.assertLess(max(w[2] for w in name), 25.512 + lines * 16 - 1, lines)

    def test_text_that_goes_on_stops_at_a_sentence_or_it_is_said(self):
        self.layout()
        frames = ["{article: a, columns: 1-1, lines: 1-10}", "{article: a, columns: 1-1, lines: 1-27}"]
        self.write(HAN * 5 + "。", pages=frames)
        self.assertRegex(self.check(), r"a\.md:6:\d+: warning \[parted-sentence\]")

    def test_a_subhead_goes_with_its_text_or_it_is_said(self):
        """背题: a subhead at a column's foot, or a line of it, goes to the next column while there is room; else it is said."""
        self.layout("小: {base: 正文, indent: 0字, sense: true}", "body: 正文, subhead: 小")
        frame = "{article: a, columns: 1-2, lines: 1-13, set: 2}"
        for subhead, lines in (("甲乙丙丁", 1), ("山桥残疾人招聘会开场", 1), ("石桥东湖隧道夜间封闭两周并请市民绕行", 2)):
            for rest, said in ((0, True), (lines, False)):
                first = 11 - lines if lines == 1 else 10  # rows of a leg: 11
                rows = ["天地玄黄。"] * first + [f"## {subhead}"] + ["宇宙洪荒。"] * (22 - first - lines - rest)
                self.write("\n\n".join(rows), frame)
                with self.subTest(subhead, rest=rest):
                    told = self.check()
                    self.assertNotIn("overset", told)
                    self.assertEqual(bool(re.search(r"a\.md:\d+:\d+: warning \[stranded-subhead\].*" + subhead, told)), said, told)

    def test_a_word_wider_than_its_caption_is_said(self):
        self.layout("图: {base: 正文, indent: 0字}", "body: 正文, caption: 图")
        self.picture()
        self.write("甲。\n\n![Pneumonoultramicroscopicsilicovolcanoconiosis](p.png)",
                   "{article: a, columns: 1-1, lines: 1-27, pictures: [{columns: 1-1, lines: 4-13}]}")
        self.assertIn("[forced-break]", run("check", self.edition, env={"BANMIAN_DATA": str(self.data)}).err)

    def test_a_picture_alone_fills_its_frame(self):
        self.layout("图: {base: 正文, indent: 0字}", "body: 正文, caption: 图")
        self.picture()
        self.write("![梅岭的早晨。](p.png)", "{article: a, columns: 1-2, lines: 1-18}")
        self.check()
        placed = tool("mutool", "trace", self.press(), "1").decode("utf-8")
        matrix = re.search(r'<fill_image [^>]*transform="([-\d.]+)', placed)
        self.assertGreaterEqual(float(matrix[1]), 270)  # some may be cropped


if __name__ == "__main__":
    main()
