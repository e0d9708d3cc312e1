"""What Word shows of a document, by another way than the program's: zipfile, ElementTree, and the rules written down anew.

shown(path) gives the characters in reading order, white space left out, as a list of (character, what): what is "" for text, "bullet"
for the sign of a list; and the set of notes without which characters would be lost in silence."""
import re
import unicodedata
import xml.etree.ElementTree as ET
import zipfile

BULLETS = {"\uf06c": "●", "\uf0b7": "•", "\uf0d8": "➢", "\uf0fc": "✓", "\uf06e": "■", "\uf0a7": "▪"}
SYMBOLS = {("Wingdings", 0xFE): "☑", ("Wingdings", 0xA8): "□", ("Wingdings", 0x6C): "●", ("Symbol", 0xB4): "×", ("Symbol", 0xB7): "•"}
SYMBOL_FONTS = {"Wingdings", "Wingdings 2", "Wingdings 3", "Webdings", "Symbol"}
KNOWN = {"wps", "wpg", "wpc", "w14", "w15", "wp14"}
CIRCLED = re.compile(r"(?i:eq\\o\\ac)\(○,([1-9]|1[0-9]|20)\)")
WHITE = re.compile(r"\s")
HAN = "零一二三四五六七八九"


def local(e):
    return e.tag.rsplit("}", 1)[-1]


def get(e, name):
    for k, v in e.attrib.items():
        if k.rsplit("}", 1)[-1] == name:
            return v
    return None


def kid(e, *names):
    for name in names:
        e = next((c for c in e if local(c) == name), None) if e is not None else None
    return e


def val(e, *names):
    e = kid(e, *names)
    return get(e, "val") if e is not None else None


def on(e, name):
    c = kid(e, name)
    return None if c is None else get(c, "val") not in ("0", "false", "off", "none")


def places(n, digits, units, short):
    s, zero = "", False
    for p in range(4, -1, -1):
        d = n // 10 ** p % 10
        if d:
            s += (digits[0] if zero and s else "") + ("" if short and p == 1 and d == 1 and not s else digits[d]) + units[p]
            zero = False
        else:
            zero = True
    return s or digits[0]


