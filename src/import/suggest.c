/* What looks like a head, a signature, a subhead, a list: guesses by place, style, size and words,
 * of which none moves, adds or takes a character. */
#include "import/limits.h"
#include "import/seems.h"

#define HEAD_MOST    8   /* paragraphs of a head */
#define TITLE_MOST   120 /* characters */
#define SUBHEAD_MOST 24

static bool has_picture(const struct paragraph *p)
{
    for (size_t i = 0; i < p->n; i++)
        if (p->v[i].kind == PIECE_PICTURE)
            return true;
    return false;
}

static bool has_label(const struct paragraph *p)
{
    return p->n && p->v[0].label;
}

/* Whether it may be of a head at all. */
static bool may_be_field(const struct block *b)
{
    return b->kind == BLOCK_PARAGRAPH && !b->paragraph->aside && !b->paragraph->role &&
           !has_picture(b->paragraph) && !has_label(b->paragraph);
}

static void make_field(struct copy *c, size_t i, const char *field, bool say)
{
    struct paragraph *p = c->v[i].paragraph;
    struct plain plain = plain_of(p);
    struct bm_buf b = {0};
    p->role = ROLE_FIELD;
    p->field = field;
    bm_buf_printf(&b, "%s: %.*s", field, (int)plain.s.n, plain.s.p);
    if (say)
        note_add(c, NOTE_FIELD_GUESSED, p, 0, bm_buf_view(&b));
    bm_buf_free(&b);
    bm_buf_free(&plain.text);
}

/* Whether a paragraph at the start looks like a line of a head. */
static bool is_headish(const struct paragraph *p, const struct plain *plain)
{
    if (plain->n > TITLE_MOST)
        return false;
    if (p->style == STYLE_TITLE || p->style == STYLE_SUBTITLE || p->style == STYLE_HEADING)
        return true;
    if (p->style == STYLE_AUTHOR || seems_dateline(plain->s) || seems_byline(plain))
        return false;
    if (p->align == ALIGN_CENTRE)
        return true;
    return p->align == ALIGN_START && plain->n <= SEEMS_SHORT && !seems_sentence(plain->s);
}

/* Paragraphs at the start that look so; something is left after them. */
static size_t head_lines(const struct copy *c)
{
    size_t n = 0;
    bool more = true;
    while (more && n < HEAD_MOST && n + 1 < c->n && may_be_field(&c->v[n])) {
        struct plain plain = plain_of(c->v[n].paragraph);
        more = is_headish(c->v[n].paragraph, &plain);
        n += more;
        bm_buf_free(&plain.text);
    }
    return n;
}

/* Which of the first n is the title: by style, by size, else the first. */
static size_t find_title(const struct copy *c, size_t n)
{
    size_t best = 0;
    for (size_t i = 0; i < n; i++)
        if (c->v[i].paragraph->style == STYLE_TITLE)
            return i;
    for (size_t i = 0; i < n; i++)
        if (c->v[i].paragraph->style == STYLE_HEADING && c->v[i].paragraph->level == 1)
            return i;
    for (size_t i = 1; i < n; i++)
        if (c->v[i].paragraph->size > c->v[best].paragraph->size && c->v[best].paragraph->size)
            best = i;
    return best;
}

static bool looks_alike(const struct paragraph *a, const struct paragraph *b)
{
    return a->style == b->style && a->size == b->size && a->align == b->align;
}

/* The field of a line behind the title; NULL: it is none. before: that of the line above. */
static const char *field_behind(const struct paragraph *p, const struct plain *plain,
                                const struct paragraph *title, const char *before, unsigned *had)
{
    enum {
        NUMBER = 1,
        ADOPTED = 2,
        BYLINE = 4,
        DECK = 8,
        ADDRESSEE = 16
    };
    const bool set = p->align == ALIGN_CENTRE || p->style == STYLE_SUBTITLE;
    const bool dash = str_begins(plain->s, "——") && plain->n <= SEEMS_SHORT;
    struct plain name = plain_of(title);
    const bool addressee = seems_addressee(plain, &name);
    bm_buf_free(&name.text);
    unsigned now = 0;
    const char *field = NULL;
    if (!(*had & NUMBER) && seems_number(plain))
        now = NUMBER, field = "number";
    else if (!(*had & ADOPTED) && seems_adopted(plain))
        now = ADOPTED, field = "adopted";
    else if ((!(*had & BYLINE) || strcmp(before, "byline") == 0) &&
             (seems_byline(plain) || p->style == STYLE_AUTHOR))
        now = BYLINE, field = "byline";
    else if (!(*had & ADDRESSEE) && addressee)
        now = ADDRESSEE, field = "addressee";
    else if (!(*had & (DECK | BYLINE | ADOPTED | ADDRESSEE)) && plain->n <= TITLE_MOST &&
             !seems_sentence(plain->s) &&
             (p->style == STYLE_SUBTITLE || dash ||
              (set && p->size && title->size && p->size < title->size)))
        now = DECK, field = "deck";
    *had |= now;
    return field;
}

