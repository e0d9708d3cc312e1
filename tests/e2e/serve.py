#!/usr/bin/python3
"""serve: the protocol of the desk, without a browser. Who is let in, what is kept, what is followed; KILLS=N: how often it is killed."""
import gzip
import hashlib
import http.client
import json
import os
import random
import re
import shutil
import signal
import socket
import subprocess
import tempfile
import threading
import time
import unittest
from pathlib import Path

from common import EDITION, PROGRAM, SANITIZED, SOURCE, WORK_REPORT, fault, main, run

PATIENCE = 30  # seconds until a test gives up
KILLS = int(os.environ.get("KILLS", 10))
EDITS = int(os.environ.get("EDITS", 0))  # of the test of memory
NAME = "07-jueyi-gangyao.md"
TYPE = "text/markdown; charset=utf-8"


def sha(text):
    return hashlib.sha256(text).hexdigest()


def chunks(data):
    """Of a reply its chunks: kind, bytes."""
    out, i = [], 0
    while i < len(data):
        kind, n, shift, more = chr(data[i]), 0, 0, True
        while more:
            i += 1
            n, shift, more = n + ((data[i] & 127) << shift), shift + 7, data[i] > 127
        out.append((kind, data[i + 1:i + 1 + n]))
        i += 1 + n
    return out


class Reply:
    def __init__(self, response):
        self.status, self.headers, self.body = response.status, response.headers, response.read()

    def json(self):
        return json.loads(self.body)


class Desk:
    """A server on an edition."""

    def __init__(self, edition, *options, env=None, cwd=None):
        self.edition = Path(edition)
        self.process = subprocess.Popen([str(PROGRAM), "serve", str(edition), "--port", "0", *options], stdin=subprocess.DEVNULL, cwd=cwd,
                                        stdout=subprocess.PIPE, stderr=subprocess.PIPE, env={**os.environ, "LC_ALL": "C.UTF-8", **(env or {})})
        line = self.process.stdout.readline().decode()
        if not line:
            raise AssertionError(self.process.stderr.read().decode())
        self.base, self.token = line.strip().split("/#t=")
        self.host = self.base[7:]
        self.address = (self.host.rsplit(":", 1)[0], int(self.host.rsplit(":", 1)[1]))
        self.cookie = f"banmian-{self.address[1]}={self.token}"
        self.clients = []

    def end(self, number=signal.SIGTERM):
        if self.process.poll() is None:
            self.process.send_signal(number)
        for c in self.clients:
            c.connection.close()
        status = self.process.wait(PATIENCE)
        self.said = self.process.stderr.read().decode()
        self.process.stdout.close()
        self.process.stderr.close()
        return status

    def client(self, name="test", write=True, who=""):
        self.clients.append(Client(self, name, write, who))
        return self.clients[-1]

    def raw(self, request, wait=PATIENCE):
        """What is answered to these bytes; b"": the connection was closed."""
        s = socket.create_connection(self.address, wait)
        try:
            s.sendall(request)
            out = b""
            while part := s.recv(65536):
                out += part
                head, _, body = out.partition(b"\r\n\r\n")
                if (m := re.search(rb"(?i)content-length: (\d+)", head)) and len(body) >= int(m[1]):
                    break
            return out
        except ConnectionError:
            return b""
        finally:
            s.close()


class Client:
    """One tab of a browser, as its requests look."""

    def __init__(self, desk, name, write=True, who=""):
        self.desk, self.name = desk, name
        self.headers = {"Sec-Fetch-Site": "same-origin"}
        if write:
            self.headers["Cookie"] = desk.cookie
        if who:
            self.headers["X-Banmian-Who"] = who
        self.connection = http.client.HTTPConnection(*desk.address, timeout=PATIENCE)

    def request(self, method, path, body=None, **headers):
        h = dict(self.headers)
        if method == "POST":
            h |= {"Origin": self.desk.base, "X-Banmian": self.name, "Content-Type": TYPE}
        h |= {k.replace("_", "-"): v for k, v in headers.items()}
        h = {k: v for k, v in h.items() if v is not None}
        try:
            self.connection.request(method, path, body, h)
            return Reply(self.connection.getresponse())
        except (http.client.HTTPException, ConnectionError):
            self.connection.close()
            raise

    def get(self, path, **headers):
        return self.request("GET", path, **headers)

    def post(self, path, body=b"", **headers):
        return self.request("POST", path, body, **headers)

    def state(self):
        return self.get("/api/edition").json()

    def text(self, name=NAME):
        r = self.get("/api/text/" + name)
        return r.body, r.headers["ETag"].strip('"')

    def save(self, text, before, name=NAME, query=""):
        return self.post(f"/api/text/{name}{query}", text, If_Match=f'"{before}"')


class Stream(threading.Thread):
    """Events, as they come."""

    def __init__(self, desk, last=None):
        super().__init__(daemon=True)
        self.events, self.lock = [], threading.Condition()
        self.connection = http.client.HTTPConnection(*desk.address, timeout=PATIENCE)
        self.connection.request("GET", "/api/events", headers={"Cookie": desk.cookie, **({"Last-Event-ID": str(last)} if last else {})})
        self.response = self.connection.getresponse()
        self.start()

    def run(self):
        number = None
        try:
            while line := self.response.readline():
                if line.startswith(b"id: "):
                    number = int(line[4:])
                elif line.startswith(b"data: "):
                    with self.lock:
                        self.events.append((number, json.loads(line[6:])))
                        self.lock.notify_all()
        except (OSError, ValueError, AttributeError, http.client.HTTPException):
            pass

    def wait(self, want):
        """The first event that is wanted, of those that have come or will."""
        end = time.monotonic() + PATIENCE
        with self.lock:
            while True:
                for number, e in self.events:
                    if want(e):
                        return number, e
                if not self.lock.wait(end - time.monotonic()):
                    raise AssertionError(f"no such event: {self.events}")

    def close(self):
        self.connection.sock and self.connection.sock.shutdown(socket.SHUT_RDWR)
        self.join(5)
        self.connection.close()


