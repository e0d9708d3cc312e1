#!/usr/bin/python3
"""How the work of each stage grows: of real prose from a thousand to a million characters, on one to
some ninety pages; and of inputs that are large in one way, or as a hostile hand would make them.

    bench/growth.py [pages] [inputs] [NAME …]

Milliseconds of each stage by the clock (they grow with the load of the machine), CPU of the whole program, and peak
memory; the exponent says with which power of the size they grow (1: with it), from the last two sizes, the cost of an
empty run taken off. BANMIAN names the program."""
import math
import os
import re
import resource
import subprocess
import sys
import tempfile
from pathlib import Path

SOURCE = Path(__file__).resolve().parents[1]
PROGRAM = os.environ.get("BANMIAN", str(SOURCE / "build/release/banmian"))
STAGES = ("read", "fonts", "make-up", "preflight", "pdf", "output")
HEAD = "---\nkind: 通讯\ntitle: {}\n---\n\n"
PROSE = "\n\n".join(line.strip() for line in (SOURCE / "tests/data/corpus/gov-work-reports.txt").read_text("utf-8").split("\n")
                    if re.match(r"\s*[\u4e00-\u9fff]", line)) + "\n\n"
REPEATED = 3  # runs, of which the shortest time of each stage counts
PAGE = 11000  # characters of a page of broadsheet-8, its head aside


