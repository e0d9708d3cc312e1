#!/usr/bin/python3
"""What users of other programs found in tagged files that validators passed, or that were never made: none of it here. A test for
each complaint, named after where it stands (program and number of the thread)."""
import re
import tempfile
import unittest
from pathlib import Path

import pikepdf

from common import main, run
from trees import blocks, find, inside, text, tree
from whole import LAYOUT, SENTENCE, make, picture, written

FORMS = ("a2a", "a4")
PARTS = {
    "picture": '![图说一句](p.png "本报摄"){alt: 斜纹}',
    "table": "| 名目 | 数 |\n|---|--:|\n| 粮食 | 1 |\n| 棉花 | 2 |\n| 油料 | 3 |",
    "head": "## 小题在此",
    "list": "1. 甲项\n2. 乙项，说得长一些，好让它占两行，看看后面的行怎样排。\n3. 丙项",
    "quote": "> 一句引语，说在中间。",
}


def numbers(e):
    """Kids of an element that are elements, and the pages and columns' marks that it has itself."""
    kids = list(e.get("/K", []))
    return [k for k in kids if isinstance(k, pikepdf.Dictionary) and "/S" in k], [k for k in kids if not (isinstance(k, pikepdf.Dictionary) and "/S" in k)]


def below(e):
    """An element and all that is below it, in order."""
    return [e] + [x for k in numbers(e)[0] for x in below(k)]


def on(e, pages):
    """On which pages an element stands."""
    for x in below(e):
        for k in numbers(x)[1]:
            mark = k.Pg if isinstance(k, pikepdf.Dictionary) and "/Pg" in k else x.get("/Pg")
            yield pages.index(mark.objgen)


def every(pdf):
    return [x for e in pdf.Root.StructTreeRoot.K for x in below(e)]


