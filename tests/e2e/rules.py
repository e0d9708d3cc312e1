#!/usr/bin/python3
"""The dependency rule of ARCHITECTURE.md, read off the sources: an include that points up fails.

rules.py SOURCE_DIR BUILD_DIR
"""
import re
import subprocess
import sys
from pathlib import Path

BELOW = {
    "base": set(),
    "yaml": {"base"},
    "manuscript": {"base", "yaml"},
    "layout": {"base", "yaml"},
    "edits": {"base", "yaml"},
    "copydesk": {"base", "yaml", "manuscript", "words"},
    "words": {"base"},
    "font": {"base", "yaml"},
    "chars": {"base"},
    "text": {"base", "chars", "words", "font"},
    "heads": {"base", "chars", "words", "font", "text"},
    "galley": {"base", "font", "text", "heads", "manuscript", "layout"},
    "image": {"base"},
    "colour": {"base", "yaml", "image"},
    "page": {"base", "font", "image", "colour"},
    "plan": {"base"},
    "kept": {"base"},
    "fit": {"base", "font", "text", "heads", "manuscript", "layout", "galley", "image"},
    "paint": {"base", "font", "text", "heads", "manuscript", "layout", "galley", "image", "fit", "colour", "page"},
    "compose": {"base", "words", "font", "text", "heads", "manuscript", "layout", "galley", "image", "fit", "colour", "page", "plan", "kept"},
    "advice": {"base", "words", "font", "text", "heads", "manuscript", "layout", "galley", "image", "fit", "colour", "page", "plan", "kept", "compose"},
    "makeup": {"base", "font", "text", "heads", "manuscript", "layout", "galley", "image", "fit", "colour", "page", "plan", "kept",
               "compose", "advice", "paint"},
    "haru": {"base"},
    "pdf": {"base", "font", "image", "colour", "page", "haru"},
    "proof": {"base", "font", "image", "colour", "page"},
    "bag": {"base"},
    "import": {"base"},
    "record": {"base", "font", "image", "page"},
    "epaper": {"base", "font", "image", "colour", "page"},
    "verify": {"base", "font", "image", "colour", "page"},
    "report": {"base", "font", "page"},
    "desk": {"base", "yaml"},
    "wire": {"base", "font", "image", "colour", "page"},
    "preflight": {"base", "font", "image", "page"},
    "load": {"base", "yaml", "manuscript", "layout", "words", "font", "chars", "text", "heads", "galley", "image", "fit", "colour", "page", "preflight",
             "copydesk"},
}
BELOW["web"] = {"base"}
BELOW["engine"] = {"load", "makeup"} | BELOW["load"] | BELOW["makeup"]
BELOW["cli"] = set(BELOW)
# Who may touch the world: files, standard streams, the end of the process.
WORLD = re.compile(r"\b(printf|puts|putchar|fopen|exit|abort|getenv|setlocale|clock_gettime|time)\s*\(")
WORLD_ROOMS = {"cli"}
WORLD_FILES = {"base/arena.c"}  # out of memory
# What people read stands in *.def, in both languages; or in a table that has both side by side; or it is read by programs of
# libraries, whose vocabularies are English.
BILINGUAL = {"proof/places.c", "bag/premis.c", "import/symbols.c", "desk/log.c"}  # the last: statements of SQL
# Terms that MODS prescribes.
VOCABULARY = {"born digital", "statement of responsibility"}
LINES_MOST = 620


def strip(text):
    text = re.sub(r"/\*.*?\*/", "", text, flags=re.S)
    return re.sub(r'"(\\.|[^"\\])*"', '""', text)


def taken(build):
    """Of each file those whose functions it takes, read off the objects."""
    home, needs = {}, {}
    for library in sorted(build.glob("libbm_*.a")):
        for line in subprocess.run(["nm", "-gP", library], capture_output=True, text=True, check=True).stdout.splitlines():
            if m := re.match(r".*\[(.*)\.c\.o\]:$", line):
                here = f"{library.stem[6:]}/{m[1]}.c"
            elif line and line.split()[1] in "TRDB":
                home[line.split()[0]] = here
            elif line and line.split()[1] == "U":
                needs.setdefault(here, set()).add(line.split()[0])
    return {f: {home[n] for n in names if n in home} - {f} for f, names in needs.items()}


def included(src):
    """Of each file those that it includes."""
    return {p.relative_to(src).as_posix(): set(re.findall(r'#include "([^"]+)"', p.read_text(encoding="utf-8")))
            for p in src.glob("*/*.[ch]")}


def circles(calls):
    order, low, stack, found = {}, {}, [], []

    def visit(f):  # Tarjan
        order[f] = low[f] = len(order)
        stack.append(f)
        for g in sorted(calls.get(f, ())):
            if g not in order:
                visit(g)
            low[f] = min(low[f], low[g]) if g in stack else low[f]
        if low[f] == order[f]:
            ring = [stack.pop() for _ in stack[stack.index(f):]]
            found.extend([sorted(ring)] if len(ring) > 1 else [])

    for f in sorted(calls):
        if f not in order:
            visit(f)
    return found


def words_of(text):
    """Literals of several English words: sentences, not lists of keys."""
    text = re.sub(r"/\*.*?\*/", "", text, flags=re.S).replace("'\"'", "")
    text = re.sub(r'"\s*\n\s*"', "", text)
    for m in re.finditer(r'"((?:\\.|[^"\\])*)"', text):
        if re.fullmatch(r"[A-Za-z][A-Za-z0-9,;.'# ]* +[A-Za-z0-9,;.'#][A-Za-z0-9,;.'# ]*", m[1]) and not re.fullmatch(r"\w+(, \w+)+", m[1]):
            yield m[1]


