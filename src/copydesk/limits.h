/* Every limit of the copy desk, in steps and numbers, never in time. */
#pragma once

enum {
    RULES_MOST = 400,      /* of desk.yaml: TOO_MANY beyond */
    ROWS_MOST = 20000,     /* of a house's list: TOO_MANY beyond */
    WORD_MOST_BYTES = 300, /* of a word in a list: TOO_MANY beyond */
    PATTERN_MOST = 1000,   /* bytes of a pattern: RULE_PATTERN beyond */
    STEPS_MOST = 20000,    /* that a pattern may take from one place on; what it would have found
                              beyond is not found, and the rule says so (rule-limit) */
    DEPTH_MOST = 2000,     /* of its recursion, likewise */
    HEAP_MOST_KIB = 4096,  /* of its memory, likewise */
    FOUND_MOST = 200,      /* findings of one rule in one article; the first ones by place */
    NAMES_MOST = 4000,     /* names of one sort that are compared with each other … */
    PAIRS_MOST = 4000000,  /* … pairs of them: no more are looked at beyond either */
    FIGURES_MOST = 20000,  /* figures of an edition that are compared, likewise */
    STACK_MOST = 64,       /* marks open at once; deeper ones are not looked at */
};
