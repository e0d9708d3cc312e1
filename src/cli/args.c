#include "cli/args.h"

#include "base/units.h"
#include "cli/pattern.h"
#include "yaml/yaml.h"

#include <stdlib.h>

#define PAGE_MOST 9999

enum bm_lang bm_lang_of_locale(const char *lc_all, const char *lc_messages, const char *lang)
{
    const char *const names[] = {lc_all, lc_messages, lang};
    for (size_t i = 0; i < 3; i++)
        if (names[i] && *names[i])
            return strncmp(names[i], "zh", 2) == 0 ? BM_LANG_ZH : BM_LANG_EN;
    return BM_LANG_EN;
}

/* The command line while it is read. */
struct reader {
    struct bm_args *args;
    struct bm_diags *diags;
    int argc, next;
    const char *const *argv;
    bool command_known;
};

static void *field(struct reader *r, const struct bm_option *option)
{
    return (char *)r->args + option->field;
}

/* n words as one string, for "one of …". */
static struct bm_str joined(struct bm_diags *diags, const char *const *words, size_t n)
{
    struct bm_buf b = {0};
    for (size_t i = 0; i < n; i++) {
        bm_buf_c(&b, i ? ", " : "");
        bm_buf_c(&b, words[i]);
    }
    return bm_buf_keep(&b, diags->arena);
}

/* The nearest of n names, or all of them. */
static struct bm_str offer(struct bm_diags *diags, struct bm_str word, const char *const *names,
                           size_t n)
{
    struct bm_str near = bm_nearest(word, names, n);
    return near.n ? near : joined(diags, names, n);
}

static void bad_value(struct reader *r, const struct bm_option *option, const char *value,
                      struct bm_str wanted)
{
    bm_diag(r->diags, BM_MSG_BAD_VALUE, bm_span_none(), bm_str_c(option->name), bm_str_c(value),
            wanted);
}

/* Digits at *p as a number in [1, most]; 0 when there is none. */
static unsigned count(const char **p, unsigned most)
{
    unsigned v = 0;
    for (; **p >= '0' && **p <= '9'; ++*p) {
        v = v * 10 + (unsigned)(**p - '0');
        if (v > most)
            return 0;
    }
    return v;
}

static void read_count(struct reader *r, const struct bm_option *option, const char *value)
{
    const char *p = value;
    unsigned v = count(&p, option->most);
    const bool none = !option->least && strcmp(value, "0") == 0;
    if (none || (*p == '\0' && v >= option->least && v > 0)) {
        *(unsigned *)field(r, option) = v;
        return;
    }
    struct bm_buf b = {0};
    bm_buf_printf(&b, "%u-%u", option->least, option->most);
    bad_value(r, option, value, bm_buf_view(&b));
    bm_buf_free(&b);
}

static void read_pages(struct reader *r, const struct bm_option *option, const char *value)
{
    const char *p = value;
    unsigned first = count(&p, PAGE_MOST), last = first;
    if (*p == '-') {
        p++;
        last = count(&p, PAGE_MOST);
    }
    if (*p != '\0' || first == 0 || last < first) {
        bad_value(r, option, value, BM_STR("1, 1-2"));
        return;
    }
    r->args->first_page = first;
    r->args->last_page = last;
}

static void read_word(struct reader *r, const struct bm_option *option, const char *value)
{
    for (size_t i = 0; i < option->word_count; i++)
        if (strcmp(value, option->words[i]) == 0) {
            *(unsigned *)field(r, option) = (unsigned)i;
            return;
        }
    struct bm_str words = joined(r->diags, option->words, option->word_count);
    if (option->field == offsetof(struct bm_args, profile) ||
        option->field == offsetof(struct bm_args, record))
        bm_diag(r->diags, BM_MSG_PROFILE_NOT_THERE, bm_span_none(), bm_str_c(value), words);
    else
        bad_value(r, option, value, words);
}

static void read_value(struct reader *r, const struct bm_option *option, const char *value)
{
    switch (option->kind) {
    case BM_OPTION_FLAG:
        break;
    case BM_OPTION_STRING:
        if (*value)
            *(const char **)field(r, option) = value;
        else
            bad_value(r, option, value, bm_str_c(option->value));
        break;
    case BM_OPTION_PATTERN:
        if (bm_pattern_check(value, r->diags))
            *(const char **)field(r, option) = value;
        break;
    case BM_OPTION_COUNT:
        read_count(r, option, value);
        break;
    case BM_OPTION_WORD:
        read_word(r, option, value);
        break;
    case BM_OPTION_PAGES:
        read_pages(r, option, value);
        break;
    }
}

