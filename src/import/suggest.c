/* What looks like a head, a signature, a subhead, a list: guesses by place, style, size and words,
 * of which none moves, adds or takes a character. */
#include "import/copy.h"
#include "import/limits.h"

#define HEAD_MOST    8   /* paragraphs of a head */
#define TITLE_MOST   120 /* characters */
#define SHORT_MOST   40
#define SUBHEAD_MOST 24

/* A paragraph's characters without white space at both ends. */
struct plain {
    struct bm_buf text;
    struct bm_str s;
    size_t n; /* characters */
};

static struct plain plain_of(const struct paragraph *p)
{
    struct plain plain = {0};
    paragraph_plain(p, &plain.text);
    const struct bm_str s = bm_buf_view(&plain.text);
    size_t last = 0, from = 0;
    bool begun = false;
    for (size_t i = 0; i < s.n;) {
        const size_t at = i;
        const bool white = bm_is_white(bm_utf8_next(s.p, s.n, &i));
        from = !white && !begun ? at : from;
        begun |= !white;
        last = white ? last : i;
    }
    plain.s = begun ? (struct bm_str){s.p + from, last - from} : BM_STR("");
    plain.n = bm_utf8_count(plain.s.p, plain.s.n);
    return plain;
}

static bool begins(struct bm_str s, const char *word)
{
    const size_t n = strlen(word);
    return s.n >= n && memcmp(s.p, word, n) == 0;
}

static bool ends(struct bm_str s, const char *word)
{
    const size_t n = strlen(word);
    return s.n >= n && memcmp(s.p + s.n - n, word, n) == 0;
}

static bool has(struct bm_str s, struct bm_str word)
{
    for (size_t i = 0; i + word.n <= s.n; i++)
        if (memcmp(s.p + i, word.p, word.n) == 0)
            return true;
    return false;
}

static bool has_c(struct bm_str s, const char *word)
{
    return has(s, bm_str_c(word));
}

static bool ends_sentence(struct bm_str s)
{
    static const char *const marks[] = {"。", "；", "：", "，", "、", ".", ";", ":", ","};
    for (size_t i = 0; i < BM_COUNT(marks); i++)
        if (ends(s, marks[i]))
            return true;
    return false;
}

/* Figures, Chinese ones too, blanks, and characters of `more`, alone. */
static bool figures_and(struct bm_str s, const char *more)
{
    for (size_t i = 0; i < s.n;) {
        const size_t at = i;
        const uint32_t cp = bm_utf8_next(s.p, s.n, &i);
        const struct bm_str c = {s.p + at, i - at};
        if (!(cp >= '0' && cp <= '9') && !bm_is_white(cp) &&
            !(c.n == 3 && has(BM_STR("〇零一二三四五六七八九十百两元○"), c)) &&
            !has(bm_str_c(more), c))
            return false;
    }
    return s.n > 0;
}

static struct bm_str without_brackets(struct bm_str s)
{
    if (begins(s, "（") && ends(s, "）"))
        return (struct bm_str){s.p + 3, s.n - 6};
    return begins(s, "(") && ends(s, ")") && s.n > 2 ? (struct bm_str){s.p + 1, s.n - 2} : s;
}

static bool is_bracketed(struct bm_str s)
{
    return without_brackets(s).n < s.n;
}

/* 第二号, （第 12 号） */
static bool is_number(const struct plain *p)
{
    const struct bm_str s = without_brackets(p->s);
    return p->n <= 12 && begins(s, "第") && ends(s, "号") &&
           figures_and((struct bm_str){s.p + 3, s.n - 6}, "");
}

static bool is_adopted(const struct plain *p)
{
    return is_bracketed(p->s) && p->n <= 80 && (has_c(p->s, "通过") || has_c(p->s, "批准")) &&
           has_c(p->s, "年");
}

static bool is_byline(const struct plain *p)
{
    static const char *const words[] = {
        "本报记者", "记者",       "通讯员",   "本报通讯员", "作者", "文/",        "文／",
        "□",        "■",          "●",        "◆",          "○",    "新华社记者", "特约记者",
        "实习生",   "本报评论员", "实习记者", "文图",       "图文"};
    const struct bm_str s = without_brackets(p->s);
    if (p->n > SHORT_MOST || ends_sentence(p->s) || has_c(s, "讯") || has_c(s, "电 "))
        return false;
    for (size_t i = 0; i < BM_COUNT(words); i++)
        if (begins(s, words[i]) && s.n > strlen(words[i]))
            return true;
    return false;
}

static bool is_date(const struct plain *p)
{
    const struct bm_str s = without_brackets(p->s);
    return p->n >= 6 && p->n <= 16 && has_c(s, "年") && has_c(s, "月") && ends(s, "日") &&
           figures_and(s, "年月日");
}

