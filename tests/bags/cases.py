"""The cases of the Library of Congress's BagIt conformance suite (github.com/LibraryOfCongress/bagit-conformance-suite, a work
of the U.S. Government, in the public domain), made anew: the names are the suite's, the contents are ours.

cases(FOLDER) makes them all and gives (version, what is wanted: valid, warning, invalid, the bag's folder)."""
import hashlib
import sys
from pathlib import Path


class Bag:
    """A bag that is whole, and the ways in which it is not: manifests are made of what is said, not of what is there."""

    def __init__(self, folder, version, kinds=("md5",), end="\n", encoding="UTF-8", info="bag-info.txt"):
        self.folder, self.version, self.kinds, self.end, self.encoding, self.info = folder, version, kinds, end, encoding, info
        self.files = {"data/bare-filename": b"bare\n", "data/text-file.txt": b"text\n"}
        self.tags = {}
        self.declaration = f"BagIt-Version: {version}{end}Tag-File-Character-Encoding: {encoding}{end}".encode()
        self.fields = [("Source-Organization", "Banmian"), ("Bagging-Date", "2026-12-01")]
        self.oxum = True
        self.lines = {}  # of a kind: lines more than those of the files
        self.listed = None  # paths as they are listed; None: those of the files
        self.gap = "  "

    def text(self, s):
        return s.encode(self.encoding)

    def write(self):
        for path, data in self.files.items():
            (self.folder / path).parent.mkdir(parents=True, exist_ok=True)
            (self.folder / path).write_bytes(data)
        if self.oxum:
            self.fields.append(("Payload-Oxum", f"{sum(map(len, self.files.values()))}.{len(self.files)}"))
        tags = dict(self.tags)
        if self.declaration is not None:
            tags["bagit.txt"] = self.declaration
        if self.info:
            tags[self.info] = self.text("".join(f"{label}{'' if ':' in label else ': '}{value}{self.end}" for label, value in self.fields))
        for kind in self.kinds:
            lines = [hashlib.new(kind, data).hexdigest() + self.gap + (self.listed or {}).get(path, path)
                     for path, data in self.files.items() if (self.listed or {}).get(path, path)]
            tags[f"manifest-{kind}.txt"] = self.text("".join(line + self.end for line in lines + self.lines.get(kind, [])))
        for name, data in tags.items():
            (self.folder / name).write_bytes(data)
        for kind in self.kinds:
            text = "".join(f"{hashlib.new(kind, data).hexdigest()} {name}{self.end}" for name, data in sorted(tags.items()))
            (self.folder / f"tagmanifest-{kind}.txt").write_bytes(self.text(text))


def sha(kind, data):
    return hashlib.new(kind, data).hexdigest()


OUTSIDE = {
    "out-of-scope-file-paths-using-dot-notation": "../../../README.md",
    "out-of-scope-file-paths-using-absolute-path": "/tmp/foo",
    "out-of-scope-file-paths-using-shortcut": "~/foo",
    "out-of-scope-file-paths-using-shortcut-username": "~root/foo",
}
WINDOWS = {
    "out-of-scope-file-paths-using-absolute-path": "C:\\Windows\\System32\\setx.exe",
    "out-of-scope-file-paths-using-shortcut": "%HomeDrive%\\Windows\\System32\\setx.exe",
    "out-of-scope-file-paths-using-unc": "\\\\?\\UNC\\server\\Windows\\System32\\setx.exe",
}