/* What an option may mean depends on the command, which may stand after it; without a command every
 * option is known. */
static bool applies(const struct reader *r, const struct bm_option *option)
{
    return !r->command_known || (option->commands & 1u << r->args->command);
}

static void unknown_option(struct reader *r, struct bm_str word)
{
    const char **names = BM_NEW_N(r->diags->arena, bm_option_count, const char *);
    size_t n = 0;
    for (size_t i = 0; i < bm_option_count; i++)
        if (applies(r, &bm_options[i]))
            names[n++] = bm_options[i].name;
    bm_diag(r->diags, BM_MSG_UNKNOWN_OPTION, bm_span_none(), word, offer(r->diags, word, names, n));
}

/* Whether a word after an option whose value may be missing is that value. */
static bool is_pattern(const char *word)
{
    return word[0] != '-' && strpbrk(word, "{}") != NULL;
}

/* An option with its value, which is `attached` (--name=value, -ovalue) or the next word. */
static void read_option(struct reader *r, const struct bm_option *option, const char *attached)
{
    if (option->kind == BM_OPTION_FLAG) {
        if (attached)
            bm_diag(r->diags, BM_MSG_UNWANTED_VALUE, bm_span_none(), bm_str_c(option->name));
        else
            *(bool *)field(r, option) = true;
        return;
    }
    if (option->kind == BM_OPTION_PATTERN && !attached) {
        bool given = r->next < r->argc && is_pattern(r->argv[r->next]);
        attached = given ? r->argv[r->next++] : BM_PATTERN_DEFAULT;
    }
    if (!attached && r->next < r->argc)
        attached = r->argv[r->next++];
    if (attached)
        read_value(r, option, attached);
    else
        bm_diag(r->diags, BM_MSG_MISSING_VALUE, bm_span_none(), bm_str_c(option->name),
                bm_str_c(option->value));
}

static void read_long(struct reader *r, const char *word)
{
    const char *equals = strchr(word, '=');
    struct bm_str name = {word, equals ? (size_t)(equals - word) : strlen(word)};
    for (size_t i = 0; i < bm_option_count; i++)
        if (applies(r, &bm_options[i]) && bm_str_is(name, bm_options[i].name)) {
            read_option(r, &bm_options[i], equals ? equals + 1 : NULL);
            return;
        }
    unknown_option(r, name);
}

/* -q, -qv, -o FILE, -oFILE */
static void read_short(struct reader *r, const char *letters)
{
    for (const char *p = letters; *p; p++) {
        const struct bm_option *option = NULL;
        for (size_t i = 0; i < bm_option_count; i++)
            if (bm_options[i].letter == *p && applies(r, &bm_options[i]))
                option = &bm_options[i];
        if (!option) {
            unknown_option(r, bm_str_c(letters));
            return;
        }
        if (option->kind != BM_OPTION_FLAG) {
            read_option(r, option, p[1] ? p + 1 : NULL);
            return;
        }
        read_option(r, option, NULL);
    }
}

static unsigned command_of(const char *word)
{
    unsigned c = 0;
    while (c < BM_CMD_COUNT && strcmp(word, bm_commands[c].name) != 0)
        c++;
    return c;
}

static unsigned known_command(struct bm_diags *diags, const char *word)
{
    const char *names[BM_CMD_COUNT];
    unsigned c = command_of(word);
    if (c < BM_CMD_COUNT)
        return c;
    for (c = 0; c < BM_CMD_COUNT; c++)
        names[c] = bm_commands[c].name;
    bm_diag(diags, BM_MSG_UNKNOWN_COMMAND, bm_span_none(), bm_str_c(word),
            offer(diags, bm_str_c(word), names, BM_CMD_COUNT));
    return BM_CMD_COUNT;
}

/* One of several. */
static void add_input(struct reader *r, const char *word)
{
    struct bm_args *a = r->args;
    a->inputs =
        bm_arena_grow(r->diags->arena, a->inputs, a->input_count, &a->input_cap, sizeof *a->inputs);
    a->inputs[a->input_count++] = word;
    a->input = a->inputs[0];
}

static void read_input(struct reader *r, const char *word)
{
    if (r->args->command == BM_CMD_VERIFY && !r->args->pdf)
        r->args->pdf = word;
    else if (r->args->command == BM_CMD_IMPORT)
        add_input(r, word);
    else if (!bm_commands[r->args->command].input_allowed || r->args->input)
        bm_diag(r->diags, BM_MSG_TOO_MANY_WORDS, bm_span_none(), bm_str_c(word));
    else
        r->args->input = word;
}

