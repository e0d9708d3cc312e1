#!/usr/bin/python3
"""What the desk costs in Chromium: from a key to the painted page, from the reply to it, to open an edition, bytes a key, script sent.
usage: bench/desk.py [PROGRAM] [KEYS]"""
import gzip
import os
import re
import statistics
import sys
import tempfile
import time
import shutil
from pathlib import Path

SOURCE = Path(__file__).resolve().parents[1]
PROGRAM = Path(sys.argv[1] if len(sys.argv) > 1 else SOURCE / "build/release/banmian").resolve()
KEYS = int(sys.argv[2]) if len(sys.argv) > 2 else 60
os.environ["BANMIAN"] = str(PROGRAM)
sys.path.insert(0, str(SOURCE / "tests/e2e"))
import chromium  # noqa: E402
from deskcase import ME, Served  # noqa: E402

LIANGHUI, REPORT = SOURCE / "content/2026-lianghui", SOURCE / "content/2025-work-report"
CASES = (("2 pages, 300 characters", LIANGHUI, "07-jueyi-gangyao"), ("4 pages, 2,000 characters", REPORT, "04-jianshe"),
         ("4 pages, lead, 4,600", REPORT, "01-huigu"), ("4 pages, longest, 9,600", REPORT, "03-renwu"))
# From the event of the key to a message after the frame in which the reply was painted.
WATCH = """(() => { window.keys = []; window.opened = {}; let t0 = 0, reply = 0, size = 0;
  addEventListener("beforeinput", (e) => { t0 = e.timeStamp; }, true);
  document.addEventListener("painted", (e) => { opened.first ??= performance.now();
    if (!reply) return; const r = reply, begun = t0, n = size, draw = e.detail, c = new MessageChannel(); reply = 0;
    c.port1.onmessage = () => keys.push({ total: performance.now() - begun, wait: r - begun, paint: performance.now() - r, draw, size: n }); c.port2.postMessage(0); }, true);
  addEventListener("DOMContentLoaded", () => { const t = setInterval(() => { if (!window.desk?.view) return; clearInterval(t);
    const take = desk.view.take.bind(desk.view); desk.view.take = (b) => { const begun = performance.now(), j = take(b); if (j) { reply = begun; size = b.length; } return j; }; }, 5); });
})()"""


def at(values, part):
    values = sorted(values)
    return values[min(len(values) - 1, int(len(values) * part))]


def opened(browser, served):
    tab = browser.tab()
    tab.ask("Network.setCookie", name="banmian-me", value="%7B%22who%22%3A%22a%22%7D", url=served.origin)
    tab.ask("Page.addScriptToEvaluateOnNewDocument", source=WATCH)
    tab.go(served.url)
    tab.wait("document.body.dataset.ready === '1' && desk.idle()")
    return tab


def script():
    """Bytes of the scripts as they are sent, compressed."""
    files = sorted((SOURCE / "src/shell").glob("*.js"))
    return sum(len(gzip.compress(f.read_bytes(), 9)) for f in files), len(gzip.compress(b"".join(f.read_bytes() for f in files), 9))


def main():
    with chromium.Browser() as browser, tempfile.TemporaryDirectory() as work:
        print(f"{'':28}{'key → painted, ms':>24}{'reply → painted':>22}{'bytes a key':>14}")
        print(f"{'':28}{'best':>8}{'p50':>8}{'p95':>8}{'p50':>14}{'p95':>8}{'p50':>8}{'most':>6}")
        for title, edition, name in CASES:
            folder = Path(work) / name
            shutil.copytree(edition, folder, ignore=shutil.ignore_patterns(".banmian"))
            with Served(folder) as served:
                tab = opened(browser, served)
                page = tab.evaluate(f"desk.state.articles.find((a) => a.name === '{name}').pages[0]")
                tab.evaluate(f"desk.view.show({{ page: {page} }})")
                tab.press(f".rows [data-name='{name}']")
                area = "document.querySelector('.sheet textarea')"
                tab.wait(f"document.activeElement === {area} && {area}.getAttribute('aria-label').includes(desk.state.articles[desk.selected].title)")
                tab.evaluate(f"{area}.setSelectionRange({area}.value.length >> 1, {area}.value.length >> 1)")
                for i in range(KEYS + 5):
                    tab.insert("全市上下团结"[i % 6])
                    time.sleep(0.06)
                tab.wait("desk.idle()")
                keys = tab.evaluate("keys")[5:]
                total, paint, size = ([k[what] for k in keys] for what in ("total", "paint", "size"))
                print(f"{title:28}{min(total):8.1f}{at(total, .5):8.1f}{at(total, .95):8.1f}{at(paint, .5):14.1f}{at(paint, .95):8.1f}{at(size, .5):8}{max(size):6}  ({len(keys)} keys)")
                tab.close()
        folder = Path(work) / "open"
        shutil.copytree(REPORT, folder)
        with Served(folder) as served:
            first, all_pages = [], []
            for _ in range(7):
                tab = browser.tab()
                tab.ask("Network.setCacheDisabled", cacheDisabled=True)
                tab.ask("Page.addScriptToEvaluateOnNewDocument", source=WATCH + "; addEventListener('DOMContentLoaded', () => { const t = setInterval(() => { if (window.desk?.view && desk.state?.pages.every((p) => desk.view.have(p.n))) { clearInterval(t); opened.all = performance.now(); } }, 2); })")
                tab.go(served.url)
                tab.wait("opened.all && opened.first")
                first.append(tab.evaluate("opened.first"))
                all_pages.append(tab.evaluate("opened.all"))
                tab.close()
            print(f"open four pages, nothing cached: first page painted {min(first):.0f} / {statistics.median(first):.0f} ms, all four there {min(all_pages):.0f} / {statistics.median(all_pages):.0f} ms (best / median of 7)")
            memory = re.search(r"VmRSS:\s+(\d+)", Path(f"/proc/{served.process.pid}/status").read_text()).group(1)
            print(f"server: {int(memory) / 1024:.0f} MB")
    apart, whole = script()
    print(f"script, gzip: {apart / 1024:.1f} KB file by file, {whole / 1024:.1f} KB as one (as written, with comments)")


if __name__ == "__main__":
    main()
