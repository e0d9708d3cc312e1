#!/usr/bin/python3
"""The archive's files judged by veraPDF, which is no part of the project: conformance.py BUILD [N] [--fetch].

Every edition of content/ in its layouts, and N generated ones (10), each as PDF/A-2a and PDF/UA-1 and as PDF/A-4 and PDF/UA-2.
Without the engine in BUILD/conformance the test is skipped (status 77); --fetch gets it, and does no more: an npm package, pinned
and compared, which holds veraPDF (MPL-2.0), and Debian's Java, if that is not there. Nothing of it is shipped."""
import argparse
import hashlib
import os
import shutil
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path

SOURCE = Path(__file__).resolve().parents[2]
PACKAGE = "@opendataloader/pdf@2.5.0"
SUM = "d2551abaa8b2e0ad1b73080f824229aeba78f1d33c104c7eaacc0d2afdbe401b"
JAR = "package/lib/opendataloader-pdf-cli.jar"
JAXB = ["/usr/share/java/jaxb-api.jar", "/usr/share/java/jaxb-runtime.jar"]
DEBIAN = {"default-jdk-headless": ["java", "javac"], "npm": ["npm"]}  # what each brings; a machine may have them from elsewhere
SETTINGS = [("2026-lianghui", "tabloid"), ("2026-lianghui", "broadsheet"), ("2025-work-report", "tabloid"),
            ("2025-work-report", "broadsheet-8"), ("2026-sample-daily", "daily")]
FORMS = {"a2a": "2a,ua1", "a4": "4,ua2"}


def fetch(folder):
    missing = [package for package, programs in DEBIAN.items() if not all(map(shutil.which, programs))]
    missing += ["libjaxb-java"] * (not all(Path(j).exists() for j in JAXB))
    if missing:
        subprocess.run(["apt-get", "install", "-y", "--no-install-recommends", *missing], check=True)
    folder.mkdir(parents=True, exist_ok=True)
    name = subprocess.run(["npm", "pack", "--silent", PACKAGE], cwd=folder, check=True, capture_output=True, text=True,
                          timeout=600).stdout.split()[-1]
    data = (folder / name).read_bytes()
    if hashlib.sha256(data).hexdigest() != SUM:
        sys.exit(f"{name} is not the file that it was: its SHA-256 is not {SUM}")
    with tarfile.open(folder / name) as tar:
        (folder / "engine.jar").write_bytes(tar.extractfile(JAR).read())
    (folder / name).unlink()


def judge(engine, flavours, files):
    path = ":".join([str(engine.parent), str(engine), *JAXB])
    r = subprocess.run(["java", "-cp", path, "Conformance", flavours, *map(str, files)], capture_output=True, text=True)
    return r.returncode, r.stdout + r.stderr


def archive(program, at, folder, form, *args):
    """The file of an edition; None where nothing is written."""
    out = at / f"{len(list(at.iterdir()))}.pdf"
    r = subprocess.run([str(program), "archive", str(folder), "--profile", form, "-o", str(out), "-q", *args], capture_output=True, text=True)
    if not out.exists() or r.returncode not in (0, 4):
        raise AssertionError(f"{folder}: status {r.returncode}\n{r.stderr}")
    return out


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("build", type=Path)
    parser.add_argument("editions", type=int, nargs="?", default=10)
    parser.add_argument("--fetch", action="store_true")
    args = parser.parse_args()
    engine = args.build.resolve() / "conformance" / "engine.jar"
    program = Path(os.environ.get("BANMIAN", args.build / "banmian")).resolve()
    if args.fetch:
        if not engine.exists():
            fetch(engine.parent)
        return 0
    if not engine.exists() or not all(map(shutil.which, ("java", "javac"))):
        print(f"skipped: there is no {engine}; make conformance fetches it")
        return 77
    subprocess.run(["javac", "-cp", str(engine), "-d", str(engine.parent), str(SOURCE / "tests/conformance/Conformance.java")], check=True)
    sys.path.insert(0, str(SOURCE / "tests/editions"))
    os.environ["BANMIAN"] = str(program)
    import make
    bad = 0
    with tempfile.TemporaryDirectory() as d:
        at, folders = Path(d) / "pdf", Path(d) / "editions"
        at.mkdir()
        for seed in range(args.editions):
            make.make(seed).write(folders / str(seed))
        for form, flavours in FORMS.items():
            files = [archive(program, at, SOURCE / "content" / e, form, "--layout", layout) for e, layout in SETTINGS]
            files += [archive(program, at, folders / str(seed), form, "--budget", "2000") for seed in range(args.editions)]
            status, said = judge(engine, flavours, files)
            print(said, end="")
            bad += status != 0 or said.count("pass ") != 2 * len(files)
        # The judge judges: a print file is none of an archive's.
        press = Path(d) / "press.pdf"
        subprocess.run([str(program), "press", str(SOURCE / "content/2026-lianghui"), "-o", str(press), "-q"], check=True)
        status, said = judge(engine, "2a,ua1", [press])
        if status != 1 or said.count("FAIL ") != 2:
            print("a print file passed:\n" + said)
            bad += 1
    return 1 if bad else 0


sys.exit(main())
