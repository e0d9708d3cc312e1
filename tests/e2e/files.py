#!/usr/bin/python3
"""What the program reads and where it writes: files that are none, too large, or used by two; descriptors
that run out; names that are not UTF-8. What the program did before is said at each test."""
import errno
import os
import shutil
import socket
import tempfile
import unittest
from pathlib import Path

from common import SOURCE, fault, faults, hand_placed, main, run

LIMIT = {"edition.yaml": 4, "01-gonggao-2.md": 16, "tabloid.yaml": 4, "printer.yaml": 1, "phrases.txt": 16, "fonts.yaml": 1,
         "profiles.yaml": 1, "TR002.icc": 16, "bild.png": 256, "Own.otf": 256}  # MiB


class Files(unittest.TestCase):
    def setUp(self):
        self.edition = hand_placed()
        self.at = self.edition.parent
        self.data = self.at / "data"
        for name in ("layouts", "fonts", "colour", "words"):
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


main()
