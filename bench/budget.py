#!/usr/bin/python3
"""Make-up under its budget: made editions of many articles, of one rank, of three and of none.

budget.py PROGRAM [matrix|shares|full]

matrix: articles x ranks x pages x fill: steps, CPU and memory of the whole program, gap, lines left over.
shares: cost against the budget, a twentieth to thirty times of it, of twenty editions.
full:   pages 1 to 30 % too full: lines left over beside the excess, and whether advice is true.
"""
import json
import os
import re
import shutil
import sys
import tempfile
from pathlib import Path

import makeup

BUDGET = 80000
PAGE = 4700  # characters that a page holds under few heads, about …
HEAD = 80    # … less so many for each


def press(program, path, *args):
    report = Path(tempfile.gettempdir()) / f"budget-{os.getpid()}.ndjson"
    pid = os.fork()
    if not pid:
        null = os.open("/dev/null", os.O_WRONLY)
        os.dup2(null, 1)
        os.dup2(null, 2)
        os.execv(program, [program, "check", str(path), "--report", str(report), *args])
    _, status, used = os.wait4(pid, 0)
    lines = [json.loads(l) for l in report.read_text("utf-8").splitlines()]
    report.unlink()
    plan = next((l for l in lines if l["type"] == "plan"), None)
    placed = [l for l in lines if l["type"] == "article"]
    return {"status": os.waitstatus_to_exitcode(status), "cpu": used.ru_utime + used.ru_stime,
            "mb": used.ru_maxrss / 1024, "plan": plan, "lines": sum(l["overset_lines"] for l in placed),
            "characters": sum(l["overset_characters"] for l in placed)}


def made(root, n, pages, ranks, fill):
    room = max(pages * PAGE - n * HEAD, n * 12)
    folder = Path(root) / f"{n}-{pages}-{ranks}-{fill}"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    return makeup.edition(folder, n, pages, ranks=ranks, characters=int(room * fill))


def matrix(program, root):
    worst = [0, 0, 0]
    print("articles pages ranks fill   steps   CPU s     MB  gap % lines over")
    for pages in (1, 4, 8, 16):
        for n in (8, 16, 30, 60, 120, 200):
            if n < pages:
                continue
            for ranks in (1, 3, 0):
                for fill in (0.9, 1.0, 1.1):
                    r = press(program, made(root, n, pages, ranks, fill))
                    plan = r["plan"]
                    print(f"{n:8} {pages:5} {ranks:5} {fill:4} {plan['steps']:7} {r['cpu']:7.2f} {r['mb']:6.0f} "
                          f"{plan['gap_percent']:6} {r['lines']:5}", flush=True)
                    worst = [max(a, b) for a, b in zip(worst, (plan["steps"], r["cpu"], r["mb"]))]
    print(f"most: {worst[0]} steps, {worst[1]:.2f} s, {worst[2]:.0f} MB")


def shares(program, root):
    print("articles pages ranks    1/20             1/4               1               5              30")
    for k in range(20):
        n, pages, ranks = (8, 12, 16, 20, 30)[k % 5], 1 + k % 3, (1, 3, 0)[k % 3]
        path = made(root, n, pages, ranks, (0.86, 0.9, 0.94, 0.98)[k % 4])
        row = []
        for share in (1 / 20, 1 / 4, 1, 5, 30):
            plan = press(program, path, "--budget", str(int(BUDGET * share)))["plan"]
            row.append(f"{plan['cost']:8} {plan['gap_percent']:5}%")
        print(f"{n:8} {pages:5} {ranks:5} " + "  ".join(row), flush=True)


def body_cut(path, n):
    text = path.read_text("utf-8")
    head, body = text.split("---\n\n", 1)
    body = body.strip()
    path.write_text(f"{head}---\n\n{body[:len(body) - n - 1].rstrip('，、；：“《（。')}。\n", "utf-8")


def is_true(program, path, advice, root):
    copy = Path(root) / "advised"
    shutil.rmtree(copy, ignore_errors=True)
    shutil.copytree(path, copy)
    for a in advice:
        if a["hold"]:
            e = copy / "edition.yaml"
            e.write_text(re.sub(rf"  - .*{a['article']}\.md.*\n", "", e.read_text("utf-8")), "utf-8")
        else:
            body_cut(copy / f"{a['article']}.md", a["cut_characters"])
    return press(program, copy)["lines"] == 0


def full(program, root):
    """What a page holds at most is found by halving; excess: what is beyond it, in lines of 12 characters."""
    print("articles pages ranks  over %  excess lines   left over   hold   cut   lead named")
    for k in range(8):
        n, pages, ranks = (6, 8, 10, 12)[k % 4], 1 + k // 4, (0, 0, 3, 0)[k % 4]
        low, high = 0.5, 1.3
        for step in range(7):
            middle = (low + high) / 2
            fits = press(program, made(root, n, pages, ranks, round(middle, 4)))["lines"] == 0
            low, high = (middle, high) if fits else (low, middle)
        room = max(pages * PAGE - n * HEAD, n * 12)
        for more in (1, 2, 5, 10, 30):
            path = made(root, n, pages, ranks, round(low * (1 + more / 100), 5))
            r = press(program, path)
            advice = r["plan"]["advice"]
            told = {kind: [a for a in advice if a["hold"] == kind] for kind in (True, False)}
            true = {kind: is_true(program, path, told[kind], root) if told[kind] else None for kind in told}
            lead = any(a["article"] == "a00" for a in advice)
            print(f"{n:8} {pages:5} {ranks:5} {more:7} {room * low * more / 100 / 12:13.1f} {r['lines']:11} "
                  f"{str(true[True]):>6} {str(true[False]):>5} {lead}", flush=True)


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:
        {"matrix": matrix, "shares": shares, "full": full}[sys.argv[2] if len(sys.argv) > 2 else "matrix"](
            str(Path(sys.argv[1]).resolve()), folder)
