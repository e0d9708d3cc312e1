#!/usr/bin/python3
"""What the program reads and where it writes: files that are none, too large, or used by two; descriptors
that run out; names that are not UTF-8. What the program did before is said at each test."""
import errno
import json
import os
import re
import resource
import shutil
import signal
import socket
import subprocess
import unittest
import xml.etree.ElementTree as ET
from pathlib import Path

from common import PROGRAM, SOURCE, fault, faults, hand_placed, main, run, tool

LIMIT = {"edition.yaml": 4, "01-gonggao-2.md": 16, "tabloid.yaml": 4, "printer.yaml": 1, "phrases.txt": 16, "fonts.yaml": 1,
         "profiles.yaml": 1, "TR002.icc": 16, "bild.png": 512, "Own.otf": 256}  # MiB


class Edition(unittest.TestCase):
    def setUp(self):
        self.edition = hand_placed()
        self.at = self.edition.parent
        self.data = self.at / "data"
        for name in ("layouts", "fonts", "colour", "words", "rules"):
            shutil.copytree(SOURCE / name, self.data / name)
        self.env = {"BANMIAN_DATA": str(self.data)}

    def tearDown(self):
        shutil.rmtree(self.at)

    def inputs(self):
        """A file of every kind that a run of check reads, with its number of MiB at most."""
        article = self.edition / "01-gonggao-2.md"
        article.write_text(article.read_text("utf-8") + "\n![图](bild.png)\n", "utf-8")
        shutil.copy(SOURCE / "content/2025-work-report/gebi.png", self.edition / "bild.png")
        (self.edition / "printer.yaml").write_text("name: 某厂\n", "utf-8")
        own, fonts = self.data / "fonts/Own.otf", self.data / "fonts/fonts.yaml"
        shutil.copy("/usr/share/fonts/opentype/noto/NotoSerifCJK-Regular.ttc", own)
        fonts.write_text(fonts.read_text("utf-8").replace("/usr/share/fonts/opentype/noto/NotoSerifCJK-Regular.ttc", "Own.otf"), "utf-8")
        paths = [next(self.at.rglob(name)) for name in LIMIT]
        run("check", self.edition, env=self.env, ok=0)
        return paths



