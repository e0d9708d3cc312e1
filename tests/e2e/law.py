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

    def told(self, yaml, **files):
        """What check says of an edition of one article, in Chinese; status; nothing printed if it is refused."""
        for name, text in {"a": HEAD.format("一") + "今天立春，各地农民下田备耕。\n", **files}.items():
            (self.at / f"{name}.md").write_text(text, "utf-8")
        (self.at / "edition.yaml").write_text("title: 报\ndate: 2026-05-14\n" + yaml, "utf-8")
        r = run("check", "--lang", "zh", self.at)
        return r.returncode, r.out + r.err

    FRAME = "{article: a, columns: 1-2, lines: 3-40, set: 1}"

    def frames(self, *more):
        return "articles: [a]\nframes:\n  tabloid:\n    - frames:\n" + "".join(f"        - {f}\n" for f in (self.FRAME, *more))

    def test_an_edition_without_pages_is_refused(self):
        """Once a PDF without a page was written."""
        self.told("articles: [a]\nframes: {tabloid: []}\n")
        r = run("press", self.at, "-o", self.at / "o.pdf")
        self.assertEqual(r.returncode, 3, r.err)
        self.assertIn("[no-frames]", r.err)
        self.assertFalse((self.at / "o.pdf").exists())

    def test_what_an_edition_without_frames_needs_is_said(self):
        for layout, page in ("daily", r"`- \{\}`"), ("tabloid", r"`- frames: \[\{auto: true, columns: 1-6, lines: \d+-\d+\}\]`"):
            self.told(f"articles: [a]\nlayout: {layout}\n")
            r = run("check", self.at, "--lang", "en")
            self.assertRegex(r.err, rf"\[no-frames\][^$]*below it `{layout}:`, and below that {page}")
            # What it says does.
            wanted = r.err.split("below that `")[1].split("`")[0]
            self.told(f"articles: [a]\nlayout: {layout}\nframes:\n  {layout}:\n    {wanted}\n")
            self.assertNotEqual(run("check", self.at).returncode, 3)

    def test_what_stands_empty_is_said(self):
        """Once nothing was."""
        for frame, code in (("{banner: true, columns: 3-4, lines: 3-9}", "empty-frame"), ("{guide: true, columns: 3-4, lines: 3-9}", "empty-frame"),
                            ('{furniture: [{text: "{paper}", style: 导读题}], columns: 3-4, lines: 3-9}', "empty-frame")):
            _, said = self.told(self.frames(frame))
            self.assertRegex(said, rf"edition\.yaml:8:11: 警告 \[{code}\]")
        _, said = self.told(self.frames().replace("set: 1", "set: 1, pictures: [{columns: 1-1, lines: 5-9}]"))
        self.assertRegex(said, r"edition\.yaml:7:11: 警告 \[unused-place\]：“a”留了 1 处图片位置，稿中有 0 幅图")

    def test_messages_name_what_was_typed(self):
        """Once: no place, 多 0 字, English words inside Chinese, a message that told of something else."""
        banner = "{banner: true, columns: 3-4, lines: 3-4}"
        for yaml, want in ((f"banner: {'特别报道' * 12}\n" + self.frames(banner), r"edition\.yaml:3:9: 错误 \[overset\]：栏头大于它的版框"),
                           ("banner: 特别报道\n" + self.frames(), r"edition\.yaml:3:9: 错误 \[not-placed\]：栏头在版式“tabloid”中没有版框"),
                           (self.frames("{auto: true, columns: 1-6, lines: 20-82}"), "“a”与“auto 版区”的版框在栏 1-2、行 20-40处重叠"),
                           (self.frames("{guide: true, columns: 3-4, lines: 1-5}"), "“报眉”与“导读”的版框在"),
                           (self.frames().replace("- frames:", f"- section: {'很长的版名' * 20}\n      frames:"), r"edition\.yaml:6:16: 错误 \[furniture-full\]"),
                           ("报名: 县报\n" + self.frames(), "是否为：title、date、layout"),
                           ("articles: []\n", r"\[no-articles\]"), ("articles: [a]\n", r"本期没有划分版框"),
                           ("articles: [A]\n", r"没有 .*/A\.md，但有 .*/a\.md")):
            code, said = self.told(yaml)
            self.assertIn(code, (3, 4), yaml)
            self.assertRegex(said, want)
            self.assertNotIn("多 0 字", said)
        r = run("check", "--lang", "zh", self.at / "a.md")
        self.assertRegex(r.out + r.err, r"\[not-an-edition\]")
        for date in ("2026年5月4日", "2026/5/4", "2026-5-4", "２０２６．５．４"):
            (self.at / "edition.yaml").write_text(f"title: 报\ndate: {date}\n" + self.frames(), "utf-8")
            self.assertIn("请写成 2026-05-04", run("check", "--lang", "zh", self.at).err)


main()
