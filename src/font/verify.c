/* Reading the font files through and comparing their sums. */
#include "base/digest.h"
#include "font/steps.h"

#include <errno.h>
#include <unistd.h>

/* SHA-256 of an open file; 0, or the system's error. */
static int sum_file(int fd, char hex[65])
{
    struct bm_sha256 sum;
    bm_sha256_start(&sum);
    char part[1 << 16];
    int error = 0;
    for (;;) {
        ssize_t n = read(fd, part, sizeof part);
        if (n == 0)
            break;
        if (n > 0) {
            bm_sha256_add(&sum, part, (size_t)n);
        } else if (errno != EINTR) {
            error = errno;
            break;
        }
    }
    bm_sha256_end(&sum, hex);
    return error;
}

static bool verify(const struct bm_face *face, struct bm_diags *diags)
{
    char hex[65];
    struct bm_file file;
    bool good = bm_file_open(face->path.p, &file);
    if (good) {
        file.error = sum_file(file.fd, hex);
        close(file.fd);
        good = !file.error;
    }
    if (!good)
        bm_font_missing(face, &file, diags);
    else if (!bm_str_is(face->sha256, hex))
        bm_font_differs(face, "SHA-256", bm_str_c(hex), face->sha256, diags);
    return good && bm_str_is(face->sha256, hex);
}

bool bm_fonts_verify(struct bm_fonts *fonts, struct bm_diags *diags)
{
    bool good = true;
    for (size_t i = 0; i < fonts->n; i++)
        good &= verify(&fonts->slots[i].face, diags);
    return good;
}
