/* The frames of an edition for a layout. */
#include "layout/frames.h"

#include "layout/sections.h"

static const char *const page_keys[] = {"frames", "section", "editor", "designer", "proofreader"};
static const char *const text_keys[] = {"text", "style"};
static const char *const frame_keys[] = {
    "article", "banner", "columns",  "lines", "set",         "measure",   "rest", "gutter", "box",
    "styles",  "head",   "pictures", "guide", "column-rule", "furniture", "auto", "bleed"};
/* Of a plan that is held: articles alone. */
static const char *const held_keys[] = {"article", "columns",  "lines",       "set",    "measure",
                                        "rest",    "gutter",   "box",         "styles", "head",
                                        "bleed",   "pictures", "column-rule", "locked", "lead"};
static const char *const figure_keys[] = {"columns", "lines", "left", "width", "wrap",
                                          "fit",     "focus", "give", "at"};
static const char *const ats[] = {"place", "paragraph"};
static const char *const wraps[] = {"both", "left", "right", "none"};
static const char *const fits[] = {"crop", "whole"};
static const char *const place_keys[] = {"columns", "lines", "left", "width", "side", "box"};
static const char *const rests[] = {"sides", "gutters", "none", "even"};
/* Roles of an override that are no field of a manuscript's head. */
static const char *const roles[] = {"body",  "item",  "subhead", "banner",
                                    "quote", "table", "caption"};

/* "columns 1-6": the key as it stands in the file. */
static struct bm_str range_text(struct bm_layout_reader *reader, const char *key, uint32_t first,
                                uint32_t last)
{
    struct bm_buf b = {0};
    if (first == last)
        bm_buf_printf(&b, BM_DIAG_WORD "%s %u", key, first);
    else
        bm_buf_printf(&b, BM_DIAG_WORD "%s %u-%u", key, first, last);
    return bm_buf_keep(&b, reader->arena);
}

static struct bm_str frame_name(const struct bm_frame *frame)
{
    if (frame->automatic)
        return BM_STR(BM_DIAG_WORD "auto");
    if (frame->guide || frame->text_count)
        return frame->guide ? BM_STR(BM_DIAG_WORD "guide") : BM_STR(BM_DIAG_WORD "furniture");
    return frame->banner ? BM_STR(BM_DIAG_WORD "banner") : frame->article;
}

/* One side of a frame; most is what the page has. */
static bool read_side(struct bm_layout_reader *reader, const struct bm_yaml *map, const char *key,
                      const struct bm_frame *frame, uint32_t most, uint32_t *from, uint32_t *number)
{
    const struct bm_yaml *node = bm_layout_require(reader, map, key);
    uint32_t first, last;
    if (!bm_read_range(reader, node, &first, &last))
        return false;
    if (last > most)
        return bm_say(reader, BM_MSG_FRAME_OUTSIDE, node->span, frame_name(frame),
                      range_text(reader, key, first, last), range_text(reader, key, 1, most));
    *from = first - 1;
    *number = last - first + 1;
    return true;
}

static void read_overrides(struct bm_layout_reader *reader, const struct bm_yaml *map,
                           struct bm_frame *frame)
{
    if (!map || !bm_yaml_want(map, BM_YAML_MAP, reader->diags))
        return;
    frame->overrides = BM_NEW_N(reader->arena, map->n, struct bm_override);
    frame->override_count = map->n;
    for (size_t i = 0; i < map->n; i++) {
        bm_read_string(reader, map->keys[i], &frame->overrides[i].role);
        frame->overrides[i].role_span = map->keys[i]->span;
        bm_read_style(reader, map->values[i], &frame->overrides[i].style);
    }
}

/* Columns and gutters inside the frame must leave each column at least one character. */
static void check_set(struct bm_layout_reader *reader, const struct bm_yaml *map,
                      const struct bm_frame *frame)
{
    const struct bm_layout *layout = reader->layout;
    int64_t set = frame->legs ? frame->legs : frame->columns;
    int64_t gutter = frame->gutter ? frame->gutter : layout->gutter;
    int64_t width = bm_layout_columns_width(layout, frame->columns);
    const struct bm_yaml *node = bm_yaml_get(map, "set");
    if (!node)
        node = bm_yaml_get(map, "gutter");
    if (node && width - (set - 1) * gutter < set * layout->size)
        bm_say(reader, BM_MSG_FRAME_TOO_NARROW, node->span, frame_name(frame),
               bm_diag_number(reader->diags, set));
}

