#!/usr/bin/python3
"""The pages measured from outside, by glyph positions: what an art editor would send back."""
import collections
import re
import unittest

from common import SETTINGS, edition, main, page_chars, read_pgm, tool

START = set("、，。．：；！？）］｝〕〉》」』】〗’”·％℃,.!?:;)]}%‰～")
END = set("（［｛〔〈《「『【〖‘“([{￥＄$£#№")
CLOSE = set("）］｝〕〉》」』】〗’”")
OPEN = set("（［｛〔〈《「『【〖‘“")
STOP = set("、，。．：；！？")


def han(c):
    return 0x3400 <= ord(c) <= 0x9FFF or 0x20000 <= ord(c) <= 0x3FFFF


def lines(chars, size):
    """Printed lines of one body size: characters that follow one another in the content stream on
    one baseline without a jump. Of 、“ both may have lost half an em."""
    out, cur = [], []
    for c in chars:
        if abs(c[3] - size) > 0.06 or not c[4].strip():
            continue
        if cur and (abs(c[1] - cur[-1][1]) > 0.1 or not -1.1 * size < c[0] - cur[-1][2] < 1.2 * size):
            out.append(cur)
            cur = []
        cur.append(c)
    return [l for l in out + [cur] if l]


def body_sizes(chars):
    count = collections.Counter(round(c[3], 2) for c in chars if han(c[4]))
    return [s for s, n in count.items() if n > 400 and s < 12]


class Pages(unittest.TestCase):
    def each(self):
        for layout, n in SETTINGS.items():
            for page in range(1, n + 1):
                chars = page_chars(edition(layout)[0], page)
                for size in body_sizes(chars):
                    with self.subTest(layout=layout, page=page, size=size):
                        yield size, [l for l in lines(chars, size) if len(l) >= 5]

    def test_no_line_starts_or_ends_with_a_forbidden_mark(self):
        seen = 0
        for size, ls in self.each():
            for l in ls:
                text = "".join(c[4] for c in l)
                self.assertNotIn(text[0], START, text)
                self.assertNotIn(text[-1], END, text)
                seen += 1
        self.assertGreater(seen, 300)

    def test_neighbouring_marks_share_their_blank(self):
        pairs = 0
        for size, ls in self.each():
            for l in ls:
                for a, b in zip(l, l[1:]):
                    if (a[4] in CLOSE | STOP and b[4] in OPEN | CLOSE | STOP and not (a[4] in STOP and b[4] in STOP)) \
                            or (a[4] in OPEN and b[4] in OPEN):
                        self.assertLess((b[0] - a[0]) / size, 0.8, a[4] + b[4])
                        pairs += 1
        self.assertGreater(pairs, 40)

    def test_baselines_stand_on_one_grid(self):
        for size, ls in self.each():
            ys = sorted({round(l[0][1], 2) for l in ls})
            leading = collections.Counter(round(b - a, 1) for a, b in zip(ys, ys[1:]) if b - a > size).most_common(1)[0][0]
            phase = collections.Counter(round(y % leading, 1) % leading for y in ys).most_common(1)[0][0]
            off = [y for y in ys if min((y - phase) % leading, -(y - phase) % leading) > 0.06 * size]
            self.assertLessEqual(len(off) / len(ys), 0.01, f"{off} off the grid of {leading}")

    def test_no_paragraph_ends_in_a_lone_character(self):
        for layout, n in SETTINGS.items():
            for page in range(1, n + 1):
                chars = page_chars(edition(layout)[0], page)
                for size in body_sizes(chars):
                    for l in lines(chars, size):
                        text = "".join(c[4] for c in l)
                        self.assertFalse(sum(map(han, text)) == 1 and len(text) <= 2, text)

    def test_stretch_is_even_in_a_line(self):
        for size, ls in self.each():
            for l in ls:
                d = [(b[0] - a[0]) / size for a, b in zip(l, l[1:]) if han(a[4]) and han(b[4])]
                if len(d) >= 4:
                    self.assertLess(max(d) - min(d), 0.02, "".join(c[4] for c in l))
                    self.assertLess(max(d), 1.26)

    def test_no_hole_on_the_page(self):
        dpi = 24
        for layout, n in SETTINGS.items():
            for page in range(1, n + 1):
                with self.subTest(layout=layout, page=page):
                    w, h, px = read_pgm(tool("pdftoppm", "-r", dpi, "-gray", "-f", page, "-l", page, edition(layout)[0]))
                    ink = [(x, y) for y in range(h) for x in range(w) if px[y * w + x] < 250]
                    x0, x1 = min(x for x, _ in ink), max(x for x, _ in ink)
                    y0, y1 = min(y for _, y in ink), max(y for _, y in ink)
                    best, heights = 0, [0] * (x1 - x0 + 1)
                    for y in range(y0, y1 + 1):
                        for x in range(x0, x1 + 1):
                            heights[x - x0] = 0 if px[y * w + x] < 250 else heights[x - x0] + 1
                        for i in range(len(heights)):
                            low = heights[i]
                            for j in range(i, len(heights)):
                                low = min(low, heights[j])
                                if low < 5:
                                    break
                                if j - i + 1 >= 5:
                                    best = max(best, low * (j - i + 1))
                    self.assertLessEqual(best / ((x1 - x0 + 1) * (y1 - y0 + 1)), 0.02)


main()