static size_t suggest_after(struct copy *c, size_t i, const struct paragraph *title)
{
    unsigned had = 0;
    const char *field = "title";
    for (; i + 1 < c->n && i < HEAD_MOST && may_be_field(&c->v[i]); i++) {
        const struct paragraph *p = c->v[i].paragraph;
        struct plain plain = plain_of(p);
        field = field_behind(p, &plain, title, field, &had);
        bm_buf_free(&plain.text);
        if (!field)
            break;
        make_field(c, i, field, true);
    }
    return i;
}

/* Whether a line without any look goes on with the title above: what can stand behind a head only
 * follows it. */
static bool goes_on(const struct copy *c, size_t at)
{
    if (at + 1 >= c->n || !may_be_field(&c->v[at + 1]))
        return false;
    struct plain next = plain_of(c->v[at + 1].paragraph);
    const bool head = seems_byline(&next) || seems_adopted(&next) ||
                      (str_begins(next.s, "——") && next.n <= SEEMS_SHORT);
    bm_buf_free(&next.text);
    return head;
}

/* A title of several paragraphs, set alike. */
static size_t suggest_more_title(struct copy *c, size_t at, size_t lines)
{
    const struct paragraph *title = c->v[at - 1].paragraph;
    const size_t first = at;
    for (; at < lines && looks_alike(title, c->v[at].paragraph); at++) {
        struct plain p = plain_of(c->v[at].paragraph);
        const bool other = seems_number(&p) || seems_adopted(&p) || seems_byline(&p) ||
                           str_begins(p.s, "——") ||
                           (title->align != ALIGN_CENTRE && (at > first || !goes_on(c, at)));
        if (!other) {
            make_field(c, at, "title", true);
            note_add(c, NOTE_TITLE_LINES, c->v[at].paragraph, 0, p.s);
        }
        bm_buf_free(&p.text);
        if (other)
            break;
    }
    return at;
}

static size_t suggest_head(struct copy *c)
{
    const size_t lines = head_lines(c);
    if (!lines)
        return 0;
    size_t at = find_title(c, lines);
    struct plain first = plain_of(c->v[0].paragraph);
    const bool odd = seems_number(&first) || seems_adopted(&first) || seems_date(&first);
    bm_buf_free(&first.text);
    if (odd || at > 2)
        return 0;
    const struct paragraph *title = c->v[at].paragraph;
    for (size_t i = 0; i < at; i++)
        make_field(c, i, "kicker", true);
    make_field(c, at++, "title", true);
    at = suggest_more_title(c, at, lines);
    return suggest_after(c, at, title);
}

/* Whoever signs stands at the right, is an organ, or has a name. */
static bool is_signature(const struct paragraph *p, const struct plain *plain)
{
    static const char *const organs[] = {"会",   "府",   "局",   "部",   "院",   "办公室", "主席团",
                                         "公司", "中心", "社",   "委",   "厅",   "处",     "科",
                                         "馆",   "站",   "学校", "大学", "集团", "党组"};
    const bool figure = plain->n && plain->s.p[0] < 'A' && plain->s.p[0] > ' ';
    bool fits = p->align == ALIGN_END || plain->n <= 4;
    for (size_t i = 0; i < BM_COUNT(organs); i++)
        fits |= str_ends(plain->s, organs[i]);
    return fits && !figure && plain->n <= SEEMS_SHORT && !seems_sentence(plain->s) &&
           !seems_bracketed(plain->s) && !str_ends(plain->s, "！") && !str_ends(plain->s, "？") &&
           !str_ends(plain->s, "”") && p->style == STYLE_NONE;
}

static void suggest_tail(struct copy *c, size_t from)
{
    size_t end = c->n;
    if (end < from + 2 || !may_be_field(&c->v[end - 1]))
        return;
    struct plain last = plain_of(c->v[end - 1].paragraph);
    const bool dated = seems_date(&last);
    bm_buf_free(&last.text);
    if (!dated)
        return;
    end--;
    if (end < from + 2 || !may_be_field(&c->v[end - 1])) {
        make_field(c, end, "dated", true);
        return;
    }
    const struct paragraph *p = c->v[end - 1].paragraph;
    struct plain plain = plain_of(p);
    const bool is_signed = is_signature(p, &plain);
    bm_buf_free(&plain.text);
    if (is_signed)
        make_field(c, end - 1, "signed", true);
    make_field(c, end, "dated", true);
}

