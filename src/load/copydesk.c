/* Rules of the copy desk, and lists of the house. */
#include "load/load.h"

#include <unistd.h>

const char *const bm_house_lists[] = {"desk.yaml",  "people.yaml", "usage.yaml", "phrases.yaml",
                                      "taboo.yaml", "paper.yaml",  NULL};

static bool load_rules(struct bm_loader *l, const char *name, uint32_t *file)
{
    const char *folder = l->machine ? l->machine : l->data;
    const char *path = bm_load_format(l, "%s/rules/%s", folder, name);
    if (access(path, F_OK) != 0)
        return bm_diag(l->diags, BM_MSG_NO_DATA_FILE, bm_span_none(), bm_str_c(path));
    return bm_load_text(l, BM_FILE_RULES, path, bm_load_format(l, "rules/%s", name), bm_span_none(),
                        file);
}

/* A list in the edition's folder, else in the house's. */
static bool load_list(struct bm_loader *l, const struct bm_inputs *inputs, const char *name,
                      uint32_t *file)
{
    const struct bm_str house = inputs->edition->house;
    const char *path = bm_load_format(l, "%s/%s", inputs->folder, name);
    if (access(path, F_OK) != 0 && house.n)
        path = house.p[0] == '/'
                   ? bm_load_format(l, "%.*s/%s", (int)house.n, house.p, name)
                   : bm_load_format(l, "%s/%.*s/%s", inputs->folder, (int)house.n, house.p, name);
    if (access(path, F_OK) != 0)
        return true;
    return bm_load_text(l, BM_FILE_RULES, path, name, bm_span_none(), file);
}

struct bm_copydesk *bm_load_copydesk(struct bm_loader *l, const struct bm_inputs *inputs)
{
    struct bm_copydesk_files files = {BM_NO_FILE, BM_NO_FILE, BM_NO_FILE, BM_NO_FILE, BM_NO_FILE,
                                      BM_NO_FILE, BM_NO_FILE, BM_NO_FILE, BM_NO_FILE};
    uint32_t *const lists[] = {&files.levels,  &files.people, &files.usage,
                               &files.phrases, &files.taboo,  &files.paper};
    const bool edition = inputs && inputs->edition;
    bool fine = bm_load_find_data(l) && load_rules(l, "desk.yaml", &files.rules) &&
                load_rules(l, "slips.yaml", &files.slips) &&
                load_rules(l, "variants.yaml", &files.variants);
    if (edition && inputs->edition->house.n) {
        const struct bm_str house = inputs->edition->house;
        const char *folder =
            house.p[0] == '/' ? bm_load_format(l, "%.*s", (int)house.n, house.p)
                              : bm_load_format(l, "%s/%.*s", inputs->folder, (int)house.n, house.p);
        if (!bm_load_is_folder(folder))
            fine = bm_diag(l->diags, BM_MSG_NO_HOUSE, bm_span_none(), house);
    }
    for (size_t i = 0; edition && i < BM_COUNT(lists); i++)
        fine &= load_list(l, inputs, bm_house_lists[i], lists[i]);
    return fine ? bm_copydesk_open(l->arena, l->sources, &files,
                                   inputs && inputs->layout ? inputs->layout->copydesk : NULL,
                                   l->diags)
                : NULL;
}
