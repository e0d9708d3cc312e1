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


    def test_as_an_editor_would_type(self):
        """One document with everything an editor sees at once: what the file looks like, to the character."""
        d = Docx(1)
        centre, number = '<w:jc w:val="center"/>', lambda n: f'<w:numPr><w:ilvl w:val="0"/><w:numId w:val="{n}"/></w:numPr>'
        d.body = [p(r("关于政府工作报告的决议"), centre), p(r("（2026年5月14日市十一届人大五次会议通过）"), centre), p(r("会议认为，成绩来之不易。")),
                  p(r("主要目标", "<w:b/>")), p(r("甲项"), number(2)), p(r("乙项"), number(2)), p(r("丙项"), number(1)), p(r("丁"), number(5)), p(r("戊"), number(5)),
                  p(r("1. 手打") + r("粗体", "<w:b/>") + r("{{x}}")), "<w:tbl>" + "".join(f"<w:tr><w:tc>{p(r(a))}</w:tc><w:tc>{p(r(b))}</w:tc></w:tr>" for a, b in
                  (("项", "数"), ("甲|乙", "5"))) + "</w:tbl>", p(r("特此决议。")), p(r("市人大"), '<w:jc w:val="right"/>'), p(r("2026年5月14日"), '<w:jc w:val="right"/>')]
        out = self.imported(d.write(self.at / "决议 稿.docx"), options=["--layout", "tabloid"])
        self.assertEqual((out / "01-决议-稿.md").read_text("utf-8"),
                         "---\nkind: 决议\ntitle: 关于政府工作报告的决议\nadopted: （2026年5月14日市十一届人大五次会议通过）\nsigned: 市人大\ndated: 2026年5月14日\n---\n\n"
                         "会议认为，成绩来之不易。\n\n## 主要目标\n\n1. 甲项\n2. 乙项\n\n（一）丙项\n\n- 丁\n- 戊\n\n{{text: 1.}} 手打**粗体**{{text: {{}}x}}\n\n"
                         "| 项 | 数 |\n|---|---|\n| 甲{{text: |}}乙 | 5 |\n\n特此决议。\n")
        kinds = {x["note"] for x in records(out) if x["type"] == "note"}
        self.assertLessEqual({"head-field", "kind", "subhead", "list-number", "bullets", "page-header"}, kinds)

    def test_pictures_come_out(self):
        d = Docx(4)
        while len(d.pictures) < 3:
            d.add("picture")
        out = self.imported(d.write(self.at / "p.docx"))
        text = next(out.glob("*.md")).read_text("utf-8")
        names = set(re.findall(r"\]\((photos/[^)]*)\)", text))
        self.assertEqual(names, {f.relative_to(out).as_posix() for f in out.glob("photos/*")})
        self.assertEqual({(out / n).read_bytes() for n in names}, set(d.pictures))

    def test_markdown_by_pandoc_and_back(self):
        """Markdown to .docx by pandoc: what its plain writer shows is what comes in."""
        text = ("# 春到人间\n\n第一段，“引号”——破折号……省略号 **粗体** 与 *斜体*。\n\n## 小标题\n\n1. 甲\n2. 乙\n3. 丙\n\n- 丁\n- 戊\n\n> 引文一段。\n\n"
                "| 项目 | 数 |\n|---|---|\n| 甲\\|乙 | 5 |\n| 丙 | 6% |\n\n末段 1\\. 不是列表 \\*\\* \\# \\{\\{x\\}\\}。\n")
        source, docx = self.at / "m.md", self.at / "m.docx"
        source.write_text(text, "utf-8")
        subprocess.run(["pandoc", "-f", "markdown-smart", source, "-o", docx], check=True)
        out = self.imported(docx)
        typed_back = typed(out, "01-m.md", records(out))
        want = solid("春到人间第一段，“引号”——破折号……省略号粗体与斜体。小标题1.甲2.乙3.丙丁戊引文一段。项目数甲|乙5丙6%末段1.不是列表**#{{x}}。")
        self.assertEqual(typed_back, want)
        body = (out / "01-m.md").read_text("utf-8")
        for line in "title: 春到人间", "## 小标题", "2. 乙", "- 丁", "| 丙 | 6% |", "**粗体**":
            self.assertIn(line, body)

    def test_articles_by_pandoc_and_back(self):
        """Articles of the editions, as plain Markdown through pandoc: the same characters come in."""
        want, paths = {}, []
        for source in sorted((SOURCE / "content").glob("*/*.md")):
            body = source.read_text("utf-8").split("\n---\n", 1)[-1].strip()
            if len(paths) == 12 or re.search(r"[|{}\\\[\]<>*_`~$^@#]|^[-+]|\n[-+:]|!\[", body) or len(body) < 300:
                continue
            name = f"{len(paths)}"
            (self.at / f"{name}.md").write_text(body + "\n", "utf-8")
            paths.append(self.at / f"{name}.docx")
            subprocess.run(["pandoc", "-f", "markdown-smart-fancy_lists-example_lists", self.at / f"{name}.md", "-o", paths[-1]], check=True)
            want[paths[-1].name] = solid(body)
        self.assertGreater(len(paths), 6)
        out = self.imported(*paths)
        log = records(out)
        for x in log:
            if x["type"] == "article":
                self.assertEqual(typed(out, x["article"], log), want[x["source"]], x["source"])

    def test_same_bytes(self):
        d = Docx(9)
        d.mixed(12)
        paths = [d.write(self.at / "s.docx")]
        tree = lambda out: {f.relative_to(out).as_posix(): f.read_bytes() for f in out.rglob("*") if f.is_file()}
        first = tree(self.imported(*paths))
        os.utime(paths[0], (1, 1))
        self.assertEqual(first, tree(self.imported(*paths, env={"LANG": "zh_CN.UTF-8", "TZ": "Asia/Shanghai"})))


