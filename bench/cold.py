#!/usr/bin/python3
"""Where the instructions of a cold press run go, by stage: planned anew, and under a plan.lock.

cold.py PROGRAM [EDITION [LAYOUT]]   counted by valgrind's callgrind, in one thread; without valgrind nothing is
                                     counted, and the times of --timings stand for it, best of ten.

Instructions are the same on every machine with the same libraries and kind of processor; what a stage costs another
is its share. Indented lines are parts of the line above them, and some parts are in several.
"""
import os
import re
import shutil
import subprocess
import sys
import tempfile

CONTENT = os.path.join(os.path.dirname(__file__), "..", "content")
# stage, the function that does it; a function that the compiler made part of another is left out
STAGES = (
    ("start of the program", "_dl_start"),
    ("reading", "bm_load_edition"),
    ("  map of words", "bm_lexicon_open"),
    ("make-up", "bm_makeup"),
    ("  shaping", "bm_para_shape"),
    ("    by HarfBuzz", "hb_shape_full"),
    ("  breaking paragraphs", "bm_para_break"),
    ("  breaking heads", "bm_para_sense"),
    ("  bounds of plans", "bm_plan_find_bounds"),
    ("preflight", "bm_preflight_run"),
    ("  ink of glyphs", "bm_ink_of_glyphs"),
    ("PDF", "bm_pdf_write"),
    ("  content streams", "bm_pdf_items"),
    ("  glyphs copied", "bm_copy_cff"),
    ("  compression", "libdeflate_zlib_compress"),
    ("  document", "bm_pdf_document"),
)


def counted(args):
    """Inclusive instructions by function."""
    with tempfile.TemporaryDirectory() as folder:
        out = os.path.join(folder, "out")
        subprocess.run(["valgrind", "--tool=callgrind", f"--callgrind-out-file={out}", *args],
                       check=True, capture_output=True)
        text = subprocess.run(["callgrind_annotate", "--inclusive=yes", "--threshold=100", "--auto=no", out], check=True,
                              capture_output=True, text=True).stdout
    found = {}
    for number, name in re.findall(r"^\s*([\d,]+) \([\d. ]+%\)\s+(.*)$", text, re.M):
        name = re.sub(r" \[.*", "", name).split(":")[-1]
        name = re.split(r"[.'@]", name)[0]  # parts and clones of a function, and its recursion
        found[name] = max(found.get(name, 0), int(number.replace(",", "")))
    return found


def timed(args):
    best = {}
    for _ in range(10):
        err = subprocess.run([*args, "--timings"], check=True, capture_output=True, text=True).stderr
        for name, ms in re.findall(r"^(\w+) +([\d.]+) ms$", err, re.M):
            best[name] = min(best.get(name, 1e9), float(ms))
    return best


def main():
    program = os.path.abspath(sys.argv[1])
    source = sys.argv[2] if len(sys.argv) > 2 else os.path.join(CONTENT, "2026-lianghui")
    layout = ["--layout", sys.argv[3]] if len(sys.argv) > 3 else []
    with tempfile.TemporaryDirectory() as folder:
        edition = shutil.copytree(source, os.path.join(folder, os.path.basename(os.path.abspath(source))))
        subprocess.run([program, "plan", edition, "--write", *layout], check=True, capture_output=True)
        press = [program, "press", edition, "--jobs", "1", "-o", "/dev/null", *layout]
        runs = [press + ["--replan"], press]
        if not shutil.which("valgrind"):
            best = [timed(args) for args in runs]
            print(f"{'cold press (no valgrind: times)':36}{'ms':>8}{'of all':>8}{'held':>10}{'of all':>8}")
            for name in best[0]:
                print(f"{name:36}" + "  ".join(f"{b.get(name, 0):8.2f}{100 * b.get(name, 0) / b['sum']:7.1f}%" for b in best))
            return
        found = [counted(args) for args in runs]
    whole = [f["PROGRAM TOTALS"] for f in found]
    print(f"{'cold press, instructions':36}{'million':>8}{'of all':>8}{'held':>10}{'of all':>8}")
    for stage, function in STAGES:
        if any(function in f for f in found):
            print(f"{stage:36}" + "  ".join(f"{f.get(function, 0) / 1e6:8.1f}{100 * f.get(function, 0) / w:7.1f}%"
                                            for f, w in zip(found, whole)))
    print(f"{'all':36}" + "  ".join(f"{w / 1e6:8.1f}{'':8}" for w in whole).rstrip())


main()