class Files(Edition):
    """What is read."""

    def fails(self, path, status, code, **kw):
        for lang, level in (("en", "error "), ("zh", "错误 ")):
            r = run("check", self.edition, "--lang", lang, env=self.env, ok=status, **kw)
            said = [l for l in r.err.splitlines() if f"{level}[" in l]
            self.assertEqual([f"[{code}]" in l for l in said], [True], f"{path}: {r.err}")
            self.assertIn(path.name, said[0])
        return said[0]

    def test_what_is_no_file_is_refused_at_once(self):
        """A FIFO was waited for without end; of /dev/zero two GiB were read into memory."""
        for path in self.inputs():
            kept = path.with_suffix(".kept")
            path.rename(kept)
            for kind in "管道", "设备", "套接字", "文件夹":
                if kind == "管道":
                    os.mkfifo(path)
                elif kind == "设备":
                    path.symlink_to("/dev/zero")
                elif kind == "套接字":
                    with socket.socket(socket.AF_UNIX) as s:
                        s.bind(str(path))
                else:
                    path.mkdir()
                with self.subTest(path=path.name, kind=kind):
                    self.assertIn(kind, self.fails(path, 3, "not-a-file"))
                (path.rmdir if kind == "文件夹" else path.unlink)()
            kept.rename(path)

    def test_a_file_has_its_size_at_most(self):
        """All were read whole, however large: a manuscript of 300 MB, a picture of 1.9 GB."""
        for path in self.inputs():
            kept = path.with_suffix(".kept")
            path.rename(kept)
            most = LIMIT[path.name] << 20
            with self.subTest(path=path.name):
                with open(path, "wb") as f:
                    f.truncate(most + 1)
                if path.name == "Own.otf":
                    fonts = self.data / "fonts/fonts.yaml"
                    text = fonts.read_text("utf-8")
                    fonts.write_text(text.replace(f"size: {kept.stat().st_size}", f"size: {most + 1}"), "utf-8")
                said = self.fails(path, 3, "file-too-large")
                self.assertIn(f" {most + 1} 字节", said)
                self.assertIn(f"{most} 字节", said)
            path.unlink()
            kept.rename(path)

    def test_standard_input_is_read_whatever_it_is(self):
        """It was read without end: of /dev/zero until the memory was used up."""
        self.assertIn("春", run("lines", stdin="春天\n".encode(), ok=0).out)
        with open("/dev/zero", "rb") as zero:
            r = run("lines", ok=3, stdin=zero)
        self.assertIn("[file-too-large]", r.err)
        fifo = self.at / "f"
        os.mkfifo(fifo)
        self.assertIn("[not-a-file]", run("lines", fifo, ok=3).err)

    def test_no_descriptors_left_is_try_again(self):
        """It was “missing-font”, “no-hyphenation” or “cannot-read”, with status 3 or 0."""
        self.inputs()
        out, statuses = self.at / "o.pdf", []
        calls = faults(self.at, "press", self.edition, "-o", out, env=self.env)
        whole = out.read_bytes()
        for n in range(1, calls["open"] + 1):
            error = (errno.EMFILE, errno.ENFILE, errno.ENOMEM)[n % 3]
            r = run("press", self.edition, "-o", out, env={**self.env, **fault("open", n, "fail", error)})
            self.assertIn(r.returncode, (0, 75), r.err)
            statuses.append(r.returncode)
            if r.returncode:
                self.assertRegex(r.err, r"\[out-of-(files|memory)\]: cannot (open|write) ")
            self.assertEqual(out.read_bytes(), whole)
        self.assertLessEqual(statuses.count(0), 1, "the folder is flushed, or that is left to the system")
        words = ("lines", "--hyphenate", "en-US", "--measure", "5em")
        for n in range(1, faults(self.at, *words, stdin=b"straightforward")["open"] + 1):
            r = run(*words, stdin=b"straightforward", env=fault("open", n, "fail", errno.EMFILE), ok=75)
            self.assertRegex(r.err, r"\[out-of-files\]: cannot open ")

    def test_a_file_that_is_written_to_while_it_is_read(self):
        """It was set as far as it had been written."""
        article, out = self.edition / "01-gonggao-2.md", self.at / "o.pdf"
        first = faults(self.at, "press", self.edition, "-o", out, env=self.env)["read"]
        text = article.read_bytes()
        for action in "append", "cut":
            seen = set()
            for n in range(1, first + 1):
                r = run("press", self.edition, "-o", out, env={**self.env, **fault("read", n, action, article)})
                self.assertIn(r.returncode, (0, 3, 75), r.err)
                if r.returncode == 75:
                    self.assertRegex(r.err, r"\[file-changed\]: \S+/01-gonggao-2.md was changed")
                seen.add(r.returncode)
                article.write_bytes(text)
            self.assertIn(75, seen)


