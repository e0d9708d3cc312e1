"""Faults planted into PDFs that the program wrote, one at a time, by seed: what a damaged file, another tool or a forger
does. Each says what must be found.

    planted = plant(path, "code", seed, out)   # None: the file has no place for such a fault

The content is read here by the form that the program writes, and by nothing of the program's."""
import random
import re
from dataclasses import dataclass

import pikepdf

KINDS = ("code", "tounicode", "cmap", "outline", "dropped", "swapped")
SHOWN = re.compile(rb"/(\w+) [\d.]+ Tf|\[((?:<[0-9A-F]+>|-?[\d.]+)+)\] TJ|(?<=\n|.)([\d.]+) 0 0 1 (-?[\d.]+) (-?[\d.]+) Tm|0 -1 1 0 [-\d. ]+ Tm")
HAN = range(0x4E00, 0xA000)


@dataclass
class Planted:
    """kinds: of differences that may be told; places: (page from 1, index of the glyph on it) of the characters that are
    wrong; text: of those, in order; also: kinds that may follow from it, as what comes behind a wider glyph moves."""
    kinds: set
    places: list
    text: str
    pages: list
    also: set = frozenset()


class File:
    """The glyphs of a file, page by page: (font, code, where its four digits stand in the content, text,
    where its line begins, in mm from the trim's left top)."""

    def __init__(self, path):
        self.pdf = pikepdf.open(path)
        self.maps, self.pages, self.contents = {}, [], []
        for page in self.pdf.pages:
            content = page.Contents.read_bytes()
            self.contents.append(content)
            glyphs, name, line = [], None, None
            left, top = float(page.TrimBox[0]), float(page.TrimBox[3])
            for m in SHOWN.finditer(content):
                if m[1]:
                    name = "/" + m[1].decode()
                    continue
                if not m[2]:
                    line = ((float(m[4]) - left) / 72 * 25.4, (top - float(m[5])) / 72 * 25.4) if m[3] else None
                    continue
                if line and not -5 < line[1] < (top - float(page.TrimBox[1])) / 72 * 25.4 + 5:
                    continue # the slug line outside the bleed, which is not the edition's
                for s in re.finditer(rb"<([0-9A-F]+)>", m[2]):
                    at = m.start(2) + s.start(1)
                    for i in range(0, len(s[1]), 4):
                        code = int(s[1][i:i + 4], 16)
                        glyphs.append((name, code, at + i, self.map(page, name).get(code, ""), None if "V" in name else line))
            self.pages.append(glyphs)

    def map(self, page, name):
        if name not in self.maps:
            text = page.Resources.Font[name].ToUnicode.read_bytes().decode()
            self.maps[name] = {int(a, 16): bytes.fromhex(b).decode("utf-16-be")
                               for a, b in re.findall(r"<(\w{4})> <(\w+)>", text)}
        return self.maps[name]

    def font(self, name):
        return next(p.Resources.Font[name] for p in self.pdf.pages if name in p.Resources.Font)

    def base(self, name):
        """Fonts of one face, whatever their writing direction and variant."""
        return re.sub(r".*[FV]", "", name)

    def texts(self, page):
        return [(g[3], g[4]) for g in self.pages[page]]

    def han(self):
        """(page, index) of the glyphs that are Han characters."""
        return [(p, i) for p, gs in enumerate(self.pages) for i, g in enumerate(gs) if len(g[3]) == 1 and ord(g[3]) in HAN]

    def uses(self, wanted):
        """(page, index) of the glyphs for which wanted(font, code, text) holds."""
        return [(p, i) for p, gs in enumerate(self.pages) for i, g in enumerate(gs) if wanted(g[0], g[1], g[3])]

    def put(self, page, content):
        self.pdf.pages[page].Contents.write(content)

    def planted(self, kinds, places, also=frozenset()):
        return Planted(set(kinds), [(p + 1, i) for p, i in places], "".join(self.pages[p][i][3] for p, i in places),
                       [self.texts(p) for p in range(len(self.pages))], set(also))


