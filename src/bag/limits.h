/* What a package may have at most. Beyond it is refused, with its place: who checks a package has
 * it from somebody else. */
#pragma once

enum {
    BM_BAG_FILES = 1 << 20,     /* files in its folder, and paths in its manifests */
    BM_BAG_DEPTH = 64,          /* folders in folders */
    BM_BAG_PATH = 4096,         /* bytes of a path */
    BM_BAG_TAG_FILE = 64 << 20, /* bytes of a tag file that is read: a manifest of 600,000 paths */
    BM_BAG_SEAL = 1 << 20       /* bytes of a seal */
};