/* "13em", "117pt", "2字": a length whose em is the size of the type. */
static bool read_length(struct bm_diags *diags, const char *name, const char *text, bm_len em,
                        bm_len least, bm_len *length)
{
    struct bm_str s = bm_str_c(text), unit;
    const struct bm_units units = {.em = em};
    int64_t value;
    size_t used;
    bm_len l = -1;
    if (em && bm_decimal_read(s, &value, &used) && strcmp(text + used, "em") == 0) {
        int64_t v = value * em / BM_DECIMAL;
        l = v < 0 || v > INT32_MAX ? -1 : bm_len_ratio(value, em, BM_DECIMAL);
    } else if (bm_length_read(s, &units, &l, &unit) != BM_LENGTH_FINE) {
        l = -1;
    }
    if (l >= least) {
        *length = l;
        return true;
    }
    return bm_diag(diags, BM_MSG_BAD_VALUE, bm_span_none(), bm_str_c(name), s,
                   em ? BM_STR("13em, 117pt, 41mm") : BM_STR("9pt, 3mm"));
}

static void read_lengths(struct bm_args *args, struct bm_diags *diags)
{
    if (!read_length(diags, "size", args->size_text, 0, BM_PT, &args->size))
        return;
    if (args->size > 2000 * BM_PT) {
        bm_diag(diags, BM_MSG_BAD_VALUE, bm_span_none(), BM_STR("size"), bm_str_c(args->size_text),
                BM_STR("1pt-2000pt"));
        return;
    }
    read_length(diags, "measure", args->measure_text, args->size, 1, &args->measure);
    read_length(diags, "indent", args->indent_text, args->size, 0, &args->indent);
}

static bool ends_in_pdf(const struct bm_args *args)
{
    const size_t n = args->output ? strlen(args->output) : 0;
    return n > 4 && strcmp(args->output + n - 4, ".pdf") == 0;
}

/* verify --signoff is told an edition alone, wherever the option stands. */
static void check_signoff(struct bm_args *args, struct bm_diags *diags)
{
    if (args->signoff && args->input)
        bm_diag(diags, BM_MSG_TOO_MANY_WORDS, bm_span_none(), bm_str_c(args->input));
    else if (args->signoff)
        args->input = args->pdf;
    if (args->sums && args->split)
        bm_diag0(diags, BM_MSG_SUMS_ONE_FILE, bm_span_none());
    if (args->sums && strcmp(args->sums, "-") == 0 && args->output &&
        strcmp(args->output, "-") == 0)
        bm_diag(diags, BM_MSG_SAME_OUTPUT, bm_span_none(), bm_str_c(args->sums));
}

/* 2026-05-14, as far as its figures go. */
static bool has_date_form(const char *s)
{
    const char *form = "0000-00-00";
    for (; *form && *s; form++, s++)
        if (*form == '0' ? *s < '0' || *s > '9' : *s != *form)
            return false;
    return !*form && !*s;
}

