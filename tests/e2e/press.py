#!/usr/bin/python3
"""Files for the printer and the archive, read from outside: what they say of themselves, their plates,
their pictures, and what happens when those are broken."""
import json
import os
import re
import shutil
import struct
import tempfile
import unittest
import xml.etree.ElementTree as ET
import zlib
from pathlib import Path

from common import SETTINGS, SOURCE, WORK_REPORT, arguments, main, run, tool

ICC = (SOURCE / "colour/TR002.icc").read_bytes()
VERSIONS = {"x4": "1.6", "x1a": "1.4", "archive": "1.7"}
LIMIT = 240
MM = 72 / 25.4

LAYOUT = """
press: {profile: TR002, ink: 240, warn: 220, black: {large: 15mm, ink: 浓黑}}
colours:
  黑: {k: 100}
  浓黑: {c: 30, k: 100}
  蓝: {c: 20}
  红: {m: 100, y: 90}
  专红: {spot: "PANTONE 186 C", m: 91, y: 76, k: 6}
  专金: {spot: "金色 (亮)#1/2", y: 60, k: 20}
  浅金: {of: 专金, tint: 40}
paper: {trim: [120mm, 160mm], bleed: 3mm}
grid: {columns: 2, measure: 15, gutter: 2字, size: 9pt, leading: 12pt, lines: 34}
styles:
  正文: {face: 宋, size: 9pt, leading: 12pt, align: justify, kinsoku: gb}
  题: {base: 正文, weight: bold, size: 18pt, leading: 24pt, colour: 专红}
  红题: {base: 题, colour: 红}
  反白: {base: 正文, weight: bold, size: 14pt, leading: 18pt, reverse: true}
lines:
  金线: {kind: single, weight: 2pt, colour: 浅金}
boxes:
  蓝底: {line: 金线, padding: 0.5字, above: 0, below: 0, tint: 蓝}
  黑底: {rule: 0pt, padding: 0.5字, above: 0, below: 0, tint: 黑}
kinds:
  文: {tiers: [{field: title, style: 题}], body: 正文}
  红: {tiers: [{field: title, style: 红题}], body: 正文, box: 蓝底}
  反: {complete: true, tiers: [{field: title, style: 反白}], body: 正文, box: 黑底}
"""
EDITION = """
title: 颜色 & <试验>
date: 2026-05-14
articles: [a.md, b.md, c.md]
frames:
  test:
    - frames:
        - {article: a, columns: 1-2, lines: 1-14, set: 2, pictures: [{left: 0字, width: 15字, lines: 4-12}]}
        - {article: b, columns: 1-2, lines: 15-24, set: 2}
        - {article: c, columns: 1-2, lines: 25-34, set: 1}
"""


def chunk(kind, body):
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


ADAM7 = ((0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2))