def code(f, rng):
    """A code of a string becomes that of another character."""
    page, i = rng.choice(f.han())
    name, _, at, text, _ = f.pages[page][i]
    others = [c for c, t in f.map(f.pdf.pages[page], name).items() if len(t) == 1 and ord(t) in HAN and t != text]
    if not others:
        return None
    content = f.contents[page]
    f.put(page, content[:at] + b"%04X" % rng.choice(others) + content[at + 4:])
    return f.planted({"changed"}, [(page, i)], {"moved"})


def tounicode(f, rng):
    """A character is found as another."""
    page, i = rng.choice(f.han())
    name, number, _, text, _ = f.pages[page][i]
    stream = f.font(name).ToUnicode
    old = b"<%04X> <%04X>" % (number, ord(text))
    other = chr(rng.choice([c for c in HAN if chr(c) != text]))
    body = stream.read_bytes()
    assert body.count(old) == 1
    stream.write(body.replace(old, b"<%04X> <%04X>" % (number, ord(other))))
    return f.planted({"text"}, f.uses(lambda n, c, t: n == name and c == number))


def cmap(f, rng):
    """A code shows another glyph: in the CMap, or in the map from CIDs to glyphs."""
    page, i = rng.choice(f.han())
    name, number, _, text, _ = f.pages[page][i]
    font = f.font(name)
    body = font.Encoding.read_bytes()
    cids = {int(a, 16): int(b) for a, b in re.findall(rb"<(\w{4})> (\d+)\n", body)}
    others = [c for c, t in f.map(f.pdf.pages[page], name).items() if len(t) == 1 and ord(t) in HAN and t != text]
    if not others:
        return None
    other = cids[rng.choice(others)]
    to_gid = font.DescendantFonts[0].get("/CIDToGIDMap")
    if isinstance(to_gid, pikepdf.Stream) and rng.random() < 0.5:
        data = bytearray(to_gid.read_bytes())
        cid = cids[number]
        data[2 * cid:2 * cid + 2] = data[2 * other:2 * other + 2]
        to_gid.write(bytes(data))
        same = lambda n, c, t: f.base(n) == f.base(name) and cids.get(c) == cid
        return f.planted({"ink"}, f.uses(same))
    old = b"<%04X> %d\n" % (number, cids[number])
    assert body.count(old) == 1
    font.Encoding.write(body.replace(old, b"<%04X> %d\n" % (number, other)))
    return f.planted({"ink"}, f.uses(lambda n, c, t: n == name and c == number), {"moved"})


def numbers(charstring):
    """(offset, length, value) of the numbers of a Type 2 charstring without hints."""
    i = 0
    while i < len(charstring):
        b = charstring[i]
        if b == 28:
            yield i, 3, int.from_bytes(charstring[i + 1:i + 3], "big", signed=True)
            i += 3
        elif b >= 32 and b <= 246:
            yield i, 1, b - 139
            i += 1
        elif b >= 247 and b <= 254:
            yield i, 2, None
            i += 2
        elif b == 255:
            i += 5
        else:
            i += 1 + (b == 12)


def index_at(data, at):
    """Where the objects of a CFF INDEX lie, and its end."""
    n = int.from_bytes(data[at:at + 2], "big")
    size = data[at + 2]
    offsets = [int.from_bytes(data[at + 3 + k * size:at + 3 + (k + 1) * size], "big") for k in range(n + 1)]
    start = at + 2 + (n + 1) * size
    return [(start + a, start + b) for a, b in zip(offsets, offsets[1:])], start + offsets[-1]


def charstrings(cff):
    _, at = index_at(cff, cff[2])
    (top,), _ = index_at(cff, at)
    operands, i, top = [], 0, cff[top[0]:top[1]]
    while i < len(top):
        b = top[i]
        if b == 29:
            operands.append(int.from_bytes(top[i + 1:i + 5], "big", signed=True))
            i += 5
        elif b == 28:
            operands.append(int.from_bytes(top[i + 1:i + 3], "big", signed=True))
            i += 3
        elif b == 30:
            i += 1
            while top[i] & 15 != 15 and top[i] >> 4 != 15:
                i += 1
            i += 1
        elif b >= 247:
            operands.append(0)
            i += 2
        elif b >= 32:
            operands.append(b - 139)
            i += 1
        else:
            if b == 17:
                return index_at(cff, operands[-1])[0]
            operands = []
            i += 1 + (b == 12)


