#!/usr/bin/python3
"""Articles over regions of every kind: none stays empty while text is left over, or before one that is used."""
import json
import re
import shutil
import sys
import tempfile
import unittest
from pathlib import Path

from common import EDITION, SOURCE, WORK_REPORT, run

sys.path.insert(0, str(SOURCE / "bench"))
import makeup  # noqa: E402

PAGE = "1-6: 3-82"


class Regions(unittest.TestCase):
    def set(self, lengths, pages, rank=None):
        """Checks an edition of articles of so many characters over pages of regions "columns: lines, …"; returns
        (text of check, articles of the report)."""
        text, at = "".join(makeup.prose()), 0
        with tempfile.TemporaryDirectory(prefix="banmian-") as folder:
            folder = Path(folder)
            listed = ""
            for i, n in enumerate(lengths):
                body = text[at:at + n - 1].strip("，、；：“”《》（）。") + "。"
                at += n
                paragraphs = [body[k:k + 250].lstrip("，、；：”》）。") for k in range(0, len(body), 250)]
                body = "\n\n".join(p for p in paragraphs if p)
                (folder / f"a{i}.md").write_text(f"---\nkind: 通讯\ntitle: 第{i + 1}篇稿件的题目\n---\n\n{body}\n", "utf-8")
                more = f", rank: {rank}" if rank else ""
                listed += f"  - {{article: a{i}.md{more}}}\n"
            frames = ""
            for p in pages:
                regions = ", ".join("{auto: true, columns: %s, lines: %s}" % tuple(r.split(": ")) for r in p.split(", "))
                frames += f"    - frames: [{regions}]\n"
            (folder / "edition.yaml").write_text(
                f"title: 量\ndate: 2026-01-01\narticles:\n{listed}frames:\n  tabloid:\n{frames}", "utf-8")
            report = folder / "r.ndjson"
            r = run("check", folder, "--report", report)
            lines = [json.loads(l) for l in report.read_text("utf-8").splitlines()]
            return r.out + r.err, [l for l in lines if l["type"] == "article"]

    def empty(self, said):
        return [int(n) for n in re.findall(r"empty-page.*\(page (\d+)\)", said)]

    def test_the_pages_that_stay_empty_are_the_last(self):
        for lengths, pages, empty in (((4000,) * 3, 6, [5, 6]), ((1500,) * 3, 6, [4, 5, 6]), ((14000,), 5, [4, 5])):
            with self.subTest(lengths):
                said, placed = self.set(lengths, [PAGE] * pages)
                self.assertEqual(sum(a["overset_lines"] for a in placed), 0)
                self.assertEqual(self.empty(said), empty)

    def test_articles_of_one_rank_go_on_too(self):
        for lengths, pages in (((2500, 6000, 3500), 4), ((9000, 3000), 4)):
            with self.subTest(lengths):
                said, placed = self.set(lengths, [PAGE] * pages, rank=1)
                self.assertEqual(sum(a["overset_lines"] for a in placed), 0, said)
                self.assertGreater(max(len(a["frames"]) for a in placed), 1)

    def test_a_region_too_narrow_is_passed_by(self):
        pages = ["2-6: 3-45, 1-6: 46-61, 1-3: 62-82, 4-6: 62-82", "1-5: 3-29, 6-6: 3-29, 1-2: 30-82, 3-6: 30-82",
                 "1-3: 3-82, 4-6: 3-82", "1-5: 3-51, 6-6: 3-51, 1-6: 52-64, 1-6: 65-75", "1-4: 3-82", PAGE]
        said, placed = self.set((19900,), pages)
        self.assertEqual(sum(a["overset_lines"] for a in placed), 0, said)

    def test_a_page_that_is_not_full_says_how_many_characters_it_has_room_for(self):
        for n in 2600, 3700:
            with self.subTest(n):
                more = int(re.search(r"room for about (\d+) characters", self.set((n,), [PAGE])[0])[1])
                said, placed = self.set((n + more,), [PAGE])
                self.assertLessEqual(sum(a["overset_lines"] for a in placed), 6, said)
                self.assertLessEqual(sum(a["short_lines"] for a in placed), 2, said)

    def test_what_was_chosen_can_be_written_out(self):
        """With frames in place of its regions the edition gives the same PDF, byte for byte."""
        with tempfile.TemporaryDirectory(prefix="banmian-") as folder:
            made = makeup.edition(folder, 9, 2)
            for source, layout in ((EDITION, "tabloid"), (WORK_REPORT, "tabloid"), (WORK_REPORT, "broadsheet-8"), (made, "tabloid")):
                with self.subTest(source=source.name, layout=layout):
                    edition = Path(folder) / layout / source.name
                    shutil.copytree(source, edition)
                    set_ = lambda name: run("press", edition, "--layout", layout, "-o", Path(folder) / name)
                    before = set_("a.pdf").returncode
                    written = run("check", edition, "--layout", layout, "--frames").out
                    # A region of the other layout stays; of this one none does.
                    self.assertLess(written.count("auto: true"), (edition / "edition.yaml").read_text("utf-8").count("auto: true"))
                    (edition / "edition.yaml").write_text(written, "utf-8")
                    self.assertEqual(set_("b.pdf").returncode, before)
                    self.assertEqual((Path(folder) / "a.pdf").read_bytes(), (Path(folder) / "b.pdf").read_bytes())
                    run("check", edition, "--layout", layout, "--frames", ok=2)
                    shutil.rmtree(edition)

    def test_pages_of_a_layout_can_be_written_out(self):
        """Where the frames are the layout's the edition gets them all, in braces or in lines."""
        with tempfile.TemporaryDirectory(prefix="banmian-") as folder:
            edition = Path(folder) / "e"
            shutil.copytree(SOURCE / "content/2026-sample-daily", edition)
            text = (edition / "edition.yaml").read_text("utf-8")
            lines = re.sub(r"- \{(section: [^,]*), (editor: .), .*\}", r"- \1\n      \2", text)
            self.assertNotEqual(lines, text)
            for form in text, lines:
                (edition / "edition.yaml").write_text(form, "utf-8")
                run("press", edition, "-o", Path(folder) / "a.pdf", ok=0)
                written = run("check", edition, "--frames", ok=0).out
                self.assertEqual(written.count("article: 05-pinglun"), 2)
                (edition / "edition.yaml").write_text(written, "utf-8")
                run("press", edition, "-o", Path(folder) / "b.pdf", ok=0)
                self.assertEqual((Path(folder) / "a.pdf").read_bytes(), (Path(folder) / "b.pdf").read_bytes())
            # A value in quotes ends behind them, one in lines of its own with the last of them.
            for last in '"要闻"', "'要闻'", '"要\n        闻"  # 版名', ">\n        要闻":
                quoted = re.sub(r"section: 要闻\n      editor: .", lambda _: f"section: {last}", lines)
                (edition / "edition.yaml").write_text(quoted, "utf-8")
                run("press", edition, "-o", Path(folder) / "a.pdf", ok=0)
                (edition / "edition.yaml").write_text(run("check", edition, "--frames", ok=0).out, "utf-8")
                run("press", edition, "-o", Path(folder) / "b.pdf", ok=0)
                self.assertEqual((Path(folder) / "a.pdf").read_bytes(), (Path(folder) / "b.pdf").read_bytes())
            # Frames in lines go into a page in lines, and into none in braces.
            daily = (SOURCE / "layouts/daily.yaml").read_text("utf-8")
            (edition / "mine.yaml").write_text(
                "base: daily\npages:\n  left:\n    frames:\n    - furniture:\n        - text: 本版\n          style: 报眉\n"
                "      columns: 1-6\n      lines: 2-2\n    - auto: true\n      columns: 1-6\n      lines: 3-82\n", "utf-8")
            self.assertIn("left: {frames", daily)
            for form, status in (text, 2), (lines, 0):
                (edition / "edition.yaml").write_text(form.replace("layout: daily", "layout: mine").replace("  daily:", "  mine:"), "utf-8")
                r = run("check", edition, "--frames", ok=status)
                self.assertEqual("frames-in-lines" in r.err, status == 2)
            (edition / "edition.yaml").write_text(r.out, "utf-8")
            run("press", edition, "-o", Path(folder) / "c.pdf", ok=0)

    def test_no_head_is_larger_than_its_place_while_there_is_another(self):
        said, placed = self.set((40, 280) * 14, ["1-6: 3-81"])
        self.assertNotIn("head-too-large", said)


if __name__ == "__main__":
    unittest.main(verbosity=2)
