#!/usr/bin/python3
"""Memory that runs out: one allocation of a run fails, wherever it is asked for, and the program says so and ends
with status 75, with all files as they were, or all of them whole and new; or it does without, and everything is as ever.

Without src/cli/memory.c 280 of 1,008 trials went wrong: 227 files of other bytes under a status of success, fonts and
pictures called broken, crashes, and two runs that never ended.

Where it cannot be, what HarfBuzz made is compared with the face (font/subset.c): of the requests from the middle of a
press run on, two in three ended in a PDF with broken characters.

memory.py [TRIALS SEED]
"""
import os
import random
import shutil
import struct
import subprocess
import sys
import tempfile
import zlib
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from common import EDITION, PROGRAM, SOURCE, WORK_REPORT, tool

FAILING = PROGRAM.with_name("banmian-failing")
TRIALS, SEED = 100, 17
HANDED, UNSEEN = 40, 2 # requests that fail without src/cli/memory.c, and how many may go unseen
SAID = "error [out-of-memory]: "
OLD = b"what stood here before"
PACKAGE = "package small"  # it stands where nothing stood

LAYOUT = """
press: {profile: TR002, ink: 240, warn: 220}
colours:
  专红: {spot: "PANTONE 186 C", m: 91, y: 76, k: 6}
  蓝: {c: 20}
paper: {trim: [120mm, 160mm], bleed: 3mm}
grid: {columns: 2, measure: 15, gutter: 2字, size: 9pt, leading: 12pt, lines: 34}
guide: {head: 题, item: 正文, text: 今日导读, page: "第{page}版"}
folio: {style: 报眉, left: "{section}", text: "第{page}版", lines: [1, 1], rule: 0.5pt}
styles:
  正文: {face: 宋, size: 9pt, leading: 12pt, align: justify, kinsoku: gb, indent: 2字}
  题: {base: 正文, weight: bold, size: 16pt, leading: 24pt, indent: 0字, sense: true, colour: 专红}
  竖题: {base: 题, direction: vertical, leading: 24pt}
  表文: {base: 正文, size: 8pt, indent: 0字, align: start, digits: half}
  图说: {base: 正文, face: 楷, size: 8pt, leading: 11pt, indent: 0字, align: start}
  报眉: {base: 正文, indent: 0字, align: end}
lines:
  回纹: {kind: fret, weight: 0.4pt, pitch: 6pt}
boxes:
  花框: {line: 回纹, padding: 1.5字, above: 0, below: 0, tint: 蓝}
table: {rule: 0.8pt, inner: 0.3pt}
kinds:
  文: {tiers: [{field: title, style: 题}], body: 正文, table: 表文, table-head: 表文, caption: 图说}
  竖: {tiers: [{field: title, style: 竖题}], body: 正文, box: 花框}
"""
WESTERN = LAYOUT.replace("indent: 2字}", "indent: 2字, hyphenate: en-US}", 1)
EDITION_YAML = """
title: 一小张
date: 2026-05-14
articles: [a.md, b.md, c.md]
frames:
""" + "".join(f"""
  {layout}:
    - section: 要闻
      frames:
        - {{article: a, columns: 1-2, lines: 3-16, set: 2, pictures: [
            {{left: 0字, width: 9字, lines: 4-9}}, {{left: 11字, width: 9字, lines: 4-9}}, {{left: 22字, width: 9字, lines: 4-9}}]}}
        - {{auto: true, columns: 1-2, lines: 17-34}}
""" for layout in ("small", "western"))
TEXT = "人民的事就是最要紧的事，“十四五”规划实现圆满收官。Hyphenation of international newspapers (2026年5月14日)："
ARTICLES = {
    "a": ("文", f"{TEXT}\n\n![试印图](p.png \"本报 绘\")\n\n![](p.jpg)\n\n![扫码](qr:https://example.org/)\n"),
    "b": ("文", f"{TEXT}\n\n| 指标 | 数值 |\n|---|--:|\n| 产值 | 134.9 |\n\n结尾。\n"),
    "c": ("竖", f"{TEXT}{TEXT}\n"),
}


def chunk(kind, body):
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def profile_of(jpeg):
    """The profile in a JPEG."""
    at = jpeg.index(b"ICC_PROFILE\0")
    return jpeg[at + 14:at - 2 + int.from_bytes(jpeg[at - 2:at], "big")]


def small(at):
    """An edition of one page with a picture of each kind, both with a profile; returns its folder and the environment
    that its layout is found in."""
    data, edition = at / "data", at / "small"
    for folder in ("fonts", "colour", "words", "rules"):
        shutil.copytree(SOURCE / folder, data / folder)
    (data / "layouts").mkdir()
    (data / "layouts/small.yaml").write_text(LAYOUT, "utf-8")
    (data / "layouts/western.yaml").write_text(WESTERN, "utf-8")
    edition.mkdir()
    (edition / "edition.yaml").write_text(EDITION_YAML, "utf-8")
    for name, (kind, text) in ARTICLES.items():
        (edition / f"{name}.md").write_text(f"---\nkind: {kind}\ntitle: 小海报倾听民声\n---\n\n{text}", "utf-8")
    tool("gs", "-q", "-dSAFER", "-dBATCH", "-dNOPAUSE", "-sDEVICE=jpeg", "-g60x40", "-r72",
         f"-sOutputFile={edition / 'p.jpg'}", "-c", "1 0 0 setrgbcolor 0 0 30 40 rectfill showpage")
    icc = profile_of((edition / "p.jpg").read_bytes())
    rows = b"".join(b"\0" + bytes(v for x in range(60) for v in (200, 4 * x, 6 * y)) for y in range(40))
    (edition / "p.png").write_bytes(
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", 60, 40, 8, 2, 0, 0, 0)) +
        chunk(b"iCCP", b"p\0\0" + zlib.compress(icc)) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b""))
    return edition, {"BANMIAN_DATA": str(data)}


