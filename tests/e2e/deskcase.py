"""What the tests of the desk in Chromium share: a copy of an edition that is served, tabs in which the desk is open."""
import json
import os
import re
import shutil
import subprocess
import tempfile
import threading
import time
import unittest
import urllib.parse
from pathlib import Path

import chromium
from common import EDITION, PROGRAM, SANITIZED

ME = {"who": "夜编", "role": "editor"}


class Served:
    """`banmian serve` on an edition; .url has the token, .origin not."""

    def __init__(self, edition, *options, program=PROGRAM):
        self.edition, self.said = Path(edition), []
        self.process = subprocess.Popen([str(program), "serve", str(edition), *(() if "--port" in options else ("--port", "0")), *options], stdin=subprocess.DEVNULL,
                                        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, env={**os.environ, "LC_ALL": "C.UTF-8"})
        found = threading.Event()
        self.url = None

        def listen():
            for line in self.process.stdout:
                self.said.append(line.decode("utf-8", "replace"))
                if not self.url and (m := re.search(r"http://\S+", self.said[-1])):
                    self.url = m.group()
                    found.set()
            found.set()

        self.listener = threading.Thread(target=listen, daemon=True)
        self.listener.start()
        if not found.wait(60) or not self.url:
            self.end()
            raise AssertionError("no address: " + "".join(self.said))
        self.origin = "{0.scheme}://{0.netloc}".format(urllib.parse.urlsplit(self.url))

    def end(self):
        self.process.terminate()
        try:
            self.process.wait(20)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        self.listener.join(5)
        self.process.stdout.close()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.end()


# What the browser does is the same; the server is run with a sanitizer by the tests that need no browser.
@unittest.skipIf(SANITIZED, "the browser's half is the same")
@unittest.skipUnless(chromium.PROGRAM, "no chromium")
class DeskCase(unittest.TestCase):
    """One browser for all tests of a class. At the end of each test no page may have complained, or asked for anything that is not the desk's."""
    edition = EDITION

    @classmethod
    def setUpClass(cls):
        cls.browser = chromium.Browser("--accept-lang=zh-CN")

    @classmethod
    def tearDownClass(cls):
        cls.browser.__exit__()

    def setUp(self):
        self.open_tabs, self.servers = [], []
        self.folder = Path(tempfile.mkdtemp(prefix="desk-"))
        self.expected = r"^$"  # complaints that this test provokes

    def tearDown(self):
        try:
            for tab, origin in self.open_tabs:
                faults = [f for f in tab.faults() if not re.search(self.expected, f)]
                self.assertEqual(faults, [], "the page complains")
                foreign = [u for u in tab.requests() if not u.startswith((origin, "data:", "blob:" + origin, "about:"))]
                self.assertEqual(foreign, [], "requests that leave the desk")
        finally:
            for tab, _ in self.open_tabs:
                tab.close()
            for s in self.servers:
                s.end()
            shutil.rmtree(self.folder, ignore_errors=True)

    def copy(self, source=None, name=None):
        """A copy of an edition that may be changed."""
        source = Path(source or self.edition)
        return Path(shutil.copytree(source, self.folder / (name or source.name), ignore=shutil.ignore_patterns(".banmian")))

    def serve(self, edition=None, *options):
        served = Served(edition or self.copy(), *options)
        self.servers.append(served)
        return served

    def tab(self, served, lang="zh", who=ME, fragment="", ready=True, **size):
        """A tab with the desk open; its words are of lang."""
        tab = self.browser.tab(**size)
        self.open_tabs.append((tab, served.origin))
        if who:
            tab.ask("Network.setCookie", name="banmian-me", value=urllib.parse.quote(json.dumps({**who, "lang": lang})), url=served.origin)
        else:
            tab.ask("Network.deleteCookies", name="banmian-me", url=served.origin)
        tab.go(served.url + ("&" + fragment if fragment else ""))
        if ready:
            tab.wait("document.body.dataset.ready === '1'", 30)
        return tab


def settle(tab):
    """Until all that was typed is acknowledged and every page is of the last revision."""
    tab.wait("desk.idle()", 60)
    time.sleep(0.05)
