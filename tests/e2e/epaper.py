#!/usr/bin/python3
"""The e-paper as those have it who read it: its files by Python's reader of HTML, its areas against the ink of the pages,
and the whole in Chromium, on a phone and at a desk."""
import concurrent.futures
import html.parser
import itertools
import json
import os
import random
import re
import shutil
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

from common import EDITION, PROGRAM, SOURCE, WORK_REPORT, clean, main, page_chars, passages, run, solid

sys.path.insert(0, str(SOURCE / "tests/editions"))
from make import make  # noqa: E402
from pictures import jpeg, png  # noqa: E402

DAILY = SOURCE / "content/2026-sample-daily"
SLOW = b"__asan_init" in PROGRAM.read_bytes()  # the files are the same bytes
SENTENCE = "会议指出，要坚持稳中求进，把各项工作落到实处，让群众看到变化。"
OWN = """title: 全样
date: 2026-03-01
paper: 试报 <二>
number: "0007"
cn: CN 62-0001
publisher: 试报社 & 同人
foreign: en
layout: full
banner: 特别 / 报道
articles: [a.md, b.md, c.md, d.md, e.md]
frames:
  full:
    - section: 要闻
      frames:
        - {furniture: [{text: "{paper} {number}", style: 报头条}], columns: 1-6, lines: 2-3}
        - {banner: true, columns: 1-6, lines: 4-10}
        - {article: a, columns: 1-4, lines: 11-24, set: 2}
        - {article: a, columns: 1-2, lines: 25-40, set: 1}
        - {guide: true, columns: 5-6, lines: 11-24, box: 文框}
        - {article: b, columns: 5-6, lines: 25-82, head: {columns: 1, lines: 1-20}}
        - {article: c, columns: 3-4, lines: 25-82, set: 1, box: 文框}
        - {article: e, columns: 1-2, lines: 41-82, set: 1}
    - frames:
        - {article: a, columns: 1-6, lines: 4-40, set: 3}
        - {article: d, columns: 1-6, lines: 41-82, set: 3}
"""
LAYOUT = """base: daily
styles:
  竖题: {base: 题, weight: black, size: 24pt, leading: 30pt, direction: vertical}
kinds:
  全: {tiers: [{field: kicker, style: 引题}, {field: title, style: 中题24}, {field: deck, style: 副题}, {field: adopted, style: 文号},
               {field: byline, style: 署名}], head-above: 1, body: 正文, names: 人名, item: 条目, subhead: 小标题, signed: 落款, dated: 落款,
       caption: 图说, quote: 提要, table: 表文, table-head: 表头}
  竖: {tiers: [{field: title, style: 竖题}], body: 正文, item: 条目, signed: 落款, dated: 落款}
"""
MANUSCRIPTS = {
    "a": "---\nkind: 全\nkicker: 引题在上\ntitle: 一篇 / 转版的稿\ndeck: 副题在下\nbyline: 本报记者  甲\n---\n\n"
         + f"{SENTENCE * 3}\n\n![图说一句](p.png \"本报摄\"){{alt: 一张有 \"斜纹\" <的> 图}}\n\n" + f"{SENTENCE * 9}\n\n" * 3
         + "1. 甲项\n2. 乙项，说得长一些，好让它占两行，看看后面的行怎样排。\n3. 丙项\n\n"
         + "| 名目 | 数 | 单位 |\n|---|--:|:-:|\n| 粮食 | 1.5 | 吨 |\n| 棉花 | | 担 |\n| 油料 | 30 | 斤 |\n\n" + SENTENCE * 30 + "\n",
    "b": "---\nkind: 竖\ntitle: 竖排的题目\nsigned: 乙\n---\n\n" + f"{SENTENCE * 4}\n\n" + "- 一条\n- 二条\n\n" + SENTENCE * 3 + "\n",
    "c": "---\nkind: 全\ntitle: 盒中&amp;之<文>\nadopted: (三月一日通过)\nsigned: 丙\ndated: 三月一日\n---\n\n"
         + SENTENCE + "\n\n## 小题一\n\n他说：Make the most of every single day, whatever the weather，又说 GDP 增长。见 https://example.org/a?b=1&c=2。\n\n"
         + "![扫一扫](qr:https://example.org/code)\n\n" + SENTENCE + "\n",
    "d": "---\nkind: 全\ntitle: 后一版的稿\n---\n\n" + f"{SENTENCE * 6}\n\n" * 2 + "> 一句引语。\n\n张三{{name 2}}李四{{name 2}}读史记{{title 2}}，此处{{gap}}有缺，**要点在此**，着重{{dot 2}}。\n\n王一　丹增旺姆　李小二（女，回族）\n\n![](p.jpg){alt: 照片}\n\n" + SENTENCE * 4 + "\n",
    "e": "---\nkind: 诗\ntitle: 春江花月夜\nbyline: 〔唐〕张若虚\n---\n\n春江潮水连海平，海上明月共潮生。\n滟滟随波千万里，何处春江无月明！\n\n江流宛转绕芳甸，月照花林皆似霰；\n",
}
# What a page is in a browser; and what lies at places of the map, in mm.
BROWSER = """(() => {
  const map = document.querySelector(".map svg"), box = map && map.getBoundingClientRect(), size = map && map.viewBox.baseVal;
  const at = (x, y) => document.elementFromPoint(box.x + x * 100 / size.width * box.width, box.y + y * 100 / size.height * box.height);
  const texts = document.createTreeWalker(document.querySelector("article") || document.body, NodeFilter.SHOW_TEXT), sizes = [];
  for (let n; (n = texts.nextNode());)
    if (n.data.trim() && !["SCRIPT", "title"].includes(n.parentElement.tagName))
      sizes.push(parseFloat(getComputedStyle(n.parentElement).fontSize));
  for (const i of document.images) i.loading = "eager";
  return Promise.all([...document.images].map((i) => i.decode().then(() => null, () => i.getAttribute("src")))).then((lost) => ({
    wide: document.documentElement.scrollWidth, pictures: lost.filter((l) => l), least: Math.min(...sizes),
    ground: getComputedStyle(document.body).backgroundColor, hits: %s.map(([_, x, y]) => { const e = at(x, y); return e && e.dataset.contentid; }) }));
})()"""
PLACE = """(() => {
  const map = document.querySelector(".map svg"), box = map.getBoundingClientRect(), size = map.viewBox.baseVal;
  const e = document.elementFromPoint(box.x + %f * 100 / size.width * box.width, box.y + %f * 100 / size.height * box.height);
  return e.closest("a").getAttribute("href");
})()"""
OPENING = "(“‘（《〈【「『〔"  # their ink is at the right of their place
VOID = {"meta", "link", "img", "br", "input", "hr"}


