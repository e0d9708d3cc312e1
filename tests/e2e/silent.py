#!/usr/bin/python3
"""What was once wrong without a word: heads over other text, refusals that `check` did not name, English reasons."""
import collections
import os
import re
import shutil
import subprocess
import tempfile
import unittest
from pathlib import Path

from common import PROGRAM, SOURCE, main, page_chars, read_netpbm, read_png, run, tool

LONG = "柳河县春耕生产现场会在柳河镇召开并部署育秧和供水两项工作要求各乡镇抢抓农时"
HAN = "渠水进田的日子里村村有人在闸口值守记下水位和棚温"


class Silent(unittest.TestCase):
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
        self.layout()

    def tearDown(self):
        self.dir.cleanup()

    def layout(self, more="", tiers="{field: title, style: 题}", title="weight: black, size: 二号, leading: 28pt"):
        (self.data / "layouts/case.yaml").write_text(f"""\
sizes: {{二号: 22pt, 三号: 16pt, 小五: 9pt}}
press: {{profile: TR002, ink: 240, warn: 220}}
paper: {{trim: [120mm, 170mm], bleed: 0mm}}
grid: {{columns: 2, measure: 13, gutter: 1字, size: 10pt, leading: 16pt, lines: 27}}
styles:
  正文: {{face: 宋, strong: bold, size: 10pt, leading: 16pt, align: justify, indent: 2字, fullwidth: true}}
  题: {{base: 正文, {title}, align: centre, indent: 0字, sense: true}}
{more}
kinds:
  通讯: {{tiers: [{tiers}], body: 正文}}
""", "utf-8")

    def write(self, frames, articles=None, head="title: 报\ndate: 2026-03-02\nlayout: case\n"):
        """frames: of each page; articles: title and body by name."""
        articles = articles or {"a": (LONG, "会期一天。"), "b": ("渠水", HAN + "。")}
        for name, (title, body) in articles.items():
            (self.edition / f"{name}.md").write_text(f"---\nkind: 通讯\ntitle: {title}\n---\n\n{body}\n", "utf-8")
        pages = "".join(f"    - frames: [{f}]\n" for f in frames)
        listed = "".join(f"  - {name}.md\n" for name in articles)
        (self.edition / "edition.yaml").write_text(f"{head}articles:\n{listed}frames:\n  case:\n{pages}", "utf-8")

    def run(self, *args, **more):
        if not args or not isinstance(args[0], str):
            return super().run(*args, **more)
        r = run(*args, env={"BANMIAN_DATA": str(self.data)}, **more)
        return r.returncode, r.out + r.err

    def check(self, *more):
        return self.run("check", self.edition, *more)

    def characters(self):
        """Of page 1, though it is not fit to print: (character, left, right, baseline, size)."""
        out = self.at / "o.pdf"
        self.run("press", self.edition, "-o", out)
        return [(c, x, right, y, size) for x, y, right, size, c in page_chars(out, 1)]

    def test_a_head_that_its_frame_does_not_hold_covers_nothing(self):
        """Higher than its frame, alone or over a body, or vertical and wider: what is held is painted, the rest is left
        over and said, with how much; it was once printed over the next article."""
        vertical = "weight: black, size: 二号, leading: 28pt, direction: vertical"
        two = "{article: a, columns: 1-2, lines: 1-3}, {article: b, columns: 1-2, lines: 4-20}"
        beside = "{article: a, columns: 1-1, lines: 1-6}, {article: b, columns: 2-2, lines: 1-20}"
        for title, frames, foot in ((None, two, 3), (vertical, beside, 6)):
            if title:
                self.layout(title=title)
            self.write([frames])
            status, says = self.check()
            self.assertEqual(status, 4, says)
            self.assertRegex(says, r"a\.md:3:8: error \[head-too-large\].* takes \d+ lines of \d+")
            self.assertRegex(says, r"a\.md:3:\d+: error \[overset\]: “a” .* \d+ characters in \d+ lines")
            self.assertNotRegex(says, "overlap|outside-frame")
            head = [c for c in self.characters() if c[4] > 20 and c[0] in LONG and c[0] not in "渠水"]
            self.assertTrue(head)
            shown = "".join(c[0] for c in head)
            left = int(re.search(r"(\d+) characters in", says)[1])
            self.assertEqual(len(shown) + left, len(LONG + "会期一天。"))
            self.assertTrue(all(c[3] < 26 + foot * 16 and c[1] < (175 if title else 340) for c in head), head)

    def test_a_banner_larger_than_its_frame(self):
        self.layout("banner: 题")
        self.write(["{banner: true, columns: 1-2, lines: 1-2}, {article: b, columns: 1-2, lines: 3-20}"],
                   {"b": ("渠水", HAN + "。")}, f"title: 报\ndate: 2026-03-02\nlayout: case\nbanner: {LONG}\n")
        status, says = self.check()
        self.assertEqual(status, 4, says)
        self.assertRegex(says, r"edition\.yaml:4:9: error \[head-too-large\].* takes \d+ lines of 2\b")
        self.assertRegex(says, r"error \[overset\]")
        self.assertNotRegex(says, "overlap|outside-frame")

    def test_a_head_larger_than_its_place_pushes_its_body(self):
        """In a place of one line it takes two; its own text was printed under it."""
        self.write(["{article: a, columns: 1-2, lines: 1-12, head: {columns: 1-2, lines: 1}}"],
                   {"a": (LONG[:18], HAN + "。")})
        status, says = self.check()
        self.assertEqual(status, 4, says)
        self.assertRegex(says, r"a\.md:3:8: error \[head-too-large\].* takes \d+ lines of 1\b")
        self.assertNotRegex(says, "overlap|overset")
        chars = self.characters()
        head = max(c[3] for c in chars if c[4] > 20)
        self.assertGreater(min(c[3] for c in chars if c[4] < 11), head + 9)

    def test_what_is_printed_over_another_is_found(self):
        """A frame across another: both articles are named, with the page and the millimetres."""
        self.write(["{article: a, columns: 1-2, lines: 1-20}"], {"a": ("短题", "| 甲 | 乙 |\n|---|---|\n| " + "1" * 40 + " | 2 |")})
        status, says = self.check()
        self.assertEqual(status, 5, says)
        self.assertRegex(says, r"error \[(overlap|outside-frame)\].*“a”.*\(page 1, [\d.]+ mm from the left, [\d.]+ mm from the top")
        status, says = self.run("press", self.edition, "-o", self.at / "o.pdf")
        self.assertEqual(status, 4, says)
        self.assertRegex(says, r"a\.md:\d+:\d+: error \[overlap\]: “a” .* on page 1, [\d.]+ mm from the left and [\d.]+ mm")

    def test_check_says_what_press_refuses(self):
        """No date, no condition of printing: once check ended with 0 and press with 3."""
        frames = ["{article: a, columns: 1-2, lines: 1-20, set: 1}"]
        layout = self.data / "layouts/case.yaml"
        for head, press, code in (("title: 报\nlayout: case\n", True, "no-date"),
                                  ("title: 报\ndate: 2026-03-02\nlayout: case\n", False, "no-output-profile")):
            if not press:
                layout.write_text(layout.read_text("utf-8").replace("press: {profile: TR002, ink: 240, warn: 220}\n", ""), "utf-8")
            self.write(frames, {"a": ("渠水", HAN + "。")}, head)
            for command in ("check", "press"):
                status, says = self.run(command, self.edition, *(["-o", self.at / "o.pdf"] if command == "press" else []))
                self.assertEqual(status, 3, says)
                self.assertRegex(says, rf"error \[{code}\]")
            self.assertEqual(self.check("--profile", "plain")[0], 0)

    def test_causes_are_named_before_cuts(self):
        """An article that a further region could hold: no `jump`, and `page: 1`, are said before what to cut."""
        regions = ["{auto: true, columns: 1-2, lines: 1-8}", "{auto: true, columns: 1-2, lines: 1-10}"]
        self.write(regions, {"a": ("渠水", "\n\n".join([HAN * 3 + "。"] * 3))})
        _, says = self.check()
        self.assertRegex(says, r"(?s)a\.md:1:1: note \[stays-in-region\].* the layout “case” has no `jump`.*\[cut-article\]")
        edition = self.edition / "edition.yaml"
        edition.write_text(edition.read_text("utf-8").replace("- a.md", "- {article: a.md, page: 1}"), "utf-8")
        _, says = self.check()
        self.assertRegex(says, r"(?s)edition\.yaml:5:5: note \[stays-in-region\].*`page: 1` in edition\.yaml.*\[cut-article\]")

    def test_chinese_messages_hold_no_english(self):
        """Nor what the system says of a file: once “No such file or directory”."""
        frames = ["{article: a, columns: 1-2, lines: 1-20, set: 1}"]
        self.write(frames, {"a": ("渠水", HAN + "。\n\n![梅岭](梅岭.jpg)")})
        wrong = [("check", self.edition), ("check", self.at / "none"), ("check", self.edition / "a.md" / "b"),
                 ("lines", self.at / "none.txt"), ("lines", "x" * 300)]
        self.write(frames, {"c": ("渠水", HAN + "。")})
        wrong += [("press", self.edition, "-o", self.at / "none" / "o.pdf"), ("press", self.edition, "-o", self.edition / "c.md" / "o"),
                  ("press", self.edition, "-o", self.edition)]
        for case in wrong:
            if case[:1] == ("check",) and case[1] == self.edition:
                (self.edition / "edition.yaml").write_text((self.edition / "edition.yaml").read_text("utf-8").replace("c.md", "a.md"), "utf-8")
            elif case[0] == "press":
                (self.edition / "edition.yaml").write_text((self.edition / "edition.yaml").read_text("utf-8").replace("a.md", "c.md"), "utf-8")
            status, says = self.run(*case, "--lang", "zh")
            self.assertEqual(status, 3, says)
            said = [l for l in says.splitlines() if "错误" in l]
            self.assertTrue(said, says)
            for line in said:
                self.assertNotRegex(line.replace(str(self.at), ""), "[A-Za-z]{2,} [A-Za-z]{2,}")

    def test_page_image_and_proof_agree(self):
        """Black is near-black and neutral, a tint and a colour what the profile says, in page-1.png and in proof.pdf; black
        was #45352a in the one and #000 in the other."""
        self.layout("  彩: {base: 题, colour: {m: 90, y: 80}}\n"
                    "boxes:\n  底: {tint: {k: 30}, padding: 1字}", tiers="{field: title, style: 彩}")
        self.write(["{article: a, columns: 1-2, lines: 1-12, set: 1, box: 底}, {article: b, columns: 1-2, lines: 14-27, set: 1}"],
                   {"a": ("渠水", HAN + "。"), "b": ("春耕", HAN + "。")})
        out = self.at / "p"
        self.assertEqual(self.run("proof", self.edition, "-o", out, "--dpi", "72")[0], 0)
        channels = read_png((out / "page-1.png").read_bytes())
        pixels = collections.Counter(zip(*(c[2] for c in channels)))
        marked = read_netpbm(subprocess.run(["pdftoppm", "-r", "288", str(out / "proof.pdf")], capture_output=True, check=True).stdout)
        other = collections.Counter(zip(*(c[2] for c in marked)))
        darkest = min(pixels, key=sum)
        self.assertLess(max(darkest), 0x48)
        self.assertLessEqual(max(darkest) - min(darkest), 12)
        self.assertGreaterEqual(min(pixels.most_common(1)[0][0]), 250)
        near = lambda a, b: max(abs(x - y) for x, y in zip(a, b)) <= 2
        tint = next(c for c, _ in pixels.most_common() if max(c) < 240)
        red = max(pixels, key=lambda c: (c[0] - c[2]) * (pixels[c] > 20))
        self.assertTrue(any(near(tint, c) for c, _ in other.most_common(3)), (tint, other.most_common(3)))
        self.assertTrue(any(near((26, 26, 26), c) for c, n in other.most_common(12)), other.most_common(12))
        self.assertGreater(red[0] - red[2], 80)
        self.assertTrue(any(near(red, c) for c in other), red)

    def test_the_readmes_first_page(self):
        """The lines as they stand in README.md: the page is full, no line is torn, check has nothing but the number of pages."""
        block = (SOURCE / "README.md").read_text("utf-8").split("## Your own edition")[1].split("\n\n")[2]
        lines = [line[4:] for line in block.splitlines()]
        self.assertLessEqual(len(lines), 10)
        root = self.at / "root"
        for name in ("layouts", "fonts", "colour", "words", "rules", "samples", "build/release", "content/2025-work-report"):
            (root / name).parent.mkdir(parents=True, exist_ok=True)
        for name in ("layouts", "fonts", "colour", "words", "rules", "samples"):
            os.symlink(SOURCE / name, root / name)
        (root / "build/release").mkdir()
        os.symlink(PROGRAM, root / "build/release/banmian")
        (root / "content/2025-work-report").mkdir()
        shutil.copy(SOURCE / "content/2025-work-report/gebi.png", root / "content/2025-work-report")
        r = subprocess.run(["sh", "-e"], input="\n".join(lines).encode(), cwd=root, capture_output=True, timeout=120,
                           env={**os.environ, "BANMIAN_DATA": str(root), "LC_ALL": "C.UTF-8"})
        said = (r.stdout + r.stderr).decode()
        self.assertEqual(r.returncode, 0, said)
        self.assertEqual(re.findall(r"(?:error|warning|overset|loose).*", said), [])
        # Pages that are full: no article is more than two lines short.
        self.assertLessEqual(max((int(n) for n in re.findall(r"short: (\d+) line", said)), default=0), 2, said)
        pdf = next(p for p in root.rglob("*.pdf"))
        self.assertEqual(tool("pdfinfo", pdf).decode().split("Pages:")[1].split()[0], "4")


if __name__ == "__main__":
    main()
