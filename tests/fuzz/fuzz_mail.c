/* Bytes as a mail. */
#include "imported.h"

TARGET(mail)
{
    fuzz_import((struct bm_str){(const char *)data, size}, BM_IMPORT_MAIL, NULL);
    return 0;
}
