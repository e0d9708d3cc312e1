#!/usr/bin/python3
"""The records, read from outside: ALTO and METS by what their schemas ask (as XPath says it), by the manuscripts, and by the
ink of the page. With BANMIAN_GENERATED=N it makes N editions; with BANMIAN_SCHEMAS, a folder that holds alto-4-4.xsd, mets.xsd and a catalog.xml for what they import, xmllint
judges by them too."""
import json
import os
import re
import subprocess
import sys
import tempfile
import unittest
import xml.etree.ElementTree as ET
from pathlib import Path
from urllib.parse import unquote

from common import PROGRAM, SETTINGS, SOURCE, arguments, main, read_pgm, read_png, run, solid, tool
from whole import LAYOUT, SENTENCE, make, written

sys.path.insert(0, str(SOURCE / "tests/editions"))
import make as editions  # noqa: E402

RECORDS = Path(os.environ.get("RECORDS", PROGRAM.parent / "records"))
SCHEMAS = os.environ.get("BANMIAN_SCHEMAS")
DAILY = SOURCE / "content/2026-sample-daily"
A = "{http://www.loc.gov/standards/alto/ns-v4#}"
M = "{http://www.loc.gov/METS/}"
MODS = "{http://www.loc.gov/mods/v3}"
HREF = "{http://www.w3.org/1999/xlink}href"
SPACES = ["TopMargin", "LeftMargin", "RightMargin", "BottomMargin", "PrintSpace"]
GENERATED = range(int(os.environ.get("BANMIAN_GENERATED", 2)))


def rect(e):
    x, y, w, h = (int(e.get(k)) for k in ("HPOS", "VPOS", "WIDTH", "HEIGHT"))
    return x, y, x + w, y + h


def inside(a, b):
    return b[0] <= a[0] <= a[2] <= b[2] and b[1] <= a[1] <= a[3] <= b[3]


def strips(block):
    """The rectangles that a block fills: one, or those of its polygon, whose sides are level or upright."""
    polygon = block.find(f"{A}Shape/{A}Polygon")
    if polygon is None:
        return [rect(block)]
    points = [tuple(map(int, p.split(","))) for p in polygon.get("POINTS").split()]
    half = len(points) // 2
    right, left = points[:half], points[half:][::-1]
    return [(left[i][0], right[i][1], right[i][0], right[i + 1][1]) for i in range(0, half, 2)]


def meet(a, b):
    return a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3]


def words(e):
    """The text of a block: its lines one behind the other, SP being one blank."""
    return "".join(" " if c.tag == A + "SP" else c.get("CONTENT", "") for c in e.iter())


class Alto:
    def __init__(self, path):
        self.path, self.root = path, ET.parse(path).getroot()
        (self.page,) = self.root.iter(A + "Page")
        self.blocks = {e.get("ID"): e for e in self.page.iter() if e.tag in (A + "TextBlock", A + "Illustration", A + "GraphicalElement",
                                                                               A + "ComposedBlock")}

        self.labels = {t.get("ID"): t.get("LABEL") for t in self.root.find(A + "Tags")}

    def order(self):
        """(ID of the article's tag or None, block), as they are read."""
        def walk(e, tag):
            for c in e:
                if c.tag == A + "ElementRef":
                    yield tag, self.blocks[c.get("REF")]
                else:
                    yield from walk(c, c.get("TAGREFS", tag))
        return [x for e in self.root.findall(A + "ReadingOrder") for x in walk(e, None)]