class Node:
    def __init__(self, tag, attributes, parent):
        self.tag, self.a, self.parent, self.kids = tag, dict(attributes), parent, []

    def walk(self):
        for k in self.kids:
            if isinstance(k, Node):
                yield k
                yield from k.walk()

    def find(self, tag=None, kind=None):
        return [n for n in self.walk() if (not tag or n.tag == tag) and (not kind or kind in n.a.get("class", "").split())]

    def text(self):
        """The manuscript's: the sign of a gap is none of it."""
        return "" if self.a.get("class") == "gap" else "".join(k if isinstance(k, str) else k.text() for k in self.kids)


class Reader(html.parser.HTMLParser):
    """A tree; a tag that is not closed where it should be is an error."""

    def __init__(self, text):
        super().__init__(convert_charrefs=True)
        self.root = self.at = Node("", {}, None)
        self.feed(text)
        self.close()
        assert self.at is self.root, self.at.tag

    def handle_starttag(self, tag, attributes):
        names = [k for k, _ in attributes]
        assert len(names) == len(set(names)), names
        node = Node(tag, attributes, self.at)
        self.at.kids.append(node)
        if tag not in VOID:
            self.at = node

    def handle_startendtag(self, tag, attributes):
        self.at.kids.append(Node(tag, attributes, self.at))

    def handle_endtag(self, tag):
        assert tag == self.at.tag, (tag, self.at.tag)
        self.at = self.at.parent

    def handle_data(self, data):
        self.at.kids.append(data)


def written(path):
    """What of a manuscript should be on its page, block by block: a caption and its credit are one."""
    out = passages(path)
    for caption, credit in re.findall(r'^!\[(.+?)\]\([^)"]*"(.+?)"\)', path.read_text("utf-8"), re.M):
        at = next(i for i in range(len(out)) if out[i:i + 2] == [caption, credit])
        out[at:at + 2] = [caption + credit]
    if re.search(r"^kind: 诗$", path.read_text("utf-8"), re.M):
        out = [line for t in out for line in t.split("\n")]
    return [re.sub(r"^> ", "", t).replace("**", "") for t in out]


BLOCKS = {"p", "h1", "h2", "th", "td", "figcaption"}


def blocks(node):
    for n in node.walk():
        if n.tag in BLOCKS or n.tag == "span" and n.a.get("class") in ("label", "body"):
            yield n.text()


def size_of(data):
    """Width and height of a PNG or a JPEG, and of the former its kind of colour and bits."""
    if data[:4] == b"\x89PNG":
        return int.from_bytes(data[16:20], "big"), int.from_bytes(data[20:24], "big"), data[25], data[24]
    at = 2
    while data[at + 1] not in (0xC0, 0xC1, 0xC2):
        at += 2 + int.from_bytes(data[at + 2:at + 4], "big")
    return int.from_bytes(data[at + 7:at + 9], "big"), int.from_bytes(data[at + 5:at + 7], "big"), None, None


