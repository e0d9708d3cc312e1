"""The tree of tags of a PDF, as poppler and pdf.js read it, and the marks of its pages."""
import functools
import json
import re
import subprocess

from common import SOURCE, tool


@functools.cache
def tree(pdf):
    """The tree that poppler reads: [type, children]; a child is a node or a text."""
    root = ["", []]
    stack = [(-1, root)]
    r = subprocess.run(["pdfinfo", "-struct-text", "-enc", "UTF-8", str(pdf)], capture_output=True, check=True)
    # Titles of elements are printed as they are in the file, line ends in them too.
    out = re.sub(rb' "\xfe\xff.*?"\n(?= )', b"\n", r.stdout, flags=re.S)
    for line in out.decode("utf-8").split("\n"):
        indent, word = len(line) - len(line.lstrip(" ")), line.strip(" ")
        if not word or re.match(r"/|Object \d", word):
            continue
        while stack[-1][0] >= indent:
            stack.pop()
        if word.startswith('"'):
            stack[-1][1][1].append(word[1:-1])
        else:
            node = [re.match(r"\w+", word)[0], []]
            stack[-1][1][1].append(node)
            stack.append((indent, node))
    return root


def find(node, kind):
    """Nodes of a kind, in order, that are in no other of that kind."""
    for child in node[1]:
        if not isinstance(child, str):
            yield from [child] if child[0] == kind else find(child, kind)


def text(node):
    return "".join(c if isinstance(c, str) else text(c) for c in node[1])


BLOCKS = {"P", "H1", "H2", "Lbl", "LBody", "TH", "TD", "Caption", "BlockQuote"}


def blocks(node):
    """The texts of the smallest blocks, in order."""
    for child in node[1]:
        if not isinstance(child, str):
            yield from [text(child)] if child[0] in BLOCKS else blocks(child)


def inside(page):
    """Operators that paint, each with the marks that it is in: [(tag, MCID or None)]. Our own streams, read as they are
    written: strings are hexadecimal."""
    open_, shown = [], []
    for m in re.finditer(rb"/(\w+) <<(.*?)>> BDC|\b(EMC)\b|(?<=[\s\]])(TJ|f|S|Do)\b", page.Contents.read_bytes()):
        if m[1]:
            mcid = re.match(rb"/MCID (\d+)", m[2])
            open_.append((m[1].decode(), mcid and int(mcid[1])))
        elif m[3]:
            open_.pop()
        else:
            shown.append(list(open_))
    assert not open_ and shown
    return shown


@functools.cache
def pdfjs(pdf):
    """The trees of the pages as pdf.js reads them, in the same form."""
    def node(n):
        return n if isinstance(n, str) else [n[0], [node(c) for c in n[1:]]]
    return [node(json.loads(line)) for line in tool("node", SOURCE / "tests/e2e/pdfjs.js", pdf, "tree").decode("utf-8").splitlines()]
