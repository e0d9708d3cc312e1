#!/usr/bin/python3
"""The proof desk as an editor has it in Chromium: opening, every key, glyph to byte and back, typing with an input method, two editors,
ten tabs, what a reader of screens hears. EDITS, UPDATES, GLYPHS: how many (soak has more)."""
import hashlib
import json
import os
import random
import re
import shutil
import subprocess
import tempfile
import time
import unittest
from pathlib import Path

from common import PROGRAM, SOURCE, WORK_REPORT, hand_placed, main
from deskcase import DeskCase, settle

EDITS = int(os.environ.get("EDITS", 50))
UPDATES = int(os.environ.get("UPDATES", 50))
GLYPHS = int(os.environ.get("GLYPHS", 8))  # of each page; 0: all
SEED = int(os.environ.get("SEED", 1))
CJK = re.compile(r"[\u2e80-\u9fff\uf900-\ufaff]")
# The middle of a rectangle of a page, in pixels of the window.
ON_SCREEN = """((rect) => { const c = desk.view.current, k = c.zoom / 75, box = document.getElementById("canvas").getBoundingClientRect();
  return [box.x + (rect[0] + rect[2] / 2 - c.x) * k, box.y + (rect[1] + rect[3] / 2 - c.y) * k]; })"""
# Every page as it is painted, as a hash of its pixels.
PICTURES = """(async () => { const out = [];
  for (const p of desk.state.pages) { const c = new OffscreenCanvas(Math.ceil(p.width / 75), Math.ceil(p.height / 75)), g = c.getContext("2d");
    await desk.view.paintPage(g, p.n, 1); const d = g.getImageData(0, 0, c.width, c.height).data;
    out.push([...new Uint8Array(await crypto.subtle.digest("SHA-256", d))].map((b) => b.toString(16).padStart(2, "0")).join("") + ":" + d.some((v, i) => i % 4 === 0 && v < 100)); }
  return out; })()"""
AREA = 'document.querySelector(".sheet textarea")'
SENTENCE = "会议指出，要坚持稳中求进，把各项工作落到实处。"


def disk(edition, name):
    return (edition / name).read_bytes()


