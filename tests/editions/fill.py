"""Editions filled to a given per cent of what their pages can hold, measured by setting them: an edition made too full
leaves text over, and what is set then is its room."""
import json
import os
import re
import subprocess
from pathlib import Path

SOURCE = Path(__file__).resolve().parents[2]
PROGRAM = Path(os.environ.get("BANMIAN", SOURCE / "build/release/banmian")).resolve()
RUNS = 9      # at most, to find a room
CLOSE = .006  # of a room, between what was set and what was not: enough
PICTURE = 150 # characters that a picture without a place stands for


def check(folder, *args, program=PROGRAM):
    """(status, what is said, report) of a run of `check`."""
    report = Path(folder).parent / f"{Path(folder).name}.ndjson"
    report.unlink(missing_ok=True)
    r = subprocess.run([str(program), "check", str(folder), "--report", str(report), "--lang", "en", *args], capture_output=True,
                       timeout=300, env={**os.environ, "LC_ALL": "C.UTF-8"})
    if r.returncode not in (0, 4, 5):
        raise AssertionError(f"{folder}: status {r.returncode} {r.stderr.decode('utf-8', 'replace')[-400:]}")
    lines = [json.loads(l) for l in report.read_text("utf-8").splitlines()] if report.exists() else []
    return r.returncode, (r.stdout + r.stderr).decode("utf-8", "replace"), lines


def articles(report):
    """Of each article its line; of those that stand under one head (a+b) the last has what is left over of all."""
    found = {}
    for l in (l for l in report if l["type"] == "article"):
        *others, last = l["article"].split("+")
        found[last] = l
        for name in others:
            found[name] = {**l, "overset_characters": 0, "overset_lines": 0, "short_lines": 0}
    return found


def resize(edition, page, wanted):
    """Bodies of the page's items (0: of all) get so many characters together, each its share, within their bounds."""
    items = [i for i in edition.items if i.length and i.page in (page, 0) or i.length and not page]
    left = wanted
    items.sort(key=lambda i: i.bounds()[1] / i.length)  # those that reach their bounds first
    total = sum(i.length for i in items)
    for i in items:
        low, high = i.bounds()
        n = max(low, min(high, round(left * i.length / total)))
        total, left, i.length = total - i.length, left - n, n
    # What cutting at sentence ends took is given to the longest.
    missing = wanted - sum(len("".join(p for p in i.body() if not p.startswith("## "))) for i in items)
    max(items, key=lambda i: i.length).length += missing


def groups(edition):
    """Pages whose articles are all kept there, else the whole edition."""
    pages = {i.page for i in edition.items}
    return sorted(pages) if 0 not in pages and len(pages) > 1 else [0]


def bodies(edition, page):
    return sum(i.length for i in edition.items if i.length and (not page or i.page == page))


def left_over(edition, page, said, report):
    """Characters of the page's articles (0: of all) that are left over; a picture without a place is so many."""
    found, mine = articles(report), [i for i in edition.items if not page or i.page == page]
    unplaced = sum(len(re.findall(rf"{i.name}\.md:\S+ error \[figure-not-placed\]", said)) for i in mine)
    return sum(found[i.name]["overset_characters"] for i in mine) + PICTURE * unplaced


def settled(edition, folder, run=check, runs=RUNS):
    """The rooms of an edition: characters of bodies that each group of pages can hold, {page or 0: characters}. Between
    what was set and what was not the room is looked for by halves."""
    low, high, next_ = {}, {}, {p: bodies(edition, p) for p in groups(edition)}
    for _ in range(runs):
        trim(edition, folder, next_, 100)
        _, said, report = run(folder)
        for p in next_:
            now, over = bodies(edition, p), left_over(edition, p, said, report)
            if over:
                high[p] = min(now, high.get(p, now))
                guess = max(now - over - 4, low.get(p, 0))
            else:
                low[p] = max(now, low.get(p, 0))
                guess = now + max(empty(report, {i.name for i in edition.items if not p or i.page == p}), now // 50)
            if p in low and p in high:
                guess = (low[p] + high[p]) // 2 if over or guess >= high[p] else guess
            next_[p] = guess
        if all(p in low and p in high and high[p] - low[p] <= CLOSE * low[p] for p in next_):
            break
    return {p: low.get(p, next_[p]) for p in next_}


def empty(report, names):
    """Characters that there is room for below the articles; of those under one head the last has it."""
    return sum(int(l["note"].rsplit("about ", 1)[1].split()[0]) for l in report
               if l["type"] == "mark" and l["kind"] == "short" and l["article"].split("+")[-1] in names)


def trim(edition, folder, rooms, percent):
    """Writes the edition, filled to so many per cent of its rooms."""
    for page, room in rooms.items():
        resize(edition, page, round(room * percent / 100))
    edition.write(folder)


def filled(edition, folder, percent, run=check, runs=RUNS):
    trim(edition, folder, settled(edition, folder, run, runs), percent)
