#!/usr/bin/python3
"""The contact sheet of plans: what an editor reads on it is what the plans are."""
import json
import re
import shutil
import sys
import tempfile
import unittest
from pathlib import Path

from common import EDITION, WORK_REPORT, hand_placed, run, solid, tool
from makeup import PIECES, Folder

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "editions"))
from make import make  # noqa: E402

FILES = ["alternatives.pdf", "alternatives.png"]


def proof(edition, *args, ok=0, lang="zh"):
    """(folder, result, report) of a proof with a sheet."""
    top = Path(tempfile.mkdtemp(prefix="banmian-"))
    r = run("proof", edition, "--dpi", 40, "-o", top / "p", "--report", top / "r", "--lang", lang, *args, ok=ok)
    report = [json.loads(l) for l in (top / "r").read_text("utf-8").splitlines()]
    return top / "p", r, report


def read(folder):
    return tool("pdftotext", "-raw", folder / "alternatives.pdf", "-").decode("utf-8")


def captions(text):
    """(number, cost, rest of its text) of each plan."""
    parts = re.split(r"^(?:方案|Plan) (\d+)\n(?:代价|cost) (\d+)", text, flags=re.M)
    return [(int(n), int(cost), rest) for n, cost, rest in zip(parts[1::3], parts[2::3], parts[3::3])]


def plan_of(report):
    return next(l for l in report if l["type"] == "plan")


def columns(report, names):
    """Page, left edge and width of each article's frame."""
    return {l["article"]: [(f["page"], round(f["x_mm"]), round(f["width_mm"])) for f in l["frames"]]
            for l in report if l["type"] == "article" and l["article"] in names}