/* set: 3, or the measures of unequal columns: [23字, 23字, 20字], or their shares: [1, 1, 2]. */
static void read_set(struct bm_layout_reader *reader, const struct bm_yaml *node,
                     struct bm_frame *frame)
{
    const struct bm_layout *layout = reader->layout;
    const struct bm_units units = bm_units_of(layout, layout->size);
    if (!node || node->kind != BM_YAML_LIST) {
        bm_read_count(reader, node, 1, 999, &frame->legs);
        return;
    }
    frame->shares = BM_NEW_N(reader->arena, node->n, bm_len);
    for (size_t i = 0; i < node->n; i++) {
        const struct bm_yaml *v = node->values[i];
        uint32_t share = 0;
        bool relative = v->kind == BM_YAML_SCALAR && v->text.n && v->text.n < 4 &&
                        v->text.p[0] >= '1' && v->text.p[v->text.n - 1] >= '0' &&
                        v->text.p[v->text.n - 1] <= '9';
        if (i && relative != frame->shares_relative)
            bm_say(reader, BM_MSG_MIXED_SHARES, v->span, v->text);
        frame->shares_relative = relative;
        if (relative
                ? bm_read_count(reader, v, 1, 999, &share)
                : bm_read_length(reader, v, &units, layout->size, BM_SHEET_MOST, &frame->shares[i]))
            frame->share_count = (uint32_t)i + 1;
        if (relative)
            frame->shares[i] = (bm_len)share;
    }
    frame->legs = frame->share_count;
}

/* A place inside the frame. */
static void read_place(struct bm_layout_reader *reader, const struct bm_yaml *map,
                       const struct bm_frame *frame, const char *const *keys, size_t n,
                       struct bm_place *place)
{
    const struct bm_layout *layout = reader->layout;
    const struct bm_units units = bm_units_of(layout, layout->size);
    uint32_t columns = frame->legs ? frame->legs : frame->columns, first, last;
    if (!map || !bm_yaml_want(map, BM_YAML_MAP, reader->diags))
        return;
    bm_yaml_check_keys(map, keys, n, reader->diags);
    place->given = true;
    const struct bm_yaml *node = bm_yaml_get(map, "columns");
    if (bm_read_range(reader, node, &first, &last)) {
        place->column = first - 1;
        place->columns = last - first + 1;
        if (!frame->measure && last > columns)
            bm_say(reader, BM_MSG_FRAME_OUTSIDE, node->span, frame_name(frame),
                   range_text(reader, "columns", first, last),
                   range_text(reader, "columns", 1, columns));
    }
    node = bm_yaml_get(map, "lines");
    if (bm_read_range(reader, node, &first, &last)) {
        place->line = first - 1;
        place->lines = last - first + 1;
        if (last > frame->lines)
            bm_say(reader, BM_MSG_FRAME_OUTSIDE, node->span, frame_name(frame),
                   range_text(reader, "lines", first, last),
                   range_text(reader, "lines", 1, frame->lines));
    }
    bm_read_length(reader, bm_yaml_get(map, "left"), &units, 0, BM_SHEET_MOST, &place->left);
    bm_read_length(reader, bm_yaml_get(map, "width"), &units, layout->size, BM_SHEET_MOST,
                   &place->width);
    bm_len room = bm_layout_columns_width(layout, frame->columns);
    if (place->width && place->left + place->width > room)
        bm_say(reader, BM_MSG_PLACE_OUTSIDE, bm_yaml_get(map, "width")->span, frame_name(frame));
}

