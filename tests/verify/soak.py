#!/usr/bin/python3
"""soak.py: made editions (tests/editions/make.py) are printed in every profile, verified, and have faults planted.

CLEAN: how many editions (default 300), each clean once; FAULTS_PLANTED: faults in all (default 3000), the six kinds in
turn; SEED: the first edition. Or soak.py PDF EDITION: FAULTS_PLANTED of them into that file."""
import collections
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path += [str(HERE), str(HERE.parent / "editions")]
import planting  # noqa: E402

PROGRAM = os.environ.get("BANMIAN", "build/release/banmian")
FORMS = (("press", "--profile", "x4"), ("archive", "--profile", "a2a"), ("press", "--profile", "x1a"), ("press", "--marks"),
         ("archive", "--profile", "a4"), ("press", "--profile", "plain"))
CLEAN, FAULTS = int(os.environ.get("CLEAN", 300)), int(os.environ.get("FAULTS_PLANTED", 3000))
SEED = int(os.environ.get("SEED", 1))
found, planted_, wrong = collections.Counter(), collections.Counter(), []


def run(*args):
    return subprocess.run([PROGRAM, *map(str, args)], capture_output=True, text=True)


def verify(pdf, edition, folder):
    """(status, differences)"""
    evidence = folder / "v.ndjson"
    evidence.unlink(missing_ok=True)
    r = run("verify", pdf, edition, "-o", evidence, "-q")
    lines = [json.loads(l) for l in evidence.read_text("utf-8").splitlines()] if evidence.exists() else None
    return r, None if lines is None else [l for l in lines if l["type"] == "difference"]


def plant(pdf, edition, folder, kind, seed):
    out = folder / "planted.pdf"
    planted = planting.plant(pdf, kind, seed, out)
    if not planted:
        return
    planted_[kind] += 1
    r, differences = verify(out, edition, folder)
    fault = f"exit {r.returncode}: {r.stderr[:300]}" if differences is None else planting.judge(planted, differences)
    found[kind] += not fault
    if fault:
        wrong.append(f"{pdf.name} {kind} {seed}")
        print(wrong[-1], fault[:500], flush=True)


def made(folder):
    """(PDF, edition) of made editions that can be printed."""
    import make
    for seed in range(SEED, SEED + CLEAN):
        edition = folder / f"e{seed}"
        make.make(seed).write(edition)
        run("plan", edition, "--write", "-q") # so that no search is made again
        form = FORMS[seed % len(FORMS)]
        out = folder / f"e{seed}.pdf"
        if run(*form[:1], edition, *form[1:], "-o", out, "-q").returncode:
            continue
        yield out, edition


def main():
    with tempfile.TemporaryDirectory() as name:
        folder, clean, n = Path(name), 0, 0
        if len(sys.argv) > 2:
            for seed in range(SEED, SEED + FAULTS):
                plant(Path(sys.argv[1]), sys.argv[2], folder, planting.KINDS[seed % 6], seed)
        else:
            for pdf, edition in made(folder):
                r, differences = verify(pdf, edition, folder)
                clean += 1
                if differences != []:
                    wrong.append(f"{pdf.name} is clean")
                    print(wrong[-1], r.stderr[:500], (differences or [])[:2], flush=True)
                for _ in range(FAULTS // CLEAN):
                    plant(pdf, edition, folder, planting.KINDS[n % 6], n)
                    n += 1
                if os.environ.get("TELL"):
                    print(pdf.name, clean, sum(planted_.values()), flush=True)
        print(f"{clean} clean files")
        for kind in planting.KINDS:
            print(f"{kind}: {found[kind]} of {planted_[kind]} found and placed")
    return bool(wrong)


if __name__ == "__main__":
    sys.exit(main())
