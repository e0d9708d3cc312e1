"""Chromium driven over a pipe (Chrome DevTools Protocol) with Python's own library: a browser, and tabs as a reader has
them: keys, clicks, an input method, pictures. CHROMIUM names the program."""
import base64
import collections
import json
import os
import shutil
import subprocess
import tempfile
import threading
import time

PROGRAM = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
MODIFIERS = {"Alt": 1, "Ctrl": 2, "Meta": 4, "Shift": 8}
KEYS = {"Enter": 13, "Escape": 27, "Tab": 9, "Backspace": 8, "Delete": 46, "ArrowLeft": 37, "ArrowUp": 38, "ArrowRight": 39,
        "ArrowDown": 40, "Home": 36, "End": 35, "PageUp": 33, "PageDown": 34, "F6": 117, " ": 32}


class Broken(Exception):
    """What Chromium refused, or an exception of the page's script."""


class Browser:
    """One Chromium with a profile of its own; `with Browser() as browser`."""

    def __init__(self, *flags):
        self.home = tempfile.mkdtemp(prefix="chromium-")
        to_read, self.to = os.pipe()
        self.come, from_write = os.pipe()
        self.last, self.answers, self.tabs = 0, {}, {}
        self.seen = None  # the tab in front
        self.arrived = threading.Condition()

        def pipes():  # Chromium reads descriptor 3 and writes 4
            a, b = os.dup(to_read), os.dup(from_write)
            os.dup2(a, 3)
            os.dup2(b, 4)

        self.process = subprocess.Popen(
            [PROGRAM, "--headless=new", "--no-sandbox", "--disable-gpu", "--hide-scrollbars", "--disable-extensions", "--no-first-run",
             "--disable-background-networking", "--disable-component-update", "--disable-sync", "--disable-dev-shm-usage",
             "--remote-debugging-pipe", f"--user-data-dir={self.home}", *flags, "about:blank"],
            close_fds=False, preexec_fn=pipes, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
            env={**os.environ, "HOME": self.home})
        os.close(to_read)
        os.close(from_write)
        threading.Thread(target=self._read, daemon=True).start()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.terminate()
        try:
            self.process.wait(5)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        os.close(self.to)
        shutil.rmtree(self.home, ignore_errors=True)

    def _read(self):
        rest = bytearray()
        while True:
            try:
                got = os.read(self.come, 1 << 20)
            except OSError:
                got = b""
            if not got:
                break
            rest += got
            *whole, rest = rest.split(b"\0")
            for message in whole:
                self._take(json.loads(message))
        with self.arrived:
            self.answers = None
            self.arrived.notify_all()

    def _take(self, message):
        with self.arrived:
            if "id" in message:
                self.answers[message["id"]] = message
            elif message.get("sessionId") in self.tabs:
                self.tabs[message["sessionId"]].events.append((message["method"], message.get("params", {})))
            self.arrived.notify_all()

    def send(self, method, params=None, session=None, limit=60):
        """One command and its result."""
        with self.arrived:
            self.last += 1
            number = self.last
            data = json.dumps({"id": number, "method": method, "params": params or {}, **({"sessionId": session} if session else {})}).encode() + b"\0"
        while data:
            data = data[os.write(self.to, data):]
        with self.arrived:
            if not self.arrived.wait_for(lambda: self.answers is None or number in self.answers, limit):
                raise Broken(f"no answer to {method}")
            if self.answers is None:
                raise Broken("Chromium ended")
            answer = self.answers.pop(number)
        if "error" in answer:
            raise Broken(f"{method}: {answer['error']}")
        return answer["result"]

    def tab(self, url="about:blank", **size):
        """A new tab, opened at url."""
        target = self.send("Target.createTarget", {"url": "about:blank"})["targetId"]
        session = self.send("Target.attachToTarget", {"targetId": target, "flatten": True})["sessionId"]
        made = self.tabs[session] = Tab(self, target, session)
        for domain in ("Page", "Runtime", "Network", "Log"):
            made.ask(f"{domain}.enable")
        made.size(**size)
        self.seen = made
        if url != "about:blank":
            made.go(url)
        return made


