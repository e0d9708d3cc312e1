#!/usr/bin/python3
"""What the page view costs in Chromium, without a server: bench/view.py [DUMP]; DUMP is wire_dump. Milliseconds until the pixels are
there, the least and the median of many: decoding, the first paint with all outlines, a page painted anew in haste and with care, what an
edit changes, and the window at 300 %. What a page costs to encode is said by `wire_dump --time`."""
import os
import statistics
import sys
from pathlib import Path

SOURCE = Path(__file__).resolve().parents[1]
os.environ["WIRE_DUMP"] = os.path.abspath(sys.argv[1] if len(sys.argv) > 1 else SOURCE / "build/release/wire_dump")
sys.path.insert(0, str(SOURCE / "tests/e2e"))
import wire  # noqa: E402

MEASURE = """async (page, last) => {
  const get = async (n) => new Uint8Array(await (await fetch(`/d/${n}.bin`)).arrayBuffer()), out = {};
  const ctx = canvas.getContext("2d"), there = () => ctx.getImageData(0, 0, 1, 1);
  const add = (name, ms) => (out[name] = out[name] || []).push(ms);
  const time = (name, work) => { const t = performance.now(); work(); there(); add(name, performance.now() - t); };
  const replies = [];
  for (let n = 1; n <= last; n++)
    replies.push(await get(n));
  time("all outlines, all pages: decode", () => view.take(replies[0]));
  view.show({ page });
  view.fit("width");
  time("first paint, page width", () => view.draw());
  const paint = (name, fine) => { for (let i = 0; i < 9; i++) time(name, () => view.region([0, 0, canvas.width, canvas.height], fine)); };
  paint("window, page width, in haste", false);
  paint("window, page width, with care", true);
  for (let n = 1; n < last; n++) {
    let size = 0;
    time("an edit: decode, compare, paint", () => { view.take(replies[n]); if (view.dirty && view.dirty.length) { view.draw(); size = 1; } });
    if (!size)
      out["an edit: decode, compare, paint"].pop();
  }
  view.place({ x: 20000, y: 20000, zoom: 3 });
  time("300 %, first", () => view.draw());
  paint("300 %", false);
  for (let i = 0; i < 20; i++)
    time("300 %, moved by 40 pixels", () => { view.pan(0, 40); view.draw(); });
  const t = performance.now();
  for (let i = 0; i < 5000; i++)
    view.hit(i * 37 % canvas.width, i * 91 % canvas.height);
  add("hit, microseconds", (performance.now() - t) / 5);
  return out;
}"""


def main():
    class Bench(wire.Painted):
        def runTest(self):
            pass

    Bench.setUpClass()
    bench = Bench()
    try:
        for edition, layout, page in ((wire.EDITION, "tabloid", 2), (wire.WORK_REPORT, "", 2), (wire.WORK_REPORT, "broadsheet-8", 1)):
            folder = wire.dump(edition, layout, 20)
            last = max(int(p.stem) for p in folder.glob("*.bin"))
            bench.server.folder = folder
            tab = bench.browser.tab(bench.url, width=1400, height=900)
            tab.wait("window.ready")
            print(f"{edition.name} {layout}, page {page}")
            for name, ms in tab.evaluate(f"({MEASURE})({page}, {last})").items():
                print(f"  {name:36} least {min(ms):7.2f}  median {statistics.median(ms):7.2f}  of {len(ms)}")
            tab.close()
    finally:
        Bench.tearDownClass()
        wire.tearDownModule()


main()