class Desk(DeskCase):
    def typed(self, tab, name):
        """Opens the article of that name by its entry in the list."""
        i = tab.evaluate(f"desk.state.articles.findIndex((a) => a.name === {json.dumps(name)})")
        tab.press(f".rows [data-name='{name}']")
        tab.wait(f"{AREA} === document.activeElement && desk.selected === {i}")
        return i

    def caret(self, tab, start, end=None):
        tab.evaluate(f"{AREA}.setSelectionRange({start}, {start if end is None else end})")

    def test_opening(self):
        served = self.serve()
        tab = self.tab(served)
        settle(tab)
        self.assertNotIn("t=", tab.evaluate("location.hash").replace("&", "\n#").split("#")[1:][0], "the token stays in the address")
        self.assertEqual(tab.evaluate("document.querySelectorAll('.rows li').length"), 13)
        self.assertEqual(tab.evaluate("document.querySelectorAll('.thumbs li').length"), 2)
        self.assertRegex(tab.evaluate("document.getElementById('canvas').getAttribute('aria-label')"), r"^第1版，\d+ 稿，\d+ 处超行$")
        ink = "(() => { const c = document.getElementById('canvas'), d = c.getContext('2d').getImageData(0, 0, c.width, c.height).data; let n = 0; for (let i = 0; i < d.length; i += 4) n += d[i] < 90; return n; })()"
        self.assertGreater(tab.evaluate(ink), 3000, "the page is painted")
        tab.wait("document.querySelector('.thumbs canvas').width > 20")
        tab.wait("document.getElementById('reading').textContent.length > 500")
        for page in tab.evaluate(PICTURES):
            self.assertTrue(page.endswith("true"), "a page without ink")

    def test_who(self):
        """Name and role are asked once, and never of who may not write."""
        served = self.serve()
        tab = self.tab(served, who=None)
        tab.wait("document.querySelector('dialog.who')")
        tab.insert("<b>夜编</b>")
        tab.key("Enter")
        tab.wait("!document.querySelector('dialog')")
        self.assertEqual(tab.evaluate("document.getElementById('who').textContent"), "<b>夜编</b> · 编辑")
        tab.go(served.origin + "/?again")
        tab.wait("document.body.dataset.ready === '1'")
        self.assertFalse(tab.evaluate("!!document.querySelector('dialog')"))
        self.assertEqual(tab.evaluate("desk.who"), "<b>夜编</b>")

    def test_text_and_bytes(self):
        """Line ends, byte order marks and characters beyond the first plane: places of the textarea are bytes of the file, and back."""
        tab = self.tab(self.serve())
        rng = random.Random(SEED)
        for _ in range(25):
            text = "".join(rng.choice(["甲", "a", "é", "𠮷", "😀", "\r\n", "\r", "\n", "　", "\u200d"]) for _ in range(rng.randrange(40)))
            file = rng.choice(["", "\ufeff"]) + text
            value = text.replace("\r\n", "\n").replace("\r", "\n")
            at = rng.randrange(len(value) + 1)
            inserted = rng.choice(["乙", "𠮷\n", "", "\n\n"])
            end = min(len(value), at + rng.randrange(4))
            got = tab.evaluate(f"""import(document.querySelector("script").src.replace("app.js", "text.js")).then(({{ Manuscript }}) => {{
              const m = new Manuscript(new TextEncoder().encode({json.dumps(file)})), out = {{ value: m.value, same: new TextDecoder("utf-8", {{ ignoreBOM: true }}).decode(m.bytes()) }};
              const index = [...m.value].slice(0, {at}).join("").length;
              out.byte = m.byteOf(index);
              out.back = m.indexOf(out.byte) === index;
              m.type([...m.value].slice(0, {at}).join("") + {json.dumps(inserted)} + [...m.value].slice({end}).join(""));
              out.typed = new TextDecoder("utf-8", {{ ignoreBOM: true }}).decode(m.bytes());
              return out; }})""")
            self.assertEqual(got["value"], value)
            self.assertEqual(got["same"], file, "bytes change without being typed")
            places, i = [0], 0  # where each character of the value begins in the file
            while i < len(text):
                i += 2 if text[i:i + 2] == "\r\n" else 1
                places.append(i)
            mark = len(file) - len(text)
            self.assertEqual(got["byte"], len((file[:mark] + text[:places[at]]).encode()))
            self.assertTrue(got["back"])
            ends = re.search(r"\r\n|\r|\n", text)
            # What stays on both sides of the change keeps its bytes.
            self.assertEqual(got["typed"].replace("\r\n", "\n").replace("\r", "\n").lstrip("\ufeff"), value[:at] + inserted + value[end:])
            if inserted == "乙":
                self.assertEqual(got["typed"], file[:mark] + text[:places[at]] + "乙" + text[places[end]:])
            elif "\n" in inserted and ends:
                self.assertGreaterEqual(got["typed"].count(ends.group()), 1)

    def test_line_ends_stay(self):
        """A file with CR LF and a byte order mark has them still after an edit."""
        edition = self.copy()
        file = edition / "07-jueyi-gangyao.md"
        file.write_bytes(b"\xef\xbb\xbf" + file.read_bytes().replace(b"\n", b"\r\n"))
        before = file.read_bytes()
        tab = self.tab(self.serve(edition))
        self.typed(tab, "07-jueyi-gangyao")
        at = tab.evaluate(f"{AREA}.value.indexOf('会议认为')")
        self.caret(tab, at)
        tab.insert("大家")
        settle(tab)
        self.assertEqual(file.read_bytes(), before.replace("会议认为".encode(), "大家会议认为".encode()))
        tab.key("Ctrl+s")
        tab.wait("document.getElementById('status').textContent === '已存为第 1 版次'")

    def test_overset_is_what_the_page_lacks(self):
        """Of an article whose foot has no room the text that is tinted, and that stands in red below, is what no page has: fields of the
        head that are read last are the first to go, and the body before them stands on the page."""
        made = hand_placed()
        edition = self.copy(made)
        shutil.rmtree(made.parent)
        plan = (edition / "edition.yaml").read_text()
        text = (edition / "01-gonggao-2.md").read_text()
        bare = lambda s: re.sub(r"\{\{.*?\}\}|[\s\u200b#*-]", "", s)
        body = bare(text.split("---\n")[2])
        tab = self.tab(self.serve(edition))
        self.typed(tab, "01-gonggao-2")
        for lines, whole in ((13, True), (12, False), (9, False)):
            (edition / "edition.yaml").write_text(plan.replace("3-40", f"3-{lines}"))
            tab.wait(f"desk.idle() && desk.state.articles[0].frames[0].lines === '3-{lines}' && CSS.highlights.get('over')?.size")
            shown = bare(tab.evaluate("desk.state.articles[0].over.text"))
            tab.until(lambda: bare(tab.evaluate("[...CSS.highlights.get('over')].join('')")) == shown, "the tint is not what is shown below")
            page = bare(tab.evaluate("desk.view.reading(1).filter((p) => p.article !== null).map((p) => p.text).join('')"))
            self.assertTrue(shown.endswith("2026年5月14日"))
            self.assertEqual(body in page, whole)
            self.assertEqual(len(shown), tab.evaluate("desk.state.articles[0].over.characters"), shown)
            # In the order of reading: what is tinted goes on where the page ends.
            reading = body + "嘉峪关市第十一届人民代表大会第五次会议主席团2026年5月14日"
            self.assertTrue(reading.endswith(shown))
            self.assertTrue(page.endswith(reading[:-len(shown)]), (page, shown))

    def test_glyph_to_byte_and_back(self):
        """A click on a glyph selects its bytes; the caret there finds the glyph."""
        for edition in (self.edition, WORK_REPORT):
            tab = self.tab(self.serve(self.copy(edition)))
            settle(tab)
            rng = random.Random(SEED)
            for page in range(1, tab.evaluate("desk.state.pages.length") + 1):
                tab.evaluate(f"desk.view.show({{ page: {page}, spread: false }}); desk.view.fit('page')")
                glyphs = []
                for a in tab.evaluate(f"desk.state.articles.filter((a) => desk.isText(a.i) && a.pages.includes({page})).map((a) => [a.i, a.file])"):
                    text = disk(self.servers[-1].edition, a[1]).decode()
                    places = [(len(text[:i].encode()), c) for i, c in enumerate(text) if CJK.match(c)]
                    if GLYPHS:
                        places = rng.sample(places, min(len(places), 6 * GLYPHS))
                    rects = tab.evaluate(f"{json.dumps([p for p, _ in places])}.map((o) => desk.view.rectsOf({json.dumps(a[1])}, o, 3).filter((s) => s.page === {page}))")
                    glyphs += [(a[0], o, c, r[0]["rect"]) for (o, c), r in zip(places, rects) if len(r) == 1]
                self.assertGreater(len(glyphs), 8, f"page {page}: hardly a character is found")
                for article, offset, character, rect in rng.sample(glyphs, min(GLYPHS, len(glyphs))) if GLYPHS else glyphs:
                    tab.evaluate(f"{AREA}?.setSelectionRange(0, 0)")
                    tab.click(*tab.evaluate(f"{ON_SCREEN}({json.dumps(rect)})"))
                    tab.wait(f"desk.selected === {article} && {AREA} && document.activeElement.id === 'canvas'")
                    got = tab.wait(f"(() => {{ const a = {AREA}, t = a.value.slice(a.selectionStart, a.selectionEnd); return t && [t, new TextEncoder().encode(a.value.slice(0, a.selectionStart)).length]; }})()")
                    self.assertEqual(got, [character, offset], f"page {page}")

    def test_a_mark_is_no_text(self):
        """A character that is clicked on the page and marked by keys: not a letter of them goes into the manuscript, whatever panel is
        open; Enter, or a double click, is what begins to write there."""
        tab = self.tab(self.serve())
        settle(tab)
        edition, name = self.servers[-1].edition, "07-jueyi-gangyao.md"
        before = disk(edition, name)
        offset = before.find("会议认为".encode())
        spot = tab.evaluate(f"desk.view.rectsOf('{name}', {offset}, 3)[0]")
        tab.evaluate(f"desk.view.show({{ page: {spot['page']} }}); desk.view.fit('page')")
        for panel in ("text", "notes"):
            tab.evaluate(f"desk.panel('{panel}', true)")
            tab.click(*tab.evaluate(f"{ON_SCREEN}({json.dumps(spot['rect'])})"))
            tab.wait(f"desk.span()?.text === '会' && document.activeElement.id === 'canvas' && !desk.panel('{panel}').hidden")
            for keys in ("m", "r"):
                tab.key(keys)
            tab.wait("document.querySelector('dialog[open] input[name=want]')")
            tab.key("Escape")
            tab.wait("!document.querySelector('dialog')")
            for keys in ("3", "x", "0"):
                tab.key(keys)
            settle(tab)
            self.assertEqual(disk(edition, name), before)
        tab.evaluate("document.getElementById('canvas').focus(); desk.view.fit('page')")
        tab.click(*tab.evaluate(f"{ON_SCREEN}({json.dumps(spot['rect'])})"))
        tab.wait("desk.span()?.text === '会' && CSS.highlights.get('pick')?.size === 1")
        for keys in ("m", "t"):  # one character is no pair
            tab.key(keys)
        tab.wait("/两个字/.test(document.getElementById('status').textContent) && !document.querySelector('dialog')")
        tab.key("Enter")
        tab.wait(f"document.activeElement === {AREA} && desk.span().text === '会'")

    def test_keys_of_the_page(self):
        tab = self.tab(self.serve(self.copy(WORK_REPORT)))
        settle(tab)
        tab.evaluate("document.getElementById('canvas').focus()")
        at = lambda: tab.evaluate("desk.view.current")
        tab.key("g 3")
        self.assertEqual(at()["page"], 3)
        tab.key("]")
        self.assertEqual(at()["page"], 4)
        tab.key("]")
        self.assertEqual(at()["page"], 4, "there is no fifth")
        tab.key("[")
        self.assertEqual(at()["page"], 3)
        tab.key("1")
        self.assertAlmostEqual(at()["zoom"], 1, 3)
        tab.key("3")
        self.assertAlmostEqual(at()["zoom"], 3, 3)
        tab.key("-")
        self.assertLess(at()["zoom"], 3)
        tab.key("+")
        self.assertAlmostEqual(at()["zoom"], 3, 3)
        before = at()
        tab.key("ArrowDown")
        self.assertGreater(at()["y"], before["y"])
        tab.key("ArrowUp")
        tab.key("ArrowRight")
        self.assertGreater(at()["x"], before["x"])
        step = at()["x"] - before["x"]
        tab.key("ArrowLeft")
        self.assertAlmostEqual(at()["x"], before["x"], 1)
        tab.key("Shift+ArrowRight")
        self.assertNotAlmostEqual(at()["x"] - before["x"], step, 1)
        tab.key("0")
        seen = at()
        tab.key(" ")
        self.assertGreater(at()["y"], seen["y"])
        for _ in range(12):
            tab.key(" ")
        self.assertEqual(at()["page"], 4, "screen after screen the next page comes")
        tab.key("s")
        self.assertTrue(at()["spread"])
        tab.key("s")
        self.assertFalse(at()["spread"])
        for name, key in (("grid", "g"), ("columns", "c"), ("frames", "f"), ("black", "k"), ("ink", "i"), ("boxes", "b")):
            pressed = lambda: tab.evaluate(f"[...document.querySelectorAll('#tools .chip')].map((b) => b.getAttribute('aria-pressed')).join()")
            none = pressed()
            tab.key(f"o {key}")
            self.assertEqual(pressed().count("true"), 1, name)
            tab.key(f"o {key}")
            self.assertEqual(pressed(), none)
        tab.key("Ctrl+ArrowDown")
        self.assertIsNotNone(tab.evaluate("desk.selected"))
        # The address says where one is, and takes one there.
        tab.key("g 2")
        tab.key("1")
        time.sleep(0.3)
        place, address = at(), tab.evaluate("location.href")
        tab.go("about:blank")
        tab.go(address)
        tab.wait("document.body.dataset.ready === '1'", 30)
        for k, v in place.items():
            self.assertAlmostEqual(at()[k], v, 1, k) if isinstance(v, float) else self.assertEqual(at()[k], v)

    def test_keys_of_lists(self):
        tab = self.tab(self.serve())
        settle(tab)
        tab.evaluate("document.getElementById('canvas').focus()")
        current = lambda: tab.evaluate("document.querySelector('#panel-issues .item[aria-current=true]')?.dataset.id ?? null")
        ids = tab.evaluate("[...document.querySelectorAll('#panel-issues .item')].map((e) => e.dataset.id)")
        self.assertGreater(len(ids), 5)
        tab.key("j")
        self.assertEqual(current(), ids[0])
        tab.key("j")
        self.assertEqual(current(), ids[1])
        tab.key("k")
        self.assertEqual(current(), ids[0])
        tab.key("k")
        self.assertEqual(current(), ids[0], "there is none before the first")
        levels = tab.evaluate("Object.fromEntries(desk.state.items.map((i) => [i.id, i.level]))")
        tab.key("n")
        self.assertNotEqual(levels[current()], "note")
        first = current()
        tab.key("n")
        tab.key("Shift+n")
        self.assertEqual(current(), first)
        while not (item := tab.evaluate(f"desk.state.items.find((i) => i.id === {json.dumps(current())})"))["length"]:
            tab.key("j")
        tab.key("Enter")
        tab.wait(f"document.activeElement === {AREA}")
        got = tab.wait(f"(() => {{ const a = {AREA}; return a.selectionEnd > a.selectionStart && [new TextEncoder().encode(a.value.slice(0, a.selectionStart)).length, new TextEncoder().encode(a.value.slice(a.selectionStart, a.selectionEnd)).length]; }})()")
        self.assertEqual(got, [item["offset"], item["length"]])
        # Filters
        tab.press("#tab-issues")
        kinds = tab.evaluate("[...new Set(desk.state.items.map((i) => i.kind))]")
        chips = tab.evaluate("[...document.querySelectorAll('#panel-issues .chip')].filter((c) => !c.hidden).length")
        self.assertEqual(chips, len(kinds) + 2)
        tab.evaluate("[...document.querySelectorAll('#panel-issues .chip')].find((c) => !c.hidden).click()")
        self.assertLess(tab.evaluate("document.querySelectorAll('#panel-issues .item').length"), len(ids))
        # Find
        tab.evaluate("document.getElementById('canvas').focus()")
        tab.key("/")
        tab.insert("五年规划")
        tab.key("Enter")
        tab.wait("document.querySelector('#panel-issues .chips').hidden")
        found = sum(p.read_text().count("五年规划") for p in self.servers[-1].edition.glob("*.md"))
        self.assertEqual(tab.evaluate("document.querySelectorAll('#panel-issues .item').length"), found)
        tab.key("Enter")
        tab.wait(f"document.activeElement === {AREA} && {AREA}.value.slice({AREA}.selectionStart, {AREA}.selectionEnd) === '五年规划'")

    def test_keys_and_text_fields(self):
        """No letter acts where one types, nor while an input method composes; the table of keys has what there is."""
        tab = self.tab(self.serve())
        self.typed(tab, "07-jueyi-gangyao")
        before = tab.evaluate("JSON.stringify(desk.view.current)")
        at = tab.evaluate(f"{AREA}.value.indexOf('会议认为')")
        self.caret(tab, at)
        for key in "jkng13s0":
            tab.key(key)
        self.assertEqual(tab.evaluate(f"{AREA}.value.slice({at}, {at + 8})"), "jkng13s0")
        self.assertEqual(tab.evaluate("JSON.stringify(desk.view.current)"), before)
        tab.key("Ctrl+z")
        tab.compose("m", "mi")
        self.assertEqual(tab.evaluate("JSON.stringify(desk.view.current)"), before)
        tab.insert("密")
        settle(tab)
        tab.key("Escape")
        tab.wait("document.activeElement.id === 'canvas'")
        tab.key("?")
        tab.wait("document.querySelector('dialog.keys')")
        table = tab.evaluate("[...document.querySelectorAll('dialog.keys dt')].map((e) => e.textContent)")
        for key in ("J", "K", "N", "Shift+N", "Enter", "G 1–9", "[", "]", "S", "0", "1", "3", "+", "−", "Space", "E", "Ctrl+S", "O G", "O C", "O K", "O I", "O B", "F6", "/", "?", "Esc"):
            self.assertIn(key, table)
        tab.key("j")
        self.assertFalse(tab.evaluate("!!document.querySelector('#panel-issues .item[aria-current=true]')"), "behind a dialog no key acts")
        tab.key("Escape")
        tab.wait("!document.querySelector('dialog')")
        regions = []
        for _ in range(5):
            tab.key("F6")
            regions.append(tab.evaluate("document.activeElement.closest('header, nav, main, aside, footer')?.id"))
        self.assertEqual(sorted(regions), ["bar", "foot", "left", "page", "right"])
        tab.key("Shift+F6")
        self.assertEqual(tab.evaluate("document.activeElement.closest('header, nav, main, aside, footer')?.id"), regions[-2])

    def test_input_method(self):
        """While one composes nothing is sent and nothing is set in the textarea; what is committed is sent once."""
        served = self.serve()
        tab = self.tab(served)
        self.typed(tab, "07-jueyi-gangyao")
        posts = lambda: sum("/api/text/" in u for u in tab.requests())
        at = tab.evaluate(f"{AREA}.value.indexOf('会议认为')")
        self.caret(tab, at)
        settle(tab)
        before, file = posts(), served.edition / "07-jueyi-gangyao.md"
        tab.compose("q", "qu", "quan", "quanshi")
        time.sleep(0.4)
        self.assertEqual(posts(), before, "something was sent while the input method was at work")
        # Another program writes meanwhile: the textarea waits.
        file.write_bytes(file.read_bytes().replace("本领".encode(), "本事".encode()) + "\n另一段。\n".encode())
        time.sleep(0.6)
        self.assertNotIn("另一段", tab.evaluate(f"{AREA}.value"))
        self.assertIn("quanshi", tab.evaluate(f"{AREA}.value"))
        tab.insert("全市")
        settle(tab)
        tab.wait(f"{AREA}.value.includes('另一段')")
        settle(tab)
        self.assertEqual(tab.evaluate(f"{AREA}.value.slice({at}, {at + 6})"), "全市会议认为")
        self.assertEqual(tab.evaluate(f"{AREA}.selectionStart"), at + 2, "the caret moved")
        self.assertEqual(file.read_text(), tab.evaluate(f"{AREA}.value"))

    def test_saved_elsewhere(self):
        """Another program's save is on the page and in the textarea; the caret stays at its character."""
        served = self.serve()
        tab = self.tab(served)
        self.typed(tab, "07-jueyi-gangyao")
        at = tab.evaluate(f"{AREA}.value.indexOf('会议认为')")
        self.caret(tab, at)
        file, fresh = served.edition / "07-jueyi-gangyao.md", served.edition / "07.new"
        fresh.write_text(file.read_text().replace("嘉峪关市第十一届", "嘉峪关市第十一届届", 1).replace("审查结果报告", "审查报告", 1))
        os.rename(fresh, file)
        tab.wait(f"{AREA}.value.includes('十一届届')")
        settle(tab)
        self.assertEqual(tab.evaluate(f"{AREA}.value.indexOf('会议认为') - {AREA}.selectionStart"), 0)
        self.assertTrue(tab.evaluate("desk.state.articles.find((a) => a.name === '07-jueyi-gangyao').title.includes('十一届届')"))

    def test_two_editors(self):
        """Changes at different places are merged; at one place both texts are shown before anything is written."""
        served = self.serve()
        a, b = self.tab(served), self.tab(served, who={"who": "日编", "role": "proof"})
        self.expected = "409"
        file = served.edition / "07-jueyi-gangyao.md"
        for tab in (a, b):
            self.typed(tab, "07-jueyi-gangyao")
        self.caret(a, a.evaluate(f"{AREA}.value.indexOf('会议认为')"))
        a.insert("甲甲")
        settle(a)
        b.wait(f"{AREA}.value.includes('甲甲会议认为')")
        settle(b)
        # Both at once, far apart: b is cut off while a writes.
        self.caret(b, b.evaluate(f"{AREA}.value.length - 1"))
        self.caret(a, a.evaluate(f"{AREA}.value.indexOf('审查了')"))
        b.ask("Network.emulateNetworkConditions", offline=True, latency=0, downloadThroughput=-1, uploadThroughput=-1)
        self.expected = "409|ERR_INTERNET_DISCONNECTED"
        b.insert("乙乙")
        a.insert("丙丙")
        settle(a)
        b.ask("Network.emulateNetworkConditions", offline=False, latency=0, downloadThroughput=-1, uploadThroughput=-1)
        settle(b)
        settle(a)
        b.wait(f"{AREA}.value.includes('丙丙审查了')")
        a.wait(f"{AREA}.value.includes('乙乙')")
        self.assertEqual(a.evaluate(f"{AREA}.value"), b.evaluate(f"{AREA}.value"))
        self.assertEqual(file.read_text(), a.evaluate(f"{AREA}.value"))
        # The same place.
        for tab in (a, b):
            self.caret(tab, tab.evaluate(f"{AREA}.value.indexOf('收官')"), tab.evaluate(f"{AREA}.value.indexOf('收官') + 2"))
        b.ask("Network.emulateNetworkConditions", offline=True, latency=0, downloadThroughput=-1, uploadThroughput=-1)
        b.insert("完成")
        a.insert("结束")
        settle(a)
        b.ask("Network.emulateNetworkConditions", offline=False, latency=0, downloadThroughput=-1, uploadThroughput=-1)
        b.wait("!document.querySelector('.conflict').hidden")
        b.wait("document.querySelector('#panel-text .state').textContent === '等您选定'")
        shown = b.evaluate("document.querySelector('.conflict').textContent")
        self.assertTrue("完成" in shown and "结束" in shown, shown)
        self.assertIn("圆满结束", file.read_text(), "written before it was decided")
        b.evaluate("document.querySelector('.conflict input[value=mine]').click()")
        b.press(".conflict .primary")
        settle(b)
        self.assertIn("圆满完成", file.read_text())
        self.assertNotIn("结束", file.read_text())
        a.wait(f"{AREA}.value.includes('圆满完成')")

    def edits(self, tab, rng, n, names):
        """n random edits as a hand makes them."""
        for _ in range(n):
            if rng.random() < 0.1 or not tab.evaluate(f"!!{AREA}"):
                self.typed(tab, rng.choice(names))
            length = tab.evaluate(f"{AREA}.value.length")
            start = tab.evaluate(f"{AREA}.value.indexOf('---', 4)") + 6
            at = rng.randrange(min(start, length), length + 1)
            what = rng.random()
            if what < 0.35:
                self.caret(tab, at)
                tab.insert(rng.choice(["全市上下团结奋斗", "，", "2026", "𠮷", "a", SENTENCE]))
            elif what < 0.55:
                self.caret(tab, at, min(length, at + rng.randrange(1, 30)))
                tab.key("Delete")
            elif what < 0.63:
                self.caret(tab, at)
                tab.key("Enter", 2)
            elif what < 0.65:
                self.caret(tab, at)
                tab.insert(SENTENCE * 200)
                tab.key("Ctrl+z")
            elif what < 0.85:
                self.caret(tab, at)
                for word, steps in rng.sample([("全市", ("q", "qu", "quanshi")), ("会议", ("h", "hui", "huiyi")), ("决定", ("j", "jue"))], rng.randrange(1, 4)):
                    tab.compose(*steps, commit=word)
            elif what < 0.9:
                self.caret(tab, at)
                tab.compose("b", "bu")
                tab.key("Escape") if False else tab.compose("", commit="")
            else:
                tab.key("Ctrl+z", rng.randrange(1, 3))
            if rng.random() < 0.3:
                time.sleep(rng.random() * 0.05)

    def test_random_edits(self):
        """After edits of all kinds at any speed: the file is what the textarea has, and the pages are those of a fresh process with the same plan."""
        rng = random.Random(SEED)
        served = self.serve()
        tab = self.tab(served)
        names = ["01-gonggao-2", "07-jueyi-gangyao", "12-tongxun"]
        self.edits(tab, rng, EDITS, names)
        settle(tab)
        for name in names:  # a mark that was torn is no manuscript: what it was is pasted over all
            if tab.evaluate(f"desk.state.items.some((i) => i.kind === 'message' && i.level === 'error' && i.file === '{name}.md')"):
                self.typed(tab, name)
                tab.key("Ctrl+a")
                tab.insert(disk(self.edition, f"{name}.md").decode() + SENTENCE)
                settle(tab)
        self.assertFalse(tab.evaluate("desk.state.failed"))
        for name in names:
            self.typed(tab, name)
            self.assertEqual(disk(served.edition, f"{name}.md").decode(), tab.evaluate(f"{AREA}.value"), name)
        settle(tab)
        fresh = self.tab(self.serve(self.copy(served.edition, "fresh")))
        settle(fresh)
        self.assertEqual(tab.evaluate(PICTURES), fresh.evaluate(PICTURES))
        facts = "JSON.stringify(desk.state.articles.map((a) => [a.name, a.sha, a.pages, a.over, a.short]))"
        self.assertEqual(tab.evaluate(facts), fresh.evaluate(facts))
        items = "JSON.stringify(desk.state.items)"
        for _ in range(40):  # findings come when it is quiet
            if tab.evaluate(items) == fresh.evaluate(items):
                break
            time.sleep(0.1)
        self.assertEqual(tab.evaluate(items), fresh.evaluate(items))

    def test_place_is_kept(self):
        """Whatever is written, here or elsewhere: the page does not move by a pixel, nor does an article that nobody touched."""
        served = self.serve()
        tab = self.tab(served)
        settle(tab)
        tab.evaluate("desk.view.zoomBy(2.2); desk.view.pan(140, 230)")
        self.typed(tab, "07-jueyi-gangyao")
        page = tab.evaluate("desk.state.articles.find((a) => a.name === '07-jueyi-gangyao').pages[0]")
        tab.evaluate(f"desk.view.show({{ page: {page} }}); desk.view.place({{ x: 7000, y: 9000, zoom: 1.7 }})")
        place = tab.evaluate("JSON.stringify(desk.view.current)")
        other = tab.evaluate(f"desk.state.articles.find((a) => a.kind !== 'banner' && a.name !== '07-jueyi-gangyao' && a.pages.includes({page})).file")
        text = disk(served.edition, other).decode()
        offset = len(text[:text.index("\n---", 4) + 8].encode())
        rects = lambda: tab.evaluate(f"JSON.stringify(desk.view.rectsOf({json.dumps(other)}, {offset}, 60))")
        before, scroll = rects(), tab.evaluate("document.scrollingElement.scrollTop")
        rng = random.Random(SEED)
        elsewhere = served.edition / "12-tongxun.md"
        for n in range(UPDATES):
            if n % 5 == 4:
                elsewhere.write_text(elsewhere.read_text() + "又一句。")
            else:
                self.caret(tab, rng.randrange(200, tab.evaluate(f"{AREA}.value.length")))
                tab.insert(rng.choice("全市上下团结"))
            self.assertEqual(tab.evaluate("JSON.stringify(desk.view.current)"), place)
        settle(tab)
        self.assertEqual(tab.evaluate("JSON.stringify(desk.view.current)"), place)
        self.assertEqual(rects(), before, "another article moved")
        self.assertEqual(tab.evaluate("document.scrollingElement.scrollTop"), scroll)

    def test_ten_tabs(self):
        """Ten tabs of one browser have one stream, and all see what is typed in one; without a SharedWorker too."""
        served = self.serve()
        tabs = [self.tab(served) for _ in range(10)]
        self.typed(tabs[0], "07-jueyi-gangyao")
        self.caret(tabs[0], tabs[0].evaluate(f"{AREA}.value.indexOf('会议认为')"))
        tabs[0].insert("十张")
        for tab in tabs:
            tab.wait("desk.view.rectsOf('07-jueyi-gangyao.md', 0, 1e5).length > 0 && desk.state.articles.find((a) => a.name === '07-jueyi-gangyao').sha === '" +
                     hashlib.sha256(self.until(served, "十张会议认为")).hexdigest() + "'")
        pictures = tabs[0].evaluate(PICTURES)
        settle(tabs[7])
        self.assertEqual(tabs[7].evaluate(PICTURES), pictures)

    def until(self, served, text, name="07-jueyi-gangyao.md"):
        end = time.monotonic() + 10
        while text.encode() not in (data := disk(served.edition, name)):
            self.assertLess(time.monotonic(), end, f"{text} is not on disk")
            time.sleep(0.02)
        return data

    def test_without_shared_worker(self):
        served = self.serve()
        tabs = []
        for _ in range(4):
            tab = self.tab(served, ready=False)
            tab.go("about:blank")
            tab.ask("Page.addScriptToEvaluateOnNewDocument", source="delete window.SharedWorker;")
            tab.go(served.origin + "/")
            tab.wait("document.body.dataset.ready === '1'")
            tabs.append(tab)
        (served.edition / "07-jueyi-gangyao.md").write_text(disk(served.edition, "07-jueyi-gangyao.md").decode().replace("会议认为", "大家认为"))
        sha = hashlib.sha256(disk(served.edition, "07-jueyi-gangyao.md")).hexdigest()
        for tab in tabs:
            tab.wait(f"desk.state.articles.find((a) => a.name === '07-jueyi-gangyao').sha === '{sha}'")
        # The tab that holds the stream goes; another takes it over.
        self.open_tabs = [t for t in self.open_tabs if t[0] is not tabs[0]]
        tabs[0].close()
        time.sleep(0.5)
        (served.edition / "07-jueyi-gangyao.md").write_text(disk(served.edition, "07-jueyi-gangyao.md").decode().replace("大家认为", "会议认为"))
        for tab in tabs[1:]:
            tab.wait(f"desk.state.articles.find((a) => a.name === '07-jueyi-gangyao').sha !== '{sha}'")

    def test_nothing_is_run(self):
        """Markup in names and texts is text."""
        edition, bad = self.copy(), "<img src=x onerror=\"window.hacked=1\"><script>window.hacked=1</script>"
        for name, key in (("07-jueyi-gangyao.md", "title"), ("01-gonggao-2.md", "signed")):
            text = (edition / name).read_text()
            (edition / name).write_text(re.sub(rf"^{key}: .*$", lambda m: f"{key}: '{bad}'", text, 1, re.M) + f"\n\n{bad}{{{{query 1: {bad}}}}}\n")
        (edition / "edition.yaml").write_text((edition / "edition.yaml").read_text().replace("title: 2026嘉峪关市两会特别报道", f"title: '{bad}'"))
        tab = self.tab(self.serve(edition), who={"who": bad, "role": "editor"})
        settle(tab)
        tab.evaluate("document.getElementById('canvas').focus()")
        for _ in range(6):
            tab.key("j")
        tab.key("Enter")
        tab.key("F6")
        self.typed(tab, "07-jueyi-gangyao")
        time.sleep(0.3)
        for panel in tab.evaluate("[...document.querySelectorAll('[role=tab]')].map((t) => t.id)"):
            tab.press(f"#{panel}")
        self.assertFalse(tab.evaluate("'hacked' in window"))
        self.assertEqual(tab.evaluate("document.querySelectorAll('img, body script, iframe, object').length"), 0)
        self.assertIn("<img", tab.evaluate("document.title"))
        self.assertIn("<img", tab.evaluate("document.getElementById('articles').textContent"))

    def test_heard(self):
        """What a reader of screens has: names, roles, headings, lists; the page's text beside the canvas."""
        tab = self.tab(self.serve())
        settle(tab)
        self.typed(tab, "07-jueyi-gangyao")
        tab.wait("document.getElementById('reading').textContent.length > 300")
        tree = tab.ask("Accessibility.getFullAXTree")["nodes"]
        role = lambda n: n.get("role", {}).get("value")
        name = lambda n: n.get("name", {}).get("value", "").strip()
        seen = [(role(n), name(n)) for n in tree if not n.get("ignored")]
        for r, n in seen:
            if r in ("button", "textbox", "searchbox", "tab", "image", "canvas", "region", "group", "combobox", "checkbox", "radio", "link"):
                self.assertTrue(n, f"a {r} without a name")
        roles = [r for r, _ in seen]
        for r, least in (("banner", 1), ("main", 1), ("navigation", 1), ("complementary", 1), ("contentinfo", 1), ("tablist", 1), ("tabpanel", 1), ("list", 2), ("listitem", 15), ("status", 1), ("image", 1)):
            self.assertGreaterEqual(roles.count(r), least, r)
        self.assertIn(("image", tab.evaluate("document.getElementById('canvas').getAttribute('aria-label')")), seen)
        headings = [n for r, n in seen if r == "heading"]
        self.assertTrue(any("会议" in h or "公报" in h or "社论" in h or len(h) > 8 for h in headings), headings)
        self.assertEqual(tab.evaluate("document.querySelector('[tabindex]:not([tabindex=\"0\"]):not([tabindex=\"-1\"])')"), None)

    CONTRAST = """(() => { const lum = (c) => { const f = (v) => (v /= 255) <= 0.03928 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4; return 0.2126 * f(c[0]) + 0.7152 * f(c[1]) + 0.0722 * f(c[2]); };
      const rgb = (s) => (s.match(/[\\d.]+/g) ?? []).map(Number), bad = [];
      const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
      for (let n; (n = walker.nextNode());) { const e = n.parentElement; if (!n.data.trim() || !e.offsetParent || e.closest(".mirror, .hidden, noscript")) continue;
        const colour = rgb(getComputedStyle(e).color); let back = [255, 255, 255], b = e;
        for (; b; b = b.parentElement) { const c = rgb(getComputedStyle(b).backgroundColor); if (c.length === 3 || c[3] === 1) { back = c; break; } }
        const [x, y] = [lum(colour), lum(back)].sort((p, q) => q - p), ratio = (x + 0.05) / (y + 0.05);
        if (ratio < 4.5) bad.push(`${ratio.toFixed(2)} ${e.className} ${n.data.slice(0, 20)}`); }
      return bad; })()"""
    CUT = """(() => { const bad = [];
      for (const e of document.querySelectorAll("button, h1, h2, h3, label, .facts, .fit, kbd")) { if (!e.offsetParent || e.closest("#reading")) continue;
        if (e.scrollWidth > e.clientWidth + 2 && getComputedStyle(e).display !== "inline") bad.push(`cut: ${e.className} ${e.textContent.slice(0, 30)}`);
        const r = e.getBoundingClientRect(); if (r.width && (r.right > innerWidth + 1 || r.left < -1)) bad.push(`outside: ${e.className} ${e.textContent.slice(0, 30)}`); }
      for (const id of ["tools", "bar", "tabs"]) { const all = [...document.getElementById(id).querySelectorAll("button")].filter((b) => b.offsetParent).map((b) => b.getBoundingClientRect());
        all.forEach((a, i) => all.slice(i + 1).forEach((b) => { if (Math.min(a.right, b.right) - Math.max(a.left, b.left) > 1 && Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top) > 1) bad.push(`overlap in ${id}`); })); }
      return bad; })()"""

    def test_seen(self):
        """Light and dark, both languages, large text, narrow windows: contrast of 4.5 at least, nothing cut, nothing overlaps."""
        served = self.serve()
        for lang in ("zh", "en"):
            tab = self.tab(served, lang=lang)
            settle(tab)
            for panel in tab.evaluate("[...document.querySelectorAll('[role=tab]')].map((t) => t.id)"):
                tab.press(f"#{panel}")
                for scheme in ("light", "dark"):
                    tab.media(prefers_color_scheme=scheme)
                    self.assertEqual(tab.evaluate(self.CONTRAST), [], f"{lang} {scheme} {panel}")
                for width, height, large in ((1440, 900, 100), (1100, 700, 100), (720, 450, 100), (1440, 900, 200)):
                    tab.size(width, height)
                    tab.evaluate(f"document.documentElement.style.fontSize = '{14 * large / 100}px'")
                    self.assertEqual(tab.evaluate(self.CUT), [], f"{lang} {width} {large} % {panel}")
                tab.size()
                tab.evaluate("document.documentElement.style.fontSize = ''")
            tab.media(prefers_reduced_motion="reduce", forced_colors="active")
            self.assertTrue(tab.evaluate("[...document.querySelectorAll('*')].every((e) => getComputedStyle(e).transitionDuration === '0s' && getComputedStyle(e).animationName === 'none')"))

    def test_languages(self):
        """The interface has one language; words stand in both."""
        served = self.serve()
        words = "[...document.querySelectorAll('button:not(.item), h2, label, kbd, [role=tab]')].filter((e) => !e.closest('.rows, #reading, .items, dialog, .head, #who, [lang]:not(html)')).map((e) => e.textContent + ' ' + (e.getAttribute('aria-label') ?? '') + ' ' + (e.title ?? ''))"
        tab = self.tab(served, lang="en")
        settle(tab)
        self.assertEqual(tab.evaluate("document.documentElement.lang"), "en")
        self.assertEqual([w for w in tab.evaluate(words) if CJK.search(w)], [])
        tab.key("?")
        tab.wait("document.querySelector('dialog.keys')")
        self.assertFalse(CJK.search(tab.evaluate("document.querySelector('dialog.keys').textContent")))
        self.assertFalse(re.search(r"\\b(key|keys|panel|overlay)\\.", tab.evaluate("document.querySelector('dialog.keys').textContent")))
        tab.key("Escape")
        tab.press("#bar [lang=zh-Hans]")
        tab.wait("document.documentElement.lang === 'zh-Hans' && document.body.dataset.ready === '1'")
        self.assertIn("问题", tab.evaluate("document.getElementById('tabs').textContent"))
        missing = tab.evaluate("document.body.innerText.match(/\\b(key|panel|overlay|kind|page|text|issues|filter|find|sum|plan|role|conflict)\\.[a-z-]+/g)")
        self.assertIsNone(missing)

    def test_server_goes_and_comes(self):
        """While the server is away the desk says so and keeps what is typed; nothing of it is lost."""
        served = self.serve()
        tab = self.tab(served)
        self.expected = "ERR_CONNECTION|ERR_INTERNET|ERR_INCOMPLETE|ERR_EMPTY|401|403"
        self.typed(tab, "07-jueyi-gangyao")
        served.end()
        self.caret(tab, tab.evaluate(f"{AREA}.value.indexOf('会议认为')"))
        tab.insert("不丢")
        tab.wait("document.body.classList.contains('offline') || document.querySelector('.state').classList.contains('bad')")
        self.assertIn("不丢会议认为", tab.evaluate(f"{AREA}.value"))
        self.assertEqual(tab.evaluate("desk.api.get('/api/edition').catch((e) => e instanceof TypeError && e.message)"), "与服务器断开了，正在再连")
        # Another start of the program has other numbers of outlines and revisions; the token is the same.
        lead = served.edition / "11-shelun.md"
        lead.write_text(lead.read_text("utf-8").replace("五月的雄关", "雄关的五月").replace("草木", "木草"), "utf-8")
        again = self.serve(served.edition, "--port", served.origin.rsplit(":", 1)[1])
        self.assertEqual(again.url, served.url)
        text = served.edition / "07-jueyi-gangyao.md"
        tab.until(lambda: "不丢会议认为" in text.read_text("utf-8"), "what was typed is sent", 30)
        tab.wait("document.body.classList.contains('readonly') === false && !document.body.classList.contains('offline')", 30)
        run = "(await (await fetch('/api/edition')).json()).run"
        tab.until(lambda: tab.evaluate(f"(async () => desk.state.run === {run} && desk.state.pages.every((p) => desk.view.have(p.n) === p.rev))()"),
                  "all pages are the new server's", 30)
        ask = """(async () => { const { PageView } = await import(new URL("view.js", document.querySelector("script[type=module]").src)); const v = new PageView(document.createElement("canvas"));
          const out = []; for (const p of desk.state.pages) { v.take(new Uint8Array(await (await fetch(`/api/page/${p.n}?glyphs=${v.glyphs}`)).arrayBuffer()));
          const ink = (w) => { const c = new OffscreenCanvas(500, 700), x = c.getContext("2d", { willReadFrequently: true }); x.fillStyle = "#fff"; x.fillRect(0, 0, 500, 700);
            w.paintPage(x, p.n, .6); return x.getImageData(0, 0, 500, 700).data.join(); }; out.push(ink(v) === ink(desk.view)); } return out; })()"""
        self.assertEqual(set(tab.evaluate(ask)), {True}, "what is shown is what a new window would show")


