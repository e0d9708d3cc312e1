"""What the end-to-end tests share: running the program, reading PDFs and pictures from outside."""
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import unittest
import xml.etree.ElementTree as ET
import zlib
from pathlib import Path

SOURCE = Path(__file__).resolve().parents[2]
PROGRAM = Path(os.environ.get("BANMIAN", SOURCE / "build/release/banmian")).resolve()
SANITIZED = PROGRAM.exists() and b"__asan_init" in PROGRAM.read_bytes()
EDITION = SOURCE / "content/2026-lianghui"
WORK_REPORT = SOURCE / "content/2025-work-report"
# What is set, by name, and its pages.
SETTINGS = {"tabloid": 2, "broadsheet": 1, "2025-work-report": 4, "broadsheet-8": 2}


def arguments(setting):
    """Edition and layout of a setting, for the command line."""
    if setting == WORK_REPORT.name:
        return (WORK_REPORT,)
    return (WORK_REPORT if setting == "broadsheet-8" else EDITION, "--layout", setting)


def run(*args, env=None, cwd=None, stdin=None, ok=None, text=True, **more):
    """Runs the program; asserts its exit status when ok is given. stdin: bytes or a file; more: what subprocess.run takes."""
    e = {**os.environ, "LC_ALL": "C.UTF-8", **(env or {})}
    more["input" if stdin is None or isinstance(stdin, bytes) else "stdin"] = stdin
    r = subprocess.run([str(PROGRAM), *map(str, args)], capture_output=True, env=e, cwd=cwd, timeout=120, **more)
    out = lambda b: b.decode("utf-8", "replace") if text else b
    r.out, r.err = out(r.stdout), r.stderr.decode("utf-8", "replace")
    if ok is not None and r.returncode != ok:
        raise AssertionError(f"exit {r.returncode}, {ok} wanted: {' '.join(map(str, args))}\n{r.err}")
    return r


def fault(call, n, action, argument="", more=False):
    """Environment in which something happens at the nth call of a system call: tests/faults/faults.c."""
    library = Path(os.environ.get("FAULTS", PROGRAM.parent / "faults.so")).resolve()
    return {"LD_PRELOAD": str(library), "FAULT": f"{call}:{n}{'+' if more else ''}:{action}:{argument}",
            "ASAN_OPTIONS": "verify_asan_link_order=0"}


def faults(folder, *args, env=None, **more):
    """Runs the program; how often it made which system call."""
    log = Path(folder) / "calls.log"
    run(*args, env={**(env or {}), **fault("none", 0, "fail"), "FAULT_LOG": str(log)}, **more)
    calls = log.read_text().split()
    log.unlink()
    return {name: calls.count(name) for name in set(calls)}


def tool(*args):
    """Runs another program; anything on its standard error is a failure."""
    r = subprocess.run(list(map(str, args)), capture_output=True, timeout=240)
    if r.returncode or r.stderr.strip():
        raise AssertionError(f"{' '.join(map(str, args))}: {r.returncode} {r.stderr.decode('utf-8', 'replace')}")
    return r.stdout


def solid(s):
    """Without white space."""
    return re.sub(r"\s+", "", s)


def clean(text):
    return re.sub(r"\{\{.*?\}\}", "", text)


def passages(path):
    """What of a manuscript is set in one piece each, in reading order, blanks as typed: fields, paragraphs, items, cells."""
    head, body = re.match(r"---\n(.*?)\n---\n?(.*)", path.read_text("utf-8"), re.S).groups()
    fields = [line.split(": ", 1) for line in head.split("\n")]
    fields = [(k, clean(v.strip('"')).replace(" / ", "")) for k, v in fields if k != "kind"]
    parts = []
    for block in filter(None, body.strip().split("\n\n")):
        if m := re.match(r'!\[(.*?)\]\([^)"]*(?:"(.*?)")?\)(?: *\{.*\})*$', block):
            parts += [g for g in m.groups() if g]
        elif block.startswith("|"):
            parts += [cell.strip() for row in block.split("\n") if not re.match(r"\|[-:| ]+$", row) for cell in row.strip("|").split("|")]
        elif re.match(r"\d+\. |- ", block):
            for line in block.split("\n"):
                number, rest = line.split(" ", 1)
                parts += [number, clean(rest)]
        else:
            parts.append(re.sub(r"^## ", "", clean(block)))
    return [v for k, v in fields if k not in ("signed", "dated")] + parts + [v for k, v in fields if k in ("signed", "dated")]


