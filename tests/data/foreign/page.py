#!/usr/bin/python3
"""page.py left|justify > page.html: the manuscripts of edition/ as a page for another program to print; lists and tables are that
program's own. A reader of these two manuscripts alone."""
import html
import re
import sys
from pathlib import Path

out = ['<!DOCTYPE html><html lang="zh-Hans"><meta charset="utf-8"><style>body{font:10pt "Noto Serif CJK SC";text-align:ALIGN}h2{font-weight:normal}</style><body>']
for name in ("a.md", "b.md"):
    head, body = re.match(r"---\n(.*?)\n---\n(.*)", (Path(__file__).parent / "edition" / name).read_text("utf-8"), re.S).groups()
    fields = dict(line.split(": ", 1) for line in head.split("\n"))
    plain = lambda s: html.escape(re.sub(r"\{\{.*?\}\}|\*\*", "", s))
    tail = ("signed", "dated", "issued")
    out += [f"<{'h2' if k == 'title' else 'p'}>{plain(v)}</p>" for k, v in fields.items() if k not in tail + ("kind",)]
    for block in filter(None, body.strip().split("\n\n")):
        if block.startswith("|"):
            rows = [r.strip("|").split("|") for r in block.split("\n") if "---" not in r]
            out.append("<table>" + "".join("<tr>" + "".join(f"<td>{plain(c.strip())}</td>" for c in r) + "</tr>" for r in rows) + "</table>")
        elif block.startswith("1. "):
            out.append("<ol>" + "".join(f"<li>{plain(l.split(' ', 1)[1])}</li>" for l in block.split("\n")) + "</ol>")
        else:
            out.append(f"<p>{plain(block)}</p>")
    out += [f"<p>{plain(v)}</p>" for k, v in fields.items() if k in tail]
print("\n".join(out).replace("ALIGN", sys.argv[1]))
