#include "proof/proof.h"

#include "base/file.h"
#include "cli/plates.h"

#include <dlfcn.h>
#include <unistd.h>

/* The proof room is a module, since cairo and its libraries cost more to load than a press run
 * takes. It finds what it needs of base/, page/ and font/ in the program. */

#define MODULE "banmian-proof.so"

struct module {
    void *handle;
    bm_soft_proof *soft;
    bm_plates_proof *plates;
    bool (*marked)(const struct bm_pages *pages, uint32_t first, uint32_t last, enum bm_lang lang,
                   const struct bm_face *face, struct bm_buf *out, struct bm_diags *diags);
};

/* POSIX lets a data pointer hold a function's address, ISO C has no cast for it: its bytes are
 * copied. */
static bool find(void *handle, const char *name, void *function)
{
    void *address = dlsym(handle, name);
    memcpy(function, &address, sizeof address);
    return address != NULL;
}

/* Beside the program (build folder), or in lib/banmian of its prefix (installed). */
static bool open_module(struct bm_session *session, struct module *module)
{
    static const char *const places[] = {"", "/../lib/banmian"};
    const char *folder = bm_program_folder(session), *why = MODULE;
    for (size_t i = 0; folder && i < 2; i++) {
        const char *path = bm_format(session, "%s%s/" MODULE, folder, places[i]);
        if (access(path, F_OK) != 0)
            continue;
        module->handle = dlopen(path, RTLD_NOW | RTLD_LOCAL);
        if (module->handle && find(module->handle, "bm_proof_marked", &module->marked) &&
            find(module->handle, "bm_proof_soft", &module->soft) &&
            find(module->handle, "bm_proof_plates", &module->plates))
            return true;
        why = bm_format(session, "%s", dlerror());
    }
    bm_diag(&session->diags, BM_MSG_NO_MODULE, bm_span_none(), bm_str_c(why));
    return false;
}

static void write_pages(struct bm_session *session, const struct module *module, const char *folder)
{
    const struct bm_args *args = &session->args;
    const struct bm_pages *pages = session->pages;
    uint32_t first = args->first_page ? args->first_page : 1;
    uint32_t last = args->last_page ? args->last_page : (uint32_t)pages->page_count;
    struct bm_buf b = {0};
    bool fine = true;
    for (uint32_t number = first; fine && number <= last; number++) {
        b.n = 0;
        bm_stage_begin(session);
        fine = module->soft(pages, number, args->dpi, args->paper, &b, &session->diags);
        bm_stage_end(session, BM_STAGE_PROOF);
        fine = fine &&
               bm_write_output(session, bm_format(session, "%s/page-%u.png", folder, number), &b);
    }
    const struct bm_face *face = fine ? bm_label_face(session) : NULL;
    for (uint32_t number = first; args->plates && face && fine && number <= last; number++)
        fine = bm_write_plates(session, module->plates, face, folder, number);
    if (face && fine) {
        b.n = 0;
        bm_stage_begin(session);
        fine = module->marked(pages, args->first_page, args->last_page, (enum bm_lang)args->lang,
                              face, &b, &session->diags);
        bm_stage_end(session, BM_STAGE_PROOF);
        if (fine)
            bm_write_output(session, bm_format(session, "%s/proof.pdf", folder), &b);
    }
    bm_buf_free(&b);
}

void bm_run_proof(struct bm_session *session)
{
    struct module module = {0}; /* stays open: cairo keeps caches until the program ends */
    /* Pages that are not fit to print are what a proof is for, strict or not. */
    if (bm_set_edition(session) && bm_may_write(session, false) && bm_output_known(session) &&
        open_module(session, &module)) {
        const struct bm_str name = session->pages->edition;
        const char *folder = session->args.output
                                 ? session->args.output
                                 : bm_format(session, "%.*s-proof", (int)name.n, name.p);
        if (bm_folder_make(folder, &session->diags))
            write_pages(session, &module, folder);
    }
    bm_write_report(session);
}
