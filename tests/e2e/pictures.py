#!/usr/bin/python3
"""Pictures as they come: turned as their Exif structure says, brought down to what the press prints, in folders of the
edition, very many and very large. What the program did before is said at each test."""
import atexit
import math
import os
import re
import shutil
import struct
import subprocess
import tempfile
import unittest
import zlib
from pathlib import Path

from common import PROGRAM, SOURCE, main, read_netpbm, read_png, run, tool

WIDE = 40  # mm, of every picture
DPI = 45   # of pages that are looked at

LAYOUT = """
press: {profile: TR002, ink: 240, warn: 220%s}
paper: {trim: [60mm, 80mm], bleed: 0mm}
grid: {columns: 1, measure: 14, gutter: 1字, size: 9pt, leading: 12pt, lines: 16}
styles:
  正文: {face: 宋, size: 9pt, leading: 12pt, align: justify}
kinds:
  文: {tiers: [], body: 正文, caption: 正文}
preflight: {picture-ppi: off, line-art-ppi: off, rgb-converted: off, rgb-picture: off, ink: off}
"""

# Of gray, RGB and CMYK: upper left, upper right, lower left, lower right, as they are seen.
CORNERS = {1: [(20,), (90,), (150,), (220,)],
           3: [(230, 20, 20), (20, 160, 20), (20, 20, 220), (230, 220, 20)],
           4: [(255, 0, 0, 0), (0, 255, 0, 0), (0, 0, 255, 0), (0, 0, 0, 200)]}


def chunk(kind, body):
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def exif(turned, order=">"):
    """A TIFF with a tag before the orientation, as cameras write it."""
    return ((b"MM\0*" if order == ">" else b"II*\0") + struct.pack(order + "IH", 8, 2) +
            struct.pack(order + "HHII", 0x0100, 4, 1, 640) + struct.pack(order + "HHIHH", 0x0112, 3, 1, turned, 0) +
            struct.pack(order + "I", 0))


def png(w, h, rows, colour, depth=8, exif=b"", interlaced=0):
    """rows: bytes of each row."""
    head = struct.pack(">IIBBBBB", w, h, depth, colour, 0, 0, interlaced)
    packer = zlib.compressobj(1)
    data = b"".join(packer.compress(b"\0" + row) for row in rows) + packer.flush()
    return (b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + (chunk(b"eXIf", exif) if exif else b"") + chunk(b"IDAT", data) +
            chunk(b"IEND", b""))


def stored(corners, turned):
    """The corners as a file has them that is seen right when turned (Exif 2.3, 4.6.4 A)."""
    a, b, c, d = corners
    return {1: (a, b, c, d), 2: (b, a, d, c), 3: (d, c, b, a), 4: (c, d, a, b),
            5: (a, c, b, d), 6: (b, d, a, c), 7: (d, b, c, a), 8: (c, a, d, b)}[turned]


def without_segments(jpeg):
    """The JPEG without what does not go into a PDF: Exif, profile, comments."""
    at = 2
    while jpeg[at + 1] != 0xda:
        n = 2 + int.from_bytes(jpeg[at + 2:at + 4], "big")
        if jpeg[at + 1] in (0xe1, 0xe2, 0xfe):
            jpeg, n = jpeg[:at] + jpeg[at + n:], 0
        at += n
    return jpeg


def with_exif(jpeg, turned):
    body = b"Exif\0\0" + exif(turned, "<")
    return jpeg[:2] + b"\xff\xe1" + struct.pack(">H", len(body) + 2) + body + jpeg[2:]