/* head: {columns: 1, side: true, box: 题框} */
static void read_head(struct bm_layout_reader *reader, const struct bm_yaml *map,
                      struct bm_frame *frame)
{
    struct bm_place *head = &frame->head;
    const uint32_t legs = frame->legs ? frame->legs : frame->columns;
    read_place(reader, map, frame, place_keys, BM_COUNT(place_keys), head);
    if (!head->given)
        return;
    const struct bm_yaml *side = bm_yaml_get(map, "side"), *box = bm_yaml_get(map, "box");
    bm_read_flag(reader, side, &head->side);
    bm_read_box(reader, box, &head->box);
    if (box && !head->side)
        bm_say(reader, BM_MSG_HEAD_BOX, box->span, frame_name(frame));
    if (!head->side)
        return;
    if (!head->columns && !head->width)
        head->columns = 1;
    const struct bm_yaml *lines = bm_yaml_get(map, "lines");
    if (lines)
        bm_say(reader, BM_MSG_HEAD_SIDE_LINES, lines->span, frame_name(frame));
    if (!frame->measure && head->columns >= legs)
        bm_say(reader, BM_MSG_HEAD_SIDE, side->span, frame_name(frame));
}

/* pictures: [{columns: 2-3, lines: 5-20, wrap: both, fit: crop, focus: [50, 40]}] */
static void read_figures(struct bm_layout_reader *reader, const struct bm_yaml *list,
                         struct bm_frame *frame)
{
    if (!list || !bm_yaml_want(list, BM_YAML_LIST, reader->diags))
        return;
    frame->figures = BM_NEW_N(reader->arena, list->n, struct bm_figure_place);
    frame->figure_count = list->n;
    for (size_t i = 0; i < list->n; i++) {
        struct bm_figure_place *f = &frame->figures[i];
        const struct bm_yaml *map = list->values[i], *focus = bm_yaml_get(map, "focus");
        uint8_t fit = 0;
        uint32_t at[2] = {50, 50};
        read_place(reader, map, frame, figure_keys, BM_COUNT(figure_keys), &f->at);
        bm_read_word(reader, bm_yaml_get(map, "wrap"), wraps, BM_COUNT(wraps), &f->wrap);
        bm_read_word(reader, bm_yaml_get(map, "fit"), fits, BM_COUNT(fits), &fit);
        f->whole = fit == 1;
        bm_read_count(reader, bm_yaml_get(map, "give"), 0, GIVE_MOST, &f->give);
        f->lose = f->give;
        uint8_t where = 0;
        bm_read_word(reader, bm_yaml_get(map, "at"), ats, BM_COUNT(ats), &where);
        f->anchored = where == 1;
        if (focus && bm_yaml_want(focus, BM_YAML_LIST, reader->diags)) {
            for (size_t k = 0; k < 2 && k < focus->n; k++)
                bm_read_count(reader, focus->values[k], 0, 100, &at[k]);
            if (focus->n != 2)
                bm_say(reader, BM_MSG_BAD_FOCUS, focus->span, BM_STR("focus"));
        }
        f->focus_x = (uint16_t)(at[0] * 100);
        f->focus_y = (uint16_t)(at[1] * 100);
    }
}

/* furniture: [{text: "{paper}", style: 报头名}, …] */
static void read_texts(struct bm_layout_reader *reader, const struct bm_yaml *list,
                       struct bm_frame *frame)
{
    if (!list || !bm_yaml_want(list, BM_YAML_LIST, reader->diags))
        return;
    frame->texts = BM_NEW_N(reader->arena, list->n, struct bm_machine_text);
    frame->text_count = list->n;
    for (size_t i = 0; i < list->n; i++) {
        const struct bm_yaml *map = list->values[i];
        if (!bm_yaml_want(map, BM_YAML_MAP, reader->diags))
            continue;
        bm_yaml_check_keys(map, text_keys, BM_COUNT(text_keys), reader->diags);
        const struct bm_yaml *text = bm_layout_require(reader, map, "text");
        if (bm_read_string(reader, text, &frame->texts[i].text))
            bm_check_furniture(reader, text);
        bm_read_style(reader, bm_layout_require(reader, map, "style"), &frame->texts[i].style);
    }
}

