#include "cli/commands.h"

#include "cli/ending.h"
#include "cli/progress.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

static void print_version(struct bm_session *session)
{
    bm_print(session, BM_STR("banmian " BM_VERSION "\n"));
}

static void print_help(struct bm_session *session)
{
    struct bm_buf b = {0};
    bm_args_help(session->args.topic, (enum bm_lang)session->args.lang, &b);
    bm_print(session, bm_buf_view(&b));
    bm_buf_free(&b);
}

/* A standard stream that is closed stays unusable: no file that is opened may take its number. */
static void hold_streams(void)
{
    for (int fd = STDIN_FILENO; fd <= STDERR_FILENO; fd++)
        if (fcntl(fd, F_GETFD) < 0 &&
            open("/dev/null", fd == STDIN_FILENO ? O_WRONLY : O_RDONLY) != fd)
            return;
}

int main(int argc, char **argv)
{
    static void (*const commands[BM_CMD_COUNT])(struct bm_session * session) = {
        [BM_CMD_PRESS] = bm_run_press,     [BM_CMD_PROOF] = bm_run_proof,
        [BM_CMD_ARCHIVE] = bm_run_archive, [BM_CMD_EPAPER] = bm_run_epaper,
        [BM_CMD_CHECK] = bm_run_check,     [BM_CMD_VERIFY] = bm_run_verify,
        [BM_CMD_PLAN] = bm_run_plan,       [BM_CMD_INIT] = bm_run_init,
        [BM_CMD_SERVE] = bm_run_serve,     [BM_CMD_IMPORT] = bm_run_import,
        [BM_CMD_FONTS] = bm_run_fonts,     [BM_CMD_LINES] = bm_run_lines,
        [BM_CMD_HELP] = print_help,        [BM_CMD_VERSION] = print_version,
    };
    hold_streams();
    struct bm_session session = {.arena = bm_arena_new(), .outputs = bm_outputs_new()};
    struct bm_ending ending;
    struct bm_watch watch;
    if (!session.outputs)
        bm_out_of_memory();
    session.sources.arena = session.diags.arena = session.arena;
    enum bm_lang lang = bm_lang_of_locale(getenv("LC_ALL"), getenv("LC_MESSAGES"), getenv("LANG"));
    if (bm_args_read(&session.args, argc, (const char *const *)argv, lang, &session.diags)) {
        const bool follows = session.args.watch; /* it shows progress of each time */
        bm_ending_begin(&ending, session.outputs, &session.progress, follows, &session.end_bell);
        if (!follows)
            bm_watch_begin(&watch, &session);
        commands[session.args.command](&session);
        if (!follows)
            bm_watch_end(&watch);
        bm_ending_end(&ending);
    }
    bm_say(&session);
    enum bm_exit status = bm_diags_exit(&session.diags, session.args.strict);
    status = status == BM_EXIT_DONE ? session.said : status;
    bm_pages_drop(session.pages);
    bm_fonts_close(session.fonts);
    bm_lexicon_close(&session.lexicon);
    bm_copydesk_close(session.desk);
    bm_arena_drop(session.desk_arena);
    bm_outputs_free(session.outputs);
    bm_arena_drop(session.arena);
    return (int)status;
}
