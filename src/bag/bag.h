/* Packages: BagIt 1.0 (RFC 8493). A folder with the files of the payload in data/, and beside it
 * tag files that say what it is and list every file with its sums.
 *
 * bm_bag_close() turns files (base/leaves.h) into a package; cli/ writes it. bm_bag_check() looks
 * whether a folder is one, whole and unchanged, whoever made it: version 1.0, and the drafts 0.93
 * to 0.97. The room is a module (cli/module.h), for its sums need all of libcrypto; the functions
 * of this header are what it shows. */
#pragma once

#include "bag/sums.h"
#include "base/diag.h"
#include "base/leaves.h"

/* The seal of a package: made of the manifest by who has the key. manifest: the bytes of
 * manifest-sha512.txt; sums: its SHA-256, SHA-512 and SM3. False when none is to be had, which is
 * said. */
typedef bool bm_bag_sealer(void *context, struct bm_str manifest, const struct bm_sum_hex *sums,
                           struct bm_str *seal);

/* What a package says of itself in bag-info.txt; what is empty is left out. */
struct bm_bag_facts {
    struct bm_str organisation, identifier, description, date;
    const char *version;   /* of the program */
    size_t errors;         /* that the check of the edition gave: it is not fit to print */
    size_t left_over;      /* characters that had no place on its pages */
    bool sm3;              /* sm3sums.txt beside the manifests */
    bm_bag_sealer *sealer; /* NULL: it is not sealed */
    void *context;
};

/* Appends the tag files to the files of the payload, whose paths begin with data/: bagit.txt,
 * bag-info.txt, manifest-sha256.txt, manifest-sha512.txt, sm3sums.txt, manifest-sha512.txt.p7s and
 * tagmanifests of both kinds. Names that two systems may read in two ways (case, composition) are
 * warnings; one that is no UTF-8 is an error. False: that, no seal, or no sums. */
bool bm_bag_close(struct bm_leaves *leaves, const struct bm_bag_facts *facts,
                  struct bm_diags *diags);

/* The same files as PREMIS 3 has them, for data/premis.xml, which is not among them yet. */
struct bm_premis_facts {
    const char *version;
    struct bm_str profile; /* "PDF/A-2a, PDF/UA-1" */
    struct bm_str pdf;     /* path of the PDF among the files */
    struct bm_str sources; /* the files that it was made of: those whose paths begin so */
    struct bm_str date;    /* of the edition, YYYY-MM-DD; or empty */
    size_t errors;         /* that its check gave, all in all */
    size_t warnings;       /* the same */
    size_t left_over;      /* characters that had no place on its pages */
    bool sealed, sm3;
};
bool bm_premis_write(struct bm_leaves *leaves, const struct bm_premis_facts *facts,
                     struct bm_diags *diags);

/* What was found of a package. */
struct bm_bag_checked {
    uint64_t files, bytes;    /* of the payload */
    unsigned kinds;           /* of sums that all files were checked by, as bits */
    bool sealed;              /* there is a manifest-sha512.txt.p7s */
    bool ours;                /* made by this program */
    bool more;                /* there are files that no manifest lists */
    bool records_seal;        /* its premis.xml has the event of a signature */
    struct bm_str identifier; /* External-Identifier */
    struct bm_str edition;    /* NAME of data/NAME.pdf, the first; empty: there is none */
};

/* Checks the folder, reading all files. False, and messages, when it is no package or is not
 * whole (exit 5), or could not be read (exit 3, 75). What is doubtful is a warning. */
bool bm_bag_check(const char *path, struct bm_arena *arena, struct bm_bag_checked *out,
                  struct bm_diags *diags);

/* Whether the folder is a package of this program and of nobody else: each file in it is listed.
 * Then *changed says whether one of them is not as it is listed, for which all are read. Nothing is
 * said. */
bool bm_bag_is_ours(const char *path, struct bm_arena *arena, struct bm_bag_checked *out,
                    bool *changed);