class Sheet(unittest.TestCase):
    def test_costs_thumbnails_and_moves_are_those_of_the_plans(self):
        for layout in ("tabloid", "broadsheet"):
            folder, _, report = proof(EDITION, "--layout", layout, "--alternatives", 5)
            best, text = plan_of(report), read(folder)
            shown = captions(text)
            self.assertEqual([c[0] for c in shown], [1, 2, 3, 4, 5, 6])
            self.assertEqual([c[1] for c in shown], [best["cost"], *best["alternatives"]])
            for n, cost, rest in shown[1:]:
                more = cost - best["cost"]
                self.assertIn(f"+{more} (+{more / best['cost'] * 100:.1f} %)", rest.split("\n")[0])
            # Each thumbnail has the whole page: the decision's list stands in it once.
            self.assertEqual(solid(text).count("智慧教学试点建设项目"), 6)
            names = {a["article"] for a in best["articles"]}
            places = columns(report, names)
            for n, cost, rest in shown[1:]:
                pressed = Path(tempfile.mkdtemp(prefix="banmian-")) / "r"
                run("press", EDITION, "--layout", layout, "--plan", n, "-o", "/dev/null", "--report", pressed)
                lines = [json.loads(l) for l in pressed.read_text("utf-8").splitlines()]
                plan = plan_of(lines)
                self.assertEqual(plan["cost"], cost)
                self.assertIn(f"碰题 {plan['butting']:g} 处 {plan['penalties'].get('butting', 0)}\n"
                              f"断版 {plan['through']} 处 {plan['penalties'].get('through', 0)}\n", rest)
                moved = {a for a, at in columns(lines, names).items() if at != places[a]}
                said = re.search(r"^换栏 (\d+) 篇\n(.*?)^(?:同栏换行 \d|不动 \d|2026)", rest, re.M | re.S)
                listed = {a for a in names if said and re.search(rf"^{a}(?= |$)", said[2], re.M)}
                self.assertEqual(listed, moved, (layout, n))
                self.assertEqual(int(said[1]) if said else 0, len(moved))

    def test_one_sheet_beside_the_proof_and_the_same_each_time(self):
        a, _, _ = proof(EDITION, "--alternatives", 2)
        b, _, _ = proof(EDITION, "--alternatives", 2)
        self.assertEqual(sorted(p.name for p in a.iterdir()), [*FILES, "page-1.png", "page-2.png", "proof.pdf"])
        for name in FILES:
            self.assertEqual((a / name).read_bytes(), (b / name).read_bytes())
        info = tool("pdfinfo", a / "alternatives.pdf").decode()
        self.assertRegex(info, r"Pages:\s+1\n")
        self.assertNotIn("CreationDate", info)
        self.assertEqual(solid(read(a)).count("热烈的祝贺"), 3)
        # The sheet does not depend on which of its plans the proof shows.
        c, _, _ = proof(EDITION, "--alternatives", 2, "--plan", 3)
        self.assertEqual((a / FILES[0]).read_bytes(), (c / FILES[0]).read_bytes())
        self.assertNotEqual([(a / f"page-{k}.png").read_bytes() for k in (1, 2)],
                            [(c / f"page-{k}.png").read_bytes() for k in (1, 2)])

    def test_pages_from_frames_are_those_of_the_search(self):
        """The plan that the proof shows is set as it was found, the others from their frames: heads graded on ladders,
        articles that go on and styles of regions stand alike in both, whichever it is."""
        made = Path(tempfile.mkdtemp(prefix="banmian-"))
        make(8).write(made)  # heads on ladders, in grades that the layout would not give them alone
        for edition, layout in (made, "school"), (EDITION, "broadsheet"), (WORK_REPORT, "tabloid"):
            sheets = [proof(edition, "--layout", layout, "--alternatives", 2, "--plan", k)[0] for k in (1, 2)]
            for name in FILES:
                self.assertEqual(*[(s / name).read_bytes() for s in sheets], (layout, name))

    def test_a_page_set_by_hand_is_no_part_of_the_choice(self):
        folder = Folder(range(1, 11))
        e = folder.path / "edition.yaml"
        shutil.copy(EDITION / "11-shelun.md", folder.path)
        text = e.read_text("utf-8").replace("articles:\n", "articles:\n  - 11-shelun.md\n")
        e.write_text(text.replace("  tabloid:\n", "  tabloid:\n    - frames: [{article: 11-shelun, columns: 1-6, "
                                  "lines: 3-57, set: 3}]\n"), "utf-8")
        out, _, _ = proof(folder.path, "--alternatives", 1)
        self.assertNotIn("热烈的祝贺", solid(read(out)))

    def test_captions_speak_the_language_of_the_messages(self):
        folder, _, report = proof(EDITION, "--alternatives", 1, lang="en")
        text = read(folder)
        self.assertEqual([c[1] for c in captions(text)], [plan_of(report)["cost"], *plan_of(report)["alternatives"]])
        self.assertIn("Plans compared", text)
        self.assertNotIn("方案", text)

    def test_fewer_plans_than_asked(self):
        folder = Folder(range(1, 3), PIECES[:2])
        out, r, report = proof(folder.path, "--alternatives", 9)
        found = plan_of(report)["alternatives"]
        self.assertLess(len(found), 9)
        self.assertIn(f"要另求 9 个方案，只得 {len(found)} 个", r.err)
        self.assertEqual(len(captions(read(out))), 1 + len(found))

    def test_only_pages_with_an_auto_region_are_shown(self):
        folder = Folder(range(1, 11))
        yaml = folder.path / "edition.yaml"
        frames = yaml.read_text("utf-8").split("  tabloid:\n")
        yaml.write_text(frames[0] + "  tabloid:\n"
                        f"    - frames: [{{article: {PIECES[0]}, columns: 1-6, lines: 3-82}}]\n"
                        "    - frames: [{auto: true, columns: 1-6, lines: 3-40}]\n"
                        "    - frames: [{auto: true, columns: 1-6, lines: 3-50}]\n", "utf-8")
        r = run("proof", folder.path, "--alternatives", 2, "--lang", "zh", "--dpi", 40, "-o", folder.path / "p")
        self.assertIn(r.returncode, (0, 4), r.err)
        text = read(folder.path / "p")
        n = len(captions(text))
        self.assertGreater(n, 1)
        self.assertIn(f"{n} 个方案，每个 2 版", text)
        self.assertNotIn("闫涛", text)  # of the article on the first page
        self.assertEqual(solid(text).count("智慧教学试点建设项目"), n)

    def test_without_an_auto_region_there_is_nothing_to_compare(self):
        top = Path(tempfile.mkdtemp(prefix="banmian-"))
        r = run("proof", hand_placed(), "--alternatives", 3, "-o", top / "p", ok=2)
        self.assertIn("no article stands in an auto region", r.err)
        self.assertFalse((top / "p").exists())

    def test_both_files_or_none(self):
        for blocked, other in (FILES, FILES[::-1]):
            top = Path(tempfile.mkdtemp(prefix="banmian-")) / "p"
            (top / blocked).mkdir(parents=True)
            r = run("proof", EDITION, "--alternatives", 1, "--dpi", 40, "-o", top)
            self.assertEqual(r.returncode, 3, r.err)
            self.assertFalse((top / other).exists())
            self.assertEqual([p.name for p in top.iterdir() if p.name.startswith((".", "alt"))], [blocked])


if __name__ == "__main__":
    unittest.main(verbosity=2)
