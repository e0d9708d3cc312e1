#!/usr/bin/python3
"""The copy desk through the command line: what `check` says of texts, in both languages, in the report and on the marked proof;
marks, levels, lists of a house, exit statuses; that press pays nothing for it, and that what is printed is the same."""
import json
import re
import shutil
import tempfile
import unittest
from pathlib import Path

from common import EDITION, SOURCE, main, run, tool

HOUSE = SOURCE / "tests/data/copydesk/house"


class Copydesk(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.TemporaryDirectory(prefix="banmian-")
        self.at = Path(self.folder.name)
        self.edition = self.at / "e"
        shutil.copytree(EDITION, self.edition)
        self.addCleanup(self.folder.cleanup)

    def change(self, name, *changes):
        path = self.edition / name
        text = path.read_text("utf-8")
        for old, new in changes:
            self.assertIn(old, text)
            text = text.replace(old, new, 1)
        path.write_text(text, "utf-8")

    def check(self, *args, ok=0):
        return run("check", self.edition, *args, ok=ok)

    def findings(self, *args, ok=0):
        lines = map(json.loads, self.check("--json", *args, ok=ok).out.splitlines())
        return [l for l in lines if l["type"] == "finding" and "about" in l]

    def test_a_finding_has_place_words_line_caret_and_advice(self):
        self.change("06-jueyi-fayuan.md", ("2025年的工作，同意", "2025年的工作，，同意"))
        place = r"06-jueyi-fayuan\.md:7:68: "
        said = self.check("--lang", "en", ok=4)
        self.assertRegex(said.out, place + r"error \[double-mark\]: “，，”: marks in a row \(page \d, .* from the top\)\n"
                                           r"    .*2025年的工作，，同意.*\n    +\^~+\n  Leave one of them\.\n")
        self.assertRegex(said.err, r"error \[copydesk\]: .* errors 1, warnings 0")
        said = self.check("--lang", "zh", ok=4)
        self.assertRegex(said.out, place + r"错误 \[double-mark\]：“，，”：点号连用（第 \d 版，.*）\n.*\n    +\^~+\n  请留下一个。\n")
        self.assertRegex(said.err, r"错误 \[copydesk\]：稿件审读不通过：错误 1 项")
        caret = said.out[said.out.index("[double-mark]"):].splitlines()
        wide = sum(2 if ord(c) > 0x2000 else 1 for c in caret[1][:caret[1].index("，，")])
        self.assertEqual(caret[2].index("^"), wide)

    def test_the_report_has_it_among_the_notes_and_is_the_same_in_every_language(self):
        self.change("06-jueyi-fayuan.md", ("2025年的工作，同意", "2025年的工作，，同意"))
        found = self.findings(ok=4)
        self.assertEqual(found, self.findings("--lang", "zh", ok=4))
        self.assertEqual(found, self.findings("--jobs", "1", ok=4))
        one = next(l for l in found if l["rule"] == "double-mark")
        self.assertEqual([one[k] for k in ("level", "article", "file", "line", "about", "note", "places")],
                         ["error", "06-jueyi-fayuan", "06-jueyi-fayuan.md", 7, "，，", "“，，”: marks in a row", 1])
        self.assertGreater(one["x_mm"], 0)
        report = self.at / "r.ndjson"
        run("check", self.edition, "--report", report, ok=4)
        self.assertIn('"double-mark"', report.read_text("utf-8"))

    def test_it_stands_on_the_marked_proof_and_not_in_print(self):
        self.change("06-jueyi-fayuan.md", ("2025年的工作，同意", "2025年的工作，，同意"))
        run("proof", self.edition, "-o", self.at / "p", "--dpi", "40", ok=0)
        text = tool("pdftotext", "-raw", self.at / "p/proof.pdf", "-").decode("utf-8")
        self.assertIn("error[double-mark]", re.sub(r"\s", "", text))
        pdf = run("press", self.edition, "-o", self.at / "a.pdf", ok=0)
        self.assertNotIn("double-mark", pdf.err)

    def test_a_mark_accepts_it_and_leaves_no_ink(self):
        run("press", self.edition, "-o", self.at / "a.pdf", "--profile", "plain", ok=0)
        self.change("06-jueyi-fayuan.md", ("决定批准这个报告。", "决定批准这个报告。{{ok double-mark}}"))
        run("press", self.edition, "-o", self.at / "b.pdf", "--profile", "plain", ok=0)
        text = lambda n: tool("pdftotext", "-raw", self.at / n, "-")
        self.assertEqual(text("a.pdf"), text("b.pdf"))
        self.assertIn("stale-ok", {l["rule"] for l in self.findings()})
        self.change("06-jueyi-fayuan.md", ("2025年的工作，同意", "2025年的工作，，{{ok double-mark}}同意"))
        self.assertNotIn("double-mark", {l["rule"] for l in self.findings()})
        self.change("06-jueyi-fayuan.md", ("，，{{ok double-mark}}", "，，{{ok double-marks}}"))
        said = self.check(ok=3)
        self.assertRegex(said.err, r"06-jueyi-fayuan\.md:7:\d+: error \[unknown-rule\]: .*“double-marks”\n.*\n.*\n  Perhaps: double-mark\.")
        self.change("06-jueyi-fayuan.md", ("{{ok double-marks}}", "{{ok}}"))
        self.assertRegex(self.check(ok=3).err, r"error \[ok-mark\]: .*the rule is missing")

    def test_levels_are_the_layouts_then_the_houses(self):
        self.change("06-jueyi-fayuan.md", ("2025年的工作，同意", "2025年的工作，，同意"))
        (self.edition / "own.yaml").write_text("base: tabloid\ncopydesk: {double-mark: warning}\n", "utf-8")
        self.change("edition.yaml", ("frames:\n  tabloid:", "frames:\n  own:"))
        self.check("--layout", "own")
        self.check("--layout", "own", "--strict", ok=4)
        (self.edition / "desk.yaml").write_text("levels: {double-mark: off}\n", "utf-8")
        self.check("--layout", "own", "--strict")
        (self.edition / "desk.yaml").write_text("levels: {double-mrak: off}\n", "utf-8")
        self.assertRegex(self.check("--layout", "own", ok=3).err, r"desk\.yaml:1:10: error \[unknown-rule\]: .*\n.*\n.*\n  Perhaps: double-mark")
        (self.edition / "desk.yaml").unlink()
        (self.edition / "own.yaml").write_text("base: tabloid\ncopydesk: {double-mark: loud}\n", "utf-8")
        self.assertRegex(self.check("--layout", "own", ok=3).err, r"own\.yaml:2:\d+: error \[unknown-word\]")

    def test_lists_of_a_house(self):
        before = {l["rule"] for l in self.findings()}
        shutil.copytree(HOUSE, self.at / "house")
        self.change("edition.yaml", ("title:", "house: ../house\npaper: 样板报\nnumber: \"102\"\ntitle:"))
        found = self.findings(ok=4)
        more = {l["rule"] for l in found} - before
        self.assertLessEqual({"usage", "phrase", "folio"}, more)
        self.assertEqual(sum(l["rule"] == "usage" for l in found), 8)
        folio = [l for l in found if l["rule"] == "folio"]
        self.assertEqual([(l["file"], l["article"], l["about"]) for l in folio],
                         [("edition.yaml", None, "样板报"), ("edition.yaml", None, "102")])
        (self.edition / "usage.yaml").write_text("- {wrong: 没有的词, right: 词}\n", "utf-8")  # instead of the house's
        self.assertNotIn("usage", {l["rule"] for l in self.findings(ok=4)})
        (self.edition / "usage.yaml").write_text("- {wrong: 词, rihgt: 词}\n", "utf-8")
        self.assertRegex(self.check(ok=3).err, r"usage\.yaml:1:\d+: error \[unknown-key\]: .*\n.*\n.*\n  Perhaps: right")
        shutil.rmtree(self.at / "house")
        self.assertIn("[no-house]", self.check(ok=3).err)
        run("press", self.edition, "-o", self.at / "a.pdf", ok=0)  # reads none of it

    def test_rules_are_listed_with_sources_and_examples(self):
        for lang, words in (("en", ("pairs  error", "source: GB/T 15834", "wrong: ", "right: ", "comma-of-quotes  off")),
                            ("zh", ("pairs  错误", "依据：GB/T 15834", "误：", "正：", "comma-of-quotes  不查"))):
            out = run("check", "--rules", "--lang", lang, ok=0).out
            for w in words:
                self.assertIn(w, out)
            self.assertNotIn("{0}", out)
        (self.edition / "desk.yaml").write_text("levels: {pairs: note}\n", "utf-8")
        self.assertIn("pairs  note", run("check", "--rules", self.edition, ok=0).out)
        self.assertEqual(run("check", ok=2).out, "")

    def test_the_editions_here_have_no_warning(self):
        for edition in ("2026-lianghui", "2025-work-report", "2026-sample-daily"):
            out = run("check", SOURCE / "content" / edition, "--json", ok=0).out
            found = [l for l in map(json.loads, out.splitlines()) if l["type"] == "finding" and "about" in l]
            self.assertEqual([l for l in found if l["level"] != "note"], [])
            rules = {l["rule"] for l in found}
            self.assertFalse(rules & {"pairs", "opens-closed", "no-end", "siblings"})  # gaps and seams are marked
            self.assertEqual("series" in rules, edition == "2026-lianghui")


main()
