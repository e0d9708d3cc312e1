#!/usr/bin/python3
"""Damaged fonts: each way a font file may be broken is an error with the file, what is wrong and what to do, from every
command, and nothing is written.

Before, all of these but the first two were set without a word: pages and proofs with characters left
out, or with others in their place (of half of them page images, proof and print differed), and `lines` never ended
where an advance was 40,000 units."""
import shutil
import struct
import tempfile
import unittest
from pathlib import Path

from common import SOURCE, main, run, solid, tool

KAI = Path("/usr/share/fonts/truetype/lxgw-wenkai/LXGWWenKai-Regular.ttf")
HEI = Path("/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc")
TEXT = "人民的事就是最要紧的事，人民。\n"
LAYOUT = """
paper: {trim: [100mm, 140mm], bleed: 0mm}
grid: {columns: 2, measure: 12, gutter: 1字, size: 9pt, leading: 12pt, lines: 28}
styles:
  正文: {face: 体, size: 9pt, leading: 12pt, align: justify, indent: 2字}
kinds:
  通讯: {tiers: [{field: title, style: 正文}], body: 正文}
"""
EDITION = """
title: 校园报
date: 2026-03-01
layout: small
articles: [a.md]
frames:
  small: [{frames: [{article: a, columns: 1-2, lines: 3-24}]}]
"""
FONTS = """
faces:
  a: {{file: f.ttf, index: {index}, postscript: F, package: p, licence: OFL-1.1, size: {size}, checksum-adjustment: {sum},
      sha256: "{zeros}"}}
roles:
  体: {{regular: [a]}}
"""
CUT = "it is cut off or damaged", "文件不完整或已损坏"
MISSING = "a table that every font has is missing or cut off", "缺少字体必有的表，或表不完整"
NUMBER = "its tables do not agree on the number of glyphs", "各表所记的字形数互相矛盾"
EM = "its em has fewer than 16 or more than 16,384 units", "全身不足 16 或超过 16384 个单位"
WIDE = "one of its characters is wider than 16 em or 32,767 units", "有字宽过 16 个全身或 32767 个单位"
ORDER = "its outlines do not lie in their order inside their table", "轮廓不依次序，或在表外"
GLYPH = "for “人” (U+4EBA): that outline is damaged", "“人”（U+4EBA）的轮廓已损坏"


class Font:
    """A copy of a font file, to be damaged in place."""
    def __init__(self, path, source, index=0):
        shutil.copyfile(source, path)
        self.path, self.index = path, index
        self.size = path.stat().st_size
        self.old = []
        at = self.get(12 + 4 * index, "I") if self.read(0, 4) == b"ttcf" else 0
        self.records = {self.read(r, 4).decode(): r for r in range(at + 12, at + 12 + 16 * self.get(at + 4, "H"), 16)}

    def read(self, at, n):
        with open(self.path, "rb") as f:
            f.seek(at)
            return f.read(n)

    def write(self, at, data):
        with open(self.path, "r+b") as f:
            f.seek(at)
            f.write(data)

    def get(self, at, form):
        return struct.unpack(">" + form, self.read(at, struct.calcsize(">" + form)))[0]

    def table(self, tag):
        return self.get(self.records[tag] + 8, "I")

    def put(self, at, form, *values):
        new = struct.pack(">" + form, *values)
        self.old.append((at, self.read(at, len(new))))
        self.write(at, new)

    def restore(self):
        while self.old:
            self.write(*self.old.pop())

    def glyph(self, character):
        """By a cmap of format 12."""
        cmap = self.table("cmap")
        for i in range(self.get(cmap + 2, "H")):
            at = cmap + self.get(cmap + 8 + 8 * i, "I")
            if self.get(at, "H") == 12:
                for k in range(self.get(at + 12, "I")):
                    first, last, glyph = struct.unpack(">III", self.read(at + 16 + 12 * k, 12))
                    if first <= ord(character) <= last:
                        return glyph + ord(character) - first