@unittest.skipUnless(shutil.which("tsc"), "no tsc")
class Types(unittest.TestCase):
    def test_types(self):
        files = sorted(str(f) for f in (SOURCE / "src/shell").iterdir() if f.name.endswith((".js", ".ts")))
        r = subprocess.run(["tsc", "--noEmit", "--allowJs", "--checkJs", "--strict", "--target", "es2022", "--module", "es2022", "--moduleResolution", "node",
                            "--lib", "es2022,dom,dom.iterable", *files], capture_output=True, text=True, cwd=SOURCE / "src/shell", check=False)
        self.assertEqual((r.returncode, r.stdout), (0, ""))

TRICKY = r"""// a comment, `not a template
const a = "// no comment /* nor this */", b = '\\' /* but this is */ + "\"//";
/* one
   over lines */ const c = /[/*]\/\/"'`/g.source, d = 8 / 2 / 2, e = [1, 2].map((x) => /x\//.test("x/") ? x / 1 : 0);
const f = `  // kept ${ `in ${ { g: "}" /* gone */ }.g } /* kept */` }
    /* kept too */  ${ d /* gone */ / 2 }`;
const h = (1 + 2) / 3 // goes
const i = ((n) => { if (n) return /re\/x/.source
  else return n })(1), j = 'é　字' + c.length /2/ 1
function k(n) {
  return n > 1 ? k(n - 1) / 2 : typeof /q/; // the end
}
console.log(JSON.stringify([a, b, c, d, e, f, h, i, j, k(1), k.name]))
"""


