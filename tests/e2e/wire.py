#!/usr/bin/python3
"""Pages on the screen: what the browser's half makes of the bytes that src/wire sends, against what the C side wrote of the pages,
and what it paints, against the page images of `banmian proof`."""
import http.server
import json
import os
import re
import shutil
import subprocess
import tempfile
import threading
import unittest
from pathlib import Path

import chromium
from common import EDITION, SANITIZED, SOURCE, WORK_REPORT, run

DUMP = Path(os.environ.get("WIRE_DUMP", SOURCE / "build/dev/wire_dump")).resolve()
SHELL, OURS = SOURCE / "src/shell", SOURCE / "tests/wire"
DAILY = SOURCE / "content/2026-sample-daily"
TYPES = {".html": "text/html", ".js": "text/javascript", ".css": "text/css"}
_dumps = {}


def dump(edition, layout="", edits=0):
    """The folder of an edition's revisions, made once a run."""
    key = edition, layout, edits
    if key not in _dumps:
        _dumps[key] = Path(tempfile.mkdtemp(prefix="wire-"))
        subprocess.run([DUMP, edition, layout, _dumps[key], str(edits), "7"], check=True)
    return _dumps[key]


def tearDownModule():
    for folder in _dumps.values():
        shutil.rmtree(folder)


class Decoded(unittest.TestCase):
    """decode.js and painter.js under node: places, characters, bytes, outlines; a click on each glyph gives its bytes, and back."""

    def check(self, folder):
        done = subprocess.run(["node", OURS / "check.mjs", SHELL, folder], capture_output=True, text=True, timeout=240)
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
        return json.loads(done.stdout)

    def test_pages_and_edits(self):
        for edition, layout, edits, revisions, glyphs in ((EDITION, "tabloid", 12, 8, 5500), (EDITION, "broadsheet", 4, 2, 5000), (WORK_REPORT, "", 3, 3, 12000),
                                                          (WORK_REPORT, "broadsheet-8", 2, 2, 12000), (DAILY, "", 5, 4, 8000)):
            with self.subTest(edition.name, layout=layout):
                got = self.check(dump(edition, layout, edits))
                self.assertGreaterEqual(got["revisions"], revisions)
                self.assertGreater(got["glyphs"], glyphs * got["revisions"])
                self.assertLess(got["farthest"], 0.00501)
                self.assertGreater(got["hits"], glyphs)
                self.assertGreater(got["broken"], 150)

    def test_leads_do_not_cross(self):
        done = subprocess.run(["node", OURS / "leads.mjs", SHELL, "200"], capture_output=True, text=True)
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertGreater(int(done.stdout), 5000)

    @unittest.skipUnless(shutil.which("tsc"), "no tsc")
    def test_types(self):
        done = subprocess.run(["tsc", "--noEmit", "--allowJs", "--checkJs", "--strict", "--target", "es2022", "--module", "es2022", "--lib", "es2022,dom",
                               SHELL / "view.js"], capture_output=True, text=True)
        self.assertEqual(done.stdout, "")


class Handler(http.server.BaseHTTPRequestHandler):
    def log_message(self, *_):
        pass

    def do_GET(self):
        folder, path = self.server.folder, self.path.split("?")[0]
        for prefix, root in (("/s/", SHELL), ("/t/", OURS), ("/d/", folder), ("/api/picture/", folder)):
            if path.startswith(prefix):
                file = root / path.rsplit("/", 1)[-1]
                break
        else:
            file = OURS / "view.html"
        body = file.read_bytes() if file.is_file() else b""
        self.send_response(200 if file.is_file() else 404)
        self.send_header("Content-Type", TYPES.get(file.suffix) or ("image/jpeg" if body[:2] == b"\xff\xd8" else "image/png"))
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