class Made:
    """An e-paper, read."""

    def __init__(self, name, at, args):
        self.name, self.folder, report = name, at / f"{name}-epaper", at / f"{name}.ndjson"
        self.args = args
        self.said = run("epaper", *args, "-o", self.folder, "--report", report, "--jobs", 1, ok=0).err
        self.report = [json.loads(line) for line in report.read_text("utf-8").splitlines()]
        self.files = {p.name: p.read_bytes() for p in self.folder.iterdir()}
        self.trees = {n: Reader(b.decode("utf-8")).root for n, b in self.files.items() if n.endswith(".html")}
        self.nodes = {n: t for n, t in sorted(self.trees.items()) if n.startswith("node_")}
        self.contents = {n: t for n, t in sorted(self.trees.items()) if n.startswith("content_")}

    def areas(self, node):
        """(content, polygons in mm) of a page, in order; guide entries apart."""
        out = []
        for a in (a for s in self.nodes[node].find("svg", "areas") for a in s.find("a")):
            polygons = [[tuple(int(v) / 100 for v in c.split(",")) for c in p.a["points"].split()] for p in a.find("polygon")]
            out.append((a, polygons))
        return out


def inside(polygons, x, y):
    odd = False
    for p in polygons:
        for (x0, y0), (x1, y1) in zip(p, p[1:] + p[:1]):
            if x0 == x1 and x0 > x and min(y0, y1) <= y < max(y0, y1):
                odd = not odd
    return odd


def room(polygons):
    """Square mm inside; edges are upright or level."""
    return abs(sum((x0 * y1 - x1 * y0) / 2 for p in polygons for (x0, y0), (x1, y1) in zip(p, p[1:] + p[:1])))