class Guesses(Import):
    """What looks like a head, by its words alone or by where it stands; and what is said of it."""
    CENTRE = '<w:jc w:val="center"/>'
    LONG = p(r("会议强调，要坚持稳中求进工作总基调，扎实推动高质量发展，切实保障和改善民生。"))

    def head(self, *body):
        d = Docx(1)
        d.body = list(body)
        self.out = self.imported(d.write(self.at / "稿.docx"))
        return next(self.out.glob("*.md")).read_text("utf-8")

    def test_who_writes_is_no_title(self):
        for byline in ("时报记者 李四 通讯员 王五", "通讯员 王五", "石桥日报记者李四", "市融媒体中心记者：李四", "□本报评论员", "本报评论员", "（晚报记者　李四）"):
            for look in "", self.CENTRE:
                text = self.head(p(r("街头新景：“老字号”焕新"), look), p(r(byline), look), self.LONG)
                self.assertRegex(text, rf"(?m)^title: .*街头新景：“老字号”焕新['\"]?\nbyline: {byline}$")
        for line in "人民日报记者走进石桥看变化", "本报讯 记者李四", "新华社北京5月14日电 记者李四":
            self.assertNotIn("byline", self.head(p(r("标题在此"), self.CENTRE), p(r(line)), self.LONG))
        author = lambda parts: parts.update({"word/styles.xml": parts["word/styles.xml"].replace("</w:styles>", '<w:style w:type="paragraph" w:styleId="Au"><w:name w:val="Author"/></w:style></w:styles>')})
        d = Docx(1)
        d.body = [p(r("标题在此"), self.CENTRE), p(r("李四"), '<w:pStyle w:val="Au"/>' + self.CENTRE), self.LONG]
        text = next(self.imported(d.write(self.at / "稿.docx", author)).glob("*.md")).read_text("utf-8")
        self.assertIn("title: 标题在此\nbyline: 李四\n", text)
        text = self.head(p(r("标题在此")), p(r("本报记者 张三")), p(r("通讯员 王五")), self.LONG)
        self.assertIn("byline: 本报记者 张三 通讯员 王五\n", text)

    def test_plain_lines_before_the_words(self):
        text = self.head(p(r("深入学习贯彻会议精神")), p(r("奋力谱写发展新篇章")), p(r("——写在市两会闭幕之际")), p(r("□本报评论员")), self.LONG, self.LONG)
        self.assertTrue(text.startswith("---\nkind: 社论\ntitle: 深入学习贯彻会议精神 / 奋力谱写发展新篇章\ndeck: ——写在市两会闭幕之际\nbyline: □本报评论员\n---\n\n会议强调"))
        self.assertIn("one more line of the title: “奋力谱写发展新篇章”", self.said.err)
        text = self.head(p(r("标题在此")), p(r("一、总体要求")), self.LONG)
        self.assertIn("title: 标题在此\n---\n\n一、总体要求\n", text)

    def test_lines_that_become_one_title_are_said(self):
        text = self.head(p(r("春到石桥"), self.CENTRE), p(r("人间四月"), self.CENTRE), self.LONG)
        self.assertIn("title: 春到石桥 / 人间四月\n", text)
        self.assertIn("one more line of the title: “人间四月”", self.said.err)

    def test_to_whom_it_is_sent(self):
        text = self.head(p(r("关于做好防汛工作的通知"), self.CENTRE), p(r("各区人民政府，市政府各部门：")), self.LONG)
        self.assertIn("title: 关于做好防汛工作的通知\naddressee: 各区人民政府，市政府各部门：\n", text)
        for title, line in ("关于做好防汛工作的通知", "现将有关事项通知如下："), ("在市两会上的讲话", "各位代表："):
            self.assertNotIn("addressee", self.head(p(r(title), self.CENTRE), p(r(line)), self.LONG))

    def test_short_lines_in_the_middle(self):
        text = self.head(p(r("标题在此"), self.CENTRE), self.LONG, p(r("小标题一"), self.CENTRE), self.LONG, p(r("（完）"), self.CENTRE))
        self.assertIn("\n\n## 小标题一\n\n", text)
        self.assertNotIn("## （完）", text)
        verse = [p(r(line), self.CENTRE) for line in ("床前明月光，", "疑是地上霜。", "举头望明月", "低头思故乡")]
        self.assertNotIn("## ", self.head(p(r("静夜思"), self.CENTRE), self.LONG, *verse, self.LONG))

    def test_what_is_lost_or_shown_otherwise_is_said(self):
        field = lambda code: '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText> ' + code + ' </w:instrText></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r>'
        text = self.head(self.LONG, p(r("失\ufffd字") + '<w:bdo w:val="rtl">' + r("abc反") + "</w:bdo>"),
                         p(*["".join(field(f"eq \\o\\ac({c})") for c in ("○,8", "○,20", "○,35", "○,三", "○,A", "○,51", "△,8", "○"))]))
        self.assertIn("失\ufffd字abc反\n", text)
        self.assertIn("\n⑧⑳㉟㊂Ⓐ\n", text)
        notes = {x["note"]: x for x in records(self.out) if x["type"] == "note"}
        self.assertLessEqual({"damaged", "right-to-left", "circled", "field"}, set(notes))
        self.assertNotIn("doubtful", notes)
        self.assertIn("ask for the original", self.said.err)
        self.assertEqual(notes["right-to-left"]["text"], "abc反")
        self.assertEqual(sum(x["type"] == "note" and x["note"] == "field" for x in records(self.out)), 3)