class Folder:
    """The records of an edition."""

    def __init__(self, at, edition, layout=""):
        self.at, self.edition = at, edition
        subprocess.run([RECORDS, edition, layout, at], check=True)
        self.pages = {p.relative_to(at).as_posix(): Alto(p) for p in sorted((at / "alto").iterdir())}
        self.home = {id(b): p for p in self.pages.values() for b in p.blocks.values()}
        self.mets = ET.parse(at / "mets.xml").getroot()
        self.files = {f.get("ID"): unquote(f.find(M + "FLocat").get(HREF)) for f in self.mets.iter(M + "file")}
        self.list = json.loads((at / "articles.json").read_text("utf-8"))

    def map(self, kind):
        return next(m for m in self.mets.iter(M + "structMap") if m.get("TYPE") == kind)

    def articles(self):
        return [d for d in self.map("LOGICAL").iter(M + "div") if d.get("TYPE") == "ARTICLE"]

    def areas(self, e):
        """Blocks that an element of METS points at."""
        return [self.pages[self.files[a.get("FILEID")]].blocks[a.get("BEGIN")] for a in e.iter(M + "area")]

    def parts(self, article):
        """The texts of an article's parts as METS has them, in order; of a list and a table one each of their own parts."""
        out = []
        for d in article.iter(M + "div"):
            own = [f for f in d.findall(M + "fptr") if f.find(M + "area") is not None or f.find(M + "seq") is not None]
            blocks = [b for f in own for b in self.areas(f)]
            if d.get("TYPE") == "TABLE":
                out += [words(c) for b in blocks for c in b]
            elif d.get("TYPE") == "ITEM":
                label = [words(b) for b in blocks if "label" in self.tags(b)]
                out += ["".join(label), "".join(words(b) for b in blocks if "label" not in self.tags(b))]
            elif blocks and blocks[0].tag == A + "TextBlock":
                out.append("".join(map(words, blocks)))
        return out

    def tags(self, block):
        return [self.home[id(block)].labels[r] for r in block.get("TAGREFS").split()]


