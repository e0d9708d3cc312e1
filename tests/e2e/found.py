#!/usr/bin/python3
"""What a reader finds and copies is what was typed, blanks and all: every six characters of every
manuscript and head, in the text that poppler, MuPDF and pdf.js take from the PDF.

Line ends count for nothing, for readers search across them; a window that a page's end parts is left out.
"""
import re
import tempfile
import unittest
from pathlib import Path

from common import EDITION, SETTINGS, SOURCE, arguments, edition, main, passages, run, solid, tool

SIZE = 6
READERS = {
    "poppler": ("pdftotext", "-raw", "-enc", "UTF-8", "{}", "-"),
    "MuPDF": ("mutool", "draw", "-q", "-N", "-F", "txt", "-o", "-", "{}"),
    "pdf.js": ("node", SOURCE / "tests/e2e/pdfjs.js", "{}"),
}


def read(reader, pdf, blanks=False):
    """The text without its line ends; with blanks also that with a blank for each, where one was typed and is left out."""
    text = tool(*[pdf if a == "{}" else a for a in READERS[reader]]).decode("utf-8")
    joined = re.sub(r"[\r\n\f]", "", text)
    return (joined, re.sub(r"[\r\n\f]+", " ", text)) if blanks else joined


def ends_of_pages(report, article):
    """Behind how many inked characters of the article a page ends."""
    n, ends = 0, set()
    for page in (r for r in report if r["type"] == "page"):
        n += sum(len(solid(q["text"])) for q in page["pieces"] if q.get("article") == article and not q.get("artefact"))
        ends.add(n)
    return ends


def windows(path, report):
    ends, n, out = ends_of_pages(report, path.stem), 0, []
    for text in passages(path):
        for i in range(max(1, len(text) - SIZE + 1)):
            window = text[i:i + SIZE]
            first = n + len(solid(text[:i]))
            if window.strip() and not any(first < e < first + len(solid(window)) for e in ends):
                out.append(window)
        n += len(solid(text))
    assert max(ends) == n, f"{path}: the test does not read it as the program does"
    return out


def all_windows(setting):
    report = edition(setting)[1]
    return [w for path in sorted(arguments(setting)[0].glob("[0-9]*.md")) for w in windows(path, report)]


