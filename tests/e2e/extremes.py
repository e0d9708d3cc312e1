#!/usr/bin/python3
"""Extreme values in every key of a layout, an edition and a printer.yaml, one at a time: each run ends
with a status that the program has, in bounded time, without a word from a sanitizer; and where it
ends with 0 the page is right: every character on it, none over its edge.

Tests try a few, chosen by a fixed seed. All of them: extremes.py --all [N], N the share that is
taken, 1 for each, 10 for every tenth."""
import os
import random
import re
import resource
import shutil
import struct
import subprocess
import sys
import tempfile
import unittest
import zlib
import xml.etree.ElementTree as ET
from pathlib import Path

from common import PROGRAM, SOURCE, main, solid

FIGURES = ("0", "0pt", "-1", "-1pt", "1", "1pt", "0.00001pt", "99999.99999pt", "-99999pt", "2000pt", "8000pt", "32767pt",
           "1e9pt", "99999mm", "2000字", "99999字", "99999行", "-3字", "99", "100", "999", "1000", "9999", "10000", "65536",
           "2147483647", "2147483648", "-2147483648", "4294967296", "999999999999999999", "100000000000000000000", "1-9999",
           "1-10000", "9999-10000", "[1, 10000]", "[0pt, 0pt]", "[1pt, 8000pt]", "[8000pt, 8000pt]", "[]", "{}", "~", "true")
WORDS = ("0", "2000字", "-1", "[]", "{}", "~", '""', "true", "false", "none", '"{page}"', "字" * 400, "字" * 1000, "x" * 1001, '"{paper}{paper}"')

EDITION = """title: 极值
date: 2026-03-01
paper: 日报
number: 第一号
cn: CN 62-0000
publisher: 报社
price: 一元
words: [万象更新]
language: zh-Hans
banner: 特别报道
articles:
  - {article: a.md, rank: 1}
  - b.md
  - {article: c.md, rank: 2, page: 1}
  - {article: d.md, rank: 3}
  - e.md
frames:
  wide:
    - section: 要闻
      editor: 甲
      designer: 乙
      proofreader: 丙
      frames:
        - {banner: true, columns: 1-6, lines: 3-10}
        - {article: a, columns: 1-3, lines: 11-36, set: 2, gutter: 2字, rest: sides, box: 文框, column-rule: 栏线,
           styles: {title: 公文题}, pictures: [{columns: 1, lines: 12-20, wrap: both, fit: crop, focus: [50, 40], give: 2, at: place}]}
        - {guide: true, columns: 4-6, lines: 11-18, box: 角线}
        - {furniture: [{text: "{paper} | {date-zh}", style: 条带}, {text: "{number}", style: 导读题}], columns: 4-6, lines: 19-24}
        - {article: b, columns: 4-6, lines: 25-36, measure: 20字, head: {columns: 1, lines: 1-8, left: 1字, width: 9字}}
        - {auto: true, columns: 1-6, lines: 37-82}
    - section: 综合
      frames:
        - {article: a, columns: 1-6, lines: 3-30, set: [1, 2, 1]}
        - {article: e, columns: 1-6, lines: 31-82, set: [10字, 30字], pictures: [{left: 36字, width: 9字, lines: 4-14}]}
"""

# The region's articles in frames of their own.
BY_HAND = lambda edition: edition.replace("        - {auto: true, columns: 1-6, lines: 37-82}\n", """\
        - {article: c, columns: 1-6, lines: 37-59, set: 3}
        - {article: d, columns: 1-6, lines: 60-82}
""")

