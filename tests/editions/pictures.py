"""Pictures drawn by program: PNG of hills or rows in gray or colour, and JPEG of flat blocks, in as few bytes as may be."""
import math
import struct
import zlib


def _chunk(kind, body):
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def png(width, height, rng, colour=True):
    """Hills under a sky; each row is runs of few values."""
    phase, n = rng.random() * 6, 3 if colour else 1
    sky, hill, near = ([rng.randrange(a, a + 50) for _ in range(n)] for a in (170, 100, 50))
    tops = [[int(height * (at + .12 * math.sin(x / width * turns + phase))) for x in range(0, width + 8, 8)]
            for at, turns in ((.45, 7), (.7, 5))]
    rows, run = [], {}
    for y in range(height):
        key = tuple(tuple(y >= t for t in top) for top in tops)
        if key not in run:
            run[key] = b"\0" + b"".join(bytes((near if b else hill if a else sky) * 8)
                                        for a, b in zip(*key))[:width * n]
        rows.append(run[key])
    return (b"\x89PNG\r\n\x1a\n" + _chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2 if colour else 0, 0, 0, 0))
            + _chunk(b"IDAT", zlib.compress(b"".join(rows), 1)) + _chunk(b"IEND", b""))


# Huffman codes of the example tables of ISO/IEC 10918-1, annex K.3: differences of means, and the end of a block.
_DC_COUNTS = bytes([0, 1, 5, 1, 1, 1, 1, 1, 1, 0, 0, 0, 0, 0, 0, 0])
_AC_COUNTS = bytes([1] + [0] * 15)


def _codes(counts):
    code, at, out = 0, 0, {}
    for length, n in enumerate(counts, 1):
        for _ in range(n):
            out[at] = (code, length)
            code, at = code + 1, at + 1
        code <<= 1
    return out


def jpeg(width, height, rng):
    """Gray, of blocks of 8 by 8 of one value each; sizes are taken up to whole blocks."""
    wide, high = -(-width // 8), -(-height // 8)
    dc, bits, count, last = _codes(_DC_COUNTS), 0, 0, 0
    phase, out = rng.random() * 6, bytearray()
    for y in range(high):
        for x in range(wide):
            value = int(60 * math.sin(x / wide * 5 + phase) * math.cos(y / high * 3)) - (30 if y > high * .6 else -20)
            step, last = value - last, value
            size = abs(step).bit_length()
            code, length = dc[size]
            bits, count = bits << length | code, count + length
            if size:
                bits, count = bits << size | (step if step > 0 else step + (1 << size) - 1), count + size
            bits, count = bits << 1, count + 1  # end of block: the one code, 0
            while count >= 8:
                byte = bits >> (count - 8) & 255
                out += bytes([byte, 0]) if byte == 255 else bytes([byte])
                count -= 8
            bits &= (1 << count) - 1
    if count:
        out.append((bits << (8 - count) | (1 << (8 - count)) - 1) & 255)
    segment = lambda marker, body: b"\xff" + bytes([marker]) + struct.pack(">H", len(body) + 2) + body
    return (b"\xff\xd8" + segment(0xdb, b"\0" + bytes([8] * 64))
            + segment(0xc0, struct.pack(">BHHBBBB", 8, high * 8, wide * 8, 1, 1, 0x11, 0))
            + segment(0xc4, b"\0" + _DC_COUNTS + bytes(range(12))) + segment(0xc4, b"\x10" + _AC_COUNTS + b"\0")
            + segment(0xda, bytes([1, 1, 0, 0, 63, 0])) + bytes(out) + b"\xff\xd9")
