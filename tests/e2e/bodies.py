#!/usr/bin/python3
"""What stands in a body: lines, styles, boxes, tables, as small editions of one article have them."""
import os
import shutil
import tempfile
import unittest
from pathlib import Path

from common import SOURCE, main, page_chars, run

HAN = "天地玄黄宇宙洪荒日月盈昃辰宿列张寒来暑往秋收冬藏闰余成岁律吕调阳云腾致雨露结为霜"
STYLES = "正文: {face: 宋, strong: bold, size: 10pt, leading: 16pt, align: justify, indent: 2字, fullwidth: true}"


class Bodies(unittest.TestCase):
    def setUp(self):
        self.dir = tempfile.TemporaryDirectory()
        self.at = Path(self.dir.name)
        self.data = self.at / "data"
        self.data.mkdir()
        for name in ("fonts", "colour", "words"):
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


if __name__ == "__main__":
    main()
