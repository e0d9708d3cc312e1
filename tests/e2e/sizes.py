#!/usr/bin/python3
"""How wide pictures are that find their place, and which stand side by side, read back from the PDF."""
import json
import random
import re
import sys
import tempfile
import unittest
from pathlib import Path

from common import SOURCE, main, run, tool

sys.path.insert(0, str(SOURCE / "tests/editions"))
import pictures  # noqa: E402

PAGE = 71 * 9  # points, of the daily's columns; each is 11 字, and 1 字 lies between two
COLUMN = 9 * 12
TEXT = "春水漫过石桥，行人在岸边的柳树下停住脚步。"
SHAPES = {"lying": (1800, 1200), "standing": (900, 1200), "wide": (2000, 500), "coarse": (560, 420)}


def article(kind, body, title):
    return f"---\nkind: {kind}\ntitle: {title}\n---\n\n{body}\n"


def edition(folder, articles, frames):
    """An edition of articles (name: text) with one page of frames."""
    for name, text in articles.items():
        (folder / f"{name}.md").write_text(text, "utf-8")
    (folder / "edition.yaml").write_text(
        "title: 试\ndate: 2026-03-02\npaper: 试报\nlayout: daily\narticles:\n" + "".join(f"  - {n}.md\n" for n in articles)
        + "frames:\n  daily:\n    - frames:\n" + "".join(f"      - {f}\n" for f in frames), "utf-8")
    return folder


def words(pdf):
    """(text, x, y) of the words of the first page."""
    out = tool("pdftotext", "-bbox", "-l", "1", pdf, "-").decode("utf-8")
    return [(m[3], float(m[1]), float(m[2]))
            for m in re.finditer(r'<word xMin="([\d.]+)" yMin="([\d.]+)"[^>]*>(.*?)</word>', out)]


