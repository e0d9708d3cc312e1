"""Editions filled to a given per cent of what their pages can hold, measured by setting them: an edition made too full
leaves text over, and what is set then is its room."""
import json
import os
import subprocess
from pathlib import Path

SOURCE = Path(__file__).resolve().parents[2]
PROGRAM = Path(os.environ.get("BANMIAN", SOURCE / "build/release/banmian")).resolve()
OVER = 1.03   # how full an edition is made to measure its room
RUNS = 4      # at most, until that is so


def check(folder, *args, program=PROGRAM):
    """(status, what is said, report) of a run of `check`."""
    report = Path(folder).parent / f"{Path(folder).name}.ndjson"
    report.unlink(missing_ok=True)
    r = subprocess.run([str(program), "check", str(folder), "--report", str(report), "--lang", "en", *args], capture_output=True,
                       timeout=300, env={**os.environ, "LC_ALL": "C.UTF-8"})
    lines = [json.loads(l) for l in report.read_text("utf-8").splitlines()] if report.exists() else []
    return r.returncode, (r.stdout + r.stderr).decode("utf-8", "replace"), lines


def articles(report):
    return {l["article"]: l for l in report if l["type"] == "article"}


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
    # What cutting at sentence ends took is given to the longest, to a character.
    missing = wanted - sum(len("".join(p for p in i.body() if not p.startswith("## "))) for i in items)
    longest = max(items, key=lambda i: i.length)
    for _ in range(3):
        if not missing:
            break
        longest.length += missing
        missing = wanted - sum(len("".join(p for p in i.body() if not p.startswith("## "))) for i in items)


def groups(edition):
    """Pages whose articles are all kept there, else the whole edition."""
    pages = {i.page for i in edition.items}
    return sorted(pages) if 0 not in pages and len(pages) > 1 else [0]


def bodies(edition, page):
    return sum(i.length for i in edition.items if i.length and (not page or i.page == page))


def measure(edition, folder, run=check):
    """Characters of bodies that each group of pages can hold: {page or 0: characters}."""
    rooms = {}
    todo = set(groups(edition))
    for _ in range(RUNS):
        edition.write(folder)
        _, said, report = run(folder)
        found = articles(report)
        if not found:
            raise AssertionError(said)
        for page in sorted(todo):
            mine = [i for i in edition.items if not page or i.page == page]
            over = sum(found[i.name]["overset_characters"] for i in mine)
            now = bodies(edition, page)
            room = empty(report, {i.name for i in mine})
            rooms[page] = now - over + (room if not over else 0)
            if over and over < .07 * now:
                todo.discard(page)
            else:
                resize(edition, page, round(rooms[page] * OVER))
        if not todo:
            break
    return rooms


def empty(report, names):
    """Characters that there is room for below the articles."""
    return sum(int(l["note"].rsplit("about ", 1)[1].split()[0]) for l in report
               if l["type"] == "mark" and l["kind"] == "short" and l["article"] in names)


def settled(edition, folder, run=check):
    """The rooms of an edition that is set without anything left over when it is filled to them."""
    rooms = measure(edition, folder, run)
    for _ in range(2):
        trim(edition, folder, rooms, 100)
        found = articles(run(folder)[2])
        over = {p: sum(found[i.name]["overset_characters"] for i in edition.items if not p or i.page == p) for p in rooms}
        if not any(over.values()):
            break
        for p, n in over.items():
            rooms[p] -= n
    return rooms


def trim(edition, folder, rooms, percent):
    """Writes the edition, filled to so many per cent of its rooms."""
    for page, room in rooms.items():
        resize(edition, page, round(room * percent / 100))
    edition.write(folder)


def filled(edition, folder, percent, run=check):
    trim(edition, folder, settled(edition, folder, run), percent)