def jpegs(folder, components, pictures):
    """JPEGs (width, height, corners), drawn by Ghostscript, as many as there are of pictures."""
    operator = {1: "setgray", 3: "setrgbcolor", 4: "setcmykcolor"}[components]
    ps = ""
    for w, h, corners in pictures:
        ps += f"<< /PageSize [{w} {h}] >> setpagedevice "
        for i, colour in enumerate(corners):
            ps += " ".join(f"{v / 255:.5f}" for v in colour) + f" {operator} "
            ps += f"{w // 2 * (i % 2)} {h // 2 if i < 2 else 0} {w // 2} {h // 2} rectfill "
        ps += "showpage "
    device = {1: "jpeggray", 3: "jpeg", 4: "jpegcmyk"}[components]
    (folder / "p.ps").write_text(ps)
    tool("gs", "-q", "-dSAFER", "-dBATCH", "-dNOPAUSE", "-r72", "-dJPEGQ=95", f"-sDEVICE={device}",
         f"-sOutputFile={folder}/%d.jpg", folder / "p.ps")
    made = [without_segments((folder / f"{i + 1}.jpg").read_bytes()) for i in range(len(pictures))]
    for i in range(len(pictures)):
        (folder / f"{i + 1}.jpg").unlink()
    return made


class Desk:
    """An edition with a page for each picture, WIDE mm wide, and a data folder with its layout."""

    def __init__(self, pictures, press="", names=None, high=15):
        self.at = Path(tempfile.mkdtemp(prefix="banmian-"))
        atexit.register(shutil.rmtree, self.at, True)
        self.data, self.edition = self.at / "data", self.at / "e"
        (self.data / "layouts").mkdir(parents=True)
        for folder in ("fonts", "colour", "words", "rules"):
            (self.data / folder).symlink_to(SOURCE / folder)
        (self.data / "layouts/test.yaml").write_text(LAYOUT % press, "utf-8")
        self.edition.mkdir()
        names = names or list(pictures)
        pages = "".join(f"    - frames: [{{article: a{i}, columns: 1-1, lines: 1-16, set: 1, pictures: "
                        f"[{{left: 0pt, width: {WIDE}mm, lines: 2-{high}, fit: whole}}]}}]\n" for i in range(len(names)))
        (self.edition / "edition.yaml").write_text(
            "title: 图\ndate: 2026-05-14\nlayout: test\narticles: [" + ", ".join(f"a{i}.md" for i in range(len(names))) +
            "]\nframes:\n  test:\n" + pages, "utf-8")
        for i, name in enumerate(names):
            (self.edition / f"a{i}.md").write_text(f"---\nkind: 文\n---\n\n图。\n\n![]({name})\n", "utf-8")
        for name, picture in pictures.items():
            path = self.edition / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(picture)
        self.env = {"BANMIAN_DATA": str(self.data)}

    def press(self, profile="x4", ok=0):
        out = self.at / f"{profile}.pdf"
        self.said = run("press", self.edition, "--profile", profile, "-o", out, env=self.env, ok=ok).err
        return out

    def images(self, pdf):
        """Of each page: width, height, encoding, pixels an inch across and down."""
        rows = [line.split() for line in tool("pdfimages", "-list", pdf).decode().splitlines()[2:]]
        return [(int(r[3]), int(r[4]), r[8], int(r[12]), int(r[13])) for r in rows]

    def streams(self, pdf):
        """The streams of the JPEGs, page by page."""
        out = self.at / "streams"
        out.mkdir()
        tool("pdfimages", "-j", pdf, out / "i")
        found = [p.read_bytes() for p in sorted(out.iterdir())]
        shutil.rmtree(out)
        return found

    def pixels(self, pdf, page):
        """The one picture of a page, as its channels."""
        prefix = self.at / "px"
        tool("pdfimages", "-png", "-f", page, "-l", page, pdf, prefix)
        path = Path(f"{prefix}-000.png")
        channels = read_png(path.read_bytes())
        path.unlink()
        return channels


def corners_of(channels, box):
    """Means of the middles of the four quarters of a box (left, top, right, bottom in shares of the page)."""
    w, h, _ = channels[0]
    left, top, right, bottom = box[0] * w, box[1] * h, box[2] * w, box[3] * h
    found = []
    for v in (.25, .75):
        for u in (.25, .75):
            x, y = int(left + u * (right - left)), int(top + v * (bottom - top))
            near = [(y + j) * w + x + i for i in (-1, 0, 1) for j in (-1, 0, 1)]
            found.append(tuple(sum(p[n] for n in near) / 9 for _, _, p in channels))
    return found