class Places(Edition):
    """Where outputs go."""

    def refused(self, *args, code="output-is-input", status=2):
        """Nothing is written, and no file of the edition or the data is another afterwards."""
        state = lambda: {p: p.read_bytes() for p in sorted(self.at.rglob("*")) if p.is_file()}
        before = state()
        for lang in "en", "zh":
            r = run(*args, "--lang", lang, env=self.env, ok=status, cwd=self.at)
            self.assertIn(f"[{code}]", r.err)
        self.assertEqual(before, state(), args)

    def test_an_output_never_takes_the_place_of_what_is_read(self):
        """Each was written over: the manuscript became a PDF, the picture a report."""
        paths = self.inputs()
        paths.append(next(self.at.rglob("Own.otf")))
        (self.at / "link").symlink_to("e/bild.png")
        os.link(self.edition / "01-gonggao-2.md", self.at / "hard")
        for path in [*paths, self.at / "link", self.at / "hard", Path("e/../e/bild.png")]:
            if path.name == "printer.yaml":
                self.refused("check", self.edition, "--report", path)
                continue
            self.refused("press", self.edition, "-o", path)
            self.refused("press", "e", "-o", self.at / "o.pdf", "--report", path)
        for command, name, *more in (("archive", "bagit.txt"), ("proof", "page-1.png", "--dpi", 10), ("proof", "proof.pdf", "--dpi", 10),
                                     ("proof", "page-1-K.png", "--dpi", 10, "--plates"), ("proof", "alternatives.pdf", "--alternatives", 1),
                                     ("press", "1.pdf", "--split={page}.pdf")):
            with self.subTest(name=name):
                (self.at / "out").mkdir()
                (self.at / "out" / name).symlink_to(self.edition / "01-gonggao-2.md")
                if name == "alternatives.pdf":  # which needs a region
                    edition = self.edition / "edition.yaml"
                    edition.write_text(edition.read_text("utf-8").replace("article: 01-gonggao-2, columns", "auto: true, columns"), "utf-8")
                if command == "archive":  # a folder that is no package is nothing to replace
                    self.refused(command, self.edition, "-o", self.at / "out", code="not-a-package", status=3)
                else:
                    self.refused(command, self.edition, "-o", self.at / "out", *more)
                shutil.rmtree(self.at / "out")

    def test_two_outputs_have_two_places(self):
        """The PDF was written, then the report over it."""
        (self.at / "l").symlink_to("o")
        (self.at / "o").touch()
        os.link(self.at / "o", self.at / "h")
        for a, b in (("o", "./o"), ("o", self.at / "o"), ("o", "l"), ("l", "e/../o"), ("h", "o"), ("new", "e/..//new"),
                     (self.at / "new", "new")):
            self.refused("press", self.edition, "-o", a, "--report", b, code="same-output")
        (self.at / "d").symlink_to("none")
        self.refused("press", self.edition, "-o", "none", "--report", "d", code="same-output")
        (self.at / "out").mkdir()
        for report in "out/proof.pdf", "out/page-1.png", "out":
            self.refused("proof", self.edition, "-o", "out", "--report", report, code="same-output")
        shutil.rmtree(self.at / "out")
        for report in "out", "out/./bagit.txt":
            self.refused("archive", self.edition, "-o", "out", "--report", report, code="same-output")
        (self.at / "s").mkdir()
        self.refused("press", self.edition, "--split={page}", "-o", "s", "--report", "s/1", code="same-output")
        run("press", self.edition, "-o", "/dev/null", "--report", "/dev//null", env=self.env, ok=0)

    def test_a_report_of_what_cannot_be_read_replaces_reports_alone(self):
        """A slip of the hand beside a slip in edition.yaml, and the manuscript was a report."""
        (self.edition / "edition.yaml").write_text("articles: [", "utf-8")
        self.refused("check", self.edition, "--report", self.edition / "01-gonggao-2.md", code="not-a-report", status=3)
        for _ in "new", "again":
            self.assertIn("[bad-yaml]", run("check", self.edition, "--report", self.at / "r", env=self.env, ok=3).err)
            self.assertIn("bad-yaml", (self.at / "r").read_text("utf-8"))


