#!/usr/bin/python3
"""Bad input of every kind: a message with its place and what to do, the right exit status, nothing
left behind."""
import os
import re
import shutil
import subprocess
import tempfile
import unittest
from pathlib import Path
from xml.etree import ElementTree

from common import EDITION, PROGRAM, SOURCE, main, run, tool


class Input(unittest.TestCase):
    def setUp(self):
        self.dir = tempfile.TemporaryDirectory()
        self.at = Path(self.dir.name)
        self.edition = self.at / "e"
        shutil.copytree(EDITION, self.edition)

    def tearDown(self):
        self.dir.cleanup()

    def change(self, name, old, new):
        path = self.edition / name
        data = path.read_bytes()
        old, new = (s if isinstance(s, bytes) else s.encode("utf-8") for s in (old, new))
        self.assertIn(old, data)
        path.write_bytes(data.replace(old, new, 1))

    def fails(self, status, code, place=None, **kw):
        """The press run ends in status with [code], at file:line:column when place is given."""
        out = self.at / "o.pdf"
        r = run("press", self.edition, "-o", out, ok=status, **kw)
        self.assertIn(f"[{code}]", r.err)
        if place:
            self.assertRegex(r.err, re.escape(place))
        zh = run("press", self.edition, "-o", out, "--lang", "zh", ok=status, **kw)
        self.assertRegex(zh.err, rf"错误 \[{code}\]：.*[\u4e00-\u9fff]")
        self.assertNotIn("Sanitizer", r.err)
        if status == 3:
            self.assertEqual(sorted(p.name for p in self.at.iterdir()), ["e"], "nothing is left behind")
        return r

    def test_missing_folder_and_file(self):
        r = run("press", self.at / "none", "-o", self.at / "o.pdf", ok=3)
        self.assertIn("none", r.err)
        (self.edition / "03-jueyi-zhengfu.md").unlink()
        self.fails(3, "cannot-read", "edition.yaml:")

    def test_article_without_head_and_body(self):
        (self.edition / "11-shelun.md").write_text("---\nkind: 社论\n---\n", "utf-8")
        self.fails(3, "empty-article")

    def test_not_utf8(self):
        self.change("11-shelun.md", "雄关", b"\xff\xfe")
        self.fails(3, "not-utf8", "11-shelun.md:6:4")

    def test_control_characters(self):
        self.change("11-shelun.md", "雄关", b"\0\0")
        self.fails(3, "control-character", "11-shelun.md:6:4")

    def test_escapes_of_control_characters(self):
        """What may not be typed may not be written as an escape either, in no file. Once "\\0" in the
        edition's title came into the PDF's metadata, which was no XML then."""
        d = self.data()
        env = {"BANMIAN_DATA": str(d)}
        (self.edition / "printer.yaml").write_text("name: 厂\n", "utf-8")
        places = (("edition.yaml", "title: 2026嘉峪关市两会特别报道", 'title: "一{}"', "2:10"),
                  ("11-shelun.md", "kind: 社论", 'kind: "一{}"', "2:9"),
                  ("11-shelun.md", "热烈的祝贺{{", "热烈{}的祝贺{{", "3:11"),
                  ("data/layouts/tabloid.yaml", 'left: "{section}"', 'left: "一{}"', "14:28"),
                  ("data/fonts/fonts.yaml", "postscript: NotoSerifCJKsc-Regular", 'postscript: "一{}"', "9:19"),
                  ("data/colour/profiles.yaml", "CGATS TR 002, condition", '"一{}", condition', "2:40"),
                  ("printer.yaml", "name: 厂", 'name: "一{}"', "1:9"))
        escapes = (("\\0", "control-character"), ("\\x01", "control-character"), ("\\u202E", "control-character"),
                   ("\\uFFFE", "no-character"), ("\\uD800", "no-character"), ("\\U00110000", "no-character"))
        for k, (name, old, new, place) in enumerate(places):
            whole = (self.edition / name).read_text("utf-8")
            for escape, code in escapes if k == 0 else (escapes[k % len(escapes)],):
                with self.subTest(name=name, escape=escape):
                    self.change(name, old, new.replace("{}", escape, 1))
                    r = run("check", self.edition, ok=3, env=env)
                    self.assertRegex(r.err, rf"{Path(name).name}:{place}: error \[{code}\]: .*\n.*\n *\^~{{{len(escape) - 1}}}\n")
                    (self.edition / name).write_text(whole, "utf-8")

    def test_metadata_is_xml_whatever_the_folder_is_called(self):
        """The name of a folder stands for an edition's title. Once its bytes went into XMP as they were."""
        self.change("edition.yaml", re.search("title: .*\n", (self.edition / "edition.yaml").read_text("utf-8"))[0], "")
        odd = os.fsencode(self.at) + b"/<a&\x01\xff\xef\xbf\xbe\xe5\xad>"
        os.rename(self.edition, odd)
        for profile in ("x4", "x1a"):
            run("press", os.fsdecode(odd), "--profile", profile, "-o", self.at / "o.pdf", ok=0)
            packet = re.search(rb"<x:xmpmeta.*</x:xmpmeta>", (self.at / "o.pdf").read_bytes(), re.S)[0]
            titles = [e.text for e in ElementTree.fromstring(packet).iter() if e.tag.endswith("}li")]
            self.assertEqual(titles, ["<a&\ufffd\ufffd\ufffd\ufffd\ufffd>"])

    def test_broken_yaml(self):
        self.change("edition.yaml", "articles:", "articles: [")
        self.fails(3, "bad-yaml", "edition.yaml:")

    def test_unknown_key(self):
        self.change("11-shelun.md", "title:", "tilte:")
        r = self.fails(3, "unknown-key", "11-shelun.md:3:1")
        self.assertIn("title", r.err)
        self.assertIn("^~~~~", r.err)

    def test_colons_of_a_head(self):
        """Once libyaml's words were all that was said of them."""
        for old, new, code, place in (("kind: 社论", "kind：社论", "wide-colon", "2:5"), ("kind: 社论", "kind:社论", "close-colon", "2:5"),
                                      ("title: ", "title：", "wide-colon", "3:6")):
            self.change("11-shelun.md", old, new)
            r = self.fails(3, code, f"11-shelun.md:{place}")
            self.assertRegex(r.err, r"\n *\^~?\n")
            shutil.copy(EDITION / "11-shelun.md", self.edition)
        self.change("edition.yaml", "title: ", "title：")
        self.fails(3, "wide-colon", "edition.yaml:")

    def test_text_that_a_comment_cuts(self):
        """Once “东干渠 #3渡槽通水” was printed as 东干渠, status 0."""
        self.change("11-shelun.md", "kind: 社论", "kind: 社论\nbyline: 东干渠 #3渡槽")
        self.fails(3, "cut-by-comment", "11-shelun.md:3:13")
        shutil.copy(EDITION / "11-shelun.md", self.edition)
        text = (self.edition / "edition.yaml").read_text("utf-8")
        for old, new in (("title: ", "paper: 日报 #2\ntitle: "), ("banner: ", "banner: #2 "), ("title: ", "title: 甲 #")):
            (self.edition / "edition.yaml").write_text(text.replace(old, new, 1), "utf-8")
            self.fails(3, "cut-by-comment", "edition.yaml:")
        (self.edition / "edition.yaml").write_text(re.sub(r"^(    - )(.*)frames:", r"\1section: 要闻 #1\n      frames:", text, count=1, flags=re.M), "utf-8")
        self.fails(3, "cut-by-comment", "edition.yaml:")

    def test_values_that_are_none(self):
        """Once a path as language, a title of two lines and a list as `pin` passed, or were said with empty quotes."""
        text = (self.edition / "edition.yaml").read_text("utf-8")
        for old, new, code in (("title: ", 'language: "../../x"\ntitle: ', "bad-language"), ("title: ", 'language: zh_CN\ntitle: ', "bad-language"),
                               ("title: ", 'paper: "甲\\n乙"\ntitle: ', "line-end-in-value"), ("page: 1}", "pin: [foot]}", "wrong-kind-of-value"),
                               ("rank: 1", "rank: [1]", "wrong-kind-of-value")):
            with self.subTest(new):
                self.assertIn(old, text)
                (self.edition / "edition.yaml").write_text(text.replace(old, new, 1), "utf-8")
                r = self.fails(3, code, "edition.yaml:")
                self.assertNotIn("“”", r.err)
        (self.edition / "edition.yaml").write_text(text, "utf-8")
        self.change("11-shelun.md", "kind: 社论", 'kind: 社论\nkicker: "甲\\n乙"')
        self.fails(3, "line-end-in-value", "11-shelun.md:3:10")

    def test_unclosed_mark(self):
        self.change("03-jueyi-zhengfu.md", "{{gap}}", "{{gap")
        self.fails(3, "unclosed-mark", "03-jueyi-zhengfu.md:")

    def test_unknown_kind(self):
        self.change("03-jueyi-zhengfu.md", "kind: 决议", "kind: 绝议")
        r = self.fails(3, "unknown-kind", "03-jueyi-zhengfu.md:2:7")
        self.assertIn("决议", r.err)

    def data(self):
        """A data folder of one's own, to change a layout or the fonts."""
        d = self.at / "e" / "data"
        d.mkdir()
        for name in ("layouts", "fonts", "colour", "words", "rules"):
            shutil.copytree(SOURCE / name, d / name)
        return d

    def test_unknown_unit(self):
        d = self.data()
        p = d / "layouts/tabloid.yaml"
        p.write_text(p.read_text("utf-8").replace("leading: 12pt, lines", "leading: 12px, lines"), "utf-8")
        r = self.fails(3, "unknown-unit", "tabloid.yaml:", env={"BANMIAN_DATA": str(d)})
        self.assertIn("12px", r.err)

    def test_base_of_a_layout(self):
        """A base that is not there, that comes back to its variant, that has too many behind it, and
        one that is wrong itself."""
        layouts = self.data() / "layouts"
        env = {"BANMIAN_DATA": str(layouts.parent)}
        (layouts / "tabloid.yaml").rename(layouts / "old.yaml")
        own = layouts / "tabloid.yaml"
        own.write_text("# 只写不同之处。\nbase: odl\n", "utf-8")
        r = self.fails(3, "unknown-base", "layouts/tabloid.yaml:2:7", env=env)
        self.assertIn("old", r.err)
        own.write_text("base: ../old\n", "utf-8")
        self.fails(3, "unknown-base", "layouts/tabloid.yaml:1:7", env=env)
        own.write_text("base: old\n", "utf-8")
        run("press", self.edition, "-o", self.at / "v.pdf", ok=0, env=env)
        run("press", self.edition, "-o", self.at / "o.pdf", ok=0)
        self.assertEqual((self.at / "v.pdf").read_bytes(), (self.at / "o.pdf").read_bytes())
        for p in self.at.glob("?.pdf"):
            p.unlink()
        (layouts / "middle.yaml").write_text("base: tabloid\n", "utf-8")
        own.write_text("base: middle\n", "utf-8")
        r = self.fails(3, "layout-cycle", "layouts/middle.yaml:1:7", env=env)
        self.assertIn("tabloid → middle → tabloid", r.err)
        for n in range(1, 6):
            (layouts / f"v{n}.yaml").write_text(f"base: v{n + 1}\n" if n < 5 else "base: old\n", "utf-8")
        own.write_text("base: v2\n", "utf-8")
        r = self.fails(3, "too-many-bases", "layouts/v5.yaml:1:7", env=env)
        self.assertIn("tabloid → v2 → v3 → v4 → v5 → old", r.err)
        own.write_text("base: v3\n", "utf-8")
        run("check", self.edition, ok=0, env=env)
        old = (layouts / "old.yaml").read_text("utf-8")
        (layouts / "old.yaml").write_text(old.replace("leading: 12pt, lines", "leading: 12px, lines"), "utf-8")
        self.fails(3, "unknown-unit", "layouts/old.yaml:", env=env)

    def test_phrases(self):
        """The list of phrases is read with every edition; rows and words that are none are errors."""
        env = {"BANMIAN_DATA": str(self.data())}
        phrases = self.at / "e/data/words/phrases.txt"
        whole = phrases.read_text("utf-8")
        for row, code in (("五年规划\n", "phrase-source"), ("年 一个字\n", "bad-phrase"), ("长" * 41 + " 太长\n", "bad-phrase")):
            phrases.write_text("# 两行\n  甲乙 有空格\n" + row + whole, "utf-8")
            self.fails(3, code, "words/phrases.txt:3:1", env=env)
        phrases.unlink()
        r = self.fails(3, "no-data", env=env)
        self.assertIn("words/phrases.txt", r.err)
        self.assertIn("BANMIAN_DATA", r.err)
        for words, code in (("五年规划", "wrong-kind-of-value"), ("[五年规划, [规划]]", "wrong-kind-of-value"),
                            ("[五年 规划]", "bad-phrase"), ("[年]", "bad-phrase")):
            with self.subTest(words=words):
                self.change("edition.yaml", "date:", f"words: {words}\ndate:")
                self.fails(3, code, "edition.yaml:3:")
            shutil.copy(EDITION / "edition.yaml", self.edition)

    def test_words_of_an_edition(self):
        """A head is not parted inside the words that the edition names."""
        def parted():
            run("press", self.edition, "--profile", "plain", "-o", self.at / "o.pdf", ok=0)
            text = tool("pdftotext", "-raw", self.at / "o.pdf", "-").decode()
            self.assertRegex(text, "会议\\s*关于市人民政府工作报告的决议")
            return re.search("会议\\s+关于市", text)

        self.assertTrue(parted())
        self.change("edition.yaml", "date:", "words: [会议关于市, 决议]\ndate:")
        self.assertFalse(parted())

    def test_the_map_of_words(self):
        """A map of words that is damaged, or not there at all, is an error that says what to do."""
        data = self.data()
        there = data / "words/words.map"
        whole = (PROGRAM.parent / "words.map").read_bytes()
        for bad in (b"", b"BMLX", whole[:-8], whole[:5000] + b"\0" + whole[5001:], b"X" + whole[1:]):
            there.write_bytes(bad)
            self.fails(3, "bad-lexicon", env={"BANMIAN_DATA": str(data)})
        there.write_bytes(whole)
        run("check", self.edition, ok=0, env={"BANMIAN_DATA": str(data)})
        there.unlink()
        alone = self.at / "e/bin"
        alone.mkdir()
        shutil.copy(PROGRAM, alone / "banmian")
        r = subprocess.run([alone / "banmian", "check", self.edition], capture_output=True, text=True,
                           env={**os.environ, "BANMIAN_DATA": str(data), "LC_ALL": "C.UTF-8"}, timeout=60)
        self.assertEqual(r.returncode, 3)
        self.assertIn("[no-lexicon]", r.stderr)
        self.assertIn("words/words.map", r.stderr)

    def test_doubtful_breaks_are_said(self):
        """A head that must be cut is set, with the word and its place; the author's break and a joiner settle it."""
        title = (self.edition / "11-shelun.md").read_text("utf-8").split("title: ", 1)[1].split("\n", 1)[0]
        long = "巴拉克侯赛因奥巴马" * 6
        self.change("11-shelun.md", f"title: {title}", f"title: {long}")
        r = run("press", self.edition, "--profile", "plain", "-o", self.at / "o.pdf")
        self.assertRegex(r.err, r"11-shelun.md:\d+:\d+: warning \[head-(cut|doubt)\]: .*\|")

    def test_missing_font(self):
        d = self.data()
        p = d / "fonts/fonts.yaml"
        p.write_text(p.read_text("utf-8").replace("NotoSerifCJK-Regular.ttc", "NoSuchFont.ttc"), "utf-8")
        self.fails(3, "missing-font", "fonts.yaml:", env={"BANMIAN_DATA": str(d)})

    def test_frame_outside_the_page(self):
        self.change("edition.yaml", "columns: 1-6, lines: 3-", "columns: 1-7, lines: 3-")
        self.fails(3, "frame-outside", "edition.yaml:")

    def test_frames_overlap(self):
        self.change("edition.yaml", "lines: 7-82", "lines: 6-82")
        self.fails(3, "frames-overlap", "edition.yaml:")

    def test_missing_glyph(self):
        self.change("11-shelun.md", "雄关", "雄\U000F0000")
        r = self.fails(4, "missing-glyph", "11-shelun.md:6:5")
        self.assertIn("U+F0000", r.err)

    def test_overset_is_said_and_the_rest_is_set(self):
        path = self.edition / "02-gonggao-3.md"
        path.write_text(path.read_text("utf-8").replace("现予公告。", "现予公告。" * 200), "utf-8")
        r = self.fails(4, "overset")
        self.assertRegex(r.err, r"\d+ characters in \d+ lines")
        self.assertGreater((self.at / "o.pdf").stat().st_size, 10000)
        (self.at / "o.pdf").unlink()
        run("press", self.edition, "-o", self.at / "o.pdf", "--strict", ok=4)
        self.assertFalse((self.at / "o.pdf").exists())

    def test_a_word_wider_than_its_line_is_said_once(self):
        self.change("12-tongxun.md", "\n---\n", "\n---\n见" + "supercalifragilistic" * 5 + "一词。\n\n")
        r = run("press", self.edition, "-o", self.at / "o.pdf")
        self.assertEqual(r.err.count("[forced-break]"), 1, r.err)
        self.assertRegex(r.err, r"12-tongxun\.md:\d+:2: warning \[forced-break\]")

    def test_queries_may_be_about_an_omission(self):
        self.change("11-shelun.md", "雄关", "雄{{query 0: 此处是否缺字？}}关")
        r = run("check", self.edition, ok=0)
        self.assertIn("此处是否缺字？", r.err + r.out)

    def test_names_have_their_characters_before_them(self):
        self.change("11-shelun.md", "雄关", "雄{{name 300}}关")
        self.fails(3, "name-mark", "11-shelun.md:6:5")

    def test_outputs_that_cannot_be_written(self):
        self.assertIn("[disk-full]", run("press", EDITION, "-o", "/dev/full", ok=75).err)
        self.assertTrue(os.path.exists("/dev/full"))
        self.assertIn("[cannot-write]", run("press", EDITION, "-o", EDITION / "edition.yaml/x.pdf", ok=3).err)
        self.assertEqual(run("press", EDITION, "-o", "-", ok=0, text=False).out[:5], b"%PDF-")

    def test_wrong_usage(self):
        for args in (["prss"], ["press"], ["press", EDITION, "--layuot", "x"], ["proof", EDITION, "--dpi", "0"]):
            self.assertTrue(run(*args, ok=2).err)


main()
