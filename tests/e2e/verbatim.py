#!/usr/bin/python3
"""Invariant 1: the text extracted from either PDF is the manuscripts' text, in order."""
import re
import unittest

from common import EDITION, SETTINGS, WORK_REPORT, arguments, SOURCE, edition, main, solid, tool

TAIL = ("signed", "dated")
NOT_TEXT = ("kind",)


def plain(path):
    """A manuscript's characters in reading order, without marks, indents and ' / '."""
    head, body = re.match(r"---\n(.*?)\n---\n?(.*)", path.read_text("utf-8"), re.S).groups()
    fields = []
    for line in head.split("\n"):
        key, value = line.split(": ", 1)
        if value.startswith('"'):
            value = value[1:-1]
        if key not in NOT_TEXT:
            fields.append((key, value))
    text = "".join(v for k, v in fields if k not in TAIL) + body + "".join(v for k, v in fields if k in TAIL)
    text = re.sub(r"^!\[(.*?)\]\([^)\"]*(?:\"(.*?)\")?\)$", r"\1\2", text, flags=re.M)
    text = re.sub(r"^\|[-:| ]+\|$", "", text, flags=re.M).replace("|", "")
    text = re.sub(r"^## ", "", text, flags=re.M)
    return solid(re.sub(r"\{\{.*?\}\}", "", text).replace(" / ", ""))


class Verbatim(unittest.TestCase):
    def test_extraction_equals_the_report_and_the_manuscripts(self):
        for layout, count in SETTINGS.items():
            with self.subTest(layout):
                pdf, report = edition(layout)
                pages = [r for r in report if r["type"] == "page"]
                self.assertEqual(len(pages), count)
                articles = {}
                for p in pages:
                    n = p["page"]
                    got = solid(tool("pdftotext", "-raw", "-f", n, "-l", n, pdf, "-").decode("utf-8"))
                    pieces = p["pieces"]
                    self.assertEqual(got, "".join(q["text"] for q in pieces))
                    marks = [bool(q.get("artefact")) for q in pieces if not q["text"].startswith("（上接")]
                    self.assertEqual(marks, sorted(marks), "artefacts come after all articles, but for 上接")
                    for q, text in zip(pieces, pieces[1:]):
                        if q["text"].startswith("（上接"):
                            self.assertFalse(text.get("artefact"), "上接 stands before the text that it leads in")
                    self.assertTrue(marks[-1], "the page carries its number")
                    self.assertIn(str(n), pieces[-1]["text"])
                    for q in pieces:
                        if not q.get("artefact"):
                            articles[q["article"]] = articles.get(q["article"], "") + q["text"]
                folder = arguments(layout)[0]
                for path in sorted(folder.glob("[0-9]*.md")):
                    self.assertEqual(articles.get(path.stem), plain(path), path.stem)
                self.assertEqual(len(articles), 14 if folder == EDITION else 5)

    def test_every_reader_extracts_the_same_characters(self):
        for layout in SETTINGS:
            with self.subTest(layout):
                pdf, report = edition(layout)
                want = "".join(q["text"] for r in report if r["type"] == "page" for q in r["pieces"])
                for name, args in (("mupdf", ["mutool", "draw", "-q", "-N", "-F", "txt", pdf]),
                                   ("Ghostscript", ["gs", "-q", "-dSAFER", "-dBATCH", "-dNOPAUSE",
                                                    "-sDEVICE=txtwrite", "-sOutputFile=-", pdf])):
                    got = solid(tool(*args).decode("utf-8"))
                    self.assertEqual(sorted(got), sorted(want), name)

    def test_the_manuscripts_are_what_was_received(self):
        received = (SOURCE / "tests/data/received/2026-lianghui.txt").read_text("utf-8")
        received = solid(re.sub(r"^## ", "", received, flags=re.M))
        yaml = (EDITION / "edition.yaml").read_text("utf-8")
        banner = re.search(r"^banner: (.*)$", yaml, re.M)[1]
        order = re.findall(r"^  - (?:\{article: )?(\S+\.md)(?:, rank: \d+)?(?:, page: \d+)?(?:, pin: foot)?\}?$", yaml, re.M)
        self.assertEqual(len(order), 13)
        self.assertEqual(solid(banner) + "".join(plain(EDITION / f) for f in order), received)

    def test_the_work_report_is_the_corpus(self):
        """Its text paragraphs, in order, are those of the report of 2025; heads that the report does
        not have and the table's article are the edition's own."""
        corpus = (SOURCE / "tests/data/corpus/gov-work-reports.txt").read_text("utf-8")
        report = corpus[corpus.index("各位代表：\n", corpus.index("# 2025年")):corpus.index("本作品是", corpus.index("# 2025年"))]
        text = ""
        for name in ("01-huigu", "02-yaoqiu", "03-renwu", "04-jianshe"):
            body = (WORK_REPORT / f"{name}.md").read_text("utf-8")
            title = re.search(r"^title: (.*)$", body, re.M)[1]
            body = re.sub(r"^!.*$", "", body.split("---\n", 2)[2], flags=re.M)
            text += (title if title[1:2] == "、" else "") + re.sub(r"^## ", "", body, flags=re.M)
        self.assertEqual(solid(text), solid(report))

    def test_gaps_and_seams_are_marked(self):
        text = "".join(p.read_text("utf-8") for p in EDITION.glob("*.md"))
        self.assertEqual(text.count("{{gap}}"), 4)
        self.assertEqual(text.count("{{join}}"), 3)


main()
