#!/usr/bin/python3
"""Whether the program still writes what it wrote: a line for each product, hash and name.

same.py PROGRAM LIST [--quick]

Where LIST is not there it is written; else every product is made again and compared with it. A change that
is to move no ink is compared with the list of the commit before. --quick leaves out proofs, plates and the
profiles that differ in the writer alone.
"""
import hashlib
import itertools
import shutil
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

SOURCE = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(SOURCE / "bench"))
import makeup  # noqa: E402  (the made editions)

SETTINGS = (("2026-lianghui", "tabloid"), ("2026-lianghui", "broadsheet"), ("2025-work-report", "tabloid"),
            ("2025-work-report", "broadsheet-8"))


def editions(root):
    """Name, folder below root, layout, and whether it is one of the project's own."""
    shutil.copytree(SOURCE / "content", root / "content")
    (root / "data").symlink_to(SOURCE)
    for edition, layout in SETTINGS:
        yield f"{edition}.{layout}", f"content/{edition}", layout, True
    for name, make, layout in (
            ("ten", lambda f: makeup.inner_page(f), "tabloid"),
            ("16-broadsheet", lambda f: makeup.edition(f, 16, 1, "broadsheet", "3-92"), "broadsheet"),
            *((f"{a}-on-{p}", lambda f, a=a, p=p: makeup.edition(f, a, p), "tabloid")
              for a, p in ((8, 1), (15, 2), (30, 4), (45, 6), (60, 8)))):
        folder = root / name
        folder.mkdir()
        yield name, str(make(folder).relative_to(root)), layout, False


def runs(name, edition, layout, own, quick):
    """Name of a product and the arguments that make it; {out} is a folder of its own."""
    base = [edition, "--layout", layout]
    yield "report", ["press", *base, "-o", "{out}/x.pdf", "--report", "{out}/r.ndjson"]
    yield "check", ["check", *base, "--json"]
    if not own:
        yield "jobs-1", ["press", *base, "--profile", "plain", "-o", "{out}/x.pdf", "--jobs", "1"]
        return
    yield "alternatives", ["press", *base, "-o", "{out}/x.pdf", "--alternatives", "5", "--report", "{out}/r.ndjson"]
    profiles = ("plain",) if quick else ("x4", "x1a", "plain")
    for profile, jobs in itertools.product(profiles, ("1", "8")):
        yield f"{profile}-jobs-{jobs}", ["press", *base, "--profile", profile, "-o", "{out}/x.pdf", "--jobs", jobs]
    if quick:
        return
    yield "marks", ["press", *base, "--marks", "-o", "{out}/x.pdf"]
    yield "split", ["press", *base, "--split", "-o", "{out}/s"]
    yield "plan-2", ["press", *base, "--plan", "2", "--profile", "plain", "-o", "{out}/x.pdf"]
    yield "layouts", ["check", *base, "--layouts", "--lang", "zh"]
    yield "zh", ["check", *base, "--lang", "zh"]
    yield "en", ["check", *base, "--lang", "en"]
    yield "archive", ["archive", *base, "-o", "{out}/a"]
    yield "plates", ["proof", *base, "--plates", "--lang", "zh", "-o", "{out}/p"]
    yield "sheet", ["proof", *base, "--alternatives", "5", "--lang", "en", "-o", "{out}/p"]


def product(program, root, name, args):
    """Lines of one run: its status and messages, and each file that it wrote."""
    with tempfile.TemporaryDirectory(dir=root) as folder:
        out = Path(folder).relative_to(root)
        r = subprocess.run([program, *(a.replace("{out}", str(out)) for a in args)], cwd=root, capture_output=True,
                           env={"LC_ALL": "C.UTF-8", "PATH": "/usr/bin:/bin", "BANMIAN_DATA": "data"})
        said = (r.stdout + r.stderr).replace(str(out).encode(), b"OUT")
        lines = [f"{hashlib.sha256(said).hexdigest()[:20]}  {name} (status {r.returncode})"]
        for path in sorted(p for p in Path(folder).rglob("*") if p.is_file()):
            digest = hashlib.sha256(path.read_bytes()).hexdigest()[:20]
            lines.append(f"{digest}  {name}: {path.relative_to(folder)}")
        return lines


def main():
    quick = "--quick" in sys.argv
    program, listed = (Path(a).resolve() for a in sys.argv[1:] if a != "--quick")
    with tempfile.TemporaryDirectory() as folder, ThreadPoolExecutor(2) as pool:
        root = Path(folder)
        tasks = [(f"{name} {what}", args) for name, edition, layout, own in editions(root)
                 for what, args in runs(name, edition, layout, own, quick)]
        lines = [l for found in pool.map(lambda t: product(program, root, *t), tasks) for l in found]
    if not listed.exists():
        listed.parent.mkdir(parents=True, exist_ok=True)
        listed.write_text("\n".join(lines) + "\n", "utf-8")
        print(f"{len(lines)} products listed in {listed.name}")
        return
    name_of = lambda line: line.split("  ", 1)[1]
    before = {name_of(l): l for l in listed.read_text("utf-8").splitlines()}
    now = {name_of(l): l for l in lines}
    names = [n for n in before if n in now] if quick else list(dict.fromkeys([*before, *now]))
    differ = [n for n in names if before.get(n) != now.get(n)]
    differ += [n for n in now if n not in before and n not in names]
    print("\n".join(f"differs: {n}" for n in differ) or f"{len(names)} products, all the same")
    sys.exit(bool(differ))


if __name__ == "__main__":
    main()
