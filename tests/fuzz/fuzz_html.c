/* Bytes as a page of the web. */
#include "imported.h"

TARGET(html)
{
    fuzz_import((struct bm_str){(const char *)data, size}, BM_IMPORT_HTML, NULL);
    return 0;
}
