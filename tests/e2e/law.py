#!/usr/bin/python3
"""The law of the text on the page: what was typed, markup aside, is what readers extract. Some forty manuscripts of
what people type and paste, one article each, and the messages about them."""
import json
import random
import tempfile
import unittest
from pathlib import Path

from common import main, run, solid, tool

WORDS = ["会议", "认为", "3*5*2米", "1.2*2.4", "“_日报_2”", "_a_", "~~", "`", "#2机组", "###", "<br>", "m<sup>2</sup>", "a<b", "&lt;", "&#65;", "&",
         "$8万", "$a=b$", "[1]", "[甲](乙)", "[x]: y", "\\", "\\*", "==", "--", "-5", "+3", "1.5倍", "2026. 5月", "1) ", "{甲}", "（一）", "《书》",
         "“引”", "，", "。", "、", "——", "……", "138****1234", "***", " ", "　", "word", "3~5天", "50%", "甲|乙", "/", "'", '"', "!", "@"]
HEAD = "---\nkind: 通讯\ntitle: {}\n---\n\n"


class Law(unittest.TestCase):
    def setUp(self):
        self.dir = tempfile.TemporaryDirectory()
        self.at = Path(self.dir.name)

    def tearDown(self):
        self.dir.cleanup()

    def edition(self, *texts):
        """An edition of an article a page."""
        names = [f"a{i}" for i in range(len(texts))]
        for name, text in zip(names, texts):
            (self.at / f"{name}.md").write_text(text, "utf-8")
        frames = "".join(f"    - frames: [{{article: {n}, columns: 1-6, lines: 3-80, set: 2}}]\n" for n in names)
        (self.at / "edition.yaml").write_text(f"title: 报\ndate: 2026-05-14\narticles: [{', '.join(names)}]\nframes:\n  tabloid:\n{frames}", "utf-8")

    def said(self):
        r = run("check", "--json", self.at)
        rows = [json.loads(l) for l in (r.out + r.err).splitlines() if l.startswith("{")]
        return [(m["code"], m.get("file"), m.get("line")) for m in rows if m.get("type") == "diagnostic" and m["level"] != "note"]

    def extracted(self, count):
        """What poppler and MuPDF read on each page, white space aside."""
        run("press", self.at, "-o", self.at / "o.pdf", ok=0)
        for n in range(1, count + 1):
            yield (solid(tool("pdftotext", "-raw", "-f", n, "-l", n, self.at / "o.pdf", "-").decode("utf-8")),
                   solid(tool("mutool", "draw", "-q", "-N", "-F", "txt", self.at / "o.pdf", n).decode("utf-8")))

    def test_readers_find_what_was_typed(self):
        """Once stars, underscores, backslashes, entities and the signs of lists were gone, status 0."""
        rng, texts, wants = random.Random(7), [], []
        for i in range(40):
            line = lambda: "文" + "".join(rng.choices(WORDS, k=12)).replace("**", "* *").replace("{{", "{ {") + "文"
            a, b, c, d, e = (line() for _ in range(5))
            title = "".join(rng.choices(WORDS, k=3))
            quoted = "'题" + title.replace("'", "''") + "'"
            texts.append(HEAD.format(quoted) + f"{a}\n　　{b}\n\n- {c}\n- {d}\n\n一，**“{i}”，**二{{{{dot 1}}}}{{{{text: **{{{{#}}}}。\n\n## {e}\n\n文末。\n")
            wants.append(solid("题" + title.replace(" / ", "") + a + b + "-" + c + "-" + d + f"一，“{i}”，二**{{{{#。" + e + "文末。"))
        self.edition(*texts)
        for want, found in zip(wants, self.extracted(len(texts))):
            for got in found:
                self.assertIn(want, got)

    def test_what_looks_like_markup_is_said(self):
        """Once nothing was said of a tag, and a third heading was an error."""
        self.edition(HEAD.format("一") + "甲<br>乙\n\n### 丙\n\n丁*戊*己，另*庚*。\n\n单价\t面议。\n",
                     HEAD.format("二") + "全县育秧过半。\n合作社检修机具。\n供销社备足化肥。\n",
                     "---\nkind: 通讯\n---\n今天立春。\n", "---\nkind: 公告\ntitle: 甲\nlead: 乙\n---\n丙。\n")
        self.assertEqual(sorted(self.said()), sorted([
            ("not-markup", "a0.md", 6), ("not-markup", "a0.md", 8), ("not-markup", "a0.md", 10), ("tab", "a0.md", 12),
            ("pasted-lines", "a1.md", 6), ("no-title", "a2.md", 2), ("unshown-field", "a3.md", 4)]))
        r = run("check", "--lang", "zh", self.at)
        self.assertRegex(r.out + r.err, r"a0\.md:6:2: 警告 \[not-markup\]：“<br>”像是 ?HTML 标签，将照原样印出\n *甲<br>乙\n *\^~~~\n *如不要印出，请删去。")

    def test_a_list_sign_is_a_glyph(self):
        """What is printed as ■ is read as it was typed: once nothing was."""
        self.edition(HEAD.format("三备") + "- 备种\n- 备肥\n")
        (pages,) = self.extracted(1)
        self.assertIn("-备种-备肥", pages[0])
        self.assertNotIn("■", pages[0] + pages[1])


main()
