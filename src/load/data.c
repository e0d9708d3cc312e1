/* What comes with the program: fonts, words, output conditions. */
#include "load/load.h"

#include <unistd.h>

static bool holds_data(struct bm_loader *l, const char *folder)
{
    return access(bm_load_format(l, "%s/fonts/fonts.yaml", folder), R_OK) == 0 &&
           bm_load_is_folder(bm_load_format(l, "%s/layouts", folder));
}

bool bm_load_find_data(struct bm_loader *l)
{
    const char *set = l->data_set;
    const char *program = l->program;
    if (l->data)
        return true;
    if (set && *set) {
        if (holds_data(l, set))
            l->data = set;
        else
            bm_diag(l->diags, BM_MSG_NO_DATA, bm_span_none(), bm_str_c(set));
        return l->data != NULL;
    }
    if (program) {
        const char *share = bm_load_format(l, "%s/../share/banmian", program);
        if (holds_data(l, share)) {
            l->data = share;
            return true;
        }
        for (size_t n = strlen(program); n > 0;) {
            const char *folder = bm_load_format(l, "%.*s", (int)n, program);
            if (holds_data(l, folder)) {
                l->data = folder;
                return true;
            }
            for (n--; n > 0 && program[n] != '/';)
                n--;
        }
    }
    return bm_diag(l->diags, BM_MSG_NO_DATA, bm_span_none(),
                   bm_str_c(program ? program : "/proc/self/exe"));
}

bool bm_load_fonts(struct bm_loader *l)
{
    uint32_t file;
    if (!bm_load_find_data(l))
        return false;
    const char *folder = bm_load_format(l, "%s/fonts", l->data);
    if (!bm_load_text(l, BM_FILE_DECLARATION, bm_load_format(l, "%s/fonts.yaml", folder),
                      "fonts/fonts.yaml", bm_span_none(), &file))
        return false;
    if (l->machine)
        folder = bm_load_format(l, "%s/fonts", l->machine);
    l->fonts = bm_fonts_read(l->arena, l->sources, file, bm_str_c(folder), l->diags);
    return l->fonts != NULL;
}

bool bm_load_output(struct bm_loader *l, struct bm_inputs *inputs)
{
    const struct bm_press *press = inputs->layout ? &inputs->layout->press : NULL;
    const char *folder = bm_load_format(l, "%s/colour", l->data), *wrong;
    uint32_t file;
    if (!press || !press->profile.n)
        return true;
    struct bm_output_condition *output = BM_NEW(l->arena, struct bm_output_condition);
    if (!bm_load_text(l, BM_FILE_DECLARATION, bm_load_format(l, "%s/profiles.yaml", folder),
                      "colour/profiles.yaml", press->profile_span, &file) ||
        !bm_output_condition_read(l->arena, l->sources, file, press->profile, press->profile_span,
                                  output, l->diags) ||
        !bm_load_bytes(l, BM_FILE_PROFILE,
                       bm_load_format(l, "%s/%.*s", folder, (int)output->file.n, output->file.p),
                       press->profile_span, &output->icc))
        return false;
    wrong = bm_icc_wrong_output(output->icc);
    if (wrong)
        bm_diag(l->diags, BM_MSG_BAD_PROFILE, press->profile_span, output->file, bm_str_c(wrong));
    inputs->output = output;
    return !wrong;
}

/* With the data, or beside the program (build folder). */
static bool open_lexicon(struct bm_loader *l)
{
    const char *program = l->program;
    const char *path = bm_load_format(l, "%s/words/words.map", l->machine ? l->machine : l->data);
    if (l->lexicon.words)
        return true;
    if (access(path, F_OK) != 0 && program) {
        const char *beside = bm_load_format(l, "%s/words.map", program);
        path = access(beside, F_OK) == 0 ? beside : path;
    }
    return bm_lexicon_open(path, &l->lexicon, l->diags);
}

bool bm_load_words(struct bm_loader *l, const struct bm_edition *edition,
                   struct bm_phrases *phrases)
{
    static const struct bm_edition none = {0};
    const char *path = bm_load_format(l, "%s/words/phrases.txt", l->data);
    uint32_t file;
    edition = edition ? edition : &none;
    if (access(path, F_OK) != 0)
        return bm_diag(l->diags, BM_MSG_NO_DATA_FILE, bm_span_none(), bm_str_c(path));
    const bool read =
        bm_load_text(l, BM_FILE_PHRASES, path, "words/phrases.txt", bm_span_none(), &file) &&
        bm_phrases_read(l->arena, l->sources, file, edition->words, edition->word_spans,
                        edition->word_count, phrases, l->diags);
    phrases->lexicon = &l->lexicon;
    return open_lexicon(l) && read;
}