/* What stands in it: one of an article, the banner, the guide, furniture, or a region. */
static void read_content(struct bm_layout_reader *reader, const struct bm_yaml *map,
                         struct bm_frame *frame)
{
    const struct bm_yaml *article = bm_yaml_get(map, "article");
    if (bm_read_string(reader, article, &frame->article))
        frame->article_span = article->span;
    bm_read_flag(reader, bm_yaml_get(map, "banner"), &frame->banner);
    bm_read_flag(reader, bm_yaml_get(map, "guide"), &frame->guide);
    read_texts(reader, bm_yaml_get(map, "furniture"), frame);
    if (frame->guide && !reader->layout->guide.item)
        bm_say(reader, BM_MSG_NO_GUIDE, map->span, reader->layout->name);
    bm_read_flag(reader, bm_yaml_get(map, "auto"), &frame->automatic);
    for (size_t i = 0; frame->automatic && i < map->n; i++)
        if (!bm_str_is(map->keys[i]->text, "auto") && !bm_str_is(map->keys[i]->text, "columns") &&
            !bm_str_is(map->keys[i]->text, "lines") && !bm_str_is(map->keys[i]->text, "styles"))
            bm_say(reader, BM_MSG_AUTO_ALONE, map->keys[i]->span, map->keys[i]->text);
    if ((article != NULL) + frame->banner + frame->guide + (frame->text_count > 0) +
            frame->automatic !=
        1)
        bm_say(reader, BM_MSG_FRAME_CONTENT, map->span, frame_name(frame));
}

void bm_template_note_regions(struct bm_arena *arena, const struct bm_page_template *page,
                              struct bm_page_template *filled)
{
    if (page->region_count)
        return; /* they are those of an edition, of which some frames are held */
    struct bm_frame *regions = BM_NEW_N(arena, page->n + 1, struct bm_frame);
    filled->regions = regions;
    filled->region_count = 0;
    for (size_t i = 0; i < page->n; i++)
        if (page->frames[i].automatic)
            regions[filled->region_count++] = page->frames[i];
}

bool bm_read_frame(struct bm_layout_reader *reader, const struct bm_yaml *map, bool held,
                   struct bm_frame *frame)
{
    const struct bm_layout *layout = reader->layout;
    const struct bm_units units = bm_units_of(layout, layout->size);
    const struct bm_yaml *box;
    bool fine;
    if (!bm_yaml_want(map, BM_YAML_MAP, reader->diags))
        return false;
    bm_yaml_check_keys(map, held ? held_keys : frame_keys,
                       held ? BM_COUNT(held_keys) : BM_COUNT(frame_keys), reader->diags);
    frame->span = frame->article_span = map->span;
    if (held && !bm_layout_require(reader, map, "article"))
        return false;
    read_content(reader, map, frame);
    fine =
        read_side(reader, map, "columns", frame, layout->columns, &frame->column, &frame->columns);
    fine &= read_side(reader, map, "lines", frame, layout->lines, &frame->line, &frame->lines);
    read_set(reader, bm_yaml_get(map, "set"), frame);
    bm_read_length(reader, bm_yaml_get(map, "measure"), &units, layout->size, BM_SHEET_MOST,
                   &frame->measure);
    uint8_t rest = BM_REST_SIDES;
    bm_read_word(reader, bm_yaml_get(map, "rest"), rests, BM_COUNT(rests), &rest);
    frame->rest = (enum bm_rest)rest;
    read_figures(reader, bm_yaml_get(map, "pictures"), frame);
    read_head(reader, bm_yaml_get(map, "head"), frame);
    bm_read_length(reader, bm_yaml_get(map, "gutter"), &units, 0, BM_SIZE_MOST, &frame->gutter);
    box = bm_yaml_get(map, "box");
    frame->boxless = box && box->kind == BM_YAML_SCALAR && bm_str_is(box->text, "none");
    if (!frame->boxless)
        bm_read_box(reader, box, &frame->box);
    bm_read_line(reader, bm_yaml_get(map, "column-rule"), &frame->column_rule);
    bm_read_flag(reader, bm_yaml_get(map, "bleed"), &frame->bleed);
    read_overrides(reader, bm_yaml_get(map, "styles"), frame);
    if (fine)
        check_set(reader, map, frame);
    return fine;
}

