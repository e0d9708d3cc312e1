#!/usr/bin/python3
"""The soft proof and the plates against the print PDF as other programs show it: a page with a CMYK
and an RGB picture, a rule and a head in a spot ink, tints, white letters and black ones on them.

On screen: poppler and Ghostscript, told the output profile (their own for DeviceCMYK is another
press) and black-point compensation, which poppler always has. Debian's MuPDF is built without ICC and
shows DeviceCMYK by a rule of its own, so it is compared where that has no say: in the inks.
"""
import shutil
import tempfile
import unittest
import zlib
from pathlib import Path

from common import as_shown, SOURCE, blocks, difference, main, read_netpbm, read_png, read_png_gray, read_tiff_gray, run, tool

DPI = 100
MOST = 0.012  # readers that are not told the profile are off by more
QUIET = ["-q", "-dSAFER", "-dBATCH", "-dNOPAUSE"]
SMOOTH = ["-dTextAlphaBits=4", "-dGraphicsAlphaBits=4"]
PLATES = {"Cyan": "C", "Magenta": "M", "Yellow": "Y", "Black": "K", "PANTONE 186 C": "S1-PANTONE-186-C"}
figures = []

# A CMYK picture: gradients of each ink in four bands, and some known mixtures.
CMYK = """%!PS
<< /PageSize [300 200] >> setpagedevice
0 1 3 { /band exch def 0 1 299 { /x exch def
  [0 1 3 { band eq { x 300 div } { 0 } ifelse } for] aload pop setcmykcolor
  x 200 band 1 add 25 mul sub 1 25 rectfill } for } for
0 1 9 { /i exch def
  i 9 div 0.6 mul  1 i 9 div sub 0.7 mul  i 2 mod 0.5 mul  i 9 div 0.3 mul setcmykcolor
  i 30 mul 0 30 100 rectfill } for
showpage
"""

LAYOUT = {
    "lines:\n": "lines:\n  专红线: {kind: single, weight: 5pt, colour: 专红}\n",
    "boxes:\n": "boxes:\n  红框: {line: 专红线, padding: 1字, above: 0, below: 0, tint: 淡黄}\n"
                "  蓝底: {rule: 0pt, sides: [top, bottom], padding: 0字, above: 0, below: 0, tint: 深蓝}\n",
    "styles:\n": "colours:\n  专红: {spot: PANTONE 186 C, m: 91, y: 76, k: 6}\n  淡黄: {c: 5, y: 25}\n"
                 "  深蓝: {c: 90, m: 60, k: 20}\n  白: {k: 0}\nstyles:\n",
    "  通栏题: {base: 报告题,": "  通栏题: {base: 报告题, colour: 专红,",
    "  标语: {base: 题,": "  标语: {base: 题, colour: 白,",
}

EDITION = """title: 颜色试样
date: 2026-05-14
articles:
  - a.md
  - b.md
frames:
  tabloid:
    - frames:
        - {article: a, columns: 1-6, lines: 3-70, set: 3, box: 红框,
           pictures: [{columns: 1-2, lines: 10-32}, {columns: 2-3, lines: 40-62}]}
        - {article: b, columns: 1-6, lines: 72-80, box: 蓝底}
"""

ARTICLE = """---
kind: 报告
title: 颜色试样
---

![四色图片](inks.jpg)

""" + "本版用来核对颜色：屏幕上的软打样、分色图与付印文件须彼此一致。黑字叠印在色底之上，白字则镂空。" * 6 + """

![三色图片](light.png)

""" + "专色线与专色题各在自己的印版上，图片按输出特性文件转为四色，总墨量不超过限额。" * 8 + "\n"


def png(width, height, pixel):
    """An RGB PNG."""
    raw = b"".join(b"\0" + b"".join(bytes(pixel(x, y)) for x in range(width)) for y in range(height))
    chunk = lambda kind, body: (len(body).to_bytes(4, "big") + kind + body +
                                zlib.crc32(kind + body).to_bytes(4, "big"))
    head = width.to_bytes(4, "big") + height.to_bytes(4, "big") + bytes([8, 2, 0, 0, 0])
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(raw, 6)) + chunk(b"IEND", b"")