class Records(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.dir = tempfile.TemporaryDirectory()
        at = Path(cls.dir.name)
        make(at / "all")
        cls.folders = {"all": Folder(at / "r-all", at / "all"), "daily": Folder(at / "r-daily", DAILY)}
        vertical = at / "vertical"
        vertical.mkdir()
        (vertical / "full.yaml").write_text(LAYOUT, "utf-8")
        for name, title in (("a", "第20届Spring节（2026）"), ("b", "Springtime")):
            (vertical / f"{name}.md").write_text(f"---\nkind: 竖\ntitle: {title}\n---\n\n{SENTENCE * 8}\n", "utf-8")
        (vertical / "edition.yaml").write_text(
            "title: 试\ndate: 2026-03-01\nlayout: full\narticles: [a.md, b.md]\nframes:\n  full:\n    - frames:\n"
            + "".join(f"      - {{article: {a}, columns: {c}, lines: 2-40, head: {{columns: 1, lines: 1-20}}}}\n" for a, c in (("a", "1-3"), ("b", "4-6"))),
            "utf-8")
        cls.folders["vertical"] = Folder(at / "r-vertical", vertical)
        for name in SETTINGS:
            args = arguments(name)
            cls.folders[name] = Folder(at / f"r-{name}", args[0], *args[2:])
        run("init", at / "kit", ok=0)
        cls.folders["kit"] = Folder(at / "r-kit", at / "kit")
        for seed in GENERATED:
            editions.make(seed).write(at / f"g{seed}")
            cls.folders[f"generated {seed}"] = Folder(at / f"r-g{seed}", at / f"g{seed}")

    @classmethod
    def tearDownClass(cls):
        cls.dir.cleanup()

    def each(self, check):
        for name, folder in self.folders.items():
            with self.subTest(name):
                check(name, folder)

    def each_page(self, check):
        self.each(lambda name, folder: [check(folder, page) for page in folder.pages.values()])

    @unittest.skipUnless(SCHEMAS, "no schemas: BANMIAN_SCHEMAS")
    def test_published_schemas_agree(self):
        def check(name, folder):
            for schema, files in (("alto-4-4.xsd", sorted((folder.at / "alto").iterdir())), ("mets.xsd", [folder.at / "mets.xml"])):
                subprocess.run(["xmllint", "--nonet", "--noout", "--schema", f"{SCHEMAS}/{schema}", *files], check=True,
                               capture_output=True, env={**os.environ, "XML_CATALOG_FILES": f"{SCHEMAS}/catalog.xml"})
        self.each(check)

    def test_alto_is_built_as_the_schema_says(self):
        def check(folder, page):
            root = page.root
            self.assertEqual((root.tag, root.get("SCHEMAVERSION")), (A + "alto", "4.4"))
            self.assertEqual([c.tag for c in root], [A + t for t in ("Description", "Styles", "Tags", "ReadingOrder", "Layout")])
            self.assertEqual(root.findtext(f".//{A}MeasurementUnit"), "inch1200")
            self.assertEqual([c.tag[len(A):] for c in page.page], SPACES)
            ids = [e.get("ID") for e in root.iter() if e.get("ID")]
            self.assertEqual(len(ids), len(set(ids)))
            for e in root.iter():
                for key in ("TAGREFS", "STYLEREFS", "PROCESSINGREFS", "REF"):
                    self.assertLessEqual(set(e.get(key, "").split()), set(ids))
                self.assertIsNone(e.get("WC"))
            self.assertEqual(list(root.iter(A + "HYP")), [])
            for line in root.iter(A + "TextLine"):
                self.assertRegex(" ".join(c.tag[len(A):] for c in line), r"^String( SP)?( String( SP)?)*$")
            for block in page.blocks.values():
                at, size = ("VPOS", "HEIGHT") if block.get("BASEDIRECTION") or block.get("ROTATION") else ("HPOS", "WIDTH")
                for line in block.findall(A + "TextLine"):
                    ends = [int(c.get(at)) + d for c in line for d in (0, int(c.get(size)))]
                    self.assertEqual(ends, sorted(ends), "one beside the other")
        self.each_page(check)

    def test_han_stand_alone_and_words_whole(self):
        def check(folder, page):
            for string in page.root.iter(A + "String"):
                text = string.get("CONTENT")
                if re.search("[\u3400-\u9fff]", text):
                    self.assertRegex(text, "^.[\u0300-\u036f\ufe00-\ufe0f]*$")
                if len(text) > 1:
                    self.assertNotRegex(text, r"^\s|\s.*\S")
        self.each_page(check)
        strings = {s.get("CONTENT") for p in self.folders["all"].pages.values() for s in p.root.iter(A + "String")}
        self.assertLessEqual({"weather", "GDP", "Make"}, strings)

    def test_all_stands_in_what_holds_it(self):
        def check(folder, page):
            sheet = (0, 0, int(page.page.get("WIDTH")), int(page.page.get("HEIGHT")))

            def walk(e, outer):
                for c in e:
                    own = rect(c) if c.get("HPOS") is not None else outer
                    self.assertTrue(inside(own, outer), (page.path, c.attrib, outer))
                    walk(c, own)
            walk(page.page, sheet)
        self.each_page(check)

    def test_articles_do_not_overlap(self):
        def check(folder, page):
            own = {}
            for tag, block in page.order():
                own.setdefault(tag, []).extend(strips(block))
            for tag, blocks in own.items():
                for other, theirs in own.items():
                    if other != tag:
                        self.assertFalse([(a, b) for a in blocks for b in theirs if meet(a, b)], (tag, other))
        self.each_page(check)

    def test_blocks_stand_in_one_column(self):
        """A paragraph that goes on in the next column is two blocks, and no block lies on another."""
        def check(folder, page):
            blocks = [(b, s) for _, b in page.order() for s in strips(b)]
            for i, (b, r) in enumerate(blocks):
                for c, s in blocks[i + 1:]:
                    part = min(min(r[2], s[2]) - max(r[0], s[0]), min(r[3], s[3]) - max(r[1], s[1]))
                    self.assertTrue(b is c or part < 60, (b.get("ID"), c.get("ID")))  # 3.6 pt: ink between lines
            for b in page.blocks.values():
                lines = [rect(t) for t in b.findall(A + "TextLine")]
                if b.find(A + "Shape") is not None:
                    for s, t in zip(strips(b), lines, strict=True):
                        self.assertEqual((s[0], s[2]), (t[0], t[2]))
        self.each_page(check)

    def test_all_ink_is_in_a_block(self):
        """The page without what stands in its blocks is white: a pixel around them is left for rounding, and of a box its line is
        taken away alone. As articles do not overlap, the ink of each is in its own blocks."""
        dpi = 75

        def check(name, folder):
            pdf = folder.at / "whole.pdf"
            run("archive", folder.edition, *(("--layout", name) if name in ("tabloid", "broadsheet", "broadsheet-8") else ()), "-o", pdf)
            for n, page in enumerate(folder.pages.values(), 1):
                width, height, px = read_pgm(tool("pdftoppm", "-r", dpi, "-gray", "-f", n, "-l", n, pdf))
                px = bytearray(px)
                self.assertGreater(sum(v < 128 for v in px), 1000)
                for b in page.blocks.values():
                    x0, y0, x1, y1 = (v * dpi / 1200 for v in rect(b))
                    x0, y0, x1, y1 = max(0, int(x0) - 1), max(0, int(y0) - 1), min(width, int(x1) + 2), min(height, int(y1) + 2)
                    edge = 9 if b.tag == A + "GraphicalElement" else max(width, height)  # of a box its line, not what is in it
                    for y in range(y0, y1):
                        within = min(edge, x1 - x0) if y0 + edge <= y < y1 - edge else x1 - x0
                        px[y * width + x0:y * width + x0 + within] = b"\xff" * within
                        px[y * width + x1 - within:y * width + x1] = b"\xff" * within
                left = [i for i, v in enumerate(px) if v < 200]
                self.assertEqual([(i % width, i // width) for i in left[:5]], [], f"page {n}")
        for name in ("all", "daily", "vertical", "generated 1"):
            with self.subTest(name):
                check(name, self.folders[name])

    def test_text_is_the_manuscripts(self):
        """Article by article, part by part: by METS through ALTO, and in the texts."""
        def check(name, folder):
            articles = folder.articles()
            numbers = {d.get("ID")[4:]: d for d in articles}
            names = {a["number"]: a for a in folder.list["articles"]}
            seen = 0
            for key, article in numbers.items():
                entry = names[int(key[1:])]
                manuscript = folder.edition / f"{entry['name']}.md"
                text = (folder.at / entry["text"]).read_text("utf-8")
                got = folder.parts(article)
                self.assertEqual(solid(text), solid("".join(got)))
                if not manuscript.exists() or name in ("daily", "kit") or name.startswith("generated"):
                    continue
                want = written(manuscript)
                self.assertEqual([g for g in got if g], [w for w in want if w], entry["name"])
                lines = re.sub("[\t\n]", "\n", text)
                self.assertEqual(solid(lines), solid("".join(want)))
                for part in want:
                    self.assertIn(part, lines)
                seen += 1
            self.assertTrue(seen or name in ("daily", "kit") or name.startswith("generated"))
        self.each(check)

    def test_reading_order_is_that_of_the_articles(self):
        """The groups of pages, one behind the other, hold all of an article."""
        def check(name, folder):
            for article in folder.articles():
                tag, got = article.get("ID")[4:], []
                for page in folder.pages.values():
                    got += [words(b) for t, b in page.order() if t == tag and b.tag == A + "TextBlock"]
                self.assertEqual(sorted("".join(got)), sorted("".join(folder.parts(article))))
        self.each(check)

    def test_json_says_what_the_text_says(self):
        def check(name, folder):
            def texts(e):
                if isinstance(e, dict):
                    for key in ("label", "text", "caption"):
                        yield from [e[key]] if key in e else []
                    for key in ("head", "body", "tail", "items", "rows"):
                        yield from texts(e.get(key, []))
                elif isinstance(e, list):
                    for c in e:
                        yield from texts(c)
            for entry in folder.list["articles"]:
                article = json.loads((folder.at / entry["json"]).read_text("utf-8"))
                text = (folder.at / entry["text"]).read_text("utf-8")
                self.assertEqual(solid("".join(texts(article))), solid(text))
                self.assertEqual({k: article[k] for k in ("number", "name", "places", "characters")},
                                 {k: entry[k] for k in ("number", "name", "places", "characters")})
                self.assertTrue(article["places"])
        self.each(check)

    def test_json_says_where_text_is_missing(self):
        folder = self.folders["all"]
        articles = [json.loads(p.read_text("utf-8")) for p in sorted((folder.at / "json").iterdir())]
        gaps = [(p["text"][g["offset"] - 2:g["offset"] + 2]) for a in articles for p in a["body"] for g in p.get("gaps", [])]
        self.assertEqual(gaps, ["此处有缺"])

    def test_all_that_mets_points_at_is_there(self):
        def check(name, folder):
            mets = folder.mets
            self.assertEqual([c.tag for c in mets if c.tag != M + "dmdSec"],
                             [M + t for t in ("metsHdr", "fileSec", "structMap", "structMap", "structLink")])
            ids = [e.get("ID") for e in mets.iter() if e.get("ID")]
            self.assertEqual(len(ids), len(set(ids)))
            for e in mets.iter():
                for key in ("FILEID", "DMDID"):
                    self.assertTrue(e.get(key) is None or e.get(key) in ids)
            for link in mets.iter(M + "smLink"):
                self.assertLessEqual({v for k, v in link.attrib.items()}, set(ids))
            on_disk = {p.relative_to(folder.at).as_posix() for p in folder.at.rglob("*") if p.is_file() and p.suffix != ".pdf"}
            made = on_disk - {"mets.xml"}
            self.assertLessEqual(made, set(folder.files.values()))
            self.assertIn("manuscripts/一 稿.md", folder.files.values())
            for f in mets.iter(M + "file"):
                path = folder.at / folder.files[f.get("ID")]
                if path.exists():
                    self.assertEqual(int(f.get("SIZE")), path.stat().st_size)
            uses = {g.get("USE"): len(g) for g in mets.iter(M + "fileGrp")}
            pages = len(folder.pages)
            self.assertEqual({k: uses[k] for k in ("FULLTEXT", "DEFAULT", "THUMBS", "DOWNLOAD", "manuscripts")},
                             {"FULLTEXT": pages, "DEFAULT": pages, "THUMBS": pages, "DOWNLOAD": 1, "manuscripts": 1})
            for div in folder.map("LOGICAL").iter(M + "div"):
                folder.areas(div)
            self.assertEqual([d.get("TYPE") for d in folder.map("PHYSICAL").iter(M + "div")], ["ISSUE"] + ["PAGE"] * pages)
            # Every block that is read is a part of something.
            told = {id(b) for m in [folder.map("LOGICAL")] for b in folder.areas(m)}
            for page in folder.pages.values():
                for tag, block in page.order():
                    within = [b for b in page.blocks.values() if b.tag == A + "ComposedBlock" and block in list(b)]
                    self.assertTrue(tag is None or id(block) in told or id(within[0]) in told, block.get("ID"))
        self.each(check)

    def test_descriptions_say_what_the_edition_says(self):
        mods = [d.find(f".//{MODS}mods") for d in self.folders["all"].mets.iter(M + "dmdSec")]
        issue = mods[0]
        self.assertEqual(issue.findtext(f"{MODS}titleInfo/{MODS}title"), "试报 <二>")
        self.assertEqual(issue.findtext(f"{MODS}originInfo/{MODS}publisher"), "试报社 & 同人")
        self.assertEqual(issue.findtext(f"{MODS}originInfo/{MODS}dateIssued[@encoding='w3cdtf']"), "2026-03-01")
        self.assertEqual(issue.findtext(f"{MODS}identifier[@type='cn']"), "CN 62-0001")
        self.assertEqual(issue.findtext(f".//{MODS}number"), "第7号")
        a = next(m for m in mods if m.findtext(f"{MODS}identifier[@type='local']") == "a")
        self.assertEqual(a.findtext(f"{MODS}titleInfo/{MODS}subTitle"), "副题在下")
        self.assertEqual(a.findtext(f"{MODS}note[@type='statement of responsibility']"), "本报记者 甲")
        self.assertEqual(a.findtext(f".//{MODS}list"), "1, 2")

    def test_lines_of_a_title_stand_apart(self):
        folder = self.folders["all"]
        titles = {m.text for m in folder.mets.iter(f"{MODS}title")}
        self.assertIn("一篇 转版的稿", titles)
        self.assertIn("一篇 转版的稿", [a.get("headline") for a in folder.list["articles"]])

    def test_an_article_over_pages_is_one(self):
        folder = self.folders["all"]
        (article,) = [d for d in folder.articles() if d.get("LABEL") == "一篇转版的稿"]
        files = {folder.files[a.get("FILEID")] for a in article.iter(M + "area")}
        self.assertEqual(files, {"alto/page-01.xml", "alto/page-02.xml"})
        parted = [s for s in article.iter(M + "seq") if len({a.get("FILEID") for a in s}) == 2]
        self.assertEqual(len(parted), 1, "the paragraph that the page's end cuts")
        self.assertEqual(sum(1 for t, _ in folder.pages["alto/page-02.xml"].order() if t == article.get("ID")[4:]) > 0, True)

    def test_vertical_heads_run_down(self):
        folder = self.folders["all"]
        blocks = [b for p in folder.pages.values() for b in p.blocks.values() if b.get("BASEDIRECTION") == "ttb"]
        (head,) = [b for b in blocks if words(b) == "竖排的题目"]
        for line in head.iter(A + "TextLine"):
            tops = [int(s.get("VPOS")) for s in line]
            self.assertEqual(tops, sorted(set(tops)))
            self.assertEqual(len({s.get("HPOS") for s in line}), 1)
        self.assertGreater(int(head.get("HEIGHT")), int(head.get("WIDTH")))

    def test_words_in_vertical_heads_are_turned(self):
        (page,) = self.folders["vertical"].pages.values()
        first = next(b for b in page.blocks.values() if b.get("BASEDIRECTION") == "ttb")
        lines = [[(s.get("CONTENT"), rect(s)) for s in line] for line in first.iter(A + "TextLine")]
        self.assertEqual([[c for c, _ in line] for line in lines], [["第", "20", "届"], ["Spring", "节", "（", "2026", "）"]])
        self.assertGreater(lines[0][0][1][0], lines[1][0][1][2] - 1, "the second line is left of the first")
        shapes = {c: ((r[2] - r[0]), (r[3] - r[1])) for c, r in lines[0] + lines[1]}
        self.assertEqual(*shapes["20"])  # across the line, in one cell
        self.assertGreater(shapes["Spring"][1], 2.5 * shapes["Spring"][0])
        (turned,) = [b for b in page.blocks.values() if b.get("ROTATION")]
        self.assertEqual((turned.get("ROTATION"), words(turned)), ("270", "Springtime"))

    def test_tables_lists_pictures_and_codes_are_told_apart(self):
        folder = self.folders["all"]
        (article,) = [d for d in folder.articles() if d.get("LABEL") == "一篇转版的稿"]
        kinds = [d.get("TYPE") for d in article.iter(M + "div")]
        for kind, n in (("TABLE", 1), ("LIST", 1), ("ITEM", 3), ("ILLUSTRATION", 1), ("CAPTION", 1), ("HEADING", 1), ("TITLE", 1), ("BYLINE", 1)):
            self.assertEqual(kinds.count(kind), n, kind)
        tables = [b for p in folder.pages.values() for b in p.blocks.values() if b.tag == A + "ComposedBlock"]
        self.assertEqual({t.get("TYPE") for t in tables}, {"table"})
        self.assertEqual([words(c) for t in tables for c in t], ["名目", "数", "单位", "粮食", "1.5", "吨", "棉花", "担", "油料", "30", "斤"])
        pictures = sorted(b.get("TYPE") for p in folder.pages.values() for b in p.blocks.values() if b.tag == A + "Illustration")
        self.assertEqual(pictures, ["code", "figure"])
        labels = [d.get("LABEL") for d in folder.map("LOGICAL").iter(M + "div") if d.get("TYPE") == "ILLUSTRATION"]
        self.assertEqual(labels, ["一张有斜纹的图", "二维码：https://example.org/code"])
        a = json.loads((folder.at / "json/002.json").read_text("utf-8"))
        body = {b["type"]: b for f in folder.list["articles"] for b in json.loads((folder.at / f["json"]).read_text("utf-8"))["body"]}
        self.assertEqual([len(r) for r in body["table"]["rows"]], [3] * 4)
        self.assertEqual([c.get("header") for c in body["table"]["rows"][0]], [True] * 3)
        self.assertEqual(body["table"]["rows"][2][1]["text"], "")
        self.assertEqual(body["figure"]["code"], "https://example.org/code")
        self.assertTrue(a["head"])

    def test_foreign_words_have_their_language(self):
        strings = [s for p in self.folders["all"].pages.values() for s in p.root.iter(A + "String") if s.get("LANG")]
        self.assertEqual({s.get("LANG") for s in strings}, {"en"})
        self.assertEqual([s.get("CONTENT") for s in strings][:4], ["Make", "the", "most", "of"])

    def test_folios_are_kept_but_not_read(self):
        folder = self.folders["daily"]
        page = folder.pages["alto/page-03.xml"]
        folios = [b for b in page.blocks.values() if b.tag == A + "TextBlock" and "folio" in folder.tags(b)]
        self.assertTrue(folios)
        read = [b for _, b in page.order()]
        self.assertFalse([b for b in folios if b in read])

    def test_thumbnails_are_small_pictures_of_the_pages(self):
        def check(name, folder):
            thumbnails = sorted((folder.at / "thumbnails").iterdir())
            self.assertEqual(len(thumbnails), len(folder.pages))
            for path, page in zip(thumbnails, folder.pages.values()):
                gray = read_png(path.read_bytes())[0]
                self.assertTrue(190 <= gray[0] <= 210, gray[0])
                ratio = int(page.page.get("HEIGHT")) / int(page.page.get("WIDTH"))
                self.assertAlmostEqual(gray[1] / gray[0], ratio, delta=.02)
                self.assertTrue(100 < sum(v < 180 for v in gray[2]))
        self.each(check)

    def test_same_bytes_every_time(self):
        folder = self.folders["all"]
        again = Folder(folder.at.parent / "again", folder.edition)
        for path in again.at.rglob("*"):
            if path.is_file():
                self.assertEqual(path.read_bytes(), (folder.at / path.relative_to(again.at)).read_bytes())


main()