static bool all_strong(const struct paragraph *p)
{
    for (size_t i = 0; i < p->n; i++)
        if (p->v[i].kind != PIECE_TEXT || (!p->v[i].strong && !bm_str_is(p->v[i].text, " ")))
            return false;
    return p->n > 0;
}

/* A paragraph of sentences, not set in the middle. */
static bool is_running(const struct copy *c, size_t i)
{
    if (i >= c->n || c->v[i].kind != BLOCK_PARAGRAPH)
        return false;
    const struct paragraph *p = c->v[i].paragraph;
    struct plain plain = plain_of(p);
    const bool good = p->align != ALIGN_CENTRE && p->role == ROLE_BODY && !p->aside &&
                      !has_picture(p) && plain.n > SEEMS_SHORT / 2 && seems_sentence(plain.s);
    bm_buf_free(&plain.text);
    return good;
}

/* A short line in the middle of the measure, between paragraphs: not （完）, ***, a number, a
 * caption, a line of verse. */
static bool is_centred_subhead(const struct copy *c, size_t i, size_t from, const struct plain *p)
{
    bool han = false;
    for (size_t k = 0; k < p->s.n && !han;) {
        const uint32_t cp = bm_utf8_next(p->s.p, p->s.n, &k);
        han = cp >= 0x4E00 && cp <= 0x9FFF;
    }
    return c->v[i].paragraph->align == ALIGN_CENTRE && i > from && p->n <= SUBHEAD_MOST && han &&
           !seems_sentence(p->s) && !seems_bracketed(p->s) && !seems_byline(p) && !seems_date(p) &&
           !seems_number(p) && is_running(c, i - 1) && is_running(c, i + 1);
}

/* Headings, short lines in bold or in the middle, between paragraphs. */
static void suggest_subheads(struct copy *c, size_t from)
{
    for (size_t i = from; i < c->n; i++) {
        struct paragraph *p = c->v[i].paragraph;
        if (c->v[i].kind != BLOCK_PARAGRAPH || p->role || p->aside || has_picture(p))
            continue;
        struct plain plain = plain_of(p);
        const bool heading = p->style == STYLE_HEADING || p->style == STYLE_TITLE;
        const bool bold = all_strong(p) && plain.n <= SUBHEAD_MOST && !seems_sentence(plain.s) &&
                          i + 1 < c->n && i > from;
        if (((heading || bold) && plain.n <= TITLE_MOST) ||
            is_centred_subhead(c, i, from, &plain)) {
            p->role = ROLE_SUBHEAD;
            note_add(c, NOTE_SUBHEAD, p, 0, plain.s);
        } else if (p->style == STYLE_QUOTE && !has_label(p)) {
            p->role = ROLE_QUOTE;
        }
        bm_buf_free(&plain.text);
    }
}

static void suggest_captions(struct copy *c)
{
    for (size_t i = 1; i < c->n; i++) {
        struct paragraph *p = c->v[i].paragraph;
        const struct paragraph *before = c->v[i - 1].paragraph;
        if (c->v[i].kind != BLOCK_PARAGRAPH || c->v[i - 1].kind != BLOCK_PARAGRAPH || p->role ||
            p->style != STYLE_CAPTION || has_picture(p) || !before->n ||
            before->v[before->n - 1].kind != PIECE_PICTURE || before->role)
            continue;
        struct plain plain = plain_of(p);
        p->role = ROLE_CAPTION;
        note_add(c, NOTE_CAPTION, p, 0, plain.s);
        bm_buf_free(&plain.text);
    }
}

static bool is_temperature(struct bm_str s)
{
    size_t i = 0;
    while (i < s.n && ((s.p[i] >= '0' && s.p[i] <= '9') || s.p[i] == '.' || s.p[i] == ' '))
        i++;
    const struct bm_str rest = {s.p + i, s.n - i};
    return i && (str_begins(rest, "℃") || str_begins(rest, "℉") || str_begins(rest, "°"));
}

