#!/usr/bin/python3
"""The newcomer's guide stays true: every step of layouts/README.md is set as it stands there."""
import re
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

from common import PROGRAM, SOURCE, main


class Guide(unittest.TestCase):
    def test_every_step_is_set(self):
        with tempfile.TemporaryDirectory() as d:
            r = subprocess.run([sys.executable, SOURCE / "docs/guide.py", PROGRAM, d], capture_output=True, text=True)
            self.assertEqual(r.returncode, 0, r.stderr)
            self.assertEqual(r.stderr.count("exit 0"), 4)
            # Step 1 knows no tier for two of the fields; step 2 gives them theirs.
            self.assertEqual(re.findall(r"warning \[(.*?)\]", r.stderr), ["unshown-field"] * 2)
            self.assertLess(r.stderr.rindex("warning"), r.stderr.index("step 2"))
            for n in range(1, 5):
                made = (Path(d) / f"guide-{n}.png").read_bytes()
                self.assertEqual(made[:8], b"\x89PNG\r\n\x1a\n")
                self.assertTrue((SOURCE / f"docs/guide-{n}.png").exists())


main()