def named_in(page, root):
    """What ARCHITECTURE.md names and is not there: files, and functions or types of the project."""
    files = [p for p in root.glob("*/**/*") if p.is_file() and p.relative_to(root).parts[0] not in ("build", "out")]
    below = {p.relative_to(root).as_posix() for p in files}
    below |= {name[4:] for name in below if name.startswith("src/")}
    bare = {p.name for p in files}
    code = "".join(p.read_text(encoding="utf-8") for p in files if p.suffix in (".c", ".h") and "src" in p.parts)
    for name in re.findall(r"`([^`\n]+)`", page):
        if re.fullmatch(r"[\w./-]+\.(c|h|def|py|txt|yaml|md|map)", name) and name not in (below if "/" in name else bare):
            yield f"ARCHITECTURE.md: there is no file {name}"
        for word in re.findall(r"\bbm_\w+", name):
            if not re.search(rf"\b{word}\b", code):
                yield f"ARCHITECTURE.md: there is no {word}"


def main():
    src, build = Path(sys.argv[1]) / "src", Path(sys.argv[2])
    faults, said = [], set()
    reasons = set(re.findall(r'^R\("((?:\\.|[^"\\])*)"', (src / "base/reasons.def").read_text("utf-8"), re.M))
    library = set(re.findall(r'^R\("(.*?)"', (src / "base/reasons.def").read_text("utf-8").split("libyaml says")[1], re.M))
    for path in sorted(src.glob("*/*.[ch]")):
        name = path.relative_to(src).as_posix()
        room = name.split("/")[0]
        text = path.read_text(encoding="utf-8")
        if room not in BELOW:
            faults.append(f"{name}: no such room")
            continue
        for target in re.findall(r'#include "([a-z]+)/', text):
            if target != room and target not in BELOW[room]:
                faults.append(f"{name}: includes {target}/, which is not below {room}/")
        if text.count("\n") > LINES_MOST:
            faults.append(f"{name}: {text.count(chr(10))} lines, more than {LINES_MOST}")
        if room not in WORLD_ROOMS and name not in WORLD_FILES:
            for call in WORLD.findall(strip(text)):
                faults.append(f"{name}: calls {call}()")
        literals = set(words_of(text))
        said |= literals
        if name not in BILINGUAL:
            faults += [f"{name}: {w!r} has no Chinese" for w in literals - reasons - VOCABULARY]
        faults += [f"{name}: {w}: words in two languages stand in labels.def"
                   for w in re.findall(r'(?:zh|lang|BM_LANG_ZH) \?\s*"', strip(text))]
    for name in ("doubts", "joins"):
        rows = set(re.findall(r'"((?:\\.|[^"\\])*)"', (src / f"manuscript/{name}.def").read_text("utf-8")))
        faults += [f"manuscript/{name}.def: {w!r} has no Chinese" for w in rows - reasons]
        said |= rows
    faults += [f"reasons.def: nobody says {w!r}" for w in reasons - library if " " in w and w not in said]
    # Global mutable state: no object of the libraries lies in a writable section. (.data.rel.ro is
    # constant once the program is loaded.)
    for library in sorted(build.glob("libbm_*.a")):
        out = subprocess.run(["objdump", "-t", library], capture_output=True, text=True, check=True).stdout
        for line in out.splitlines():
            m = re.match(r"[0-9a-f]+ \S*\s+O (\.data|\.bss|\*COM\*|\.tbss|\.tdata)(?:\.(?!rel\.ro)\S*)?\s+[0-9a-f]+ (\S+)", line)
            if m and not m[2].startswith(("__", ".L")):
                faults.append(f"{library.name}: {m[2]} is global and mutable")
    for ring in circles(taken(build)):
        faults.append(f"{', '.join(ring)}: take functions from each other in a circle")
    for ring in circles(included(src)):
        faults.append(f"{', '.join(ring)}: include each other in a circle")
    # Every test that tests/rules.md names is there; every row has a state.
    tests = set()
    for path in (src.parent / "tests" / "unit").glob("test_*.c"):
        tests.update(re.findall(r"cmocka_unit_test(?:_setup_teardown)?\((\w+)[,)]", path.read_text(encoding="utf-8")))
    tests.update("e2e." + path.stem for path in (src.parent / "tests" / "e2e").glob("*.py"))
    rows = re.findall(r"^\| ([0-9][^|]*) \|[^|]*\|[^|]*\| ([^|]*) \| (done|part|out)[^|]* \|$",
                      (src.parent / "tests" / "rules.md").read_text(encoding="utf-8"), re.M)
    if len(rows) < 50:
        faults.append("tests/rules.md: rows are missing")
    for number, named, state in rows:
        names = re.findall(r"(?:e2e\.)?[a-z][a-z_0-9]{4,}", re.sub(r"\(.*?\)", "", named))
        if state == "done" and not names:
            faults.append(f"tests/rules.md: rule {number} is done without a test")
        faults += [f"tests/rules.md: there is no test {name}" for name in names if name not in tests]
    faults += named_in((src.parent / "ARCHITECTURE.md").read_text(encoding="utf-8"), src.parent)
    print("\n".join(faults) or "every arrow points down")
    sys.exit(bool(faults))


main()
