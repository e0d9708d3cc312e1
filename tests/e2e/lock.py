#!/usr/bin/python3
"""plan.lock: the plan held as a file. What is pressed under it is what was planned, whatever is typed; what it was not made
for is planned anew and said; what is locked in it stays; a broken one is told with its place."""
import json
import re
import shutil
import signal
import sys
import tempfile
import unittest
from pathlib import Path

from common import EDITION, SOURCE, WORK_REPORT, fault, faults, main, run

sys.path.insert(0, str(SOURCE / "tests/editions"))
import make  # noqa: E402

# Of every type (pictures, round-ups, a jump, heads over a part of their columns) at least one is among them.
MADE = (2, 5, 6, 7, 8)
FEW = ("--budget", "4000")


class Lock(unittest.TestCase):
    def setUp(self):
        d = tempfile.TemporaryDirectory(prefix="banmian-")
        self.addCleanup(d.cleanup)
        self.folder = Path(d.name)
        self.out = self.folder / "out.pdf"

    def copy(self, source=EDITION):
        return Path(shutil.copytree(source, self.folder / source.name))

    def hold(self, edition, *more, ok=0):
        run("plan", edition, "--write", *more, ok=ok)
        return (edition / "plan.lock").read_text("utf-8")

    def test_a_lead_that_is_locked_is_the_only_one(self):
        """The first of the others became the lead as well, in a corner that was taken."""
        edition = self.folder / "front"
        make.make(10).write(edition)
        held = self.hold(edition)
        self.assertEqual(held.count("lead: true"), 1)
        (edition / "plan.lock").write_text(held.replace("lead: true", "lead: true, locked: true"), "utf-8")
        again = self.hold(edition)
        self.assertEqual(again.count("lead: true"), 1)
        self.assertIn("lead: true, locked: true", again)

    def press(self, edition, *more, ok=0):
        """The PDF, the report, and what was said."""
        report = self.folder / "report.ndjson"
        r = run("press", edition, "-o", self.out, "--report", report, *more, ok=ok)
        lines = [json.loads(line) for line in report.read_text("utf-8").splitlines()]
        return self.out.read_bytes(), lines, r.err

    def held(self, report):
        plans = [o for o in report if o["type"] == "plan"]
        self.assertEqual(len(plans), 1)
        return plans[0].get("held", False) and plans[0]["hash"]

    def laws(self, said):
        """What is said of laws of pages."""
        return [line for line in said.splitlines() if re.search(r"\[(law-dropped|no-lead)\]", line)]

    def frames(self, report):
        return {a["article"]: [[f[k] for k in ("page", "x_mm", "y_mm", "width_mm", "height_mm")] for f in a["frames"]]
                for a in report if a["type"] == "article"}

    def same(self, edition, *more):
        """Held and planned anew are one; the section as it was written."""
        text = self.hold(edition, *more)
        anew, report, old = self.press(edition, "--replan", *more)
        self.assertFalse(self.held(report))
        pdf, report, said = self.press(edition, *more)
        self.assertEqual(pdf, anew)
        self.assertEqual(self.laws(said), self.laws(old))
        self.assertRegex(self.held(report), "^[0-9a-f]{64}$")
        self.assertNotIn("plan", said)
        return text

    def test_what_is_held_is_what_was_planned(self):
        for source, layouts in (EDITION, ("tabloid", "broadsheet")), (WORK_REPORT, ("tabloid", "broadsheet-8")):
            edition = self.copy(source)
            for layout in layouts:
                with self.subTest(source=source.name, layout=layout):
                    before = (edition / "plan.lock").read_text("utf-8") if layout != layouts[0] else ""
                    text = self.same(edition, "--layout", layout, "--jobs", "1")
                    self.assertTrue(text.startswith(before))  # another section stays, byte for byte
                    self.assertNotIn(str(self.folder), text)
                    # The bytes are the same in every run, with any number of threads.
                    self.assertIn(run("plan", edition, "--layout", layout, "--jobs", "8", ok=0).out, text)

    def test_samples_and_ordinary_editions(self):
        run("init", self.folder / "daily", ok=0)
        self.same(self.folder / "daily")
        texts, laws = [], []
        for seed in MADE:
            with self.subTest(seed=seed):
                edition = self.folder / f"made{seed}"
                edition.mkdir()
                make.make(seed).write(edition)
                texts.append(self.same(edition, *FEW))
                laws += self.laws(self.press(edition)[2])
        self.assertGreaterEqual(len(laws), 4)  # they are judged, not left out
        twice = [t for t in texts if len(re.findall("article: ([^,]*)", t)) > len(set(re.findall("article: ([^,]*)", t)))]
        self.assertTrue(twice)  # 转版
        for part in r"article: [^,]+\+", "head: {columns: 1-", "styles: {":
            self.assertRegex("".join(texts), part)
        self.assertTrue(list(self.folder.glob("made*/*.png")) + list(self.folder.glob("made*/*.jpg")))

    def test_styles_in_lines_names_in_quotes_sizes_in_mm(self):
        """What a region gives its lead, however it is written, names that YAML reads as something else, and a vertical
        head of an odd size come back as they were; in --frames too."""
        edition = self.folder / "e"
        edition.mkdir()
        names = ["a, b: [c]", "甲 # 乙", "- x", "'d' \"e\""]
        body = "今天上午，全市春耕生产现场会召开。" * 12
        for i, name in enumerate(names):
            kind = "竖" if i == 1 else "消息"
            (edition / f"{name}.md").write_text(f"---\nkind: {kind}\ntitle: 春耕生产现场会召开\n---\n\n{body}\n", "utf-8")
        (edition / "mine.yaml").write_text(
            "base: tabloid\nstyles:\n  正文: {size: 3.19mm}\n  竖大: {base: 竖题, size: 8.13mm, leading: 9.77mm}\n"
            "  \"通, 栏\": {base: 通栏题, size: 11.1mm, leading: 14.3mm}\n"
            "kinds:\n  消息: {tiers: [{field: title, style: 题}], body: 正文}\n"
            "  竖: {tiers: [{field: title, style: 竖大}], body: 正文}\n", "utf-8")
        listed = "".join(f"  - {json.dumps(n + '.md', ensure_ascii=False)}\n" for n in names)
        (edition / "edition.yaml").write_text(
            f"title: 试\ndate: 2026-01-01\nlayout: mine\narticles:\n{listed}frames:\n  mine:\n    - frames:\n        - auto: true\n"
            "          columns: 1-6\n          lines: 3-40\n          styles:\n            title: \"通, 栏\"\n", "utf-8")
        text = self.same(edition)
        self.assertIn('styles: {title: "通, 栏"}', text)
        self.assertRegex(text, r"head: \{width: \d+\.\d{5}pt")
        anew = self.press(edition, "--replan")[0]
        (edition / "plan.lock").unlink()
        written = run("check", edition, "--frames", ok=0).out
        (edition / "edition.yaml").write_text(written, "utf-8")
        self.assertEqual(self.press(edition)[0], anew)

    def test_heads_of_several_ladders(self):
        """Every field that stands on a ladder keeps the grade that was chosen, and no other gets smaller than it was."""
        for seed in range(3):
            edition = self.folder / f"l{seed}"
            edition.mkdir()
            names = [f"a{i}" for i in range(6)]
            for i, name in enumerate(names):
                n = (seed * 7 + i * 5) % 11
                (edition / f"{name}.md").write_text(
                    f"---\nkind: 消息\nkicker: {'市领导出席会议并讲话提出要求强调落实'[:6 + n]}\n"
                    f"title: {'全市春耕生产现场会召开部署工作推进高质量发展'[:8 + n]}\ndeck: {'各县区负责人参加观摩并作交流发言'[:16 - n // 2]}\n---\n\n"
                    + ("今天上午，全市春耕生产现场会召开。" * (4 + n % 5) + "\n\n") * (2 + n % 4), "utf-8")
            (edition / "mine.yaml").write_text(
                "base: daily\nladders:\n  引梯: {middle: {1: [题22, 中题18, 中题16], 2: [题24, 题22, 中题18], 3: [题26, 题24]}}\n"
                "kinds:\n  消息: {tiers: [{field: kicker, ladder: 引梯}, {field: title, ladder: 新闻}, "
                "{field: deck, style: 副题, smaller: [中题16, 署名]}]}\n", "utf-8")
            (edition / "edition.yaml").write_text(
                f"title: 试\ndate: 2026-01-01\npaper: 试报\nlayout: mine\narticles: [{', '.join(names)}]\nframes:\n  mine:\n"
                f"    - frames: [{{auto: true, columns: 1-6, lines: 10-{60 + seed * 10}}}]\n", "utf-8")
            run("plan", edition, "--write", *FEW)
            self.assertRegex((edition / "plan.lock").read_text("utf-8"), r"styles: \{kicker: [^,]*, title: ")
            self.assertEqual(self.press(edition, *FEW, ok=None)[0], self.press(edition, "--replan", *FEW, ok=None)[0])

    def test_typing_moves_nothing(self):
        edition = self.copy()
        self.hold(edition)
        before = self.press(edition)[1]
        # Of this one character more, planned anew, other articles stand elsewhere.
        manuscript = edition / "07-jueyi-gangyao.md"
        text = manuscript.read_text("utf-8")
        for n in range(1, 9):
            manuscript.write_text(text.rstrip() + "春" * n + "\n", "utf-8")
            pdf, report, _ = self.press(edition, ok=None)
            self.assertEqual(self.frames(report), self.frames(before))
            self.assertEqual(self.held(report), self.held(before))
        # Who made the pages, and comments, are no matter of the plan.
        page = edition / "edition.yaml"
        page.write_text(re.sub("(?m)^frames:", "# 排法\nframes:", page.read_text("utf-8")), "utf-8")
        self.assertTrue(self.held(self.press(edition, ok=None)[1]))
        # It is said where people look, and nowhere else.
        self.assertTrue(run("check", edition).out.startswith(f"plan: held by plan.lock ({self.held(before)[:8]})\n"))

    def test_what_it_was_not_made_for_is_planned_anew(self):
        edition = self.copy()
        lock = self.hold(edition)
        whole = (edition / "edition.yaml").read_text("utf-8")
        (edition / "14-new.md").write_text("---\nkind: 通讯\ntitle: 又一篇稿件\n---\n\n今天上午，春耕开始了。\n", "utf-8")
        kind = re.search("(?m)^kind: (.*)$", (edition / "12-tongxun.md").read_text("utf-8"))[1]
        for changed, what, line in (
                (whole.replace("articles:\n", "articles:\n  - 14-new.md\n"), "the list of articles", "articles"),
                (re.sub("rank: 1", "rank: 3", whole), "the list of articles", "articles"),
                (re.sub(r"(auto: true.*?lines: )\d+", r"\g<1>5", whole, count=1), "edition.yaml says", "frames")):
            (edition / "edition.yaml").write_text(changed, "utf-8")
            self.assertNotEqual(changed, whole)
            pdf, report, said = self.press(edition, ok=None)
            self.assertFalse(self.held(report))
            self.assertEqual(said.count("warning [plan-stale]"), 1)
            number = next(i for i, l in enumerate(lock.splitlines(), 1) if l.startswith(f"  {line}:"))
            self.assertRegex(said, rf"plan\.lock:{number}:\d+: warning \[plan-stale\].*{what}")
            self.assertIn("banmian plan EDITION --layout tabloid --write", said)
            self.assertNotIn("plan-stale", self.press(edition, "--replan", ok=None)[2])
            self.assertEqual(self.press(edition, "--replan", ok=None)[0], pdf)
        (edition / "edition.yaml").write_text(whole, "utf-8")
        manuscript = edition / "12-tongxun.md"
        manuscript.write_text(manuscript.read_text("utf-8").replace(f"kind: {kind}", "kind: 决议"), "utf-8")
        self.assertIn("the list of articles", self.press(edition, ok=None)[2])
        shutil.copy(EDITION / "12-tongxun.md", manuscript)
        (edition / "tabloid.yaml").write_text("base: tabloid\ngap: {sign: none}\n", "utf-8")
        said = self.press(edition, ok=None)[2]
        self.assertRegex(said, r"plan\.lock:6:\d+: warning \[plan-stale\].*: the layout changed")
        # Comments and order change nothing.
        (edition / "tabloid.yaml").unlink()
        self.assertTrue(self.held(self.press(edition)[1]))
        said = self.press(edition, "--layout", "broadsheet")[2]
        self.assertRegex(said, "note .plan-none.*broadsheet")

    def test_text_that_does_not_fit_is_left_over(self):
        edition = self.copy()
        self.hold(edition)
        before = self.press(edition)[1]
        manuscript = edition / "07-jueyi-gangyao.md"
        text = manuscript.read_text("utf-8")
        manuscript.write_text(text.rstrip() + "会议认为，要坚持高质量发展，扎实做好各项工作。" * 5 + "\n", "utf-8")
        pdf, report, said = self.press(edition, ok=4)
        over = [a["article"] for a in report if a["type"] == "article" and a["overset_characters"]]
        self.assertEqual(over, ["07-jueyi-gangyao"])
        self.assertEqual(self.frames(report), self.frames(before))
        anew = self.press(edition, "--replan", ok=None)
        moved = [a for a, f in self.frames(anew[1]).items() if f != self.frames(before)[a]]
        fits = not any(a.get("overset_characters") for a in anew[1])
        self.assertTrue(moved)
        self.assertRegex(said, rf"note \[plan-unfit\]: .*articles that would stand elsewhere: {len(moved)} \(")
        self.assertEqual("a new plan would set it all" in said, fits)
        self.assertIn("--write", said)
        run("press", edition, "--strict", "-o", self.folder / "strict.pdf", ok=4)
        self.assertFalse((self.folder / "strict.pdf").exists())
        # What is unfit for another reason is no matter of the plan.
        manuscript.write_text(text.replace("会议认为，", "会议认\U00010450，"), "utf-8")
        said = self.press(edition, ok=4)[2]
        self.assertIn("missing-glyph", said)
        self.assertNotIn("plan-", said)

    def test_options_that_ask_for_another_plan(self):
        edition = self.copy()
        self.hold(edition)
        for command, option in ("press", ("--plan", "2")), ("proof", ("--alternatives", "1")), ("check", ("--frames",)):
            r = run(command, edition, *option, ok=2)
            self.assertIn("error [plan-held]", r.err)
            self.assertIn("--replan", r.err)
        self.assertFalse(self.out.exists())
        second = self.press(edition, "--plan", "2", "--replan", ok=None)[0]
        self.assertNotEqual(second, self.press(edition)[0])
        self.hold(edition, "--plan", "2")  # the second plan may be held
        self.assertEqual(self.press(edition, ok=None)[0], second)
        run("archive", edition, "-o", self.folder / "archive", ok=None)
        plain = self.folder / "hand"
        plain.mkdir()
        (plain / "a.md").write_text("---\nkind: 通讯\ntitle: 题\n---\n\n文。\n", "utf-8")
        (plain / "edition.yaml").write_text("date: 2026-01-01\narticles: [a.md]\nframes: {tabloid: [{frames: "
                                            "[{article: a, columns: 1-2, lines: 3-20}]}]}\n", "utf-8")
        self.assertIn("nothing-planned", run("plan", plain, ok=2).err)

    def test_what_is_locked_stays(self):
        edition = self.copy()
        first = self.hold(edition)
        # Nudged, and written another way: the frame stays as it is.
        mine = ("article: '09-jueyi-renda'  # 动过\n          lines: 51-67\n          columns: [4, 6]\n          locked: true\n"
                "          set: 2\n          rest: \"even\"")
        text = re.sub(r"\{article: 08-[^}]*\}", "{article: 08-jueyi-yusuan, columns: 4-6, lines: 37-50, set: 2, rest: even}", first)
        text = re.sub(r"\{article: 09-[^}]*\}", mine, text).replace("- page: 1\n", "- page: 1\n      locked: true\n")
        (edition / "plan.lock").write_text(text, "utf-8")
        page = self.press(edition, ok=None)[1]
        self.assertTrue(self.held(page))
        # A longer article elsewhere on the second page, and one more.
        manuscript = edition / "03-jueyi-zhengfu.md"
        manuscript.write_text(manuscript.read_text("utf-8").rstrip() + "会议要求各部门抓好落实。" * 3 + "\n", "utf-8")
        again = self.hold(edition, ok=None)
        self.assertIn(mine, again)
        self.assertIn(re.search(r"    - page: 1\n.*?(?=    - page: 2)", text, re.S)[0], again)
        self.assertEqual(again.count("locked: true"), 2 + 2)  # two of them in the words at the head
        self.assertNotEqual(again, text)
        lines = self.frames(self.press(edition, ok=None)[1])
        for article in "11-shelun", "12-tongxun", "09-jueyi-renda":
            self.assertEqual(lines[article], self.frames(page)[article])
        self.assertEqual(self.hold(edition, ok=None), again)
        # All locked: the frames stay, whatever is typed.
        (edition / "plan.lock").write_text(again.replace("- page: 2\n", "- page: 2\n      locked: true\n"), "utf-8")
        whole = self.hold(edition)
        self.assertEqual(whole.count("article: "), again.count("article: "))
        # No room for one that is new.
        (edition / "14-new.md").write_text("---\nkind: 决议\ntitle: 又一篇\n---\n\n春耕开始了。\n", "utf-8")
        index = edition / "edition.yaml"
        index.write_text(index.read_text("utf-8").replace("articles:\n", "articles:\n  - 14-new.md\n"), "utf-8")
        r = run("plan", edition, "--write", ok=4)
        self.assertIn("not-placed", r.err)
        self.assertRegex(r.err, r"plan\.lock:5:1: note \[plan-locked\]")
        # Who sets it without a plan that knows the article is told that nothing locked is kept.
        self.assertRegex(run("press", edition, "-o", self.folder / "x.pdf").err, r"plan\.lock:5:1: warning \[plan-locks\]")
        self.assertEqual((edition / "plan.lock").read_text("utf-8"), whole)
        self.assertNotIn("locked: true\n      frames", self.hold(edition, "--replan", ok=None))

    def test_pages_that_contradict_edition_yaml_are_said(self):
        edition = self.copy()
        text = self.hold(edition)
        self.assertNotIn("held-elsewhere", self.press(edition)[2])
        one = re.search(r"\{article: 12-tongxun[^}]*\}", text)[0]
        other = re.search(r"\{article: 10-[^}]*\}", text)[0]
        moved = text.replace(one, "@").replace(other, one.replace(re.search(r"columns: .*?, lines: [0-9-]+", one)[0],
                                                                  re.search(r"columns: .*?, lines: [0-9-]+", other)[0]))
        moved = moved.replace("@", other.replace(re.search(r"columns: .*?, lines: [0-9-]+", other)[0],
                                                 re.search(r"columns: .*?, lines: [0-9-]+", one)[0]))
        (edition / "plan.lock").write_text(moved, "utf-8")
        said = self.press(edition, ok=None)[2]
        self.assertRegex(said, r"plan\.lock:\d+:\d+: warning \[held-elsewhere\]: plan\.lock has “12-tongxun” on page 2, and edition\.yaml on page 1")

    def test_nothing_in_it_and_a_folder_of_its_name(self):
        edition = self.copy()
        lock = edition / "plan.lock"
        for nothing in "", "# 以后再说\n":
            lock.write_text(nothing, "utf-8")
            said = self.press(edition)[2]
            self.assertIn("plan.lock is empty; a plan is made", said)
            self.assertNotIn("–", said)
        lock.unlink()
        lock.mkdir()
        for command in ("check",), ("plan", "--write"):
            said = run(command[0], edition, *command[1:], ok=3).err
            self.assertRegex(said, r"plan\.lock is a folder; a plan is held in a file of that name\n  Rename or delete")

    def test_the_lead_keeps_its_styles(self):
        """On the work report's first page the lead has the region's style; with the page locked no other gets it."""
        edition = self.copy(WORK_REPORT)
        text = self.hold(edition)
        self.assertEqual(text.count("通栏题"), 1)
        (edition / "plan.lock").write_text(text.replace("- page: 1\n", "- page: 1\n      locked: true\n"), "utf-8")
        self.assertEqual(self.hold(edition, ok=None).count("通栏题"), 1)

    def test_a_broken_one_is_told_with_its_place(self):
        edition = self.copy()
        good = self.hold(edition)
        head = good[:good.index("tabloid:")]
        for wrong, right, code, column in (
                ("article: 12-tongxin,", "article: 12-tongxun,", "unknown-article", "12-tongxin"),
                ("- page: 7", "- page: 2", "held-page", "7"),
                ("- page: 1", "- page: 2", "held-page", "1"),
                ("cloumns: 1-6, lines: 58", "columns: 1-6, lines: 58", "unknown-key", "cloumns"),
                ("columns: 1-9, lines: 58", "columns: 1-6, lines: 58", "frame-outside", "1-9"),
                ("lines: 50-77", "lines: 58-77", "frames-overlap", "{article: 12"),
                ("lines: 1-2, set: 3", "lines: 58-77, set: 3", "held-outside", "{article: 12"),
                ("styles: {titel: 题}, set", "set", "unknown-field", "titel"),
                ("styles: {title: 无}, set", "set", "unknown-style", "无"),
                ("locked: ja, set", "set", "bad-flag", "ja"),
                ("auto: true, article: 12", "article: 12", "unknown-key", "auto"),
                ("  lauout:", "  layout:", "unknown-key", "lauout"),
                ("pages: 3\n  x:", "pages:", "wrong-yaml-kind", "3"),
                ("{columns: 1-2, lines", "{article: 12-tongxun, columns: 1-6, lines", "missing-key", "{columns")):
            with self.subTest(wrong=wrong):
                self.out.unlink(missing_ok=True)
                text = head + good[len(head):].replace(right, wrong, 1)
                self.assertNotEqual(text, good)
                (edition / "plan.lock").write_text(text, "utf-8")
                r = run("press", edition, "-o", self.out, ok=3)
                line = text.count("\n", 0, text.rindex(wrong)) + 1
                start = text.splitlines()[line - 1].index(column) + 1
                self.assertRegex(r.err, rf"plan\.lock:{line}:\d+: error \[[\w-]*{code.split('-')[0]}")
                self.assertIn(f"plan.lock:{line}:{start}: ", r.err)
                self.assertIn("^", r.err)
                self.assertFalse(self.out.exists())
        for text in "tabloid: [\n", "- a\n", "\0", "tabloid: 3\n":
            (edition / "plan.lock").write_text(text, "utf-8")
            self.assertRegex(run("check", edition, ok=3).err, r"plan\.lock:[12]:1?\d: ")
            self.assertRegex(run("plan", edition, "--write", ok=3).err, r"plan\.lock:[12]:1?\d: ")
            self.assertEqual((edition / "plan.lock").read_text("utf-8"), text)
        (edition / "plan.lock").write_text("{broadsheet: {layout: a, frames: a, articles: a, pages: []}}\n", "utf-8")
        self.assertIn("plan-in-braces", run("plan", edition, "--write", ok=3).err)
        # Other sections, comments and what follows stay, byte for byte.
        before, after = "# mine\r\n\"broadsheet\": {layout: a}  # x\n\n", "# last\nzz: 1\n# end"
        (edition / "plan.lock").write_bytes((before + good[len(head):].replace("1-6", "1-5") + after).encode())
        self.hold(edition)
        self.assertEqual((edition / "plan.lock").read_bytes().decode(), before + good[len(head):] + after)

    def test_killed_or_out_of_room_it_leaves_the_old_file(self):
        edition = self.copy()
        args = ("plan", edition, "--write", "--plan", "2")
        old = self.hold(edition)
        calls = faults(self.folder, *args, ok=None)
        new = (edition / "plan.lock").read_text("utf-8")
        self.assertNotEqual(new, old)
        files = sorted(p.name for p in edition.iterdir())
        tried = 0
        for call in ("write", "rename", "renameat", "linkat", "fsync", "openat", "open"):
            for n in {1, calls.get(call, 0)} - {0}:
                if not calls.get(call):
                    continue
                (edition / "plan.lock").write_text(old, "utf-8")
                run(*args, env=fault(call, n, "signal", int(signal.SIGKILL)))
                self.assertIn((edition / "plan.lock").read_text("utf-8"), (old, new), (call, n))
                tried += 1
                for p in edition.glob(".bm-*"):
                    p.unlink()
        self.assertGreater(tried, 2)
        self.assertEqual(sorted(p.name for p in edition.iterdir()), files)
        (edition / "plan.lock").write_text(old, "utf-8")
        run(*args, "--report", edition / "plan.lock", ok=2)
        self.assertEqual((edition / "plan.lock").read_text("utf-8"), old)


main()