/* The larger start and the smaller end of two stretches; false when they do not meet. */
static bool common(uint32_t a, uint32_t an, uint32_t b, uint32_t bn, uint32_t *first,
                   uint32_t *last)
{
    uint32_t end = a + an < b + bn ? a + an : b + bn;
    *first = a > b ? a : b;
    *last = end - 1;
    return *first < end;
}

static void check_overlap(struct bm_layout_reader *reader, const struct bm_frame *a,
                          struct bm_str a_name, const struct bm_frame *b)
{
    uint32_t c, c_last, l, l_last;
    if (bm_diags_full(reader->diags, BM_MSG_FRAMES_OVERLAP))
        return;
    if (common(a->column, a->columns, b->column, b->columns, &c, &c_last) &&
        common(a->line, a->lines, b->line, b->lines, &l, &l_last))
        bm_say(reader, BM_MSG_FRAMES_OVERLAP, b->span, a_name, frame_name(b),
               range_text(reader, "columns", c + 1, c_last + 1),
               range_text(reader, "lines", l + 1, l_last + 1));
}

bool bm_frames_meet(const struct bm_frame *a, const struct bm_frame *b)
{
    uint32_t first, last;
    return common(a->column, a->columns, b->column, b->columns, &first, &last) &&
           common(a->line, a->lines, b->line, b->lines, &first, &last);
}

void bm_check_overlap(struct bm_layout_reader *reader, const struct bm_frame *a,
                      const struct bm_frame *b)
{
    check_overlap(reader, a, frame_name(a), b);
}

void bm_check_folio(struct bm_layout_reader *reader, uint32_t number, const struct bm_frame *frame)
{
    const struct bm_folio *folio = &reader->layout->folio;
    const struct bm_frame head = {.columns = reader->layout->columns,
                                  .line = folio->first_line - 1,
                                  .lines = folio->last_line - folio->first_line + 1};
    if (folio->shown && !(folio->not_first && number == 1))
        check_overlap(reader, &head, BM_STR(BM_DIAG_WORD "folio"), frame);
}

static const char *const side_keys[] = {"first", "left", "right"};

/* The layout's page for the one with that number; NULL: it has none. */
static const struct bm_yaml *page_of(const struct bm_layout *layout, uint32_t number)
{
    const size_t side = number % 2 ? BM_PAGE_RIGHT : BM_PAGE_LEFT;
    const struct bm_yaml *page = number == 1 ? layout->pages[BM_PAGE_FIRST] : NULL;
    page = page ? page : layout->pages[side];
    return page ? page : layout->pages[BM_PAGE_LEFT + BM_PAGE_RIGHT - side];
}

static void read_page(struct bm_layout_reader *reader, const struct bm_yaml *map, uint32_t number,
                      struct bm_page_template *page, bool *banner)
{
    const struct bm_layout *layout = reader->layout;
    if (!bm_yaml_want(map, BM_YAML_MAP, reader->diags))
        return;
    bm_yaml_check_keys(map, page_keys, BM_COUNT(page_keys), reader->diags);
    page->span = map->span;
    if (bm_read_string(reader, bm_yaml_get(map, "section"), &page->section))
        page->section_span = bm_yaml_get(map, "section")->span;
    bm_read_string(reader, bm_yaml_get(map, "editor"), &page->editor);
    bm_read_string(reader, bm_yaml_get(map, "designer"), &page->designer);
    bm_read_string(reader, bm_yaml_get(map, "proofreader"), &page->proofreader);
    const struct bm_yaml *list = bm_yaml_get(map, "frames"), *own = page_of(layout, number);
    if (!list)
        list = own ? bm_yaml_get(own, "frames") : bm_layout_require(reader, map, "frames");
    if (!list || !bm_yaml_want(list, BM_YAML_LIST, reader->diags))
        return;
    page->frames = BM_NEW_N(reader->arena, list->n, struct bm_frame);
    bool *placed = BM_NEW_N(reader->arena, list->n, bool);
    page->n = list->n;
    for (size_t i = 0; i < list->n; i++) {
        struct bm_frame *frame = &page->frames[i];
        placed[i] = bm_read_frame(reader, list->values[i], false, frame);
        if (frame->banner && *banner)
            bm_say(reader, BM_MSG_BANNER_TWICE, frame->span, frame_name(frame));
        *banner |= frame->banner;
        if (!placed[i])
            continue;
        bm_check_folio(reader, number, frame);
        for (size_t k = 0; k < i; k++)
            if (placed[k])
                bm_check_overlap(reader, &page->frames[k], frame);
    }
}