def light(x, y):
    """Hue to the right, darker downwards; at the foot a wedge of gray."""
    if y >= 160:
        return (x * 255 // 299,) * 3
    h, v = x * 6 / 300, 255 - y
    ramp = lambda k: max(0.0, min(1.0, abs((h + k) % 6 - 3) - 1))
    return tuple(int(v * (0.15 + 0.85 * ramp(k))) for k in (0, 4, 2))


class RoundTrip(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.dir = tempfile.TemporaryDirectory()
        at = cls.at = Path(cls.dir.name)
        for name in ("fonts", "layouts", "colour", "words", "rules"):
            shutil.copytree(SOURCE / name, at / "data" / name)
        layout = at / "data/layouts/tabloid.yaml"
        text = layout.read_text("utf-8")
        for old, new in LAYOUT.items():
            assert text.count("\n" + old) == 1, old
            text = text.replace("\n" + old, "\n" + new)
        layout.write_text(text, "utf-8")
        edition = at / "colours"
        edition.mkdir()
        (edition / "edition.yaml").write_text(EDITION, "utf-8")
        (edition / "a.md").write_text(ARTICLE, "utf-8")
        (edition / "b.md").write_text("---\nkind: 标语\ntitle: 白字镂空　不叠不漏\n---\n", "utf-8")
        (edition / "light.png").write_bytes(png(300, 200, light))
        (at / "inks.ps").write_text(CMYK)
        tool("gs", *QUIET, "-sDEVICE=jpegcmyk", "-dJPEGQ=95", "-r144",
             f"-sOutputFile={edition / 'inks.jpg'}", at / "inks.ps")
        cls.env = {"BANMIAN_DATA": str(at / "data")}
        cls.edition, cls.pdf, cls.icc = edition, at / "e.pdf", at / "data/colour/TR002.icc"
        run("press", edition, "-o", cls.pdf, env=cls.env, ok=0)
        run("proof", edition, "-o", at / "p", "--dpi", DPI, "--plates", env=cls.env, ok=0)

    @classmethod
    def tearDownClass(cls):
        cls.dir.cleanup()
        print("; ".join(figures))

    def shown(self):
        """The soft proof's red, green and blue as blocks."""
        return [blocks(c) for c in read_png((self.at / "p/page-1.png").read_bytes())]

    def plate(self, name):
        return blocks(read_png_gray((self.at / f"p/page-1-{name}.png").read_bytes()))

    def assert_agree(self, name, channels, ours, bare=255):
        """On the whole page, and where ours is not bare paper."""
        for i, (channel, our) in enumerate(zip(channels, ours)):
            with self.subTest(reader=name, channel=i):
                theirs = blocks(channel)
                printed = [(a, b) for ra, rb in zip(theirs, our) for a, b in zip(ra, rb) if round(b) != bare]
                self.assertGreater(len(printed), 100)
                off, inked = difference(theirs, our), difference(*([[pair[k] for pair in printed]] for k in (0, 1)))
                figures.append(f"{name} {i}: {off * 100:.2f} % ({inked * 100:.2f} %)")
                self.assertLess(max(off, inked), MOST)

    def test_poppler_shows_the_soft_proof(self):
        data = tool("pdftoppm", "-r", DPI, "-defaultcmykprofile", self.icc, self.pdf)
        self.assert_agree("poppler", as_shown(read_netpbm(data)), self.shown())

    def test_ghostscript_shows_the_soft_proof(self):
        data = tool("gs", *QUIET, "-sDEVICE=ppmraw", *SMOOTH, f"-r{DPI}", f"--permit-file-read={self.icc}",
                    f"-sDefaultCMYKProfile={self.icc}", "-dRenderIntent=1", "-dBlackPtComp=1", "-sOutputFile=-",
                    self.pdf)
        self.assert_agree("Ghostscript", as_shown(read_netpbm(data)), self.shown())

    def test_ghostscript_makes_the_same_plates(self):
        tool("gs", *QUIET, "-sDEVICE=tiffsep", "-sCompression=none", f"-r{4 * DPI}", "-dDownScaleFactor=4",
             f"-sOutputFile={self.at / 's.tif'}", self.pdf)
        for name, ours in PLATES.items():
            theirs = read_tiff_gray((self.at / f"s({name}).tif").read_bytes())
            self.assert_agree(f"plate {name}", [theirs], [self.plate(ours)])

    def test_mupdf_has_the_same_inks(self):
        """It has no plates for spots, but paints their alternates: ours are added."""
        out = self.at / "inks.pam"
        tool("mutool", "draw", "-q", "-N", "-F", "pam", "-c", "cmyk", "-r", DPI, "-o", out, self.pdf)
        theirs = read_netpbm(out.read_bytes())
        self.assertEqual(len(theirs), 4)
        spot = self.plate("S1-PANTONE-186-C")
        for i, (name, share) in enumerate({"C": 0, "M": .91, "Y": .76, "K": .06}.items()):
            ours = [[255 - p + share * (255 - s) for p, s in zip(rp, rs)] for rp, rs in zip(self.plate(name), spot)]
            self.assert_agree(f"MuPDF {name}", [theirs[i]], [ours], bare=0)


main()