class Epaper(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.dir = tempfile.TemporaryDirectory()
        at = Path(cls.dir.name)
        own = cls.own = at / "own"
        own.mkdir()
        (own / "full.yaml").write_text(LAYOUT, "utf-8")
        (own / "edition.yaml").write_text(OWN, "utf-8")
        for name, manuscript in MANUSCRIPTS.items():
            (own / f"{name}.md").write_text(manuscript, "utf-8")
        (own / "p.png").write_bytes(png(640, 480, random.Random(1)))
        (own / "p.jpg").write_bytes(jpeg(640, 480, random.Random(2)))
        wanted = {"own": (own,)}
        if not SLOW:
            wanted.update({"daily": (DAILY,), "tabloid": (EDITION, "--layout", "tabloid"), "broadsheet": (EDITION, "--layout", "broadsheet"),
                           "report": (WORK_REPORT,), "broadsheet-8": (WORK_REPORT, "--layout", "broadsheet-8")})
            for layout in ("bulletin", "school"):
                run("init", at / layout, "--layout", layout, ok=0)
                wanted[layout] = (at / layout,)
            for seed in (7, 8):
                make(seed).write(at / f"made-{seed}")
                wanted[f"made-{seed}"] = (at / f"made-{seed}",)
        with concurrent.futures.ThreadPoolExecutor(2) as pool:
            cls.made = {m.name: m for m in pool.map(lambda i: Made(i[0], at, i[1]), wanted.items())}

    @classmethod
    def tearDownClass(cls):
        cls.dir.cleanup()

    def each(self):
        yield from self.made.values()

    def each_file(self):
        for made in self.each():
            yield from ((made, name, tree) for name, tree in made.trees.items())

    def test_the_folder_has_the_files_that_are_looked_for(self):
        for made in self.each():
            pages = [r["page"] for r in made.report if r["type"] == "page"]
            self.assertEqual(list(made.nodes), [f"node_{n:02}.html" for n in pages])
            articles = {q["article"] for r in made.report if r["type"] == "page" for q in r["pieces"] if not q.get("artefact")}
            articles |= {r["article"] for r in made.report if r["type"] == "article" and r["frames"] and r["characters"] == 0}
            self.assertEqual(list(made.contents), [f"content_{i + 1:03}.html" for i in range(len(articles - {"banner"}))])
            self.assertLessEqual({f"page_{n:02}{s}.png" for n in pages for s in ("", "_large")} | {"index.html", "epaper.css"},
                                 set(made.files))

    def test_an_articles_page_has_the_manuscripts_text(self):
        for made in self.each():
            got = [list(blocks(t.find("div", "text")[0])) for t in made.contents.values()]
            if made.name in ("own", "tabloid", "broadsheet", "report", "broadsheet-8"):
                names = [r["article"] for r in made.report if r["type"] == "article" and r["article"] != "banner"]
                want = [written(made.args[0] / f"{n}.md") for n in names]
                self.assertEqual(sorted(got), sorted(want))
                continue
            want = {}
            for q in (q for r in made.report if r["type"] == "page" for q in r["pieces"] if not q.get("artefact")):
                want[q["article"]] = want.get(q["article"], "") + q["text"]
            want.pop("banner", None)
            self.assertEqual(sorted(filter(None, (solid("".join(b)) for b in got))), sorted(want.values()))

    def test_every_file_is_sound(self):
        """What a reader of HTML, a screen reader and a careful server ask for."""
        for made, name, tree in self.each_file():
            (html_,) = tree.find("html")
            self.assertEqual(html_.a["lang"], "zh-Hans")
            self.assertTrue(tree.find("title")[0].text().strip())
            self.assertEqual([m.a["content"] for m in tree.find("meta") if m.a.get("name") == "viewport"], ["width=device-width, initial-scale=1"])
            (policy,) = [m.a["content"] for m in tree.find("meta") if m.a.get("http-equiv") == "Content-Security-Policy"]
            self.assertTrue(policy.startswith("default-src 'none'"))
            self.assertNotIn("script-src", policy)
            ids = [n.a["id"] for n in tree.walk() if "id" in n.a]
            self.assertEqual(len(ids), len(set(ids)))
            levels = [int(n.tag[1]) for n in tree.walk() if re.fullmatch(r"h[1-6]", n.tag)]
            self.assertEqual(levels.count(1), 1)
            self.assertEqual(levels[0], 1)
            self.assertTrue(all(b <= a + 1 for a, b in zip(levels, levels[1:])), levels)
            self.assertEqual(len(tree.find("main")), 1)
            first = tree.find("body")[0].find("a")[0]
            self.assertEqual((first.a["href"], first.a["class"]), ("#main", "skip"))
            for n in tree.walk():
                self.assertFalse([k for k in n.a if k.startswith("on") or k == "style"], n.tag)
                self.assertFalse(n.tag in ("script", "style", "iframe", "object", "form") and n.a.get("type") != "application/ld+json")
                for label in n.a.get("aria-labelledby", "").split():
                    self.assertIn(label, ids)
                if n.tag in ("a", "nav", "aside", "section") and not (n.tag == "section" and n.find("h1") + n.find("h3")):
                    self.assertTrue(n.a.get("aria-label") or n.a.get("aria-labelledby") or n.text().strip()
                                    or any(i.a["alt"] for i in n.find("img")), n.a)

    def test_links_lead_somewhere_and_nothing_comes_from_outside(self):
        outside = set()
        for made, name, tree in self.each_file():
            for n in tree.walk():
                for key in ("href", "src", "srcset"):
                    for target in (t.split()[0] for t in n.a.get(key, "").split(",") if t.strip()):
                        if re.match(r"https?:", target):
                            self.assertTrue(n.tag == "a" and key == "href" and name.startswith("content_"))
                            outside.add(n.a[key])
                            break
                        file, _, fragment = target.partition("#")
                        self.assertIn(file or name, made.files)
                        if fragment:
                            self.assertIn(fragment, [m.a.get("id") for m in made.trees[file or name].walk()])
        self.assertLessEqual({"https://example.org/a?b=1&c=2", "https://example.org/code"}, outside)
        for made in self.each():
            self.assertNotRegex(made.files["epaper.css"].decode(), r"url\(|@import")
            linked = {t.split("#")[0] for tree in made.trees.values() for n in tree.walk() for k in ("href", "src", "srcset")
                      for t in re.findall(r"[^\s,]+", n.a.get(k, ""))}
            self.assertLessEqual(set(made.files), linked | {"index.html"}, made.name)

    def test_pictures_say_what_they_show_and_how_large_they_are(self):
        for made, name, tree in self.each_file():
            for img in tree.find("img"):
                self.assertIn("alt", img.a)
                if "thumb" not in img.parent.a.get("class", ""):
                    self.assertTrue(img.a["alt"].strip())
                self.assertEqual((int(img.a["width"]), int(img.a["height"])), size_of(made.files[img.a["src"]])[:2])
        own = self.made["own"]
        alts = [i.a["alt"] for t in own.contents.values() for i in t.find("article")[0].find("img")]
        self.assertEqual(sorted(alts), sorted(['一张有 "斜纹" <的> 图', "二维码：https://example.org/code", "照片"]))
        jpegs = [b for n, b in own.files.items() if n.endswith(".jpg")]
        self.assertEqual(len(jpegs), 1)
        self.assertEqual(size_of(jpegs[0])[:2], (640, 480))

    def test_a_code_can_be_read(self):
        own = self.made["own"]
        (figure,) = [f for t in own.contents.values() for f in t.find("figure", "code")]
        self.assertEqual(figure.find("a")[0].a["href"], "https://example.org/code")
        self.assertEqual(size_of(own.files[figure.find("img")[0].a["src"]])[2:], (3, 1))

    def test_tables_lists_verse_and_foreign_words_are_what_they_are(self):
        own = self.made["own"]
        by = {t.find("h1")[0].text(): t for t in own.contents.values()}
        a, c, e = by["一篇转版的稿"], by["盒中&amp;之<文>"], by["春江花月夜"]
        (table,) = a.find("table")
        self.assertEqual([(h.text(), h.a["scope"]) for h in table.find("thead")[0].find("th")], [("名目", "col"), ("数", "col"), ("单位", "col")])
        self.assertEqual([[d.text() for d in r.find("td")] for r in table.find("tbody")[0].find("tr")],
                         [["粮食", "1.5", "吨"], ["棉花", "", "担"], ["油料", "30", "斤"]])
        self.assertEqual([[s.text() for s in li.find("span")] for li in a.find("ol")[0].find("li")][0], ["1.", "甲项"])
        self.assertEqual([p.a.get("class") for p in e.find("div", "text")[0].find("p")][-3:], ["verse", "verse", "stanza"])
        self.assertEqual([s.text() for s in c.find("div", "text")[0].find("span") if s.a.get("lang") == "en"],
                         ["Make the most of every single day, whatever the weather"])
        self.assertEqual([h.text() for h in c.find("h2")], ["小题一"])
        self.assertEqual([p.a.get("class") for p in a.find("div", "text")[0].find("p")][:3], ["kicker", "deck", "byline"])
        self.assertEqual(a.find("p", "byline")[0].text(), "本报记者  甲")
        self.assertEqual([s.text() for s in a.find("span", "credit")], ["本报摄"])

    def test_columns_stand_as_in_print(self):
        (table,) = [t for c in self.made["own"].contents.values() for t in c.find("table")]
        for row in table.find("tr"):
            self.assertEqual([d.a.get("class") for d in row.find("th") + row.find("td")], [None, "end", "centre"])

    def test_gaps_and_emphasis_are_seen(self):
        (p,) = [p for c in self.made["own"].contents.values() for p in c.find("p") if p.text().startswith("张三")]
        self.assertEqual([(k.tag, k.a.get("class"), k.text()) if isinstance(k, Node) else k for k in p.kids],
                         [("span", "name", "张三"), ("span", "name", "李四"), "读", ("span", "title", "史记"), "，此处", ("span", "gap", ""), "有缺，",
                          ("strong", None, "要点在此"), "，", ("em", "dot", "着重"), "。"])
        (gap,) = p.find("span", "gap")
        self.assertEqual((gap.kids, gap.a["role"], gap.a["aria-label"]), (["□"], "img", "原稿此处有缺"))

    def test_names_are_not_parted(self):
        (p,) = [p for c in self.made["own"].contents.values() for p in c.find("p") if p.text().startswith("王一")]
        self.assertEqual([k.text() if isinstance(k, Node) else k for k in p.kids], ["王一", "　", "丹增旺姆", "　", "李小二（女，回族）"])
        self.assertEqual({k.a["class"] for k in p.kids if isinstance(k, Node)}, {"one"})

    def test_lines_of_a_title_stand_apart(self):
        own = self.made["own"]
        (name,) = [n for n, c in own.contents.items() if c.find("h1")[0].text() == "一篇转版的稿"]
        tree = own.contents[name]
        self.assertEqual([k.tag if isinstance(k, Node) else k for k in tree.find("h1")[0].kids], ["一篇", "br", "转版的稿"])
        self.assertTrue(tree.find("title")[0].text().startswith("一篇 转版的稿_"))
        self.assertEqual(json.loads(tree.find("script")[0].text())["headline"], "一篇 转版的稿")
        self.assertIn("一篇 转版的稿", [s.text() for s in own.nodes["node_01.html"].find("span", "name")])

    def test_search_engines_find_what_they_ask_for(self):
        for made in self.each():
            for name, tree in made.contents.items():
                (script,) = tree.find("script")
                data = json.loads(script.text())
                self.assertEqual((data["@context"], data["@type"], data["inLanguage"]), ("https://schema.org", "NewsArticle", "zh-Hans"))
                self.assertTrue(data["headline"] and data["publisher"]["name"])
                self.assertRegex(data["datePublished"], r"^\d{4}-\d\d-\d\d$")
                self.assertEqual((data["isPartOf"]["@type"], data["isPartOf"]["isPartOf"]["@type"]), ("PublicationIssue", "Newspaper"))
                text = "".join(blocks(tree.find("div", "text")[0]))
                self.assertEqual(data["wordCount"], len(solid(text)))
                self.assertIn(solid(data.get("articleBody", "")), solid(text))
                self.assertEqual(data.get("image", []), list(dict.fromkeys(i.a["src"] for f in tree.find("figure") if f.a.get("class") != "code"
                                                                           for i in f.find("img"))) or data.get("image", []))
        data = json.loads(list(self.made["own"].contents.values())[0].find("script")[0].text())
        self.assertEqual(data["isPartOf"], {"@type": "PublicationIssue", "issueNumber": "0007", "datePublished": "2026-03-01",
                                            "isPartOf": {"@type": "Newspaper", "name": "试报 <二>", "identifier": "CN 62-0001"}})

    def test_reading_goes_from_page_to_page_and_article_to_article(self):
        for made in self.each():
            for files in (list(made.nodes), list(made.contents)):
                for before, name, after in zip([None, *files], files, [*files[1:], None]):
                    tree = made.trees[name]
                    for relation, target in (("prev", before), ("next", after)):
                        for tag in ("a", "link"):
                            self.assertEqual([n.a["href"] for n in tree.find(tag) if n.a.get("rel") == relation], [target] if target else [])
            for node, tree in made.nodes.items():
                listed = [a.a["href"] for o in tree.find("ol", "titles")[:1] for a in o.find("a")]
                mapped = [a.a["href"] for a, _ in made.areas(node) if a.a["id"].startswith("area_")]
                self.assertEqual(listed, mapped)
                self.assertEqual(mapped, sorted(mapped))
                self.assertEqual([a.a["href"] for a in tree.find("nav", "pages")[0].find("a")], list(made.nodes))
            self.assertEqual({a.a["href"] for a in made.trees["index.html"].find("a")} & set(made.contents), set(made.contents))
            for name, tree in made.contents.items():
                for a in tree.find("aside", "place")[0].find("a"):
                    node, _, area = a.a["href"].partition("#")
                    self.assertIn((area, name), [(x.a["id"], x.a["href"]) for x, _ in made.areas(node)])

    def test_no_two_areas_share_room(self):
        shapes = 0
        for made in self.each():
            for node in made.nodes:
                areas = [p for _, p in made.areas(node)]
                xs = sorted({x for ps in areas for p in ps for x, _ in p})
                ys = sorted({y for ps in areas for p in ps for _, y in p})
                for x, y in itertools.product([(a + b) / 2 for a, b in zip(xs, xs[1:])], [(a + b) / 2 for a, b in zip(ys, ys[1:])]):
                    self.assertLessEqual(sum(inside(ps, x, y) for ps in areas), 1, (node, x, y))
                shapes += sum(len(p) > 4 for ps in areas for p in ps)
                for p in (p for ps in areas for p in ps):
                    self.assertTrue(all((x0 == x1) != (y0 == y1) for (x0, y0), (x1, y1) in zip(p, p[1:] + p[:1])), p)
        self.assertGreater(shapes, 0, "an article in two frames has an area with six corners")

    def test_an_articles_ink_lies_in_its_area(self):
        """Characters as mupdf sees them in the printer's file; and the area is no larger than they need."""
        checked = tight = 0
        for made in self.each():
            pdf = made.folder.parent / f"{made.name}.pdf"
            run("press", *made.args, "-o", pdf, ok=0)
            names = {}
            texts = {n: solid("".join(blocks(t.find("div", "text")[0]))) for n, t in made.contents.items()}
            for r in (r for r in made.report if r["type"] == "page"):
                chars = [c for c in page_chars(pdf, r["page"]) if c[4].strip()]
                stream = "".join(c[4] for c in chars)
                areas = {a.a["href"]: p for a, p in made.areas(f"node_{r['page']:02}.html") if a.a["id"].startswith("area_")}
                pieces = {}
                for q in (q for q in r["pieces"] if not q.get("artefact") and q["article"] != "banner"):
                    pieces.setdefault(q["article"], []).append(q["text"])
                for article, parts in pieces.items():
                    (file,) = [n for n, t in texts.items() if all(p in t for p in parts)][:1] or [None]
                    names[article] = file
                    boxes = {}
                    for part in parts:
                        at = stream.find(part)
                        if at < 0 or stream.find(part, at + 1) >= 0:
                            continue
                        for x, y, right, size, c in chars[at:at + len(part)]:
                            mm = 25.4 / 72
                            self.assertTrue(inside(areas[file], (x + (.75 if c in OPENING else .2) * size) * mm, (y - .3 * size) * mm), (made.name, r["page"], file, c, x * mm, y * mm, areas[file]))
                            for f, frame in enumerate(fr for a in made.report if a["type"] == "article" and a["article"] == article
                                                      for fr in a["frames"] if fr["page"] == r["page"]):
                                if frame["x_mm"] - .1 <= x * mm <= frame["x_mm"] + frame["width_mm"] and \
                                        frame["y_mm"] <= (y - .3 * size) * mm <= frame["y_mm"] + frame["height_mm"]:
                                    b = boxes.setdefault(f, [9e9, 9e9, 0, 0])
                                    boxes[f] = [min(b[0], x * mm), min(b[1], (y - .88 * size) * mm), max(b[2], right * mm), max(b[3], (y + .12 * size) * mm)]
                            checked += 1
                    plain = not made.contents[file].find("p", "rubric") and not made.contents[file].find("figure") and not made.contents[file].find("table")
                    if plain and len(boxes) == 1 and made.name != "own":
                        (b,) = boxes.values()
                        need = (b[2] - b[0]) * (b[3] - b[1])
                        self.assertGreater(need / room(areas[file]), .97, (file, b, areas[file]))
                        tight += 1
        self.assertGreater(checked, 300)
        self.assertTrue(SLOW or tight > 20, tight)

    def test_a_guides_entry_leads_to_its_article(self):
        own = self.made["own"]
        (entry,) = [a for a, _ in own.areas("node_01.html") if a.a["id"].startswith("guide_")]
        self.assertEqual(own.contents[entry.a["href"]].find("h1")[0].text(), "后一版的稿")

    def test_what_goes_on_over_a_page_is_one(self):
        own = self.made["own"]
        (first,) = [n for n, t in own.contents.items() if t.find("h1")[0].text() == "一篇转版的稿"]
        for node in own.nodes:
            self.assertEqual(len([a for a, _ in own.areas(node) if a.a["href"] == first and a.a["id"].startswith("area_")]), 1)
        self.assertEqual(len(own.contents[first].find("aside", "place")[0].find("a")), 2)

    def test_pages_are_small(self):
        for made in self.each():
            for node, tree in {"index.html": made.trees["index.html"], **made.nodes}.items():
                picture = tree.find("img")[0].a["src"]
                self.assertLessEqual(len(made.files[node]), 30 << 10)
                self.assertLessEqual(len(made.files[node]) + len(made.files[picture]) + len(made.files["epaper.css"]), 300 << 10)
            for name in (n for n in made.files if n.startswith("page_")):
                width, height, kind, bits = size_of(made.files[name])
                self.assertIn((kind, bits), ((0, 4), (3, 4), (3, 8)))
                self.assertEqual(width, {"l": 1920, "s": 240, ".": 960}[name[8:9] if name[7] == "_" else "."])

    def test_both_schemes_can_be_read(self):
        """Contrast by WCAG 2.2, of all colours that text has on all that it stands on."""
        css = self.made["own"].files["epaper.css"].decode()

        def light(colour):
            v = [int(colour[i:i + 2], 16) / 255 for i in (1, 3, 5)]
            return sum(w * (c / 12.92 if c <= .04045 else ((c + .055) / 1.055) ** 2.4) for w, c in zip((.2126, .7152, .0722), v))

        def contrast(a, b):
            high, low = sorted((light(a), light(b)), reverse=True)
            return (high + .05) / (low + .05)

        schemes = [dict(re.findall(r"--(\w+):(#\w{6})\b", m)) for m in re.findall(r":root\{(.*?)\}", css)]
        day, night, paper = schemes[0], {**schemes[0], **schemes[1]}, schemes[2]
        self.assertNotEqual(day["paper"], night["paper"])
        for scheme in (day, night, paper):
            for text, ground in itertools.product(("ink", "soft", "accent"), ("paper", "sheet")):
                self.assertGreaterEqual(contrast(scheme[text], scheme[ground]), 4.5, (text, ground))
        self.assertGreaterEqual(contrast(day["ring"], "#ffffff"), 3)
        named = set(re.findall(r"[{;]color:([^;}]+)", css))
        self.assertLessEqual(named, {"inherit", "var(--ink)", "var(--soft)", "var(--accent)"})

    def test_same_bytes_every_time(self):
        at = Path(self.dir.name)
        own = self.made["own"]
        for i, args in enumerate((("--lang", "zh"), ("--lang", "en", "--jobs", 3))):
            run("epaper", self.own, *args, "-o", at / f"again-{i}", env={"LC_ALL": "C"}, ok=0)
            self.assertEqual({p.name: p.read_bytes() for p in (at / f"again-{i}").iterdir()}, own.files)

    def test_words_address_and_pdf_as_they_are_asked_for(self):
        out = Path(self.dir.name) / "english"
        run("epaper", self.own, "--words", "en", "--address", "https://paper.example/2026-03/01", "--pdf", "全样 1.pdf", "-o", out, ok=0)
        node, content = (Reader((out / n).read_text("utf-8")).root for n in ("node_01.html", "content_001.html"))
        self.assertEqual([n.text() for n in node.find("h2")], ["On this page", "Pages"])
        self.assertEqual({n.a.get("lang") for n in node.find("h2")}, {"en"})
        self.assertEqual([a.a["href"] for a in node.find("a", "pdf")], ["全样%201.pdf"])
        self.assertEqual([n.a["href"] for n in content.find("link") if n.a["rel"] == "canonical"],
                         ["https://paper.example/2026-03/01/content_001.html"])
        data = json.loads(content.find("script")[0].text())
        self.assertEqual(data["url"], "https://paper.example/2026-03/01/content_001.html")
        self.assertTrue(all(i.startswith("https://paper.example/2026-03/01/image_") for i in data["image"]))

    def test_what_others_put_there_stays(self):
        at = Path(self.dir.name)
        for name in ("index.html", "epaper.css"):
            folder = at / f"theirs-{name}"
            folder.mkdir()
            (folder / name).write_text("mine", "utf-8")
            said = run("epaper", self.own, "-o", folder, ok=3).err
            self.assertIn(name, said)
            self.assertEqual([(p.name, p.read_text("utf-8")) for p in folder.iterdir()], [(name, "mine")])
        ours = at / "before"
        shutil.copytree(self.made["own"].folder, ours)
        for name in ("content_099.html", "node_09.html", "page_09_small.png", "notes.html", "page_x.png"):
            (ours / name).write_text("old", "utf-8")
        said = run("epaper", self.own, "-o", ours, ok=0).err
        self.assertIn("content_099.html node_09.html page_09_small.png\n", said)
        self.assertEqual({p.name for p in ours.iterdir()} - set(self.made["own"].files),
                         {"content_099.html", "node_09.html", "page_09_small.png", "notes.html", "page_x.png"})

    @unittest.skipIf(SLOW, "it shows the same bytes")
    def test_in_a_browser(self):
        """On a phone and at a desk: nothing runs over the edge, type is large enough, areas lie on their text, and the
        keyboard goes through them as they are read."""
        steps, checks = [], []
        for made, (width, scheme) in itertools.product((self.made["daily"], self.made["own"]), ((390, "light"), (1440, "dark"))):
            for name in (*made.nodes, *made.contents):
                points = self.points(made, int(name[5:7])) if name in made.nodes else []
                steps.append({"url": (made.folder / name).as_uri(), "width": width, "height": 2600, "scheme": scheme,
                              "evaluate": BROWSER % json.dumps(points)})
                checks.append((made, name, width, scheme, points))
        own = self.made["own"]
        at = len(steps)
        for width in (390, 1440):
            name = "node_01.html"
            order = [n.a["href"] for n in own.nodes[name].find("body")[0].find("a")]
            steps.append({"url": (own.folder / name).as_uri(), "width": width, "tabs": len(order)})
        file, x, y = self.points(own, 1)[0]
        steps.append({"url": (own.folder / "node_01.html").as_uri(), "width": 390, "height": 1200, "evaluate": PLACE % (x, y)})
        told = subprocess.run(["node", SOURCE / "tests/e2e/browser.js"], input=json.dumps(steps), capture_output=True, text=True, timeout=240)
        self.assertEqual(told.returncode, 0, told.stderr)
        told = json.loads(told.stdout)
        for (made, name, width, scheme, points), step in zip(checks, told):
            with self.subTest(made.name, file=name, width=width):
                v = step["value"]
                self.assertLessEqual(v["wide"], width)
                self.assertEqual(v["pictures"], [], "all are there")
                self.assertEqual(v["ground"], "rgb(250, 248, 243)" if scheme == "light" else "rgb(21, 23, 26)")
                self.assertGreaterEqual(v["least"], 18 if name in made.contents else 16)
                self.assertEqual(v["hits"], [p[0][:-5] for p in points])
        for width, step in zip((390, 1440), told[at:]):
            with self.subTest(width=width):
                self.assertEqual([f["href"] for f in step["focus"]], order)
                self.assertTrue(all(f["name"] for f in step["focus"]))
                for f in step["focus"]:
                    self.assertIn(f["ring"], ("rgb(179, 22, 27)", "solid 3px"))
        self.assertEqual(told[-1]["value"], file)

    @unittest.skipIf(SLOW, "it shows the same bytes")
    def test_a_page_is_printed_on_one_sheet(self):
        own, at = self.made["own"], Path(self.dir.name)
        pdf = at / "printed.pdf"
        subprocess.run([os.environ.get("CHROMIUM", "chromium"), "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage",
                        f"--user-data-dir={at / 'browser'}", "--no-pdf-header-footer", f"--print-to-pdf={pdf}",
                        (own.folder / "node_01.html").as_uri()], check=True, capture_output=True, timeout=120,
                       env={**os.environ, "HOME": self.dir.name})
        words = subprocess.run(["pdftotext", pdf, "-"], check=True, capture_output=True, text=True).stdout
        self.assertEqual(words.count("\f"), 1, "sheets")
        self.assertNotIn("下一版", words)
        self.assertIn("第1版", words)

    def points(self, made, page):
        """Of each article on a page a character of it: [its file, x, y in mm]."""
        pdf, out = made.folder.parent / f"{made.name}.pdf", []
        if not pdf.exists():
            run("press", *made.args, "-o", pdf, ok=0)
        chars = [c for c in page_chars(pdf, page) if c[4].strip()]
        stream = "".join(c[4] for c in chars)
        for a, _ in made.areas(f"node_{page:02}.html"):
            title = solid(made.contents[a.a["href"]].find("h1")[0].text())
            at = stream.find(title)
            if a.a["id"].startswith("area_") and at >= 0 and stream.find(title, at + 1) < 0:
                x, y, right, size, _ = chars[at]
                out.append([a.a["href"], (x + .5 * size) * 25.4 / 72, (y - .3 * size) * 25.4 / 72])
        self.assertTrue(out or not made.areas(f"node_{page:02}.html"))
        return out

    def test_a_picture_that_is_lost_leaves_nothing(self):
        e = Path(self.dir.name) / "lost"
        shutil.copytree(self.own, e)
        (e / "p.jpg").write_bytes((self.own / "p.jpg").read_bytes()[:200])
        out = Path(self.dir.name) / "none"
        run("epaper", e, "-o", out, ok=3)
        self.assertFalse(out.exists())


main()
