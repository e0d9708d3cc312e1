#!/usr/bin/python3
"""What importing costs: Word documents of the tests' own making, each in a run of its own and all in one; and by size.

import.py [PROGRAM]: milliseconds of processor time a document (user and system), the least of five runs, so that what else the machine
does counts little."""
import resource
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

SOURCE = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(SOURCE / "tests/import"))
from made import Docx, p, r  # noqa: E402

PROGRAM = Path(sys.argv[1] if len(sys.argv) > 1 else SOURCE / "build/release/banmian").resolve()


def spent(*args):
    """Processor time of a run, in ms."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run([PROGRAM, "import", *map(str, args), "-q", "--replace"], check=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return 1000 * (after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)


def least(*args):
    return min(spent(*args) for _ in range(5))


def main():
    with tempfile.TemporaryDirectory(prefix="banmian-") as folder:
        at = Path(folder)
        paths = []
        for i in range(300):
            d = Docx(i)
            d.mixed(1 + i % 12)
            paths.append(d.write(at / f"{i}.docx"))
        one = sorted(least(path, "-o", at / "out") for path in paths[::10])
        together = least(*paths, "-o", at / "out")
        print(f"a run a document: {one[len(one) // 2]:.1f} ms (median of {len(one)}), {one[-1]:.1f} the dearest")
        print(f"300 in one run: {together / 300:.2f} ms a document")
        text = "会议认为，过去一年成绩来之不易，全体代表团结奋进，圆满完成各项任务。"
        for thousand in 2, 20, 200:
            d = Docx(1)
            d.body = [p(r(text * 5)) for _ in range(thousand * 1000 // (5 * len(text)))]
            path = d.write(at / "long.docx")
            print(f"{thousand},000 characters: {least(path, '-o', at / 'out'):.1f} ms")
            shutil.rmtree(at / "out")


main()
