#!/usr/bin/python3
"""Make-up alone, as the program times its stages: the editions' pages, and editions of many pages of real
prose cut into articles. Prints the median of three runs in ms, fits in earnest, and the plan's gap."""
import json
import os
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

SOURCE = Path(__file__).resolve().parents[1]
EDITION = SOURCE / "content/2026-lianghui"
CHARACTERS = (170, 300, 420, 260, 900, 340, 520, 230)  # of an article, in turn


def makeup(program, *args):
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder) / "r.ndjson"
        times = []
        for _ in range(3):
            subprocess.run([program, "press", *args, "-o", "/dev/null", "--report", report, "--timings"],
                           stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, timeout=300)
            lines = [json.loads(l) for l in report.read_text("utf-8").splitlines()]
            times.append(next(l["us"] for l in lines if l.get("stage") == "make-up") / 1000)
        plan = next(l for l in lines if l["type"] == "plan")
        over = sum(l["overset_characters"] for l in lines if l["type"] == "article")
        return statistics.median(times), plan, over


def prose():
    text = (SOURCE / "content/2025-work-report/03-renwu.md").read_text("utf-8")
    text += (SOURCE / "content/2025-work-report/01-huigu.md").read_text("utf-8")
    return re.findall(r"[^。\n#*>|!-]{12,}。", text)


def edition(folder, articles, pages, layout="tabloid", lines="3-82", ranks=0, characters=None):
    """Articles cut from the report, one sentence after the other, over pages of one auto region each.
    ranks: so many, of as many articles each; 0: none has one. characters: of all articles; else each has its
    own number, whatever the pages hold, and ends with a sentence."""
    path = Path(folder) / "e"
    path.mkdir()
    sentences, at = prose(), 0
    lengths = [CHARACTERS[i % len(CHARACTERS)] for i in range(articles)]
    for i in range(articles):
        body = ""
        wanted = characters * lengths[i] // sum(lengths) if characters else lengths[i]
        while len(body) < wanted:
            body += sentences[at % len(sentences)]
            at += 1
        if characters:
            body = body[:max(wanted, 6) - 1].rstrip("，、；：“《（。") + "。"
        (path / f"a{i:02}.md").write_text(f"---\nkind: 通讯\ntitle: 第{i + 1}篇稿件的题目\n---\n\n{body}\n", "utf-8")
    listed = "".join(f"  - {{article: a{i:02}.md, rank: {1 + i * ranks // articles}}}\n" if ranks
                     else f"  - a{i:02}.md\n" for i in range(articles))
    frames = f"    - frames: [{{auto: true, columns: 1-6, lines: {lines}}}]\n" * pages
    (path / "edition.yaml").write_text(
        f"title: 量\ndate: 2026-01-01\narticles:\n{listed}frames:\n  {layout}:\n{frames}", "utf-8")
    return path


def inner_page(folder):
    """The ten short pieces of the first edition under its banner, on one page."""
    path = Path(folder) / "e"
    path.mkdir()
    pieces = sorted(EDITION.glob("*.md"))[:10]
    for piece in pieces:
        shutil.copy(piece, path)
    listed = "".join(f"  - {piece.name}\n" for piece in pieces)
    (path / "edition.yaml").write_text(
        f"title: 量\ndate: 2026-01-01\nbanner: 2026 嘉峪关市两会 特别报道\narticles:\n{listed}frames:\n  tabloid:\n"
        "    - frames:\n        - {banner: true, columns: 1-6, lines: 2-6, box: 栏头底}\n"
        "        - {auto: true, columns: 1-6, lines: 7-82}\n", "utf-8")
    return path


def main():
    program = sys.argv[1]
    print(f"{'':34}{'make-up ms':>12}{'fits':>8}{'gap %':>8}{'overset':>9}")
    rows = [(f"first edition, {l}", (EDITION, "--layout", l)) for l in ("tabloid", "broadsheet")]
    with tempfile.TemporaryDirectory() as root:
        folder = Path(root) / "inner"
        folder.mkdir()
        rows.append(("its ten short pieces, tabloid", (inner_page(folder),)))
        folder = Path(root) / "broadsheet"
        folder.mkdir()
        rows.append(("16 articles, broadsheet", (edition(folder, 16, 1, "broadsheet", "3-92"), "--layout", "broadsheet")))
        for articles, pages in ((8, 1), (15, 2), (30, 4), (45, 6), (60, 8)):
            folder = Path(root) / str(articles)
            folder.mkdir()
            rows.append((f"{articles} articles, {pages} pages", (edition(folder, articles, pages),)))
        for name, args in rows:
            ms, plan, over = makeup(program, *args)
            print(f"{name:34}{ms:12.1f}{plan['fits']:8}{str(plan['gap_percent']):>8}{over:9}")


if __name__ == "__main__":
    main()
