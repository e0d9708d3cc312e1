#!/usr/bin/python3
"""One table of what the program costs: cold, with alternatives, and as editions grow.

    bench.py PROGRAM [cold] [alternatives] [growth]      (PAIRS=n in the environment: so many pairs, else 7)

Each row compares two runs. They are timed in pairs, one after the other, so that what else the machine does falls on
both: the medians of both in milliseconds of CPU, and the median of the ratios of the pairs. Instructions, in millions,
are counted by valgrind where it is installed, in one thread; they are the same on every machine with the same libraries and kind of processor.
"""
import os
import re
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

PROGRAM = os.path.abspath(sys.argv[1])
os.environ["BANMIAN"] = PROGRAM
import growth  # noqa: E402

CONTENT = Path(__file__).resolve().parents[1] / "content"
SETTINGS = (("2026-lianghui", "tabloid"), ("2026-lianghui", "broadsheet"),
            ("2025-work-report", "tabloid"), ("2025-work-report", "broadsheet-8"))
PAIRS = int(os.environ.get("PAIRS", "7"))


def cpu(args):
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    p = subprocess.run(args, capture_output=True, text=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    if p.returncode not in (0, 4):
        sys.exit(f"{' '.join(map(str, args))}\n{p.stderr}")
    return 1000 * (after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)


def instructions(args):
    """In millions; NaN without valgrind."""
    if not shutil.which("valgrind"):
        return float("nan")
    err = subprocess.run(["valgrind", "--tool=callgrind", "--callgrind-out-file=/dev/null", *args, "--jobs", "1"],
                         capture_output=True, text=True).stderr
    found = re.search(r"Collected : (\d+)", err)
    return int(found[1]) / 1e6 if found else float("nan")


def row(name, one, other):
    pairs = [(cpu(one), cpu(other)) for _ in range(PAIRS)]
    ms = [statistics.median(p[i] for p in pairs) for i in (0, 1)]
    ratio = statistics.median(p[1] / max(p[0], 1e-3) for p in pairs)
    counts = [instructions(one), instructions(other)]
    print(f"{name:52}{ms[0]:9.1f}{ms[1]:9.1f}{ratio:7.2f}" +
          (f"{counts[0]:11.1f}{counts[1]:11.1f}{counts[1] / counts[0]:7.2f}" if counts[0] == counts[0] else f"{'–':>11}{'–':>11}{'–':>7}"),
          flush=True)


def head(title, one, other):
    print(f"{title:52}{one:>9}{other:>9}{'ratio':>7}{one:>11}{other:>11}{'ratio':>7}", flush=True)


def copy(name, folder):
    return shutil.copytree(CONTENT / name, Path(folder) / name)


def cold(folder):
    head("cold press", "anew", "held")
    for name, layout in SETTINGS:
        edition = Path(folder) / name
        subprocess.run([PROGRAM, "plan", edition, "--write", "--layout", layout], check=True, capture_output=True)
        press = [PROGRAM, "press", edition, "--layout", layout, "-o", "/dev/null"]
        row(f"  {name}, {layout}", [*press, "--replan"], press)


def alternatives(folder):
    head("proof at 40 dpi, with other plans", "none", "three")
    for name, layout in SETTINGS:
        proof = [PROGRAM, "proof", Path(folder) / name, "--layout", layout, "--replan", "--dpi", "40",
                 "-o", Path(folder) / "proof"]
        row(f"  {name}, {layout}", proof, [*proof, "--alternatives", "3"])


def grow(folder):
    head("press of text that grows", "less", "more")
    for title, make, sizes in (("an article a page", growth.by_hand, (10000, 100000)),
                               ("one article through all pages", growth.through, (10000, 100000)),
                               ("pages that compose themselves", growth.by_itself, (11000, 22000))):
        presses = []
        for n in sizes:
            at = Path(folder) / f"{make.__name__}-{n}"
            make(at, n)
            presses.append([PROGRAM, "press", at, "-o", Path(folder) / "o.pdf"])
        row(f"  {title}, {sizes[0] // 1000},000 to {sizes[1] // 1000},000", *presses)


PARTS = {"cold": cold, "alternatives": alternatives, "growth": grow}


def main():
    print(f"{'':52}{'ms of CPU, medians of pairs':^25}{'instructions in millions':^29}")
    with tempfile.TemporaryDirectory() as folder:
        for name in {n for n, _ in SETTINGS}:
            copy(name, folder)
        for part in sys.argv[2:] or PARTS:
            PARTS[part](folder)


main()
