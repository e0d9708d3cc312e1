#!/usr/bin/python3
"""The PDF as other programs see it: whole, readable everywhere, the same bytes every time."""
import os
import re
import shutil
import subprocess
import tempfile
import unittest
from pathlib import Path

from common import as_shown, arguments, EDITION, SETTINGS, SOURCE, PROGRAM, blocks, difference, edition, main, read_netpbm, read_png_gray, run, tool

DPI = 100
MOST = 0.022


class Pdf(unittest.TestCase):
    def test_qpdf_finds_no_fault(self):
        for layout in SETTINGS:
            self.assertIn(b"No syntax or stream encoding errors", tool("qpdf", "--check", edition(layout)[0]))

    def test_renderings_agree_with_the_proof(self):
        """By the output profile, which readers must be told; MuPDF, which Debian builds without ICC, in ink."""
        icc = SOURCE / "colour/TR002.icc"
        for layout, count in SETTINGS.items():
            pdf = edition(layout)[0]
            with tempfile.TemporaryDirectory() as d:
                d = Path(d)
                run("proof", *arguments(layout), "--dpi", DPI, "--plates", "-o", d, ok=0)
                for n in range(1, count + 1):
                    soft, black = (blocks(read_png_gray((d / f"page-{n}{k}.png").read_bytes())) for k in ("", "-K"))
                    tool("mutool", "draw", "-q", "-N", "-F", "pam", "-c", "cmyk", "-r", DPI, "-o", d / "m.pam", pdf, n)
                    ink = read_netpbm((d / "m.pam").read_bytes())[3]
                    readers = {
                        "poppler": tool("pdftoppm", "-r", DPI, "-f", n, "-l", n, "-defaultcmykprofile", icc, pdf),
                        "Ghostscript": tool("gs", "-q", "-dSAFER", "-dBATCH", "-dNOPAUSE", "-sDEVICE=ppmraw",
                                            "-dTextAlphaBits=4", "-dGraphicsAlphaBits=4", f"-r{DPI}",
                                            f"-dFirstPage={n}", f"-dLastPage={n}", f"--permit-file-read={icc}",
                                            f"-sDefaultCMYKProfile={icc}", "-dRenderIntent=1", "-dBlackPtComp=1",
                                            "-sOutputFile=-", pdf),
                    }
                    others = {name: (blocks(as_shown(read_netpbm(data))[0]), soft) for name, data in readers.items()}
                    others["MuPDF"] = blocks((*ink[:2], bytes(255 - v for v in ink[2]))), black
                    for name, (theirs, ours) in others.items():
                        with self.subTest(layout=layout, page=n, reader=name):
                            self.assertLess(difference(theirs, ours), MOST)

    def test_same_bytes_every_time(self):
        with tempfile.TemporaryDirectory() as d:
            d = Path(d)
            copy = d / "elsewhere" / "2026-lianghui"
            shutil.copytree(EDITION, copy)
            locales = d / "locales"
            locales.mkdir()
            subprocess.run(["localedef", "-i", "de_DE", "-f", "UTF-8", str(locales / "de_DE.UTF-8")],
                           capture_output=True, check=True)
            ways = [(EDITION, [], {}, None), (EDITION, [], {}, "/"), (copy, [], {}, d),
                    (EDITION, [], {"LC_ALL": "C", "TZ": "Asia/Shanghai"}, None),
                    (EDITION, [], {"LC_ALL": "de_DE.UTF-8", "LOCPATH": str(locales)}, None),
                    (EDITION, ["--jobs", 1], {}, None), (EDITION, ["--jobs", 2], {}, None)]
            for layout in ("tabloid", "broadsheet"):
                seen = set()
                for folder, args, env, cwd in ways:
                    out = d / "o.pdf"
                    run("press", folder, "--layout", layout, "-o", out, *args, env=env, cwd=cwd, ok=0)
                    seen.add(out.read_bytes())
                self.assertEqual(len(seen), 1, layout)
        again = run("press", *arguments("2025-work-report"), "-o", "-", "--jobs", 1, ok=0, text=False).out
        self.assertEqual(again, edition("2025-work-report")[0].read_bytes())

    def test_fonts_are_embedded_subsets_with_unicode(self):
        for layout in SETTINGS:
            rows = tool("pdffonts", edition(layout)[0]).decode().splitlines()[2:]
            self.assertGreaterEqual(len(rows), 3)
            for row in rows:
                self.assertRegex(row, r"^[A-Z]{6}\+")
                self.assertRegex(row, r"\syes yes yes\s", row)

    def test_boxes_metadata_outline_labels(self):
        pdf, report = edition("tabloid")
        info = tool("pdfinfo", "-box", pdf).decode()
        self.assertRegex(info, r"Pages:\s+2\b")
        size = re.search(r"Page size:\s+([\d.]+) x ([\d.]+)", info)
        self.assertAlmostEqual(float(size[1]) / 72 * 25.4, 270, delta=0.02)
        self.assertAlmostEqual(float(size[2]) / 72 * 25.4, 390, delta=0.02)
        for box in ("MediaBox", "TrimBox", "BleedBox"):
            self.assertRegex(info, box)
        self.assertRegex(info, r"CreationDate:.*2026")
        self.assertRegex(info, r"Title:\s+2026嘉峪关市两会特别报道")
        outline = tool("mutool", "show", pdf, "outline").decode()
        heads = [r["article"] for r in report if r["type"] == "article"]
        self.assertGreaterEqual(outline.count("\n"), len(heads))
        self.assertIn("热烈的祝贺市两会胜利闭幕", outline)

    def test_text_is_overprinting_black(self):
        for layout, count in SETTINGS.items():
            pdf = edition(layout)[0]
            qdf = tool("qpdf", "--qdf", "--object-streams=disable", pdf, "-")
            self.assertNotRegex(qdf, rb"\n[\d. ]+ (rg|RG|g|G)\n")
            self.assertRegex(qdf, rb"/OPM 1")
            self.assertRegex(qdf, rb"\b0 0 0 1 k\b")


main()