_set = {}


def edition(layout):
    """(PDF, report lines) of a setting, made once a run."""
    if layout not in _set:
        folder = Path(tempfile.mkdtemp(prefix="banmian-"))
        pdf, report = folder / "e.pdf", folder / "r.ndjson"
        run("press", *arguments(layout), "-o", pdf, "--report", report, ok=0)
        _set[layout] = pdf, [json.loads(l) for l in report.read_text("utf-8").splitlines()]
    return _set[layout]


def page_chars(pdf, page):
    """Characters as mupdf sees them: (x, y, right edge, size, character), in content order."""
    xml = tool("mutool", "draw", "-q", "-N", "-F", "stext", pdf, page)
    root = ET.fromstring(re.sub(rb"&#x(?:[0-8bcef]|1[0-9a-f]);", b"", xml))
    out = []
    for font in root.iter("font"):
        size = float(font.get("size"))
        for ch in font.iter("char"):
            q = [float(v) for v in ch.get("quad").split()]
            out.append((float(ch.get("x")), float(ch.get("y")), q[2], size, ch.get("c")))
    return out


def read_pgm(data):
    """(width, height, bytes) of a binary PGM."""
    m = re.match(rb"P5\s+(?:#.*\n)*(\d+)\s+(\d+)\s+255\s", data)
    return int(m[1]), int(m[2]), data[m.end():]


def read_png_gray(data):
    """(width, height, bytes) of an 8-bit gray, RGB or RGBA PNG of gray."""
    return read_png(data)[0]