void bm_layout_read_pages(struct bm_layout_reader *reader, const struct bm_yaml *map)
{
    if (!map || !bm_yaml_want(map, BM_YAML_MAP, reader->diags))
        return;
    bm_yaml_check_keys(map, side_keys, BM_COUNT(side_keys), reader->diags);
    for (uint32_t side = 0; side < BM_COUNT(side_keys); side++) {
        const struct bm_yaml *page = bm_yaml_get(map, side_keys[side]);
        struct bm_page_template scratch = {0};
        bool banner = false;
        if (!page)
            continue;
        bm_layout_require(reader, page, "frames");
        read_page(reader, page, side == BM_PAGE_FIRST ? 1 : side + 1, &scratch, &banner);
        reader->layout->pages[side] = page;
    }
}

struct bm_template *bm_template_read(struct bm_arena *arena, const struct bm_layout *layout,
                                     const struct bm_yaml *pages, struct bm_diags *diags)
{
    /* A copy, so that the reader's one pointer serves layout files and frames alike. */
    struct bm_layout copy = *layout;
    struct bm_layout_reader reader = {.arena = arena, .layout = &copy, .diags = diags};
    size_t before = diags->errors;
    bool banner = false;
    if (!pages || !bm_yaml_want(pages, BM_YAML_LIST, diags))
        return NULL;
    if (!pages->n) {
        bm_diag(diags, BM_MSG_NO_PAGES, pages->span, layout->name);
        return NULL;
    }
    if (pages->n > PAGES_MOST) {
        bm_diag_too_many(diags, pages->span, "pages of the edition", pages->n, PAGES_MOST);
        return NULL;
    }
    for (size_t i = 0; i < pages->n; i++)
        if (!bm_yaml_within(pages->values[i], ENTRIES_MOST, TEXT_MOST, diags))
            return NULL;
    struct bm_template *t = BM_NEW(arena, struct bm_template);
    t->pages = BM_NEW_N(arena, pages->n, struct bm_page_template);
    t->n = pages->n;
    for (size_t i = 0; i < pages->n; i++)
        read_page(&reader, pages->values[i], (uint32_t)i + 1, &t->pages[i], &banner);
    return diags->errors == before ? t : NULL;
}

static bool check_field(struct bm_layout_reader *reader, struct bm_str field, struct bm_span span,
                        const char *const *names, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (bm_str_is(field, names[i]))
            return true;
    return bm_say(reader, BM_MSG_UNKNOWN_FIELD, span, field,
                  bm_layout_offer(reader, field, names, n));
}

bool bm_layout_check_fields(const struct bm_layout *layout, const struct bm_template *frames,
                            const char *const *names, size_t n, struct bm_diags *diags)
{
    struct bm_layout_reader reader = {.arena = diags->arena, .diags = diags};
    const char **all = BM_NEW_N(diags->arena, n + BM_COUNT(roles), const char *);
    bool fine = true;
    for (size_t i = 0; i < n; i++)
        all[i] = names[i];
    for (size_t i = 0; i < BM_COUNT(roles); i++)
        all[n + i] = roles[i];
    for (size_t k = 0; k < layout->kind_count; k++)
        for (size_t i = 0; i < layout->kinds[k].tier_count; i++) {
            const struct bm_tier *tier = &layout->kinds[k].tiers[i];
            fine &= check_field(&reader, tier->field, tier->field_span, names, n);
        }
    for (size_t p = 0; frames && p < frames->n; p++)
        for (size_t f = 0; f < frames->pages[p].n; f++)
            for (size_t i = 0; i < frames->pages[p].frames[f].override_count; i++) {
                const struct bm_override *o = &frames->pages[p].frames[f].overrides[i];
                fine &= check_field(&reader, o->role, o->role_span, all, n + BM_COUNT(roles));
            }
    return fine;
}
