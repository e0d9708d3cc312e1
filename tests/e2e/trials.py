#!/usr/bin/python3
"""Runs that are ended, starved or lied to, by seed: signals and kills at a system call or at a moment, system calls that
fail or do half, full disks, limits of files, size, memory and processor time, files that change while they are read. After
each, whatever happened:

- every output is whole, the old or the new one, and those of a command are all old or all new (after KILL, each by itself);
- nothing else is left in any folder (after KILL: but where files without names are missing, or between link and rename);
- the status is right, and a message says why: never a crash, never success with other bytes.

Of the first 50 the program failed 17 before this test was there: it ended by SIGXFSZ, left .bm-….part files and folders
that it had made, had page-1.png new and proof.pdf old, and gave status 3 when there were no descriptors or no memory.

TRIALS: how many (default 50); TRIALS_FIRST: the first seed (default 1). `make soak` does 500."""
import errno
import os
import random
import re
import resource
import shutil
import signal
import subprocess
import tempfile
import time
import unittest
from pathlib import Path

from common import EDITION, PROGRAM, SANITIZED, SOURCE, WORK_REPORT, fault, faults, main, run

# Whoever starts tests in the background may have had these ignored, and children keep that.
for ending in (signal.SIGINT, signal.SIGQUIT, signal.SIGHUP):
    signal.signal(ending, signal.SIG_DFL if ending != signal.SIGINT else signal.default_int_handler)

TRIALS, FIRST = int(os.environ.get("TRIALS", 50)), int(os.environ.get("TRIALS_FIRST", 1))

NAMES = {"press": "out/e.pdf", "split": "out/1.pdf out/2.pdf", "archive": "out/e.pdf", "proof": "out/page-1.png out/page-2.png out/proof.pdf",
         "check": ""}
ARGS = {"press": ("press", "e", "-o", "out/e.pdf"), "split": ("press", "e", "--split={page}.pdf", "-o", "out"),
        "archive": ("archive", "e", "-o", "out/e.pdf"), "proof": ("proof", "e", "--dpi", 10, "-o", "out"), "check": ("check", "e")}