class Broken(Import):
    """What is hostile or broken is refused, in words, in bounded memory, and nothing is written."""

    def refused(self, path, code, why="", ok=3):
        out = self.at / "none"
        r = run("import", path, "-o", out, ok=ok, preexec_fn=limit)
        self.assertIn(f"error [{code}]", r.err)
        self.assertIn(why, r.err)
        self.assertFalse(out.exists())

    def changed(self, change, seed=1):
        d = Docx(seed)
        d.add("plain")
        return d.write(self.at / "b.docx", change)

    def test_archives(self):
        path = self.at / "b.docx"
        path.write_bytes(b"PK\x03\x04 nothing")
        self.refused(path, "import-broken")
        path.write_bytes(b"")
        self.refused(path, "import-empty", "send it again")
        d = Docx(1)
        d.body = [p("")]
        self.refused(d.write(self.at / "b.docx"), "import-empty", "not one word")
        path.write_bytes(b"PK\x03\x04 nothing")
        whole = self.changed(None).read_bytes()
        for cut in 10, 100, len(whole) // 2, len(whole) - 30:
            path.write_bytes(whole[:cut])
            self.refused(path, "import-broken", "have it sent again" if cut == 100 else "")
        self.refused(self.changed(lambda parts: parts.update({"../../etc/passwd.xml": "<a/>"})), "import-broken", "leads elsewhere")
        self.refused(self.changed(lambda parts: parts.update({"/word/x.xml": "<a/>"})), "import-broken", "leads elsewhere")
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as z:
            z.writestr("word/document.xml", "<w:document/>")
            z.writestr("word/document.XML", "<w:document/>")
            z.writestr("WORD/document.xml", "<w:document/>")
        self.refused(path, "import-broken", "one name")
        self.refused(self.changed(lambda parts: parts.pop("word/document.xml")), "import-broken", "no document")

    def test_bombs(self):
        blank = b"<w:document>" + b" " * (65 << 20)
        self.refused(self.changed(lambda parts: parts.update({"word/document.xml": blank})), "import-broken", "too large")
        self.refused(self.changed(lambda parts: parts.update({"word/comments.xml": b" " * (30 << 20)})), "import-broken", "too large")
        self.refused(self.changed(lambda parts: parts.update({f"word/x{i}.xml": "" for i in range(10001)})), "import-broken", "too many parts")
        entities = '<!DOCTYPE w [<!ENTITY a "aaaaaaaaaa">' + "".join(f'<!ENTITY {chr(98 + i)} "{"&" + chr(97 + i) + ";"}{"&" + chr(97 + i) + ";"}">' for i in range(20)) + "]>"
        for part in "word/document.xml", "word/styles.xml", "word/_rels/document.xml.rels":
            d = Docx(1)
            d.add("plain")
            self.refused(d.write(self.at / "b.docx", lambda parts: parts.update({part: entities + parts[part].replace("</", "&t;</", 1)})), "import-broken", "document type")
        xml = self.at / "x.xml"
        xml.write_text('<?xml version="1.0"?>' + entities.replace("DOCTYPE w", "DOCTYPE nitf") + "<nitf><body.content><p>&t;</p></body.content></nitf>")
        self.refused(xml, "import-broken")
        xml.write_text('<?xml version="1.0"?><!DOCTYPE nitf [<!ENTITY x SYSTEM "file:///etc/passwd">]><nitf><body.content><p>&x;</p></body.content></nitf>')
        self.refused(xml, "import-broken", "entities")
        self.refused(self.changed(lambda parts: parts.update({"word/document.xml": "<a>" * 5000})), "import-broken")
        html = self.at / "x.html"
        html.write_text("<div>" * 100000 + "字")
        r = run("import", html, "-o", self.at / "deep", preexec_fn=limit)
        self.assertIn(r.returncode, (0, 3))

    def test_broken_parts(self):
        for part in "word/document.xml", "word/styles.xml", "word/numbering.xml", "word/footnotes.xml", "_rels/.rels":
            self.refused(self.changed(lambda parts: parts.update({part: parts[part][:len(parts[part]) * 2 // 3]})), "import-broken", "XML")

    def test_old_formats(self):
        self.refused(SOURCE / "tests/data/import/f00.doc", "import-old", "--via soffice")
        doc = self.at / "renamed.docx"
        shutil.copy(SOURCE / "tests/data/import/f00.doc", doc)
        self.refused(doc, "import-old")

    def test_texts(self):
        path = self.at / "t.txt"
        path.write_bytes("好的\n第二行".encode("gb18030") + b"\xff\xff\n")
        self.refused(path, "import-encoding", "line 2")
        path.write_bytes("正文\n".encode() * 5 + b"\xc4\n")
        self.refused(path, "import-encoding")
        path.write_bytes("日本語のテキストです。これは\n".encode("euc-jp") * 3)
        run("import", path, "-o", self.at / "eucjp")
        path.write_bytes(b"a\0b\n")
        self.refused(path, "import-broken", "no text")
        path.write_bytes(b" \n\n")
        self.refused(path, "import-empty")
        other = self.at / "t.pdf"
        other.write_bytes(b"%PDF-1.4")
        self.refused(other, "import-unknown")

    def test_arguments(self):
        path = self.at / "t.txt"
        path.write_text("正文。\n")
        run("import", ok=2)
        run("import", path, ok=2)
        run("import", path, "-o", "-", ok=2)
        run("import", path, "-o", self.at / "d", "--date", "5月14日", ok=2)
        for date in "2026-13-01", "2026-02-29", "2026-04-31", "2026-05-00":
            run("import", path, "-o", self.at / "d", "--date", date, ok=2)
        self.assertIn("[cannot-read]", run("import", self.at / "no.txt", "-o", self.at / "d", ok=3).err)
        self.assertIn("[unknown-layout]", run("import", path, "-o", self.at / "d", "--layout", "no", ok=3).err)
        self.assertFalse((self.at / "d").exists())


def limit():
    import resource
    if "ASAN" not in os.environ.get("BANMIAN", "").upper():
        resource.setrlimit(resource.RLIMIT_AS, (2 << 30, 2 << 30))


class Others(Import):
    def text_of(self, path, *options):
        out = self.imported(path, options=options)
        return next(iter(sorted(out.glob("*.md")))).read_text("utf-8")

    def test_texts(self):
        lines = "春到人间\n本报记者 张三\n　　第一段，文字。\n　　第二段 1. 不是列表。\n"
        want = "---\nkind: 通讯\ntitle: 春到人间\nbyline: 本报记者 张三\n---\n\n第一段，文字。\n\n第二段 1. 不是列表。\n"
        for i, data in enumerate((lines.encode(), b"\xef\xbb\xbf" + lines.encode(), lines.encode("gb18030"), lines.encode("utf-16"), lines.replace("\n", "\r\n").encode(),
                                  lines.replace("\n", "\n\n").encode())):
            path = self.at / f"t{i}.txt"
            path.write_bytes(data)
            self.assertEqual(self.text_of(path), want, i)

    def test_wrapped_text(self):
        row = "这一行的文字写得满满当当而且没有在这里断句所以下一行接着"
        path = self.at / "w.txt"
        path.write_text(f"{row}\n{row}\n写完了。\n\n{row}\nGDP\n", "utf-8")
        self.assertIn(f"{row}{row}写完了。\n\n{row}GDP\n", self.text_of(path))
        self.assertIn("joined-lines", {x.get("note") for x in records(self.at / "out")})

    def test_html(self):
        path = self.at / "h.html"
        page = ('<html><head><meta charset="gb2312"><title>不要</title><style>p{}</style><script>var a="不要"</script></head><body><h1>标题</h1>'
                '<p>甲&nbsp;<b>粗</b>\n乙&lt;b&gt;&amp;amp;<br>丙</p><!-- 不要 --><div style="display: none">隐</div><ol start="3"><li>三<li>四</ol><ul><li>点<li>圈</ul>'
                "<table><tr><th>项<th>数<tr><td>子|丑<td>5</table><h2>小题</h2><p>末。</p></body></html>")
        path.write_bytes(page.encode("gb18030"))
        self.assertEqual(self.text_of(path), "---\nkind: 通讯\ntitle: 标题\n---\n\n甲\u00a0**粗**乙<b>&amp;\n\n丙\n\n3. 三\n4. 四\n\n- 点\n- 圈\n\n"
                         "| 项 | 数 |\n|---|---|\n| 子{{text: |}}丑 | 5 |\n\n## 小题\n\n末。\n")
        self.assertIn("hidden", {x.get("note") for x in records(self.at / "out")})

    def test_text_in_a_table_outside_its_cells(self):
        """A browser shows it before the table."""
        path = self.at / "s.html"
        path.write_text("<meta charset=utf-8><p>前文一段。</p><table>散<tr>落<td>项<td>数<tr><td>甲<td>5</table><table><tr></tr></table>", "utf-8")
        self.assertIn("散落\n\n| 项 | 数 |\n|---|---|\n| 甲 | 5 |\n", self.text_of(path))

    def test_mail(self):
        m = email.message.EmailMessage(policy=email.policy.SMTP)
        m["Subject"], m["From"] = "今日稿件两篇", "记者 <a@b.cn>"
        m.set_content("附上今日的两篇稿件，请查收使用，谢谢。\n", charset="gb2312", cte="base64")
        m.add_alternative("<p>不用这个</p>", subtype="html")
        d = Docx(3)
        d.body = [p(r("附件标题"), '<w:jc w:val="center"/>'), p(r("附件正文，文字。"))]
        m.add_attachment(d.write(self.at / "a.docx").read_bytes(), maintype="application", subtype="octet-stream", filename="稿件甲.docx")
        m.add_attachment("文本附件，一段文字。\n", filename="乙.txt")
        m.add_attachment(b"\x00\x01", maintype="application", subtype="zip", filename="丙.zip")
        path = self.at / "m.eml"
        path.write_bytes(m.as_bytes())
        out = self.imported(path)
        texts = {f.name: f.read_text("utf-8") for f in out.glob("*.md")}
        self.assertEqual(set(texts), {"01-m.md", "02-稿件甲.md", "03-乙.md"})
        self.assertIn("附上今日的两篇稿件，请查收使用，谢谢。", texts["01-m.md"])
        self.assertIn("title: 附件标题\n---\n\n附件正文，文字。", texts["02-稿件甲.md"])
        self.assertIn("文本附件", texts["03-乙.md"])
        self.assertFalse(any("不用这个" in x for x in texts.values()))
        notes = {(x["note"], x.get("text")) for x in records(out) if x["type"] == "note"}
        self.assertLessEqual({("subject", "今日稿件两篇"), ("attachment", "丙.zip"), ("alternative", None)}, notes)
        m = email.message.EmailMessage(policy=email.policy.SMTP)
        m.set_content("正文一段，两种形式相同。\n", cte="base64")
        m.add_alternative("<p>正文一段，两种形式<b>相同</b>。</p>", subtype="html")
        path.write_bytes(m.as_bytes())
        self.assertNotIn("alternative", {x.get("note") for x in records(self.imported(path))})

    def test_quoted_printable_mail(self):
        path = self.at / "q.eml"
        path.write_bytes(b"Subject: =?gbk?Q?=BC=D7?= =?gbk?Q?=D2=D2?=\r\nContent-Type: text/plain; charset=\"utf-8\"\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n"
                         b"=E7=94=B2=E4=B9=\r\n=99=E3=80=82=\r\n\r\n")
        self.assertIn("甲乙。", self.text_of(path))
        self.assertIn("甲乙", [x.get("text") for x in records(self.at / "out")])

    def test_html_is_as_a_browser_shows_it(self):
        path = self.at / "t.html"
        path.write_text("<meta charset=utf-8><h1>题</h1><p>字<q>问</q>字<sub>2</sub><del>删</del><svg><text>矢</text></svg><math><mi>x</mi></math>。</p>"
                        "<table><tr><th rowspan=2>甲<th colspan=2>乙<tr><td>1<td>2<tr><td>3<td>4<td>5</table>"
                        "<p><![if !supportLists]>一、<![endif]>列表<!--[if gte mso 9]>隐<![endif]-->甲</p>"
                        "<ol type=a><li>甲<li>乙</ol><ol reversed><li>二<li>一</ol><ol><li value=5>五<li>六</ol><p>完。</p>", "utf-8")
        out = self.imported(path)
        text = next(out.glob("*.md")).read_text("utf-8")
        self.assertIn("字“问”字2删x。", text)
        self.assertIn("\n一、列表甲\n", text)
        self.assertIn("| 甲 | 乙 |  |\n|---|---|---|\n|  | 1 | 2 |\n| 3 | 4 | 5 |\n", text)
        self.assertEqual(re.findall(r"(?m)^\W*(?:text: )?([a-z0-9]\.)", text.split("| 5 |")[1]), ["a.", "b.", "2.", "1.", "5.", "6."])
        self.assertLessEqual({"raised", "struck-out", "drawing", "formula"}, {x["note"] for x in records(out) if x["type"] == "note"})

    def test_xml_by_maps(self):
        path = self.at / "x.xml"
        path.write_text("<?xml version='1.0' encoding='UTF-8'?><稿件><稿件号>7</稿件号><引题>引题</引题><主题>主题</主题><副题>副题</副题><作者>张三</作者><正文>第一段。\n第二段。</正文></稿件>", "utf-8")
        self.assertEqual(self.text_of(path), "---\nkind: 通讯\nkicker: 引题\ntitle: 主题\ndeck: 副题\nbyline: 张三\n---\n\n第一段。\n\n第二段。\n")
        self.assertIn(("unmapped", "7"), {(x.get("note"), x.get("text")) for x in records(self.at / "out")})
        path.write_text("<?xml version='1.0'?><!DOCTYPE nitf SYSTEM 'nitf.dtd'><nitf><head><title>x</title></head><body><body.head><hedline><hl1>标题</hl1></hedline></body.head>"
                        "<body.content><p>甲 &amp; 乙</p><p>丙</p></body.content></body></nitf>", "utf-8")
        self.assertEqual(self.text_of(path), "---\nkind: 通讯\ntitle: 标题\n---\n\n甲 & 乙\n\n丙\n")
        path.write_text("<?xml version='1.0'?><x><t>一</t><b>二</b></x>", "utf-8")
        self.assertIn("[import-no-map]", run("import", path, "-o", self.at / "no", ok=3).err)
        own = self.at / "own.yaml"
        own.write_text("article: x\nfields: {t: title, b: body}\n")
        self.assertIn("title: 一\n---\n\n二\n", self.text_of(path, "--map", own))
        own.write_text("article: x\nfields: {t: titel}\n")
        self.assertIn("[import-bad-map]", run("import", path, "-o", self.at / "no", "--map", own, ok=3).err)

    def test_another_program(self):
        """--via: any program that takes soffice's arguments; no shell, its own profile, its failure said."""
        fake = self.at / "fake"
        docx = SOURCE / "tests/data/import/f00.docx"
        fake.write_text(f'#!/bin/sh\ncase "$1" in -env:UserInstallation=file://*) ;; *) exit 1;; esac\nwhile [ "$1" != --outdir ]; do shift; done\nmkdir -p "$2"\ncp {docx} "$2/copy.docx"\n')
        fake.chmod(0o755)
        left = lambda: {f for f in Path(tempfile.gettempdir()).glob("banmian-??????") if f.is_dir()}
        before = left()
        self.assertIn("（四）", self.text_of(SOURCE / "tests/data/import/f00.doc", "--via", fake))
        fake.write_text("#!/bin/sh\nexit 1\n")
        self.assertIn("[import-via]", run("import", SOURCE / "tests/data/import/f00.doc", "-o", self.at / "no", "--via", fake, ok=3).err)
        self.assertIn("[import-via]", run("import", SOURCE / "tests/data/import/f00.doc", "-o", self.at / "no", "--via", self.at / "nobody", ok=3).err)
        self.assertEqual(left(), before)
        self.assertFalse((self.at / "no").exists())


class Night(Import):
    def night(self, n=30):
        """A folder of a night's copy, of all kinds."""
        folder = self.at / "night"
        shutil.rmtree(folder, ignore_errors=True)
        (folder / "要闻").mkdir(parents=True)
        rng = random.Random(5)
        text = (SOURCE / "content/2025-work-report").glob("*.md")
        sentences = [s for f in sorted(text) for s in re.findall(r"(?<![^。\n])[^。\n{}|#，”》）][^。\n{}|#]{7,59}。(?![”’）])", f.read_text("utf-8"))
                     if s.count("“") == s.count("”") and s.count("《") == s.count("》") and s.count("（") == s.count("）")]
        for i in range(n):
            name, place = f"{i + 1}稿", folder / ("要闻" if i % 4 == 0 else ".")
            title = rng.choice(sentences)[:14].strip("，、；：“” ")
            body = ["".join(rng.choice(sentences) for _ in range(rng.randint(2, 4))) for _ in range(rng.randint(2, 4))]
            if i % 5 == 0:
                (place / f"{name}.txt").write_bytes("\n".join([title, *("　　" + b for b in body)]).encode(rng.choice(["utf-8", "gb18030"])))
            elif i % 5 == 1:
                (place / f"{name}.html").write_text(f"<meta charset=utf-8><h1>{title}</h1>" + "".join(f"<p>{b}</p>" for b in body), "utf-8")
            else:
                d = Docx(i)
                d.body = [p(r(title), '<w:jc w:val="center"/>'), *(p(r(b)) for b in body)]
                d.write(place / f"{name}.docx")
        (folder / ".DS_Store").write_bytes(b"x")
        (folder / "~$稿.docx").write_bytes(b"x")
        return folder

    def test_thirty_files_to_pages(self):
        folder = self.night()
        (folder / "说明.pdf").write_bytes(b"%PDF")
        out = self.imported(folder, options=["--date", "2026-05-14"])
        self.assertEqual(len(list(out.glob("*.md"))), 30)
        self.assertEqual(self.said.err.count("[import-article]"), 30)  # a line an article
        self.assertEqual([x["source"] for x in records(out) if x["type"] == "article"][:3], ["2稿.html", "3稿.docx", "4稿.docx"])
        self.assertIn("说明.pdf", self.said.err)
        run("check", out, ok=0)
        pdf = self.at / "night.pdf"
        run("press", out, "-o", pdf, ok=0)
        self.assertTrue(pdf.read_bytes().startswith(b"%PDF"))

    def test_nothing_is_written_over(self):
        folder = self.night(3)
        out = self.imported(folder)
        r = run("import", folder, "-o", out, ok=3)
        self.assertIn("[import-exists]", r.err)
        run("import", folder, "-o", out, "--replace", ok=0)
        article = next(out.glob("*.md"))
        for mine in out / "people.yaml", out / "photos" / "x.png", out / "mine" / "x", article:  # an editor's work
            mine.parent.mkdir(exist_ok=True)
            before = mine.read_bytes() if mine.exists() else None
            mine.write_bytes((before or b"") + b"x\n")
            r = run("import", folder, "-o", out, "--replace", ok=3)
            self.assertIn("[import-edited]", r.err)
            self.assertTrue(mine.exists())
            mine.write_bytes(before) if before else mine.unlink()
            if mine.parent.name in ("mine", "photos"):
                mine.parent.rmdir()
        run("import", folder, "-o", out, "--replace", ok=0)
        other = self.at / "other"
        other.mkdir()
        (other / "x").write_text("x")
        self.assertIn("[import-exists]", run("import", folder, "-o", other, "--replace", ok=3).err)
        self.assertEqual((other / "x").read_text(), "x")
        self.assertIn("[import-inside]", run("import", folder, "-o", folder / "new", ok=2).err)
        self.assertFalse((folder / "new").exists())

    def test_what_a_folder_may_hide(self):
        """Links, dots and depth: nothing is read twice, nothing is missed in silence."""
        folder = self.night(2)
        (folder / "环").symlink_to(folder)
        (folder / "链.txt").symlink_to("/etc/hostname")
        (folder / ".隐.txt").write_text("字。\n")
        out = self.imported(folder)
        self.assertEqual(len(list(out.glob("*.md"))), 2)
        self.assertEqual(self.said.err.count("[import-link]"), 2)
        self.assertIn(".隐.txt is no copy", self.said.err)
        self.assertNotIn("DS_Store", self.said.err)
        deep = folder / "a/b/c/d/e"
        deep.mkdir(parents=True)
        (deep / "深.txt").write_text("字。\n")
        out = self.at / "none"
        self.assertIn("[import-deep]", run("import", folder, "-o", out, ok=3).err)
        self.assertFalse(out.exists())

    def test_all_or_nothing(self):
        folder = self.night(4)
        (folder / "坏.docx").write_bytes(b"PK")
        (folder / "坏.txt").write_bytes(b"\xff\xff\xff")
        out = self.at / "none"
        r = run("import", folder, "-o", out, ok=3)
        self.assertIn("坏.docx", r.err)
        self.assertIn("坏.txt", r.err)
        self.assertIn("nothing was written: of 6 files 2 cannot be taken", r.err)
        self.assertEqual(re.findall(r"\[import-(?!broken|encoding|nothing)[a-z-]*\]", r.err), [])  # of articles nothing is said: there are none
        self.assertFalse(out.exists())

    def test_manuscripts_and_loose_pictures(self):
        folder = self.night(1)
        (folder / "9.md").write_text("---\nkind: 消息\ntitle: 已有的稿\n---\n\n原样 {{gap}}。\n", "utf-8")
        (folder / "照片.png").write_bytes((SOURCE / "content/2025-work-report/gebi.png").read_bytes())
        out = self.imported(folder)
        self.assertEqual((out / "01-9.md").read_text("utf-8"), (folder / "9.md").read_text("utf-8"))
        self.assertEqual((out / "photos/01-照片.png").read_bytes(), (folder / "照片.png").read_bytes())
        self.assertIn("[import-loose]", self.said.err)


if __name__ == "__main__":
    main()