def outline(f, rng):
    """A point of a glyph's outline moves."""
    page, i = rng.choice(f.han())
    name, number, _, _, _ = f.pages[page][i]
    font = f.font(name)
    cids = {int(a, 16): int(b) for a, b in re.findall(rb"<(\w{4})> (\d+)\n", font.Encoding.read_bytes())}
    cid = cids[number]
    descriptor = font.DescendantFonts[0].FontDescriptor
    if "/FontFile3" in descriptor:
        data = bytearray(descriptor.FontFile3.read_bytes())
        a, b = charstrings(bytes(data))[cid]
        small = [x for x in numbers(bytes(data[a:b])) if x[1] == 1]
        if len(small) < 3:
            return None
        at, _, value = rng.choice(small[2:])
        data[a + at] = 139 + (value + 7 if value < 50 else value - 7)
        descriptor.FontFile3.write(bytes(data))
    else:
        data = bytearray(descriptor.FontFile2.read_bytes())
        tables = {data[12 + 16 * k:16 + 16 * k].decode(): int.from_bytes(data[20 + 16 * k:24 + 16 * k], "big")
                  for k in range(int.from_bytes(data[4:6], "big"))}
        to_gid = font.DescendantFonts[0].get("/CIDToGIDMap")
        gid = cid
        if isinstance(to_gid, pikepdf.Stream):
            m = to_gid.read_bytes()
            gid = int.from_bytes(m[2 * cid:2 * cid + 2], "big")
        long = data[tables["head"] + 51]
        size = 4 if long else 2
        at = tables["loca"] + size * gid
        place = int.from_bytes(data[at:at + size], "big") * (1 if long else 2) + tables["glyf"]
        contours = int.from_bytes(data[place:place + 2], "big", signed=True)
        if contours <= 0:
            return None
        flags = place + 10 + 2 * contours + 2 + int.from_bytes(data[place + 10 + 2 * contours:place + 12 + 2 * contours], "big")
        data[flags] ^= 1 # a point on the curve is one beside it
        descriptor.FontFile2.write(bytes(data))
    return f.planted({"ink"}, f.uses(lambda n, c, t: f.base(n) == f.base(name) and cids.get(c) == cid))


LINE = re.compile(rb"[^\n]*?Tm (?:/\w+ [\d.]+ Tf )?(\[(?:<[0-9A-F]+>|-?[\d.]+)+\] TJ )")


def dropped(f, rng):
    """A line of text is not shown."""
    page = rng.choice([p for p, gs in enumerate(f.pages) if gs])
    lines = [m for m in LINE.finditer(f.contents[page]) if any(m.start(1) <= g[2] < m.end(1) for g in f.pages[page])]
    m = rng.choice(lines)
    places = [(page, i) for i, g in enumerate(f.pages[page]) if m.start(1) <= g[2] < m.end(1)]
    f.put(page, f.contents[page][:m.start(1)] + f.contents[page][m.end(1):])
    return f.planted({"missing"}, places)


def kids(element):
    k = element.get("/K")
    return list(k) if isinstance(k, pikepdf.Array) else []


def swapped_tree(f, rng):
    """Two paragraphs that follow one another are read in the other order."""
    found, stack = [], [f.pdf.Root.StructTreeRoot]
    while stack:
        e = stack.pop()
        ks = kids(e)
        for n, (a, b) in enumerate(zip(ks, ks[1:])):
            if all(isinstance(x, pikepdf.Dictionary) and x.get("/S") == "/P" and kids(x) for x in (a, b)):
                found.append((e, n))
        stack += [k for k in ks if isinstance(k, pikepdf.Dictionary) and "/S" in k]
    if not found:
        return None
    e, n = rng.choice(found)
    marks = [marks_of(e.K[n]), marks_of(e.K[n + 1])]
    e.K[n], e.K[n + 1] = e.K[n + 1], e.K[n]
    ids = {p.obj.objgen: k for k, p in enumerate(f.pdf.pages)}
    places = []
    for half in marks:
        for page, mark in half:
            p = ids[page.objgen]
            m = re.search(rb"<</MCID %d>> BDC(.*?)EMC" % mark, f.contents[p], re.S)
            places += [(p, i) for i, g in enumerate(f.pages[p]) if m.start(1) <= g[2] < m.end(1)]
    return f.planted({"structure"}, places)


