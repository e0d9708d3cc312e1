/* Bytes as a printer.yaml. */
#include "fuzz.h"

#include "preflight/preflight.h"

TARGET(printer)
{
    struct fuzz f;
    struct bm_preflight settings;
    uint32_t source;
    fuzz_begin(&f, NULL);
    bm_preflight_default(&settings);
    bool read =
        fuzz_text(&f, BM_STR("printer.yaml"), (struct bm_str){(const char *)data, size}, &source) &&
        bm_printer_read(&settings, f.arena, &f.sources, source, &f.diags);
    fuzz_end(&f, read);
    return 0;
}
