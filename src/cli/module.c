#include "cli/module.h"

#include "base/file.h"

#include <dlfcn.h>
#include <errno.h>
#include <unistd.h>

/* POSIX lets a data pointer hold a function's address, ISO C has no cast for it: its bytes are
 * copied. */
static bool find(void *handle, const struct bm_module_function *f)
{
    void *address = dlsym(handle, f->name);
    memcpy(f->function, &address, sizeof address);
    return address != NULL;
}

static bool find_all(void *handle, const struct bm_module_function *functions, size_t n)
{
    size_t i = 0;
    while (i < n && find(handle, &functions[i]))
        i++;
    return i == n;
}

/* The loader says in words alone that the machine had no files or no memory left. */
static bool said_again(struct bm_session *session, const char *path, const char *why)
{
    static const int errors[] = {EMFILE, ENFILE, ENOMEM};
    int error = 0;
    for (size_t i = 0; i < BM_COUNT(errors) && !error; i++)
        error = strstr(why, strerror(errors[i])) ? errors[i] : 0;
    return bm_file_again(path, error, bm_span_none(), &session->diags);
}

/* Beside the program (build folder), or in lib/banmian of its prefix (installed). */
bool bm_module_open(struct bm_session *session, const char *name, enum bm_message missing,
                    const struct bm_module_function *functions, size_t n)
{
    static const char *const places[] = {"", "/../lib/banmian"};
    const char *module = bm_format(session, "banmian-%s.so", name);
    const char *folder = bm_program_folder(session), *why = module;
    for (size_t i = 0; folder && i < 2; i++) {
        const char *path = bm_format(session, "%s%s/%s", folder, places[i], module);
        if (access(path, F_OK) != 0)
            continue;
        void *handle = dlopen(path, RTLD_NOW | RTLD_LOCAL);
        if (handle && find_all(handle, functions, n))
            return true;
        why = bm_format(session, "%s", dlerror());
        if (said_again(session, path, why))
            return false;
    }
    /* The loader has no Chinese. */
    if (session->args.lang == BM_LANG_ZH && why != module)
        why = "it is damaged, of another version, or lacks a library";
    return bm_diag(&session->diags, missing, bm_span_none(), bm_str_c(why));
}
