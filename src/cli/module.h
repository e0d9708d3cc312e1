/* Modules: what few runs need, and what would cost every run more to load than a page takes to set.
 * They stand beside the program (build folder) or in lib/banmian of its prefix (installed), are
 * loaded when first asked for, and take what they need of base/, font/, image/, colour/ and page/
 * from the program. Each shows the functions of one header, by a list in cli/NAME.map. */
#pragma once

#include "cli/session.h"

/* A function that is looked for. */
struct bm_module_function {
    const char *name;
    void *function; /* points to a pointer to such a function, which is set */
};

/* Loads NAME ("banmian-proof.so") and finds all n functions. It stays loaded until the program
 * ends: libraries keep caches. False and a message: it is missing, damaged or of another version
 * (NO_MODULE, exit 3), or the machine has no files or no memory left (exit 75). */
bool bm_module_open(struct bm_session *session, const char *name,
                    const struct bm_module_function *functions, size_t n);
