#include "cli/args.h"

#define COLUMN 24 /* cells before the explanations */

static const struct {
    const char *usage, *what, *commands, *options, *more, *places;
} texts[2] = {
    {"Usage: banmian ", "Banmian sets a newspaper edition: manuscripts in, pages out.",
     "Commands:", "Options:", "More on a command: banmian help COMMAND",
     "EDITION is a folder that holds edition.yaml, or that file. Layouts and fonts are found "
     "beside "
     "the\nprogram, or in the folder that the variable BANMIAN_DATA names."},
    {"用法：banmian ", "版面：把一期报纸的稿件排成版面。", "命令：", "选项：",
     "命令的详细用法：banmian help COMMAND",
     "EDITION 是含有 edition.yaml 的文件夹，或该文件本身。版式和字体取自程序所在之处，\n"
     "或环境变量 BANMIAN_DATA 所指的文件夹。"},
};

/* A row of two columns: what is written, what it does. */
static void row(struct bm_buf *out, struct bm_str left, const char *right)
{
    bm_buf_c(out, "  ");
    bm_buf_str(out, left);
    for (size_t n = left.n + 2; n < COLUMN; n++)
        bm_buf_char(out, ' ');
    if (left.n + 2 >= COLUMN) {
        bm_buf_char(out, '\n');
        for (size_t n = 0; n < COLUMN; n++)
            bm_buf_char(out, ' ');
    }
    bm_buf_c(out, right);
    bm_buf_char(out, '\n');
}

static void program(enum bm_lang lang, struct bm_buf *out)
{
    struct bm_buf left = {0};
    bm_buf_printf(out, "%sCOMMAND [OPTION]…\n\n%s\n\n%s\n", texts[lang].usage, texts[lang].what,
                  texts[lang].commands);
    for (unsigned c = 0; c < BM_CMD_COUNT; c++) {
        left.n = 0;
        bm_buf_printf(&left, "%s %s", bm_commands[c].name, bm_commands[c].arguments);
        row(out, bm_buf_view(&left), bm_commands[c].help[lang]);
    }
    bm_buf_free(&left);
    bm_buf_printf(out, "\n%s\n\n%s\n", texts[lang].places, texts[lang].more);
}

void bm_args_help(unsigned topic, enum bm_lang lang, struct bm_buf *out)
{
    struct bm_buf left = {0};
    if (topic >= BM_CMD_COUNT) {
        program(lang, out);
        return;
    }
    bm_buf_printf(out, "%s%s [OPTION]… %s\n\n%s\n\n%s\n", texts[lang].usage,
                  bm_commands[topic].name, bm_commands[topic].arguments,
                  bm_commands[topic].help[lang], texts[lang].options);
    for (size_t i = 0; i < bm_option_count; i++) {
        const struct bm_option *o = &bm_options[i];
        if (!(o->commands & 1u << topic))
            continue;
        left.n = 0;
        if (o->letter)
            bm_buf_printf(&left, "-%c, ", o->letter);
        bm_buf_printf(&left, "--%s", o->name);
        if (o->value)
            bm_buf_printf(&left, " %s", o->value);
        row(out, bm_buf_view(&left), o->help[lang]);
    }
    bm_buf_free(&left);
}