def png(pixels, w, h, colour=2, depth=8, interlaced=False, before=b"", after=b""):
    """A PNG of pixels(x, y), tuples of samples of 0 to 255."""
    sample = lambda v: bytes([v]) * (depth // 8)
    put = lambda x, y: b"".join(sample(v) for v in pixels(x, y))
    rows = b""
    for x0, y0, dx, dy in ADAM7 if interlaced else ((0, 0, 1, 1),):
        for y in range(y0, h, dy):
            line = b"".join(put(x, y) for x in range(x0, w, dx))
            rows += b"\0" + line if line else b""
    head = struct.pack(">IIBBBBB", w, h, depth, colour, 0, 0, interlaced)
    return (b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + before + chunk(b"IDAT", zlib.compress(rows)) + after +
            chunk(b"IEND", b""))


def iccp(profile):
    return chunk(b"iCCP", b"p\0\0" + zlib.compress(profile))


def without_profile(jpeg):
    """The JPEG without the profile that Ghostscript puts in."""
    at = 2
    while jpeg[at + 1] != 0xda:
        n = 2 + int.from_bytes(jpeg[at + 2:at + 4], "big")
        if jpeg[at + 1] == 0xe2:
            jpeg, n = jpeg[:at] + jpeg[at + n:], 0
        at += n
    return jpeg


W, H = 300, 200


def patches(x, y):
    """White, red, green, blue, black, middle gray, side by side."""
    return ((255, 255, 255), (255, 0, 0), (0, 255, 0), (0, 0, 255), (0, 0, 0), (128, 128, 128))[x * 6 // W]


class Desk:
    """An edition in colour, and a data folder with its layout."""
    def __init__(self, layout=LAYOUT, edition=EDITION, picture=None, name="p.png"):
        self.dir = tempfile.TemporaryDirectory()
        self.at = Path(self.dir.name)
        self.data, self.edition = self.at / "data", self.at / "e"
        for folder in ("fonts", "colour", "words", "rules"):
            shutil.copytree(SOURCE / folder, self.data / folder)
        (self.data / "layouts").mkdir()
        (self.data / "layouts/test.yaml").write_text(layout, "utf-8")
        self.edition.mkdir()
        (self.edition / "edition.yaml").write_text(edition, "utf-8")
        text = "正文在这里，一行又一行地排下去，为的是看它印在哪一块版上。" * 6
        for article, kind in (("a", "文"), ("b", "红"), ("c", "反")):
            figure = f"![](" + name + ")\n\n" if article == "a" else ""
            body = figure + text if kind != "反" else ""
            (self.edition / f"{article}.md").write_text(
                f"---\nkind: {kind}\ntitle: 标题{article}\n---\n\n{body}\n", "utf-8")
        (self.edition / name).write_bytes(picture if picture is not None else png(patches, W, H))
        self.env = {"BANMIAN_DATA": str(self.data)}

    def press(self, profile="x4", ok=0, args=(), **kw):
        out = self.at / f"{profile}.pdf"
        if profile == "archive":
            run("archive", self.edition, "--layout", "test", "-o", out, *args, env=self.env, ok=ok, **kw)
            return out
        self.said = run("press", self.edition, "--layout", "test", "--profile", profile, "-o", out, *args,
                        env=self.env, ok=ok, **kw).err
        return out


class File:
    """Objects of a PDF, by qpdf."""
    def __init__(self, pdf):
        self.path, self.bytes = pdf, Path(pdf).read_bytes()
        qpdf = json.loads(tool("qpdf", "--json=2", "--json-stream-data=none", pdf))["qpdf"][1]
        self.objects = {k[4:]: v for k, v in qpdf.items() if k.startswith("obj:")}
        self.trailer = qpdf["trailer"]["value"]
        self.info, self.root = self.get(self.trailer["/Info"]), self.get(self.trailer["/Root"])

    def get(self, o):
        while isinstance(o, str) and re.fullmatch(r"\d+ \d+ R", o):
            o = self.objects[o]
            o = o["stream"]["dict"] if "stream" in o else o["value"]
        return o

    def stream(self, ref):
        return tool("qpdf", f"--show-object={ref.split()[0]}", "--filtered-stream-data", self.path)

    def pages(self):
        return [self.get(k) for k in self.get(self.root["/Pages"])["/Kids"]]

    def text(self, key):
        """Info, without the mark that qpdf puts before texts."""
        return re.sub(r"^[ub]:", "", self.info.get(key, ""))

    def xmp(self):
        """Values by their qualified names."""
        root = ET.fromstring(re.sub(rb"<\?xpacket.*?\?>", b"", self.stream(self.root["/Metadata"])))
        rdf = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}"
        names = {"http://purl.org/dc/elements/1.1/": "dc", "http://ns.adobe.com/xap/1.0/": "xmp",
                 "http://ns.adobe.com/xap/1.0/mm/": "xmpMM", "http://ns.adobe.com/pdf/1.3/": "pdf",
                 "http://www.npes.org/pdfx/ns/id/": "pdfxid", "http://ns.adobe.com/pdfx/1.3/": "pdfx",
                 "http://www.aiim.org/pdfa/ns/id/": "pdfaid", "http://www.aiim.org/pdfua/ns/id/": "pdfuaid",
                 "http://www.aiim.org/pdfa/ns/extension/": "pdfaExtension",
                 "http://prismstandard.org/namespaces/basic/2.0/": "prism"}
        out = {}
        for d in root.iter(rdf + "Description"):
            for e in d:
                space, name = e.tag[1:].split("}")
                li = e.find(f".//{rdf}li")
                out[f"{names[space]}:{name}"] = (e if li is None else li).text
        return out

    def picture(self):
        """(components, width, bytes) of the only picture."""
        (ref,) = {r for p in self.pages() for r in self.get(self.get(p["/Resources"]).get("/XObject", {})).values()}
        d = self.get(ref)
        return {"/DeviceGray": 1, "/DeviceRGB": 3, "/DeviceCMYK": 4}[d["/ColorSpace"]], d["/Width"], self.stream(ref)


def only_filter(f):
    """How the only picture is packed."""
    (found,) = {o["stream"]["dict"]["/Filter"] for o in f.objects.values()
                if "stream" in o and o["stream"]["dict"].get("/Subtype") == "/Image"}
    return found


def read_tiff(data):
    """(width, height, bytes) of an uncompressed TIFF of one component, as Ghostscript's tiffsep writes."""
    order = "<" if data[:2] == b"II" else ">"
    u = lambda form, at: struct.unpack_from(order + form, data, at)
    (at,) = u("I", 4)
    tags = {}
    for i in range(u("H", at)[0]):
        tag, kind, n = u("HHI", at + 2 + 12 * i)
        size = {3: "H", 4: "I"}.get(kind)
        if size:
            where = at + 10 + 12 * i
            tags[tag] = u(size * n, where if n * struct.calcsize(size) <= 4 else u("I", where)[0])
    assert tags[259] == (1,)
    return tags[256][0], tags[257][0], b"".join(data[o:o + n] for o, n in zip(tags[273], tags[279]))


def plates(pdf, folder, page=1, dpi=72):
    """Name of each plate: (width, height, ink of each pixel, 255 a full one)."""
    for old in Path(folder).glob("plate*"):
        old.unlink()
    tool("gs", "-q", "-dSAFER", "-dBATCH", "-dNOPAUSE", "-sDEVICE=tiffsep", "-sCompression=none", f"-r{dpi}",
         f"-dFirstPage={page}", f"-dLastPage={page}", f"-sOutputFile={folder}/plate.tif", pdf)
    out = {}
    for f in Path(folder).glob("plate*(*).tif"):
        w, h, px = read_tiff(f.read_bytes())
        out[f.name[f.name.index("(") + 1:-5]] = w, h, bytes(255 - v for v in px)
    return out


def most_ink(sheets):
    """Percent of the pixel with the most, of the four process inks."""
    px = [sheets[n][2] for n in ("Cyan", "Magenta", "Yellow", "Black")]
    return max(map(sum, zip(*px))) / 2.55


class Editions(unittest.TestCase):
    """The two editions, in every profile."""
    @classmethod
    def setUpClass(cls):
        cls.dir = tempfile.TemporaryDirectory()
        cls.files = {}
        for setting in SETTINGS:
            for profile in VERSIONS:
                d = Path(cls.dir.name) / f"{setting}-{profile}"
                name = arguments(setting)[0].name
                d.mkdir()
                if profile == "archive":
                    run("archive", *arguments(setting), "-o", d / f"{name}.pdf", ok=0)
                else:
                    run("press", *arguments(setting), "--profile", profile, "-o", d / f"{name}.pdf", ok=0)
                cls.files[setting, profile] = File(d / f"{name}.pdf")

    def test_no_syntax_error(self):
        for (setting, profile), f in self.files.items():
            with self.subTest(setting=setting, profile=profile):
                self.assertIn(b"No syntax or stream encoding errors", tool("qpdf", "--check", f.path))

    def test_the_file_says_what_it_is(self):
        for (setting, profile), f in self.files.items():
            with self.subTest(setting=setting, profile=profile):
                x = f.xmp()
                self.assertEqual(f.bytes[5:8].decode(), VERSIONS[profile])
                self.assertRegex(f.bytes.split(b"\n")[1], rb"^%[\x80-\xff]{4}$")
                self.assertEqual(len(f.trailer["/ID"]), 2)
                self.assertEqual(f.text("/Title"), x["dc:title"])
                self.assertEqual(f.text("/Creator"), x["xmp:CreatorTool"])
                self.assertEqual(f.text("/Producer"), x["pdf:Producer"])
                day = "20250312" if WORK_REPORT in arguments(setting) else "20260514"
                for key, name in (("/CreationDate", "CreateDate"), ("/ModDate", "ModifyDate"), ("/ModDate", "MetadataDate")):
                    self.assertEqual(f.text(key), f"D:{day}000000+08'00'")
                    self.assertEqual(re.sub(r"\D", "", x["xmp:" + name])[:14], day + "000000")
                self.assertEqual(x["xmpMM:DocumentID"], x["xmpMM:InstanceID"])
                claims = {k: v for k, v in x.items() if k.split(":")[0] in ("pdfxid", "pdfx", "pdfaid", "pdfuaid")}
                self.assertEqual(claims, {
                    "x4": {"pdfxid:GTS_PDFXVersion": "PDF/X-4", "pdfx:GTS_PDFXVersion": "PDF/X-4"},
                    "x1a": {"pdfx:GTS_PDFXVersion": "PDF/X-1a:2003"},
                    "archive": {"pdfaid:part": "2", "pdfaid:conformance": "A", "pdfuaid:part": "1"}}[profile])
                self.assertEqual(f.text("/GTS_PDFXVersion"), x.get("pdfx:GTS_PDFXVersion", ""))
                if profile == "archive":
                    self.assertNotIn("pdf:Trapped", x)
                else:
                    self.assertEqual((f.info["/Trapped"], x["pdf:Trapped"]), ("/False", "False"))
                self.assertNotIn("/Filter", f.get(f.root["/Metadata"]))

    def test_identifiers_differ_with_what_is_shown(self):
        ids = {str(f.trailer["/ID"][0]) for f in self.files.values()}
        self.assertEqual(len(ids), len(self.files))

    def test_the_output_condition_is_named_and_embedded(self):
        for (setting, profile), f in self.files.items():
            with self.subTest(setting=setting, profile=profile):
                (intent,) = (f.get(o) for o in f.get(f.root["/OutputIntents"]))
                self.assertEqual(intent["/S"], "/GTS_PDFA1" if profile == "archive" else "/GTS_PDFX")
                self.assertEqual(intent["/OutputConditionIdentifier"], "u:CGATS TR 002")
                self.assertEqual(intent["/RegistryName"], "u:http://www.color.org")
                self.assertEqual(f.get(intent["/DestOutputProfile"])["/N"], 4)
                self.assertEqual(f.stream(intent["/DestOutputProfile"]), ICC)

    def test_font_programs_have_the_names_of_their_faces(self):
        """The files of the fonts call all faces in them by the name of the first, NotoSerifCJKjp-Regular."""
        for (setting, profile), f in self.files.items():
            names = set()
            for key in f.objects:
                o = f.get(key)
                if isinstance(o, dict) and "/FontFile3" in o:
                    name = o["/FontName"].split("+")[1].encode()
                    program = f.stream(o["/FontFile3"])
                    self.assertIn(name, program[:200], (setting, profile))
                    self.assertNotIn(b"CJKjp", program)
                    names.add(name)
            self.assertGreater(len(names), 3)

    def test_every_page_of_the_outline_names_its_articles(self):
        for (setting, profile), f in self.files.items():
            with self.subTest(setting=setting, profile=profile):
                page, titles = f.get(f.get(f.root["/Outlines"])["/First"]), []
                while page:
                    self.assertIn("/First", page, page["/Title"])
                    entry = f.get(page["/First"])
                    while entry:
                        titles.append(entry["/Title"])
                        entry = f.get(entry["/Next"]) if "/Next" in entry else None
                    page = f.get(page["/Next"]) if "/Next" in page else None
                self.assertEqual(any(t.endswith("（续）") for t in titles), WORK_REPORT in arguments(setting))

    def test_boxes_lie_in_one_another(self):
        for (setting, profile), f in self.files.items():
            with self.subTest(setting=setting, profile=profile):
                for p in f.pages():
                    media, bleed, trim = (p[f"/{k}Box"] for k in ("Media", "Bleed", "Trim"))
                    self.assertNotIn("/ArtBox", p)
                    for inner, outer in ((trim, bleed), (bleed, media)):
                        self.assertTrue(outer[0] <= inner[0] and outer[1] <= inner[1] and
                                        inner[2] <= outer[2] and inner[3] <= outer[3])

    def test_nothing_that_is_not_allowed(self):
        for (setting, profile), f in self.files.items():
            with self.subTest(setting=setting, profile=profile):
                keys = set()
                for o in f.objects.values():
                    keys |= set(re.findall(r"'(/[A-Za-z]+)'", str(o)))
                for key in ("/RGB", "/DeviceRGB", "/ICCBased", "/CalRGB", "/Lab", "/SMask", "/Group", "/ca", "/CA", "/BM",
                            "/AA", "/JavaScript", "/EmbeddedFiles", "/OCProperties", "/LZWDecode", "/Interpolate"):
                    self.assertNotIn(key, keys, f.path)
                if profile != "archive":
                    self.assertNotIn("/Annots", keys)
                    self.assertNotIn("/StructTreeRoot", keys)
                    self.assertNotIn(b"/ObjStm", f.bytes)
                if profile == "archive":
                    fonts = {r for p in f.pages() for r in f.get(f.get(p["/Resources"])["/Font"]).values()}
                    for r in fonts:
                        self.assertIn("/ToUnicode", f.get(r))

    def test_ink_is_on_the_black_plate_alone(self):
        with tempfile.TemporaryDirectory() as d:
            for (setting, profile), f in self.files.items():
                with self.subTest(setting=setting, profile=profile):
                    if profile == "archive":
                        continue
                    for page in range(1, SETTINGS[setting] + 1):
                        sheets = plates(f.path, d, page, 40)
                        self.assertEqual(sorted(sheets), ["Black", "Cyan", "Magenta", "Yellow"])
                        for name in ("Cyan", "Magenta", "Yellow"):
                            self.assertFalse(any(sheets[name][2]), name)
                        self.assertGreater(max(sheets["Black"][2]), 100)
                        self.assertLessEqual(most_ink(sheets), LIMIT)

    def test_same_bytes_with_any_number_of_threads(self):
        for (setting, profile), f in self.files.items():
            with self.subTest(setting=setting, profile=profile):
                for jobs in (1, 4):
                    with tempfile.TemporaryDirectory() as d:
                        if profile == "archive":
                            made = Path(d) / "made.pdf"
                            run("archive", *arguments(setting), "-o", made, "--jobs", jobs, ok=0)
                            self.assertEqual(made.read_bytes(), f.bytes)
                        else:
                            out = run("press", *arguments(setting), "--profile", profile, "--jobs", jobs, "-o", "-", ok=0,
                                      text=False).out
                            self.assertEqual(out, f.bytes)


class Colours(unittest.TestCase):
    """An edition with spot inks, tints, panels and a picture."""
    def setUp(self):
        self.desk = Desk()

    def tearDown(self):
        self.desk.dir.cleanup()

    def test_spot_inks_have_plates_of_their_names(self):
        for profile in ("x4", "x1a", "plain", "archive"):
            f = File(self.desk.press(profile))
            self.assertIn(b"No syntax or stream encoding errors", tool("qpdf", "--check", f.path))
            spaces = f.get(f.get(f.pages()[0]["/Resources"])["/ColorSpace"])
            self.assertEqual({k: v[:3] for k, v in spaces.items()},
                             {"/S1": ["/Separation", "/PANTONE 186 C", "/DeviceCMYK"],
                              "/S2": ["/Separation", "/金色 (亮)#1/2", "/DeviceCMYK"]})
            self.assertEqual(spaces["/S1"][3]["/C1"], [0, 0.91, 0.76, 0.06])
            sheets = plates(f.path, self.desk.dir.name)
            self.assertEqual(len(sheets), 6)
            w, h, spot = sheets["PANTONE 186 C"]
            self.assertGreater(max(spot), 200)
            # The head in the spot ink is on no other plate: nothing else stands in its lines.
            rows = [y for y in range(h) if any(spot[y * w:(y + 1) * w])]
            for name in ("Cyan", "Magenta", "Yellow", "Black"):
                self.assertFalse(any(sheets[name][2][rows[0] * w:(rows[-1] + 1) * w]), name)
            # The rule in 40 % of the other.
            (gold,) = (v for k, v in sheets.items() if k not in ("PANTONE 186 C", "Cyan", "Magenta", "Yellow", "Black"))
            self.assertAlmostEqual(max(gold[2]), 0.4 * 255, delta=2)

    def test_black_overprints_and_white_knocks_out(self):
        for profile in ("x4", "x1a"):
            sheets = plates(self.desk.press(profile), self.desk.dir.name, dpi=144)
            w, h, cyan = sheets["Cyan"]
            black = sheets["Black"][2]
            # Text on the panel of 20 % cyan: the panel is whole under it.
            dark_on_panel = [i for i in range(w * h) if black[i] > 250 and 40 < cyan[i] < 60]
            self.assertGreater(len(dark_on_panel), 500)
            # The large solid is the layout's black; white type is cut out of all its plates.
            large = [i for i in range(w * h) if black[i] == 255 and abs(cyan[i] - 0.3 * 255) < 2]
            self.assertGreater(len(large), w * h // 10)
            y0, y1 = min(large) // w, max(large) // w
            inside = [i for y in range(y0 + 2, y1 - 2) for i in range(y * w + w // 8, y * w + w // 3)]
            white = [i for i in inside if black[i] == 0]
            self.assertGreater(len(white), 50)
            self.assertFalse(any(cyan[i] for i in white))
            self.assertLessEqual(most_ink(sheets), LIMIT)

    def test_pictures_come_into_the_output_space(self):
        for profile in ("x4", "x1a", "archive"):
            n, w, px = File(self.desk.press(profile)).picture()
            self.assertEqual((n, w, len(px)), (4, W, 4 * W * H))
            at = lambda k: tuple(px[4 * (W * 100 + W * k // 6 + 20) + c] for c in range(4))
            self.assertEqual(at(0), (0, 0, 0, 0))
            red, green, blue, black, gray = (at(k) for k in range(1, 6))
            self.assertTrue(red[1] > 200 and red[2] > 200 and red[0] < 30)
            self.assertTrue(green[0] > 90 and green[2] > 150 and green[1] < 40)
            self.assertTrue(blue[0] > 150 and blue[1] > 120 and blue[2] < 40)
            self.assertTrue(black[3] > 230)
            self.assertTrue(gray[3] > 90 and max(gray[:3]) < 60)
            self.assertLessEqual(max(map(sum, zip(px[::4], px[1::4], px[2::4], px[3::4]))) / 2.55, LIMIT)
        self.assertEqual(File(self.desk.press("plain")).picture()[0], 3)

    def test_a_lower_limit_is_kept(self):
        desk = Desk(LAYOUT.replace("ink: 240, warn: 220", "ink: 200, warn: 195"))
        for profile in ("x4", "x1a"):
            self.assertLessEqual(most_ink(plates(desk.press(profile), desk.dir.name)), 200)
        desk.dir.cleanup()

    def test_what_is_missing_is_said(self):
        for profile in ("x4", "x1a", "archive"):
            desk = Desk(LAYOUT.replace("profile: TR002, ", ""))
            r = run(*(("archive",) if profile == "archive" else ("press", "--profile", profile)), desk.edition,
                    "--layout", "test", "-o", desk.at / "o", env=desk.env, ok=3)
            self.assertIn("[no-output-profile]", r.err)
            self.assertFalse((desk.at / "o").exists())
            desk.press("plain")
            desk.dir.cleanup()
        desk = Desk(edition=EDITION.replace("date: 2026-05-14\n", ""))
        desk.press("x4", ok=3)
        self.assertIn("[no-date]", desk.said)
        desk.press("plain")
        desk.press("archive")
        desk.dir.cleanup()
        for old, new, code in (("TR002, ink", "TR003, ink", "unknown-profile"), ("浅金}", "淡金}", "unknown-colour"),
                               ("{c: 20}", "{c: 100, m: 100, y: 90}", "ink-over-limit"),
                               ("colour: 红}", "colour: 浓黑, size: 10pt}", "rich-black-text")):
            desk = Desk(LAYOUT.replace(old, new))
            desk.press("x4", ok=3)
            self.assertRegex(desk.said, rf"test.yaml:\d+:\d+: error \[{code}\]")
            desk.dir.cleanup()
        desk = Desk()
        (desk.data / "colour/TR002.icc").write_bytes(ICC[:5000])
        desk.press("x4", ok=3)
        self.assertIn("[bad-profile]", desk.said)
        desk.dir.cleanup()


class Pictures(unittest.TestCase):
    """Pictures of every kind, sound and broken."""
    def made(self, picture, name="p.png", profile="x4", ok=0, **kw):
        """(what was said, the picture as it stands in the file or None)."""
        desk = Desk(picture=picture, name=name)
        try:
            pdf = desk.press(profile, ok=ok, **kw)
            self.assertEqual(pdf.exists(), ok == 0)
            return desk.said, File(pdf).picture() if ok == 0 else None
        finally:
            desk.dir.cleanup()

    def test_kinds_of_png_print_alike(self):
        _, plain = self.made(png(patches, W, H))
        frame = chunk(b"acTL", struct.pack(">II", 2, 0)) + chunk(b"fcTL", struct.pack(">IIIIIHHBB", 0, W, H, 0, 0, 1, 1, 0, 0))
        other = zlib.compress(b"".join(b"\0" + bytes(3 * W) for _ in range(H)))
        second = chunk(b"fcTL", struct.pack(">IIIIIHHBB", 1, W, H, 0, 0, 1, 1, 0, 0)) + chunk(b"fdAT", struct.pack(">I", 2) + other)
        for name, data in {"16 bits": png(patches, W, H, depth=16), "interlaced": png(patches, W, H, interlaced=True),
                           "16 bits, interlaced": png(patches, W, H, depth=16, interlaced=True),
                           "animated": png(patches, W, H, before=frame, after=second),
                           "opaque": png(lambda x, y: patches(x, y) + (255,), W, H, colour=6)}.items():
            with self.subTest(name):
                said, picture = self.made(data)
                self.assertEqual(said, "")
                self.assertEqual(picture, plain)

    def test_gray_is_black_alone(self):
        ramp = lambda x, y: (x * 255 // (W - 1),)
        for name, data in {"gray": png(ramp, W, H, colour=0), "neutral RGB": png(lambda x, y: 3 * ramp(x, y), W, H)}.items():
            with self.subTest(name):
                n, w, px = self.made(data)[1]
                self.assertEqual((n, px[0], px[W - 1]), (1, 0, 255))
                self.assertEqual(list(px[:W]), sorted(px[:W]))

    def test_wrong_profiles_are_left_out_and_said(self):
        plain = self.made(png(patches, W, H))[1]
        cut = ICC[:3000]
        for name, profile in {"of a press": ICC, "cut off": cut, "nonsense": b"x" * 300}.items():
            with self.subTest(name):
                said, picture = self.made(png(patches, W, H, before=iccp(profile)))
                self.assertRegex(said, r"a.md:\d+:\d+: warning \[picture-profile\]")
                self.assertEqual(picture, plain)

    def test_jpegs_come_into_the_output_space(self):
        with tempfile.TemporaryDirectory() as d:
            for device, components in (("jpeg", 4), ("jpeggray", 1), ("jpegcmyk", 4), ("marked", 4), ("unmarked", 4)):
                out = Path(d) / "p.jpg"
                # Without Adobe's marker the values of the file are ink, with it what is left of it.
                paper, red = ("1 1 1 1", "1 0 0 1") if device == "unmarked" else ("0 0 0 0", "0 1 1 0")
                tool("gs", "-q", "-dSAFER", "-dBATCH", "-dNOPAUSE",
                     f"-sDEVICE={'jpegcmyk' if 'marked' in device else device}", "-g300x200", "-r72", "-dJPEGQ=95",
                     f"-sOutputFile={out}", "-c", f"{paper} setcmykcolor 0 0 300 200 rectfill "
                     f"{red} setcmykcolor 150 0 150 200 rectfill showpage")
                if "marked" in device:
                    data = without_profile(out.read_bytes())
                    at = data.index(b"\xff\xee\0\x0eAdobe")
                    out.write_bytes(data if device == "marked" else data[:at] + data[at + 16:])
                for profile in ("x4", "x1a"):
                    with self.subTest(device=device, profile=profile):
                        desk = Desk(picture=out.read_bytes(), name="p.jpg")
                        pdf = desk.press(profile)
                        self.assertEqual(only_filter(File(pdf)), "/DCTDecode" if "marked" in device else "/FlateDecode")
                        sheets = plates(pdf, d)
                        # The picture begins 4 lines down and fills the left column: its right half is red.
                        x = lambda mm: int((3 + mm) * MM)
                        w = sheets["Black"][0]
                        y = x((160 - 34 * 12 / MM) / 2 + 8 * 12 / MM)
                        left = (120 - 32 * 9 / MM) / 2
                        paper = {n: p[2][y * w + x(left + 10)] for n, p in sheets.items()}
                        inked = {n: p[2][y * w + x(left + 38)] for n, p in sheets.items()}
                        self.assertLessEqual(max(paper.values()), 6)
                        if components == 4:
                            self.assertGreater(min(inked["Magenta"], inked["Yellow"]), 190)
                            self.assertLess(max(inked["Cyan"], inked["Black"]), 40)
                        else:
                            self.assertGreater(inked["Black"], 60)
                            self.assertEqual(inked["Cyan"] + inked["Magenta"] + inked["Yellow"], 0)
                        desk.dir.cleanup()

    def test_a_picture_comes_out_of_its_own_profile(self):
        color = lambda x, y: (100, 160, 100)
        profiles = Path("/usr/share/color/icc/ghostscript")
        read = lambda before, colour=2, f=color: self.made(png(f, W, H, colour, before=before))[1]
        first = lambda picture: picture[2][:picture[0]]
        plain, srgb, wide = (first(read(b)) for b in (
            b"", iccp((profiles / "srgb.icc").read_bytes()), iccp((profiles / "a98.icc").read_bytes())))
        for a, b in zip(plain, srgb):
            self.assertAlmostEqual(a, b, delta=4)
        self.assertGreater(wide[0], plain[0] + 8)  # the same numbers are a stronger green there
        middle = lambda x, y: (100,)
        gray = first(read(b"", 0, middle))
        other = first(read(iccp((profiles / "ps_gray.icc").read_bytes()), 0, middle))
        self.assertEqual((len(gray), len(other)), (1, 1))
        self.assertNotEqual(gray, other)

    def test_ink_for_another_press_is_converted_and_black_stays_black(self):
        swop = Path("/usr/share/color/icc/ghostscript/default_cmyk.icc").read_bytes()
        with tempfile.TemporaryDirectory() as d:
            out = Path(d) / "p.jpg"
            tool("gs", "-q", "-dSAFER", "-dBATCH", "-dNOPAUSE", "-sDEVICE=jpegcmyk", "-g300x200", "-r72", "-dJPEGQ=100",
                 f"-sOutputFile={out}", "-c", "0.6 0.3 0 0 setcmykcolor 0 0 300 200 rectfill "
                 "0 0 0 1 setcmykcolor 160 0 140 200 rectfill showpage")
            data = without_profile(out.read_bytes())
        parts = [swop[i:i + 60000] for i in range(0, len(swop), 60000)]
        tagged = data[:2] + b"".join(
            b"\xff\xe2" + struct.pack(">H", len(p) + 16) + b"ICC_PROFILE\0" + bytes([i + 1, len(parts)]) + p
            for i, p in enumerate(parts)) + data[2:]
        desk = Desk(picture=data, name="p.jpg")
        before = File(desk.press())
        desk.dir.cleanup()
        self.assertEqual(only_filter(before), "/DCTDecode")  # nothing to change: it goes in as it is
        said, (n, w, px) = self.made(tagged, "p.jpg")
        self.assertEqual((said, n), ("", 4))
        blue, black = px[4 * (W * 100 + 40):][:4], px[4 * (W * 100 + 280):][:4]
        self.assertTrue(black[3] > 250 and max(black[:3]) < 4)
        self.assertTrue(100 < blue[0] < 220 and max(abs(blue[0] - 153), abs(blue[1] - 77), blue[2]) > 8)

    def test_broken_pictures_are_said(self):
        whole = png(patches, W, H)
        huge = bytearray(whole)
        huge[16:24] = struct.pack(">II", 65535, 65535)
        huge[29:33] = struct.pack(">I", zlib.crc32(bytes(huge[12:29])))
        jpeg = (b"\xff\xd8\xff\xe0\0\x10JFIF\0\1\1\0\0\1\0\1\0\0\xff\xc0\0\x0b\x08\xff\xff\xff\xff\1\1\x11\0"
                b"\xff\xda\0\x08\1\1\0\0\x3f\0\0")
        for name, data in {"half": whole[:len(whole) // 2], "head alone": whole[:33], "huge": bytes(huge), "huge JPEG": jpeg,
                           "empty": b"", "text": b"not a picture"}.items():
            for profile in ("x4", "x1a"):
                with self.subTest(name, profile=profile):
                    said, _ = self.made(data, profile=profile, ok=3)
                    self.assertRegex(said, r"a.md:\d+:\d+: error \[bad-image\]")
                    self.assertNotIn("Sanitizer", said)

    @unittest.skipIf(b"__asan_init" in Path(os.environ.get("BANMIAN", "/dev/null")).read_bytes(), "its shadow has no bounds")
    def test_memory_is_bounded(self):
        """A picture of 12 million pixels, 36 MB as it is read, is converted in little more."""
        w, h = 4000, 3000
        line = bytes(v for x in range(w) for v in (x & 255, x >> 4 & 255, 90))
        big = (b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", w, h, 8, 2, 0, 0, 0)) +
               chunk(b"IDAT", zlib.compress((b"\0" + line) * h, 1)) + chunk(b"IEND", b""))
        desk = Desk(picture=big)
        peak = {}
        for profile in ("plain", "x4"):
            pid = os.spawnve(os.P_NOWAIT, os.environ.get("BANMIAN", str(SOURCE / "build/release/banmian")),
                             ["banmian", "press", str(desk.edition), "--layout", "test", "--profile", profile, "--jobs", "1",
                              "-o", str(desk.at / "o.pdf")], {**os.environ, **desk.env})
            _, status, usage = os.wait4(pid, 0)
            self.assertEqual(status, 0)
            peak[profile] = usage.ru_maxrss / 1024
        self.assertLess(peak["x4"], peak["plain"] + 20)
        self.assertLess(peak["x4"], 36 + 120)
        desk.dir.cleanup()


main()
