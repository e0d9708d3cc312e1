/* The archive's package: all that belongs in it, as files; and what of it is needed to set it
 * again. */
#pragma once

#include "bag/bag.h"
#include "cli/session.h"
#include "yaml/yaml.h"

/* Where things stand in it. */
#define BM_PACKAGE_SOURCE "data/source/"
#define BM_PACKAGE_SHARED "data/source/shared" /* layouts, words, colours, declaration of fonts */
#define BM_PACKAGE_REPLAY "data/replay.json"
#define BM_PACKAGE_TRACE  "data/trace/page-%02u.txt"

/* The module of packages (cli/module.h). */
struct bm_bag_module {
    bool (*close)(struct bm_leaves *leaves, const struct bm_bag_facts *facts,
                  struct bm_diags *diags);
    bool (*check)(const char *path, struct bm_arena *arena, struct bm_bag_checked *out,
                  struct bm_diags *diags);
    bool (*is_ours)(const char *path, struct bm_arena *arena, struct bm_bag_checked *out,
                    bool *changed);
    bool (*premis)(struct bm_leaves *leaves, const struct bm_premis_facts *facts,
                   struct bm_diags *diags);
};
bool bm_bag_module_open(struct bm_session *session, struct bm_bag_module *module);

/* The edition's name and identifier, as its package has them: "国内统一刊号 date", or what there is
 * of it. */
struct bm_str bm_package_edition(struct bm_session *session);
struct bm_str bm_package_identifier(struct bm_session *session);

/* Makes all files of the package of what was set. False when there is none to be had, which is
 * said. */
bool bm_package_make(struct bm_session *session, const struct bm_bag_module *module,
                     struct bm_str pdf, struct bm_leaves *leaves);

/* The files of data/ but premis.xml. replay: the bytes of replay.json, or NULL to make it. */
bool bm_package_payload(struct bm_session *session, struct bm_str pdf, const struct bm_str *replay,
                        struct bm_leaves *leaves);

/* archive --replay: what is set is the package at args.input, which is checked first. False: it
 * cannot be set again, or not with this machine's fonts; that is said. */
bool bm_replay_begin(struct bm_session *session, const struct bm_bag_module *module);
/* Compares what was set with what was archived, the PDF and then all that was made beside it, and
 * says the result. */
bool bm_replay_compare(struct bm_session *session, struct bm_str pdf);
/* The second half of it: makes the other files of data/ again, the e-paper too if the package has
 * it, and says the first that differs, is missing or is too many. replay: the archived
 * replay.json. *files: how many are the same. (remade.c) */
bool bm_replay_remade(struct bm_session *session, struct bm_str pdf, struct bm_str replay,
                      size_t *files);

/* --seal: has the user's command make a seal (bm_bag_sealer; context: the session). */
bool bm_seal(void *context, struct bm_str manifest, const struct bm_sum_hex *sums,
             struct bm_str *seal);