def box_of(channels):
    """What is not white below the first line."""
    w, h, _ = channels[0]
    dark = [min(c[2][i] for c in channels) < 245 for i in range(w * h)]
    rows = [y for y in range(h // 6, h) if sum(dark[y * w:y * w + w]) > w // 8]
    columns = [x for x in range(w) if sum(dark[x + w * (h // 6)::w]) > h // 8]
    return columns[0] / w, rows[0] / h, (columns[-1] + 1) / w, (rows[-1] + 1) / h


class Turned(unittest.TestCase):
    """Orientation: all pictures were printed as their files have them, on their side or on their head."""

    @classmethod
    def setUpClass(cls):
        cls.kinds, pictures = [], {}
        with tempfile.TemporaryDirectory() as d:
            for w, h in (96, 64), (960, 640):
                sized = lambda t: (h, w) if t > 4 else (w, h)
                for k in 1, 3, 4:
                    for t, jpeg in zip(range(1, 9), jpegs(Path(d), k, [(*sized(t), stored(CORNERS[k], t)) for t in range(1, 9)])):
                        pictures[f"{w}-{k}-{t}.jpg"] = with_exif(jpeg, t)
                    cls.kinds.append((w, k, "jpg"))
                for k in 1, 3:
                    for t in range(1, 9):
                        fw, fh = sized(t)
                        a, b, c, e = (bytes(v) * (fw // 2) for v in stored(CORNERS[k], t))
                        pictures[f"{w}-{k}-{t}.png"] = png(fw, fh, [a + b if y < fh // 2 else c + e for y in range(fh)],
                                                           {1: 0, 3: 2}[k], exif=exif(t))
                    cls.kinds.append((w, k, "png"))
        cls.names = [f"{w}-{k}-{t}.{end}" for w, k, end in cls.kinds for t in range(1, 9)]
        cls.pictures = pictures
        cls.desk = Desk(pictures, names=cls.names)
        cls.pdfs = {profile: cls.desk.press(profile) for profile in ("x4", "plain")}

    def upright(self, page_of, aspect=1.5):
        """Every page shows what the first of its kind does, and each of those its four colours."""
        for n, (w, k, end) in enumerate(self.kinds):
            first = None
            for t in range(1, 9):
                channels = page_of(8 * n + t)
                width, height, _ = channels[0]
                box = box_of(channels)
                across, down = (box[2] - box[0]) * width, (box[3] - box[1]) * height
                self.assertAlmostEqual(across / down, aspect, delta=.09, msg=(w, k, end, t))
                self.assertAlmostEqual(across / width * 60, WIDE, delta=1.5, msg=(w, k, end, t))
                seen = corners_of(channels, box)
                first = first or seen
                for a, b in zip(seen, first):
                    self.assertLess(max(abs(x - y) for x, y in zip(a, b)), 14, (w, k, end, t, seen, first))
            apart = [max(abs(x - y) for x, y in zip(a, b)) for i, a in enumerate(first) for b in first[:i]]
            self.assertGreater(min(apart), 25, (w, k, end, first))
            light = [sum(c) for c in first]
            if k == 1:
                self.assertEqual(light, sorted(light), "from dark to light")
            elif k == 3 and len(first[0]) == 3:
                self.assertTrue(first[0][0] > 1.3 * first[0][1] and first[1][1] > first[1][0] and first[3][0] > first[3][2], first)
            elif len(first[0]) == 3:
                self.assertTrue(first[0][0] < first[0][2] and first[1][1] < first[1][0] and first[2][2] < first[2][0], first)

    def rendered(self, pdf, with_mupdf):
        out = Path(tempfile.mkdtemp(dir=self.desk.at))
        if with_mupdf:
            tool("mutool", "draw", "-q", "-N", "-r", DPI, "-o", out / "p-%03d.ppm", pdf)
        else:
            tool("pdftoppm", "-r", DPI, pdf, out / "p")
        pages = sorted(out.iterdir())
        self.assertEqual(len(pages), len(self.names))
        return lambda n: read_netpbm(pages[n - 1].read_bytes())

    def test_print_is_upright(self):
        for profile, mupdf in (("x4", False), ("plain", True), ("plain", False)):
            with self.subTest(profile=profile, mupdf=mupdf):
                self.upright(self.rendered(self.pdfs[profile], mupdf))

    def test_what_goes_in(self):
        """Fine pictures at exactly the pixels that 350 an inch need, turned; others as they are, JPEGs byte for byte."""
        need = math.ceil(WIDE / 25.4 * 350 - 1e-6), math.ceil(WIDE / 25.4 * 350 / 1.5 - 1e-6)
        for profile in "plain", "x4":
            pdf = self.pdfs[profile]
            images = self.desk.images(pdf)
            for name, (w, h, encoding, x, y) in zip(self.names, images):
                fine, k, turned = (int(v) for v in re.findall(r"\d+", name)[:3])
                as_it_is = fine == 96 and name.endswith("jpg") and (profile == "plain" or k == 4)
                self.assertEqual(encoding, "jpeg" if as_it_is or (fine == 960 and name.endswith("jpg")) else "image", name)
                if fine == 960:
                    self.assertTrue(0 <= w - need[0] <= 1 and 0 <= h - need[1] <= 1, (name, w, h, need))
                    self.assertTrue(349 <= x <= 352 and 349 <= y <= 352, (name, x, y))
                else:
                    self.assertEqual((w, h), (64, 96) if as_it_is and turned > 4 else (96, 64), name)
            if profile == "plain":
                found = {s for s in self.desk.streams(pdf) if s[:2] == b"\xff\xd8"}
                for name in self.names:
                    if name.startswith("96-") and name.endswith("jpg"):
                        self.assertIn(without_segments(self.pictures[name]), found, name)

    def test_proofs_are_upright(self):
        out = self.desk.at / "proof"
        run("proof", self.desk.edition, "-o", out, "--dpi", DPI, env=self.desk.env, ok=0)
        self.upright(lambda n: read_png((out / f"page-{n}.png").read_bytes()))


class Down(unittest.TestCase):
    """What the press cannot print: every pixel of every picture went into the file."""

    def test_means_are_those_of_light(self):
        """A fine pattern of black and white is as light from afar as it was: half the light, not half the value."""
        w, h = 1600, 800
        rows = [b"\0\xff" * (w // 2) if y % 2 else b"\xff\0" * (w // 2) for y in range(h)]
        gray = [bytes([128]) + row[1:] for row in rows]
        colour = [bytes(v for p in row for v in (p, p, 255 if p else 1)) for row in rows]
        desk = Desk({"g.png": png(w, h, gray, 0), "c.png": png(w, h, colour, 2)})
        pdf = desk.press("plain")
        self.assertEqual([i[:3] for i in desk.images(pdf)], [(552, 276, "image")] * 2)
        for page, want in ((1, 255 * .5 ** (1 / 2.2)), (2, 188)):
            values = desk.pixels(pdf, page)[0][2][600:]
            self.assertAlmostEqual(sum(values) / len(values), want, delta=3)

    def test_flat_colour_keeps_its_value(self):
        """To the last dark step."""
        rows = [bytes(v for x in range(1280) for v in (x // 160, 3 * (x // 160), 250 + x // 320))] * 640
        desk = Desk({"p.png": png(1280, 640, rows, 2)})
        pdf = desk.press("plain")
        (w, h, red), green, blue = desk.pixels(pdf, 1)
        for i in range(8):
            at = h // 2 * w + (2 * i + 1) * w // 16
            self.assertEqual((red[at], green[2][at], blue[2][at]), (i, 3 * i, 250 + i // 2))

    def test_line_art_stays_black_and_white(self):
        """1,200 pixels an inch, and black and white alone."""
        made = {}
        for name, w in ("fine", 4000), ("finer", 1600):
            made[name + ".png"] = png(w, w // 2, [bytes([0xf0 if y % 40 < 20 else 0x0f]) * (w // 8) for y in range(w // 2)], 0, depth=1)
        desk = Desk(made)
        pdf = desk.press()
        images = desk.images(pdf)
        self.assertEqual((images[0][3], images[0][4]), (1200, 1200))
        self.assertEqual(images[1][:2], (1600, 800))
        self.assertEqual(set(desk.pixels(pdf, 1)[0][2]), {0, 255})
        black = desk.pixels(pdf, 1)[0][2].count(0)
        self.assertAlmostEqual(black / (images[0][0] * images[0][1]), .5, delta=.01)

    def test_the_layout_says_how_far(self):
        rows = [bytes((x * y) % 256 for x in range(900)) for y in range(600)]
        with tempfile.TemporaryDirectory() as d:
            jpeg, = jpegs(Path(d), 3, [(900, 600, CORNERS[3])])
        pictures = {"a.png": png(900, 600, rows, 0), "a.jpg": jpeg}
        size = {}
        for press, ppi in ((", pictures: {ppi: 100, quality: 95}", 100), (", pictures: {ppi: 100, quality: 20}", 100),
                           (", pictures: {ppi: 0}", 571)):
            desk = Desk(pictures, press)
            pdf = desk.press("plain")
            for image in desk.images(pdf):
                self.assertAlmostEqual(image[3], ppi, delta=1)
            size[press] = len(desk.streams(pdf)[1])
        self.assertLess(size[", pictures: {ppi: 100, quality: 20}"], size[", pictures: {ppi: 100, quality: 95}"] * .8)
        for wrong in ", pictures: {quality: 0}", ", pictures: {dpi: 3}", ", pictures: 350":
            desk = Desk(pictures, wrong)
            desk.press(ok=3)
            self.assertRegex(desk.said, r"layouts/test.yaml:2:\d+: error ")

    def test_no_pixel_has_more_ink_than_allowed(self):
        """A dark JPEG full of edges, written as a JPEG again."""
        with tempfile.TemporaryDirectory() as d:
            dark = [(0, 0, 0), (40, 20, 0), (0, 30, 40), (50, 0, 40)]
            ps = "<< /PageSize [1200 800] >> setpagedevice " + " ".join(
                " ".join(f"{v / 255:.4f}" for v in dark[(x + 2 * y + x * y) % 4]) + f" setrgbcolor {x * 8} {y * 8} 8 8 rectfill"
                for x in range(150) for y in range(100)) + " showpage"
            (Path(d) / "p.ps").write_text(ps)
            tool("gs", "-q", "-dSAFER", "-dBATCH", "-dNOPAUSE", "-r72", "-dJPEGQ=95", "-sDEVICE=jpeg",
                 f"-sOutputFile={d}/p.jpg", f"{d}/p.ps")
            desk = Desk({"p.jpg": (Path(d) / "p.jpg").read_bytes()})
        pdf = desk.press()
        self.assertEqual(desk.images(pdf)[0][2], "jpeg")
        tool("gs", "-q", "-dSAFER", "-dBATCH", "-dNOPAUSE", "-r200", "-sDEVICE=pamcmyk32", "-sOutputFile=" + str(desk.at / "p.pam"), pdf)
        c, m, y, k = (p for _, _, p in read_netpbm((desk.at / "p.pam").read_bytes()))
        most = max(map(sum, zip(c, m, y, k)))
        self.assertLessEqual(most / 255 * 100, 241)
        self.assertGreater(most / 255 * 100, 200)


class Places(unittest.TestCase):
    """Where pictures may stand: `photos/a.jpg` was “bad-name”; a link was followed wherever it led."""

    def setUp(self):
        flat = png(60, 40, [bytes([90]) * 60] * 40, 0)
        self.desk = Desk({"photos/2026/a.png": flat, "b.png": flat}, names=["./photos/2026/a.png", "b.png"])
        (self.desk.at / "out.png").write_bytes(flat)

    def say(self, name):
        (self.desk.edition / "a1.md").write_text(f"---\nkind: 文\n---\n\n图。\n\n![]({name})\n", "utf-8")

    def test_in_folders(self):
        self.assertEqual(len(self.desk.images(self.desk.press())), 2)
        (self.desk.edition / "link.png").symlink_to("photos/2026/a.png")
        (self.desk.edition / "own").symlink_to("photos")
        for name in "link.png", "own/2026/a.png":
            self.say(name)
            self.desk.press()

    def test_never_outside(self):
        (self.desk.edition / "link.png").symlink_to(self.desk.at / "out.png")
        (self.desk.edition / "up").symlink_to("..")
        for name in "../out.png", "photos/../../out.png", str(self.desk.at / "out.png"), "link.png", "up/out.png", "photos/../b.png":
            with self.subTest(name):
                self.say(name)
                self.desk.press(ok=3)
                self.assertRegex(self.desk.said, r"a1.md:7:5: error \[picture-outside\]: the picture “" + re.escape(name))
        for name in ".photos/a.png", "photos//a.png", "photos/", "photos\\a.png":
            self.say(name)
            self.desk.press(ok=3)
            self.assertRegex(self.desk.said, r"a1.md:7:5: error \[bad-name\]")


class Many(unittest.TestCase):
    """Memory and limits."""

    def most(self, desk, *args):
        """Memory of a run, in MB."""
        # Under sanitizers what was freed is kept for a while: that is no use of ours.
        env = {**os.environ, **desk.env, "ASAN_OPTIONS": "quarantine_size_mb=1:" + os.environ.get("ASAN_OPTIONS", "")}
        child = subprocess.Popen([str(PROGRAM), *map(str, args)], env=env, stderr=subprocess.DEVNULL,
                                 stdout=subprocess.DEVNULL, cwd=desk.at)
        _, status, used = os.wait4(child.pid, 0)
        child.returncode = os.waitstatus_to_exitcode(status)
        self.assertEqual(child.returncode, 0)
        return used.ru_maxrss / 1024

    def test_memory_does_not_grow_with_their_number(self):
        """Twenty took 275 MB where two took 37."""
        row = bytes(x * 7 % 251 for x in range(3 * 2400))
        large = png(2400, 1600, [row] * 1600, 2)
        turned = png(2400, 1600, [row] * 1600, 2, exif=exif(6))
        used = {}
        for n in 2, 20:
            desk = Desk({f"p{i}.png": turned if i == 1 else large for i in range(n)})
            used[n] = [self.most(desk, *args) for args in (("press", desk.edition, "-o", "o.pdf"), ("check", desk.edition),
                                                           ("proof", desk.edition, "-o", "p", "--dpi", 40))]
        for few, many in zip(used[2], used[20]):
            self.assertLess(many, 1.5 * few + 25, used)

    def test_limits_are_said(self):
        head = lambda w, h, how: png(w, h, [b""], 0, interlaced=how)
        for picture, most in ((head(20000, 10001, 0), "200000000"), (head(10000, 5001, 1), "50000000")):
            desk = Desk({"p.png": picture})
            desk.press(ok=3)
            self.assertRegex(desk.said, r"a0.md:7:5: error \[bad-image\]: .* pixels; " + most)
            self.assertIn("Save it ", desk.said)

    def test_what_breaks_off_is_said_at_its_place(self):
        whole = png(2400, 1600, [bytes(2400)] * 1600, 0)
        for cut in (whole[:len(whole) // 2], whole[:-12]):
            desk = Desk({"p.png": cut})
            for command in (("check",), ("press", "-o", desk.at / "o.pdf")):
                said = run(command[0], desk.edition, *command[1:], env=desk.env, ok=3).err
                self.assertRegex(said, r"a0.md:7:5: error \[bad-image\]")
            self.assertFalse((desk.at / "o.pdf").exists())


main()