def works(at):
    """Name, environment and command line of what is tried; all that a command writes it writes where it runs."""
    edition, there = small(at)
    here = {"BANMIAN_DATA": str(SOURCE)}
    one = [edition, "--layout", "small"]
    yield "press small", there, ["press", *one, "-o", "e.pdf", "--report", "r.ndjson", "--marks"]
    yield "press small x1a", there, ["press", *one, "--profile", "x1a", "--split", "-o", "f"]
    yield "press small plain", there, ["press", *one, "--profile", "plain", "-o", "e.pdf"]
    yield "archive small", there, ["archive", *one, "-o", "a.pdf"]
    yield PACKAGE, there, ["archive", *one, "-o", "a"]
    yield "epaper small", there, ["epaper", *one, "-o", "w"]
    yield "check small", there, ["check", *one, "--report", "r.ndjson"]
    yield "proof small", there, ["proof", *one, "--dpi", "20", "--plates", "--alternatives", "1", "-o", "p"]
    yield "proof small paper", there, ["proof", *one, "--dpi", "20", "--paper", "-o", "p"]
    yield "press western", there, ["press", edition, "--layout", "western", "-o", "e.pdf"]
    yield "press 2026", here, ["press", EDITION, "-o", "e.pdf"]
    yield "archive 2026", here, ["archive", EDITION, "-o", "a.pdf"]
    yield "check 2026", here, ["check", EDITION, "--layout", "broadsheet"]
    yield "press 2025", here, ["press", WORK_REPORT, "-o", "e.pdf"]
    yield "press 2025 split", here, ["press", WORK_REPORT, "--split", "-o", "f"]
    yield "check 2025", here, ["check", WORK_REPORT, "--report", "r.ndjson"]
    yield "proof 2026", here, ["proof", EDITION, "--dpi", "10", "--pages", "1-1", "-o", "p"]


class Result:
    def __init__(self, work, at, fail=0, old=(), jobs=1, how="BANMIAN_FAIL_AT"):
        """Runs the work in a new folder in which old files stand at the paths of those to be made."""
        _, env, args = work
        at.mkdir()
        for path in old:
            (at / path).parent.mkdir(parents=True, exist_ok=True)
            (at / path).write_bytes(OLD)
        env = {**os.environ, "LC_ALL": "C.UTF-8", **env, "BANMIAN_FAIL_COUNT": f"{at}.n"}
        if fail:
            env[how] = str(fail)
        r = subprocess.run([str(FAILING), *map(str, args), "--jobs", str(jobs)], cwd=at, env=env, capture_output=True,
                           timeout=120)
        self.status, self.out, self.err = r.returncode, r.stdout, r.stderr.decode("utf-8", "replace")
        self.files = {str(p.relative_to(at)): p.read_bytes() for p in at.rglob("*") if p.is_file()}
        self.asked = None if fail else int(Path(f"{at}.n").read_text())
        shutil.rmtree(at)

    def same(self, other):
        return (self.status, self.out, self.err, self.files) == (other.status, other.out, other.err, other.files)


def wrong(result, whole, old):
    """What a run did wrong that found no memory somewhere; None if nothing."""
    if result.status != 75:
        return None if result.same(whole) else f"status {result.status}, but not as ever: {result.err}"
    if SAID not in result.err:
        return f"it says {result.err!r}"
    if result.files in (dict.fromkeys(old, OLD), whole.files):
        return None
    return f"files: {', '.join(sorted(k for k in {**result.files, **whole.files} if result.files.get(k) != OLD))}"


def main():
    trials, seed = map(int, sys.argv[1:] or (TRIALS, SEED))
    chance, faults = random.Random(seed), []
    with tempfile.TemporaryDirectory(prefix="banmian-") as folder, ThreadPoolExecutor(os.cpu_count()) as pool:
        at = Path(folder)
        all_works = list(works(at))
        press = [name for name, _, _ in all_works].index("press 2026")
        run = lambda i, work, **how: Result(work, at / str(i), **how)
        wholes = list(pool.map(run, ("whole%d" % i for i in range(len(all_works))), all_works))

        def trial(i):
            """The trials of a work lie evenly over its requests for memory, each somewhere in its share."""
            k, share = i % len(all_works), i // len(all_works)
            whole, most = wholes[k], wholes[k].asked
            each = most / ((trials - k - 1) // len(all_works) + 1)
            n = int(each * (share + chances[i])) + 1
            old = () if all_works[k][0] == PACKAGE else whole.files
            fault = wrong(run(i, all_works[k], fail=n, old=old, jobs=1 + i % 2), whole, old)
            return f"{all_works[k][0]}, request {n} of {most}: {fault}" if fault else None

        def handed(i):
            whole = wholes[press]
            n = whole.asked // 2 + whole.asked * 9 // 20 * i // HANDED
            r = run(f"handed{i}", all_works[press], fail=n, old=whole.files, how="BANMIAN_FAIL_HAND")
            return f"request {n} of {whole.asked}, handed on: status {r.status}" if r.status != 75 and not r.same(whole) else None

        for work, whole in zip(all_works, wholes):
            if whole.status not in (0, 5):
                faults.append(f"{work[0]}: status {whole.status} with all memory: {whole.err}")
        chances = [chance.random() for _ in range(trials)]
        faults += [fault for fault in pool.map(trial, range(trials)) if fault]
        unseen = [fault for fault in pool.map(handed, range(HANDED)) if fault]
        faults += unseen if len(unseen) > UNSEEN else []
    print("\n".join(faults) or f"{trials} trials: 75, or as ever")
    sys.exit(bool(faults))


if __name__ == "__main__":
    main()