class Tab:
    """A page. `events`: what it reported (method, params), the last ten thousand."""

    def __init__(self, browser, target, session):
        self.browser, self.target, self.session = browser, target, session
        self.events = collections.deque(maxlen=10000)
        self.held = 0

    def ask(self, method, **params):
        return self.browser.send(method, params, self.session)

    def close(self):
        self.browser.send("Target.closeTarget", {"targetId": self.target})

    def size(self, width=1440, height=900, scale=1):
        self.ask("Emulation.setDeviceMetricsOverride", width=width, height=height, deviceScaleFactor=scale, mobile=False)

    def media(self, **features):
        """prefers_color_scheme="dark", prefers_reduced_motion="reduce", forced_colors="active" …"""
        self.ask("Emulation.setEmulatedMedia", features=[{"name": k.replace("_", "-"), "value": v} for k, v in features.items()])

    def front(self):
        """Before all other tabs, as one has it in which one works."""
        if self.browser.seen is not self:
            self.ask("Page.bringToFront")
            self.browser.seen = self

    def go(self, url):
        seen = len(self.events)
        got = self.ask("Page.navigate", url=url)
        if "errorText" in got:
            raise Broken(got["errorText"])
        if "loaderId" in got:  # none: another fragment of the same page
            self.until(lambda: any(m == "Page.loadEventFired" for m, _ in list(self.events)[seen:]), f"{url} loads")

    def evaluate(self, expression):
        """What the expression gives; a promise is awaited."""
        got = self.ask("Runtime.evaluate", expression=expression, returnByValue=True, awaitPromise=True, userGesture=True)
        if "exceptionDetails" in got:
            raise Broken(got["exceptionDetails"].get("exception", {}).get("description") or str(got["exceptionDetails"]))
        return got["result"].get("value")

    def wait(self, expression, limit=15):
        """Until the expression is true; its value (an element: True)."""

        def look():
            try:
                got = self.evaluate(expression)
            except Broken as e:  # the page is being loaded
                if "Cannot" not in str(e) and "not defined" not in str(e) and "context" not in str(e):
                    raise
                return None
            return True if got == {} else got

        return self.until(look, expression, limit)

    def until(self, true, what, limit=15):
        end = time.monotonic() + limit
        while not (got := true()):
            if time.monotonic() > end:
                raise Broken(f"after {limit} s not yet: {what}")
            time.sleep(0.01)
        return got

    def key(self, keys, times=1):
        """A key as it is named in the list of keys: "j", "Shift+N", "Ctrl+S", "F6"; "g 2" is one after the other."""
        for _ in range(times):
            for one in [" "] if keys == " " else keys.split(" "):
                self._press(*one.split("+")) if len(one) > 1 else self._press(one)

    def _press(self, *keys):
        self.front()
        *held, key = [k or "+" for k in keys]
        if keys[-1] == "" and held:
            held = held[:-1]
        modifiers = sum(MODIFIERS[m] for m in held)
        if len(key) == 1 and key.isalpha() and "Shift" in held:
            key = key.upper()
        code = KEYS.get(key, ord(key.upper()) if len(key) == 1 else 0)
        about = {"key": key, "code": f"Key{key.upper()}" if len(key) == 1 and key.isalpha() else key, "windowsVirtualKeyCode": code, "modifiers": modifiers}
        text = {"Enter": "\r"}.get(key, key if len(key) == 1 else "")
        if text and not modifiers & 7:
            self.ask("Input.dispatchKeyEvent", type="keyDown", text=text, **about)
        else:
            commands = {"commands": [{"z": "undo", "y": "redo", "a": "selectAll"}[key]]} if modifiers & 2 and key in "zya" else {}
            self.ask("Input.dispatchKeyEvent", type="rawKeyDown", **about, **commands)
        self.ask("Input.dispatchKeyEvent", type="keyUp", **about)

    def insert(self, text):
        """Text that comes at once, as by paste or by a commit of an input method."""
        self.front()
        self.ask("Input.insertText", text=text)

    def compose(self, *steps, commit=None):
        """An input method: what it shows step by step; then commit is set (None: it is still at work)."""
        self.front()
        for step in steps:
            self.ask("Input.imeSetComposition", text=step, selectionStart=len(step), selectionEnd=len(step))
        if commit is not None:
            self.insert(commit)

    def mouse(self, kind, x, y, button="left", buttons=1, count=1, modifiers=0):
        self.ask("Input.dispatchMouseEvent", type=kind, x=x, y=y, button=button, buttons=buttons, clickCount=count, modifiers=modifiers)

    def click(self, x, y, count=1):
        self.front()
        self.mouse("mouseMoved", x, y, "none", 0)
        for n in range(1, count + 1):
            self.mouse("mousePressed", x, y, count=n)
            self.mouse("mouseReleased", x, y, buttons=0, count=n)

    def drag(self, x, y, to_x, to_y, steps=8):
        self.mouse("mousePressed", x, y)
        for n in range(1, steps + 1):
            self.mouse("mouseMoved", x + (to_x - x) * n / steps, y + (to_y - y) * n / steps)
        self.mouse("mouseReleased", to_x, to_y, buttons=0)

    def wheel(self, x, y, dx=0, dy=0, modifiers=0):
        self.ask("Input.dispatchMouseEvent", type="mouseWheel", x=x, y=y, deltaX=dx, deltaY=dy, modifiers=modifiers)

    def touch(self, kind, *points):
        self.ask("Input.dispatchTouchEvent", type=kind, touchPoints=[{"x": x, "y": y} for x, y in points])

    def centre(self, selector):
        """The middle of an element, in pixels of the window."""
        got = self.evaluate(f"(() => {{ const e = document.querySelector({json.dumps(selector)}); if (!e) return null; e.scrollIntoView({{block: 'nearest'}});"
                            " const r = e.getBoundingClientRect(); return [r.x + r.width / 2, r.y + r.height / 2]; })()")
        if got is None:
            raise Broken(f"no {selector}")
        return got

    def press(self, selector):
        """A click on an element."""
        self.front()
        self.click(*self.centre(selector))

    def shot(self, path=None, clip=None):
        """PNG bytes of the window, written to path if given; clip: (x, y, width, height)."""
        more = {"clip": dict(zip(("x", "y", "width", "height"), clip), scale=1)} if clip else {}
        data = base64.b64decode(self.ask("Page.captureScreenshot", format="png", **more)["data"])
        if path:
            with open(path, "wb") as file:
                file.write(data)
        return data

    def faults(self):
        """What the page complained of: exceptions, errors of the console, violations of its policy."""
        out = []
        for method, p in list(self.events):
            if method == "Runtime.exceptionThrown":
                d = p["exceptionDetails"]
                out.append(d.get("exception", {}).get("description") or d.get("text"))
            elif method == "Runtime.consoleAPICalled" and p["type"] in ("error", "assert"):
                out.append(" ".join(str(a.get("value", a.get("description"))) for a in p["args"]))
            elif method == "Log.entryAdded" and p["entry"]["level"] == "error":
                out.append(f"{p['entry']['text']} {p['entry'].get('url', '')}")
        return out

    def requests(self):
        """URLs of all that the page asked for."""
        return [p["request"]["url"] for m, p in list(self.events) if m == "Network.requestWillBeSent"]
