#!/usr/bin/python3
"""The archive's package: what is in it, that it is whole or not there, that whatever is changed in it is seen, its seal, and that it
can be set again. Packages of others: the cases of the Library of Congress's suite."""
import hashlib
import json
import os
import random
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import unittest
import xml.etree.ElementTree as ET
from pathlib import Path

from common import EDITION, PROGRAM, SOURCE, WORK_REPORT, fault, main, run

sys.path.insert(0, str(SOURCE / "tests/bags"))
from cases import Bag, cases  # noqa: E402

KILLS, SEED = int(os.environ.get("KILLS", 10)), int(os.environ.get("SEED", 1))
PREMIS = "{http://www.loc.gov/premis/v3}"
SMALL = {"edition.yaml": "title: 小刊\ndate: 2026-05-14\npaper: 版面报\ncn: CN 00-0001\npublisher: 版面社\narticles: [a.md]\n"
                         "frames:\n  tabloid:\n    - frames: [{article: a, columns: 1-3, lines: 3-40}]\n",
         "a.md": "---\nkind: 通讯\ntitle: 一个题目\n---\n\n" + "新华社北京五月十四日电，会议认为，要坚持稳中求进。" * 8 + "\n"}


def tree(folder):
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()}


class Case(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.dir = tempfile.TemporaryDirectory(prefix="banmian-")
        cls.at = Path(cls.dir.name)
        cls.small = cls.at / "small"
        cls.small.mkdir()
        for name, text in SMALL.items():
            (cls.small / name).write_text(text, "utf-8")
        cls.bag = cls.at / "bag"
        run("archive", cls.small, "-o", cls.bag, "--sm3", ok=0)

    @classmethod
    def tearDownClass(cls):
        cls.dir.cleanup()

    def copy(self, name):
        there = self.at / name
        shutil.rmtree(there, ignore_errors=True)
        return Path(shutil.copytree(self.bag, there))

    def refused(self, bag, code=None):
        r = run("archive", "--verify", bag, ok=5)
        if code:
            self.assertIn(f"error [{code}]", r.err)
        return r.err


class Package(Case):
    def test_manifests_are_right(self):
        """By Python's sums; SM3 by openssl."""
        files = tree(self.bag)
        self.assertEqual(files["bagit.txt"], b"BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n")
        for kind in "sha256", "sha512":
            for name, inside in (f"manifest-{kind}.txt", True), (f"tagmanifest-{kind}.txt", False):
                listed = dict(reversed(line.split("  ", 1)) for line in files[name].decode().splitlines())
                self.assertEqual(set(listed), {p for p in files if p.startswith("data/") == inside and not p.startswith("tagmanifest")})
                for path, digest in listed.items():
                    self.assertEqual(digest, hashlib.new(kind, files[path]).hexdigest(), path)
        sm3 = dict(reversed(line.split("  ", 1)) for line in files["sm3sums.txt"].decode().splitlines())
        self.assertEqual(set(sm3), {p for p in files if p.startswith("data/")})
        if shutil.which("openssl"):
            for path in list(sm3)[:3]:
                said = subprocess.run(["openssl", "dgst", "-sm3", self.bag / path], capture_output=True, text=True, check=True).stdout
                self.assertEqual(said.split()[-1], sm3[path])

    def test_the_package_says_what_it_is(self):
        fields = dict(line.split(": ", 1) for line in (self.bag / "bag-info.txt").read_text("utf-8").splitlines())
        payload = [p for p in (self.bag / "data").rglob("*") if p.is_file()]
        self.assertEqual(fields["External-Identifier"], "CN 00-0001 2026-05-14")
        self.assertEqual(fields["Source-Organization"], "版面社")
        self.assertEqual(fields["Bagging-Date"], "2026-05-14")  # the edition's: no clock is read
        self.assertEqual(fields["Payload-Oxum"], f"{sum(p.stat().st_size for p in payload)}.{len(payload)}")
        self.assertRegex(fields["Bag-Software-Agent"], r"^Banmian \d+\.\d+\.\d+$")

    def test_all_that_it_was_made_of_is_in_it(self):
        files = tree(self.bag)
        for name in SMALL:
            self.assertEqual(files[f"data/source/small/{name}"], (self.small / name).read_bytes())
        for name in "layouts/tabloid.yaml", "fonts/fonts.yaml", "words/phrases.txt":
            self.assertEqual(files[f"data/source/shared/{name}"], (SOURCE / name).read_bytes())
        run("archive", self.small, "-o", self.at / "alone.pdf", ok=0)
        self.assertEqual(files["data/small.pdf"], (self.at / "alone.pdf").read_bytes())
        replay = json.loads(files["data/replay.json"])
        self.assertEqual((replay["layout"], replay["profile"]), ("tabloid", "a2a"))
        self.assertEqual(replay["pdf-sha256"], hashlib.sha256(files["data/small.pdf"]).hexdigest())
        declared = (SOURCE / "fonts/fonts.yaml").read_text("utf-8")
        self.assertTrue(replay["fonts"])
        for font in replay["fonts"]:
            self.assertIn(font["sha256"], declared)
            self.assertNotIn("/", font["file"])

    def test_the_records_speak_of_what_is_there(self):
        there = self.at / "records"
        run("archive", self.small, "-o", there, "--epaper", ok=0)
        files = tree(there / "data")
        self.assertLessEqual({"alto/page-01.xml", "text/001.txt", "json/001.json", "articles.json", "thumbnails/page-01.png",
                              "epaper/index.html", "epaper/page_01_large.png"}, set(files))
        flocat, href = "{http://www.loc.gov/METS/}FLocat", "{http://www.w3.org/1999/xlink}href"
        listed = {f.find(flocat).get(href): f for f in ET.fromstring(files["mets.xml"]).iter("{http://www.loc.gov/METS/}file")}
        self.assertEqual(set(listed), set(files) - {"mets.xml", "premis.xml"})
        for path, f in listed.items():
            self.assertEqual((f.get("CHECKSUM"), int(f.get("SIZE"))), (hashlib.sha256(files[path]).hexdigest(), len(files[path])))
        self.assertIn(b'href="../small.pdf"', files["epaper/index.html"])
        run("archive", "--verify", there, ok=0)

    def test_events_and_objects(self):
        root = ET.parse(self.bag / "data/premis.xml").getroot()
        self.assertEqual((root.tag, root.get("version")), (f"{PREMIS}premis", "3.0"))
        files = tree(self.bag)
        objects = {o.find(f".//{PREMIS}objectIdentifierValue").text: o for o in root.iter(f"{PREMIS}object")}
        self.assertEqual(set(objects), {p for p in files if p.startswith("data/")} - {"data/premis.xml"})
        for path, o in objects.items():
            self.assertEqual(int(o.find(f".//{PREMIS}size").text), len(files[path]))
            sums = {f[0].text: f[1].text for f in o.iter(f"{PREMIS}fixity")}
            self.assertEqual(sums["SHA-512"], hashlib.sha512(files[path]).hexdigest())
        events = [e.find(f"{PREMIS}eventType").text for e in root.iter(f"{PREMIS}event")]
        self.assertEqual(events, ["creation", "validation", "message digest calculation"])
        (agent,) = root.iter(f"{PREMIS}agentVersion")
        self.assertEqual("banmian " + agent.text + "\n", run("version", ok=0).out)

    def test_an_edition_that_is_not_fit_to_print_says_so(self):
        """Text left over, with a character that no font has: counted as they are said, in the package too."""
        edition, there = self.at / "unfit", self.at / "unfitbag"
        shutil.copytree(self.small, edition)
        (edition / "a.md").write_text(SMALL["a.md"].rstrip() * 40 + "\U00013000\n", "utf-8")
        r = run("archive", edition, "-o", there, "--json", ok=4)
        said = [json.loads(line) for line in r.err.splitlines()]
        errors = sum(m["level"] == "error" for m in said)
        left = re.search(r"(\d+) characters", next(m["text"] for m in said if m["code"] == "overset")).group(1)
        self.assertGreater(errors, 0)
        info = (there / "bag-info.txt").read_text("utf-8")
        self.assertIn(f"\nBanmian-Errors: {errors}\nBanmian-Left-Over: {left} characters\n", info)
        root = ET.parse(there / "data/premis.xml").getroot()
        (event,) = (e for e in root.iter(f"{PREMIS}event") if e.find(f"{PREMIS}eventType").text == "validation")
        self.assertEqual(event.find(f".//{PREMIS}eventOutcome").text, "fail")
        self.assertIn(f"errors: {errors};", event.find(f".//{PREMIS}eventOutcomeDetailNote").text)
        for lang, words in ("en", "not fit to print"), ("zh", "不合付印要求"):
            r = run("archive", "--verify", there, "--lang", lang, ok=0)
            self.assertIn("[bag-doubt]", r.err)
            self.assertIn(words, r.err)
        self.assertNotIn("[bag-doubt]", run("archive", "--verify", self.bag, ok=0).err)
        self.assertIn("Banmian-Errors: 0\n", (self.bag / "bag-info.txt").read_text("utf-8"))
        run("archive", edition, "-o", self.at / "none", "--strict", ok=4)
        self.assertFalse((self.at / "none").exists())

    def test_same_bytes_every_time(self):
        for jobs in 1, 3:
            run("archive", self.small, "-o", self.at / "again", "--sm3", "--jobs", jobs, ok=0)
            self.assertEqual(tree(self.at / "again"), tree(self.bag))

    def test_names_that_are_hard(self):
        edition = self.at / "hard"
        shutil.copytree(self.small, edition)
        names = {"100%.md": "100%25.md", "a b.md": "a b.md", "%0A.md": "%250A.md", "e\u0301.md": "e\u0301.md"}
        text = SMALL["edition.yaml"].replace("articles: [a.md]", "articles: [a.md, " + ", ".join(f"'{n}'" for n in names) + "]")
        (edition / "edition.yaml").write_text(text, "utf-8")
        for name in names:
            (edition / name).write_text(SMALL["a.md"], "utf-8")
        r = run("archive", edition, "-o", self.at / "hardbag", ok=None)
        self.assertIn(r.returncode, (0, 4), r.err)  # they have no frame
        manifest = (self.at / "hardbag/manifest-sha256.txt").read_text("utf-8")
        for name, written in names.items():
            self.assertIn(f"  data/source/hard/{written}\n", manifest)
        self.assertIn("[bag-doubt]", r.err)  # é as two characters
        run("archive", "--verify", self.at / "hardbag", ok=0)


class Whole(Case):
    """It is there whole or not at all."""

    def parts(self, folder):
        return [p.name for p in folder.iterdir() if p.name.startswith(".bm-")]

    def test_what_is_no_package_of_ours_is_not_replaced(self):
        for name in "letter.txt", "data/letter.txt", "bagit.txt":
            there = self.copy("mine") if name != "bagit.txt" else self.at / "plain"
            there.mkdir(exist_ok=True)
            (there / name).write_text("mine")
            before = tree(there)
            self.assertIn("[not-a-package]", run("archive", self.small, "-o", there, ok=3).err)
            self.assertEqual(tree(there), before)
        foreign = self.at / "foreign"
        foreign.mkdir()
        Bag(foreign, "1.0", kinds=("sha256",)).write()
        run("archive", "--verify", foreign, ok=0)
        self.assertIn("[not-a-package]", run("archive", self.small, "-o", foreign, ok=3).err)
        self.assertIn("[bad-value]", run("archive", self.small, "-o", "-", ok=2).err)

    def test_a_package_of_ours_is_replaced_and_an_empty_folder_too(self):
        there = self.copy("older")
        run("archive", self.small, "-o", there, ok=0)
        self.assertFalse((there / "sm3sums.txt").exists())
        run("archive", self.small, "-o", there, "--sm3", ok=0)
        self.assertEqual(tree(there), tree(self.bag))
        empty = self.at / "empty/below"
        empty.mkdir(parents=True)
        run("archive", self.small, "-o", f"{empty}//", "--sm3", ok=0)
        self.assertEqual(tree(empty), tree(self.bag))
        run("archive", self.small, "-o", self.at / "new/far/below", "--sm3", ok=0)
        self.assertEqual(self.parts(self.at) + self.parts(empty.parent), [])

    def kept(self, edition, there, code):
        """Refused as it stands, in both languages; replaced where that is asked for."""
        before = tree(there)
        for lang, advice in ("en", "With --replace"), ("zh", "请加 --replace"):
            err = run("archive", edition, "-o", there, "--lang", lang, ok=3).err
            self.assertIn(f"[{code}]", err)
            self.assertIn(advice, err)
        self.assertEqual(tree(there), before)
        run("archive", edition, "-o", there, "--sm3", "--replace", ok=0)
        run("archive", "--verify", there, ok=0)
        self.assertNotEqual(tree(there), before)

    def test_the_package_of_another_edition_is_kept(self):
        later, renamed = self.at / "later/small", self.at / "renamed"
        for folder in later, renamed:
            shutil.copytree(self.small, folder)
        (later / "edition.yaml").write_text(SMALL["edition.yaml"].replace("05-14", "05-15"), "utf-8")
        err = run("archive", later, "-o", self.copy("issue"), ok=3).err
        self.assertIn("CN 00-0001 2026-05-14, small", err)
        self.assertIn("CN 00-0001 2026-05-15, small", err)
        self.kept(later, self.at / "issue", "other-edition")
        self.kept(renamed, self.copy("issue"), "other-edition")

    def test_a_sealed_package_is_kept(self):
        there = self.at / "issue-sealed"
        run("archive", self.small, "-o", there, "--seal", "echo seal", ok=0)
        self.kept(self.small, there, "package-kept")
        run("archive", self.small, "-o", there, "--seal", "echo seal", "--replace", ok=0)
        (there / "manifest-sha512.txt.p7s").unlink()  # recorded in PREMIS all the same
        self.kept(self.small, there, "package-kept")

    def test_a_package_that_was_changed_is_kept(self):
        there = self.copy("changed")
        (there / "data/small.pdf").write_bytes(b"another")
        self.kept(self.small, there, "package-kept")
        there = self.copy("changed")
        (there / "data/text/001.txt").unlink()
        self.kept(self.small, there, "package-kept")
        there = self.copy("changed")
        info = (there / "bag-info.txt").read_text("utf-8")
        (there / "bag-info.txt").write_text(info.replace("版面社", "别社"), "utf-8")
        self.kept(self.small, there, "package-kept")
        shutil.copytree(self.bag, there, dirs_exist_ok=True)
        (there / "data/letter.txt").write_text("mine")
        self.assertIn("[not-a-package]", run("archive", self.small, "-o", there, "--replace", ok=3).err)

    def test_faults_leave_what_was_there(self):
        old = tree(self.bag)
        for call, n in ("write", 3), ("write", 12), ("fsync", 2), ("fsync", 9):
            there = self.copy("faulty")
            r = run("archive", self.small, "-o", there, env=fault(call, n, "fail", "28"), ok=None)
            self.assertIn(r.returncode, (0, 3, 75), r.err)
            self.assertEqual(self.parts(self.at), [])
            if r.returncode:
                self.assertEqual(tree(there), old)

    def test_killed_at_any_moment(self):
        """Nothing, or all of the old one, or all of the new one; and the next run takes away what was left."""
        r = random.Random(SEED)
        folder = self.at / "kill"
        there = folder / "bag"
        folder.mkdir()
        started = time.monotonic()
        run("archive", self.small, "-o", there, "--sm3", ok=0)
        takes = time.monotonic() - started
        for i in range(KILLS):
            if r.random() < 0.4:
                shutil.rmtree(there, ignore_errors=True)
            before = there.exists()
            p = subprocess.Popen([PROGRAM, "archive", self.small, "-o", there, "--sm3", "-q"], stderr=subprocess.DEVNULL)
            time.sleep(takes * r.uniform(0.3, 1.1))
            p.send_signal(signal.SIGKILL if i % 4 else signal.SIGTERM)
            p.wait()
            if before or there.exists():
                self.assertEqual(tree(there), tree(self.bag), f"seed {SEED}, {i}")
        run("archive", self.small, "-o", there, "--sm3", ok=0)
        self.assertEqual([p.name for p in folder.iterdir()], ["bag"])


class Verify(Case):
    def test_the_suite(self):
        folder = self.at / "suite"
        for version, wanted, bag in cases(folder):
            with self.subTest(bag=bag.relative_to(folder).as_posix()):
                r = run("archive", "--verify", bag.name, cwd=bag.parent)
                self.assertEqual(r.returncode, 5 if wanted == "invalid" else 0, r.err)
                if wanted == "warning":
                    self.assertIn("warning [", r.err)
                if wanted == "invalid":
                    self.assertRegex(r.err, r"error \[bag-")

    def test_a_bit_that_is_flipped_is_seen(self):
        """One in every file of a package, and the worst ones of the manifests of tag files, which nothing else lists."""
        there = self.copy("bit")
        r = random.Random(SEED)
        for path, data in tree(there).items():
            bits = [r.randrange(8 * len(data))]
            if path.startswith("tagmanifest"):  # capitals, blanks, line ends, the last byte
                letter = re.search(rb"[a-f]", data).start()
                bits = [8 * letter + 5, 8 * data.index(b" "), 8 * data.index(b" ") + 4, 8 * data.index(b"\n"), 8 * len(data) - 8] + \
                       [r.randrange(8 * len(data)) for _ in range(6)]
            for bit in bits:
                flipped = bytearray(data)
                flipped[bit // 8] ^= 1 << bit % 8
                (there / path).write_bytes(flipped)
                r5 = run("archive", "--verify", there)
                self.assertEqual(r5.returncode, 5, f"{path}, bit {bit}\n{r5.err}")
            (there / path).write_bytes(data)
        run("archive", "--verify", there, ok=0)

    def test_what_is_missing_or_more_is_named(self):
        there = self.copy("less")
        (there / "data/small.pdf").unlink()
        self.assertIn("data/small.pdf", self.refused(there, "bag-missing"))
        there = self.copy("more")
        (there / "data/new.txt").write_text("new")
        self.assertIn("data/new.txt", self.refused(there, "bag-unlisted"))
        for lang, words in ("zh", "完整，未经改动"), ("en", "whole and unchanged"):
            self.assertIn(words, run("archive", "--verify", self.bag, "--lang", lang, ok=0).err)
        said = run("archive", "--verify", there, "--json", ok=5).err.splitlines()
        self.assertIn("bag-unlisted", {json.loads(line)["code"] for line in said})
        run("archive", "--verify", self.at / "none", ok=3)

    def test_what_a_package_of_ours_must_have_is_doubted(self):
        def doubts(there, lang="en"):
            err = run("archive", "--verify", there, "--lang", lang, ok=0).err
            return [line for line in err.splitlines() if "[bag-doubt]" in line]
        self.assertEqual(doubts(self.bag), [])
        there = self.copy("doubt")
        (there / "tagmanifest-sha512.txt").unlink()
        (line,) = doubts(there)
        self.assertIn("tagmanifest-sha512.txt", line)
        there = self.copy("doubt")
        (there / "letter.txt").write_text("mine")
        (line,) = doubts(there)
        self.assertIn("letter.txt", line)
        self.assertIn("后来放入", doubts(there, "zh")[0])
        foreign = self.at / "doubt-foreign"
        foreign.mkdir()
        Bag(foreign, "1.0", kinds=("sha256",)).write()
        before = doubts(foreign)
        (foreign / "letter.txt").write_text("theirs")
        self.assertEqual(doubts(foreign), before)
        sealed = self.at / "doubt-sealed"
        run("archive", self.small, "-o", sealed, "--seal", "echo seal", ok=0)
        self.assertEqual(doubts(sealed), [])
        (sealed / "manifest-sha512.txt.p7s").unlink()
        for kind in "sha256", "sha512":
            tags = sealed / f"tagmanifest-{kind}.txt"
            tags.write_text("".join(line for line in tags.read_text().splitlines(True) if ".p7s" not in line))
        (line,) = doubts(sealed)
        self.assertIn("premis.xml says that the package was sealed", line)

    def test_percent_and_fetch_as_the_rfc_has_them(self):
        for name, listed in ("data/a%b\nc.txt", "data/a%25b%0Ac.txt"), ("data/r\r", "data/r%0d"):
            there = self.at / f"percent{len(name)}"
            there.mkdir()
            b = Bag(there, "1.0", kinds=("sha512",))
            b.files, b.listed = {name: b"x"}, {name: listed}
            b.write()
            run("archive", "--verify", there, ok=0)
        there = self.at / "fetch"
        there.mkdir()
        b = Bag(there, "1.0", kinds=("sha512",))
        b.tags["fetch.txt"] = b"https://example.org/b 5 data/bare-filename\n"
        b.write()
        run("archive", "--verify", there, ok=0)
        (there / "data/bare-filename").unlink()
        self.assertIn("has to be fetched", self.refused(there, "bag-missing"))
        for line in b"https://example.org/b 5 data/unknown\n", b"https://example.org/b 5 bagit.txt\n", b"nonsense\n", b"a:b x data/bare-filename\n":
            shutil.rmtree(there)
            there.mkdir()
            b = Bag(there, "1.0", kinds=("sha512",))
            b.tags["fetch.txt"] = line
            b.write()
            self.assertIn("fetch.txt:1", self.refused(there, "bag-wrong"))

    def test_hostile_packages_are_bounded(self):
        there = self.copy("link")
        (there / "data/small.pdf").unlink()
        (there / "data/small.pdf").symlink_to(self.bag / "data/small.pdf")
        self.refused(there, "bag-wrong")
        there = self.copy("pipe")
        os.mkfifo(there / "data/pipe")
        self.refused(there, "bag-wrong")
        there = self.copy("loop")
        (there / "data/loop").symlink_to(there)
        self.refused(there, "bag-wrong")
        there = self.copy("deep")
        (there / ("data/" + "d/" * 80)).mkdir(parents=True)
        self.assertIn("64", self.refused(there, "bag-wrong"))
        there = self.copy("large")
        with (there / "manifest-sha256.txt").open("r+b") as f:
            f.truncate(65 << 20)
        self.assertIn("64 MiB", self.refused(there, "bag-wrong"))
        there = self.copy("many")
        text = "".join(f"{i:064x}  data/{i}\n" for i in range(100000))
        (there / "manifest-sha256.txt").write_text(text)
        self.refused(there, "bag-missing")


class Seal(Case):
    def test_a_seal_that_openssl_makes_and_believes(self):
        if not shutil.which("openssl"):
            self.skipTest("openssl is not there")
        key, cert, there = self.at / "key.pem", self.at / "cert.pem", self.at / "sealed"
        openssl = lambda *a: subprocess.run(["openssl", *map(str, a)], capture_output=True, check=True, cwd=there if there.exists() else None)
        openssl("req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", key, "-out", cert, "-days", 30, "-subj", "/CN=archive test")
        sign = f"openssl cms -sign -cades -binary -outform DER -signer '{cert}' -inkey '{key}'"
        run("archive", self.small, "-o", there, "--seal", sign, ok=0)
        said = run("archive", "--verify", there, ok=0).err
        self.assertIn("[bag-sealed]", said)
        hint = re.search(r"openssl (cms -verify .*)", said).group(1).split()
        self.assertIn("manifest-sha512.txt.p7s", (there / "tagmanifest-sha256.txt").read_text())
        root = ET.parse(there / "data/premis.xml").getroot()
        self.assertIn("digital signature generation", [e.text for e in root.iter(f"{PREMIS}eventType")])
        check = ("cms", "-verify", "-binary", "-cades", "-inform", "DER", "-in", "manifest-sha512.txt.p7s", "-content",
                 "manifest-sha512.txt", "-CAfile", cert, "-out", os.devnull)
        openssl(*check)
        openssl(*(cert if word == "CA.pem" else word for word in hint))  # as it is printed
        self.assertIn("-cades", hint)
        manifest = there / "manifest-sha512.txt"
        manifest.write_bytes(manifest.read_bytes().replace(b"0", b"1", 1))
        with self.assertRaises(subprocess.CalledProcessError):
            openssl(*check)

    def test_the_command_gets_the_manifest_and_its_digests(self):
        there = self.at / "echo"
        run("archive", self.small, "-o", there, "--seal", "cat; echo $BANMIAN_SHA256 $BANMIAN_SHA512 $BANMIAN_SM3", ok=0)
        manifest = (there / "manifest-sha512.txt").read_bytes()
        seal = (there / "manifest-sha512.txt.p7s").read_bytes()
        self.assertTrue(seal.startswith(manifest))
        sha256, sha512, sm3 = seal[len(manifest):].decode().split()
        self.assertEqual((sha256, sha512), (hashlib.sha256(manifest).hexdigest(), hashlib.sha512(manifest).hexdigest()))
        self.assertEqual(len(sm3), 64)

    def test_no_seal_no_package(self):
        there = self.at / "unsealed"
        for command, words in ("echo no; exit 3", "status 3"), ("true", "nothing"), ("yes", "1 MiB"), ("kill -9 $$", "status 137"), \
                              ("/none/such", "status 127"):
            r = run("archive", self.small, "-o", there, "--seal", command, ok=3)
            self.assertIn("[no-seal]", r.err)
            self.assertIn(words, r.err)
            self.assertFalse(there.exists())


class Replay(Case):
    def again(self, name):
        """Lists what was changed, so that the package is whole."""
        there = self.at / name
        for kind in "sha256", "sha512":
            for inside in True, False:
                files = [p for p in sorted(there.rglob("*")) if p.is_file() and (there / "data" in p.parents) == inside
                         and not p.name.startswith("tagmanifest")]
                text = "".join(f"{hashlib.new(kind, p.read_bytes()).hexdigest()}  {p.relative_to(there)}\n" for p in files)
                (there / f"{'' if inside else 'tag'}manifest-{kind}.txt").write_text(text)
        payload = [p for p in (there / "data").rglob("*") if p.is_file()]
        info = (there / "bag-info.txt").read_text("utf-8")
        info = re.sub(r"Oxum: .*", f"Oxum: {sum(p.stat().st_size for p in payload)}.{len(payload)}", info)
        (there / "bag-info.txt").write_text(info, "utf-8")
        for kind in "sha256", "sha512":
            files = [p for p in sorted(there.iterdir()) if p.is_file() and not p.name.startswith("tagmanifest")]
            (there / f"tagmanifest-{kind}.txt").write_text(
                "".join(f"{hashlib.new(kind, p.read_bytes()).hexdigest()}  {p.name}\n" for p in files))
        return there

    def test_the_same_everywhere(self):
        """From another folder, with no edition about, in another language, packed again: the same package, byte for byte."""
        there = self.copy("elsewhere")
        r = run("archive", "--replay", there.name, cwd=self.at, ok=0)
        self.assertIn("note [replay-same]", r.err)
        run("archive", "--replay", there, "-o", self.at / "second", "--sm3", "--lang", "zh", ok=0)
        self.assertEqual(tree(self.at / "second"), tree(self.bag))
        run("archive", "--replay", there, "-o", self.at / "second.pdf", ok=0)
        self.assertEqual((self.at / "second.pdf").read_bytes(), (self.bag / "data/small.pdf").read_bytes())

    def test_options_and_plans_are_kept(self):
        edition = self.at / "held"
        shutil.copytree(EDITION, edition)
        run("plan", edition, "--layout", "broadsheet", "--write", ok=0)
        run("archive", edition, "--layout", "broadsheet", "--profile", "a4", "-o", self.at / "broad", ok=0)
        self.assertTrue((self.at / "broad/data/source/held/plan.lock").exists())
        shutil.rmtree(edition)
        self.assertIn("[replay-same]", run("archive", "--replay", self.at / "broad", ok=0).err)
        self.assertIn("[pages-of-package]", run("archive", WORK_REPORT, "--pages", "2-3", "-o", self.at / "part", ok=2).err)

    def test_the_first_glyph_that_differs_is_named(self):
        there = self.copy("forged")
        a = there / "data/source/small/a.md"
        text = a.read_text("utf-8")
        a.write_text(text.replace("坚持稳中求进。新", "坚持快中求进。新", 1), "utf-8")
        r = run("archive", "--replay", self.again("forged"), ok=5)
        self.assertRegex(r.err, r"error \[replay-differs\]: page 1, a: “快中.*\n.*“稳中")

    def test_the_records_are_made_again_too(self):
        for name in "text/001.txt", "json/001.json", "alto/page-01.xml", "mets.xml", "articles.json", "thumbnails/page-01.png":
            there = self.copy("records")
            data = (there / "data" / name).read_bytes()
            (there / "data" / name).write_bytes(data[:-2] + bytes([data[-2] ^ 1]) + data[-1:])
            err = run("archive", "--replay", self.again("records"), ok=5).err
            self.assertRegex(err, rf"error \[replay-differs\]: .*data/{name} ")
        there = self.copy("records")
        (there / "data/text/001.txt").unlink()
        self.assertRegex(run("archive", "--replay", self.again("records"), ok=5).err, r"data/text/001\.txt, .*not in the package")
        there = self.copy("records")
        (there / "data/text/002.txt").write_text("put in")
        self.assertRegex(run("archive", "--replay", self.again("records"), ok=5).err, r"more: data/text/002\.txt")

    def test_the_epaper_is_made_again_where_there_is_one(self):
        there = self.at / "paper"
        run("archive", self.small, "-o", there, "--epaper", ok=0)
        self.assertIn("[replay-same]", run("archive", "--replay", there, ok=0).err)
        page = there / "data/epaper/index.html"
        page.write_bytes(page.read_bytes() + b"\n")
        self.assertIn("data/epaper/index.html", run("archive", "--replay", self.again("paper"), ok=5).err)

    def test_nonsense_is_refused_with_its_place(self):
        for key, value, code in ("plan", "-1", "bad-number"), ("plan", "11", "bad-number"), ("budget", "99999999999", "bad-number"), \
                                ("plan", "1x", "bad-number"), ("replan", '"perhaps"', "bad-flag"), ("profile", '"a9"', "unknown-word"):
            there = self.copy("nonsense")
            replay = there / "data/replay.json"
            text, n = re.subn(rf'"{key}":("[^"]*"|\w+)', f'"{key}":{value}', replay.read_text("utf-8"))
            self.assertEqual(n, 1, key)
            replay.write_text(text, "utf-8")
            self.assertRegex(run("archive", "--replay", self.again("nonsense"), ok=3).err, rf"replay\.json:1:\d+: error \[{code}\]")
        there = self.copy("nonsense")
        replay = there / "data/replay.json"
        text = json.loads(replay.read_text("utf-8"))
        replay.write_text(json.dumps({**text, "fonts": []}), "utf-8")
        self.assertIn("warning [replay-unchecked]", run("archive", "--replay", self.again("nonsense"), ok=None).err)

    def test_another_font_is_named(self):
        there = self.copy("font")
        replay = there / "data/replay.json"
        font = json.loads(replay.read_text("utf-8"))["fonts"][0]
        replay.write_text(replay.read_text("utf-8").replace(font["sha256"], "0" * 64), "utf-8")
        self.assertIn(font["file"], run("archive", "--replay", self.again("font"), ok=5).err)
        replay.write_text(replay.read_text("utf-8").replace(f'"{font["face"]}"', '"gone"'), "utf-8")
        self.assertIn("[replay-font]", run("archive", "--replay", self.again("font"), ok=5).err)

    def test_what_cannot_be_set_again(self):
        there = self.copy("broken")
        (there / "data/source/small/a.md").write_text("changed", "utf-8")
        self.assertIn("[bag-changed]", run("archive", "--replay", there, ok=5).err)
        for text in "{", "{}", '{"edition": "../../x/edition.yaml", "layout": "tabloid"}':
            there = self.copy("odd")
            (there / "data/replay.json").write_text(text)
            r = run("archive", "--replay", self.again("odd"), ok=3)
            self.assertIn("error [", r.err)
        there = self.at / "other"
        there.mkdir()
        Bag(there, "1.0", kinds=("sha256",)).write()
        self.assertIn("[replay-none]", run("archive", "--replay", there, ok=3).err)


main()