# The page as paintPage() has it, and the proof's image, in one figure: the share of inked pixels that differ by more than `most` of 255;
# and of each glyph (its ink's box, in pixels) how much of the proof's darkness is there.
COMPARE = """async (n, dpi, url, most) => {
  const image = new Image();
  image.src = url;
  await image.decode();
  const w = image.width, h = image.height;
  const make = () => { const c = document.createElement("canvas"); c.width = w; c.height = h; return c.getContext("2d", { willReadFrequently: true }); };
  const theirs = make(), ours = make();
  theirs.drawImage(image, 0, 0);
  const paint = () => { ours.fillStyle = "#fff"; ours.fillRect(0, 0, w, h); view.paintPage(ours, n, dpi / 72); };
  paint();
  for (let i = 0; i < 400 && [...view.images.values()].some((x) => !x.ready); i++)
    await new Promise((done) => setTimeout(done, 25));
  paint();
  const a = theirs.getImageData(0, 0, w, h).data, b = ours.getImageData(0, 0, w, h).data;
  let ink = 0, other = 0;
  for (let i = 0; i < a.length; i += 4)
    if (a[i + 1] < 250 || b[i + 1] < 250) {
      ink++;
      other += Math.abs(a[i + 1] - b[i + 1]) > most;
    }
  const page = view.pages.get(n), z = dpi / 72, least = { share: 9, text: "" };
  let glyphs = 0;
  for (const item of page.items)
    for (let i = 0; item.shape.kind === 0 && i < item.shape.n; i++) {
      const box = view.painter.ink(item.shape, i), colour = page.inks[item.shape.ink].rgb;
      if (!box || colour > 0x404040)
        continue;
      const [x0, y0, x1, y1] = [(item.x + box[0]) * z, (item.y + box[1]) * z, (item.x + box[2]) * z, (item.y + box[3]) * z];
      let dark = 0, want = 0;
      for (let y = Math.floor(y0); y < y1; y++)
        for (let x = Math.floor(x0); x < x1; x++) {
          dark += 255 - b[4 * (y * w + x) + 1];
          want += 255 - a[4 * (y * w + x) + 1];
        }
      glyphs++;
      if (want > 500 && dark / want < least.share)
        Object.assign(least, { share: dark / want, text: view.painter.outlines.all.get(item.shape.G[i]).text });
    }
  return { w, h, ink, other: other / ink, glyphs, least };
}"""


