/* Rooms that are modules, since their libraries cost more to load than a press run takes. A module
 * finds what it needs of the rooms below it in the program. */
#pragma once

#include "cli/session.h"

/* A function that a module shows, and where its address goes. */
struct bm_module_function {
    const char *name;
    void *function; /* points to a pointer to the function */
};

/* Opens banmian-NAME.so, which stays open, and finds the functions in it. False, and said by
 * `missing` with the reason: it is not there, or not as it should be. */
bool bm_module_open(struct bm_session *session, const char *name, enum bm_message missing,
                    const struct bm_module_function *functions, size_t n);
