#!/usr/bin/python3
"""How well generated editions of ordinary kinds are made up, by type and by how full they are: editions.py --measure
[--editions 200] [--first 0] [--step 1] [--types front,inner] [--bands 94,97.5] [--json FILE] [--pagecheck TOOL] [--keep FOLDER].

Prints of each type and band: the block score (median, 5th percentile, least), pages whose lead is not the widest or not the
largest above the foot, narrower than .47 of the page or not in its corner, pages with text left over, empty rows a page,
pages within a row of full, of pictures the largest one's median width, the share of pages on which it has two columns of six and .38 of the
width, its median area, what the next one is of it, and the share of all that are narrower than .3; the widest gap to the bound, ms of make-up a page, and what no run may have (lost text, bounds
that were missed, an exit status that is neither 0 nor 4). TOOL measures the white of a PDF (prints JSON with largest_white_share)."""
import argparse
import json
import os
import random
import statistics
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

SOURCE = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(SOURCE / "tests/editions"))
import fill  # noqa: E402
import make  # noqa: E402
import measure  # noqa: E402

# Per cent of what the pages can hold; the last two are drawn for each edition.
BANDS = {"94": (93, 95), "97.5": (97, 98), "full": (98, 100.5), "any": (95, 103)}


def run(seed, bands, kind, args):
    """A row for each band: of its pages and of the edition."""
    edition, rows = make.make(seed, kind), []
    root = Path(args.folder)
    folder = root / f"{edition.type}-{seed}"
    try:
        rooms = fill.settled(edition, folder)
    except Exception as e:  # what went wrong is a row as well
        return [{"seed": seed, "type": edition.type, "layout": edition.layout, "band": b, "failed": str(e)[:300]} for b in bands]
    for band in bands:
        low, high = BANDS[band]
        percent = round(random.Random(f"{seed} {band}").uniform(low, high), 2)
        here = folder if not args.keep else root / f"{edition.type}-{seed}-{band}"
        fill.trim(edition, here, rooms, percent)
        status, said, report = fill.check(here, "--score", "--json", "--timings", program=fill.PROGRAM)
        lines = [json.loads(l) for l in said.splitlines() if l.startswith("{")]
        plan = next((l for l in report if l["type"] == "plan"), {})
        pages = measure.pages(edition, report, [l for l in lines if l["type"] == "score"])
        lost = measure.lost(edition, report)
        row = {"seed": seed, "type": edition.type, "layout": edition.layout, "band": band, "percent": percent, "status": status,
               "codes": sorted({l["code"] for l in lines if l["type"] == "diagnostic" and l["level"] != "note"}),
               "gap": float(plan.get("gap_percent", 0)), "missed": plan.get("bounds_missed", 0), "lost": lost,
               "over_budget": plan.get("steps", 0) > plan.get("budget", 0) * 1.1,
               "advice": len(plan.get("advice", [])),
               "ms": next((l["us"] for l in report if l.get("stage") == "make-up"), 0) / 1000 / max(len(pages), 1),
               "pages": [{"page": p.number, "score": p.score, "marks": p.marks, "faults": p.faults, "lead": p.lead, "overset": p.overset,
                          "empty": p.empty, "pictures": p.pictures} for p in pages]}
        if args.pagecheck:
            pdf = root / f"{edition.type}-{seed}.pdf"
            subprocess.run([str(fill.PROGRAM), "press", str(here), "-o", str(pdf), "-q"], capture_output=True, timeout=300)
            for p in row["pages"]:
                r = subprocess.run([args.pagecheck, "--json", "--pages", str(p["page"]), str(pdf)], capture_output=True, timeout=300)
                try:
                    p["white"] = float(json.loads(r.stdout)["largest_white_share"])
                except (ValueError, KeyError, TypeError):
                    p["white"] = None
        rows.append(row)
    return rows


def share(part, whole):
    return f"{100 * part / whole:.0f}%" if whole else "-"


