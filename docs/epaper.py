#!/usr/bin/python3
"""Makes docs/epaper-*.png, the e-paper of content/2026-sample-daily in Chromium: docs/epaper.py [PROGRAM]"""
import collections
import json
import subprocess
import sys
import tempfile
import zlib
from pathlib import Path

SOURCE = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(SOURCE / "tests/e2e"))
from common import read_png  # noqa: E402

PROGRAM = sys.argv[1] if len(sys.argv) > 1 else SOURCE / "build/release/banmian"
COLOURS = 48
# name: (file, width, height, scale, scheme)
SCREENS = {"epaper-desk": ("index.html", 1440, 1000, .56, "light"), "epaper-phone": ("node_03.html", 390, 844, .8, "light"),
           "epaper-phone-article": ("content_001.html", 390, 844, .8, "light"), "epaper-phone-dark": ("content_015.html", 390, 844, .8, "dark")}


def small(path):
    """Writes the picture with few colours: those that are met most often."""
    (w, h, r), (_, _, g), (_, _, b) = read_png(path.read_bytes())
    pixels = list(zip(r, g, b))
    most = {}
    for p, _ in collections.Counter(pixels).most_common():  # one of all that look alike
        most.setdefault(tuple(v >> 3 for v in p), p)
    most = list(most.values())[:COLOURS]
    near = {p: min(range(len(most)), key=lambda i: sum((a - m) ** 2 for a, m in zip(p, most[i]))) for p in set(pixels)}
    chunk = lambda kind, body: len(body).to_bytes(4, "big") + kind + body + zlib.crc32(kind + body).to_bytes(4, "big")
    rows = b"".join(b"\0" + bytes(near[p] for p in pixels[y * w:(y + 1) * w]) for y in range(h))
    palette = bytes(v for c in most for v in c)
    path.write_bytes(b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", w.to_bytes(4, "big") + h.to_bytes(4, "big") + b"\x08\x03\0\0\0")
                     + chunk(b"PLTE", palette) + chunk(b"IDAT", zlib.compress(rows, 9)) + chunk(b"IEND", b""))
    print(path.name, path.stat().st_size)


with tempfile.TemporaryDirectory() as folder:
    subprocess.run([PROGRAM, "epaper", SOURCE / "content/2026-sample-daily", "-o", folder], check=True)
    steps = [{"url": (Path(folder) / f).as_uri(), "width": w, "height": h, "scale": scale, "scheme": scheme,
              "shot": str(SOURCE / f"docs/{name}.png")} for name, (f, w, h, scale, scheme) in SCREENS.items()]
    subprocess.run(["node", SOURCE / "tests/e2e/browser.js"], input=json.dumps(steps), text=True, check=True, stdout=subprocess.DEVNULL)
for name in SCREENS:
    small(SOURCE / f"docs/{name}.png")