/* Whether a labelled paragraph can be an item: what is behind the label. */
static bool may_be_item(const struct block *b)
{
    const struct paragraph *p = b->paragraph;
    if (b->kind != BLOCK_PARAGRAPH || p->role || p->aside || !has_label(p) || has_picture(p))
        return false;
    struct paragraph rest = *p;
    while (rest.n && rest.v[0].label) {
        rest.v++;
        rest.n--;
    }
    struct plain plain = plain_of(&rest);
    bool good = plain.n > 0 && !is_temperature(plain.s) && plain.s.p[0] != '-';
    bm_buf_free(&plain.text);
    for (size_t i = 0; i < rest.n; i++)
        good &= rest.v[i].kind == PIECE_TEXT;
    const struct bm_str label = p->v[0].text;
    size_t digits = 0;
    while (digits < label.n && label.p[digits] >= '0' && label.p[digits] <= '9')
        digits++;
    const bool number =
        digits && digits <= 3 && label.n == digits + 1 && strchr(".)", label.p[digits]);
    return good && (p->bullet || number);
}

static void suggest_items(struct copy *c)
{
    for (size_t i = 0, n; i < c->n; i += n ? n : 1) {
        for (n = 0; i + n < c->n && may_be_item(&c->v[i + n]) &&
                    c->v[i + n].paragraph->bullet == c->v[i].paragraph->bullet;)
            n++;
        const bool bullet = n && c->v[i].paragraph->bullet;
        for (size_t k = 0; k < n && (!bullet || n > 1); k++)
            c->v[i + k].paragraph->role = ROLE_ITEM;
        if (bullet && n > 1)
            note_add(c, NOTE_BULLETS, c->v[i].paragraph, 0, c->v[i].paragraph->v[0].text);
    }
}

/* The first of the names that there is a kind of. */
static const char *known(const struct bm_import_options *o, const char *const *names)
{
    for (size_t k = 0; names[k]; k++)
        for (size_t i = 0; i < o->kind_count; i++)
            if (bm_str_is(o->kinds[i], names[k]))
                return names[k];
    return o->kind_count ? NULL : names[0];
}

static void suggest_kind(struct copy *c, const struct bm_import_options *o)
{
    static const char *const resolution[] = {"决议", "决定", "公告", "通讯", NULL};
    static const char *const decision[] = {"决定", "决议", "公告", "通讯", NULL};
    static const char *const notice[] = {"公告", "通知", "公示", "通讯", NULL};
    static const char *const order[] = {"通知", "公告", "通讯", NULL};
    static const char *const opinion[] = {"社论", "评论", "通讯", NULL};
    static const char *const news[] = {"消息", "通讯", NULL};
    static const char *const feature[] = {"通讯", "消息", "报告", "公报", NULL};
    const char *const *names = feature;
    bool body = false;
    for (size_t i = 0; i < c->n && !body; i++) {
        const struct paragraph *p = c->v[i].paragraph;
        if (c->v[i].kind != BLOCK_PARAGRAPH)
            continue;
        struct plain plain = plain_of(p);
        const bool title = p->field && strcmp(p->field, "title") == 0;
        const bool number = p->field && strcmp(p->field, "number") == 0;
        body = p->role == ROLE_BODY && !has_picture(p);
        if (title && str_has(plain.s, "决议"))
            names = resolution;
        else if (title && str_ends(plain.s, "决定"))
            names = decision;
        else if ((title && str_ends(plain.s, "公告")) || (number && names == feature))
            names = notice;
        else if (title && str_ends(plain.s, "通知"))
            names = order;
        else if (p->field && !title && names == feature &&
                 (str_has(plain.s, "评论员") || str_has(plain.s, "社论")))
            names = opinion;
        else if (body && names == feature && seems_dateline(plain.s))
            names = news;
        bm_buf_free(&plain.text);
    }
    const char *kind = known(o, names);
    kind = kind ? kind : known(o, feature);
    c->kind = kind            ? kind
              : o->kind_count ? bm_arena_copy(c->arena, o->kinds[0].p, o->kinds[0].n)
                              : "通讯";
    note_add(c, NOTE_KIND, NULL, 0, bm_str_c(c->kind));
}

void copy_suggest(struct copy *copy, const struct bm_import_options *options)
{
    bool given = false;
    size_t from = 0;
    for (size_t i = 0; i < copy->n; i++)
        given |= copy->v[i].kind == BLOCK_PARAGRAPH && copy->v[i].paragraph->role == ROLE_FIELD;
    suggest_captions(copy);
    if (!given) {
        from = suggest_head(copy);
        suggest_tail(copy, from);
    }
    suggest_subheads(copy, from);
    suggest_items(copy);
    suggest_kind(copy, options);
}