static bool is_dateline(struct bm_str s)
{
    static const char *const words[] = {"本报讯",   "本报",   "新华社", "本刊讯",
                                        "据新华社", "中新社", "本台",   "本网讯"};
    size_t i = 0, n = 0;
    for (size_t k = 0; k < BM_COUNT(words); k++)
        if (begins(s, words[k]))
            n = strlen(words[k]);
    if (!n)
        return false;
    if (n >= 9 && (has_c((struct bm_str){s.p, n}, "讯")))
        return true;
    for (i = n; i < s.n && i < n + 90; i++)
        if (s.n - i > 3 && (memcmp(s.p + i, "电", 3) == 0 || memcmp(s.p + i, "讯", 3) == 0))
            return strchr(" (", s.p[i + 3]) ||
                   begins((struct bm_str){s.p + i + 3, s.n - i - 3}, "（") ||
                   begins((struct bm_str){s.p + i + 3, s.n - i - 3}, "　");
    return false;
}

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
    if (is_dateline(plain->s) || is_byline(plain))
        return false;
    if (p->align == ALIGN_CENTRE)
        return true;
    return p->align == ALIGN_START && plain->n <= SHORT_MOST && !ends_sentence(plain->s);
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

/* Lines behind the title. */
static size_t suggest_after(struct copy *c, size_t i, const struct paragraph *title)
{
    bool deck = false, byline = false, number = false, adopted = false;
    for (; i + 1 < c->n && i < HEAD_MOST && may_be_field(&c->v[i]); i++) {
        const struct paragraph *p = c->v[i].paragraph;
        struct plain plain = plain_of(p);
        const bool set = p->align == ALIGN_CENTRE || p->style == STYLE_SUBTITLE;
        const bool dash = begins(plain.s, "——") && plain.n <= SHORT_MOST;
        const char *field = NULL;
        if (!number && is_number(&plain)) {
            field = "number";
            number = true;
        } else if (!adopted && is_adopted(&plain)) {
            field = "adopted";
            adopted = true;
        } else if (!byline && is_byline(&plain)) {
            field = "byline";
            byline = true;
        } else if (!deck && !byline && !adopted && plain.n <= TITLE_MOST &&
                   !ends_sentence(plain.s) &&
                   (p->style == STYLE_SUBTITLE || dash ||
                    (set && p->size && title->size && p->size < title->size))) {
            field = "deck";
            deck = true;
        }
        bm_buf_free(&plain.text);
        if (!field)
            break;
        make_field(c, i, field, true);
    }
    return i;
}

static size_t suggest_head(struct copy *c)
{
    const size_t lines = head_lines(c);
    if (!lines)
        return 0;
    size_t at = find_title(c, lines);
    struct plain first = plain_of(c->v[0].paragraph);
    const bool odd = is_number(&first) || is_adopted(&first) || is_date(&first);
    bm_buf_free(&first.text);
    if (odd || at > 2)
        return 0;
    const struct paragraph *title = c->v[at].paragraph;
    for (size_t i = 0; i < at; i++)
        make_field(c, i, "kicker", true);
    make_field(c, at++, "title", true);
    /* A title of several paragraphs, set alike. */
    for (; at < lines && title->align == ALIGN_CENTRE && looks_alike(title, c->v[at].paragraph);
         at++) {
        struct plain p = plain_of(c->v[at].paragraph);
        const bool other = is_number(&p) || is_adopted(&p) || is_byline(&p) || begins(p.s, "——");
        bm_buf_free(&p.text);
        if (other)
            break;
        make_field(c, at, "title", true);
    }
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
        fits |= ends(plain->s, organs[i]);
    return fits && !figure && plain->n <= SHORT_MOST && !ends_sentence(plain->s) &&
           !is_bracketed(plain->s) && !ends(plain->s, "！") && !ends(plain->s, "？") &&
           !ends(plain->s, "”") && p->style == STYLE_NONE;
}

static void suggest_tail(struct copy *c, size_t from)
{
    size_t end = c->n;
    if (end < from + 2 || !may_be_field(&c->v[end - 1]))
        return;
    struct plain last = plain_of(c->v[end - 1].paragraph);
    const bool dated = is_date(&last);
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

/* Headings, and short lines in bold, between paragraphs. */
static void suggest_subheads(struct copy *c, size_t from)
{
    for (size_t i = from; i < c->n; i++) {
        struct paragraph *p = c->v[i].paragraph;
        if (c->v[i].kind != BLOCK_PARAGRAPH || p->role || p->aside || has_picture(p))
            continue;
        struct plain plain = plain_of(p);
        const bool heading = p->style == STYLE_HEADING || p->style == STYLE_TITLE;
        const bool bold = all_strong(p) && plain.n <= SUBHEAD_MOST && !ends_sentence(plain.s) &&
                          i + 1 < c->n && i > from;
        if ((heading || bold) && plain.n <= TITLE_MOST) {
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
    return i && (begins(rest, "℃") || begins(rest, "℉") || begins(rest, "°"));
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
        if (title && has_c(plain.s, "决议"))
            names = resolution;
        else if (title && ends(plain.s, "决定"))
            names = decision;
        else if ((title && ends(plain.s, "公告")) || (number && names == feature))
            names = notice;
        else if (title && ends(plain.s, "通知"))
            names = order;
        else if (p->field && !title && names == feature &&
                 (has_c(plain.s, "评论员") || has_c(plain.s, "社论")))
            names = opinion;
        else if (body && names == feature && is_dateline(plain.s))
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
