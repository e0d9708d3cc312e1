/* Reading the font files through and comparing their sums. */
#include "font/sha256.h"
#include "font/steps.h"

#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

/* SHA-256 of the file; 0, or the system's error. */
static int sum_file(const char *path, char hex[65])
{
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0)
        return errno;
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
    close(fd);
    bm_sha256_end(&sum, hex);
    return error;
}

bool bm_fonts_verify(struct bm_fonts *fonts, struct bm_diags *diags)
{
    bool good = true;
    for (size_t i = 0; i < fonts->n; i++) {
        const struct bm_face *face = &fonts->slots[i].face;
        char hex[65];
        int error = sum_file(face->path.p, hex);
        if (error != 0) {
            bm_font_missing(face, error, diags);
            good = false;
        } else if (!bm_str_is(face->sha256, hex)) {
            bm_font_differs(face, "SHA-256", bm_str_c(hex), face->sha256, diags);
            good = false;
        }
    }
    return good;
}
