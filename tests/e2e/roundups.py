#!/usr/bin/python3
"""Short items that stand together under one head (简讯栏)."""
import json
import re
import tempfile
import unittest
from pathlib import Path

from common import main, run, tool

BODY = "渠水进田，今年春天来了水，各村的人都到闸口来看。"


class Roundups(unittest.TestCase):
    def setUp(self):
        d = tempfile.TemporaryDirectory()
        self.addCleanup(d.cleanup)
        self.folder = Path(d.name)

    def edition(self, briefs, frames, more="", places=()):
        """Briefs: name: how often the sentence stands in it, after its name."""
        e = self.folder / "e"
        e.mkdir(exist_ok=True)
        for f in e.glob("*.md"):
            f.unlink()
        for name, n in briefs.items():
            (e / f"{name}.md").write_text(f"---\nkind: 简讯\ntitle: 题{name}\n---\n\n文{name}始{BODY * n}文{name}终\n", "utf-8")
        (e / "edition.yaml").write_text(
            f"title: 试\ndate: 2026-03-02\npaper: 试报\nlayout: daily\n{more}articles:\n"
            + "".join(f"  - {{article: {n}.md{dict(places).get(n, '')}}}\n" for n in briefs)
            + "frames:\n  daily:\n    - frames:\n" + "".join(f"      - {f}\n" for f in frames), "utf-8")
        return e

    def press(self, e, ok=0):
        """Its text, without blanks and breaks, and what is said."""
        r = run("press", e, "-o", self.folder / "a.pdf", "--report", self.folder / "r.ndjson", ok=ok)
        text = tool("pdftotext", "-raw", self.folder / "a.pdf", "-").decode("utf-8")
        self.lines = [json.loads(line) for line in (self.folder / "r.ndjson").read_text("utf-8").splitlines()]
        return "".join(text.split()), r.err

    def names(self):
        return [line["article"] for line in self.lines if line["type"] == "article"]

    def test_all_stand_under_one_head(self):
        e = self.edition({c: 3 for c in "abcd"}, ["{auto: true, columns: 1-2, lines: 3-40}"])
        text, _ = self.press(e)
        self.assertEqual(self.names(), ["a+b+c+d"])
        self.assertEqual(text.count("简讯"), 1)
        at = [text.index(f"{part}{c}{end}") for c in "abcd" for part, end in (("题", ""), ("文", "始"), ("文", "终"))]
        self.assertEqual(at, sorted(at))
        # Written out it is the same page.
        before = (self.folder / "a.pdf").read_bytes()
        (e / "edition.yaml").write_text(run("check", e, "--frames").out, "utf-8")
        self.press(e)
        self.assertEqual((self.folder / "a.pdf").read_bytes(), before)

    def test_their_head_stands_over_the_first_column(self):
        """It stood in the middle: of three columns over the second."""
        for wide in 2, 3, 4:
            e = self.edition({c: 6 for c in "abcd"}, [f"{{article: a+b+c+d, columns: 1-{wide}, lines: 31-60}}"])
            run("press", e, "-o", self.folder / "a.pdf")
            found = tool("pdftotext", "-bbox", self.folder / "a.pdf", "-").decode("utf-8")
            words = [(float(x), text) for x, text in re.findall(r'<word xMin="([\d.]+)"[^>]*>(.*?)</word>', found)]
            label = min(x for x, text in words if text.startswith("简"))
            self.assertAlmostEqual(label, min(x for x, text in words if text.startswith("题")), delta=2)

    def test_ranked_and_pinned_ones_and_one_alone_are_no_roundup(self):
        for places in {"a": ", rank: 1", "b": ", rank: 2"}, {"a": ", page: 1, pin: foot"}:
            e = self.edition({c: 6 for c in "abc"[:3 if len(places) > 1 else 2]}, ["{auto: true, columns: 1-2, lines: 3-40}"], places=places)
            self.press(e)
            self.assertFalse(any("+" in name for name in self.names()))

    def test_many_are_shared_out(self):
        e = self.edition({f"a{i:02}": 2 for i in range(18)}, ["{auto: true, columns: 1-6, lines: 3-44}"])
        self.press(e)
        self.assertEqual(sorted(name.count("+") + 1 for name in self.names()), [6, 6, 6])

    def test_many_are_spread_over_the_pages(self):
        """All stood on the page where they are listed, the first or the last."""
        for first in True, False:
            briefs = {f"a{i:02}": 3 + i % 3 for i in range(25)}
            e = self.edition(briefs, ["{auto: true, columns: 1-6, lines: 3-82}"])
            listed = []
            for i in range(15):
                (e / f"n{i}.md").write_text(f"---\nkind: 消息\ntitle: 春耕备耕全面展开第{i}期\n---\n\n" + "\n\n".join([BODY * 5] * (10 - i % 5)) + "\n", "utf-8")
                listed.append(f"  - n{i}.md\n")
            text = (e / "edition.yaml").read_text("utf-8").split("frames:")[0] + "frames:\n  daily: [{}, {}, {}, {}]\n"
            text = text.replace("articles:\n", "articles:\n" + "".join(listed)) if not first else text.replace("frames:", "".join(listed) + "frames:", 1)
            (e / "edition.yaml").write_text(text, "utf-8")
            run("press", e, "-o", self.folder / "a.pdf", "--report", self.folder / "r.ndjson")
            lines = [json.loads(line) for line in (self.folder / "r.ndjson").read_text("utf-8").splitlines()]
            pages = [a["frames"][0]["page"] for a in lines if a["type"] == "article" and "+" in a["article"]]
            self.assertEqual(len(pages), 4)
            self.assertGreaterEqual(len(set(pages)), 3, (first, pages))
            # Read behind the news of its page, and the same where the plan is held.
            run("plan", e, "--write")
            run("press", e, "-o", self.folder / "b.pdf")
            self.assertEqual((self.folder / "b.pdf").read_bytes(), (self.folder / "a.pdf").read_bytes())
            (e / "plan.lock").unlink()
            self.assertRegex(tool("mutool", "show", self.folder / "a.pdf", "outline").decode("utf-8"), "简讯栏：题a")

    def test_no_text_is_lost_or_printed_twice_for_a_name(self):
        frame = "{{article: {}, columns: 1-2, lines: {}}}"
        auto = "{auto: true, columns: 4-6, lines: 3-40}"
        for briefs, frames, good in (
                (("a", "b", "a+b"), [frame.format("a+b", "3-30"), auto], True),
                (("a", "b", "a+b", "c"), [auto], True),
                (("a", "b"), [frame.format("a+b", "3-30"), frame.format("b", "32-50")], False),
                (("a", "b"), [frame.format("a+a", "3-30"), auto], False),
                (("a", "b", "c"), [frame.format("c+a", "3-30"), auto], True)):
            e = self.edition({c: 3 for c in briefs}, frames)
            if not good:
                self.assertIn("[not-joined]", run("press", e, "-o", self.folder / "b.pdf", ok=3).err)
                self.assertFalse((self.folder / "b.pdf").exists())
                continue
            text, _ = self.press(e)
            for c in briefs:
                self.assertEqual(text.count(f"文{c}始"), 1, (briefs, frames, c))
                self.assertEqual(text.count(f"文{c}终"), 1, (briefs, frames, c))

    def held(self, e):
        """What is advised to be held, and what is said when that is done."""
        _, said = self.press(e, ok=4)
        plan = next(line for line in self.lines if line["type"] == "plan")
        held = [a["article"] for a in plan["advice"] if a["hold"]]
        before = (e / "edition.yaml").read_text("utf-8")
        (e / "edition.yaml").write_text("".join(line for line in before.splitlines(True) if not any(f"{n}.md" in line for n in held)), "utf-8")
        again = run("check", e)
        (e / "edition.yaml").write_text(before, "utf-8")
        self.assertIn(f"hold-article]: the auto regions are too full; without “{held[0]}”" if len(held) == 1 else "hold-article", said)
        return held, again.returncode

    def test_an_item_is_held_and_not_all_of_them(self):
        for n, lines in (2, "3-15"), (3, "3-21"), (5, "3-36"):
            for size in range(1, 9):
                e = self.edition({c: size for c in "abcde"[:n]}, [f"{{auto: true, columns: 1-2, lines: {lines}}}"])
                if run("check", e).returncode == 4:
                    break
            held, status = self.held(e)
            self.assertEqual((held, status), (["abcde"[n - 1]], 0), n)
        # The one that frees enough.
        e = self.edition({"a": 2, "b": 9, "c": 1, "d": 1}, ["{auto: true, columns: 1-2, lines: 3-18}"])
        self.assertEqual(self.held(e), (["b"], 0))

    def test_an_advertisement_is_held_last(self):
        def edition(kind, n, lines="3-40"):
            e = self.edition({}, [f"{{auto: true, columns: 1-2, lines: {lines}}}"])
            body = "\n\n".join([BODY * 4] * n)
            if kind == "诗":
                body = "\n".join(["春眠不觉晓"] * n)
            (e / "a.md").write_text(f"---\nkind: {kind}\ntitle: 题目在此\n---\n\n{body}\n", "utf-8")
            (e / "b.md").write_text(f"---\nkind: 分类广告\ntitle: 租房\n---\n\n{BODY * 5}\n", "utf-8")
            text = (e / "edition.yaml").read_text("utf-8").replace("articles:\n", "articles: [a.md, b.md]\n")
            (e / "edition.yaml").write_text(text, "utf-8")
            return e

        for n in range(2, 12):
            if run("check", edition("消息", n)).returncode == 4:
                break
        _, said = self.press(edition("消息", n), ok=4)
        self.assertIn("[cut-article]", said)
        self.assertNotIn("[hold-article]", said)
        self.assertNotRegex(said, r"note [^\n]*“b”")
        # Verse is not cut.
        for n in range(10, 60):
            if run("check", edition("诗", n)).returncode == 4:
                break
        _, said = self.press(edition("诗", n), ok=4)
        self.assertRegex(said, r"\[hold-article\][^\n]*nothing else was found but to hold an advertisement: without “b”")

    def test_marks_are_listed_manuscript_by_manuscript(self):
        e = self.edition({c: 1 for c in "abc"}, ["{auto: true, columns: 1-2, lines: 3-40}"])
        for c, before in zip("abc", (9, 1, 5)):
            text = BODY * before + "甲{{query 1: 问？}}" + BODY + "乙{{query 1: 问？}}"
            (e / f"{c}.md").write_text(f"---\nkind: 简讯\ntitle: 题{c}\n---\n\n{text}\n", "utf-8")
        out = run("check", e, "--lang", "en").out
        listed = re.findall(r"([abc])\.md:6:(\d+): query", out)
        self.assertEqual(len(listed), 6, out)
        self.assertEqual(listed, sorted(listed, key=lambda m: (m[0], int(m[1]))))

    def test_a_roundup_that_is_held_stays_whatever_is_typed(self):
        e = self.edition({c: 3 for c in "abcd"}, ["{auto: true, columns: 1-4, lines: 3-40}"])
        run("plan", e, "--write", ok=0)
        b = e / "b.md"
        b.write_text(b.read_text("utf-8").replace("title:", "kicker: 春耕时节\ntitle:"), "utf-8")
        text, said = self.press(e, ok=None)
        self.assertEqual(self.names(), ["a+b+c+d"])
        self.assertLess(text.index("春耕时节"), text.index("题b"))
        self.assertRegex(said, r"b\.md:1:1: warning \[still-joined\]: “b” stays under one head .* its head has more than a title")
        # A frame written by hand says what it wants, and is wrong.
        (e / "plan.lock").unlink()
        e = self.edition({c: 3 for c in "ab"}, ["{article: a+b, columns: 1-4, lines: 3-40}"])
        b.write_text(b.read_text("utf-8").replace("title:", "kicker: 春耕时节\ntitle:"), "utf-8")
        self.assertIn("[not-joined]", run("check", e, ok=3).err)

    def test_a_frame_joins_none_of_several_pages(self):
        frames = ["{article: a+b, columns: 1-4, lines: 3-40}"]
        e = self.edition({c: 3 for c in "ab"}, frames, places={"a": ", page: 1", "b": ", page: 2"})
        self.assertRegex(run("check", e, ok=3).err, r"\[not-joined\]: .*“b”: edition.yaml has it on another page")
        e = self.edition({c: 3 for c in "ab"}, frames, places={"a": ", page: 1"})
        run("check", e, ok=None)
        self.assertNotIn("not-joined", run("check", e, ok=None).err)

    def test_why_articles_do_not_stand_together(self):
        frame = ["{article: a+b, columns: 1-2, lines: 3-30}", "{auto: true, columns: 4-6, lines: 3-40}"]
        head = "---\nkind: {}\ntitle: 题b\n{}---\n\n"
        for b, places, en, zh in (
                (head.format("简讯", "byline: 甲\n") + BODY, {}, "its head has more than a title", "的题不止一层"),
                (head.format("简讯", "") + BODY + "\n\n![图](qr:甲)\n", {}, "it has a picture", "有图片"),
                (head.format("简讯", "") + "## 小题\n\n" + BODY, {}, "a subhead, a quote or a table", "有小标题"),
                (head.format("消息", "") + BODY, {}, "articles of its kind stand alone", "的类别不合排"),
                (head.format("简讯", "") + BODY, {"b": ", rank: 2"}, "it has a rank", "有位次"),
                (head.format("简讯", "") + BODY, {"b": ", page: 1, pin: foot"}, "pinned to the foot", "钉在版底")):
            e = self.edition({"a": 3, "b": 3}, frame, places=places)
            (e / "b.md").write_text(b, "utf-8")
            for lang, said in ("en", en), ("zh", zh):
                r = run("check", e, "--lang", lang, ok=3).err
                self.assertRegex(r, rf"\[not-joined\][^\n]*a\+b[^\n]*b[^\n]*{said}")
                self.assertNotIn("unknown-article", r)
        frame[0] = frame[0].replace("a+b", "a+c")
        self.assertRegex(run("check", self.edition({"a": 3, "b": 3}, frame), ok=3).err, r"\[not-joined\].*“c”: no article is called so")

    def test_a_roundup_is_of_a_kind_that_has_none(self):
        e = self.edition({"a": 3, "b": 3}, ["{auto: true, columns: 1-2, lines: 3-40}"])
        for kind, code in ("简讯", "roundup-kind"), ("简讯兰", "unknown-kind"), ("消息", ""):
            (e / "own.yaml").write_text(f"base: daily\nkinds:\n  简讯: {{tiers: [{{field: title, ladder: 简讯}}], body: 正文, roundup: {{kind: {kind}}}}}\n", "utf-8")
            listed = (e / "edition.yaml").read_text("utf-8").replace("daily", "own")
            (e / "edition.yaml").write_text(listed, "utf-8")
            r = run("check", e)
            self.assertEqual(r.returncode == 3, bool(code), r.err)
            self.assertIn(f"[{code}]" if code else "", r.err)

    def test_what_is_said_names_the_manuscript(self):
        e = self.edition({c: 8 for c in "abcd"}, ["{article: a+b+c+d, columns: 1-2, lines: 3-25}"])
        text, said = self.press(e, ok=4)
        first = next(c for c in "abcd" if f"文{c}终" not in text)
        self.assertNotEqual(first, "a")
        self.assertRegex(said, rf"{first}\.md:\d+:\d+: error \[overset\]")


main()