/* Of the calendar: 2026-02-29 is none. */
static bool is_date(const char *s)
{
    static const int days[] = {31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    if (!has_date_form(s))
        return false;
    const long year = strtol(s, NULL, 10), month = strtol(s + 5, NULL, 10);
    const long day = strtol(s + 8, NULL, 10);
    const bool leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    return month >= 1 && month <= 12 && day >= 1 && day <= days[month - 1] &&
           (month != 2 || leap || day <= 28);
}

static void check_together(struct bm_args *args, struct bm_diags *diags)
{
    check_signoff(args, diags);
    if (bm_commands[args->command].input_needed && !args->input && !args->rules)
        bm_diag(diags, BM_MSG_MISSING_WORD, bm_span_none(),
                bm_str_c(bm_commands[args->command].name),
                bm_str_c(bm_commands[args->command].arguments));
    if (args->output && args->report && strcmp(args->output, args->report) == 0)
        bm_diag(diags, BM_MSG_SAME_OUTPUT, bm_span_none(), bm_str_c(args->report));
    if ((args->command == BM_CMD_PROOF || args->command == BM_CMD_ARCHIVE) && args->output &&
        strcmp(args->output, "-") == 0)
        bm_diag(diags, BM_MSG_BAD_VALUE, bm_span_none(), BM_STR("output"), BM_STR("-"),
                BM_STR("DIR"));
    if (args->command == BM_CMD_IMPORT && !args->output)
        bm_diag(diags, BM_MSG_MISSING_VALUE, bm_span_none(), BM_STR("output"), BM_STR("FOLDER"));
    if (args->date && !is_date(args->date))
        bm_diag(diags, BM_MSG_BAD_VALUE, bm_span_none(), BM_STR("date"), bm_str_c(args->date),
                BM_STR("YYYY-MM-DD"));
    if (args->command == BM_CMD_IMPORT && args->output && strcmp(args->output, "-") == 0)
        bm_diag(diags, BM_MSG_BAD_VALUE, bm_span_none(), BM_STR("output"), BM_STR("-"),
                BM_STR("FOLDER"));
    if (args->command == BM_CMD_ARCHIVE && args->last_page && (args->replay || !ends_in_pdf(args)))
        bm_diag0(diags, BM_MSG_PAGES_OF_PACKAGE, bm_span_none());
    if (args->split && args->output && strcmp(args->output, "-") == 0)
        bm_diag(diags, BM_MSG_SPLIT_ONE_PLACE, bm_span_none(), BM_STR("-"));
    if (args->watch && (args->plan > 1 || args->alternatives))
        bm_diag(diags, BM_MSG_WATCH_ONE_PLAN, bm_span_none(),
                bm_str_c(args->plan > 1 ? "--plan" : "--alternatives"));
    if (args->watch && ((args->output && strcmp(args->output, "-") == 0) ||
                        (args->report && strcmp(args->report, "-") == 0)))
        bm_diag(diags, BM_MSG_WATCH_NO_OUTPUT, bm_span_none(), BM_STR("-"));
    read_lengths(args, diags);
}

/* The command is the first word that is neither an option nor an option's value. */
static unsigned find_command(int argc, const char *const *argv, int *at)
{
    for (int i = 1; i < argc; i++) {
        const char *w = argv[i];
        if (w[0] != '-' || w[1] == '\0') {
            *at = i;
            return command_of(w);
        }
        for (size_t k = 0; k < bm_option_count; k++) {
            const struct bm_option *o = &bm_options[k];
            bool is_long = w[1] == '-' && strcmp(w + 2, o->name) == 0;
            bool is_short = w[1] == o->letter && o->letter && w[2] == '\0';
            bool maybe = o->kind == BM_OPTION_PATTERN;
            if (!is_long && !is_short)
                continue;
            if (o->kind != BM_OPTION_FLAG && (!maybe || (i + 1 < argc && is_pattern(argv[i + 1]))))
                i++;
            break; /* commands may have options of one name */
        }
    }
    *at = 0;
    return BM_CMD_COUNT;
}

bool bm_args_read(struct bm_args *args, int argc, const char *const *argv, enum bm_lang lang,
                  struct bm_diags *diags)
{
    *args = (struct bm_args){
        .topic = BM_CMD_COUNT,
        .lang = lang,
        .jobs = 2,
        .port = 8318,
        .dpi = 150,
        .level = 2,
        .style = 1,
        .autospace = 2,
        .measure_text = "13em",
        .indent_text = "0",
        .size_text = "9pt",
    };
    struct reader r = {.args = args, .diags = diags, .argc = argc, .next = 1, .argv = argv};
    size_t before = diags->errors;
    int at;
    bool options = true;
    args->command = find_command(argc, argv, &at);
    r.command_known = args->command < BM_CMD_COUNT;
    while (r.next < argc) {
        const char *w = argv[r.next++];
        if (options && strcmp(w, "--") == 0)
            options = false;
        else if (options && w[0] == '-' && w[1] == '-')
            read_long(&r, w + 2);
        else if (options && w[0] == '-' && w[1])
            read_short(&r, w + 1);
        else if (r.next - 1 == at)
            known_command(diags, w);
        else if (args->command == BM_CMD_HELP && args->topic == BM_CMD_COUNT)
            args->topic = known_command(diags, w);
        else if (r.command_known)
            read_input(&r, w);
    }
    /* Who asks for help or the version gets it, whatever else is missing. */
    if (args->help) {
        args->topic = r.command_known && args->command != BM_CMD_HELP ? args->command : args->topic;
        args->command = BM_CMD_HELP;
    } else if (args->version) {
        args->command = BM_CMD_VERSION;
    } else if (r.command_known) {
        check_together(args, diags);
    } else if (diags->errors == before) {
        bm_diag0(diags, BM_MSG_NO_COMMAND, bm_span_none());
    }
    return diags->errors == before;
}