LAYOUT = """base: tabloid
press: {profile: TR002, ink: 240, warn: 220, black: {text: 12pt, large: 40mm, ink: {c: 40, m: 30, y: 30, k: 100}}}
colours: {红: {c: 0, m: 90, y: 80, k: 0}, 浅红: {of: 红, tint: 30}, 专: {spot: 专色, c: 10, m: 0, y: 0, k: 20}}
gap: {sign: dots, width: 2字, rule: 0.4pt}
make-up: {measure: [10字, 26字], legs: 4-50, slack: 200, space: 150, butting: 3000, through: 3000, leg: 400}
copyfit: {head-above: 1, head-below: 1, before-tail: 2, list: 1, looseness: 1}
folio: {style: 报眉, left: "{section}", centre: "{paper}", text: "第{page}版", lines: [1, 1], rule: 0.5pt}
picture: {share: 50, ppi: 170, give: 3, lose: 6, rows: 5, code: 9字}
wrap: {least: 7字}
table: {rule: 0.8pt, inner: 0.3pt}
styles:
  正文: {hang: true, turnover: 1字, inset: 1字, before: 1pt, after: 1pt, space: 1字, lines: 1, digits: half, hyphenate: en-US,
         kinsoku: strict, colour: 红, spread: false, reverse: false}
  竖题: {lines: 1, size: 24pt, leading: 30pt, direction: vertical}
boxes:
  文框: {rule: 1pt, sides: [top, bottom], inner: 0.3pt, inner-gap: 2pt, padding: 1字, above: 1, below: 1, tint: {k: 8}, radius: 3pt,
         head: over}
kinds:
  决议: {tiers: [{field: title, style: 公文题, smaller: [文号], rule: true, beside: 栏线}], body: 正文, quote: 条目, table: 表文,
         table-head: 表头, caption: 图说, box: 文框, column-rule: 栏线, head-above: 1, head-below: 1}
preflight:
  ink: {level: warning, most: 240, warn: 220}
  small-type: {least: 6pt}
"""

PRINTER = """name: 厂
preflight:
  page-size: {size: [270mm, 390mm], tolerance: 0.2mm}
  page-count: {level: error, multiple: 2, least: 1, most: 9}
  picture-ppi: {least: 20, warn: 30}
  line-art-ppi: {least: 20}
  ink: {most: 240, warn: 220}
  thin-rule: {least: 0.25pt, warn: 0.3pt}
  thin-colour-rule: {least: 1.5pt}
  small-type: {least: 6pt}
  small-tint-type: {least: 8pt}
  small-reversed-type: {least: 10pt}
  small-colour-type: {least: 10pt}
  rich-black-type: {below: 12pt}
  black-knockout: {below: 12pt}
  safe-margin: {least: 3mm, warn: 5mm}
  missing-bleed: {least: 3mm}
"""

TEXT = "春到校园，柳树发芽，操场上满是奔跑的孩子。It is spring. 共有12.5万人、3,000辆车（新车）参加——“好”……"
ARTICLES = {
    "a.md": "---\nkind: 决议\ntitle: 关于春天的决议{{gap}}\nadopted: 三月通过\nsigned: 主席团\ndated: 2026年3月1日\n---\n\n"
            + (TEXT * 6 + "\n\n") * 2 + "![图](p.png \"摄\")\n\n" + "1. 一条\n2. 二条\n\n## 小题\n\n" + TEXT * 8 + "\n",
    "b.md": "---\nkind: 评论\ntitle: 竖排题\n---\n\n" + TEXT * 2 + "\n",
    "c.md": "---\nkind: 通讯\ntag: 栏\ntitle: 通讯的标题\nbyline: 记者\n---\n\n" + (TEXT * 3 + "\n\n") * 5,
    "d.md": "---\nkind: 社论\ntitle: 社论\n---\n\n" + (TEXT * 2 + "\n\n") * 2 + "> 引文。\n\n" + TEXT + "\n",
    "e.md": "---\nkind: 图表\ntitle: 表\n---\n\n" + TEXT + "\n\n|项|数|\n|---|---|\n|甲{}|12.5%|\n|乙|3|\n\n![](qr:春)\n\n".format("一二三" * 6)
            + (TEXT * 3 + "\n\n") * 6,
}

PLAIN = r'"(?:[^"\\\n]|\\.)*"|[^\s,\[\]{}#":][^,\[\]{}\n#":]*?'
VALUE = re.compile(rf"(?<=: )(?:{PLAIN}|\[[^\[\]{{}}\n]*\])(?=[ ]*[,}}\]\n])|(?<=\[)(?:{PLAIN})(?=[,\]])|(?<=, )(?:{PLAIN})(?=[,\]])")


def places(text):
    """Where values stand: (from, to)."""
    comment = [m.span() for m in re.finditer(r"(?m)^#.*$", text)]
    return [m.span() for m in VALUE.finditer(text) if not any(a <= m.start() < b for a, b in comment)]


