#!/usr/bin/python3
"""The archive's file as a reader of structure has it: its tree, read by poppler and by pikepdf, against the
manuscripts; links, bookmarks, and what the file says of itself."""
import json
import re
import shutil
import tempfile
import unittest
import xml.etree.ElementTree as ET
from pathlib import Path

import pikepdf

from common import SETTINGS, SOURCE, WORK_REPORT, arguments, main, run, solid, tool
from trees import blocks, find, inside, pdfjs, text, tree
from whole import make, written

DAILY = SOURCE / "content/2026-sample-daily"
FORMS = ("a2a", "a4")


class Tagged(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.dir = tempfile.TemporaryDirectory()
        at = Path(cls.dir.name)
        cls.all = at / "all"
        make(cls.all)
        cls.files, cls.reports = {}, {}
        for name, args in [*((s, arguments(s)) for s in SETTINGS), ("daily", (DAILY,)), ("all", (cls.all,))]:
            for form in FORMS if name in ("all", WORK_REPORT.name) else FORMS[:1]:
                out, report = at / f"{name}-{form}.pdf", at / f"{name}-{form}.ndjson"
                r = run("archive", *args, "--profile", form, "-o", out, "--report", report, ok=0)
                if name == "all":
                    assert "[overset]" not in r.err, r.err
                cls.files[name, form] = out
                cls.reports[name] = [json.loads(line) for line in report.read_text("utf-8").splitlines()]

    @classmethod
    def tearDownClass(cls):
        cls.dir.cleanup()

    def each(self, check):
        for (name, form), path in self.files.items():
            with self.subTest(name, form=form), pikepdf.open(path) as p:
                check(name, form, path, p)

    def elements(self, pdf):
        """(element, parent, depth) in order."""
        out = []

        def walk(e, parent, depth):
            out.append((e, parent, depth))
            for k in e.get("/K", pikepdf.Array()):
                if isinstance(k, pikepdf.Dictionary) and "/S" in k:
                    self.assertEqual(k.P.objgen, e.objgen)
                    walk(k, e, depth + 1)

        for e in pdf.Root.StructTreeRoot.K:
            walk(e, None, 0)
        return out

    def test_the_tree_has_the_manuscripts_text(self):
        def check(name, form, path, p):
            if WORK_REPORT in arguments(name) and (name, form) != (WORK_REPORT.name, "a2a"):
                return # poppler takes seconds for each
            (document,) = tree(path)[1]
            self.assertEqual(document[0], "Document")
            articles = list(find(document, "Art"))
            if name == "daily":
                want = {}
                for page in (r for r in self.reports[name] if r["type"] == "page"):
                    for q in page["pieces"]:
                        if not q.get("artefact"):
                            want[q["article"]] = want.get(q["article"], "") + q["text"]
                self.assertEqual(sorted(filter(None, (solid(text(a)) for a in articles))), sorted(want.values()))
                return
            folder = self.all if name == "all" else arguments(name)[0]
            begins = {}
            for page in (x for x in self.reports[name] if x["type"] == "page"):
                for q in page["pieces"]:
                    if not q.get("artefact") and q["article"] != "banner":
                        begins.setdefault(q["article"], page["page"])
            manuscripts = [folder / f"{x['article']}.md" for x in self.reports[name]
                           if x["type"] == "article" and x["article"] != "banner"]
            manuscripts.sort(key=lambda m: begins[m.stem])
            want = [written(m) for m in manuscripts]
            self.assertEqual(len(articles), len(want))
            for article, lines in zip(articles, want):
                self.assertEqual([t for t in blocks(article)], lines)

        self.each(check)

    def test_pdfjs_reads_the_same_tree(self):
        """getStructTree() has a page at a time: an article that goes on begins on one page and ends on another. pdf.js has its own
        mind on blanks at the ends of lines; poppler's tree says that they are there."""
        def check(name, form, path, p):
            if form == "a4" and name != "all":
                return
            folder = self.all if name == "all" else arguments(name)[0]
            pages = [list(find(page, "Art")) for page in pdfjs(path)]
            if name == "daily":
                (document,) = tree(path)[1]
                self.assertEqual(sorted(solid(text(a)) for arts in pages for a in arts if solid(text(a))),
                                 sorted(solid(text(a)) for a in find(document, "Art") if solid(text(a))))
                return
            parts = [solid(text(a)) for arts in pages for a in arts]
            for manuscript in (folder / f"{x['article']}.md" for x in self.reports[name] if x["type"] == "article" and x["article"] != "banner"):
                left = solid("".join(written(manuscript)))
                for part in list(parts):
                    if part and left.startswith(part):
                        left = left[len(part):]
                        parts.remove(part)
                self.assertEqual(left, "", manuscript)
            self.assertEqual([t for t in parts if t], [])

        self.each(check)

    def test_every_mark_is_of_one_element_and_all_else_an_artefact(self):
        def check(name, form, path, p):
            numbers = p.Root.StructTreeRoot.ParentTree.Nums
            owners = {int(k): v for k, v in zip(list(numbers)[::2], list(numbers)[1::2])}
            claimed = {}
            for e, _, _ in self.elements(p):
                for k in e.get("/K", []):
                    if isinstance(k, pikepdf.Dictionary) and k.get("/Type") == "/MCR":
                        claimed.setdefault((k.Pg.objgen, int(k.MCID)), []).append(e.objgen)
                    elif not isinstance(k, pikepdf.Dictionary):
                        claimed.setdefault((e.Pg.objgen, int(k)), []).append(e.objgen)
            for page in p.pages:
                self.assertEqual(page.obj["/Tabs"], "/S")
                ids = set()
                for marks in inside(page):
                    self.assertEqual(len(marks), 1, "painted in one mark, not in none and not in two")
                    tag, mcid = marks[0]
                    self.assertEqual(tag == "Artifact", mcid is None)
                    ids |= {mcid} if mcid is not None else set()
                self.assertEqual(ids, set(range(len(ids))))
                row = owners[int(page.obj["/StructParents"])]
                self.assertEqual(len(row), len(ids))
                for i in ids:
                    self.assertEqual(claimed.pop((page.obj.objgen, i)), [row[i].objgen])
            self.assertEqual(claimed, {})

        self.each(check)

    def test_tables_lists_and_heads_are_regular(self):
        def check(name, form, path, p):
            level, n = 0, {}
            for e, parent, _ in self.elements(p):
                kind = str(e.S)[1:]
                kids = [k for k in e.get("/K", []) if isinstance(k, pikepdf.Dictionary) and "/S" in k]
                n[kind] = n.get(kind, 0) + 1
                if kind == "Table":
                    self.assertEqual({str(k.S) for k in kids}, {"/TR"})
                    rows = [[str(c.S) for c in k.K] for k in kids]
                    self.assertEqual(len({len(r) for r in rows}), 1)
                    self.assertEqual(set(rows[0]), {"/TH"})
                    self.assertEqual({c for r in rows[1:] for c in r}, {"/TD"})
                elif kind == "TH":
                    self.assertEqual((e.A.O, e.A.Scope), ("/Table", "/Column"))
                elif kind == "L":
                    self.assertEqual({str(k.S) for k in kids}, {"/LI"})
                    self.assertIn(str(e.A.ListNumbering), ("/Decimal", "/Disc"))
                elif kind == "LI":
                    self.assertEqual([str(k.S) for k in kids], ["/Lbl", "/LBody"])
                elif re.match(r"H\d", kind):
                    self.assertLessEqual(int(kind[1]), level + 1)
                    level = int(kind[1])
                elif kind == "Figure":
                    self.assertTrue(str(e.Alt))
                    box, media = [float(v) for v in e.A.BBox], [float(v) for v in e.Pg.MediaBox]
                    self.assertTrue(media[0] <= box[0] < box[2] <= media[2] and media[1] <= box[1] < box[3] <= media[3])
            if name == "all":
                self.assertEqual([n[k] for k in ("Table", "TR", "TH", "TD", "L", "LI", "Figure", "H1", "H2", "BlockQuote", "Art")],
                                 [1, 4, 3, 9, 2, 5, 2, 4, 1, 1, 4])

        self.each(check)

    def test_what_goes_on_over_a_page_is_one(self):
        for form in FORMS:
            with pikepdf.open(self.files["all", form]) as p:
                parted = [e for e, _, _ in self.elements(p) for k in e.get("/K", [])
                          if isinstance(k, pikepdf.Dictionary) and k.get("/Type") == "/MCR"]
                self.assertTrue(parted)
                pages = {}
                for e, parent, _ in self.elements(p):
                    if e.S == "/Art":
                        pages[str(e.T)] = parent
                self.assertEqual(pages["一篇转版的稿"].T, "第1版")
                self.assertEqual(pages["后一版的稿"].T, "第2版")

    def test_pictures_say_what_they_show(self):
        for form in FORMS:
            with pikepdf.open(self.files["all", form]) as p:
                figures = [e for e, _, _ in self.elements(p) if e.S == "/Figure"]
                self.assertEqual([str(e.Alt) for e in figures], ["一张有斜纹的图", "二维码：https://example.org/code"])
        self.assertIn("图说一句本报摄", [text(c) for c in find(tree(self.files["all", "a2a"]), "Caption")])

    def test_foreign_passages_have_their_language(self):
        for form in FORMS:
            with pikepdf.open(self.files["all", form]) as p:
                self.assertEqual(p.Root.Lang, "zh-Hans")
                spans = [e for e, _, _ in self.elements(p) if e.S == "/Span"]
                self.assertEqual([str(e.Lang) for e in spans], ["en"])
        said = [text(s) for s in find(tree(self.files["all", "a2a"]), "Span")]
        self.assertEqual(said, ["Make the most of every single day, whatever the weather"])

    def test_links_lead_where_they_say(self):
        def check(name, form, path, p):
            numbers = p.Root.StructTreeRoot.ParentTree.Nums
            owners = {int(k): v for k, v in zip(list(numbers)[::2], list(numbers)[1::2])}
            pages = [page.obj.objgen for page in p.pages]
            seen = []
            for i, page in enumerate(p.pages):
                for a in page.obj.get("/Annots", []):
                    link = owners[int(a.StructParent)]
                    self.assertEqual((a.Subtype, link.S, int(a.F)), ("/Link", "/Link", 4))
                    self.assertIn(a.objgen, [k.Obj.objgen for k in link.K if isinstance(k, pikepdf.Dictionary) and k.get("/Type") == "/OBJR"])
                    x0, y0, x1, y1 = (float(v) for v in a.Rect)
                    self.assertTrue(x0 < x1 and y0 < y1)
                    action = a.get("/A", {})
                    if "/URI" in action:
                        seen.append(str(action["/URI"]))
                        continue
                    target = a.Dest if form == "a2a" else action["/D"]
                    to = pages.index(target[0].objgen)
                    if form == "a4":
                        self.assertEqual(action["/SD"][0].S, "/Art")
                    self.assertNotEqual(to, i)
                    number = re.search(r"\d+", str(a.Contents))
                    if re.match(r"（?(下转|上接)", str(a.Contents)):
                        self.assertEqual(int(number[0]), to + 1)
                    height = float(page.mediabox[3])
                    box = [int(v) for v in (x0, height - y1, x1 - x0 + 1, y1 - y0 + 1)]
                    got = tool("pdftotext", "-f", i + 1, "-l", i + 1, "-x", box[0], "-y", box[1], "-W", box[2], "-H", box[3], "-raw", path, "-")
                    self.assertTrue(solid(got.decode()))
                    self.assertIn(solid(got.decode()), solid(str(a.Contents)))
                    seen.append(str(a.Contents))
            if name == "all":
                self.assertEqual(len([s for s in seen if "下转" in s]), 1)
                self.assertEqual(len([s for s in seen if "上接" in s]), 1)
                self.assertIn("https://example.org/a?b=1&c=2/%E6%8A%A5%E7%BA%B8", seen)
                self.assertIn("https://example.org/code", seen)
                self.assertTrue(any("后一版的稿" in solid(s) for s in seen), seen)

        self.each(check)

    def test_the_guide_is_a_table_of_contents(self):
        (toc,) = find(tree(self.files["all", "a2a"]), "TOC")
        self.assertEqual([c[0] for c in toc[1]], ["Caption", "TOCI"])
        self.assertEqual(text(toc[1][0]), "今日导读")
        self.assertEqual(solid(text(toc[1][1])), "后一版的稿2版")

    def test_furniture_is_read_once(self):
        (document,) = tree(self.files["all", "a2a"])[1]
        self.assertEqual(solid(text(document)).count("试报<二>第7号"), 1)
        self.assertEqual([c[0] for c in document[1]], ["Sect", "Sect"])

    def test_the_file_says_what_it_is(self):
        def check(name, form, path, p):
            self.assertTrue(p.Root.MarkInfo.Marked)
            self.assertTrue(p.Root.ViewerPreferences.DisplayDocTitle)
            self.assertEqual(p.Root.PageMode, "/UseOutlines")
            self.assertEqual(str(p.Root.PageLabels.Nums[1].P), "第1版")
            data = path.read_bytes()
            self.assertEqual(data[:8], b"%PDF-1.7" if form == "a2a" else b"%PDF-2.0")
            self.assertEqual("/Info" in p.trailer, form == "a2a")
            self.assertIn(b"No syntax or stream encoding errors", tool("qpdf", "--check", path))
            xmp = ET.fromstring(p.Root.Metadata.read_bytes())
            said = {e.tag.split("}")[1]: "".join(e.itertext()).strip() for e in next(xmp.iter("{http://www.w3.org/1999/02/22-rdf-syntax-ns#}Description"))}
            ids = [(e.tag.split("}")[0].split("/")[3 if "pdfa" in e.tag else 3], e.text) for e in xmp.iter() if e.tag.endswith("}part")]
            self.assertEqual(sorted(ids), [("pdfa", "2" if form == "a2a" else "4"), ("pdfua", "1" if form == "a2a" else "2")])
            if name == "all":
                self.assertEqual([said[k] for k in ("title", "publisher", "date", "language", "identifier", "publicationName", "number")],
                                 ["全样", "试报社 & 同人", "2026-03-01", "zh-Hans", "CN 62-0001", "试报 <二>", "第7号"])

        self.each(check)

    def test_bookmarks_lead_to_articles_by_page(self):
        def check(name, form, path, p):
            pages = [page.obj.objgen for page in p.pages]
            top = p.Root.Outlines.First
            while top is not None:
                number = int(re.fullmatch(r"第(\d+)版", str(top.Title))[1])
                entry = top.First
                while entry is not None:
                    action = entry.get("/A", {})
                    self.assertEqual("/Dest" in entry, form == "a2a")
                    target = entry.Dest if form == "a2a" else action["/D"]
                    self.assertEqual(pages.index(target[0].objgen) + 1, number)
                    entry = entry.get("/Next")
                top = top.get("/Next")

        self.each(check)

    def test_no_pixel_moves(self):
        """The archive's pages look as the printer's."""
        at = Path(self.dir.name)
        press = at / "press.pdf"
        run("press", self.all, "-o", press, ok=0)
        want = tool("pdftoppm", "-r", 60, "-gray", press)
        for form in FORMS:
            self.assertEqual(tool("pdftoppm", "-r", 60, "-gray", self.files["all", form]), want)

    def test_same_bytes_every_time(self):
        at = Path(self.dir.name)
        for form in FORMS:
            for jobs in (1, 3):
                out = at / f"again-{form}-{jobs}.pdf"
                run("archive", self.all, "--profile", form, "--jobs", jobs, "-o", out, ok=0)
                self.assertEqual(out.read_bytes(), self.files["all", form].read_bytes())
        self.assertEqual(len({self.files["all", f].read_bytes() for f in FORMS}), 2)

    def test_some_pages_are_a_whole_file(self):
        path = Path(self.dir.name) / "second.pdf"
        run("archive", self.all, "--pages", 2, "--profile", "a4", "-o", path, ok=0)
        (document,) = tree(path)[1]
        self.assertEqual(len(list(find(document, "Art"))), 2)
        with pikepdf.open(path) as p:
            self.assertEqual(len(p.pages), 1)
            links = [a for a in p.pages[0].obj.get("/Annots", [])]
            self.assertEqual(links, [], "what leads to another page leads nowhere")

    def test_a_profile_of_print_is_none_of_the_archive(self):
        for command, profile, others in (("archive", "x4", "a2a, a4"), ("press", "a4", "x4, x1a, plain")):
            r = run(command, self.all, "--profile", profile, "-o", Path(self.dir.name) / "none", ok=2)
            self.assertIn("profile-not-there", r.err)
            self.assertIn(others, r.err)

    def test_a_picture_that_nobody_speaks_of_is_said(self):
        folder = Path(self.dir.name) / "mute"
        shutil.copytree(self.all, folder)
        a = folder / "a.md"
        a.write_text(a.read_text("utf-8").replace('![图说一句](p.png "本报摄"){alt: 一张有斜纹的图}', "![](p.png)"), "utf-8")
        for command, *more in (("check",), ("archive", "-o", folder / "o")):
            self.assertRegex(run(command, folder, *more).err, r"a\.md:\d+:1: note \[no-alt\]")
            self.assertNotIn("no-alt", run(command, self.all, *more).err)


main()