class Sizes(unittest.TestCase):
    def setUp(self):
        d = tempfile.TemporaryDirectory()
        self.addCleanup(d.cleanup)
        self.folder = Path(d.name)
        for name, (w, h) in SHAPES.items():
            (self.folder / f"{name}.png").write_bytes(pictures.png(w, h, random.Random(name), colour=False))

    def shown(self, folder, *more, ok=0):
        """(x, y, width, height) of what is seen of each picture, in points from the top left."""
        run("press", folder, "-o", self.folder / "out.pdf", "--report", self.folder / "out.ndjson", *more, ok=ok)
        found, trace = [], tool("mutool", "trace", self.folder / "out.pdf", "1").decode("utf-8")
        for clip in re.finditer(r'<clip_path [^>]*transform="1 0 0 -1 0 ([\d.]+)">(.*?)</clip_path>\s*<fill_image [^>]*transform="([-\d. ]+)"',
                                trace, re.S):
            at = [tuple(map(float, p)) for p in re.findall(r'x="([-\d.]+)" y="([-\d.]+)"', clip[2])]
            xs, ys = [x for x, _ in at], [float(clip[1]) - y for _, y in at]
            a, _, _, d, e, f = map(float, clip[3].split())
            x0, y0, x1, y1 = max(min(xs), e), max(min(ys), f), min(max(xs), e + a), min(max(ys), f + d)
            found.append((x0, y0, x1 - x0, y1 - y0))
        return found

    def one(self, body, frame="columns: 1-6, lines: 3-82, set: 6", kind="消息", text=200):
        """Pictures of an article that fills about its frame."""
        return self.shown(edition(self.folder, {"a": article(kind, "\n\n".join([TEXT * 3, body] + [TEXT * 6] * (text // 6)), title="石桥春水")},
                                  [f"{{article: a, {frame}}}"]))

    def page(self, lead, others, more=()):
        """Of a page that make-up divides: the lead with a picture, and others that have none."""
        articles = {"a": article("头条", "\n\n".join([TEXT * 4, lead] + [TEXT * 5] * 13), title="石桥春水漫过堤岸行人驻足")}
        for k, n in enumerate(others):
            articles[f"b{k}"] = article("消息", "\n\n".join([TEXT * 5] * n), title="城东河道疏浚工程完工")
        articles.update(more)
        return edition(self.folder, articles, ["{auto: true, columns: 1-6, lines: 3-82}"])

    def test_an_upright_picture_is_narrower_rather_than_cropped(self):
        for end in range(26, 61, 2):
            (_, _, w, h), = self.one("![人](standing.png)", f"columns: 1-6, lines: 3-{end}, set: 6", text=(end - 2) * 2)
            self.assertGreater(h / (w * 4 / 3), .75, end)

    def test_a_cropped_picture_is_said(self):
        for end, said in ((24, True), (60, False)):
            e = edition(self.folder, {"a": article("图片新闻", "![人](standing.png)\n\n" + TEXT * 3, title="石桥")},
                        [f"{{article: a, columns: 1-2, lines: 3-{end}, set: 2}}"])
            r = run("check", e, "--lang", "en", "--report", self.folder / "out.ndjson")
            notes = re.findall(r"a\.md:6:6: note \[picture-cropped\]: the picture “standing.png” is cropped: (\d+) per cent", r.err)
            self.assertEqual(len(notes), said, (end, r.err))
            if said:
                (_, _, w, h), = self.shown(e)
                self.assertAlmostEqual(int(notes[0]), 100 * h / (w * 4 / 3), delta=1.5)
            # Who gives it a place has seen it.
            text = (e / "edition.yaml").read_text("utf-8").replace("set: 2", "set: 2, pictures: [{columns: 1-2, lines: 6-9}]")
            (e / "edition.yaml").write_text(text, "utf-8")
            self.assertNotIn("picture-cropped", run("check", e, "--lang", "en").err)

    def test_sizes_may_stand_in_the_edition(self):
        body = f"![图](lying.png)\n\n{TEXT * 9}\n\n![图](lying.png)"
        frame = "columns: 1-6, lines: 3-82, set: 6"

        def sized(words, body=body):
            e = edition(self.folder, {"a": article("消息", "\n\n".join([TEXT * 3, body] + [TEXT * 6] * 33), title="石桥春水")},
                        [f"{{article: a, {frame}}}"])
            text = (e / "edition.yaml").read_text("utf-8").replace("- a.md", f"- {{article: a.md, pictures: {words}}}")
            (e / "edition.yaml").write_text(text, "utf-8")
            return e

        written = lambda a, b: f"![图](lying.png) {{{a}}}\n\n{TEXT * 9}\n\n![图](lying.png) {{{b}}}"
        for words in ("small", "main"), ("large", "small"), ("小图", "主图"):
            shown = self.shown(sized("[%s, %s]" % words))
            self.assertEqual(shown, self.one(written(*words), frame), words)
        # What stands behind a picture gives way.
        self.assertEqual(self.shown(sized("[small]", body.replace("(lying.png)", "(lying.png) {large}", 1))),
                         self.shown(sized("[small, format]")))
        for words, said in (("[smal]", "“smal” is no size of a picture"), ("[main, small, small]", "“a” has 3 sizes for 2 pictures")):
            self.assertIn(f"error [bad-picture-size]: {said}", run("check", sized(words), "--lang", "en", ok=3).err)
        self.assertIn("[main-twice]", run("check", sized("[main, main]"), "--lang", "en").err)

    def test_a_second_main_picture_is_said(self):
        for words, told in (("main", "main"), True), (("主图", "主图"), True), (("main", "large"), False), (("main", ""), False):
            body = "\n\n".join(f"![图](lying.png){' {' + w + '}' if w else ''}\n\n{TEXT}" for w in words)
            e = edition(self.folder, {"a": article("消息", body + "\n\n" + TEXT * 40, title="石桥")},
                        ["{article: a, columns: 1-6, lines: 3-82, set: 6}"])
            said = run("check", e, "--lang", "en").err
            self.assertEqual("a.md:10:6: warning [main-twice]" in said, told, said)
            self.assertEqual("“lying.png” is the main one" in said, told)

    def test_a_group_of_pictures_stands_two_by_two(self):
        """With text between them each was a stamp, one below the other."""
        body = f"\n\n{TEXT * 2}\n\n".join("![图](lying.png)" for _ in range(4))
        for wide in 3, 4, 6:
            shown = self.one(body, f"columns: 1-{wide}, lines: 3-60, set: {wide}", kind="图片新闻", text=6)
            self.assertEqual(len(shown), 4)
            rows = sorted({round(y) for _, y, _, _ in shown})
            self.assertEqual(len(rows), 2)
            for x, _, w, _ in shown:
                self.assertGreater(w, (wide * COLUMN - 9) * .45)

    def test_the_main_picture_has_two_columns_of_six_or_more(self):
        """Leads had pictures of one leg of four."""
        for others in (8, 6, 5, 4), (10, 7, 5), (6, 6, 5, 3, 3):
            with self.subTest(others=others):
                x, y, w, h = self.shown(self.page("![石桥](lying.png)", others))[0]
                self.assertGreaterEqual(w, 2 * COLUMN - 10)
                self.assertLessEqual(w, .7 * PAGE)
                self.assertLess(y, 1105 * .6)

    def test_formats_and_words(self):
        width = lambda mark, **more: self.one(f"![石桥]({mark}", **more)[0][2]
        lying, standing, wide = width("lying.png)"), width("standing.png)"), width("wide.png)")
        self.assertGreater(lying, .31 * PAGE)
        self.assertLess(standing, lying + 1)
        self.assertGreater(wide, .48 * PAGE)
        self.assertAlmostEqual(width("lying.png){small}", text=120), 2 * COLUMN - 9, delta=2)  # however empty the frame is
        large, small = width("lying.png){large}", text=120), width("lying.png){小图}")
        self.assertAlmostEqual(large, PAGE, delta=2)
        self.assertAlmostEqual(small, 2 * COLUMN - 9, delta=2)
        self.assertAlmostEqual(width("lying.png){大图}", text=120), large, delta=.1)

    def test_the_main_picture_is_the_largest(self):
        for word, main_one in ("", 0), ("{main}", 1):
            shown = self.one((f"![甲](lying.png)\n\n{TEXT}\n\n![乙](standing.png)" + word), text=200)
            self.assertEqual(len(shown), 2)
            areas = [w * h for _, _, w, h in shown]
            self.assertLess(areas[1 - main_one], .8 * areas[main_one], word)

    def test_pictures_without_text_between_them_stand_side_by_side(self):
        for first, second in ("lying", "lying"), ("lying", "standing"), ("standing", "standing"):
            with self.subTest(first=first, second=second):
                a, b = self.one(f"![左图]({first}.png)\n\n![右图]({second}.png)", text=190)
                self.assertAlmostEqual(a[1], b[1], delta=.05)
                self.assertAlmostEqual(a[3], b[3], delta=.05)
                self.assertAlmostEqual(b[0] - a[0] - a[2], 9, delta=1)
                ratio = lambda n: SHAPES[n][0] / SHAPES[n][1]
                self.assertAlmostEqual(a[2] / b[2], ratio(first) / ratio(second), delta=.02)
                at = {t: (x, y) for t, x, y in words(self.folder / "out.pdf")}
                self.assertAlmostEqual(at["左图"][1], at["右图"][1], delta=.05)
                self.assertGreater(at["右图"][0], b[0] - 1)

    def test_one_caption_stands_under_both(self):
        caption = "石桥与两岸的柳树，三月初摄于城东，河道疏浚工程完工以后，行人在桥上停住脚步，看春水漫过石桥的第一级台阶。"
        a, b = self.one(f"![](lying.png)\n\n![{caption}](lying.png)", text=190)
        self.assertAlmostEqual(a[3], b[3], delta=.05)
        lines = {round(y) for t, x, y in words(self.folder / "out.pdf") if a[1] + a[3] - 1 < y < a[1] + a[3] + 11 and x < a[0] + 3}
        self.assertEqual(len(lines), 1)  # it begins under the left one

    def test_three_are_one_over_two(self):
        a, b, c = self.one("![一](lying.png)\n\n![二](lying.png)\n\n![三](lying.png)", text=110)
        self.assertAlmostEqual(b[1], c[1], delta=.05)
        self.assertGreater(b[1], a[1] + a[3])
        self.assertGreater(a[2] * a[3], 2 * b[2] * b[3])

    def test_three_without_text_fill_their_frame(self):
        """The third became a stamp."""
        shown = self.shown(edition(
            self.folder, {"a": article("图片新闻", "![](lying.png)\n\n![](lying.png)\n\n![](lying.png)", title="石桥春水")},
            ["{article: a, columns: 1-4, lines: 3-60}"]))
        self.assertEqual(len(shown), 3)
        self.assertTrue(all(w > 1.5 * COLUMN for _, _, w, _ in shown), shown)

    def test_picture_news_fills_its_block(self):
        """Its picture stood in one of three columns of its own block."""
        more = {"n": article("图片新闻", f"{TEXT * 5}\n\n![春水](lying.png)", title="城东春水")}
        folder = self.page("![石桥](lying.png)", (7, 5, 4), more)
        shown = self.shown(folder)
        frames = {l["article"]: l["frames"] for l in map(json.loads, (self.folder / "out.ndjson").read_text("utf-8").splitlines())
                  if l["type"] == "article"}
        mm = 72 / 25.4
        x, y, w, h = (frames["n"][0][k] * mm for k in ("x_mm", "y_mm", "width_mm", "height_mm"))
        inside = [s for s in shown if x - 1 <= s[0] and s[0] + s[2] <= x + w + 1 and y - 1 <= s[1] < y + h]
        self.assertEqual(len(inside), 1)
        self.assertGreater(inside[0][2], w - 20)

    def test_no_picture_is_coarser_than_the_layout_says(self):
        for shown in self.one("![石桥](coarse.png)"), self.shown(self.page("![石桥](coarse.png)", (8, 6, 5, 4))):
            self.assertLessEqual(shown[0][2], 560 / 170 * 72 + 1)

    def test_caption_and_credit_share_a_line(self):
        for credit, lines in ("张三摄", 1), ("城东日报摄影部与河道疏浚工程指挥部宣传科的通讯员一同提供的照片，版权所有，未经许可不得转载，特此说明", 2):
            self.one(f'![石桥春水图](lying.png "{credit}")')
            at = {t[:3]: y for t, x, y in words(self.folder / "out.pdf") if t.startswith(("石桥春水图", credit[:3]))}
            rows = {round(y, 1) for t, x, y in words(self.folder / "out.pdf") if t == "石桥春水图" or t.startswith(credit[:6])}
            self.assertEqual(len(rows), lines, (credit, at))

    def test_other_words_in_braces_are_text(self):
        folder = edition(self.folder, {"a": article("消息", f"{TEXT}\n\n![石桥](lying.png){{huge}}", title="石桥春水")},
                         ["{article: a, columns: 1-2, lines: 3-30}"])
        said = run("press", folder, "-o", self.folder / "out.pdf", "--lang", "en").err
        self.assertRegex(said, r"a\.md:\d+:1: warning \[not-markup\]")
        self.assertIn("{main}, {large} or {small}", said)

    def test_score_says_how_large_pictures_are(self):
        folder = self.page("![石桥](lying.png)", (8, 6, 5, 4))
        x, y, w, h = self.shown(folder)[0]
        score = next(json.loads(l) for l in run("check", folder, "--score", "--json").out.splitlines() if '"score"' in l)
        self.assertEqual([p["article"] for p in score["pictures"]], ["a"])
        self.assertAlmostEqual(score["pictures"][0]["width"], w / PAGE, delta=.01)
        self.assertIn(f"largest picture: {w / PAGE:.2f} of the width", run("check", folder, "--score", "--lang", "en").out)


main()