class Sheet:
    """An edition in a folder, with data of its own."""

    def __init__(self, at):
        self.at, self.data = at, at / "data"
        for name in ("layouts", "fonts", "colour", "words", "rules"):
            shutil.copytree(SOURCE / name, self.data / name)
        shutil.copy(SOURCE / "content/2025-work-report/gebi.png", at / "p.png")
        for name, text in ARTICLES.items():
            (at / name).write_text(text, "utf-8")
        tabloid = (SOURCE / "layouts/tabloid.yaml").read_text("utf-8")
        self.files = {"edition.yaml": EDITION, "data/layouts/wide.yaml": LAYOUT, "data/layouts/tabloid.yaml": tabloid,
                      "printer.yaml": PRINTER}
        self.files["edition.yaml"] += EDITION[EDITION.index("  wide:\n"):].replace("  wide:\n", "  tabloid:\n")
        for name, text in self.files.items():
            (at / name).write_text(text, "utf-8")
        self.cases = [(name, span, value) for name, text in self.files.items()
                      for span in places(text if name != "edition.yaml" else EDITION) for value in (FIGURES if text[span[0]] in "0123456789-[" else WORDS)]

    def run(self, command, *options, layout="wide", seconds=60):
        """(status, messages, peak in MB)"""
        limit = lambda: resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
        with tempfile.TemporaryFile() as err:
            p = subprocess.Popen([str(PROGRAM), command, str(self.at), "--layout", layout, *map(str, options)],
                                 stdout=subprocess.DEVNULL, stderr=err, preexec_fn=limit,
                                 env={**os.environ, "LC_ALL": "C.UTF-8", "BANMIAN_DATA": str(self.data)})
            _, status, usage = os.wait4(p.pid, 0)
            p.returncode = os.waitstatus_to_exitcode(status)
            err.seek(0)
            return p.returncode, err.read().decode("utf-8", "replace"), usage.ru_maxrss >> 10

    def wrong(self, name, span, value):
        """What is wrong with the run in which the value stands there, or None; and its status."""
        text = self.files[name]
        changed = text[:span[0]] + value + text[span[1]:]
        place = f"{name}:{text.count(chr(10), 0, span[0]) + 1}: {text[max(0, span[0] - 30):span[0]]!r}→{value[:24]}"
        hand = name != "edition.yaml" and (span[0] + len(value)) % 4
        try:
            if hand:
                (self.at / "edition.yaml").write_text(BY_HAND(self.files["edition.yaml"]), "utf-8")
            (self.at / name).write_text(changed, "utf-8")
            layout = "tabloid" if "tabloid" in name else "wide"
            status, err, peak = self.run("check", layout=layout)
            if status not in (0, 3, 4, 5) or "Sanitizer" in err or "runtime error" in err:
                return f"{place}: {status} {err[-1500:]}", status
            if peak > 1500:
                return f"{place}: {peak} MB", status
            if status == 3 and not re.search(r":\d+:\d+: error", err):
                return f"{place}: no place in {err[:300]}", status
            if status == 3 or name == "printer.yaml":
                return None, status
            pdf = self.at / "o.pdf"
            status, err, peak = self.run("press", "--profile", "plain", "-o", pdf, layout=layout)
            if status not in (0, 3, 4) or "Sanitizer" in err or "runtime error" in err:
                return f"{place}: press {status} {err[-1500:]}", status
            fault = outside(pdf) if status == 0 else None
            pdf.unlink(missing_ok=True)
            return fault and f"{place}: {fault}", status
        finally:
            (self.at / name).write_text(text, "utf-8")
            if hand:
                (self.at / "edition.yaml").write_text(self.files["edition.yaml"], "utf-8")


def outside(pdf):
    """The first character that stands over an edge of its page, or None."""
    r = subprocess.run(["mutool", "draw", "-q", "-F", "stext", str(pdf)], capture_output=True)
    if r.returncode:
        return f"mutool {r.returncode}"
    root = ET.fromstring(re.sub(rb"&#x(?:[0-8bcef]|1[0-9a-f]);", b"", r.stdout))
    for page in root.iter("page"):
        width, height = float(page.get("width")), float(page.get("height"))
        for ch in page.iter("char"):
            x, y = float(ch.get("x")), float(ch.get("y"))
            if not (-1 <= x <= width + 1 and -1 <= y <= height + 1):
                return f"{ch.get('c')!r} at {x}, {y} on a page of {width} x {height}"
    return None


def strip(width, height):
    """A gray PNG of that size."""
    chunk = lambda kind, data: struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
    return (b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0))
            + chunk(b"IDAT", zlib.compress((b"\0" + b"\x80" * width) * height, 1)) + chunk(b"IEND", b""))


