#!/usr/bin/python3
"""verify: files of every profile are the edition's, and whatever is done to them is found and placed.

FAULTS_PLANTED: how many of each of the six kinds (default 25). SEED: where they begin. `make soak` plants 500 of each
(tests/verify/soak.py)."""
import hashlib
import json
import os
import random
import shutil
import sys
import tempfile
import unittest
import zlib
from pathlib import Path

import pikepdf

from common import EDITION, PROGRAM, SOURCE, run, solid

sys.path.insert(0, str(SOURCE / "tests/verify"))
import planting  # noqa: E402

# Under a sanitizer, where everything takes many times as long, three of each.
FAULTS = int(os.environ.get("FAULTS_PLANTED", 3 if b"__asan_init" in PROGRAM.read_bytes() else 25))
SEED = int(os.environ.get("SEED", 1))
SMALL = """title: 样报
date: 2026-05-15
layout: tabloid
articles: [a.md, b.md]
frames:
  tabloid:
    - frames: [{auto: true, columns: 1-6, lines: 3-40}]
"""
MORE = """

会议审查的主要指标如下：

| 指标 | 2025年 | 2026年 |
|---|---|---|
| 收入（亿元） | 134.9 | 141.2 |
| 支出（亿元） | 120.5 | 126.8 |

1. 收入增长5.1%，5G网络覆盖率100%。
2. 支出增长4.9%，见 https://example.org/budget 一页。
"""


