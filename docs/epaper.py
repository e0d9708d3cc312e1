#!/usr/bin/python3
"""Makes docs/epaper-*.png, the e-paper of content/2026-sample-daily in Chromium: docs/epaper.py [PROGRAM]"""
import json
import subprocess
import sys
import tempfile
from pathlib import Path

SOURCE = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(SOURCE / "tests/e2e"))
sys.path.insert(0, str(SOURCE / "docs"))
from pictures_small import small  # noqa: E402

PROGRAM = sys.argv[1] if len(sys.argv) > 1 else SOURCE / "build/release/banmian"
# name: (file, width, height, scale, scheme)
SCREENS = {"epaper-desk": ("index.html", 1440, 1000, .56, "light"), "epaper-phone": ("node_03.html", 390, 844, .8, "light"),
           "epaper-phone-article": ("content_001.html", 390, 844, .8, "light"), "epaper-phone-dark": ("content_015.html", 390, 844, .8, "dark")}


with tempfile.TemporaryDirectory() as folder:
    subprocess.run([PROGRAM, "epaper", SOURCE / "content/2026-sample-daily", "-o", folder], check=True)
    steps = [{"url": (Path(folder) / f).as_uri(), "width": w, "height": h, "scale": scale, "scheme": scheme,
              "shot": str(SOURCE / f"docs/{name}.png")} for name, (f, w, h, scale, scheme) in SCREENS.items()]
    subprocess.run(["node", SOURCE / "tests/e2e/browser.js"], input=json.dumps(steps), text=True, check=True, stdout=subprocess.DEVNULL)
for name in SCREENS:
    small(SOURCE / f"docs/{name}.png")