def marks_of(e):
    out = []
    for k in kids(e):
        if isinstance(k, pikepdf.Dictionary) and k.get("/Type") == "/MCR":
            out.append((k.Pg, int(k.MCID)))
        elif isinstance(k, pikepdf.Dictionary) and "/S" in k:
            out += marks_of(k)
        elif not isinstance(k, (pikepdf.Dictionary, pikepdf.Array)):
            out.append((e.Pg, int(k)))
    return out


def swapped(f, rng):
    """Two paragraphs, or lines of one, that follow one another are shown in the other order; in a tagged file half the
    time it is their elements that are swapped."""
    if "/StructTreeRoot" in f.pdf.Root and rng.random() < 0.5:
        return swapped_tree(f, rng)
    # Stretches of lines without a change of font or ink between two things that are none of these.
    page = rng.choice([p for p, gs in enumerate(f.pages) if gs])
    content = f.contents[page]
    lines = [m for m in re.finditer(rb"BT 1 0 0 1 [\d.]+ [\d.]+ Tm \[[^\n]*\] TJ ET\n", content) if b"Tf" not in m[0]]
    pairs = [(a, b) for a, b in zip(lines, lines[1:]) if a.end() == b.start() and a[0] != b[0]]
    if not pairs:
        return None
    n = rng.randrange(len(pairs))
    a, b = pairs[n]
    first, second, start, end = a[0], b[0], a.start(), b.end()
    more = rng.randrange(6)
    for c in lines[lines.index(b) + 1:][:more]: # a longer second one
        if c.start() != end:
            break
        second, end = second + c[0], c.end()
    f.put(page, content[:start] + second + first + content[end:])
    return f.planted({"order"}, [(page, i) for i, g in enumerate(f.pages[page]) if start <= g[2] < end], {"structure"})


def plant(path, kind, seed, out):
    f = File(path)
    planted = globals()[kind](f, random.Random(f"{kind} {seed}"))
    if planted:
        f.pdf.save(out)
    return planted


def judge(planted, differences):
    """What is wrong with the differences that were told of a planted fault; None: it is found, and placed to the
    character, and nothing else is told."""
    kinds = {d["kind"] for d in differences}
    mine = [d for d in differences if d["kind"] in planted.kinds]
    if not mine:
        return f"not found: {kinds}"
    if kinds - planted.kinds - planted.also:
        return f"more is told: {kinds}"
    told = set()
    for d in mine:
        place = locate(planted, d, told)
        if place is None:
            return f"no such place: {d}"
        told |= set(place)
    wanted = set(planted.places)
    if planted.kinds & {"order", "structure"}:
        # One of the two is out of order; which, is a matter of words.
        return None if told and told <= wanted else f"placed elsewhere: {sorted(told - wanted)}"
    return None if told == wanted else f"placed elsewhere: {sorted(told ^ wanted)[:9]} {mine[:2]}"


def locate(planted, d, taken):
    """The glyphs (page, index) that a difference is about, found by its text, what stands before and after it, and where
    its first line stands; none twice."""
    texts, n, page = [t for t, _ in planted.pages[d["page"] - 1]], d["count"], d["page"]
    all_before = "".join(t for p in planted.pages[:page - 1] for t, _ in p)[-20:]
    all_after = "".join(t for p in planted.pages[page:] for t, _ in p)[:20]
    best, best_x = None, -1
    x, y, high = d["rect"]["x"], d["rect"]["y"], d["rect"]["h"]
    for i in range(len(texts) - n + 1):
        line = planted.pages[page - 1][i][1]
        if (page, i) not in taken and "".join(texts[i:i + n])[:60] == d["wanted"].rstrip("…")[:60] \
                and (all_before + "".join(texts[:i])).endswith(d["before"]) \
                and ("".join(texts[i + n:i + n + 20]) + all_after).startswith(d["after"]) \
                and (line is None or y - 0.1 < line[1] < y + high + 0.1):
            # Of columns that say the same beside one another it is the one whose line begins last before the place.
            begins = line[0] if line and line[0] < x + 0.1 else 0
            if begins > best_x:
                best, best_x = [(page, i + k) for k in range(n)], begins
    return best
