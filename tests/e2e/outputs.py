#!/usr/bin/python3
"""Marks, a file a page, plates, paper: what the options of press and proof add, as other programs see it."""
import re
import shutil
import tempfile
import unittest
from pathlib import Path

from common import EDITION, SOURCE, edition, main, read_png, read_png_gray, read_tiff_gray, run, solid, tool

PROCESS = ("Cyan", "Magenta", "Yellow", "Black")


def boxes(pdf):
    """Boxes of the first page, in points."""
    info = tool("pdfinfo", "-box", pdf).decode()
    return {k: [float(v) for v in vs.split()] for k, vs in re.findall(r"(\w+Box):([\d. ]+)", info)}


class Outputs(unittest.TestCase):
    def setUp(self):
        self.dir = tempfile.TemporaryDirectory()
        self.at = Path(self.dir.name)

    def tearDown(self):
        self.dir.cleanup()

    def names(self, folder=None):
        return sorted(str(p.relative_to(self.at)) for p in (folder or self.at).rglob("*") if p.is_file())

    def plates(self, pdf, dpi=72):
        tool("gs", "-q", "-dSAFER", "-dBATCH", "-dNOPAUSE", "-sDEVICE=tiffsep", "-sCompression=none", f"-r{dpi}",
             "-dFirstPage=1", "-dLastPage=1", f"-sOutputFile={self.at / 's.tif'}", pdf)
        return {name: read_tiff_gray((self.at / f"s({name}).tif").read_bytes()) for name in PROCESS}

    def test_a_report_that_cannot_be_written_leaves_the_old_pdf(self):
        for report in "/nonexistent/r.ndjson", "/dev/full":
            with self.subTest(report):
                out = self.at / "o.pdf"
                out.write_text("old")
                r = run("press", EDITION, "-o", out, "--report", report)
                self.assertIn(r.returncode, (3, 75))
                self.assertEqual(out.read_text(), "old")
                self.assertEqual(self.names(), ["o.pdf"])

    def test_marks_stand_round_the_page_on_every_plate(self):
        plain, marked = edition("tabloid")[0], self.at / "m.pdf"
        run("press", EDITION, "--marks", "-o", marked, ok=0)
        bare, more = boxes(plain), boxes(marked)
        self.assertEqual(bare["MediaBox"], bare["TrimBox"], "no marks unless asked for")
        trim, media = more["TrimBox"], more["MediaBox"]
        for i in 0, 1:
            self.assertAlmostEqual(trim[i + 2] - trim[i], bare["TrimBox"][i + 2], delta=0.02)
        self.assertGreater(trim[0] - media[0], 30)
        self.assertEqual(more["BleedBox"], trim)
        left, far = round(trim[0]), round(trim[2])
        plates, alone = self.plates(marked), self.plates(plain)
        slugs = []
        for name, (w, h, ink) in plates.items():
            rows = [ink[y * w:(y + 1) * w] for y in range(h)]
            # The four register marks, at the middle of each side, and the page itself.
            for y in (17, 18), (h - 19, h - 18):
                self.assertIn(0, b"".join(rows[k][w // 2 - 12:w // 2 + 12] for k in range(y[0] - 12, y[1] + 12)), name)
            for x in 5, w - 40:
                self.assertIn(0, b"".join(r[x:x + 35] for r in rows[h // 2 - 12:h // 2 + 12]), name)
            page = [r[left + 1:far - 1] for r in rows[left + 1:h - left - 1]]
            self.assertEqual(sum(255 - v for r in page for v in r) > 0, name == "Black", name)
            slugs.append(b"".join(r[left:w // 2 - 20] for r in rows[h - left + 2:]))
        # Each plate bears a name of its own: the slugs of no two are alike.
        self.assertEqual(len(set(slugs)), 4)
        self.assertTrue(all(0 in s for s in slugs))
        dark = sum(255 - v for v in alone["Black"][2])
        w, h, ink = plates["Black"]
        inside = sum(255 - v for y in range(left, h - left) for v in ink[y * w + left:y * w + far])
        self.assertLess(abs(inside - dark), dark / 100)
        text = tool("pdftotext", "-raw", "-l", 1, marked, "-").decode()
        self.assertIn("2026嘉峪关市两会特别报道2026-05-14第1版", solid(text))

    def test_marks_go_with_every_profile_and_are_the_same_every_time(self):
        for profile in ("x4", "x1a", "plain"):
            a, b = (run("press", EDITION, "--marks", "--profile", profile, "-o", "-", "--jobs", n, ok=0, text=False).out
                    for n in (1, 2))
            self.assertEqual(a, b)
            self.assertEqual(a[:4], b"%PDF")

    def test_split_writes_a_file_a_page(self):
        out = self.at / "out"
        run("press", EDITION, "--split", "-o", out, ok=0)
        self.assertEqual(self.names(), ["out/2026-lianghui-01.pdf", "out/2026-lianghui-02.pdf"])
        whole = edition("tabloid")[0]
        for n in (1, 2):
            file = out / f"2026-lianghui-0{n}.pdf"
            self.assertRegex(tool("pdfinfo", file).decode(), r"Pages:\s+1\b")
            self.assertEqual(tool("pdftotext", "-raw", file, "-"),
                             tool("pdftotext", "-raw", "-f", n, "-l", n, whole, "-"))
            self.assertIn(f"第{n}版", tool("mutool", "show", file, "outline").decode())
        again = self.at / "again"
        run("press", EDITION, "--split={day}/{layout}-A{page:03}.pdf", "--pages", 2, "-o", again, ok=0)
        self.assertEqual(self.names(again), ["again/20260514/tabloid-A002.pdf"])
        self.assertEqual((again / "20260514/tabloid-A002.pdf").read_bytes(),
                         (out / "2026-lianghui-02.pdf").read_bytes())

    def test_split_writes_all_files_or_none(self):
        (self.at / "2026-lianghui-02.pdf").mkdir()
        r = run("press", EDITION, "--split", "-o", self.at, ok=3)
        self.assertIn("[cannot-write]", r.err)
        self.assertEqual(self.names(), [])
        for pattern in ("x.pdf", "{edition}.pdf", "{page}-{who}.pdf", "{page", "{page:2}"):
            r = run("press", EDITION, f"--split={pattern}", "-o", self.at, ok=2)
            self.assertIn("[bad-pattern]", r.err)
            self.assertIn("{page:02}", r.err)
        self.assertEqual(self.names(), [])

    def test_plates_and_ink_map(self):
        first, second = self.at / "a", self.at / "b"
        r = run("proof", EDITION, "--pages", 1, "--dpi", 60, "--plates", "-o", first, ok=0)
        run("proof", EDITION, "--pages", 1, "--dpi", 60, "--plates", "-o", second, ok=0)
        self.assertEqual([p.name for p in sorted(first.iterdir())],
                         ["page-1-C.png", "page-1-K.png", "page-1-M.png", "page-1-Y.png", "page-1-ink.png",
                          "page-1.png", "proof.pdf"])
        for p in first.iterdir():
            self.assertEqual(p.read_bytes(), (second / p.name).read_bytes(), p.name)
        at = re.search(r"\[page-ink\]: page 1 takes 100 % of ink at most, at ([\d.]+), ([\d.]+) mm", r.err)
        w, h, black = read_png_gray((first / "page-1-K.png").read_bytes())
        x, y = (int(float(v) / 25.4 * 60) for v in at.groups())
        self.assertEqual(black[y * w + x], 0, "all the ink there is at the place that the message names")
        for k in "CMY":
            self.assertEqual(set(read_png_gray((first / f"page-1-{k}.png").read_bytes())[2]), {255})
        self.assertGreater(read_png_gray((first / "page-1-ink.png").read_bytes())[0], w, "the scale is beside the page")

    def test_paper_white_on_demand(self):
        for name, *option in ("white",), ("paper", "--paper"):
            run("proof", EDITION, "--pages", 1, "--dpi", 40, *option, "-o", self.at / name, ok=0)
        corner = lambda name: [c[2][0] for c in read_png((self.at / name / "page-1.png").read_bytes())]
        self.assertEqual(corner("white"), [255] * 3)
        red, green, blue = corner("paper")
        self.assertTrue(250 > red >= green > blue, "newsprint is grayish and a little yellow")

    def test_without_an_output_condition(self):
        data = self.at / "data"
        for name in ("fonts", "layouts", "colour", "words", "rules"):
            shutil.copytree(SOURCE / name, data / name)
        layout = data / "layouts/tabloid.yaml"
        text, n = re.subn(r"\npress: \{profile: \w+,", "\npress: {", layout.read_text("utf-8"))
        self.assertEqual(n, 1)
        layout.write_text(text, "utf-8")
        env, out = {"BANMIAN_DATA": str(data)}, self.at / "p"
        for option in ("--plates", "--paper"):
            r = run("proof", EDITION, option, "-o", out, env=env, ok=3)
            self.assertIn("[plates-need-output]", r.err)
        self.assertFalse(out.exists())
        run("proof", EDITION, "--pages", 1, "--dpi", 40, "-o", out, env=env, ok=0)
        for channel in read_png((out / "page-1.png").read_bytes()):
            self.assertIn(0, channel[2], "K is shown as black")


main()