class Extremes(unittest.TestCase):
    def setUp(self):
        self.dir = tempfile.TemporaryDirectory()
        self.sheet = Sheet(Path(self.dir.name))

    def tearDown(self):
        self.dir.cleanup()

    def test_values(self):
        for layout in ("wide", "tabloid"):
            status, err, _ = self.sheet.run("check", layout=layout)
            self.assertEqual((status, re.findall("error.*", err)), (0, []), err)
        for case in random.Random(17).sample(self.sheet.cases, 40):
            fault, _ = self.sheet.wrong(*case)
            self.assertIsNone(fault)

    def ends(self, status, code, *changes):
        """With texts in the place of others: (file, old, new)."""
        whole = {name: (self.sheet.at / name).read_text("utf-8") for name, _, _ in changes}
        for name, old, new in changes:
            text = (self.sheet.at / name).read_text("utf-8")
            self.assertIn(old, text)
            (self.sheet.at / name).write_text(text.replace(old, new, 1), "utf-8")
        got, err, _ = self.sheet.run("press", "-o", self.sheet.at / "o.pdf", layout="tabloid", seconds=20)
        for name, text in whole.items():
            (self.sheet.at / name).write_text(text, "utf-8")
        self.assertEqual(got, status, err)
        self.assertRegex(err, rf":\d+:\d+: error \[{code}\]")

    def test_what_once_gave_a_wrong_page(self):
        """With status 0, where no other is named."""
        layout = "data/layouts/tabloid.yaml"
        (self.sheet.at / "edition.yaml").write_text(BY_HAND(self.sheet.files["edition.yaml"]), "utf-8")
        # lines one over the other
        self.ends(3, "length-out-of-range", (layout, "size: 小五, leading: 12pt, align", "size: 小五, leading: 1pt, align"))
        # a box that leaves no room: columns of less than a character, with status 4
        self.ends(3, "frame-too-narrow", (layout, "文框: {line: 正线, padding: 0.5字", "文框: {line: 正线, padding: 180pt"))
        # over the edge of a frame, of the folio's lines
        strip_style = "条带: {base: 题, face: 黑, weight: bold, size: 四号, leading: 24pt"
        self.ends(4, "furniture-full", (layout, strip_style, strip_style.replace("四号, leading: 24pt", "60pt, leading: 60pt")))
        self.ends(4, "furniture-full", (layout, "报眉: {base: 正文, face: 黑, size: 8.5pt, leading: 12pt",
                                        "报眉: {base: 正文, face: 黑, size: 40pt, leading: 40pt"))
        # 99 to the fourth ways of spacing: no end
        spaces = "head-above: 1, head-below: 1, before-tail: 2, list: 1"
        self.ends(3, "too-many", (layout, spaces, re.sub(r"\d", "99", spaces)))
        # heads beyond 32,767 pt: sums that turned negative, so that a head took no room
        style = "公文题: {base: 题, face: 黑, weight: bold, size: 13pt, leading: 15pt"
        self.ends(4, "head-too-large", ("a.md", "关于春天的决议", "字" * 3000), (layout, style, style.replace("15pt", "2000pt")))
        self.ends(4, "head-too-large", ("b.md", "竖排题", "字" * 4000)) # said before, too
        # captions too, and pictures of a shape that none has
        caption = "图说: {base: 正文, face: 楷, size: 8pt, leading: 11pt"
        self.ends(4, "figure-not-placed", ("a.md", "![图]", "![" + "图" * 4000 + "]"),
                  ("a.md", "kind: 决议", "kind: 报告"), ("edition.yaml", "{title: 公文题}", "{}"),
                  (layout, caption, caption.replace("11pt", "2000pt")))
        for size in ((1, 65535), (65535, 1)):
            (self.sheet.at / "p.png").write_bytes(strip(*size))
            self.ends(4, "figure-not-placed", ("a.md", "![图]", "![图]"))


def sweep(share):
    with tempfile.TemporaryDirectory() as folder:
        sheet, count = Sheet(Path(folder)), {}
        for i, case in enumerate(sheet.cases):
            if i % share:
                continue
            fault, status = sheet.wrong(*case)
            count[status] = count.get(status, 0) + 1
            if fault:
                print(fault, flush=True)
            elif status == 0:
                text = sheet.files[case[0]]
                print(f"0: {case[0]}:{text.count(chr(10), 0, case[1][0]) + 1}: {text[max(0, case[1][0] - 24):case[1][1]]!r}→{case[2][:24]}", flush=True)
        print(len(sheet.cases), "cases;", count)


if sys.argv[1:2] == ["--all"]:
    sweep(int(sys.argv[2]) if len(sys.argv) > 2 else 1)
else:
    main()