class Names(Edition):
    def test_names_that_are_no_utf8(self):
        """Reports and messages were no JSON; escape sequences went to the terminal as they were."""
        name = os.fsencode(self.at) + b"/\xb4\xba\x1b[31m\xbd\xda\n"  # 春节 in GB 18030, red
        os.rename(self.edition, name)
        edition = Path(os.fsdecode(name))
        (edition / os.fsdecode(b"\xff.yaml")).write_text("name: 某厂\npreflight: {empty-page: oops}\n", "utf-8")
        text = (edition / "edition.yaml").read_text("utf-8")
        (edition / "edition.yaml").write_text(text.replace("title: 版面\n", ""), "utf-8")
        parts = os.fsdecode(b"\xff")
        for args, status in ((("press", edition, "--report", self.at / parts), 0), (("archive", edition), 0),
                             (("proof", edition, "--dpi", "10"), 0), (("check", edition), 0), (("press", edition / "none"), 3),
                             (("check", edition, "--printer", edition / os.fsdecode(b"\xff.yaml")), 3),
                             (("press", edition, "-o", edition / "none" / parts), 3), (("press", edition, "--layout", parts), 3),
                             (("lines", edition / parts), 3), (("press", edition, "--split", "-o", self.at / "s"), 0)):
            with self.subTest(args=args):
                for more in ("--json",), ("-v",):
                    r = subprocess.run([PROGRAM, *args, *more], capture_output=True, cwd=self.at, env={**os.environ, **self.env})
                    self.assertEqual(r.returncode, status, r.stderr)
                    said = r.stderr.decode("utf-8") + r.stdout.decode("utf-8")
                    self.assertNotIn("\x1b", said)
                    if more == ("--json",):
                        for line in said.splitlines():
                            json.loads(line)
        report = [json.loads(l) for l in (self.at / parts).read_text("utf-8").split("\n")[:-1]]
        self.assertEqual(report[0]["name"], "\ufffd\ufffd\ufffd[31m\ufffd\ufffd\ufffd")
        made = {os.fsencode(p.relative_to(self.at)) for p in self.at.rglob("*") if p.is_file() and self.data not in p.parents}
        own = name.split(b"/")[-1]
        shown = "data/\ufffd\ufffd\ufffd[31m\ufffd\ufffd\ufffd.pdf".encode()  # a package has names in UTF-8 alone
        self.assertLessEqual({own + b".pdf", own + b"-archive/" + shown, own + b"-proof/proof.pdf", b"s/" + own + b"-01.pdf"}, made)
        for pdf in (own + b".pdf", own + b"-archive/" + shown):
            ET.fromstring(tool("pdfinfo", "-meta", os.fsdecode(os.fsencode(self.at) + b"/" + pdf)).decode("utf-8"))