def png(width, height):
    """A gray picture that is not all of one kind."""
    chunk = lambda kind, data: len(data).to_bytes(4, "big") + kind + data + zlib.crc32(kind + data).to_bytes(4, "big")
    rows = b"".join(b"\0" + bytes((x + y) % 256 for x in range(width)) for y in range(height))
    head = width.to_bytes(4, "big") + height.to_bytes(4, "big") + bytes((8, 0, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")


class Verify(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = Path(tempfile.mkdtemp(prefix="banmian-"))
        cls.small = cls.folder / "small"
        cls.small.mkdir()
        (cls.small / "edition.yaml").write_text(SMALL, "utf-8")
        shutil.copy(EDITION / "03-jueyi-zhengfu.md", cls.small / "a.md")
        (cls.small / "b.md").write_text((EDITION / "08-jueyi-yusuan.md").read_text("utf-8") + MORE, "utf-8")
        cls.pdf, cls.record = cls.folder / "small.pdf", cls.folder / "record.pdf"
        run("press", cls.small, "-o", cls.pdf, ok=0)
        run("archive", cls.small, "-o", cls.record, ok=0)

    @classmethod
    def tearDownClass(cls):
        shutil.rmtree(cls.folder)

    def verify(self, pdf, edition=None, *more, ok=None):
        """(exit status, differences, the evidence's first record)."""
        evidence = self.folder / "v.ndjson"
        evidence.unlink(missing_ok=True)
        r = run("verify", pdf, edition or self.small, *more, "-o", evidence, "--lang", "en", ok=ok)
        lines = [json.loads(l) for l in evidence.read_text("utf-8").splitlines()] if evidence.exists() else []
        self.assertEqual(bool(lines), r.returncode in (0, 5), r.err)
        return r, [l for l in lines if l["type"] == "difference"], lines[:1] and lines[0]

    def test_clean(self):
        """Files of all profiles, with marks, by pages and page by page."""
        out = self.folder / "e.pdf"
        for profile in ("x4", "x1a", "plain"):
            run("press", EDITION, "--profile", profile, "-o", out, ok=0)
            self.verify(out, EDITION, ok=0)
        run("press", EDITION, "--marks", "-o", out, ok=0)
        _, _, file = self.verify(out, EDITION, ok=0)
        self.assertGreater(file["outside"], 100)
        run("press", EDITION, "--pages", "2", "-o", out, ok=0)
        self.verify(out, EDITION, "--pages", "2", ok=0)
        self.verify(out, EDITION, "--pages", "1", ok=5)
        self.verify(out, EDITION, ok=5)
        run("archive", EDITION, "--profile", "a4", "-o", out, ok=0)
        _, _, file = self.verify(out, EDITION, ok=0)
        self.assertTrue(file["structure_compared"] and file["same"])

    def test_evidence(self):
        evidence = self.folder / "v.ndjson"
        run("verify", self.record, self.small, "-o", evidence, ok=0)
        lines = [json.loads(l) for l in evidence.read_text("utf-8").splitlines()]
        self.assertEqual(lines[0]["sha256"], hashlib.sha256(self.record.read_bytes()).hexdigest())
        with pikepdf.open(self.record) as pdf:
            fonts = [f.DescendantFonts[0].FontDescriptor for _, f in pdf.pages[0].Resources.Font.items()]
            programs = {hashlib.sha256(f.get("/FontFile3", f.get("/FontFile2")).read_bytes()).hexdigest() for f in fonts}
        self.assertEqual({l["sha256"] for l in lines if l["type"] == "font"}, programs)
        articles = [l for l in lines if l["type"] == "article" and l["characters"]]
        self.assertEqual([a["name"] for a in articles], ["a", "b"])
        for a in articles:
            self.assertEqual(a["sha256"], a["found_sha256"])
        again = self.folder / "again.ndjson"
        run("verify", self.record, self.small, "-o", again, ok=0)
        self.assertEqual(evidence.read_bytes(), again.read_bytes())

    def test_planted(self):
        """The six kinds, each fault found and placed to the character, and nothing else told."""
        out, all_ = self.folder / "p.pdf", dict.fromkeys(planting.KINDS, 0)
        for kind in planting.KINDS:
            for seed in range(SEED, SEED + FAULTS):
                planted = planting.plant(self.record if seed % 3 == 0 else self.pdf, kind, seed, out)
                if not planted:
                    continue
                all_[kind] += 1
                with self.subTest(kind=kind, seed=seed):
                    _, differences, _ = self.verify(out, None, "-q", ok=5)
                    self.assertIsNone(planting.judge(planted, differences))
        for kind, n in all_.items():
            self.assertGreater(n, FAULTS * 2 // 3, kind)

    def tampered(self, change, pdf=None):
        """What is told of a file of which `change` changes the first page's content, or more."""
        out = self.folder / "t.pdf"
        with pikepdf.open(pdf or self.pdf) as file:
            page = file.pages[0]
            content = change(file, page, page.Contents.read_bytes())
            if content is not None:
                page.Contents.write(content)
            file.save(out)
        _, differences, _ = self.verify(out, None, "-q", ok=5)
        return {d["kind"] for d in differences}, differences

    def test_hidden(self):
        """Text that is there and is not seen, or not as it should be."""
        middle = lambda c: c.index(b"BT ", len(c) // 2)
        def around(before, after=b""):
            def change(_, __, c):
                at = middle(c)
                end = c.index(b"ET\n", at) + 3
                return c[:at] + before + c[at:end] + after + c[end:]
            return change
        cases = {
            "hidden": [around(b"3 Tr ", b"0 Tr\n"), around(b"q 0 0 1 1 re W n ", b"Q\n"), around(b"/Span /Named BDC ", b"EMC\n")],
            "text": [around("/Span <</ActualText <FEFF5225>>> BDC ".encode(), b"EMC\n")],
            "colour": [around(b"0 0 0 0 k\n", b"0 0 0 1 k\n"), around(b"1 g\n", b"0 0 0 1 k\n"), around(b"/GS0 gs\n", b"/GS1 gs\n")],
            "moved": [around(b"q 1 0 0 1 0 -1 cm ", b"Q\n"), around(b"1 Tc ", b"0 Tc\n"), around(b"2 Ts ", b"0 Ts\n")],
            "drawing": [lambda _, __, c: c + b"q 0 0 0 0 k 0 0 9000 9000 re f Q\n", lambda _, __, c: c.replace(b" l S\n", b" l n\n", 1),
                        lambda _, __, c: c + b"BI /W 1 /H 1 /CS /G /BPC 8 ID x EI\n"],
        }
        for kind, changes in cases.items():
            for i, change in enumerate(changes):
                with self.subTest(kind=kind, i=i):
                    kinds, _ = self.tampered(change)
                    self.assertEqual(kinds, {kind})

    def test_around(self):
        """What is over the page, about it, or in its structure."""
        def stamp(file, page, _):
            page.Annots = pikepdf.Array([file.make_indirect(pikepdf.Dictionary(
                Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Square, Rect=[0, 0, 400, 400], IC=[1]))])
        def cut(_, page, __):
            page.CropBox = pikepdf.Array([0, 0, 200, 200])
        def form(file, page, c):
            page.Resources.XObject = pikepdf.Dictionary(Fm=file.make_stream(
                b"0 0 9 9 re f", Type=pikepdf.Name.XObject, Subtype=pikepdf.Name.Form, BBox=[0, 0, 9, 9]))
            return c + b"/Fm Do\n"
        def clear(_, page, c):
            page.Resources.ExtGState.GS1.ca = 0
            return c
        def aloud(file, _, __):
            file.Root.StructTreeRoot.K[0].ActualText = "别的"
        def ambiguous(_, page, __):
            for _, font in page.Resources.Font.items():
                m = font.ToUnicode.read_bytes()
                a = m.index(b"<", m.index(b"beginbfchar"))
                line = m[a:m.index(b"\n", a) + 1]
                font.ToUnicode.write(m.replace(b"endcmap", b"1 beginbfchar\n" + line[:7] + b"<5225>\nendbfchar\nendcmap"))
        def twice(file, page, c):
            i = c.index(b"BT ", len(c) // 2)
            end = c.index(b"ET\n", i) + 3
            return c[:end] + c[i:end] + c[end:]
        for change, pdf, kinds in ((stamp, None, {"drawing"}), (cut, None, {"page"}), (form, None, {"drawing"}),
                                   (clear, None, {"hidden", "drawing"}), (aloud, self.record, {"structure"}), (twice, None, {"added"}), (ambiguous, None, {"text"})):
            with self.subTest(change.__name__):
                self.assertEqual(self.tampered(change, pdf)[0], kinds)

    def test_beside(self):
        """What changes all inks, is done or carried along, leads elsewhere, or undoes the structure."""
        N, D = pikepdf.Name, pikepdf.Dictionary
        script = D(S=N.JavaScript, JS="app.alert(1)")
        def inherited(file, page, _):
            page.Resources.ColorSpace = D(DefaultCMYK=pikepdf.Array([N.Separation, N("/None"), N.DeviceCMYK, D(
                FunctionType=2, Domain=[0, 1], C0=[0, 0, 0, 0], C1=[0, 0, 0, 0], N=1)]))
            file.Root.Pages.Resources = page.Resources
            del page.obj["/Resources"]
        def space(name):
            def change(_, page, __):
                page.Resources.ColorSpace = D({**dict(page.Resources.get("/ColorSpace", {})), name: N.DeviceCMYK})
            return change
        def root(key, value):
            def change(file, _, __):
                file.Root[key] = value
            return change
        def no_tree(file, _, __):
            del file.Root["/StructTreeRoot"]
        def no_claim(file, _, c):
            del file.Root["/StructTreeRoot"], file.Root["/MarkInfo"]
        def role(a, b):
            def change(file, _, __):
                file.Root.StructTreeRoot.RoleMap[a] = b
            return change
        def links(file):
            return [a for p in file.pages for a in p.get("/Annots", []) if "/URI" in a.get("/A", {})]
        def elsewhere(file, _, __):
            links(file)[0].A.URI = pikepdf.String("https://example.org/other")
        def launch(file, _, __):
            links(file)[0].A = D(S=N.Launch, F="x")
        def unlinked(file, _, __):
            for p in file.pages:
                if "/Annots" in p:
                    del p.obj["/Annots"]
        def page_action(_, page, __):
            page.AA = D(O=script)
        cases = [(inherited, "colour", False), (space("/DefaultCMYK"), "colour", False), (space("/DefaultGray"), "colour", False),
                 (space("/DefaultRGB"), "colour", False), (root("/OpenAction", script), "action", False), (page_action, "action", False),
                 (root("/AA", D(WC=script)), "action", False), (root("/Names", D(JavaScript=D(Names=pikepdf.Array()))), "action", False),
                 (root("/AcroForm", D(Fields=pikepdf.Array())), "action", False), (no_tree, "structure", True), (no_claim, "structure", True),
                 (root("/MarkInfo", D(Marked=False)), "structure", True), (role("/P", N.Span), "structure", True),
                 (role("/Lead", N.Artifact), "structure", True), (elsewhere, "action", True), (launch, "drawing", True), (unlinked, "action", True)]
        for i, (change, kind, record) in enumerate(cases):
            with self.subTest(i=i, change=change.__name__):
                kinds, differences = self.tampered(change, self.record if record else None)
                if change is no_tree or change is no_claim:
                    kinds -= {"action"}  # without a structure there are no links either
                self.assertEqual(kinds - ({"action"} if change is launch else set()), {kind})
                if change is elsewhere:
                    self.assertEqual([(d["wanted"], d["found"]) for d in differences if d["found"]],
                                     [("https://example.org/budget", "https://example.org/other")])

    def test_pictures(self):
        """A picture that is hidden, masked, inverted or another at its place; the evidence says that pixels are not compared."""
        N, D = pikepdf.Name, pikepdf.Dictionary
        folder, pdf = self.folder / "pictures", self.folder / "pictures.pdf"
        shutil.copytree(self.small, folder)
        (folder / "p.png").write_bytes(png(300, 200))
        text = (folder / "b.md").read_text("utf-8")
        (folder / "b.md").write_text(text + "\n![图](p.png)\n", "utf-8")
        run("press", folder, "-o", pdf)
        _, _, file = self.verify(pdf, folder, "-q", ok=0)
        self.assertEqual((file["pictures_compared"], file["pictures"]), (False, 1))
        def put(key, value):
            return lambda image: image.__setitem__(key, value)
        for i, change in enumerate((put("/OC", D(Type=N.OCG, Name="x")), put("/Mask", pikepdf.Array([0, 255])), put("/Decode", pikepdf.Array([1, 0])),
                                    put("/Alternates", pikepdf.Array()), put("/OPI", D()), put("/Width", 30), put("/BitsPerComponent", 4),
                                    put("/ColorSpace", N.Indexed))):
            with self.subTest(i=i), pikepdf.open(pdf) as file:
                image = next(x for p in file.pages if "/XObject" in p.Resources for _, x in p.Resources.XObject.items())
                change(image)
                file.save(self.folder / "t.pdf")
                _, differences, _ = self.verify(self.folder / "t.pdf", folder, "-q", ok=5)
                self.assertEqual({d["kind"] for d in differences}, {"drawing"})
                self.assertTrue(all(d["rect"]["w"] > 5 and d["page"] for d in differences), differences)

    def test_divided(self):
        """A text that has grown divides the pages otherwise: that is said first, and which article has other text."""
        grown, pdf = self.folder / "grown", self.folder / "grown.pdf"
        shutil.copytree(EDITION, grown)
        run("press", grown, "-o", pdf, ok=0)
        path = grown / "03-jueyi-zhengfu.md"
        path.write_text(path.read_text("utf-8").rstrip("\n") + "\n\n" + "今年的任务十分艰巨。" * 40 + "\n", "utf-8")
        r, _, _ = self.verify(pdf, grown, ok=5)
        said = [l for l in r.err.splitlines() if "[pdf-" in l]
        self.assertIn("[pdf-divided]", said[0])
        self.assertEqual(["03-jueyi" in l for l in said if "differs here first" in l], [True])
        same = next(l for l in said if "is the same" in l)
        self.assertIn("12-tongxun", same)
        self.assertNotIn("03-jueyi", same)

    def test_messages(self):
        out = self.folder / "p.pdf"
        planted = planting.plant(self.pdf, "dropped", 3, out)
        for lang, word in (("en", "is not in the PDF"), ("zh", "PDF 缺")):
            r = run("verify", out, self.small, "-o", self.folder / "v.ndjson", "--lang", lang, ok=5)
            self.assertIn(word, r.err)
            self.assertRegex(r.err, r"[ab]\.md:\d+:\d+: ")
            self.assertIn(planted.text[:20], r.err.replace("\n", ""))

    def test_other_edition(self):
        """A changed manuscript is no longer what the file shows: a character, at its place."""
        other = self.folder / "other"
        shutil.copytree(self.small, other)
        text = (other / "b.md").read_text("utf-8")
        (other / "b.md").write_text(text.replace("134.9", "134.8"), "utf-8")
        _, differences, _ = self.verify(self.pdf, other, ok=5)
        self.assertEqual([(d["kind"], d["wanted"], d["found"], d["file"]) for d in differences], [("changed", "8", "9", "b.md")])
        line = text.splitlines()[differences[0]["line"] - 1]
        self.assertEqual(line[:differences[0]["column"] - 1][-4:], "134.")
        shutil.rmtree(other)

    def test_foreign(self):
        """Files of other programs: nothing is told of those that have the text, and what was lost is found."""
        data = SOURCE / "tests/data/foreign"
        for name in ("chromium", "libreoffice"):
            _, differences, file = self.verify(data / f"{name}.pdf", data / "edition", ok=0)
            self.assertEqual((differences, file["written_by"], file["ink_compared"]), ([], "other", False))
        _, differences, _ = self.verify(data / "libreoffice-lost.pdf", data / "edition", ok=5)
        self.assertEqual([(d["kind"], d["wanted"], d["before"][-3:], d["after"][:2]) for d in differences], [("missing", "、", "嘉峪关", "奋力")])

    def test_foreign_changes(self):
        """Where the manuscript differs from what another program printed: each change at its place."""
        data, other = SOURCE / "tests/data/foreign", self.folder / "changed"
        rng = random.Random(SEED)
        for name in ("chromium", "libreoffice"):
            for _ in range(4):
                shutil.copytree(data / "edition", other, dirs_exist_ok=True)
                text = (data / "edition/b.md").read_text("utf-8")
                start = text.index("嘉峪关市第十一届人民代表大会第五次会议审查")
                at = rng.randrange(start + 8, start + 120)
                kind = rng.choice(("missing", "added", "changed"))
                if set(text[at - 12:at + 4]) & set("(){}\n") or text[at] in text[at - 2:at] or text[at] in text[at + 1:at + 3]:
                    continue
                new = {"missing": text[at] + "龘", "added": "", "changed": "龘"}[kind]
                (other / "b.md").write_text(text[:at] + new + text[at + 1:], "utf-8")
                _, differences, _ = self.verify(data / f"{name}.pdf", other, ok=5)
                self.assertEqual([d["kind"] for d in differences], [kind])
                d = differences[0]
                before = solid(text[:at + (kind == "missing")])
                self.assertTrue(before.endswith(d["before"][-4:]), d)
                self.assertEqual(d["wanted"], "" if kind == "added" else "龘")
            # two paragraphs in the other order
            text = (data / "edition/a.md").read_text("utf-8").rstrip("\n").split("\n\n")
            self.assertGreaterEqual(len(text), 3)
            text[-2], text[-1] = text[-1], text[-2]
            shutil.copytree(data / "edition", other, dirs_exist_ok=True)
            (other / "a.md").write_text("\n\n".join(text) + "\n", "utf-8")
            _, differences, _ = self.verify(data / f"{name}.pdf", other, ok=5)
            self.assertEqual({d["kind"] for d in differences}, {"order"})
            shutil.rmtree(other)

    def test_broken(self):
        """Whatever the bytes are: a status, an answer, no crash."""
        whole = self.pdf.read_bytes()
        for bytes_ in (b"", b"%PDF-1.7\n", b"no PDF at all", whole[:3000]):
            out = self.folder / "broken.pdf"
            out.write_bytes(bytes_)
            r, _, _ = self.verify(out, ok=3)
            self.assertIn("[pdf-unreadable]", r.err)
        self.verify(self.folder / "not there.pdf", ok=3)
        rng = random.Random(7)
        for _ in range(24):
            b = bytearray(whole)
            for _ in range(rng.choice((1, 1, 4, 40))):
                b[rng.randrange(len(b))] = rng.randrange(256)
            if rng.random() < 0.3:
                del b[rng.randrange(len(b)):]
            out.write_bytes(bytes(b))
            r, _, _ = self.verify(out, None, "-q")
            self.assertIn(r.returncode, (0, 3, 5), r.err)

    def test_arguments(self):
        run("verify", ok=2)
        run("verify", self.pdf, ok=2)
        run("verify", self.pdf, self.small, self.small, ok=2)
        run("verify", self.pdf, self.small, "-o", self.pdf, ok=2)
        run("verify", self.pdf, self.small, "-o", self.small / "a.md", ok=2)


if __name__ == "__main__":
    unittest.main()