class Found(unittest.TestCase):
    def found(self, pdf, wanted, readers=READERS):
        for reader in readers:
            text = read(reader, pdf)
            missed = [w for w in wanted if w not in text]
            with self.subTest(reader=reader):
                self.assertEqual(missed, [], f"{len(wanted) - len(missed)} of {len(wanted)} found")

    def test_every_six_characters_are_found(self):
        for setting in SETTINGS:
            with self.subTest(setting):
                wanted = all_windows(setting)
                self.assertGreater(len(wanted), 4000)
                self.found(edition(setting)[0], wanted)

    def test_in_all_profiles(self):
        wanted = all_windows("tabloid")
        with tempfile.TemporaryDirectory() as d:
            for profile in ("x1a", "plain"):
                pdf = Path(d) / f"{profile}.pdf"
                run("press", EDITION, "--layout", "tabloid", "--profile", profile, "-o", pdf, ok=0)
                with self.subTest(profile):
                    self.found(pdf, wanted, ("MuPDF",))
            run("archive", EDITION, "--layout", "tabloid", "-o", Path(d) / "archive.pdf", ok=0)
            with self.subTest("archive"):
                self.found(Path(d) / "archive.pdf", wanted, ("MuPDF",))

    def test_ghostscript_shows_no_blank_that_was_not_typed(self):
        """It sets the page's columns beside each other, so a blank may part two texts; one inside a text may not be there."""
        for setting in SETTINGS:
            typed = "\n".join(p for path in arguments(setting)[0].glob("[0-9]*.md") for p in passages(path))
            run_together = "\n".join(solid(p) for p in typed.split("\n"))
            text = tool("gs", "-q", "-dSAFER", "-dBATCH", "-dNOPAUSE", "-sDEVICE=txtwrite", "-sOutputFile=-", edition(setting)[0])
            blanks = [m.groups() for m in re.finditer(r"(?=(\S{4})( +)(\S{4}))", text.decode("utf-8"))]
            made_up = [a + b + c for a, b, c in blanks if a + c in run_together and a + b + c not in typed]
            self.assertEqual(made_up, [], setting)

    def test_every_kind_of_blank_is_itself(self):
        """One glyph stands for many texts; MuPDF looks a text up by glyph, so each has a font of its own."""
        blanks = "\u00a0\u2009\u200a\u202f\u3000\u2003\u2002\u205f\u2007\u2004\u2005\u2006\u2008"
        typed = "年" + "".join(f"{b}年" for b in blanks)
        with tempfile.TemporaryDirectory() as d:
            d = Path(d)
            (d / "a.md").write_text(f"---\nkind: 公告\ntitle: 题\n---\n\n{typed}月\n", "utf-8")
            (d / "edition.yaml").write_text("title: 报\ndate: 2026-03-02\narticles: [a.md]\nframes:\n  tabloid:\n"
                                            "    - frames: [{article: a, columns: 1-4, lines: 3-40, set: 1}]\n", "utf-8")
            run("press", d, "-o", d / "o.pdf", ok=0)
            tool("mutool", "convert", "-F", "text", "-O", "preserve-whitespace", "-o", d / "o.txt", d / "o.pdf")
            text = (d / "o.txt").read_text("utf-8")
            self.assertIn(typed, re.sub(r"[\r\n\f]", "", text))

    def test_what_is_hard_to_find(self):
        """Bold words and figures, words with blanks at the ends of lines, rows of names, marks that are squeezed, dots of
        an ellipsis, a gap's sign, upright heads with figures, heads that are spread out; in print nothing moves."""
        with tempfile.TemporaryDirectory() as d:
            d = Path(d)
            for name, text in HARD.items():
                (d / name).write_text(text, "utf-8")
            run("press", d, "--layout", "tabloid", "-o", d / "o.pdf", ok=0)
            texts = {reader: read(reader, d / "o.pdf", blanks=True) for reader in READERS}
            # pdf.js writes … as three dots, and like poppler it leaves blanks out at the ends of lines
            texts["pdf.js"] = [t.replace("......", "……") for t in texts["pdf.js"]]
            for path in sorted(d.glob("[0-9]*.md")):
                for text in passages(path):
                    text = text.replace("**", "")
                    for i in range(max(1, len(text) - SIZE + 1)):
                        for reader, seen in texts.items():
                            if reader == "MuPDF":
                                self.assertIn(text[i:i + SIZE], seen[0])
                            else:
                                self.assertTrue(any(text[i:i + SIZE] in s for s in seen), (reader, text[i:i + SIZE]))


HARD = {
    "edition.yaml": """title: 青山报
date: 2026-03-02
articles: [01-a.md, 02-b.md, 03-c.md]
frames:
  tabloid:
    - frames:
        - {article: 01-a, columns: 1-3, lines: 3-40, set: 2}
        - {article: 02-b, columns: 4-6, lines: 3-30, set: 1}
        - {article: 03-c, columns: 4-6, lines: 32-50, set: 1}
""",
    "01-a.md": """---
kind: 通讯
title: 喜报春来
---

全市**2026年**计划投资**134.9亿元**用于修渠，共15项**重点工程**（A级3项、B级12项），比2025年**增长5%**。5G基站与AI算力中心New Energy Vehicle同时开工{{gap}}，共计3,000台。

The quick brown fox jumps over the lazy dog and the farmer walks back to the village with his two sons while the water runs into the field. Electrification internationalization counterrevolutionary, the end of the water rights and irrigation works is near.

石小禾 柳春生 林小雨 田有粮 江有安 白一苇 杜若蘅 沈青禾 石小禾 柳春生 林小雨 田有粮 江有安 白一苇 杜若蘅 沈青禾

渠水——流到“田头”，“他说：‘好！’”……再流到（河西）、（河东），“三年”《水法》。网址是https://www.example.org/water/irrigation，电话010-12345678。
""",
    "02-b.md": """---
kind: 评论
title: 2026年不误农时AI
---

立春刚过，渠水就到了田头。村里人扛着锄头下地，沿渠查看每一道闸口。
""",
    "03-c.md": """---
kind: 决议
title: 关于2026年预算的决议
adopted: (2026年5月14日市十一届人大五次会议通过)
---

会议决定：批准2026年预算。
""",
}

main()