def read_png(data):
    """The channels of an 8-bit gray, RGB or RGBA PNG, each as (width, height, bytes)."""
    assert data[:8] == b"\x89PNG\r\n\x1a\n"
    at, idat = 8, b""
    while at < len(data):
        n = int.from_bytes(data[at:at + 4], "big")
        kind, body = data[at + 4:at + 8], data[at + 8:at + 8 + n]
        if kind == b"IHDR":
            w, h, depth, colour = int.from_bytes(body[:4], "big"), int.from_bytes(body[4:8], "big"), body[8], body[9]
        elif kind == b"IDAT":
            idat += body
        at += 12 + n
    assert depth == 8
    k = {0: 1, 2: 3, 6: 4}[colour]
    raw, stride = zlib.decompress(idat), w * k
    prev, pixels = bytearray(stride), bytearray()
    for y in range(h):
        f, line = raw[y * (stride + 1)], bytearray(raw[y * (stride + 1) + 1:(y + 1) * (stride + 1)])
        if f == 1:
            for i in range(k, stride):
                line[i] = (line[i] + line[i - k]) & 255
        elif f == 2:
            for i in range(stride):
                line[i] = (line[i] + prev[i]) & 255
        elif f == 3:
            for i in range(stride):
                line[i] = (line[i] + ((line[i - k] if i >= k else 0) + prev[i]) // 2) & 255
        elif f == 4:
            for i in range(stride):
                a, b, c = line[i - k] if i >= k else 0, prev[i], prev[i - k] if i >= k else 0
                pa, pb, pc = abs(b - c), abs(a - c), abs(a + b - 2 * c)
                line[i] = (line[i] + (a if pa <= pb and pa <= pc else b if pb <= pc else c)) & 255
        prev = line
        pixels += line
    return [(w, h, bytes(pixels[i::k])) for i in range(k)]


def read_netpbm(data):
    """The channels of a binary PGM or PPM, or of a PAM of 8 bits, each as (width, height, bytes)."""
    if data[:2] == b"P7":
        end = data.index(b"ENDHDR\n")
        head, at = data[:end].decode(), end + 7
        w, h, n = (int(re.search(rf"{key} (\d+)", head)[1]) for key in ("WIDTH", "HEIGHT", "DEPTH"))
    else:
        m = re.match(rb"P([56])\s+(?:#.*\n)*(\d+)\s+(\d+)\s+255\s", data)
        w, h, n, at = int(m[2]), int(m[3]), 3 if m[1] == b"6" else 1, m.end()
    return [(w, h, data[at + i::n]) for i in range(n)]


def read_tiff_gray(data):
    """(width, height, bytes) of an uncompressed 8-bit gray TIFF, 0 for black."""
    order = "little" if data[:2] == b"II" else "big"
    number = lambda at, n: int.from_bytes(data[at:at + n], order)
    at, tags = number(4, 4), {}
    for entry in range(at + 2, at + 2 + 12 * number(at, 2), 12):
        size = {1: 1, 3: 2, 4: 4}.get(number(entry + 2, 2), 0)
        count = number(entry + 4, 4)
        where = entry + 8 if size * count <= 4 else number(entry + 8, 4)
        tags[number(entry, 2)] = [number(where + size * i, size) for i in range(count)] if size else []
    assert tags[258] == [8] and tags[259] == [1]
    pixels = b"".join(data[o:o + n] for o, n in zip(tags[273], tags[279]))
    if tags[262] == [0]:
        pixels = bytes(255 - v for v in pixels)
    return tags[256][0], tags[257][0], pixels


def blocks(picture, size=8):
    """Means of size x size blocks."""
    w, h, px = picture
    bw, bh = w // size, h // size
    out = []
    for by in range(bh):
        sums = [0] * bw
        for y in range(by * size, by * size + size):
            row = px[y * w:y * w + bw * size]
            for k in range(size):
                sums = [s + v for s, v in zip(sums, row[k::size])]
        out.append([s / (size * size) for s in sums])
    return out


def difference(a, b):
    """Mean difference of two block pictures, 0 to 1; sizes may differ by one block."""
    n = total = 0
    for ra, rb in zip(a, b):
        for x, y in zip(ra, rb):
            total += abs(x - y)
            n += 1
    return total / n / 255


def hand_placed():
    """A copy of an article of the edition, whose one frame is given by hand."""
    folder = Path(tempfile.mkdtemp(prefix="banmian-")) / "e"
    folder.mkdir()
    shutil.copy(EDITION / "01-gonggao-2.md", folder)
    (folder / "edition.yaml").write_text(
        "title: 版面\ndate: 2026-01-10\nlayout: tabloid\narticles: [01-gonggao-2.md]\nframes:\n"
        "  tabloid:\n    - frames: [{article: 01-gonggao-2, columns: 1-2, lines: 3-40}]\n", "utf-8")
    return folder


def as_shown(channels):
    """Another reader's page, which makes a brown of solid black by compensating for the darkest of all inks, as page
    images show it: black is taken to #1a1a1a, in light, and the paper stays."""
    light = lambda v: v / 12.92 if v <= 0.04045 else ((v + 0.055) / 1.055) ** 2.4
    screen = lambda v: 12.92 * v if v <= 0.0031308 else 1.055 * v ** (1 / 2.4) - 0.055
    to, out = light(0x1a / 255), []
    for (*size, data), brown in zip(channels, (0x45, 0x35, 0x2a)):
        black = light(brown / 255)
        shown = [to + (light(v / 255) - black) * (1 - to) / (1 - black) for v in range(256)]
        out.append((*size, data.translate(bytes(round(255 * screen(max(0, v))) for v in shown))))
    return out


def main():
    unittest.main(verbosity=2, argv=[sys.argv[0], *sys.argv[1:]])
