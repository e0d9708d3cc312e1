#!/usr/bin/python3
"""--watch: what is saved is on disk again at once, whole or not at all, as a cold run would have written it."""
import os
import shutil
import signal
import subprocess
import tempfile
import time
import unittest
from pathlib import Path

from common import EDITION, PROGRAM, main, run

PATIENCE = 20  # seconds until a test gives up


class Watch(unittest.TestCase):
    def setUp(self):
        self.folder = Path(tempfile.mkdtemp(prefix="banmian-"))
        self.edition, self.out = self.folder / "e", self.folder / "out"
        shutil.copytree(EDITION, self.edition)
        self.out.mkdir()
        self.child, self.said = None, self.folder / "said"

    def tearDown(self):
        if self.child and self.child.poll() is None:
            self.child.kill()
            self.child.wait()
        shutil.rmtree(self.folder)

    def watch(self, *args):
        """Begins, and returns when the edition is watched."""
        with self.said.open("w") as said:
            self.child = subprocess.Popen([str(PROGRAM), *map(str, args), "--watch"], stderr=said, stdin=subprocess.DEVNULL,
                                          env={**os.environ, "LC_ALL": "C.UTF-8"}, cwd=self.out)
        self.until(lambda: "watching" in self.words() or "正在守候" in self.words())

    def words(self):
        return self.said.read_text("utf-8")

    def until(self, done, what=""):
        end = time.monotonic() + PATIENCE
        while not done():
            self.assertIsNone(self.child.poll(), self.words())
            self.assertLess(time.monotonic(), end, f"{what}\n{self.words()}")
            time.sleep(0.01)

    def rounds(self):
        return sum(line.startswith("banmian: ") for line in self.words().splitlines())

    def after(self, change):
        """Makes a change, and waits until what it led to is said."""
        before = self.rounds()
        change()
        self.until(lambda: self.rounds() > before, "nothing was said")

    def end(self):
        self.child.send_signal(signal.SIGINT)
        self.assertEqual(self.child.wait(PATIENCE), 0, self.words())

    def cold(self, *args):
        """What a run of its own writes."""
        pdf = self.folder / "cold.pdf"
        run("press", self.edition, "-o", pdf, *args)
        return pdf.read_bytes()

    def put(self, name, old, new, rename=False):
        path = self.edition / name
        text = path.read_text("utf-8").replace(old, new, 1)
        self.assertNotEqual(text, path.read_text("utf-8"))
        if rename:
            beside = self.edition / ".swp"
            beside.write_text(text, "utf-8")
            beside.rename(path)
        else:
            path.write_text(text, "utf-8")

    def test_each_save_is_pressed_as_a_cold_run_presses_it(self):
        pdf = self.out / "e.pdf"
        self.watch("press", self.edition, "-o", pdf)
        self.assertEqual(pdf.read_bytes(), self.cold())
        first = pdf.read_bytes()
        self.after(lambda: self.put("11-shelun.md", "人民", "老百姓"))
        self.assertNotEqual(pdf.read_bytes(), first)
        second = pdf.read_bytes()
        # As editors save that write a file beside and rename it.
        self.after(lambda: self.put("11-shelun.md", "老百姓", "人民", rename=True))
        self.assertEqual(pdf.read_bytes(), first)
        self.assertNotEqual(second, first)
        # Another list of articles is planned anew.
        self.after(lambda: self.put("edition.yaml", "  - 04-jueyi-jihua.md\n", ""))
        self.assertEqual(pdf.read_bytes(), self.cold())
        self.assertNotEqual(pdf.read_bytes(), first)
        self.end()
        self.assertEqual([p.name for p in self.out.iterdir()], ["e.pdf"])

    def test_a_plan_in_a_file_is_obeyed(self):
        pdf = self.out / "e.pdf"
        run("plan", self.edition, "--write", ok=0)
        self.watch("press", self.edition, "-o", pdf)
        self.assertEqual(pdf.read_bytes(), self.cold())
        self.after(lambda: self.put("11-shelun.md", "人民", "老百姓"))
        self.assertEqual(pdf.read_bytes(), self.cold())
        # One that is missing says nothing of the plan.
        away = self.folder / "away.md"
        self.after(lambda: (self.edition / "07-jueyi-gangyao.md").rename(away))
        self.assertIn("[cannot-read]", self.words())
        self.assertNotIn("plan-stale", self.words())
        self.after(lambda: away.rename(self.edition / "07-jueyi-gangyao.md"))
        self.assertEqual(pdf.read_bytes(), self.cold())
        # It no longer fits what is there, and is not there any more.
        self.after(lambda: self.put("edition.yaml", "  - 04-jueyi-jihua.md\n", ""))
        self.assertIn("[plan-stale]", self.words())
        self.assertEqual(pdf.read_bytes(), self.cold())
        self.after((self.edition / "plan.lock").unlink)
        self.assertEqual(pdf.read_bytes(), self.cold())
        self.end()

    def test_a_cheaper_plan_is_sought_behind_and_taken(self):
        pdf, path = self.out / "e.pdf", self.edition / "11-shelun.md"
        for held in (False, True):  # by the program alone, then in plan.lock
            with self.subTest(held=held):
                whole = path.read_text("utf-8")
                if held:
                    run("plan", self.edition, "--write", ok=0)
                self.watch("press", self.edition, "-o", pdf)
                first = pdf.read_bytes()
                time.sleep(1.5)
                self.assertNotIn("plan-offered", self.words())  # it is the best there is
                self.after(lambda: path.write_text(whole.rstrip()[:-400] + "。\n", "utf-8"))
                self.until(lambda: "[plan-offered]" in self.words(), "nothing was offered")
                self.assertRegex(self.words(), r"costs \d+ points less .*: [1-9]\d*: \S+ \(page [12], columns \d-\d, lines \d+-\d+\)")
                under = pdf.read_bytes()  # nothing moves by itself
                self.assertNotEqual(under, first)
                self.after(lambda: run("plan", self.edition, "--write", ok=0))
                taken = pdf.read_bytes()
                self.assertNotEqual(taken, under)
                self.assertEqual(taken, self.cold())
                time.sleep(1.5)
                self.assertEqual(self.words().count("[plan-offered]"), 1)
                self.end()
                path.write_text(whole, "utf-8")
                (self.edition / "plan.lock").unlink()

    def test_what_is_wrong_is_said_and_the_last_file_stays(self):
        pdf = self.out / "e.pdf"
        self.watch("press", self.edition, "-o", pdf)
        first = pdf.read_bytes()
        self.after(lambda: self.put("edition.yaml", "articles:", "articles: ]"))
        self.assertIn("[bad-yaml]", self.words())
        self.assertIn("nothing was written", self.words())
        self.assertEqual(pdf.read_bytes(), first)
        # A file that nobody asked for changes nothing.
        said = self.words()
        (self.edition / "notes.txt").write_text("…", "utf-8")
        time.sleep(0.1)
        self.assertEqual(self.words(), said)
        self.after(lambda: self.put("edition.yaml", "articles: ]", "articles:"))
        self.assertEqual(pdf.read_bytes(), first)
        away = self.folder / "away.md"
        self.after(lambda: (self.edition / "07-jueyi-gangyao.md").rename(away))
        self.assertIn("[cannot-read]", self.words())
        self.assertEqual(pdf.read_bytes(), first)
        self.after(lambda: away.rename(self.edition / "07-jueyi-gangyao.md"))
        self.assertEqual(pdf.read_bytes(), first)
        self.end()
        self.assertEqual([p.name for p in self.out.iterdir()], ["e.pdf"])

    def test_a_layout_that_comes_and_goes(self):
        pdf = self.out / "e.pdf"
        self.watch("press", self.edition, "-o", pdf, "--profile", "plain")
        first = pdf.read_bytes()
        own = self.edition / "tabloid.yaml"
        self.after(lambda: own.write_text("base: tabloid\nfolio: {rule: 3pt}\n", "utf-8"))
        self.assertNotEqual(pdf.read_bytes(), first)
        self.assertEqual(pdf.read_bytes(), self.cold("--profile", "plain"))
        self.after(own.unlink)
        self.assertEqual(pdf.read_bytes(), first)
        self.end()

    def test_proofs_and_words_in_chinese(self):
        self.watch("proof", self.edition, "-o", self.out, "--dpi", "40", "--lang", "zh")
        pages = [self.out / f"page-{n}.png" for n in (1, 2)]
        first = [p.read_bytes() for p in pages]
        self.after(lambda: self.put("12-tongxun.md", "title: ", "title: 新"))
        self.assertNotEqual([p.read_bytes() for p in pages], first)
        self.assertIn("已写出", self.words())
        self.end()
        self.assertEqual(sorted(p.name for p in self.out.iterdir()), ["page-1.png", "page-2.png", "proof.pdf"])

    def test_what_cannot_be_watched(self):
        for args in (("-o", "-"), ("--plan", "2"), ("--alternatives", "1")):
            self.assertIn("--watch", run("press", self.edition, "--watch", *args, ok=2).err)
        self.assertIn("[cannot-read]", run("press", self.folder / "none", "--watch", ok=3).err)


main()