@unittest.skipUnless(shutil.which("node"), "no node")
class Slim(unittest.TestCase):
    """What the program has of the shell: without comments and indentation, and the same program."""

    def slim(self, path):
        r = subprocess.run([str(Path(PROGRAM).parent / "embed"), "--slim", str(path)], capture_output=True, check=False)
        self.assertEqual(r.returncode, 0, r.stderr)
        return r.stdout

    def node(self, text, *options):
        r = subprocess.run(["node", *options, "--input-type=module", "-"] if not options else ["node", *options], input=text, capture_output=True, check=False)
        self.assertEqual(r.returncode, 0, r.stderr.decode())
        return r.stdout

    def test_it_is_the_same(self):
        with tempfile.TemporaryDirectory() as folder:
            file = Path(folder) / "tricky.js"
            file.write_text(TRICKY, "utf-8")
            slim = self.slim(file)
            for gone in (b"a comment", b"gone", b"one\n", b"goes", b"the end"):
                self.assertNotIn(gone, slim)
            self.assertEqual(self.node(slim), self.node(TRICKY.encode()))
            for bad in ("const a = 'x\n", "`${", "/* x", "const a = /x\n"):
                file.write_text(bad, "utf-8")
                r = subprocess.run([str(Path(PROGRAM).parent / "embed"), "--slim", str(file)], capture_output=True, check=False)
                self.assertNotEqual(r.returncode, 0, bad)
            for script in sorted((SOURCE / "src/shell").glob("*.js")):
                slim = self.slim(script)
                self.assertLess(len(slim), len(script.read_bytes()))
                made = Path(folder) / f"{script.stem}.mjs"
                made.write_bytes(slim)
                self.node(b"", "--check", str(made))


if __name__ == "__main__":
    main()
