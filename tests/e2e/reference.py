#!/usr/bin/python3
"""docs/layout-reference.md describes every key that the reader of layouts accepts, and no other."""
import re
import unittest

from common import SOURCE, main

ARRAY = re.compile(r"static const char \*const (\w+)\[\w*\] = \{(.*?)\};", re.S)
WEIGHT = re.compile(r'^WEIGHT\(\w+, "([\w-]+)", (\d+), (\d+),', re.M)
# Words that are no values of keys: names of placeholders and of merged sections are looked up elsewhere.
NO_VALUES = ("named",)


def arrays():
    """Of each table of the reader, as `file name`, its words."""
    for path in sorted((SOURCE / "src/layout").glob("*.c")):
        for name, body in ARRAY.findall(path.read_text("utf-8")):
            words = re.findall(r'"([^"]+)"', body)
            if "base/penalties.def" in words:
                words.remove("base/penalties.def")
                words += [w[0] for w in WEIGHT.findall((SOURCE / "src/base/penalties.def").read_text("utf-8"))]
            yield f"{path.name} {name}", words


class Reference(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.text = (SOURCE / "docs/layout-reference.md").read_text("utf-8")
        cls.tables = {}
        for part in cls.text.split("<!-- ")[1:]:
            name, rest = part.split(" -->", 1)
            rows = re.findall(r"^\| `([\w-]+)` \| (.*) \|$", rest.split("\n## ")[0], re.M)
            cls.tables[name] = {key: row.split(" | ") for key, row in rows}

    def test_every_key_is_described(self):
        known = {name: words for name, words in arrays() if name.endswith("keys")}
        self.assertGreater(len(known), 25)
        self.assertEqual(sorted(self.tables), sorted(known))
        for name, words in known.items():
            self.assertEqual(sorted(self.tables[name]), sorted(words), name)

    def test_every_key_has_meaning_values_and_default(self):
        for name, rows in self.tables.items():
            for key, cells in rows.items():
                self.assertEqual(len(cells), 3, f"{name} {key}")
                self.assertTrue(all(c.strip() and c != "?" for c in cells), f"{name} {key}")

    def test_every_word_is_named(self):
        for name, words in arrays():
            if not name.endswith("keys") and name.split()[1] not in NO_VALUES:
                for word in words:
                    self.assertTrue(f"`{word}`" in self.text or f"`{{{word}}}`" in self.text, f"{name}: {word}")

    def test_defaults_of_weights(self):
        table = self.tables["layout.c planning_keys"]
        for key, default, most in WEIGHT.findall((SOURCE / "src/base/penalties.def").read_text("utf-8")):
            self.assertEqual(table[key][1:], [f"0–{most}", default], key)


main()