def change(b, name):
    """Makes the bag the case of the name; gives what is to be done once it is written, or nothing."""
    f = b.folder
    if name == "basic-bag-sha1":
        b.kinds = ("sha1",)
    elif name in ("basic-bag-sha224", "basic-bag-sha256", "basic-bag-sha512"):
        b.kinds = (name[10:],)
    elif name == "basicBag":
        b.kinds, b.info = ("sha512",), None
    elif name == "duplicate-metadata-entries":
        b.fields += [("Contact-Name", "A"), ("Contact-Name", "B"), ("External-Description", f"one{b.end}   two")]
    elif name in ("bag-in-a-bag", "minimal-bag"):
        inner = Bag(f / "data/bag", b.version)
        (f / "data/bag").mkdir(parents=True)
        inner.write()
        b.files = {p.relative_to(f).as_posix(): p.read_bytes() for p in sorted(f.rglob("*")) if p.is_file()}
        b.oxum = name == "minimal-bag"
    elif name == "bag-with-encoded-names":
        b.files = {"data/%7Edir/test5.txt": b"5", "data/%test2.txt": b"2", "data/dir1/~test3.txt": b"3"}
    elif name == "bag-with-escapable-characters":
        b.files |= {"data/test file with spaces.txt": b"s", "data/ä & ö (ü).txt": b"u"}
    elif name == "bag-with-leading-dot-slash-in-manifest":
        b.listed = {p: "./" + p for p in b.files}
    elif name == "relative-path":
        b.listed = {p: "./" + p for p in b.files}
    elif name == "bag-with-space":
        b.files |= {"data/test 1.txt": b"1"}
    elif name == "holey-bag":
        b.tags["fetch.txt"] = b.text(f"http://localhost:8989/x%201 - data/bare-filename{b.end}http://localhost/y 5 data/text-file.txt{b.end}")
    elif name == "uncommon-metadata-separators":
        b.fields += [("Test-Tag:", "1"), ("Test-Tag:   ", "2"), ("Test-Tag : ", "3"), ("Test-Tag    :   ", "5")]
    elif name == "baginfo-missing-encoding":
        b.declaration = f"BagIt-Version: {b.version}\n".encode()
    elif name == "bom-in-bagit.txt":
        b.declaration = b"\xef\xbb\xbf" + b.declaration
    elif name == "corrupt-data-file":
        return lambda: (f / "data/text-file.txt").write_bytes(b"TEXT\n")
    elif name == "corrupt-tag-file":
        return lambda: (f / "bag-info.txt").write_bytes(b"Source-Organization: another\n")
    elif name == "extra-file-in-bag":
        return lambda: (f / "data/bar").write_bytes(b"bar")
    elif name == "invalid-version-number":
        b.declaration = b.declaration.replace(b"0.97", b".97")
    elif name == "missing-baginfo":
        return lambda: (f / "bag-info.txt").unlink()
    elif name == "missing-bagit.txt":
        return lambda: (f / "bagit.txt").unlink()
    elif name == "bagit-with-invalid-whitespace":
        b.declaration = b.declaration.replace(b":", b" :")
    elif name == "notAllManifestsListAllFiles":
        b.kinds, b.oxum = ("sha512",), False
        return lambda: (f / "data/missingFromManifest.txt").write_bytes(b"hello\n")
    elif name.startswith("same-filename-listed-twice-with-the-same-hash"):
        b.kinds = ("sha256", "sha512")
        b.lines["sha256"] = [sha("sha256", b"text\n") + "  data/text-file.txt"]
    elif name == "same-filename-listed-twice-with-different-hashes":
        b.kinds = ("sha256", "sha512")
        b.lines["sha256"] = ["deadbeef" + sha("sha256", b"text\n")[8:] + "  data/text-file.txt"]
    elif name == "same-filename-listed-twice-with-different-normalization":
        b.files, b.kinds = {"data/N\u00fa\u00f1ez": b""}, ("sha512",)
        b.lines["sha512"] = [sha("sha512", b"") + "  data/Nu\u0301n\u0303ez"]
    elif name == "filename-normalization":
        b.files, b.kinds = {"data/Nu\u0301n\u0303ez": b"n"}, ("sha512",)
        b.listed = {"data/Nu\u0301n\u0303ez": "data/N\u00fa\u00f1ez"}
    elif name == "duplicate-file-with-different-case":
        b.files, b.kinds = {"data/hello.txt": b"hello\n"}, ("sha512",)
        b.lines["sha512"] = [sha("sha512", b"hello\n") + "  data/HELLO.txt"]
    elif name == "made-with-md5sum-tools":
        b.gap = " *"
    elif name == "special-system-files":
        b.files = {"data/.DS_Store": b"", "data/Thumbs.db": b""}
        return lambda: (f / "data/.DS_Store").unlink()
    elif name in ("UTF-16-encoded-tag-files", "ISO-8859-1-encoded-tag-files"):
        b.encoding = name[:-len("-encoded-tag-files")]
        b.declaration = f"BagIt-Version: {b.version}\nTag-File-Character-Encoding: {b.encoding}\n".encode()
        b.files |= {"data/é.txt": b"e"}
    elif name != "basic-bag":
        raise ValueError(name)
    return None


