#!/usr/bin/python3
"""Fuzzes all targets of tests/fuzz, or measures what their corpora reach.

fuzz.py [--plain] [SECONDS [TARGET…]]   each target so long (default 30), with clang's libFuzzer, ASan and UBSan; what it
                                        finds on the way is kept in build/fuzz/corpus. Exit status 1 if anything was
                                        found. --plain: with UBSan alone, optimised, ten times as fast.
fuzz.py [--plain] --runs N [TARGET…]    so many executions of each
fuzz.py --executions                    how many there were so far, by target and build
fuzz.py --coverage                      lines that the corpora reach, by source file (gcov)
fuzz.py --replay                        what build/fuzz/corpus holds, once, under ASan
"""
import os
import re
import shutil
import subprocess
import sys
from collections import Counter
from pathlib import Path

SOURCE = Path(__file__).resolve().parents[1]
BUILD, PLAIN, COVERED = SOURCE / "build/fuzz", SOURCE / "build/fuzz-plain", SOURCE / "build/coverage"
CORPUS, LEDGER = BUILD / "corpus", BUILD / "executions"
LONGEST = {"edition": 4096, "font": 4096, "layout": 2048, "lines": 96, "manuscript": 1024, "picture": 4096}  # bytes of an input
# What each target is there for.
READERS = {"manuscript": "manuscript/*.c yaml/*.c", "layout": "layout/*.c", "lines": "text/*.c chars/*.c",
           "picture": "image/*.c", "fonts": "font/declaration.c", "font": "font/sfnt.c font/cff.c font/outlines.c",
           "copy": "font/copy_*.c font/charstring*.c font/cff_source.c font/ink.c", "profiles": "colour/*.c", "printer": "preflight/settings.c",
           "copydesk": "copydesk/*.c", "phrases": "words/phrases.c", "frames": "manuscript/edition.c layout/frames.c",
           "lexicon": "words/lexicon.c words/path.c words/names.c heads/costs.c heads/rules.c heads/brands.c heads/marks.c"}


def targets():
    return sorted(p.stem[len("fuzz_"):] for p in (SOURCE / "tests/fuzz").glob("fuzz_*.c"))


def build(folder):
    preset = ["--preset", folder.name]
    subprocess.run(["cmake", *preset], cwd=SOURCE, check=True, stdout=subprocess.DEVNULL)
    subprocess.run(["cmake", "--build", *preset], cwd=SOURCE, check=True, stdout=subprocess.DEVNULL)


def words(name):
    """Of the sources that a target is there for, as a dictionary."""
    files = [f for pattern in READERS.get(name, " ".join(READERS.values())).split() for f in sorted((SOURCE / "src").glob(pattern))]
    found = {w for f in files for w in re.findall(r'"([^"\\\t\n%;]{2,24})"', f.read_text("utf-8")) if ".h" not in w}
    path = CORPUS / f"{name}.words"
    path.write_text("".join('"' + "".join(f"\\x{b:02x}" for b in w.encode()) + '"\n' for w in sorted(found or ["#"])), "utf-8")
    return path


def run(folder, name, *options):
    """(executions, executions a second, what it said if something was found)"""
    grown = CORPUS / name
    grown.mkdir(parents=True, exist_ok=True)
    # Freed memory is kept from use for a while; little of it stays in the caches.
    env = {**os.environ, "ASAN_OPTIONS": "quarantine_size_mb=16:malloc_context_size=8"}
    # Without the sanitizer what costs most is to weigh each input; and large ones.
    cheap = ["-entropic=0"] if folder == PLAIN else []
    longest = min(LONGEST.get(name, 512), 384 if cheap else 4096)
    r = subprocess.run([folder / f"fuzz_{name}", *options, *cheap, f"-max_len={longest}", "-timeout=20",
                        f"-dict={words(name)}", "-print_final_stats=1", "-rss_limit_mb=3072", f"-artifact_prefix={CORPUS.parent}/{name}-", grown,
                        SOURCE / "tests/fuzz/corpus" / name],
                       cwd=SOURCE, env=env, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, errors="replace")
    stat = lambda key: int((re.findall(rf"stat::{key}:\s+(\d+)", r.stderr) or ["0"])[-1])
    return stat("number_of_executed_units"), stat("average_exec_per_sec"), r.stderr[-3000:] if r.returncode else ""


def fuzz(folder, names, *options):
    build(folder)
    found = 0
    print("target        executions    a second   found")
    for name in names or targets():
        n, rate, said = run(folder, name, *options)
        print(f"{name:12} {n:11} {rate:11}   {'yes' if said else 'no'}", flush=True)
        with LEDGER.open("a") as ledger:
            print(name, folder.name, n, "found" if said else "clean", file=ledger)
        if said:
            print(said, file=sys.stderr)
            found += 1
    return found


def executions():
    sums, found = Counter(), Counter()
    for line in LEDGER.read_text().splitlines():
        name, folder, n, how = line.split()
        sums[name, folder] += int(n)
        found[name] += how == "found"
    print(f"{'target':12} {BUILD.name:>12} {PLAIN.name:>12}   found")
    for name in targets():
        print(f"{name:12} {sums[name, BUILD.name]:12,} {sums[name, PLAIN.name]:12,}   {found[name]}")


def replay():
    build(BUILD)
    wrong = [name for name in targets() if (CORPUS / name).is_dir() and run(BUILD, name, "-runs=0")[2]]
    print("\n".join(wrong) or "clean")
    return len(wrong)


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
        for f in (SOURCE / "tests/fuzz/corpus" / name).glob("*"):
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
    actions = {"--coverage": coverage, "--executions": executions, "--replay": replay}
    if args and args[0] in actions:
        return sys.exit(actions[args[0]]())
    folder = PLAIN if args[:1] == ["--plain"] else BUILD
    args = args[folder == PLAIN:]
    if args[:1] == ["--runs"]:
        return sys.exit(fuzz(folder, args[2:], f"-runs={int(args[1])}") > 0)
    seconds = int(args[0]) if args else 30
    sys.exit(fuzz(folder, args[1:], f"-max_total_time={seconds}") > 0)


if __name__ == "__main__":
    main()
