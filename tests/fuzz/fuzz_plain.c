/* Bytes as a text in some encoding. */
#include "imported.h"

TARGET(plain)
{
    fuzz_import((struct bm_str){(const char *)data, size}, BM_IMPORT_TEXT, NULL);
    return 0;
}
