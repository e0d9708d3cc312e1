#!/usr/bin/python3
"""Fuzzes all targets of tests/fuzz, or measures what their corpora reach.

fuzz.py [SECONDS [TARGET…]]       each target so long (default 30), with clang's libFuzzer, ASan and UBSan; what it finds
                                  on the way is kept in build/fuzz/corpus. Exit status 1 if anything was found.
fuzz.py --runs N [TARGET…]        so many executions of each
fuzz.py --coverage                lines that the corpora reach, by source file (gcov)
"""
import re
import shutil
import subprocess
import sys
from pathlib import Path

SOURCE = Path(__file__).resolve().parents[1]
BUILD, COVERED = SOURCE / "build/fuzz", SOURCE / "build/coverage"
# What each target is there for.
READERS = {"manuscript": "manuscript/*.c yaml/*.c", "layout": "layout/*.c", "lines": "text/*.c chars/*.c",
           "picture": "image/*.c", "fonts": "font/declaration.c", "font": "font/sfnt.c font/cff.c font/outlines.c",
           "copy": "font/copy_*.c font/charstring.c", "profiles": "colour/*.c", "printer": "preflight/settings.c",
           "phrases": "words/*.c"}


def targets():
    return sorted(p.stem[len("fuzz_"):] for p in (SOURCE / "tests/fuzz").glob("fuzz_*.c"))


def build():
    subprocess.run(["cmake", "--preset", "fuzz"], cwd=SOURCE, check=True, stdout=subprocess.DEVNULL)
    subprocess.run(["cmake", "--build", "--preset", "fuzz"], cwd=SOURCE, check=True, stdout=subprocess.DEVNULL)


def fuzz(names, *limits):
    build()
    found = 0
    print("target        executions    a second   found")
    for name in names or targets():
        grown = BUILD / "corpus" / name
        grown.mkdir(parents=True, exist_ok=True)
        r = subprocess.run([BUILD / f"fuzz_{name}", *limits, "-print_final_stats=1", "-timeout=20", "-rss_limit_mb=3072",
                            f"-artifact_prefix={grown.parent}/{name}-", grown, SOURCE / "tests/fuzz/corpus" / name],
                           cwd=SOURCE, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, errors="replace")
        stat = lambda key: int((re.findall(rf"stat::{key}:\s+(\d+)", r.stderr) or ["0"])[-1])
        print(f"{name:12} {stat('number_of_executed_units'):11} {stat('average_exec_per_sec'):11}   {'yes' if r.returncode else 'no'}",
              flush=True)
        if r.returncode:
            print(r.stderr[-3000:], file=sys.stderr)
            found += 1
    return found


def coverage():
    subprocess.run(["cmake", "-S", SOURCE, "-B", COVERED, "-G", "Ninja", "-DCMAKE_BUILD_TYPE=Debug", "-DCMAKE_C_COMPILER=gcc",
                    "-DCMAKE_C_FLAGS=-O0 --coverage"], check=True, stdout=subprocess.DEVNULL)
    subprocess.run(["ninja", "-C", COVERED, "fuzz_replay"], check=True, stdout=subprocess.DEVNULL)
    for old in COVERED.rglob("*.gcda"):
        old.unlink()
    corpora = COVERED / "corpora"
    shutil.rmtree(corpora, ignore_errors=True)
    for name in targets():
        (corpora / name).mkdir(parents=True)
        for folder in (SOURCE / "tests/fuzz/corpus" / name, BUILD / "corpus" / name):
            for f in folder.glob("*") if folder.is_dir() else ():
                shutil.copy(f, corpora / name)
    subprocess.run([COVERED / "fuzz_replay", corpora], check=True, stdout=subprocess.DEVNULL)
    lines = {}
    for data in COVERED.rglob("*.gcda"):
        out = subprocess.run(["gcov", "-n", data], cwd=COVERED, capture_output=True, text=True).stdout
        for file, percent, n in re.findall(r"File '([^']+/src/[^']+\.c)'\nLines executed:([\d.]+)% of (\d+)", out):
            lines[file.split("/src/")[1]] = (float(percent) * int(n) / 100, int(n))
    for name, patterns in READERS.items():
        files = [f for f in sorted(lines) if any(Path(f).match(p) for p in patterns.split())]
        got, all_ = sum(lines[f][0] for f in files), sum(lines[f][1] for f in files)
        print(f"{name:12} {100 * got / max(all_, 1):5.1f} % of {all_} lines")
        for f in files:
            print(f"    {f:36} {100 * lines[f][0] / lines[f][1]:5.1f} % of {lines[f][1]}")


def main():
    args = sys.argv[1:]
    if args[:1] == ["--coverage"]:
        return coverage()
    if args[:1] == ["--runs"]:
        return sys.exit(fuzz(args[2:], f"-runs={int(args[1])}") > 0)
    seconds = int(args[0]) if args else 30
    sys.exit(fuzz(args[1:], f"-max_total_time={seconds}") > 0)


if __name__ == "__main__":
    main()
