/* Bytes as a profiles.yaml, of which one profile is asked for. */
#include "fuzz.h"

#include "colour/colour.h"

TARGET(profiles)
{
    struct fuzz f;
    struct bm_output_condition output;
    uint32_t source;
    fuzz_begin(&f, NULL);
    bool read = fuzz_text(&f, BM_STR("profiles.yaml"), (struct bm_str){(const char *)data, size},
                          &source) &&
                bm_output_condition_read(f.arena, &f.sources, source, BM_STR("TR002"),
                                         bm_span_none(), &output, &f.diags);
    fuzz_end(&f, read);
    return 0;
}
