#!/usr/bin/python3
"""What the desk costs: bench/serve.py PROGRAM [EDITS]

A keystroke (POST of the text, with its page in the reply): from the request being whole to the reply being there, in the server
(Server-Timing), and as a client on this machine waits for it; its bytes; what the server's processor time is. A save of another program
until its event. Opening four pages: state and pages. Memory of the server over EDITS (default 2000)."""
import http.client
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

SOURCE = Path(__file__).resolve().parents[1]
CASES = [("2026-lianghui", None, "07-jueyi-gangyao.md"), ("2026-lianghui", "broadsheet", "07-jueyi-gangyao.md"), ("2025-work-report", None, "04"),
         ("2025-work-report", None, "01"), ("2025-work-report", None, "03"), ("2025-work-report", "broadsheet-8", "03")]


def chunks(data):
    out, i = [], 0
    while i < len(data):
        kind, n, shift, more = chr(data[i]), 0, 0, True
        while more:
            i += 1
            n, shift, more = n + ((data[i] & 127) << shift), shift + 7, data[i] > 127
        out.append((kind, data[i + 1:i + 1 + n]))
        i += 1 + n
    return out


class Desk:
    def __init__(self, program, edition, layout):
        self.process = subprocess.Popen([program, "serve", edition, "--port", "0", "-q", *(["--layout", layout] if layout else [])],
                                        stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
        self.base, token = self.process.stdout.readline().decode().strip().split("/#t=")
        self.host = self.base[7:]
        self.headers = {"Origin": self.base, "X-Banmian": "bench", "Content-Type": "text/markdown", "Cookie": f"banmian-{self.host.split(':')[1]}={token}"}
        self.connection = http.client.HTTPConnection(self.host, timeout=60)

    def ask(self, method, path, body=None, **headers):
        h = {**self.headers, **{k.replace("_", "-"): v for k, v in headers.items()}}
        begun = time.perf_counter()
        self.connection.request(method, path, body, h if method == "POST" else {"Cookie": h["Cookie"]})
        r = self.connection.getresponse()
        data = r.read()
        return r, data, (time.perf_counter() - begun) * 1e3

    def cpu(self):
        fields = Path(f"/proc/{self.process.pid}/stat").read_text().rsplit(")", 1)[1].split()
        return (int(fields[11]) + int(fields[12])) * 1000 / os.sysconf("SC_CLK_TCK")

    def memory(self):
        return int(re.search(r"VmRSS:\s+(\d+)", Path(f"/proc/{self.process.pid}/status").read_text())[1]) / 1024

    def close(self):
        self.process.terminate()
        self.process.wait()
        self.process.stdout.close()


def spread(values):
    v = sorted(values)
    return f"{v[0]:6.2f} {v[len(v) // 2]:6.2f} {v[int(len(v) * .95)]:6.2f}"


def case(program, folder, name, layout, file, edits, number):
    edition = shutil.copytree(SOURCE / "content" / name, Path(folder) / f"{number}", ignore=shutil.ignore_patterns(".banmian", "plan.lock"))
    d = Desk(program, edition, layout)
    begun = time.perf_counter()
    state = json.loads(d.ask("GET", "/api/edition")[1])
    size = sum(len(d.ask("GET", f"/api/page/{p['n']}")[1]) for p in state["pages"])
    opening = (time.perf_counter() - begun) * 1e3
    article = next(a for a in state["articles"] if a["file"] and a["file"].startswith(file))
    file, page = article["file"], article["pages"][0]
    r, text, _ = d.ask("GET", "/api/text/" + file)
    before, lines = r.headers["ETag"].strip('"'), text.decode().split("\n")
    middle = max(range(len(lines)), key=lambda i: len(lines[i]))
    server, client, size_of, have = [], [], [], state["pages"][page - 1]["rev"]

    def stroke(n):
        nonlocal before, have
        line = lines[middle]
        lines[middle] = line[:len(line) // 2] + "试" + line[len(line) // 2:] if n % 20 < 10 else line.replace("试", "", 1)
        r, data, ms = d.ask("POST", f"/api/text/{file}?page={page}&have={have}&glyphs=1000000", "\n".join(lines).encode(), If_Match=f'"{before}"')
        while r.status == 429:
            time.sleep(0.2)
            r, data, ms = d.ask("POST", f"/api/text/{file}?page={page}&have={have}&glyphs=1000000", "\n".join(lines).encode(), If_Match=f'"{before}"')
        j = json.loads(chunks(data)[0][1])
        before, have = j["sha"], j["rev"] if page in j["pages"] else have
        server.append(float(r.headers["Server-Timing"].split("=")[1]))
        client.append(ms)
        size_of.append(len(data))

    for n in range(20):
        stroke(n)
    for values in (server, client, size_of):
        values.clear()
    spent = d.cpu()
    for n in range(edits):
        stroke(n)
        if n % 50 == 49:
            d.headers["X-Banmian"] = f"b{n}"
    spent = (d.cpu() - spent) / edits
    events, got = [], threading.Event()
    other = http.client.HTTPConnection(d.host, timeout=60)
    other.request("GET", "/api/events", headers={"Cookie": d.headers["Cookie"]})
    stream = other.getresponse()

    def listen():
        try:
            while line := stream.readline():
                if line.startswith(b"data:") and b'"revision"' in line:
                    events.append(time.perf_counter())
                    got.set()
        except (OSError, ValueError, AttributeError):
            pass

    threading.Thread(target=listen, daemon=True).start()
    saves = []
    for n in range(30):
        time.sleep(0.2)
        got.clear()
        beside = edition / ".swp"
        beside.write_text("\n".join(lines) + "存" * (n % 2 + 1), "utf-8")
        begun = time.perf_counter()
        beside.rename(edition / file)
        got.wait(10)
        saves.append((events[-1] - begun) * 1e3)
    print(f"{name:17} {layout or '-':12} {file[:2]} {spread(server)}  {spread(client)}  {spent:5.2f}  {sorted(size_of)[len(size_of) // 2]:5d} {max(size_of):5d}"
          f"  {spread(saves)}  {opening:6.1f} {size // 1024:5d} {d.memory():5.1f}", flush=True)
    d.close()


def main():
    program, edits = sys.argv[1], int(sys.argv[2]) if len(sys.argv) > 2 else 300
    print("ms; least, median, 95th percentile           in the server             at the client      CPU   bytes: med max"
          "   save elsewhere → event    opening   KB  RSS MB")
    with tempfile.TemporaryDirectory() as folder:
        for number, (name, layout, file) in enumerate(CASES):
            case(program, folder, name, layout, file, edits, number)


main()