def table(rows):
    head = ("type", "band", "pages", "score", "p5", "least", "wider", "larger", "narrow", "corner", "over", "empty", "±1", "gap", "ms", "white", "wrong")
    print("{:14}{:>6}{:>6}{:>7}{:>6}{:>6}{:>7}{:>7}{:>7}{:>7}{:>6}{:>7}{:>6}{:>6}{:>6}{:>7}  {}".format(*head))
    kinds = list(dict.fromkeys(r["type"] for r in rows))
    bands = list(dict.fromkeys(r["band"] for r in rows))
    for band in bands:
        for kind in [*kinds, "all"]:
            mine = [r for r in rows if r["band"] == band and kind in (r["type"], "all")]
            good = [r for r in mine if "failed" not in r]
            pages = [p for r in good for p in r["pages"]]
            wrong = [f"{r['type']} {r['seed']}" for r in mine if "failed" in r or r["lost"] or r["missed"] or r["over_budget"] or r["status"] not in (0, 4)]
            if not pages:
                print(f"{kind:14}{band:>6} {' '.join(wrong)}")
                continue
            scores = sorted(p["score"] for p in pages)
            led = [p for p in pages if p["lead"]]
            count = lambda f: sum(f in p["faults"] for p in led)
            whites = [p["white"] for p in pages if p.get("white") is not None]
            print("{:14}{:>6}{:>6}{:>7.1f}{:>6.0f}{:>6.0f}{:>7}{:>7}{:>7}{:>7}{:>6}{:>7.2f}{:>6}{:>6.0f}{:>6.0f}{:>7}  {}".format(
                kind, band, len(pages), statistics.median(scores), scores[int(len(scores) * .05)], scores[0], count("wider"), count("larger"),
                count("narrow"), count("corner"), sum(p["overset"] > 0 for p in pages), sum(p["empty"] for p in pages) / len(pages),
                share(sum(p["overset"] + p["empty"] <= 1 for p in pages), len(pages)), max(r["gap"] for r in good),
                statistics.median(r["ms"] for r in good), f"{max(whites):.3f}" if whites else "-", " ".join(wrong[:4])))
        print()
    print("{:14}{:>6}{:>7}{:>7}{:>7}{:>7}{:>7}{:>7}{:>7}".format("pictures of", "band", "pages", "width", ">=1/3", ">=.38", "area", "next", "narrow"))
    for band in bands:
        for kind in [*kinds, "all"]:
            shown = [p["pictures"] for r in rows if r["band"] == band and kind in (r["type"], "all") for p in r.get("pages", []) if p["pictures"]]
            if not shown:
                continue
            median = lambda v: f"{statistics.median(v):.2f}" if v else "-"
            widths, every = [p[0][0] for p in shown], [w for p in shown for w, _, _ in p]
            print("{:14}{:>6}{:>7}{:>7}{:>7}{:>7}{:>7}{:>7}{:>7}".format(
                kind, band, len(shown), median(widths), share(sum(w >= .32 for w in widths), len(shown)),
                share(sum(w >= .375 for w in widths), len(shown)), median([p[0][1] for p in shown]),
                median([p[1][1] / p[0][1] for p in shown if len(p) > 1]), share(sum(w < .3 for w in every), len(every))))


def main():
    a = argparse.ArgumentParser(description=__doc__.split("\n\n")[0])
    a.add_argument("--measure", action="store_true")
    a.add_argument("--editions", type=int, default=200)
    a.add_argument("--first", type=int, default=0)
    a.add_argument("--step", type=int, default=1, help="every so manyth edition of each type")
    a.add_argument("--types", default=",".join(make.TYPES))
    a.add_argument("--bands", default=",".join(BANDS))
    a.add_argument("--json")
    a.add_argument("--pagecheck")
    a.add_argument("--keep")
    args = a.parse_args()
    if not fill.PROGRAM.exists():
        a.error(f"there is no {fill.PROGRAM}; BANMIAN names another")
    # Seeds of a type follow one another in tens; the step is taken within a type, so that halves are halves of each.
    seeds = [s for s in range(args.first * 10, args.first * 10 + args.editions * args.step) if (s // 10 - args.first) % args.step == 0
             and make.TYPES[s % 10] in args.types.split(",")]
    with tempfile.TemporaryDirectory(prefix="banmian-") as scratch, ThreadPoolExecutor(os.cpu_count() or 1) as pool:
        args.folder = args.keep or scratch
        rows = [r for part in pool.map(lambda s: run(s, args.bands.split(","), None, args), seeds) for r in part]
    rows.sort(key=lambda r: (make.TYPES.index(r["type"]), r["seed"]))
    if args.json:
        Path(args.json).write_text("\n".join(json.dumps(r, ensure_ascii=False) for r in rows) + "\n", "utf-8")
    table(rows)


if __name__ == "__main__":
    main()
