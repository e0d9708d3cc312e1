#!/usr/bin/python3
"""A press run as a cold process, against a process of the same machine that only starts.

Prints the median of ten runs: wall time, its ratio to `true`, and the peak of memory. Speed is
never a test: machines differ, ratios in one run say what changed.
"""
import os
import resource
import statistics
import subprocess
import sys
import time

CONTENT = os.path.join(os.path.dirname(__file__), "..", "content")
EDITION, PICTURES = (os.path.join(CONTENT, name) for name in ("2026-lianghui", "2025-work-report"))
RUNS = 10


def median(args):
    times = []
    for _ in range(RUNS):
        start = time.monotonic()
        subprocess.run(args, check=True, stdout=subprocess.DEVNULL)
        times.append(time.monotonic() - start)
    return statistics.median(times) * 1000


def main():
    program = sys.argv[1]
    base = median(["true"])
    print(f"{'':28}{'wall ms':>10}{'× true':>10}")
    for layout in ("tabloid", "broadsheet"):
        ms = median([program, "press", EDITION, "--layout", layout, "-o", "/dev/null"])
        print(f"{'press, ' + layout:28}{ms:10.1f}{ms / base:10.1f}")
    for edition, what in ((EDITION, "text alone"), (PICTURES, "a gray picture")):
        for profile in ("plain", "x4", "x1a"):
            ms = median([program, "press", edition, "--profile", profile, "-o", "/dev/null"])
            print(f"{profile + ', ' + what:28}{ms:10.1f}{ms / base:10.1f}")
    ms = median([program, "--version"])
    print(f"{'start alone (--version)':28}{ms:10.1f}{ms / base:10.1f}")
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
    print(f"{'peak memory of any run':28}{peak / 1024:10.1f} MB")


main()
