/* Names of roles and marks, as they stand in traces and reports. */
#include "page/ledger.h"
#include "page/page.h"

const char *bm_role_name(enum bm_role role)
{
    static const char *const names[] = {
        [BM_ROLE_DOCUMENT] = "document",
        [BM_ROLE_BANNER] = "banner",
        [BM_ROLE_ARTICLE] = "article",
        [BM_ROLE_HEAD] = "head",
        [BM_ROLE_PARAGRAPH] = "paragraph",
        [BM_ROLE_LIST] = "list",
        [BM_ROLE_ITEM] = "item",
        [BM_ROLE_SUBHEAD] = "subhead",
        [BM_ROLE_TAIL] = "tail",
        [BM_ROLE_QUOTE] = "quote",
        [BM_ROLE_LABEL] = "label",
        [BM_ROLE_BODY] = "body",
        [BM_ROLE_ROW] = "row",
        [BM_ROLE_TABLE] = "table",
        [BM_ROLE_CELL] = "cell",
        [BM_ROLE_FIGURE] = "figure",
        [BM_ROLE_CAPTION] = "caption",
        [BM_ROLE_ARTEFACT] = "artefact",
    };
    return (unsigned)role < BM_COUNT(names) ? names[role] : "?";
}

const char *bm_mark_name(enum bm_mark_kind kind)
{
    static const char *const names[] = {
        [BM_MARK_GAP] = "gap",         [BM_MARK_JOIN] = "join",       [BM_MARK_QUERY] = "query",
        [BM_MARK_OVERSET] = "overset", [BM_MARK_FINDING] = "finding", [BM_MARK_SHORT] = "short",
    };
    return (unsigned)kind < BM_COUNT(names) ? names[kind] : "?";
}

const char *bm_penalty_name(enum bm_penalty penalty)
{
    static const char *const names[] = {
#define PENALTY(id, name, parts) name,
#include "base/penalties.def"
    };
    return names[penalty];
}

const char *bm_limit_name(enum bm_limit limit)
{
    static const char *const names[] = {
#define LIMIT(id, name) name,
#include "base/limits.def"
    };
    return names[limit];
}

uint32_t bm_penalty_parts(enum bm_penalty penalty)
{
    static const uint8_t all[] = {
#define PENALTY(id, name, parts) parts,
#include "base/penalties.def"
    };
    return all[penalty];
}