def prose(n, skip=0):
    skip %= len(PROSE)
    return (PROSE[skip:] + PROSE * (n // len(PROSE) + 1))[:n].strip() + "\n"


def run(at, command, *options):
    """(status, seconds of CPU, peak in MB, {stage: ms})"""
    with tempfile.TemporaryFile() as err:
        limit = lambda: resource.setrlimit(resource.RLIMIT_CPU, (120, 120))
        p = subprocess.Popen([PROGRAM, command, str(at), "--timings", "--jobs", "1", *options], stdout=subprocess.DEVNULL,
                             stderr=err, preexec_fn=limit, env={**os.environ, "LC_ALL": "C.UTF-8"})
        _, status, usage = os.wait4(p.pid, 0)
        err.seek(0)
        text = err.read().decode("utf-8", "replace")
    stages = {m[1]: float(m[2]) for m in re.finditer(r"(?m)^([\w-]+) +([\d.]+) ms$", text)}
    return os.waitstatus_to_exitcode(status), usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024, stages


def exponent(sizes, values, empty=0):
    """Of the last two."""
    a, b = (max(v - empty, 0) for v in values[-2:])
    return math.log(b / a) / math.log(sizes[-1] / sizes[-2]) if a > 0 and b > 0 else 0.0


def edition(at, articles, frames, layout="tabloid", extra=""):
    at.mkdir(parents=True, exist_ok=True)
    (at / "edition.yaml").write_text(f"title: 增长\ndate: 2026-03-01\nlayout: {layout}\n{extra}articles: [{', '.join(articles)}]\n"
                                     f"frames:\n  {layout}:\n{frames}", "utf-8")
    for name, text in articles.items():
        (at / name).write_text(text, "utf-8")


def by_hand(at, n):
    """An article a page."""
    pages = max(1, n // PAGE)
    edition(at, {f"a{p}.md": HEAD.format(f"第{p}版") + prose(n // pages, p * 5000) for p in range(pages)},
            "".join(f"    - frames: [{{article: a{p}, columns: 1-8, lines: 3-115}}]\n" for p in range(pages)), "broadsheet-8")


def through(at, n):
    """One article through all pages."""
    pages = max(1, n // PAGE)
    edition(at, {"a.md": HEAD.format("长文") + prose(n)},
            "    - frames: [{article: a, columns: 1-8, lines: 3-115}]\n" * pages, "broadsheet-8")


def by_itself(at, n):
    """Pages that compose themselves: eight articles a page, of ranks."""
    pages = max(1, n // PAGE)
    articles = {f"a{i}.md": HEAD.format(f"第{i}篇稿件的题") + prose(n // pages // 9, i * 3000) for i in range(8 * pages)}
    edition(at, articles, "    - frames: [{auto: true, columns: 1-8, lines: 3-115}]\n" * pages, "broadsheet-8")


def pages(ways):
    sizes = (1000, 10000, 100000, 1000000)
    for title, make, command, most in ways:
        print(f"\n{title} ({command}): ms of each stage, peak in MB")
        print(f"{'characters':>11} {'pages':>5} {'status':>6} " + " ".join(f"{s:>9}" for s in STAGES)
              + f" {'sum':>9} {'CPU':>9} {'MB':>6}")
        rows = []
        for n in sizes:
            if n > most:
                break
            with tempfile.TemporaryDirectory() as folder:
                make(Path(folder) / "e", n)
                options = ("-o", str(Path(folder) / "o.pdf")) if command == "press" else ()
                runs = [run(Path(folder) / "e", command, *options) for _ in range(REPEATED)]
            status, peak = runs[0][0], max(r[2] for r in runs)
            stages = {s: min(r[3].get(s, 0) for r in runs) for s in STAGES}
            rows.append([*stages.values(), sum(stages.values()), 1000 * min(r[1] for r in runs), peak])
            print(f"{n:>11,} {max(1, n // PAGE):>5} {status:>6} " + " ".join(f"{v:>9.1f}" for v in rows[-1][:-1]) + f" {peak:>6.0f}", flush=True)
        powers = [exponent(sizes[:len(rows)], [r[k] for r in rows], rows[0][k]) for k in range(len(rows[0]))]
        print(f"{'exponent':>24} " + " ".join(f"{p:>9.2f}" for p in powers[:-1]) + f" {powers[-1]:>6.2f}")


def body(text):
    return lambda at, n: edition(at, {"a.md": HEAD.format("题") + text(n) + "\n"},
                                 "    - frames: [{article: a, columns: 1-6, lines: 3-82}]\n")


def head(text):
    return lambda at, n: edition(at, {"a.md": HEAD.format(text(n)) + "正文。\n"},
                                 "    - frames: [{article: a, columns: 1-6, lines: 3-82}]\n")


def said(text):
    return lambda at, n: edition(at, {"a.md": HEAD.format("题") + "正文。\n"},
                                 "    - frames: [{article: a, columns: 1-6, lines: 3-82}]\n", extra=text(n))


def frames(text):
    return lambda at, n: edition(at, {"a.md": HEAD.format("题") + "正文。\n"}, text(n))


INPUTS = {
    "one paragraph": body(lambda n: prose(n).replace("\n", "")),
    "no glyph": body(lambda n: "\U000F0000" * n),
    "dashes": body(lambda n: "字" + "—" * n),
    "ellipses": body(lambda n: "字" + "…" * n),
    "quotes": body(lambda n: "“" * n),
    "stops": body(lambda n: "字" + "。" * n),
    "parentheses": body(lambda n: "(" * (n // 2) + ")" * (n // 2)),
    "marks on one": body(lambda n: "a" + "\u0301" * n),
    "blanks": body(lambda n: "a" + "\u00a0" * n + "b"),
    "zero width": body(lambda n: "\u200b" * n),
    "one word": body(lambda n: "a" * n),
    "digits": body(lambda n: "1," * (n // 2)),
    "words": body(lambda n: "word " * (n // 5)),
    "Han and Western": body(lambda n: "字a" * (n // 2)),
    "lines": body(lambda n: "字\n" * (n // 2)),
    "hard lines": body(lambda n: "字\\\n" * (n // 3)),
    "paragraphs": body(lambda n: "字\n\n" * (n // 3)),
    "items": body(lambda n: "- 字\n" * (n // 4)),
    "subheads": body(lambda n: "## 字\n\n字\n\n" * (n // 8)),
    "quotations": body(lambda n: "> 字\n\n字\n\n" * (n // 8)),
    "nested quotations": body(lambda n: ">" * n + " 字"),
    "nested lists": body(lambda n: "- " * (n // 2) + "字"),
    "emphasis": body(lambda n: "**字**" * (n // 5)),
    "stars": body(lambda n: "*a " * (n // 3)),
    "brackets": body(lambda n: "[" * n),
    "entities": body(lambda n: "&amp;" * (n // 5)),
    "names": body(lambda n: "张三{{name 2}}" * (n // 12)),
    "questions": body(lambda n: "张三{{query 2: 谁？}}" * (n // 15)),
    "gaps": body(lambda n: "张{{gap}}" * (n // 8)),
    "open marks": body(lambda n: "{{" * (n // 2)),
    "table rows": body(lambda n: "|甲|乙|\n|---|---|\n" + "|1|2|\n" * (n // 6)),
    "tables": body(lambda n: "|甲|乙|\n|---|---|\n|1|2|\n\n" * (n // 24)),
    "table columns": body(lambda n: "|" + "甲|" * (n // 8) + "\n|" + "---|" * (n // 8) + "\n"),
    "codes": body(lambda n: "字\n\n![](qr:a)\n\n" * (n // 15)),
    "a head": head(lambda n: "字" * n),
    "unknown keys": said(lambda n: "".join(f"kez{i}: 1\n" for i in range(n // 10))),
    "phrases": said(lambda n: "words: [" + ", ".join(f"字{i}" for i in range(n // 8)) + "]\n"),
    "pages of one article": frames(lambda n: "    - frames: [{article: a, columns: 1-6, lines: 3-82}]\n" * (n // 50)),
    "frames": frames(lambda n: "    - frames: [" + "{article: a, columns: 1, lines: 3}, " * (n // 35) + "]\n"),
}


def inputs(names):
    sizes = (10000, 100000, 1000000)
    print("\npress of inputs that are large in one way: status, seconds of CPU, peak in MB; exponents of time and memory")
    with tempfile.TemporaryDirectory() as folder:
        body(lambda n: "字")(Path(folder) / "e", 1)
        _, empty, least, _ = run(Path(folder) / "e", "press", "-o", str(Path(folder) / "o.pdf"))
    print(f"{'':20} " + " ".join(f"{n:>19,}" for n in sizes) + "   time  peak")
    for name in names or INPUTS:
        row = []
        for n in sizes:
            with tempfile.TemporaryDirectory() as folder:
                INPUTS[name](Path(folder) / "e", n)
                row.append(run(Path(folder) / "e", "press", "-o", str(Path(folder) / "o.pdf"))[:3])
        print(f"{name:20} " + " ".join(f"{s:>4} {c:>7.2f} {m:>6.0f}" for s, c, m in row)
              + f" {exponent(sizes, [r[1] for r in row], empty):>6.2f} {exponent(sizes, [r[2] for r in row], least):>5.2f}", flush=True)


def main():
    asked = sys.argv[1:]
    names = [a for a in asked if a in INPUTS]
    if not asked or "pages" in asked:
        pages((("An article a page", by_hand, "press", 1000000), ("An article a page", by_hand, "check", 1000000),
               ("One article through all pages", through, "press", 1000000),
               ("Pages that compose themselves", by_itself, "press", 100000)))
    if not asked or "inputs" in asked or names:
        inputs(names)


if __name__ == "__main__":
    main()