class Case(unittest.TestCase):
    edition_of = EDITION

    def setUp(self):
        self.folder = Path(tempfile.mkdtemp(prefix="banmian-"))
        self.edition = self.copy()
        self.desks, self.streams = [], []

    def copy(self, name="e"):
        return Path(shutil.copytree(self.edition_of, self.folder / name, ignore=shutil.ignore_patterns(".banmian")))

    def tearDown(self):
        for s in self.streams:
            s.close()
        for d in self.desks:
            if d.process.poll() is None:
                self.assertEqual(d.end(), 0, getattr(d, "said", ""))
            elif not d.process.stdout.closed:
                d.end()
        shutil.rmtree(self.folder)

    def desk(self, *options, edition=None, **more):
        d = Desk(edition or self.edition, *options, cwd=self.folder, **more)
        self.desks.append(d)
        return d

    def stream(self, desk, last=None):
        self.streams.append(Stream(desk, last))
        return self.streams[-1]

    def on_disk(self, name=NAME):
        return (self.edition / name).read_bytes()

    def until(self, done, what="it did not come"):
        end = time.monotonic() + PATIENCE
        while not done():
            self.assertLess(time.monotonic(), end, what)
            time.sleep(0.01)


class Protocol(Case):
    def test_what_is_there(self):
        d = self.desk()
        c = d.client()
        state = c.state()
        self.assertEqual([p["n"] for p in state["pages"]], [1, 2])
        self.assertTrue(state["write"] and not state["failed"])
        self.assertFalse(d.client(write=False).state()["write"])
        article = next(a for a in state["articles"] if a["file"] == NAME)
        self.assertEqual(article["sha"], sha(self.on_disk()))
        self.assertEqual(article["pages"], [2])
        self.assertTrue(all(f["rect"][2] > 0 for a in state["articles"] for f in a["frames"]))
        self.assertTrue(any(i["kind"] == "query" and i["file"] == "11-shelun.md" for i in state["items"]))
        self.assertEqual(len({i["id"] for i in state["items"]}), len(state["items"]))
        zh, en = (c.get("/api/edition?lang=" + l).json()["items"][0]["says"] for l in ("zh", "en"))
        self.assertNotEqual(zh, en)
        text, before = c.text()
        self.assertEqual((text, before), (self.on_disk(), sha(self.on_disk())))
        page = chunks(c.get("/api/page/2").body)
        self.assertEqual([k for k, _ in page], ["O", "P"])
        self.assertEqual(c.get("/api/page/2?have=%d&glyphs=100000" % state["pages"][1]["rev"]).body, b"", "nothing has changed")
        for path in ("/api/page/3", "/api/page/0", "/api/page/x", "/api/text/none.md", "/api/none", "/none", "/s/none.js"):
            self.assertEqual(c.get(path).status, 404, path)
        self.assertEqual(c.get("/favicon.ico").status, 204)
        self.assertEqual(c.request("HEAD", "/api/edition").status, 200)

    def test_a_keystroke_is_answered_with_its_page(self):
        d = self.desk()
        c, events = d.client("me"), self.stream(d)
        state, (text, before) = c.state(), c.text()
        page = chunks(c.get("/api/page/2").body)
        size = sum(len(b) for k, b in page if k == "P")
        have = state["pages"][1]["rev"]
        for n in range(3):
            text += "字".encode()
            r = c.save(text, before, query=f"?page=2&have={have}&glyphs=100000")
            self.assertEqual(r.status, 200, r.body)
            parts = dict(chunks(r.body))
            j = json.loads(parts["J"])
            self.assertEqual(j["sha"], sha(text))
            self.assertEqual(self.on_disk(), text, "what is acknowledged is on disk")
            self.assertEqual(j["pages"], [2])
            self.assertEqual([a["file"] for a in j["articles"]], [NAME])
            before, have = j["sha"], j["rev"]
        self.assertLess(len(parts["P"]), size // 10, "a keystroke brings what has changed, not the page")
        self.assertLess(len(r.body), 3000)
        _, e = events.wait(lambda e: e["type"] == "revision" and e["rev"] == have)
        self.assertEqual((e["pages"], e["files"], e["from"]), ([2], [NAME], "me"))
        # Nothing but that file and the plan has changed; nothing of ours is left.
        names = lambda folder: {p.name: p.read_bytes() for p in folder.iterdir() if p.is_file()}
        old, new = names(EDITION), names(self.edition)
        self.assertEqual({n for n in new if new[n] != old.get(n)}, {NAME, "plan.lock"})
        self.until(lambda: c.state()["plan"]["held"])

    def test_names_of_pages_stay(self):
        """Pages that nobody changes keep what is said of them, however often others are set again."""
        daily = shutil.copytree(SOURCE / "content/2026-sample-daily", self.folder / "daily")
        c = self.desk(edition=daily).client("a")
        names = [p["section"] for p in c.state()["pages"]]
        self.assertIn("副刊", names)
        text, before = c.text("10-baozhang.md")
        for n in range(6):
            text += b"\n"
            r = c.save(text, before, name="10-baozhang.md")
            self.assertEqual(r.status, 200)
            before = sha(text)
            self.assertEqual([p["section"] for p in c.state()["pages"]], names)

    def test_shell_and_headers(self):
        c = self.desk().client(write=False)
        index = c.get("/")
        self.assertEqual(index.status, 200)
        names = re.findall(rb'"(/s/[^"]+)"', index.body)
        self.assertTrue(names)
        for name in names:
            r = c.get(name.decode())
            self.assertEqual(r.status, 200)
            self.assertIn("immutable", r.headers["Cache-Control"])
            self.assertEqual(c.get("/s/" + name.decode().split("/")[-1]).body, r.body)
            # Packed for who takes it; the same bytes.
            for said, packed in (("gzip", True), ("br, gzip, deflate", True), ("gzip;q=0.5", True), ("gzip;q=0", False), ("gzip;q=0.0, br", False), ("br", False)):
                p = c.get(name.decode(), **{"Accept-Encoding": said})
                self.assertEqual(p.headers["Content-Encoding"], "gzip" if packed else None, said)
                self.assertEqual(gzip.decompress(p.body) if packed else p.body, r.body)
        for path in ("/", names[0].decode(), "/api/edition", "/none"):
            h = c.get(path).headers
            csp = h["Content-Security-Policy"]
            for part in ("default-src 'none'", "script-src 'self'", "frame-ancestors 'none'", "base-uri 'none'", "form-action 'none'",
                         "require-trusted-types-for 'script'"):
                self.assertIn(part, csp)
            self.assertNotIn("unsafe", csp)
            self.assertEqual([h["X-Content-Type-Options"], h["Cross-Origin-Opener-Policy"], h["Cross-Origin-Resource-Policy"], h["Referrer-Policy"]],
                             ["nosniff", "same-origin", "same-origin", "no-referrer"])
            self.assertIsNone(h["Access-Control-Allow-Origin"])

    def test_press_makes_what_is_shown(self):
        d = self.desk()
        c = d.client()
        text, before = c.text()
        where = lambda s: [(a["name"], a["frames"]) for a in s["articles"] if a["file"] != NAME]
        shown = where(c.state())
        for _ in range(3):
            text += "试排".encode()
            before = json.loads(chunks(c.save(text, before).body)[0][1])["sha"]
        self.assertEqual(where(c.state()), shown, "nobody else moves")
        made = c.post("/api/press").json()
        self.assertIn(made["status"], (0, 4), made)
        self.assertEqual(made["sha256"], sha((self.folder / made["file"]).read_bytes()))
        cold = self.folder / "cold.pdf"
        run("press", self.edition, "-o", cold)
        self.assertEqual(made["sha256"], sha(cold.read_bytes()))
        tile = c.get("/api/tile/2?kind=soft&dpi=48")
        self.assertEqual((tile.status, tile.headers["Content-Type"], tile.body[:8]), (200, "image/png", b"\x89PNG\r\n\x1a\n"))
        self.assertEqual(c.get("/api/tile/2?kind=soft&dpi=48").body, tile.body)
        for kind in ("k", "ink"):
            self.assertEqual(c.get(f"/api/tile/2?kind={kind}&dpi=48").body[:4], b"\x89PNG")
        for bad in ("9?kind=soft&dpi=48", "2?kind=none", "2?kind=soft&dpi=9000", "2"):
            self.assertEqual(c.get("/api/tile/" + bad).status, 404)

    def test_ends_and_begins(self):
        for number in (signal.SIGTERM, signal.SIGINT):
            d = self.desk()
            events = self.stream(d)
            d.client().get("/api/tile/1?kind=soft&dpi=30")
            self.assertEqual(d.end(number), 0)
            events.join(PATIENCE)
            self.assertFalse(events.is_alive(), "streams end with it")
        d = self.desk()
        r = run("serve", self.edition, "--port", d.address[1], ok=75)
        self.assertIn("--port", r.err)
        self.assertIn("port-in-use", r.err)
        self.assertIn("bad-address", run("serve", self.edition, "--listen", "example", ok=2).err)
        run("serve", self.folder / "none", "--port", "0", ok=3)


class Followed(Case):
    """What other programs write."""

    def write(self, name, text):
        beside = self.edition / ".swp"
        beside.write_bytes(text)
        beside.rename(self.edition / name)

    def test_saves_of_others_are_followed(self):
        d = self.desk()
        c, events = d.client(), self.stream(d)
        text, before = c.text()
        for n in range(5):
            new = text + f"\n\n第{n}段。\n".encode()
            self.write(NAME, new) if n % 2 else (self.edition / NAME).write_bytes(new)
            events.wait(lambda e: e["type"] == "revision" and NAME in e.get("files", ()) and c.text()[1] == sha(new))
            events.events.clear()
        self.assertEqual(c.text(), (new, sha(new)))

    def test_resume(self):
        d = self.desk()
        c, first = d.client(), self.stream(d)
        text, before = c.text()
        text += "一".encode()
        before = json.loads(chunks(c.save(text, before).body)[0][1])["sha"]
        number, _ = first.wait(lambda e: e["type"] == "revision" and NAME in e["files"])
        first.close()
        text += "二".encode()
        rev = json.loads(chunks(c.save(text, before).body)[0][1])["rev"]
        again = self.stream(d, number)
        again.wait(lambda e: e["type"] == "revision" and e["rev"] == rev)
        self.assertFalse([e for _, e in again.events if e.get("again")], "nothing was missed")
        numbers = [n for n, _ in again.events]
        self.assertEqual(numbers, sorted(numbers))
        self.assertGreater(numbers[0], number)
        for last in (1, 10 ** 18):
            self.stream(d, last).wait(lambda e: e["type"] == "state" and e.get("again"))

    def test_what_is_broken_is_said_and_the_pages_stay(self):
        d = self.desk()
        c, events = d.client(), self.stream(d)
        good = (self.edition / "edition.yaml").read_bytes()
        page = [b for k, b in chunks(c.get("/api/page/1").body) if k == "P"]
        self.write("edition.yaml", b"title: [\n")
        events.wait(lambda e: e["type"] == "state")
        self.until(lambda: c.state()["failed"])
        state = c.state()
        self.assertTrue([i for i in state["items"] if i["kind"] == "message" and i["level"] == "error" and i["file"] == "edition.yaml" and i["line"]])
        self.assertEqual(len(state["pages"]), 2)
        self.assertEqual([b for k, b in chunks(c.get("/api/page/1").body) if k == "P"], page)
        self.assertEqual(c.post("/api/press").status, 503)
        self.write("edition.yaml", good)
        self.until(lambda: not c.state()["failed"])
        (self.edition / NAME).unlink()
        self.until(lambda: c.state()["failed"])
        self.write(NAME, (EDITION / NAME).read_bytes())
        self.until(lambda: not c.state()["failed"])
        # A manuscript that cannot be set is saved all the same: it is the editor's text.
        text, before = c.text()
        broken = b"---\ntitle: [\n---\n" + text
        j = json.loads(chunks(c.save(broken, before).body)[0][1])
        self.assertTrue(j["failed"])
        self.assertTrue([i for i in j["items"] if i["file"] == NAME and i["level"] == "error"])
        self.assertEqual(self.on_disk(), broken)
        j = json.loads(chunks(c.save(text, j["sha"]).body)[0][1])
        self.assertFalse(j["failed"])

    def test_rules_on_texts_and_lists_of_the_house(self):
        c = self.desk().client()
        found = lambda: {i["code"] for i in c.state()["items"] if i["kind"] == "finding"}
        self.until(lambda: "slip" in found(), "what the copy desk finds is an item")
        self.write("desk.yaml", b"levels: {slip: off}\n")
        self.until(lambda: found() and "slip" not in found(), "the house has the last word")
        (self.edition / "desk.yaml").unlink()
        self.until(lambda: "slip" in found())

    def test_starts_on_what_is_broken(self):
        self.write("edition.yaml", b"title: [\n")
        c = self.desk().client()
        state = c.state()
        self.assertTrue(state["failed"])
        self.assertTrue([i for i in state["items"] if i["file"] == "edition.yaml" and i["level"] == "error"])
        self.assertEqual(c.get("/api/page/1").status, 503)
        self.write("edition.yaml", (EDITION / "edition.yaml").read_bytes())
        self.until(lambda: not c.state()["failed"])
        self.assertEqual(c.get("/api/page/1").status, 200)

    def test_another_start_has_other_numbers(self):
        """A page is not asked on from what an earlier start had; the token is the same, and its owner's alone."""
        d = self.desk()
        token, c = d.token, d.client("a")
        run = c.state()["run"]
        self.assertEqual(c.get(f"/api/page/1?run={run}").status, 200)
        r = c.get("/api/page/1?run=0123456789abcdef")
        self.assertEqual((r.status, r.json()["error"]), (409, "run"))
        file = self.edition / ".banmian/token"
        self.assertEqual(file.stat().st_mode & 0o777, 0o600)
        d.process.kill()
        d.process.wait()
        e = self.desk()
        self.assertEqual(e.token, token)
        self.assertNotEqual(e.client("a").state()["run"], run)
        e.end()
        file.chmod(0o644)  # others have seen it
        self.assertNotEqual(self.desk().token, token)


class Kept(Case):
    """No text that was acknowledged is lost."""

    def test_saves_are_conditional(self):
        d = self.desk()
        a, b = d.client("a"), d.client("b")
        text, before = a.text()
        self.assertEqual(a.post("/api/text/" + NAME, text).status, 428)
        self.assertEqual(a.save(b"\xff\xfe", before).status, 400)
        self.assertEqual(self.on_disk(), text)
        lines = text.decode().split("\n")
        last = max(i for i, l in enumerate(lines) if len(l) > 20)
        mine, other = list(lines), list(lines)
        mine[last] = "甲" + lines[last]
        other.append("另一段，由乙写。")
        mine, other = "\n".join(mine).encode(), "\n".join(other).encode()
        self.assertEqual(a.save(mine, before).status, 200)
        r = b.save(other, before)
        self.assertEqual(r.status, 200, "both have changed other places")
        j = json.loads(chunks(r.body)[0][1])
        self.assertTrue(j["merged"])
        self.assertEqual(j["text"].encode(), self.on_disk())
        for word in ("甲", "另一段，由乙写。"):
            self.assertIn(word, self.on_disk().decode())
        # The same place: a conflict, and nothing is written.
        now, base = a.text()
        one, two = (now.replace("甲".encode(), w.encode(), 1) for w in ("甲说一", "乙说二"))
        self.assertEqual(a.save(one, base).status, 200)
        r = b.save(two, base)
        self.assertEqual(r.status, 409)
        said = r.json()
        self.assertEqual((said["text"].encode(), said["sha"]), (one, sha(one)))
        self.assertTrue(said["conflicts"])
        self.assertEqual(self.on_disk(), one)
        # What nobody here has seen cannot be merged.
        r = b.save(two, sha(b"never"))
        self.assertEqual((r.status, r.json()["merged"]), (409, None))
        self.assertEqual(b.save(two, said["sha"]).status, 200)
        self.assertEqual(self.on_disk(), two)

    def test_a_folder_that_is_replaced_is_not_written(self):
        """Moved away and put back from elsewhere: neither folder is written, whoever asks."""
        d = self.desk()
        c = d.client("a")
        text, before = c.text()
        away = self.edition.with_name("away")
        self.edition.rename(away)
        shutil.copytree(away, self.edition, ignore=shutil.ignore_patterns(".banmian"))
        r = c.save(text + "新\n".encode(), before)
        self.assertEqual((r.status, r.json()["error"]), (503, "replaced"))
        self.assertEqual(c.post("/api/makeup", b'{"op":"replan"}').status, 503)
        self.assertEqual({(f / NAME).read_bytes() for f in (self.edition, away)}, {text})

    def test_a_file_keeps_its_line_ends(self):
        crlf = b"\xef\xbb\xbf" + self.on_disk().replace(b"\n", b"\r\n")
        (self.edition / NAME).write_bytes(crlf)
        (self.edition / NAME).chmod(0o640)
        c = self.desk().client()
        text, before = c.text()
        typed = text.decode("utf-8-sig").replace("\r\n", "\n") + "完"
        r = c.save(typed.encode(), before)
        self.assertEqual(r.status, 200)
        self.assertEqual(self.on_disk(), crlf + "完".encode())
        self.assertEqual(json.loads(chunks(r.body)[0][1])["text"].encode(), self.on_disk())
        self.assertEqual((self.edition / NAME).stat().st_mode & 0o777, 0o640)

    def test_a_save_of_another_program_comes_between(self):
        c = self.desk().client()
        text, before = c.text()
        lines = text.decode().split("\n")
        other = "\n".join(lines + ["外来的一段。"]).encode()
        (self.edition / NAME).write_bytes(other)  # nobody waits until it was followed
        last = max(i for i, l in enumerate(lines) if len(l) > 20)
        lines[last] = "新" + lines[last]
        self.assertEqual(c.save("\n".join(lines).encode(), before).status, 200)
        for word in ("外来的一段。", "新" + lines[last][1:]):
            self.assertIn(word, self.on_disk().decode())

    def type(self, desk, name, mark, n, done, rest=0.0):
        """A client that types into its own paragraph; appends what was acknowledged to done."""
        c = desk.client(f"c{ord(mark)}")
        text, before = c.text(name)
        for k in range(n):
            word = f"{mark}{k}，"
            lines = text.decode().rstrip("\n").split("\n")
            here = [i for i, l in enumerate(lines) if l.startswith(mark)]
            if here:
                lines[here[0]] += word
            else:
                lines += ["", word]
            new = ("\n".join(lines) + "\n").encode()
            r = c.save(new, before, name)
            if r.status == 200:
                j = json.loads(chunks(r.body)[0][1])
                text, before = (j["text"].encode() if "text" in j else new), j["sha"]
                done.append(word)
            elif r.status == 409:
                text, before = c.text(name)
            else:
                raise AssertionError(f"{r.status} {r.body}")
            time.sleep(rest)

    def all_of(self, targets):
        faults = []

        def guarded(f, *args):
            try:
                f(*args)
            except Exception as e:  # noqa: BLE001: any is the test's
                faults.append(e)

        threads = [threading.Thread(target=guarded, args=t) for t in targets]
        for t in threads:
            t.start()
        for t in threads:
            t.join()
        self.assertEqual(faults, [])

    def test_four_clients_type(self):
        d = self.desk()
        done = [[] for _ in range(4)]
        # Two in one article, two in others.
        names = [NAME, NAME, "03-jueyi-zhengfu.md", "11-shelun.md"]
        self.all_of([(self.type, d, names[i], "甲乙丙丁"[i], 15, done[i], 0.01) for i in range(4)])
        for name, words in zip(names, done):
            self.assertGreater(len(words), 5)
            for word in words:
                self.assertIn(word, self.on_disk(name).decode())
        # What it shows in the end is what a fresh one shows.
        c, fresh = d.client(), self.desk().client()
        self.until(lambda: c.state()["plan"]["held"])
        strip = lambda s: json.dumps([s["articles"], [{k: v for k, v in p.items() if k != "rev"} for p in s["pages"]],
                                      [i for i in s["items"] if i["kind"] != "finding"]], ensure_ascii=False)
        self.assertEqual(strip(c.state()), strip(fresh.state()))

    def test_two_servers_on_one_edition(self):
        desks, done = [self.desk(), self.desk()], [[], []]
        self.all_of([(self.type, desks[i], NAME, "甲乙"[i], 20, done[i], 0.01) for i in range(2)])
        for words in done:
            self.assertGreater(len(words), 5)
            for word in words:
                self.assertIn(word, self.on_disk().decode())
        new = self.on_disk()
        for d in desks:
            c = d.client()
            self.until(lambda: c.text() == (new, sha(new)), "both follow")

    def test_killed_at_any_moment(self):
        r, others = random.Random(7), {p.name: p.read_bytes() for p in self.edition.iterdir() if p.name != NAME}
        # The first change writes the plan; then it is there.
        d = self.desk()
        c = d.client()
        text, before = c.text()
        self.assertEqual(c.save(text + "。".encode(), before).status, 200)
        d.end(signal.SIGKILL)
        others["plan.lock"] = (self.edition / "plan.lock").read_bytes()
        for _ in range(KILLS):
            d = self.desk()
            c = d.client()
            text, before = c.text()
            sent = text
            killer = threading.Timer(r.random() * 0.12, d.process.kill)
            killer.start()
            try:
                for k in range(100):
                    sent = text + "甲乙丙丁戊己"[r.randrange(6)].encode() * r.randrange(1, 400)
                    reply = c.save(sent, before, query="?page=2")
                    self.assertEqual(reply.status, 200)
                    text, before = sent, sha(sent)
            except (http.client.HTTPException, ConnectionError):
                pass
            killer.join()
            self.assertEqual(d.end(), -signal.SIGKILL)
            self.assertIn(self.on_disk(), (text, sent), "the last that was acknowledged, or the one that was being saved")
            (self.edition / NAME).write_bytes(self.on_disk()[:3000].decode("utf-8", "ignore").encode())
        d = self.desk()
        self.assertEqual(d.end(), 0)
        now = {p.name: p.read_bytes() for p in self.edition.iterdir() if p.name != NAME and p.is_file()}
        self.assertEqual(now, others, "nothing else is there, or has changed")

    def test_children_end_with_it(self):
        d = self.desk()
        c = d.client()
        thread = threading.Thread(target=lambda: self.assertRaises(Exception, c.get, "/api/tile/1?kind=k&dpi=300"))
        thread.start()
        children = lambda: [p for p in Path("/proc").glob("[0-9]*/cmdline") if b"proof\0" + str(self.edition).encode() in (read(p) or b"")]
        self.until(children)
        d.end(signal.SIGKILL)
        thread.join()
        self.until(lambda: not children())

    def test_a_full_disk(self):
        for action, what in (("fail", 28), ("fail", 122)):
            edition = self.copy(f"full{what}")
            # The plan is there, so that the first file that is written is the text.
            run("plan", edition, "--write", ok=0)
            d = self.desk(edition=edition, env=fault("fill", 3, action, what))  # the token, this text, the next
            c = d.client()
            text, before = c.text()
            old = (edition / NAME).read_bytes()
            one = text + "一".encode()
            self.assertEqual(c.save(one, before).status, 200)
            r = c.save(one + "二".encode(), sha(one))
            self.assertEqual((r.status, r.json()["error"]), (507, "disk"))
            self.assertEqual((edition / NAME).read_bytes(), one, "the old text stays")
            self.assertNotEqual(one, old)
            self.assertFalse(list(edition.glob(".bm-*")))
            self.assertEqual(c.save(one + "三".encode(), sha(one)).status, 200, "there is room again")
            self.assertEqual((edition / NAME).read_bytes(), one + "三".encode())


def read(path):
    try:
        return path.read_bytes()
    except OSError:
        return None


class Refused(Case):
    @classmethod
    def setUpClass(cls):
        cls.at = Path(tempfile.mkdtemp(prefix="banmian-"))
        cls.slow = Desk(shutil.copytree(EDITION, cls.at / "e", ignore=shutil.ignore_patterns(".banmian")))
        # Headers that come a byte at a time: they are looked at when all else is done.
        cls.dribbles = []
        for _ in range(3):
            s = socket.create_connection(cls.slow.address, PATIENCE)
            s.sendall(b"GET /api/edition HTTP/1.1\r\nHost: ")
            cls.dribbles.append(s)
        cls.ends, cls.stop = [], threading.Event()

        def dribble(s):
            begun = time.monotonic()
            try:
                while not cls.stop.wait(0.2):
                    s.sendall(b"x")
                    s.setblocking(False)
                    try:
                        if s.recv(1) == b"":
                            break
                    except BlockingIOError:
                        pass
                    s.setblocking(True)
            except OSError:
                pass
            cls.ends.append(time.monotonic() - begun)

        cls.threads = [threading.Thread(target=dribble, args=(s,), daemon=True) for s in cls.dribbles]
        for t in cls.threads:
            t.start()

    @classmethod
    def tearDownClass(cls):
        cls.stop.set()
        cls.slow.end()
        for s in cls.dribbles:
            s.close()
        shutil.rmtree(cls.at)

    def test_z_slow_headers(self):
        for t in self.threads:
            t.join(20)
        self.assertEqual(len(self.ends), 3, "who does not get its request together in time is shown the door")
        self.assertLess(max(self.ends), 15)
        self.assertEqual(self.slow.client().get("/api/edition").status, 200)

    def ask(self, d, method=b"GET", path=b"/api/edition", host=None, more=b"", body=b""):
        host = d.host.encode() if host is None else host
        head = b"%s %s HTTP/1.1\r\n%s%s" % (method, path, b"Host: %s\r\n" % host if host is not False else b"", more)
        out = d.raw(head + (b"Content-Length: %d\r\n" % len(body) if body else b"") + b"Connection: close\r\n\r\n" + body)
        return int(out[9:12]) if out.startswith(b"HTTP/1.") else 0

    def test_hosts(self):
        d = self.desk()
        port = d.address[1]
        self.assertEqual(self.ask(d), 200)
        self.assertEqual(self.ask(d, host=b"localhost:%d" % port), 200)
        self.assertEqual(self.ask(d, host=b"[::1]:%d" % port), 200)
        bad = ["127.0.0.1.evil:%d", "127.evil:%d", "127.0.0.1.evil", "localhost.:%d", "127.0.0.1", "localhost", "127.0.0.1:80", "127.0.0.1:%d0",
               "127.0.0.1:+%d", "127.0.0.1: %d", "127.0.0.1:0%d", "127.0.0.1:%x", "127.1:%d", "0x7f000001:%d", "2130706433:%d", "0177.0.0.1:%d",
               "user@127.0.0.1:%d", "127.0.0.1：%d", "[::ffff:127.0.0.1]:%d", "LOCALHOST:%d", "evil.example:%d", "", "127.0.0.1:%d,evil",
               "127.0.0.1:%d/", "127.0.0.1:%d#", "0.0.0.0:%d", "%d"]
        for host in bad:
            host = (host % port if "%" in host else host).encode()
            for path in (b"/api/edition", b"/", b"/api/events"):
                self.assertIn(self.ask(d, host=host, path=path), (400, 421), host)
        self.assertIn(self.ask(d, host=False), (400, 421))
        self.assertIn(self.ask(d, more=b"Host: evil.example\r\n"), (400, 421), "two of them")
        self.assertIn(self.ask(d, path=b"http://evil.example/api/edition"), (400, 404, 421))

    def test_origins_and_sites(self):
        d = self.desk()
        base = d.base.encode()
        for origin in (b"null", b"http://evil.example", b"http://127.0.0.1", base + b".evil", base + b"/", base.replace(b"http", b"ftp"), b"",
                       base.replace(b"127.0.0.1", b"localhost")):
            self.assertEqual(self.ask(d, more=b"Origin: %s\r\n" % origin), 403, origin)
        self.assertEqual(self.ask(d, more=b"Origin: %s\r\n" % base), 200)
        for site in (b"cross-site", b"same-site", b"none", b"", b"same-origin, cross-site"):
            self.assertEqual(self.ask(d, more=b"Sec-Fetch-Site: %s\r\n" % site), 403, site)
        self.assertEqual(self.ask(d, path=b"/", more=b"Sec-Fetch-Site: cross-site\r\n"), 200, "a link may lead to it")

    def test_writing(self):
        d = self.desk()
        c = d.client()
        text, before = c.text()
        good = {"If_Match": f'"{before}"'}
        path = "/api/text/" + NAME
        wrong = "0" * 32
        for status, headers in ((401, {"Cookie": None}), (401, {"Cookie": f"banmian-{d.address[1]}={wrong}"}), (401, {"Cookie": f"banmian-1={d.token}"}),
                                (401, {"Cookie": d.cookie + "0"}), (403, {"X_Banmian": None}), (403, {"X_Banmian": ""}), (403, {"Origin": None}),
                                (403, {"Origin": "null"}), (403, {"Origin": "http://evil.example"}), (403, {"Sec_Fetch_Site": "cross-site"}),
                                (415, {"Content_Type": None}), (415, {"Content_Type": "text/plain"}), (415, {"Content_Type": "TEXT/PLAIN; charset=utf-8"}),
                                (415, {"Content_Type": "application/x-www-form-urlencoded"}), (415, {"Content_Type": "multipart/form-data; boundary=x"}),
                                (400, {"X_Banmian": "x" * 100}), (400, {"X_Banmian_Who": "%0d%0aSet-Cookie: x"}), (400, {"X_Banmian_Who": "%ff"}),
                                (400, {"X_Banmian_Who": "%"})):
            r = d.client().post(path, text + "坏".encode(), **{**good, **headers})
            self.assertEqual(r.status, status, headers)
            self.assertEqual(self.on_disk(), text)
        for method in ("PUT", "DELETE", "OPTIONS", "PATCH", "TRACE"):
            self.assertEqual(d.client().request(method, path).status, 405, method)
        self.assertEqual(c.post("/").status, 405)
        self.assertEqual(c.post("/api/events").status, 405)
        self.assertEqual(c.get("/api/token").status, 405)
        self.assertEqual(d.client(write=False).post("/api/token", wrong.encode()).status, 401)
        r = d.client(write=False).post("/api/token", d.token.encode())
        self.assertEqual(r.status, 204)
        self.assertEqual(r.headers["Set-Cookie"], d.cookie + "; Path=/; HttpOnly; SameSite=Strict")
        self.assertEqual(self.on_disk(), text)

    def test_names_are_no_paths(self):
        secret = self.folder / "secret.md"
        secret.write_text("geheim", "utf-8")
        d = self.desk()
        c = d.client()
        text, before = c.text()
        bad = ["../secret.md", "..%2fsecret.md", "%2e%2e/secret.md", "%2e%2e%2fsecret.md", "..%5csecret.md", "./" + NAME, "/" + NAME, "//etc/passwd",
               "/etc/passwd", "%2fetc%2fpasswd", NAME + "%00", NAME + "%00.md", NAME + "%0d%0aX-Evil:%20x", NAME + "/", NAME.upper(), "edition.yaml",
               "plan.lock", "%c0%ae%c0%ae/secret.md", "%ff", "%", "%2", "..;/secret.md", str(secret)]
        for name in bad:
            for r in (d.client().get("/api/text/" + name), d.client().save(b"x", before, name)):
                self.assertIn(r.status, (400, 404), name)
                self.assertNotIn(b"geheim", r.body)
                self.assertIsNone(r.headers["X-Evil"])
        for path in ("/s/../secret.md", "/../secret.md", "/s/%2e%2e/secret.md", "/s//etc/passwd", "/s/app.js%00", "/%2e%2e/secret.md"):
            self.assertIn(c.get(path).status, (400, 404), path)
        self.assertEqual((secret.read_text("utf-8"), self.on_disk()), ("geheim", text))

    def test_links_and_pipes(self):
        d = self.desk()
        c = d.client()
        text, before = c.text()
        outside = self.folder / "outside.md"
        outside.write_bytes(text)
        path = self.edition / NAME
        path.unlink()
        path.symlink_to(outside)
        r = c.save(text + "坏".encode(), before)
        self.assertEqual((r.status, outside.read_bytes()), (403, text))
        path.unlink()
        os.mkfifo(path)
        self.assertIn(d.client().save(text + "坏".encode(), before).status, (403, 404, 503))
        path.unlink()
        self.assertIn(d.client().save(text + "坏".encode(), before).status, (404, 410, 503))
        path.write_bytes(text)
        self.until(lambda: not c.state()["failed"])
        self.assertEqual(c.save(text + "好".encode(), before).status, 200)

    def test_sizes(self):
        d = self.desk()
        c = d.client()
        text, before = c.text()
        big = text + b"x" * (2 << 20)
        try:
            self.assertEqual(c.save(big, before).status, 413)
        except (BrokenPipeError, ConnectionResetError):
            pass  # it is not read to its end
        head = (f"POST /api/text/{NAME} HTTP/1.1\r\nHost: {d.host}\r\nOrigin: {d.base}\r\nX-Banmian: t\r\nContent-Type: {TYPE}\r\n"
                f"Cookie: {d.cookie}\r\nIf-Match: \"{before}\"\r\nTransfer-Encoding: chunked\r\n\r\n").encode()
        out = d.raw(head + (b"10000\r\n" + b"x" * 65536 + b"\r\n") * 32 + b"0\r\n\r\n")
        self.assertIn(out[9:12], (b"413", b""))
        self.assertIn(self.ask(d, more=b"X-Long: %s\r\n" % (b"x" * 20000)), (0, 400, 413, 431))
        self.assertIn(self.ask(d, path=b"/api/edition?" + b"x" * 20000), (0, 400, 414, 431))
        self.assertIn(self.ask(d, path=b"/api/edition?" + b"&".join(b"a=1" for _ in range(40))), (400,))
        self.assertEqual(self.on_disk(), text)
        self.assertEqual(d.client().save(text + b" " * 900000, before).status, 200, "a large one that is allowed")

    def test_writes_are_measured(self):
        d = self.desk()
        c, other = d.client("one"), d.client("two")
        status = [c.post("/api/presence?file=x&offset=1").status for _ in range(300)]
        self.assertIn(429, status)
        self.assertNotIn(429, status[:100], "a burst that a typist may make")
        self.assertEqual(other.post("/api/presence?file=x&offset=1").status, 204, "it is the client's own measure")
        self.assertEqual(c.get("/api/edition").status, 200)
        time.sleep(0.3)
        self.assertEqual(c.post("/api/presence?file=x&offset=1").status, 204)

    def test_connections(self):
        d = self.desk()
        c = d.client()
        self.assertEqual(c.get("/api/edition").status, 200)
        held = []
        for _ in range(200):
            try:
                held.append(socket.create_connection(d.address, 5))
            except OSError:
                break
        self.assertEqual(c.get("/api/edition").status, 200, "who is there stays")
        for s in held:
            s.close()
        self.until(lambda: self.ask(d) == 200)

    def test_streams_of_those_without_the_token(self):
        """They may look, but keep nobody out."""
        d = self.desk()
        streams = []
        for _ in range(20):
            s = socket.create_connection(d.address, 5)
            s.sendall(f"GET /api/events HTTP/1.1\r\nHost: {d.host}\r\n\r\n".encode())
            streams.append(s)
        status = [s.recv(12)[9:12] for s in streams]
        self.assertEqual((status[:16], status[16:]), ([b"200"] * 16, [b"429"] * 4))
        stream = self.stream(d)
        c = d.client("a")
        text, before = c.text()
        self.assertEqual(c.save(text + b"\n", before).status, 200)
        self.until(lambda: any(e.get("type") == "revision" for _, e in stream.events), "its owner's stream goes on")
        for s in streams:
            s.close()

    def test_one_length(self):
        d = self.desk()
        head = (f"POST /api/token HTTP/1.1\r\nHost: {d.host}\r\nOrigin: {d.base}\r\nX-Banmian: a\r\nContent-Type: application/octet-stream\r\n"
                "Sec-Fetch-Site: same-origin\r\nConnection: close\r\n")
        body = d.token
        self.assertIn(b" 204 ", d.raw(f"{head}Content-Length: 32\r\n\r\n{body}".encode())[:30])
        for more in ("Content-Length: 32\r\nContent-Length: 3\r\n", "Content-Length: 32\r\nTransfer-Encoding: chunked\r\n"):
            tail = f"20\r\n{body}\r\n0\r\n\r\n" if "chunked" in more else body
            self.assertIn(b" 400 ", d.raw(f"{head}{more}\r\n{tail}".encode())[:30], more)
        self.assertIn(b" 403 ", d.raw(f"{head}Sec-Fetch-Site: cross-site\r\nContent-Length: 32\r\n\r\n{body}".encode())[:30])

    def test_a_terminal_that_is_closed(self):
        d = self.desk()
        self.assertEqual(d.end(signal.SIGHUP), 0)

    def test_read_only_and_guarded(self):
        d = self.desk("--read-only")
        c = d.client()
        self.assertFalse(c.state()["write"])
        text, before = c.text()
        self.assertEqual(c.save(text + "坏".encode(), before).status, 403)
        for path in ("/api/press", "/api/notes", "/api/makeup", "/api/presence"):
            self.assertEqual(c.post(path).status, 403)
        self.assertEqual({p.name for p in self.edition.iterdir()}, {p.name for p in EDITION.iterdir()} - {".banmian"})
        d = self.desk("--listen", "127.0.0.2", "--allow-host", "desk.example")
        stranger = d.client(write=False)
        for path in ("/api/edition", "/api/page/1", "/api/text/" + NAME, "/api/events", "/api/tile/1?kind=soft"):
            self.assertEqual(stranger.get(path).status, 401, path)
        self.assertEqual(stranger.get("/").status, 200)
        self.assertEqual(d.client().get("/api/edition").status, 200)
        self.assertEqual(d.client().get("/api/edition", Host="desk.example", Origin="https://desk.example").status, 200)
        self.assertIn(d.client().get("/api/edition", Host="desk.example:80").status, (400, 421))


class Pictures(Case):
    edition_of = WORK_REPORT

    def found(self, c):
        return {h: c.get(f"/api/picture/{n}/{h.decode()}") for n in range(1, 5)
                for h in re.findall(rb"(?<![0-9a-f])[0-9a-f]{32}(?![0-9a-f])", dict(chunks(c.get(f"/api/page/{n}").body))["P"])}

    def test_pictures(self):
        d = self.desk()
        c, events = d.client(), self.stream(d)
        before = self.found(c)
        self.assertTrue(before)
        for r in before.values():
            self.assertEqual(r.status, 200)
            self.assertIn(r.body[:4], (b"\x89PNG", b"\xff\xd8\xff\xe0", b"\xff\xd8\xff\xe2"))
            self.assertIn("immutable", r.headers["Cache-Control"])
        self.assertEqual(c.get("/api/picture/1/" + "0" * 32).status, 404)
        beside = self.edition / "new.part"
        shutil.copy(next((SOURCE / "content/2026-sample-daily").rglob("*.png")), beside)
        beside.rename(next(self.edition.rglob("*.png")))
        events.wait(lambda e: e["type"] in ("revision", "state"))
        self.until(lambda: set(self.found(c)) != set(before), "another picture is shown")


class Memory(Case):
    def memory(self, d):
        return int(re.search(r"VmRSS:\s+(\d+)", Path(f"/proc/{d.process.pid}/status").read_text())[1])

    @unittest.skipUnless(EDITS and not SANITIZED, "make soak")
    def test_flat(self):
        d = self.desk()
        c = d.client()
        text, before = c.text()
        have, early = 0, 0
        for n in range(EDITS):
            new = text + "试".encode() * (n % 40)
            r = c.save(new, before, query=f"?page=2&have={have}&glyphs=100000")
            while r.status == 429:
                time.sleep(0.5)
                r = c.save(new, before, query=f"?page=2&have={have}&glyphs=100000")
            j = json.loads(chunks(r.body)[0][1])
            before, have = j["sha"], j["rev"]
            if n == EDITS // 10:
                early = self.memory(d)
            if n % 100 == 99:
                c.name = f"c{n}"
        late = self.memory(d)
        print(f"{EDITS} edits: {early} kB after a tenth of them, {late} kB at the end")
        self.assertLess(late, 60 << 10)
        self.assertLess(late, early * 1.05 + 1024)


if __name__ == "__main__":
    main()