def roman(n):
    s = ""
    for v, r in ((1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"), (50, "L"), (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I")):
        s += r * (n // v)
        n %= v
    return s


def number(fmt, n):
    if fmt in ("chineseCounting", "taiwaneseCounting"):
        return places(n, "〇" + HAN[1:], ["", "十", "百", "千", "万"], True)
    if fmt in ("chineseCountingThousand", "taiwaneseCountingThousand"):
        return places(n, HAN, ["", "十", "百", "千", "万"], True)
    if fmt == "chineseLegalSimplified":
        return places(n, "零壹贰叁肆伍陆柒捌玖", ["", "拾", "佰", "仟", "萬"], False)
    if fmt == "ideographTraditional" and 1 <= n <= 10:
        return "甲乙丙丁戊己庚辛壬癸"[n - 1]
    if fmt.startswith("decimalEnclosedCircle") and 1 <= n <= 20:
        return chr(0x245F + n)
    if fmt in ("upperRoman", "lowerRoman"):
        return roman(n) if fmt[0] == "u" else roman(n).lower()
    if fmt in ("upperLetter", "lowerLetter") and n > 0:
        return chr((65 if fmt[0] == "u" else 97) + (n - 1) % 26) * ((n - 1) // 26 + 1)
    if fmt == "decimalZero":
        return "%02d" % n
    return "" if fmt == "none" else str(n)


class Word:
    def __init__(self, path):
        self.zip = zipfile.ZipFile(path)
        self.out, self.notes = [], set()
        self.styles, self.nums, self.counts, self.used = {}, {}, {}, set()
        self.refs = []
        self.stack, self.codes = [], []
        self.boxes = None
        self.default = None
        rels = self.part("word/_rels/document.xml.rels")
        self.target = {get(r, "Type").rsplit("/", 1)[-1]: get(r, "Target") for r in rels} if rels is not None else {}
        self.read_styles()
        self.read_numbering()
        body = kid(self.part("word/document.xml"), "body")
        self.blocks(body)
        for kind in "footnote", "endnote":
            root = self.part("word/" + self.target.get(kind + "s", kind + "s.xml").lstrip("/").removeprefix("word/"))
            for k, ref, count in self.refs:
                if k != kind or root is None:
                    continue
                for n in root:
                    if get(n, "id") == ref:
                        self.note_number = number("decimal" if kind == "footnote" else "lowerRoman", count) if count else ""
                        self.blocks(n)

    def part(self, name):
        try:
            return ET.fromstring(self.zip.read(name))
        except KeyError:
            return None

    def read_styles(self):
        root = self.part("word/styles.xml")
        for s in root if root is not None else ():
            if local(s) == "style":
                self.styles[get(s, "styleId")] = s
                if get(s, "default") == "1" and get(s, "type") == "paragraph":
                    self.default = get(s, "styleId")

    def chain(self, style):
        seen = []
        while style in self.styles and style not in seen:
            seen.append(style)
            style = val(self.styles[style], "basedOn")
        return [self.styles[s] for s in seen]

    def read_numbering(self):
        root = self.part("word/numbering.xml")
        if root is None:
            return
        abstract = {get(a, "abstractNumId"): {int(get(l, "ilvl")): l for l in a if local(l) == "lvl"} for a in root if local(a) == "abstractNum"}
        for n in root:
            if local(n) != "num":
                continue
            a = val(n, "abstractNumId")
            levels = dict(abstract.get(a, {}))
            starts = {}
            for o in n:
                if local(o) == "lvlOverride":
                    i = int(get(o, "ilvl"))
                    if kid(o, "lvl") is not None:
                        levels[i] = kid(o, "lvl")
                    if val(o, "startOverride"):
                        starts[i] = int(val(o, "startOverride"))
            self.nums[get(n, "numId")] = (a, levels, starts)

    def put(self, s, what=""):
        for c in s:
            cp = ord(c)
            if c == "\u00ad":
                self.notes.add("soft-hyphen")
            elif cp == 0xFEFF or cp in (0x202B, 0x202E, 0x2067) or (unicodedata.category(c) == "Cc" and c not in "\t\n\r\x85"):
                self.notes.add("no-print")
            elif not WHITE.match(c):
                self.out.append((c, what))

    def label(self, props, style):
        num = val(props, "numPr", "numId") if props is not None else None
        level = val(props, "numPr", "ilvl") if props is not None else None
        named = None
        if num is None:
            for s in self.chain(style):
                num = val(s, "pPr", "numPr", "numId")
                if num is not None:
                    level = level if level is not None else val(s, "pPr", "numPr", "ilvl")
                    break
        if num in (None, "0") or num not in self.nums:
            return
        a, levels, starts = self.nums[num]
        if level is None:
            level = next((i for i, l in levels.items() if val(l, "pStyle") == style), 0)
        level = int(level)
        counts = self.counts.setdefault(a, {})
        start = lambda i: starts.get(i, int(val(levels[i], "start") or 0) if i in levels else 0)
        if level in starts and (num, level) not in self.used or level not in counts:
            counts[level] = start(level)
        else:
            counts[level] += 1
        self.used.add((num, level))
        for i in range(level):
            if i not in counts:
                counts[i] = start(i)
                self.used.add((num, i))
        for i in list(counts):
            if i > level:
                restart = val(levels[i], "lvlRestart") if i in levels else None
                if restart is None or (int(restart) and level < int(restart)):
                    del counts[i]
        l = levels.get(level)
        if l is None:
            return
        text, fmt = val(l, "lvlText") or "", val(l, "numFmt") or "decimal"
        if fmt == "bullet":
            font = get(kid(l, "rPr", "rFonts"), "ascii") if kid(l, "rPr", "rFonts") is not None else None
            for c in text:
                symbol = font in SYMBOL_FONTS or 0xF000 <= ord(c) <= 0xF0FF
                self.put(BULLETS.get(c, SYMBOLS.get((font, ord(c) & 0xFF), "•")) if symbol else c, "bullet")
            return
        legal = on(l, "isLgl")
        self.put(re.sub(r"%([1-9])", lambda m: number("decimal" if legal else val(levels[int(m[1]) - 1], "numFmt") or "decimal", counts[int(m[1]) - 1]), text))

    # blocks
    def blocks(self, parent):
        waiting = None
        for e in parent:
            name = local(e)
            if name == "p":
                waiting = self.paragraph(e, waiting)
            elif name == "tbl":
                self.blocks_of_table(e)
            elif name == "AlternateContent":
                self.blocks(self.choice(e))
            elif name in ("sdtPr", "sectPr", "tcPr", "pPr"):
                continue
            elif name in ("del", "moveFrom"):
                self.notes.add("deleted")
            elif len(e):
                self.blocks(e)
        if waiting:
            self.out += waiting

    def blocks_of_table(self, tbl):
        for e in tbl.iter():
            e.tag = e.tag
        def rows(parent):
            for e in parent:
                if local(e) == "tc":
                    down = kid(e, "tcPr", "vMerge")
                    if down is not None and get(down, "val") != "restart":
                        self.notes.add("merged-cells")
                    self.blocks(e)
                elif local(e) not in ("tblPr", "tblGrid", "trPr"):
                    rows(e)
        rows(tbl)

    def paragraph(self, e, waiting):
        props = kid(e, "pPr")
        style = val(props, "pStyle") if props is not None else None
        style = style or self.default
        outer, self.out, boxes, self.boxes = self.out, [], self.boxes, []
        look = [kid(s, "rPr") for s in self.chain(style)]
        self.under = lambda name: next((v for v in (on(x, name) for x in look if x is not None) if v is not None), False)
        hid = self.under
        self.inline(e)
        content, self.out = (waiting or []) + self.out, outer
        mark = kid(props, "rPr") if props is not None else None
        drop = kid(props, "framePr") if props is not None else None
        gone = mark is not None and kid(mark, "del") is not None
        own, self.boxes = self.boxes, boxes
        if gone or (drop is not None and get(drop, "dropCap") not in (None, "none")):
            self.late = getattr(self, "late", []) + own
            return content
        hidden = on(mark, "vanish") if mark is not None and on(mark, "vanish") is not None else hid("vanish")
        if not (hidden and not content):
            self.label(props, style)
        self.out += content
        for b in getattr(self, "late", []) + own:
            self.notes.add("text-box")
            self.late = []
            self.blocks(b)
        self.late = []
        return None

    def choice(self, e):
        for c in e:
            if local(c) == "Choice" and get(c, "Requires") in KNOWN or local(c) == "Fallback":
                return c
        return ()

    def shown(self):
        return all(self.stack)

    def inline(self, parent):
        for e in parent:
            name = local(e)
            if name == "r" and "math" not in e.tag:
                self.run(e)
            elif name in ("del", "moveFrom"):
                self.notes.add("deleted" if name == "del" else "moved")
            elif name in ("pPr", "rPr", "sdtPr"):
                continue
            elif name in ("oMath", "oMathPara"):
                self.notes.add("formula")
                self.put("".join(x.text or "" for x in e.iter() if local(x) == "t"))
            elif name == "AlternateContent":
                self.inline(self.choice(e))
            else:
                if name == "ins":
                    self.notes.add("inserted")
                self.inline(e)

    def run(self, e):
        props = kid(e, "rPr")
        direct = on(props, "vanish") if props is not None else None
        named = False
        if props is not None and val(props, "rStyle"):
            named = next((v for v in (on(kid(s, "rPr"), "vanish") for s in self.chain(val(props, "rStyle")) if kid(s, "rPr") is not None) if v is not None), False)
        hidden = direct if direct is not None else bool(named) != bool(self.under("vanish"))
        fonts = kid(props, "rFonts") if props is not None else None
        font = get(fonts, "ascii") if fonts is not None else None
        for c in e:
            self.in_run(c, hidden, font)

    def in_run(self, c, hidden, font):
        name = local(c)
        if name == "t":
            text = c.text or ""
            if not self.shown():
                return
            if hidden:
                self.notes.add("hidden")
            else:
                for ch in text:
                    if font in SYMBOL_FONTS and (0x20 < ord(ch) < 0x7F or 0xF000 <= ord(ch) <= 0xF0FF):
                        self.symbol(font, ord(ch) & 0xFF)
                    else:
                        self.put(ch)
        elif name == "sym" and not hidden and self.shown():
            self.symbol(get(c, "font"), int(get(c, "char"), 16) & 0xFF)
        elif name == "noBreakHyphen" and not hidden:
            self.put("\u2011")
        elif name == "softHyphen":
            self.notes.add("soft-hyphen")
        elif name == "fldChar":
            kind = get(c, "fldCharType")
            if kind == "begin":
                self.stack.append(False)
                self.codes.append("")
            elif self.stack:
                if kind == "separate":
                    self.stack[-1] = True
                else:
                    separated, sign = self.stack.pop(), CIRCLED.fullmatch(self.codes.pop().replace(" ", ""))
                    if not separated and sign and self.shown() and not hidden:  # Word makes the sign of its code: ⑧ of eq \\o\\ac(○,8)
                        self.put(chr(0x245F + int(sign[1])))
                        self.notes.add("circled")
                    elif not separated:
                        self.notes.add("field")
        elif name == "instrText" and self.codes:
            self.codes[-1] += "".join(c.itertext())
        elif name == "ruby":
            self.notes.add("ruby")
            self.inline(kid(c, "rubyBase"))
        elif name in ("footnoteReference", "endnoteReference"):
            kind = name[:-9]
            self.refs.append((kind, get(c, "id"), 1 + sum(k == kind for k, *_ in self.refs)))
            self.notes.add("footnote-mark")
        elif name in ("footnoteRef", "endnoteRef"):
            self.put(self.note_number)
        elif name == "commentReference":
            self.notes.add("comment")
        elif name == "AlternateContent":
            for x in self.choice(c):
                self.in_run(x, hidden, font)
        elif name in ("drawing", "pict", "object"):
            self.drawing(c)
        elif name == "delText":
            self.notes.add("deleted")

    def symbol(self, font, code):
        s = SYMBOLS.get((font, code))
        self.notes.add("symbol" if s else "no-symbol")
        self.put(s or "〓")

    def drawing(self, e):
        for c in e:
            if local(c) == "txbxContent":
                self.boxes.append(c)
            elif local(c) == "AlternateContent":
                self.drawing(self.choice(c))
            else:
                self.drawing(c)


def shown(path):
    w = Word(path)
    return w.out, w.notes
