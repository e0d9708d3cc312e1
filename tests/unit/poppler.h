/* PDFs as poppler reads them, for the tests of the proof room. */
#pragma once

#include "unit.h"

#include "base/buf.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

/* What a program of poppler-utils says about the PDF, without white space, NUL after it. */
static inline struct bm_buf poppler(struct bm_buf pdf, const char *command)
{
    char path[] = "/tmp/banmian-proof-XXXXXX", line[128];
    int fd = mkstemp(path);
    assert_true(fd >= 0);
    assert_int_equal(write(fd, pdf.p, pdf.n), (ssize_t)pdf.n);
    close(fd);
    snprintf(line, sizeof line, command, path);
    FILE *p = popen(line, "r");
    assert_non_null(p);
    struct bm_buf text = {0};
    for (int c; (c = getc(p)) != EOF;)
        if (c > ' ')
            bm_buf_char(&text, (char)c);
    int status = pclose(p);
    unlink(path);
    if (status)
        fail_msg("«%s» failed: it comes with poppler-utils", command);
    bm_buf_char(&text, 0);
    return text;
}

static inline void assert_holds(struct bm_buf text, struct bm_str words)
{
    struct bm_buf dense = {0};
    for (size_t i = 0; i < words.n; i++)
        if ((unsigned char)words.p[i] > ' ')
            bm_buf_char(&dense, words.p[i]);
    bm_buf_char(&dense, 0);
    if (!strstr(text.p, dense.p))
        fail_msg("«%s» is not in «%s»", dense.p, text.p);
    bm_buf_free(&dense);
}