VALID = {
    "0.93": ("basic-bag", "duplicate-metadata-entries"),
    "0.94": ("basic-bag", "duplicate-metadata-entries"),
    "0.95": ("basic-bag", "duplicate-metadata-entries"),
    "0.96": ("bag-in-a-bag", "bag-with-encoded-names", "bag-with-escapable-characters", "bag-with-leading-dot-slash-in-manifest",
             "bag-with-space", "basic-bag", "duplicate-metadata-entries", "holey-bag"),
    "0.97": ("ISO-8859-1-encoded-tag-files", "UTF-16-encoded-tag-files", "bag-in-a-bag", "bag-with-encoded-names",
             "bag-with-escapable-characters", "bag-with-leading-dot-slash-in-manifest", "bag-with-space", "basic-bag", "basic-bag-sha1",
             "basic-bag-sha224", "basic-bag-sha256", "basic-bag-sha512", "duplicate-metadata-entries", "holey-bag", "minimal-bag",
             "uncommon-metadata-separators"),
    "1.0": ("basicBag",),
}
WARNING = {
    "0.97": ("duplicate-file-with-different-case", "filename-normalization", "made-with-md5sum-tools", "relative-path",
             "same-filename-listed-twice-with-different-normalization", "same-filename-listed-twice-with-the-same-hash",
             "special-system-files"),
}
INVALID = {
    "0.97": ("baginfo-missing-encoding", "bom-in-bagit.txt", "corrupt-data-file", "corrupt-tag-file", "extra-file-in-bag",
             "invalid-version-number", "missing-baginfo", "missing-bagit.txt", "same-filename-listed-twice-with-different-hashes"),
    "1.0": ("bagit-with-invalid-whitespace", "notAllManifestsListAllFiles", "same-filename-listed-twice-with-different-hashes",
            "same-filename-listed-twice-with-the-same-hash"),
}


def cases(folder):
    out = []

    def bag(version, wanted, name, end="\n"):
        at = folder / f"v{version}" / wanted / name
        at.mkdir(parents=True)
        out.append((version, wanted.split("-")[0] if wanted in ("valid", "warning") else "invalid", at))
        old = version in ("0.93", "0.94", "0.95")
        return Bag(at, version, end=end, info="package-info.txt" if old else "bag-info.txt")

    for wanted, names in ("valid", VALID), ("warning", WARNING), ("invalid", INVALID):
        for version, several in names.items():
            for name in several:
                b = bag(version, wanted, name, "\r\n" if name.startswith("bag-") or name == "basic-bag" else "\n")
                after = change(b, name)
                b.write()
                if after:
                    after()
    for wanted, paths in ("linux-only", OUTSIDE), ("windows-only", WINDOWS):
        for name, path in paths.items():
            kept = "invalid" if "dot" in name else wanted
            b = bag("0.97", kept, name)
            b.lines["md5"] = [sha("md5", b"x") + "  " + path]
            b.write()
            b = bag("0.97", kept, name + "-for-fetch")
            b.tags["fetch.txt"] = f"https://example.org/x - {path}\r\n".encode()
            b.write()
    return out


if __name__ == "__main__":
    for version, wanted, at in cases(Path(sys.argv[1])):
        print(version, wanted, at)
