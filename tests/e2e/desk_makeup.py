#!/usr/bin/python3
"""Make-up at hand, over HTTP: each change is the fewest bytes of edition.yaml and plan.lock, what press makes afterwards has it, and
undo gives the same bytes back."""
import json
import re
import shutil
import sys
import tempfile
import time
import unittest
import urllib.error
import urllib.parse
import urllib.request
from pathlib import Path

from common import EDITION, SOURCE, main, run
from deskcase import DeskCase, Served

sys.path.insert(0, str(SOURCE / "tests/editions"))
import make  # noqa: E402

DAILY = SOURCE / "content/2026-sample-daily"
FILES = "edition.yaml", "plan.lock"


def changed(before, after):
    """What went and what came, between what both begin and end with."""
    a = 0
    while a < min(len(before), len(after)) and before[a] == after[a]:
        a += 1
    z = 0
    while z < min(len(before), len(after)) - a and before[-1 - z] == after[-1 - z]:
        z += 1
    return before[a:len(before) - z], after[a:len(after) - z]


def without_sums(text):
    return re.sub(r"^(  (layout|frames|articles): )[0-9a-f]{64}$", r"\1…", text, flags=re.M)


class Makeup(unittest.TestCase):
    def setUp(self):
        d = tempfile.TemporaryDirectory(prefix="banmian-")
        self.addCleanup(d.cleanup)
        self.folder = Path(d.name)

    def open(self, source, edit=None, lock=None, held=True, options=()):
        """A server on a copy, whose plan is held; the files. edit, lock: what is changed in them before."""
        self.edition = Path(shutil.copytree(source, self.folder / source.name))
        for name, change in zip(FILES, (edit, lock)):
            if name == "plan.lock" and held:
                run("plan", self.edition, "--write")
            if change:
                file = self.edition / name
                file.write_bytes(change(file.read_bytes().decode()).encode())
        self.served = Served(self.edition, *options)
        self.addCleanup(self.served.end)
        self.cookie = f"banmian-{urllib.parse.urlsplit(self.served.url).port}={self.served.url.split('#t=')[1]}"
        return self.bytes()

    def ask(self, path, body=None, status=200):
        request = urllib.request.Request(f"{self.served.origin}/api/{path}", None if body is None else json.dumps(body).encode(),
                                         {"Cookie": self.cookie, "Origin": self.served.origin, "Sec-Fetch-Site": "same-origin", "X-Banmian": "t",
                                          "Content-Type": "application/json"})
        try:
            with urllib.request.urlopen(request, timeout=60) as r:
                got, data = r.status, json.loads(r.read())
        except urllib.error.HTTPError as e:
            got, data = e.code, json.loads(e.read())
        self.assertEqual(got, status, data)
        return data

    def bytes(self):
        return tuple((self.edition / f).read_bytes().decode() if (self.edition / f).exists() else "" for f in FILES)

    def do(self, status=200, **op):
        """One operation: the reply, and the files."""
        return self.ask("makeup", op, status), *self.bytes()

    def undo(self, was):
        self.ask("makeup/undo", {})
        self.assertEqual(self.bytes(), was)

    def stands(self):
        """Of each article the pages on which it stands, as the desk shows them."""
        return {a["name"]: a["pages"] for a in self.ask("edition")["articles"]}

    def pressed(self):
        """The same, as press makes them now."""
        report = self.folder / "report"
        run("press", self.edition, "-o", self.folder / "out.pdf", "--report", report)
        lines = [json.loads(line) for line in report.read_text("utf-8").splitlines()]
        self.assertFalse([o for o in lines if o.get("code") in ("plan-stale", "plan-none")])
        return {o["article"]: sorted({f["page"] for f in o["frames"]}) for o in lines if o["type"] == "article"}

    def test_places(self):
        """Pins and ranks, comments and all other bytes staying."""
        was = self.open(EDITION, lambda s: s.replace("07-jueyi-gangyao.md\n", "07-jueyi-gangyao.md # 纲要\n"))
        r, edition, lock = self.do(op="pin", article="07-jueyi-gangyao", page=2)
        self.assertEqual(edition, was[0].replace("- 07-jueyi-gangyao.md # 纲要\n", "- {article: 07-jueyi-gangyao.md, page: 2} # 纲要\n"))
        self.assertEqual(without_sums(lock), without_sums(was[1]))  # it stands there: nothing moves
        self.assertEqual(r["moves"], [])
        pinned = self.bytes()
        r, edition, lock = self.do(op="pin", article="07-jueyi-gangyao", page=1)
        self.assertEqual(changed(pinned[0], edition), ("2", "1"))
        self.assertIn({"article": "07-jueyi-gangyao", "from": 2, "to": 1}, r["moves"])
        self.assertEqual(self.stands()["07-jueyi-gangyao"], [1])
        self.assertEqual(self.pressed(), self.stands())
        self.undo(pinned)
        self.assertEqual(self.stands()["07-jueyi-gangyao"], [2])
        self.undo(was)
        self.ask("makeup/redo", {})
        self.assertEqual(self.bytes(), pinned)
        r, edition, lock = self.do(op="unpin", article="07-jueyi-gangyao.md")
        self.assertEqual(changed(pinned[0], edition), (", page: 2", ""))
        self.assertEqual(without_sums(lock), without_sums(was[1]))
        self.undo(pinned)
        # 头条: who led is the second.
        r, edition, lock = self.do(op="lead", article="12-tongxun")
        self.assertEqual(edition, pinned[0].replace("11-shelun.md, rank: 1", "11-shelun.md, rank: 2").replace("12-tongxun.md, rank: 2", "12-tongxun.md, rank: 1"))
        self.assertRegex(lock, r"article: 12-tongxun, .*lead: true\}")
        self.assertEqual(self.pressed(), self.stands())
        self.undo(pinned)
        r, edition, lock = self.do(op="rank", article="03-jueyi-zhengfu", rank=3)
        self.assertEqual(edition, pinned[0].replace("- 03-jueyi-zhengfu.md", "- {article: 03-jueyi-zhengfu.md, rank: 3}"))
        self.undo(pinned)

    def test_foot_hold_and_order(self):
        was = self.open(EDITION)
        name = "10-jueyi-jianchayuan"
        r, edition, lock = self.do(op="foot", article=name)
        self.assertEqual(edition, was[0].replace(f"- {name}.md", f"- {{article: {name}.md, page: 2, pin: foot}}"))
        self.assertRegex(lock, rf"article: {name}, columns: 1-6, lines: \d+-82")
        footed = self.bytes()
        r, edition, lock = self.do(op="unfoot", article=name)
        self.assertEqual(edition, footed[0].replace(", pin: foot", ""))
        self.undo(footed)
        self.undo(was)
        # 压稿, and back.
        r, edition, lock = self.do(op="hold", article=name)
        self.assertEqual(edition, was[0].replace(f"- {name}.md", f"- {{article: {name}.md, hold: true}}"))
        self.assertNotIn(name, lock)
        self.assertIn({"article": name, "from": 2, "to": 0}, r["moves"])
        self.assertNotIn(name, self.stands())
        self.assertEqual(self.pressed(), self.stands())
        self.assertEqual(self.ask("makeup")["onHold"], [f"{name}.md"])
        self.do(422, op="foot", article=name)
        r, edition, lock = self.do(op="release", article=name)
        self.assertEqual(edition, was[0].replace(f"- {name}.md", f"- {{article: {name}.md}}"))
        self.assertEqual(self.stands()[name], [2])
        self.ask("makeup/undo", {})
        self.undo(was)
        # Before another in the list.
        r, edition, lock = self.do(op="move", article="12-tongxun", **{"with": "11-shelun"})
        line = "  - {article: 12-tongxun.md, rank: 2, page: 1}\n"
        self.assertEqual(edition, was[0].replace(line, "").replace("  - {article: 11-shelun", line + "  - {article: 11-shelun"))
        self.undo(was)

    def test_swap(self):
        """Two articles change places: names alone are written, in the list and in the plan."""
        was = self.open(DAILY)
        r, edition, lock = self.do(op="swap", article="12-jieshui", **{"with": "21-qishi"})
        self.assertEqual(edition, was[0].replace("12-jieshui", "?").replace("21-qishi", "12-jieshui").replace("?", "21-qishi"))
        plain = re.sub(r", styles: \{title: [^}]*\}", "", without_sums(was[1]))
        self.assertEqual(re.sub(r", styles: \{title: [^}]*\}", "", without_sums(lock)),
                         plain.replace("12-jieshui", "?").replace("21-qishi", "12-jieshui").replace("?", "21-qishi"))
        self.assertEqual((self.stands()["12-jieshui"], self.stands()["21-qishi"]), ([3], [2]))
        self.assertEqual(len(r["moves"]), 2)
        self.undo(was)
        self.do(op="swap", article="12-jieshui", **{"with": "06-jianxun-1"}, status=422)  # in a round-up
        self.assertEqual(self.bytes(), was)

    def test_locks_and_heads(self):
        was = self.open(DAILY, None, lambda s: s.replace("    - page: 2\n", "    - page: 2 # 二版\n").replace("{article: 10-baozhang,", "{article:  10-baozhang,"))
        r, edition, lock = self.do(op="lock", article="10-baozhang")
        self.assertEqual(edition, was[0])
        self.assertEqual(changed(was[1], lock), ("", ", locked: true"))
        locked = self.bytes()
        self.assertIn("10-baozhang", self.do(422, op="foot", article="10-baozhang")[0]["says"])
        self.assertEqual(self.bytes(), locked)
        r, edition, lock = self.do(op="replan")
        self.assertIn("{article:  10-baozhang", lock)  # as it is typed
        self.assertEqual((lock.count(", locked: true"), lock.count("# 二版")), (1, 1))
        self.undo(locked)
        r, edition, lock = self.do(op="unlock", article="10-baozhang")
        self.assertEqual(lock, was[1])
        r, edition, lock = self.do(op="lock-page", page=2)
        self.assertEqual(changed(was[1], lock), ("", "locked: true\n      "))
        self.do(422, op="lock-page", page=9)
        r, edition, lock = self.do(op="unlock-page", page=2)
        self.assertEqual(lock, was[1])
        a = self.ask("makeup?article=10-baozhang")["article"]
        self.assertIn("题28", a["heads"])
        other = next(h for h in a["heads"] if h != a["head"])
        r, edition, lock = self.do(op="head", article="10-baozhang", style=other)
        self.assertEqual(lock, re.sub(r"(10-baozhang, .*title: )[^}]*", rf"\g<1>{other}", was[1]))
        self.assertEqual(self.ask("makeup?article=10-baozhang")["article"]["head"], other)
        self.assertEqual(self.pressed().keys() >= {"10-baozhang"}, True)
        self.undo(was)

    def test_made_editions(self):
        """Editions as they are generated, with round-ups, pictures, jumps: what is asked for, for any article, is the one thing that changes."""
        def entries(text):
            return {m[1]: dict(re.findall(r"(\w+): ([^,}]+)", m[2])) for m in re.finditer(r"^  - \{article: (\w+)\.md(.*)\}$", text, re.M)}
        for number in 2, 8, 10:
            source = self.folder / "made" / str(number)
            make.make(number).write(source)
            was = self.open(source)
            names = list(entries(was[0]))
            self.assertGreater(len(names), 3)
            page = next(p["n"] for p in self.ask("makeup")["pages"] if p["planned"])
            for k, (op, key, value) in enumerate((("hold", "hold", "true"), ("pin", "page", str(page)), ("rank", "rank", "7"), ("foot", "pin", "foot"), ("rank", "rank", None))):
                name = names[(k * 5 + number) % len(names)]
                with self.subTest(edition=number, op=op, article=name):
                    asked = {"op": op, "article": name, "page": page, "rank": int(value or 0) if op == "rank" else 0}
                    r = self.ask("makeup", asked) if self.may(name, op) else self.ask("makeup", asked, 422)
                    want = entries(was[0])
                    if "error" not in r:
                        want[name].pop(key, None)
                        want[name].update({key: value} if value else {})
                        if op == "foot" and "page" not in want[name]:
                            want[name]["page"] = entries(self.bytes()[0])[name]["page"]
                    self.assertEqual(entries(self.bytes()[0]), want)
                    if self.bytes() != was:
                        self.undo(was)
                    self.assertEqual(self.bytes(), was)
            self.served.end()

    def may(self, name, op):
        return next(o["can"] for o in self.ask(f"makeup?article={name}")["ops"] if o["op"] == op)

    def test_undo_never_writes_over_others(self):
        was = self.open(EDITION)
        self.do(op="pin", article="03-jueyi-zhengfu", page=2)
        file = self.edition / "edition.yaml"
        theirs = file.read_text("utf-8").replace("# 2026", "# 改 2026")
        file.write_text(theirs, "utf-8")
        lock = self.bytes()[1]
        r = self.ask("makeup/undo", {}, 409)
        self.assertEqual((r["error"], r["file"]), ("changed", "edition.yaml"))
        self.assertEqual(self.bytes(), (theirs, lock))
        # Once it is as it was, undo takes it back.
        file.write_text(theirs.replace("# 改 2026", "# 2026"), "utf-8")
        self.undo(was)
        self.ask("makeup/undo", {}, 404)
        # Who has seen other files than there are is told.
        seen = self.ask("makeup")
        self.do(op="pin", article="03-jueyi-zhengfu", page=2, edition=seen["edition"], lock=seen["lock"])
        self.do(409, op="pin", article="04-jueyi-jihua", page=2, edition=seen["edition"])
        self.undo(was)

    def test_forms(self):
        """Lines, quotes, CR LF: what stands there stays so; a form that is not edited is said with its place and what to type."""
        def lines(s):
            return s.replace("  - {article: 12-tongxun.md, rank: 2, page: 1}\n", "  - article: '12-tongxun.md' # 通讯\n    rank: 2 # 二条\n    page: 1\n") \
                    .replace("  - 09-jueyi-renda.md\n", "  - {article: 09-jueyi-renda.md, # 人大\n     page: 2}\n").replace("\n", "\r\n")
        was = self.open(EDITION, lines)
        r, edition, lock = self.do(op="rank", article="12-tongxun", rank=0)
        self.assertEqual(changed(was[0], edition), ("rank: 2 ", ""))
        self.undo(was)
        r, edition, lock = self.do(op="unpin", article="12-tongxun")
        self.assertEqual(edition, was[0].replace("# 二条\r\n    page: 1\r\n", "# 二条\r\n"))
        self.undo(was)
        r = self.do(422, op="unpin", article="09-jueyi-renda")[0]
        self.assertEqual((r["error"], r["file"]), ("edit-form", "edition.yaml"))
        self.assertEqual(was[0].split("\r\n")[r["line"] - 1], "  - {article: 09-jueyi-renda.md, # 人大")
        self.assertIn("{article: 09-jueyi-renda.md}", r["help"])
        self.assertEqual(self.bytes(), was)

    def test_what_cannot_be(self):
        self.open(EDITION, held=False)
        may = {o["op"]: o["can"] for o in self.ask("makeup?article=03-jueyi-zhengfu")["ops"]}
        self.assertTrue(may["lock"] and may["head"] and may["foot"] and not may["release"])
        self.ask("makeup", {"op": "lock", "article": "03-jueyi-zhengfu"})  # the plan was held for it
        was = self.bytes()
        self.assertIn("locked: true", was[1])
        for op, said in (({"op": "foot", "article": "13-biaoyu"}, "13-biaoyu"), ({"op": "pin", "article": "01-gonggao-2", "page": 7}, "7"),
                         ({"op": "pin", "article": "none", "page": 1}, "none"), ({"op": "lock", "article": "13-biaoyu"}, "13-biaoyu"),
                         ({"op": "pin", "article": "03-jueyi-zhengfu", "page": 1}, "03-jueyi-zhengfu")):
            self.assertIn(said, self.ask("makeup", op, 422)["says"])
        self.ask("makeup", {"op": "sing"}, 400)
        self.ask("makeup/dance", {}, 404)
        self.assertEqual(self.bytes(), was)
        may = {o["op"]: o for o in self.ask("makeup?article=03-jueyi-zhengfu")["ops"]}
        self.assertTrue(may["unlock"]["can"] and not may["foot"]["can"])
        self.assertIn("03-jueyi-zhengfu", may["foot"]["why"])

    def test_other_plans(self):
        """Side by side, and one taken: the section alone is another, comments stay."""
        was = self.open(EDITION, None, lambda s: "# 甲\n" + s.replace("lead: true}", "lead: true} # 头条"))
        plans = self.ask("makeup/alternatives")["plans"]
        self.assertGreaterEqual(len(plans), 2)
        self.assertLessEqual(len(plans), 4)
        self.assertEqual(sorted(p["cost"] for p in plans), [p["cost"] for p in plans])
        self.ask("makeup/take", {"op": "take", "page": 9}, 409)
        self.ask("makeup/take", {"op": "take", "page": 2})
        lock = self.bytes()[1]
        self.assertTrue(lock.startswith("# 甲\n") and lock.count("# 头条") == 1)
        want = {(f["article"], f["page"], f["column"] + 1, f["line"] + 1) for f in plans[1]["frames"]}
        got = {(m[1], int(m[0]), int(m[2]), int(m[3])) for m in self.frames(lock)}
        self.assertEqual(got, want)
        self.assertEqual(self.pressed(), self.stands())
        self.ask("makeup/take", {"op": "take", "page": 1}, 409)  # they were made for other files
        self.undo(was)
        why = self.ask("makeup/why?article=03-jueyi-zhengfu")
        self.assertTrue(why["here"] and why["cost"] > 0 and why["frames"][0]["page"] == 2)

    def test_offer(self):
        """A plan that is worse is held: a better one is offered, with what is better in it, and taken."""
        best = self.open(EDITION)
        self.served.end()
        run("plan", self.edition, "--write", "--plan", "3")
        held = self.bytes()
        self.assertNotEqual(held, best)
        self.served = Served(self.edition)
        self.addCleanup(self.served.end)
        self.cookie = f"banmian-{urllib.parse.urlsplit(self.served.url).port}={self.served.url.split('#t=')[1]}"
        # Whoever asks for something ends the search.
        for wait in 1, 2, 4, 8, 16, 32:
            time.sleep(wait)
            offer = self.ask("edition")["plan"]["offer"]
            if offer:
                break
        self.assertGreater(offer["saves"], 0)
        self.assertEqual(sum(g["was"] - g["is"] for g in offer["gains"]), offer["saves"])
        self.assertTrue({m["article"] for m in offer["moves"]} <= set(self.stands()))
        moved = {m["article"] for m in self.do(op="replan")[0]["moves"]}
        self.assertTrue({m["article"] for m in offer["moves"]} <= moved)
        self.assertEqual(self.bytes(), best)
        self.undo(held)

    @staticmethod
    def frames(lock):
        page = None
        for line in lock.splitlines():
            if m := re.match(r" *- page: (\d+)", line):
                page = m[1]
            if m := re.search(r"article: ([^,]+), columns: (\d+)-\d+, lines: (\d+)", line):
                yield page, m[1], m[2], m[3]

    def test_reading_alone(self):
        was = self.open(EDITION, held=False, options=["--read-only"])
        for path in "makeup", "makeup/undo", "makeup/take":
            self.ask(path, {"op": "pin", "article": "03-jueyi-zhengfu", "page": 2}, 403)
        self.assertEqual(self.bytes(), was)


