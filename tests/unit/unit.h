/* What every unit test needs: cmocka, and a comparison of pointer-and-size strings. */
#pragma once

#include "base/str.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
/* cmocka.h wants the four above first. */
#include <cmocka.h>

#define assert_str(s, literal)                                                                     \
    do {                                                                                           \
        struct bm_str is_ = (s), want_ = bm_str_c(literal);                                        \
        if (!bm_str_eq(is_, want_))                                                                \
            fail_msg("«%.*s» is not «%.*s»", (int)is_.n, is_.p, (int)want_.n, want_.p);            \
    } while (0)
