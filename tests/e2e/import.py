#!/usr/bin/python3
"""Copy in: every character that Word shows is in the manuscript, in its order, or a note says why not; by an oracle of the test's own."""
import email.message
import email.policy
import json
import os
import random
import re
import shutil
import subprocess
import sys
import tempfile
import unittest
import zipfile
from pathlib import Path

from common import SOURCE, main, run, solid

sys.path.insert(0, str(SOURCE / "tests/import"))
from made import Docx, p, r  # noqa: E402
from word import shown  # noqa: E402

ALONE = int(os.environ.get("ALONE", 4))  # documents a construct
MIXED = int(os.environ.get("MIXED", 220))
SEED = int(os.environ.get("SEED", 1))


def records(folder):
    return [json.loads(line) for line in (folder / "import.ndjson").read_text("utf-8").splitlines()]


def typed(folder, article, log):
    """The characters of an article as they are read, from its file: head, body, signature. Each stretch must be what it says."""
    data = (folder / article).read_bytes()
    head = data.index(b"\n---\n", 4) + 1
    tails = [m.start() for m in re.finditer(rb"^(?:signed|dated): ", data[:head], re.M)]
    tail = min(tails) if tails else head
    body, end = [], []
    for x in sorted((x for x in log if x["type"] == "text" and x["article"] == article), key=lambda x: x["at"]):
        there = data[x["at"]:x["at"] + x["length"]].decode()
        assert there == x["text"], (article, x, there)
        (end if tail <= x["at"] < head else body).append(there)
    return solid("".join(body + end))


class Import(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.dir = tempfile.TemporaryDirectory(prefix="banmian-")
        cls.at = Path(cls.dir.name)

    @classmethod
    def tearDownClass(cls):
        cls.dir.cleanup()

    def imported(self, *files, ok=0, **more):
        out = self.at / "out"
        shutil.rmtree(out, ignore_errors=True)
        self.said = run("import", *files, "-o", out, *more.pop("options", ()), ok=ok, **more)
        return out

    def compare(self, paths):
        """All documents in one edition against what Word shows of each."""
        out = self.imported(*paths)
        log = records(out)
        articles = {x["source"]: x["article"] for x in log if x["type"] == "article"}
        for path in paths:
            article = articles[path.name]
            notes = {x["note"] for x in log if x["type"] == "note" and x["article"] == article}
            want, needed = shown(path)
            text = typed(out, article, log)
            signs = "bullets" in notes
            full, bare = "".join(c for c, _ in want), "".join(c for c, what in want if what != "bullet")
            if not signs or text in (full, bare):
                self.assertIn(text, (full, bare) if signs else (full,), path.name)
            else:  # some lists' signs became hyphens, others stayed
                at = 0
                for c, what in want:
                    if at < len(text) and text[at] == c:
                        at += 1
                    else:
                        self.assertEqual(what, "bullet", (path.name, text[at:at + 20], c))
                self.assertEqual(at, len(text), path.name)
            self.assertLessEqual(needed, notes | {"merged-cells"}, path.name)
        return out


class Words(Import):
    def test_each_construct_alone(self):
        paths = []
        for name in Docx.CONSTRUCTS + ["head", "tail"]:
            for i in range(ALONE):
                d = Docx(SEED * 1000 + i, strict=i % 3 == 2)
                d.add("plain")
                d.add(name)
                d.add("plain")
                paths.append(d.write(self.at / f"{name}-{i}.docx"))
        self.compare(paths)

    def test_mixed(self):
        paths = []
        for i in range(MIXED):
            d = Docx(SEED * 100000 + i, strict=i % 5 == 4)
            d.mixed(1 + i % 12)
            paths.append(d.write(self.at / f"mixed-{i}.docx"))
        self.compare(paths)

    def test_what_office_writes(self):
        """Documents that LibreOffice wrote: tests/data/import/README.md."""
        paths = sorted((SOURCE / "tests/data/import").glob("*.docx"))
        self.assertGreater(len(paths), 20)
        self.compare(paths)


if __name__ == "__main__":
    main()