SIGNALS = [signal.SIGINT, signal.SIGTERM, signal.SIGHUP, signal.SIGQUIT, signal.SIGXCPU, signal.SIGKILL, signal.SIGKILL, signal.SIGPIPE]
# What a call may fail with; each is tried again later (75), or wrong input or a wrong place (3).
AGAIN = {errno.EMFILE, errno.ENFILE, errno.ENOMEM, errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
ERRORS = {"open": (errno.EMFILE, errno.ENFILE, errno.ENOMEM, errno.EACCES, errno.EIO), "read": (errno.EIO,),
          "tmpfile": (errno.EMFILE, errno.ENOSPC, errno.EACCES, errno.EOPNOTSUPP), "write": (errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EIO),
          "fsync": (errno.EIO, errno.ENOSPC), "link": (errno.EIO, errno.ENOSPC, errno.EPERM), "rename": (errno.EIO, errno.ENOSPC, errno.EACCES),
          "unlink": (errno.EIO,), "mkdir": (errno.ENOSPC, errno.EACCES), "map": (errno.ENOMEM,), "fstat": (errno.EIO,), "close": (errno.EIO,)}


class Trial:
    """The folder of a trial: e is the edition, out and r.ndjson what is written."""

    def __init__(self, at):
        self.at = Path(at)
        edition = self.at / "e"
        edition.mkdir()
        shutil.copy(EDITION / "01-gonggao-2.md", edition / "01.md")
        shutil.copy(WORK_REPORT / "gebi.png", edition / "gebi.png")
        (edition / "02.md").write_text((edition / "01.md").read_text("utf-8") + "\n![](gebi.png)\n", "utf-8")
        (edition / "edition.yaml").write_text(
            "title: 版面\ndate: 2026-01-10\nlayout: tabloid\narticles: [01.md, 02.md]\nframes:\n  tabloid:\n"
            "    - frames: [{article: 01, columns: 1-2, lines: 3-40}]\n    - frames: [{article: 02, columns: 1-3, lines: 3-60}]\n", "utf-8")
        self.own = edition / "Own.ttf"
        shutil.copytree(SOURCE, self.at / "data", ignore=lambda d, names: set(names) - {"layouts", "fonts", "colour", "words", "rules"}
                        if Path(d) == SOURCE else ())
        fonts = self.at / "data/fonts/fonts.yaml"
        text = fonts.read_text("utf-8")
        font = re.search(r"file: (\S+LXGW\S+)", text)[1]
        shutil.copy(font, self.own)
        fonts.write_text(text.replace(font, str(self.own)), "utf-8")
        self.env = {"BANMIAN_DATA": str(self.at / "data")}
        self.inputs = self.files("e", "data")
        self.calls, self.new, self.seconds = {}, {}, {}
        for command in ARGS:
            self.make(command)
            begun = time.monotonic()
            self.calls[command] = faults(self.at, *self.args(command), env=self.env, cwd=self.at)
            self.seconds[command] = time.monotonic() - begun
            self.new[command] = self.files("out", "r.ndjson")
            assert set(self.new[command]) == {*NAMES[command].split(), "r.ndjson"}
            self.clear()

    @staticmethod
    def args(command):
        return (*ARGS[command], "--report", "r.ndjson")

    def files(self, *names):
        found = {}
        for name in names:
            for p in [self.at / name, *(self.at / name).rglob("*")]:
                if p.is_file():
                    found[str(p.relative_to(self.at))] = p.read_bytes()
        return found

    def clear(self):
        shutil.rmtree(self.at / "out", ignore_errors=True)
        (self.at / "r.ndjson").unlink(missing_ok=True)

    def make(self, command):
        """press, and archive of a PDF alone, make no folder; the others do."""
        if command in ("press", "archive"):
            (self.at / "out").mkdir()

    def mount(self, size):
        """A disk of so many bytes under out; False where that is not allowed."""
        (self.at / "out").mkdir(exist_ok=True)
        return os.geteuid() == 0 and subprocess.run(
            ["mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", self.at / "out"], capture_output=True).returncode == 0

    def unmount(self):
        subprocess.run(["umount", "-l", self.at / "out"], check=True)

    def restore(self):
        for name, data in self.inputs.items():
            if (self.at / name).read_bytes() != data:
                (self.at / name).write_bytes(data)


def limit(which, n):
    return lambda: resource.setrlimit(which, (n, n))


class Trials(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = tempfile.TemporaryDirectory(prefix="banmian-trials-")
        cls.trial = Trial(cls.folder.name)
        cls.disks = cls.trial.mount("1m")
        if cls.disks:
            cls.trial.unmount()
        cls.trial.clear()

    @classmethod
    def tearDownClass(cls):
        cls.folder.cleanup()

    def choose(self, r, command):
        """What happens: environment, what happens before the program starts, its signal, a moment, statuses, what may be said."""
        calls = self.trial.calls[command]
        env, before, sent, moment, statuses = {}, None, None, None, {0}
        call = lambda: r.choice([c for c in ERRORS if calls.get(c)])
        kind = r.choice(["call", "call", "call", "moment", "error", "error", "error", "half", "interrupt", "size", "files", "change"]
                        + ["memory"] * (not SANITIZED) + ["disk"] * self.disks)
        if kind == "call":
            c, sent = call(), r.choice(SIGNALS)
            env = fault(c, r.randint(1, calls[c]), "signal", int(sent))
        elif kind == "moment":
            sent, moment = r.choice(SIGNALS), r.uniform(0, 1.2 * self.trial.seconds[command])
        elif kind == "error":
            c = call()
            error = r.choice(ERRORS[c])
            env = fault(c, r.randint(1, calls[c]), "fail", error, more=r.random() < 0.3)
            statuses = {0, 75 if error in AGAIN else 3}
            if c == "fstat":
                statuses.add(75)  # what cannot be looked at again may have changed
        elif kind == "half":
            env = fault(r.choice(["read", "write"]), 1, "half", more=True)
        elif kind == "interrupt":
            c = r.choice(["read", "write"])
            env = fault(c, r.randint(1, calls[c]), "fail", errno.EINTR)
        elif kind == "size":
            largest = max(map(len, self.trial.new[command].values()))
            before, statuses = limit(resource.RLIMIT_FSIZE, r.randint(0, largest - 1)), {75}
        elif kind == "disk":
            statuses = {0, 75}
        elif kind == "files":
            before, statuses = limit(resource.RLIMIT_NOFILE, r.randint(4, 10)), {0, 75}
        elif kind == "memory":
            before, statuses = limit(resource.RLIMIT_AS, r.randint(40, 400) << 20), {0, 75, 127}
        elif kind == "change":
            c = r.choice(["read", "write", "fstat", "map"])
            env = fault(c, r.randint(1, calls.get(c, 1)), r.choice(["append", "cut"]),
                        self.trial.at / r.choice(["e/01.md", "e/edition.yaml", "e/gebi.png", "e/Own.ttf"]))
            statuses = {0, 3, 4, 75}
        way = r.choice(["", "", f"tmpfile:1+:fail:{errno.EOPNOTSUPP};", f"link:1+:fail:{errno.EPERM};"])
        if way and kind not in ("size", "files", "memory", "moment", "disk"):
            env["FAULT"] = way + env["FAULT"]
        elif way and kind != "disk":
            env = {**fault("none", 0, "fail"), "FAULT": way}
        return kind, env, before, sent, moment, statuses, bool(way)

    def start(self, command, env, before, sent, moment):
        e = {**os.environ, "LC_ALL": "C.UTF-8", **self.trial.env, **env}
        p = subprocess.Popen([str(PROGRAM), *map(str, self.trial.args(command))], cwd=self.trial.at, env=e, preexec_fn=before,
                             stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        if moment is not None:
            time.sleep(moment)
            p.send_signal(sent)
        out, err = p.communicate(timeout=120)
        return p.returncode, out, err.decode("utf-8")

    def one(self, seed):
        r, trial = random.Random(seed), self.trial
        command = r.choice(["press", "press", "split", "split", "split", "archive", "proof", "check"])
        names, new = NAMES[command].split(), trial.new[command]
        old = {name: b"old" for name in (*names, "r.ndjson")} if r.random() < 0.7 else {}
        kind, env, before, sent, moment, statuses, way = self.choose(r, command)
        full = kind == "disk" and trial.mount(r.randint(16, 2 * sum(map(len, new.values())) // 1024 + 20) * 1024)
        if not full:
            trial.make(command)
        for name, data in old.items():
            (trial.at / name).parent.mkdir(exist_ok=True)
            (trial.at / name).write_bytes(data)
        what = f"seed {seed}: {command}, {kind} {env.get('FAULT', '')} {sent or ''}"
        status, out, err = self.start(command, env, before, sent, moment)
        found = trial.files("out", "r.ndjson")
        if full:
            trial.unmount()
        if sent is not None:
            statuses = {-sent, 0} if way or kind == "moment" or sent == signal.SIGPIPE else {-sent}
        self.assertIn(status, statuses | ({75} if "[not-put-back]" in err else set()), f"{what}\n{err}")
        self.assertNotIn("Sanitizer", err, what)
        if status > 0 and status != 127:
            self.assertRegex(err, r"error \[[a-z0-9-]+\]: ", what)
        if status == 0 and kind != "change":
            self.assertEqual(found, new, what)
        left = set(found) - set(names) - {"r.ndjson"}
        if "[not-put-back]" in err:  # a rename failed, and the one that was to put right the first did
            self.assertEqual([found[name] for name in left], [b"old"], what)
            return
        killed = sent == signal.SIGKILL
        if not killed:
            self.assertFalse(left, what)
        elif not way and not (env.get("FAULT", "").startswith(("link", "rename", "unlink", "fsync", "close", "open")) or kind == "moment"):
            self.assertFalse(left, what)
        self.assertTrue(all(re.match(r"(out/)?\.bm-", name) for name in left), f"{what}: {left}")
        if kind == "change" and status in (0, 4):
            return  # it was changed before it was read, or after all was done
        for name in names:
            self.assertIn(found.get(name), (old.get(name), new[name]), f"{what}: {name}")
        if not killed:
            state = {name: found.get(name) for name in names}
            self.assertIn(state, ({name: old.get(name) for name in names}, {name: new[name] for name in names}), what)
            if not old and command not in ("press", "archive") and not full and names and state[names[0]] is None and "r.ndjson" not in found:
                self.assertFalse((trial.at / "out").exists(), f"{what}: a folder that was made is left")
        report = found.get("r.ndjson")
        if report not in (old.get("r.ndjson"), new["r.ndjson"]):
            self.assertTrue(status > 0 and report.endswith(b"}\n"), f"{what}: a report that is neither old, new nor of an error")

    def test_trials(self):
        for seed in range(FIRST, FIRST + TRIALS):
            with self.subTest(seed=seed):
                self.one(seed)
            self.trial.clear()
            self.trial.restore()


main()
