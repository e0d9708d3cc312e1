"""Pictures of screens with few colours, for docs/*.py."""
import collections
import sys
import zlib
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tests/e2e"))
from common import read_png  # noqa: E402

COLOURS = 48


def small(path, colours=COLOURS):
    """Writes the picture with few colours: those that are met most often."""
    (w, h, r), (_, _, g), (_, _, b) = read_png(path.read_bytes())
    pixels = list(zip(r, g, b))
    most = {}
    for p, _ in collections.Counter(pixels).most_common():  # one of all that look alike
        most.setdefault(tuple(v >> 3 for v in p), p)
    most = list(most.values())[:colours]
    near = {p: min(range(len(most)), key=lambda i: sum((a - m) ** 2 for a, m in zip(p, most[i]))) for p in set(pixels)}
    chunk = lambda kind, body: len(body).to_bytes(4, "big") + kind + body + zlib.crc32(kind + body).to_bytes(4, "big")
    rows = b"".join(b"\0" + bytes(near[p] for p in pixels[y * w:(y + 1) * w]) for y in range(h))
    palette = bytes(v for c in most for v in c)
    path.write_bytes(b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", w.to_bytes(4, "big") + h.to_bytes(4, "big") + b"\x08\x03\0\0\0")
                     + chunk(b"PLTE", palette) + chunk(b"IDAT", zlib.compress(rows, 9)) + chunk(b"IEND", b""))
    print(path.name, path.stat().st_size)