class Endings(Edition):
    """Ends of the program while it writes two files over two."""

    def setUp(self):
        super().setUp()
        shutil.copy(self.edition / "01-gonggao-2.md", self.edition / "02.md")
        (self.edition / "edition.yaml").write_text(
            "title: 版面\ndate: 2026-01-10\nlayout: tabloid\narticles: [01-gonggao-2.md, 02.md]\nframes:\n  tabloid:\n"
            "    - frames: [{article: 01-gonggao-2, columns: 1-2, lines: 3-40}]\n"
            "    - frames: [{article: 02, columns: 1-2, lines: 3-40}]\n", "utf-8")
        self.out = self.at / "out"
        self.args = ("press", self.edition, "--split={page}.pdf", "-o", self.out)
        run(*self.args, env=self.env, ok=0)
        self.new = self.state()
        self.old = {name: b"old" for name in self.new}
        self.fill()
        self.calls = faults(self.at, *self.args, env=self.env)

    def state(self):
        return {p.name: p.read_bytes() for p in self.out.iterdir()} if self.out.exists() else None

    def fill(self):
        for name, data in self.old.items():
            (self.out / name).write_bytes(data)

    # Where there are files without names, and where there are none.
    WAYS = "", "tmpfile:1+:fail:95;", "link:1+:fail:1;"

    def during(self, call, n, action, argument="", way=""):
        """A run in which something happens, over old files."""
        self.fill()
        env = fault(call, n, action, argument)
        env["FAULT"] = way + env["FAULT"]
        return run(*self.args, env={**self.env, **env})

    def test_a_signal_ends_the_program_and_leaves_nothing(self):
        """.bm-….part stayed; between the renames the first file was new, the second old."""
        signals = [signal.SIGINT, signal.SIGTERM, signal.SIGHUP, signal.SIGQUIT, signal.SIGXCPU, signal.SIGUSR1]
        for way in self.WAYS:
            for n, (call, k) in enumerate((("write", 1), ("write", 2), ("fsync", 2), ("rename", 1), ("rename", 2), ("unlink", 1))):
                with self.subTest(way=way, call=call, k=k):
                    r = self.during(call, k, "signal", int(signals[n]), way)
                    self.assertEqual(r.returncode, -signals[n], r.err)
                    self.assertIn(self.state(), (self.old, self.new))
        shutil.rmtree(self.out)
        r = run(*self.args, env={**self.env, **fault("write", 2, "signal", int(signal.SIGINT))})
        self.assertEqual(r.returncode, -signal.SIGINT)
        self.assertIn(self.state(), (None, self.new), "a folder that was made goes too")

    def test_a_signal_that_is_turned_off_stays_so(self):
        self.fill()
        ignore = lambda: signal.signal(signal.SIGHUP, signal.SIG_IGN)
        run(*self.args, env={**self.env, **fault("write", 1, "signal", int(signal.SIGHUP))}, preexec_fn=ignore, ok=0)
        self.assertEqual(self.state(), self.new)

    def test_kill_leaves_each_file_whole(self):
        """.bm-….part stayed after every kill."""
        for call in "tmpfile", "write", "fsync", "link", "rename", "unlink":
            for k in range(1, self.calls[call] + 1):
                r = self.during(call, k, "signal", int(signal.SIGKILL))
                self.assertEqual(r.returncode, -signal.SIGKILL)
                state = self.state()
                for name in self.new:
                    self.assertIn(state[name], (b"old", self.new[name]))
                if call in ("tmpfile", "write") or (call, k) in (("fsync", 1), ("fsync", 2), ("fsync", 3), ("link", 1)):
                    self.assertEqual(set(state), set(self.new))
                for p in self.out.iterdir():
                    p.unlink()

    def test_what_fails_late_leaves_the_old_files(self):
        """The first file was new then, the second old."""
        for way in self.WAYS:
            for call, k, error, status, code in (("rename", 1, errno.EIO, 3, "cannot-write"),
                                                 ("rename", 2, errno.ENOSPC, 75, "disk-full"),
                                                 ("fsync", 2, errno.EIO, 3, "cannot-write"),
                                                 ("write", 1, errno.EDQUOT, 75, "disk-full"),
                                                 ("write", 2, errno.EFBIG, 75, "file-limit")):
                with self.subTest(way=way, call=call, k=k, error=error):
                    r = self.during(call, k, "fail", error, way)
                    self.assertEqual(r.returncode, status, r.err)
                    self.assertIn(f"[{code}]", r.err)
                    self.assertEqual(self.state(), self.old)
        # Two renames fail, the second of them that which would put the first file back.
        self.fill()
        env = {"FAULT": f"rename:2:fail:{errno.EIO};rename:3:fail:{errno.EIO}"}
        r = run(*self.args, env={**self.env, **fault("none", 0, "fail"), **env}, ok=75)
        kept = re.search(r"\[not-put-back\]: \S+/1.pdf could not be put back as it was; what it was is in (\S+)", r.err)[1]
        self.assertEqual(Path(kept).read_bytes(), b"old")

    def test_short_writes_are_gone_on_with(self):
        for call in "write", "read":
            self.fill()
            run(*self.args, env={**self.env, **fault(call, 1, "half", more=True)}, ok=0)
            self.assertEqual(self.state(), self.new)

    def test_a_limit_of_size_is_an_error(self):
        """SIGXFSZ ended the program; .bm-….part stayed."""
        self.fill()
        size = max(map(len, self.new.values())) - 1
        r = run(*self.args, env=self.env, ok=75, preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (size, size)))
        self.assertIn("[file-limit]", r.err)
        self.assertEqual(self.state(), self.old)

    def test_a_font_that_is_cut_short_while_it_is_mapped(self):
        """SIGBUS."""
        self.inputs()
        own = self.data / "fonts/Own.otf"
        whole, seen = own.read_bytes(), ""
        for call, k, action in (*(("map", k, "cut") for k in range(1, self.calls["map"] + 1)), ("write", 1, "cut"), ("write", 1, "append")):
            r = self.during(call, k, action, own)
            self.assertIn(r.returncode, (3, 75), r.err)
            self.assertRegex(r.err, r"\[(font-differs|file-changed)\]")
            self.assertEqual(self.state(), self.old)
            self.assertFalse(call == "write" and r.returncode == 3)
            seen += r.err
            own.write_bytes(whole)
        self.assertIn("a file was cut short while it was in use", seen)
        self.assertRegex(seen, r"fonts.yaml:\d+:\d+: error \[file-changed\]: \S+/Own.otf was changed")


main()