@unittest.skipIf(SANITIZED, "the browser's half is the same")
@unittest.skipUnless(chromium.PROGRAM, "no chromium")
class Painted(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.browser = chromium.Browser()
        cls.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        threading.Thread(target=cls.server.serve_forever, daemon=True).start()
        cls.url = f"http://127.0.0.1:{cls.server.server_port}/"

    @classmethod
    def tearDownClass(cls):
        cls.browser.__exit__()
        cls.server.shutdown()
        cls.server.server_close()

    def view(self, folder, page=1, width=1200, height=900, scale=1, reply="1.bin"):
        """A tab in which the page is shown, from a reply in the folder."""
        self.server.folder = Path(folder)
        tab = self.browser.tab(self.url, width=width, height=height, scale=scale)
        self.addCleanup(tab.close)
        tab.wait("window.ready")
        tab.evaluate(f"open({reply!r}).then(() => {{ view.show({{ page: {page} }}); return settled(); }})")
        return tab

    def compare(self, edition, layout, page, dpi, most):
        folder = dump(edition, layout, 12 if layout == "tabloid" else 5 if edition == DAILY else 0)
        name = f"proof-{dpi}"
        if not (folder / name).exists():
            run("proof", edition, *(("--layout", layout) if layout else ()), "--dpi", dpi, "-o", folder / name)
        shutil.copy(folder / name / f"page-{page}.png", folder / f"{name}-{page}.png")
        tab = self.view(folder)
        return tab.evaluate(f"({COMPARE})({page}, {dpi}, '/d/{name}-{page}.png', {most})")

    def test_pixels_are_those_of_the_soft_proof(self):
        for edition, layout, page, dpi, most in ((EDITION, "tabloid", 2, 96, 32), (EDITION, "tabloid", 1, 192, 32), (EDITION, "tabloid", 2, 288, 32),
                                                 (DAILY, "", 1, 96, 32)):
            with self.subTest(edition.name, page=page, dpi=dpi):
                got = self.compare(edition, layout, page, dpi, most)
                self.assertGreater(got["glyphs"], 900)
                self.assertLessEqual(got["other"], 0.035, got)
                self.assertGreaterEqual(got["least"]["share"], 0.9, got)

    def keep(self, tab):
        """Remembers the canvas as it is; a sum of it."""
        return tab.evaluate("""(async () => { await settled(); window.kept = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height).data;
          let sum = 0; for (let i = 0; i < kept.length; i += 4) sum = (sum * 31 + kept[i + 1]) % 2147483647; return sum; })()""")

    def differ(self, tab):
        """How many pixels are now others by more than a quarter; edges are rounded otherwise where a part is painted alone."""
        return tab.evaluate("""(async () => { await settled(); const d = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height).data;
          let n = 0; for (let i = 0; i < d.length; i++) n += Math.abs(d[i] - kept[i]) > 64; return n; })()""")

    def test_what_changed_is_painted_as_if_all_were(self):
        folder = dump(EDITION, "tabloid", 12)
        tab = self.view(folder, page=2)
        tab.evaluate("view.place({ x: 5000, y: 5000, zoom: 1.5 })")
        seen = {self.keep(tab)}
        for n in range(2, 14):
            if not (folder / f"{n}.bin").exists():
                break
            before = tab.evaluate("view.current")
            tab.evaluate(f"open('{n}.bin').then(settled)")
            self.assertEqual(tab.evaluate("view.current"), before)
            seen.add(self.keep(tab))
            tab.evaluate("view.repaint()")
            self.assertLessEqual(self.differ(tab), 100, n)
        self.assertGreater(len(seen), 3)

    def test_the_settled_canvas_is_the_page(self):
        """What is compared with the proof is what the window shows, at 100 % of a plain and of a fine screen, and at 300 %."""
        for scale, zoom in ((1, 1), (2, 1), (1, 3)):
            with self.subTest(scale=scale, zoom=zoom):
                tab = self.view(dump(EDITION, "tabloid", 12), page=2, width=700, height=500, scale=scale)
                tab.evaluate(f"view.place({{ x: 9000, y: 9000, zoom: {zoom} }})")
                self.keep(tab)
                tab.evaluate("""(() => { const c = canvas.getContext("2d"); c.setTransform(1, 0, 0, 1, -view.x, -view.y); view.paintPage(c, 2, view.z); })()""")
                self.assertLessEqual(self.differ(tab), 100)

    def test_pan_gives_what_is_painted_anew(self):
        tab = self.view(dump(EDITION, "tabloid", 12), page=2, scale=2)
        tab.evaluate("view.place({ x: 8000, y: 8000, zoom: 1.2 })")
        tab.wheel(300, 300, dx=37, dy=113)
        tab.wheel(300, 300, dy=-41)
        tab.drag(500, 500, 433, 467)
        self.keep(tab)
        tab.evaluate("view.repaint()")
        self.assertLessEqual(self.differ(tab), 100)
        self.assertEqual([e[0] for e in tab.evaluate("log") if e[0] == "click"], [])

    def glyph(self, tab):
        """A place of the window where a character of a manuscript stands, in whole pixels, and what is hit there."""
        for y in range(300, 600):
            if (hit := tab.evaluate(f"view.hit(400, {y})")) and hit["file"].endswith(".md") and hit["text"] > "一":
                return 400, y + 3, tab.evaluate(f"view.hit(400, {y + 3})")
        raise AssertionError("nothing is hit")

    def test_zoom_keeps_the_point_and_click_gives_its_bytes(self):
        tab = self.view(dump(EDITION, "tabloid", 12), page=2)
        tab.evaluate("view.place({ x: 10000, y: 10000, zoom: 1 })")
        x, y, want = self.glyph(tab)
        for _ in range(4):
            tab.wheel(x, y, dy=-120, modifiers=2)
        tab.evaluate("settled()")
        self.assertGreater(tab.evaluate("view.current.zoom"), 2.5)
        self.assertEqual(tab.evaluate(f"view.hit({x}, {y})"), want)
        tab.evaluate("log.length = 0")
        tab.click(x, y)
        self.assertEqual(tab.evaluate("log"), [["click", want]])
        spots = tab.evaluate(f"view.rectsOf({want['file']!r}, {want['offset']}, {want['length']})")
        self.assertEqual([s["page"] for s in spots], [2])
        self.assertLess(abs(spots[0]["rect"][0] - want["rect"][0]), 20)

    def test_pinch(self):
        tab = self.view(dump(EDITION, "tabloid", 12), page=2)
        tab.evaluate("view.place({ x: 10000, y: 10000, zoom: 1 })")
        x, y, want = self.glyph(tab)
        tab.touch("touchStart", (x - 20, y), (x + 20, y))
        for n in range(1, 11):
            tab.touch("touchMove", (x - 20 - 6 * n, y), (x + 20 + 6 * n, y))
        tab.touch("touchEnd")
        tab.evaluate("settled()")
        zoom = tab.evaluate("view.current.zoom")
        self.assertTrue(3.4 < zoom < 4.6, zoom)
        self.assertEqual(tab.evaluate(f"view.hit({x}, {y})")["offset"], want["offset"])
        self.assertEqual(tab.evaluate("log.filter((e) => e[0] === 'click')"), [])

    def test_the_view_stays_where_it_is(self):
        """0 pixels: what the window's size, an edition, marks and overlays do."""
        tab = self.view(dump(EDITION, "tabloid", 12), page=2)
        tab.evaluate("view.place({ x: 7000, y: 9000, zoom: 1.3 })")
        before = tab.evaluate("view.current")
        tab.size(900, 700)
        tab.evaluate("settled()")
        tab.evaluate("view.setEdition({ pages: [...view.pages.values()].map((p) => ({ n: p.n, width: p.width * 100, height: p.height * 100 })), articles: [] })")
        for name in ("grid", "frames", "black", "ink", "boxes"):
            tab.evaluate(f"view.overlay('{name}', true)")
        tab.evaluate("settled()")
        self.assertEqual(tab.evaluate("view.current"), before)


if __name__ == "__main__":
    unittest.main()
