#!/usr/bin/python3
"""Takes out of an ICC profile what nobody needs who prints by it: usage: icc-strip.py FROM TO

Argyll puts the measurements that a profile was made of into it, under three names. They are a
quarter of the file, and of every PDF that embeds it. All other tags stay, byte for byte.
"""
import struct
import sys

DROPPED = (b"targ", b"DevD", b"CIED")  # ArgyllCMS: profile/profout.c
HEADER = 128


def main():
    profile = open(sys.argv[1], "rb").read()
    count = struct.unpack_from(">I", profile, HEADER)[0]
    tags = [struct.unpack_from(">4sII", profile, HEADER + 4 + 12 * i) for i in range(count)]
    kept = [tag for tag in tags if tag[0] not in DROPPED]
    body, places = b"", {}
    begin = HEADER + 4 + 12 * len(kept)
    for _, at, size in kept:
        if at not in places:  # several tags may share their bytes
            places[at] = begin + len(body)
            body += profile[at:at + size] + bytes(-size % 4)
    table = struct.pack(">I", len(kept))
    for name, at, size in kept:
        table += struct.pack(">4sII", name, places[at], size)
    # the size comes first; the identifier (84 to 99) would be another's: 0 is none (ICC.1, 7.2.18)
    header = struct.pack(">I", begin + len(body)) + profile[4:84] + bytes(16) + profile[100:HEADER]
    with open(sys.argv[2], "wb") as out:
        out.write(header + table + body)


main()