class ByHand(DeskCase):
    """The same in a browser, by key and by mouse."""

    def setUp(self):
        super().setUp()
        self.here = self.copy()
        run("plan", self.here, "--write")
        self.shown = self.tab(self.serve(self.here))
        self.shown.evaluate("[...document.querySelectorAll('#articles .rows li')].find((l) => l.textContent.includes('检察院')).querySelector('button').click()")
        self.shown.evaluate("document.getElementById('tab-makeup').click()")
        self.shown.wait("document.querySelector('#panel-makeup h3')?.textContent.includes('检察院')", 30)
        self.shown.evaluate("document.getElementById('canvas').focus()")

    def text(self, name="edition.yaml"):
        return (self.here / name).read_text("utf-8")

    def until(self, name, was, *keys):
        """Keys that change a file: what went and what came."""
        for k in keys:
            self.shown.key(k)
        self.shown.until(lambda: self.text(name) != was, keys, 60)
        self.shown.wait("/U|T Y/.test(document.getElementById('status').textContent)", 60)
        return changed(was, self.text(name))

    def test_keys(self):
        was, lock = self.text(), self.text("plan.lock")
        self.assertIn("page: 2}", self.until("edition.yaml", was, "t 2")[1])
        self.until("edition.yaml", self.text(), "u")
        self.assertEqual(self.text(), was)
        self.assertEqual(self.until("plan.lock", lock, "t k"), ("", ", locked: true"))
        self.until("plan.lock", self.text("plan.lock"), "t k")
        self.assertEqual(self.text("plan.lock"), lock)
        self.shown.key("t t")
        self.shown.wait("document.activeElement.id === 'mu-head'", 30)
        for _ in range(2):  # arrows look, Enter chooses
            self.shown.key("ArrowDown")
        time.sleep(0.5)
        self.assertEqual(self.text("plan.lock"), lock)
        self.assertIn("styles: {title: ", self.until("plan.lock", lock, "Enter")[1])
        self.shown.evaluate("document.getElementById('canvas').focus()")
        self.until("plan.lock", self.text("plan.lock"), "u")
        self.assertEqual(self.text("plan.lock"), lock)
        self.shown.key("w")
        self.shown.wait("/代价 \\d+ 分/.test(document.getElementById('panel-makeup').textContent)", 60)
        self.shown.key("Shift+F10")
        self.shown.wait("document.activeElement.closest('.menu')", 30)
        self.shown.key("Escape")
        self.shown.wait("document.activeElement.id === 'canvas'", 30)

    def test_mouse(self):
        was, lock = self.text(), self.text("plan.lock")
        # Its name onto the first page, and back.
        self.shown.evaluate("""(() => {
          const data = new DataTransfer(), fire = (e, type) => e.dispatchEvent(new DragEvent(type, { bubbles: true, cancelable: true, dataTransfer: data }));
          const from = [...document.querySelectorAll('#articles .rows li')].find((l) => l.textContent.includes('检察院')).querySelector('button'), to = document.querySelector('#pages .thumbs button');
          fire(from, 'dragstart'); fire(to, 'dragover'); fire(to, 'drop'); })()""")
        self.shown.until(lambda: self.text() != was, "dropped", 60)
        self.assertIn("{article: 10-jueyi-jianchayuan.md, page: 1}", self.text())
        self.shown.wait("[...document.querySelectorAll('#panel-makeup button')].some((b) => b.textContent.startsWith('撤销：钉在'))", 60)
        self.shown.evaluate("[...document.querySelectorAll('#panel-makeup button')].find((b) => b.textContent.startsWith('撤销：')).click()")
        self.shown.until(lambda: (self.text(), self.text("plan.lock")) == (was, lock), "undone", 60)
        # The menu on an article of the page.
        x, y = self.shown.centre("#canvas")
        self.shown.mouse("mousePressed", x, y, "right", 2)
        self.shown.mouse("mouseReleased", x, y, "right", 0)
        self.shown.wait("document.activeElement.closest('.menu')", 60)
        self.shown.evaluate("[...document.querySelectorAll('.menu button')].find((b) => b.textContent === '锁定').click()")
        self.shown.until(lambda: changed(lock, self.text("plan.lock")) == ("", ", locked: true"), "locked", 60)


if __name__ == "__main__":
    main()