class Fonts(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.dir = tempfile.TemporaryDirectory()
        cls.at = Path(cls.dir.name)
        cls.data, cls.edition = cls.at / "data", cls.at / "e"
        for folder in ("colour", "words", "rules"):
            shutil.copytree(SOURCE / folder, cls.data / folder)
        for folder in (cls.data / "layouts", cls.data / "fonts", cls.edition):
            folder.mkdir()
        (cls.data / "layouts/small.yaml").write_text(LAYOUT, "utf-8")
        (cls.edition / "edition.yaml").write_text(EDITION, "utf-8")
        (cls.edition / "a.md").write_text(f"---\nkind: 通讯\ntitle: 事\n---\n\n{TEXT}", "utf-8")
        cls.kai = Font(cls.data / "fonts/f.ttf", KAI)

    @classmethod
    def tearDownClass(cls):
        cls.dir.cleanup()

    def declare(self, font):
        (self.data / "fonts/fonts.yaml").write_text(FONTS.format(
            index=font.index, size=font.size, sum=font.get(font.table("head") + 8, "I"), zeros="0" * 64), "utf-8")

    def refused(self, font, name, reason, *damage, commands=("lines",)):
        with self.subTest(name):
            for at, form, *values in damage:
                font.put(at, form, *values)
            try:
                self.declare(font)
                for command in commands:
                    for lang, words in zip(("en", "zh"), reason):
                        self.fails(command, lang, words)
            finally:
                font.restore()

    def fails(self, command, lang, words):
        out = self.at / "out"
        args = {"lines": (), "check": (self.edition,), "press": (self.edition, "-o", out),
                "proof": (self.edition, "-o", out, "--dpi", 20)}[command]
        r = run(command, *args, "--lang", lang, env={"BANMIAN_DATA": str(self.data)}, stdin=TEXT.encode(), ok=3)
        self.assertIn(words, r.err)
        self.assertIn("f.ttf", r.err)
        self.assertRegex(r.err, "unsound-font|unsound-glyph|broken-font")
        self.assertFalse(out.is_file() or out.is_dir() and list(out.iterdir()))
        if command == "lines":
            self.assertEqual(r.out, "")

    def test_a_sound_font_is_set(self):
        self.declare(self.kai)
        env = {"BANMIAN_DATA": str(self.data)}
        self.assertIn("人民", run("lines", env=env, stdin=TEXT.encode(), ok=0).out)
        run("proof", self.edition, "-o", self.at / "sound", "--dpi", "20", env=env, ok=0)

    def test_tables_are_there_and_inside_the_file(self):
        f, every = self.kai, ("lines", "check", "press", "proof")
        head, glyf = f.table("head"), f.table("glyf")
        self.refused(f, "numTables", CUT, (4, "H", 20000))
        self.refused(f, "no outlines", ("no usable face", "没有序号为"), (f.records["glyf"], "4s", b"x   "))
        self.refused(f, "cut off", CUT, (f.records["glyf"] + 12, "I", f.size - glyf + 1), commands=every)
        self.refused(f, "no cmap", MISSING, (f.records["cmap"], "4s", b"x   "))
        self.refused(f, "magic number", MISSING, (head + 12, "I", 0))
        self.refused(f, "indexToLocFormat", CUT, (head + 50, "h", 7))
        for units in 0, 5, 15, 16385, 65535:
            self.refused(f, f"{units} units", EM, (head + 18, "H", units))

    def test_tables_agree_on_the_number_of_glyphs(self):
        f = self.kai
        maxp, hhea, hmtx = (f.table(t) for t in ("maxp", "hhea", "hmtx"))
        for n in 100, 65535:
            self.refused(f, f"{n} glyphs", NUMBER, (maxp + 4, "H", n))
        for n in 0, 65535:
            self.refused(f, f"{n} advances", NUMBER, (hhea + 34, "H", n))
        self.refused(f, "hmtx short", NUMBER, (f.records["hmtx"] + 12, "I", 40))
        self.refused(f, "loca short", NUMBER, (f.records["loca"] + 12, "I", 40000))
        for advance in 16001, 32768, 40000, 65535:
            self.refused(f, f"advance {advance}", WIDE, (hmtx + 4 * 500, "H", advance))

    def test_outlines_lie_in_their_order_inside_their_table(self):
        f, every = self.kai, ("lines", "check", "press", "proof")
        g = f.glyph("人")
        at, glyf = f.table("loca") + 4 * g, f.table("glyf")
        here, length = f.get(at, "I"), f.get(f.records["glyf"] + 12, "I")
        self.refused(f, "order", ORDER, (at + 4, "I", here - 100), commands=every)
        self.refused(f, "beyond", ORDER, (at + 4, "I", length + 1000))
        self.refused(f, "glyf short", ORDER, (f.records["glyf"] + 12, "I", here + 20))
        self.refused(f, "halves for wholes", ORDER, (f.table("head") + 50, "h", 0))

    def test_an_outline_that_is_set_is_whole(self):
        f, every = self.kai, ("lines", "check", "press", "proof")
        g = f.glyph("人")
        at = f.table("glyf") + f.get(f.table("loca") + 4 * g, "I")
        contours = f.get(at, "h")
        part = lambda glyph: (at, "hhhhhHHbb", -1, 0, 0, 0, 0, 2, glyph, 0, 0)
        self.refused(f, "contours", GLYPH, (at, "h", 300), commands=every)
        self.refused(f, "last point", GLYPH, (at + 8 + 2 * contours, "H", 60000))
        self.refused(f, "ends out of order", GLYPH, (at + 10, "H", 0xFFFF))
        self.refused(f, "instructions", GLYPH, (at + 10 + 2 * contours, "H", 60000))
        self.refused(f, "part of itself", GLYPH, part(g))
        self.refused(f, "part that is not there", GLYPH, part(65000))

    def test_cff(self):
        f = Font(self.data / "fonts/f.ttf", HEI, 2)
        try:
            self.declare(f)
            run("lines", env={"BANMIAN_DATA": str(self.data)}, stdin=TEXT.encode(), ok=0)
            self.refused(f, "glyphs", NUMBER, (f.table("maxp") + 4, "H", 60000))
            self.refused(f, "Top DICT", MISSING, (f.table("CFF ") + 2, "B", 255))
            self.refused(f, "units", EM, (f.table("head") + 18, "H", 5))
            self.refused(f, "advance", WIDE, (f.table("hmtx") + 4, "H", 32768))
            self.refused(f, "height", WIDE, (f.table("vmtx") + 4, "H", 32768))
            # The INDEX of the outlines: so many glyphs, three bytes an offset, the first being 1.
            cff = f.table("CFF ")
            start = struct.pack(">HBBH", f.get(f.table("maxp") + 4, "H"), 3, 0, 1)
            at = cff + f.read(cff, f.size).index(start) + 3 + 3 * f.glyph("人")
            self.refused(f, "empty", GLYPH, (at + 3, "3s", f.read(at, 3)))
            self.refused(f, "beyond", GLYPH, (at + 3, "3s", b"\xff\xff\xff"))
        finally:
            type(self).kai = Font(self.data / "fonts/f.ttf", KAI)

    def test_a_face_that_is_not_copied_is_set_and_it_is_said(self):
        """As a variable font: HarfBuzz subsets it, gaps stay gaps, and a note names the face."""
        edition, out = self.at / "gaps", self.at / "gaps.pdf"
        shutil.copytree(self.edition, edition)
        (edition / "a.md").write_text("---\nkind: 通讯\ntitle: 事\n---\n\n到2026年，共有5项。\n", "utf-8")
        self.kai.put(self.kai.records["gasp"], "4s", b"fvar")
        try:
            self.declare(self.kai)
            for lang, words in ("en", ("gaps-left", "“a”", "it is a variable font")), ("zh", ("“a”", "这是可变字体")):
                said = run("press", edition, "-o", out, "--profile", "plain", "--lang", lang, env={"BANMIAN_DATA": str(self.data)}, ok=0).err
                for w in words:
                    self.assertIn(w, said)
            self.assertIn("到2026年，共有5项。", solid(tool("pdftotext", "-raw", out, "-").decode()))
            gaps = tool("pdftoppm", "-r", 150, out)
        finally:
            self.kai.restore()
        self.declare(self.kai)
        self.assertEqual(run("press", edition, "-o", out, "--profile", "plain", env={"BANMIAN_DATA": str(self.data)}, ok=0).err, "")
        self.assertIn("到2026年，共有5项。", tool("pdftotext", "-raw", out, "-").decode())
        self.assertEqual(tool("pdftoppm", "-r", 150, out), gaps, "with copies not a pixel changes")


if __name__ == "__main__":
    main()