class Complaints(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.dir = tempfile.TemporaryDirectory()
        cls.at = Path(cls.dir.name)
        cls.all = cls.at / "all"
        make(cls.all)
        cls.files = {form: cls.archive(cls.all, form) for form in FORMS}

    @classmethod
    def tearDownClass(cls):
        cls.dir.cleanup()

    @classmethod
    def archive(cls, edition, form="a2a"):
        cls.made = getattr(cls, "made", 0) + 1
        out = cls.at / f"o{cls.made}.pdf"
        run("archive", edition, "--profile", form, "-o", out, ok=0)
        return out

    def edition(self, body, frames):
        """One article with a body, on pages of frames."""
        Complaints.made += 1
        e = self.at / f"e{self.made}"
        e.mkdir()
        (e / "full.yaml").write_text(LAYOUT, "utf-8")
        (e / "p.png").write_bytes(picture())
        (e / "a.md").write_text(f"---\nkind: 全\ntitle: 一篇稿子\n---\n\n{body}\n", "utf-8")
        (e / "edition.yaml").write_text("title: 试\ndate: 2026-03-01\nlayout: full\narticles: [a.md]\nframes:\n  full:\n"
                                        + "".join(f"    - frames: [{f}]\n" for f in frames), "utf-8")
        return e

    def at_every_end(self, part, text_before, lines, pages_met):
        """The part comes to stand before, at and behind the ends of columns and of the page; pages_met: on which it must have stood."""
        tag = {"picture": "/Figure", "table": "/Table", "head": "/H2", "list": "/L"}[part]
        stood = set()
        for n in lines:
            body = f"{SENTENCE * text_before}\n\n{PARTS[part]}\n\n{SENTENCE * 10}\n\n{SENTENCE * 40}"
            e = self.edition(body, (f"{{article: a, columns: 1-4, lines: 2-{n}, set: 2}}", "{article: a, columns: 1-6, lines: 2-60, set: 3}"))
            path = self.archive(e)
            with pikepdf.open(path) as p:
                self.assertEqual(len(p.pages), 2)
                pages = [page.obj.objgen for page in p.pages]
                (own,) = [e for e in every(p) if e.S == tag]
                stood.add(frozenset(on(own, pages)))
                for page in p.pages:
                    for marks in inside(page):  # BDC and EMC in pairs, and all that is painted in one of them
                        self.assertEqual(len(marks), 1)
            (article,) = find(tree(path), "Art")
            self.assertEqual([t for t in blocks(article)], written(e / "a.md"), (part, n))
        for pages in pages_met:
            self.assertIn(frozenset(pages), stood)

    def test_typst_8776_floats_and_heads_at_the_ends_of_pages_in_columns(self):
        """The program ended where a float stood at a page's end in two columns."""
        self.at_every_end("picture", 7, range(10, 32, 4), ({0}, {1}))
        self.at_every_end("head", 8, range(8, 22, 3), ({0}, {1}))

    def test_weasyprint_2761_tables_at_the_ends_of_pages(self):
        """The program ended with an error at a table; with all tags as without them."""
        self.at_every_end("table", 8, range(8, 24, 2), ({0}, {0, 1}))

    def test_weasyprint_2153_heads_and_paragraphs_are_what_they_are(self):
        """Strange tags: groups around each, spans within."""
        path = self.archive(self.edition(f"{SENTENCE}\n\n{SENTENCE}", ("{article: a, columns: 1-3, lines: 2-30, set: 1}",)))
        (article,) = find(tree(path), "Art")
        self.assertEqual(article, ["Art", [["H1", ["一篇稿子"]], ["P", [SENTENCE]], ["P", [SENTENCE]]]])

    def test_weasyprint_2902_a_paragraph_over_pages_is_one_element(self):
        for form, path in self.files.items():
            with pikepdf.open(path) as p:
                parted = [e for e in every(p) if any(isinstance(k, pikepdf.Dictionary) and k.get("/Type") == "/MCR" for k in numbers(e)[1])]
                self.assertTrue(parted)
                paragraphs = [e for e in every(p) if e.S == "/Art" and str(e.T) == "一篇转版的稿"]
                self.assertEqual(len(paragraphs), 1)

    def test_weasyprint_2903_tables_and_lists_over_pages_are_one(self):
        """Not one a page or a column; and as many elements as parts of the manuscript."""
        self.at_every_end("list", 8, range(8, 20, 2), ({0}, {0, 1}))
        for path in self.files.values():
            for article, name in zip(find(tree(path), "Art"), "abcd"):
                self.assertEqual(len(list(blocks(article))), len(written(self.all / f"{name}.md")), name)
            with pikepdf.open(path) as p:
                columns = [e for e in every(p) if e.S == "/P" and len(numbers(e)[1]) > 1]
                self.assertTrue(columns, "over columns: one element with a mark in each")

    def test_typst_7763_every_character_once_and_in_order(self):
        for path in self.files.values():
            for article, name in zip(find(tree(path), "Art"), "abcd"):
                self.assertEqual("".join(blocks(article)), "".join(written(self.all / f"{name}.md")))

    def test_weasyprint_2874_items_stand_in_their_list_behind_what_leads_to_it(self):
        path = self.archive(self.edition(f"{SENTENCE}\n\n{PARTS['list']}\n\n{SENTENCE}\n\n- 一\n- 二\n\n末段。",
                                         ("{article: a, columns: 1-3, lines: 2-60, set: 2}",)))
        (article,) = find(tree(path), "Art")
        self.assertEqual([c[0] for c in article[1]], ["H1", "P", "L", "P", "L", "P"])
        for l in find(article, "L"):
            self.assertEqual({c[0] for c in l[1]}, {"LI"})
            self.assertEqual({tuple(k[0] for k in c[1]) for c in l[1]}, {("Lbl", "LBody")})
        self.assertEqual([text(l[1][0]) for l in find(article, "L")], ["1.甲项", "-一"])

    def test_weasyprint_2470_the_order_is_the_manuscripts_wherever_things_stand(self):
        """A box brought tags out of order. Article a is whole before the next begins, though it stands in a box and its page ends
        before it does; c stands in a box too."""
        for path in self.files.values():
            self.assertEqual([next(blocks(a)) for a in find(tree(path), "Art")], [written(self.all / f"{n}.md")[0] for n in "abcd"])

    def test_openhtmltopdf_88_floats_do_not_come_first(self):
        for part in ("picture", "quote"):
            path = self.archive(self.edition(f"{SENTENCE * 2}\n\n{SENTENCE}\n\n{PARTS[part]}\n\n{SENTENCE * 30}",
                                             ("{article: a, columns: 1-6, lines: 2-40, set: 3}",)))
            (article,) = find(tree(path), "Art")
            kinds = [c[0] for c in article[1]]
            self.assertEqual(kinds[:3], ["H1", "P", "P"])
            self.assertEqual(kinds[-1], "P")
            self.assertEqual(len(kinds), 5)

    def test_tagging_project_47_pictures_do_not_come_last(self):
        for path in self.files.values():
            article = next(a for a in find(tree(path), "Art") if "图说一句" in text(a))
            texts = list(blocks(article))
            self.assertEqual(texts.index("图说一句本报摄"), written(self.all / "a.md").index("图说一句本报摄"))
            self.assertLess(texts.index("图说一句本报摄"), 6)

    def test_typst_7990_pages_with_links_go_by_their_structure(self):
        for path in self.files.values():
            with pikepdf.open(path) as p:
                self.assertTrue([page for page in p.pages if page.obj.get("/Annots")])
                self.assertEqual({str(page.obj["/Tabs"]) for page in p.pages}, {"/S"})

    def test_typst_8826_shapes_inside_figures_are_marked(self):
        """A code is drawn of many shapes: all in the figure's mark, the rules around in an artefact's."""
        for path in self.files.values():
            with pikepdf.open(path) as p:
                page = p.pages[0]
                codes = [e for e in every(p) if e.S == "/Figure" and "https://example.org/code" in str(e.Alt)]
                self.assertEqual(len(codes), 1)
                self.assertEqual(codes[0].Pg.objgen, page.obj.objgen)
                own = [k for e in (codes[0], *numbers(codes[0])[0]) for k in numbers(e)[1]]  # it is a link
                marks = [int(k) for k in own if not isinstance(k, pikepdf.Dictionary)]
                self.assertEqual(len(marks), 1)
                self.assertGreaterEqual(len([m for m in inside(page) if m[0][1] in marks]), 1)
                for marks in inside(page):
                    self.assertEqual(len(marks), 1)
                    self.assertEqual(marks[0][0] == "Artifact", marks[0][1] is None)

    def tree_of(self, place):
        body = f"{SENTENCE * 3}\n\n{PARTS['picture']}\n\n{SENTENCE * 30}"
        where = f", pictures: [{{columns: {place}}}]" if place else ""
        path = self.archive(self.edition(body, (f"{{article: a, columns: 1-6, lines: 2-40, set: 3{where}}}",)))
        return tree(path)

    def test_typst_8841_and_8703_the_tree_is_the_same_wherever_a_figure_stands(self):
        want = self.tree_of(None)
        for place in ("1, lines: 12-20", "2, lines: 20-28", "3, lines: 29-37", "2-3, lines: 12-24"):
            self.assertEqual(self.tree_of(place), want, place)

    def test_weasyprint_2574_level_a_is_a_tree_not_only_a_claim(self):
        for path in self.files.values():
            with pikepdf.open(path) as p:
                elements = every(p)
                marks = sum(len(numbers(e)[1]) for e in elements)
                self.assertGreater(len(elements), 60)
                self.assertGreater(marks, 50)
                painted = {(i, m[0][1]) for i, page in enumerate(p.pages) for m in inside(page) if m[0][1] is not None}
                self.assertGreater(len(painted), 50)
                self.assertTrue(re.search(r"conformance>A<|part>2024<|part>4<", p.Root.Metadata.read_bytes().decode("utf-8")))


main()
