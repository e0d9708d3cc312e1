#!/usr/bin/python3
"""Makes docs/desk-*.png, the proof desk in Chromium on content/2026-lianghui: docs/desk.py [PROGRAM]"""
import os
import shutil
import sys
import tempfile
import time
from pathlib import Path

SOURCE = Path(__file__).resolve().parents[1]
PROGRAM = Path(sys.argv[1] if len(sys.argv) > 1 else SOURCE / "build/release/banmian").resolve()
os.environ["BANMIAN"] = str(PROGRAM)
sys.path.insert(0, str(SOURCE / "tests/e2e"))
import chromium  # noqa: E402
from deskcase import DeskCase, ME, Served, settle  # noqa: E402
from pictures_small import small  # noqa: E402

AREA = "document.querySelector('.sheet textarea')"
MORE = "会议强调，要把规划纲要落到实处，一件事情接着一件事情办，一年接着一年干，让全市人民看到变化、得到实惠。"


class Desk(DeskCase):
    def opened(self, served, **more):
        tab = self.tab(served, **more)
        settle(tab)
        time.sleep(0.8)
        return tab


def article(tab, name):
    tab.press(f".rows [data-name='{name}']")
    tab.wait(f"document.activeElement === {AREA}")


def caret(tab, text, length=0, after=0):
    tab.evaluate(f"(() => {{ const i = {AREA}.value.indexOf('{text}') + {after}; {AREA}.setSelectionRange(i, i + {length}); }})()")


def shot(tab, name):
    time.sleep(1.2)
    path = SOURCE / f"docs/desk-{name}.png"
    tab.shot(path)
    small(path, 96)


def main():
    case = Desk("opened")
    Desk.setUpClass()
    case.setUp()
    try:
        served = case.serve(case.copy(), *())
        tab = case.opened(served)
        tab.evaluate("document.getElementById('canvas').focus()")
        tab.key("g 2")
        tab.key("n", 3)
        shot(tab, "issues")
        article(tab, "07-jueyi-gangyao")
        tab.evaluate(f"{AREA}.setSelectionRange({AREA}.value.trimEnd().length, {AREA}.value.trimEnd().length)")
        tab.insert(MORE)
        settle(tab)
        shot(tab, "text")
        tab.evaluate("desk.view.zoomBy(2.4)")
        tab.key("Escape")
        shot(tab, "zoom")
        tab.evaluate("desk.view.fit('page'); document.getElementById('canvas').focus()")
        tab.key("?")
        shot(tab, "keys")
        tab.key("Escape")
        tab.press("#tab-makeup")
        tab.evaluate("document.getElementById('canvas').focus()")
        tab.key("o f")
        shot(tab, "makeup")
        tab.key("o f")
        dark = case.opened(served, lang="en")
        dark.media(prefers_color_scheme="dark")
        shot(dark, "dark")
    finally:
        case.expected = "."
        case.tearDown()
        Desk.tearDownClass()


if __name__ == "__main__":
    main()
