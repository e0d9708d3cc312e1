#include "base/budget.h"
#include "cli/args.h"
#include "pdf/pdf.h"

#define PRESS   (1u << BM_CMD_PRESS)
#define PROOF   (1u << BM_CMD_PROOF)
#define CHECK   (1u << BM_CMD_CHECK)
#define ARCHIVE (1u << BM_CMD_ARCHIVE)
#define EPAPER  (1u << BM_CMD_EPAPER)
#define VERIFY  (1u << BM_CMD_VERIFY)
#define PLAN    (1u << BM_CMD_PLAN)
#define SERVE   (1u << BM_CMD_SERVE)
#define INIT    (1u << BM_CMD_INIT)
#define IMPORT  (1u << BM_CMD_IMPORT)
#define FONTS   (1u << BM_CMD_FONTS)
#define LINES   (1u << BM_CMD_LINES)
#define HELP    (1u << BM_CMD_HELP)
#define VERSION (1u << BM_CMD_VERSION)
#define SETTING (PRESS | PROOF | ARCHIVE | EPAPER | VERIFY | CHECK)
#define WORKING (SETTING | PLAN | SERVE | INIT | IMPORT | FONTS | LINES)
#define ALL     (WORKING | HELP | VERSION)

/* Which values an option takes: least, most, words, their number. */
#define ANY                0, 0, NULL, 0
#define RANGE(least, most) least, most, NULL, 0
#define WORDS(array)       0, 0, array, sizeof(array) / sizeof *(array)

static const char *const langs[] = {"en", "zh"};
#define PROFILE(id, name) name,
static const char *const profiles[] = {BM_PDF_PRINT_PROFILES(PROFILE)};
static const char *const words[] = {"zh", "en"};
static const char *const records[] = {BM_PDF_ARCHIVE_PROFILES(PROFILE)};
static const char *const levels[] = {"none", "basic", "gb", "strict"};
static const char *const styles[] = {"none", "quanjiao", "kaiming", "banjiao"};
static const char *const autospaces[] = {"none", "alpha", "all"};
static const char *const modes[] = {"horizontal", "vertical"};
static const char *const digits[] = {"font", "half"};
static const char *const methods[] = {"total", "first", "sense"};
static const char *const loosenesses[] = {"0", "1", "-1"};

const struct bm_command_text bm_commands[BM_CMD_COUNT] = {
#define COMMAND(id, name, arguments, needed, allowed, en, zh)                                      \
    [BM_CMD_##id] = {name, arguments, needed, allowed, {en, zh}},
#include "cli/options.def"
};

const struct bm_option bm_options[] = {
#define OPTION(name, letter, kind, commands, field, value, values, en, zh)                         \
    {name,  letter, BM_OPTION_##kind, commands, offsetof(struct bm_args, field),                   \
     value, values, {en, zh}},
#include "cli/options.def"
};
const size_t bm_option_count = BM_COUNT(bm_options);
