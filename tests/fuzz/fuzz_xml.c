/* Bytes as the XML of another system, by a map. */
#include "imported.h"

TARGET(xml)
{
    struct bm_import_row rows[] = {{BM_STR("k"), BM_STR("kicker")}, {BM_STR("t"), BM_STR("title")},
                                   {BM_STR("h/t"), BM_STR("deck")}, {BM_STR("b"), BM_STR("body")},
                                   {BM_STR("d"), BM_STR("dated")},  {BM_STR("x"), BM_STR("skip")}};
    struct bm_str paragraphs[] = {BM_STR("p"), BM_STR("b/l")};
    const struct bm_import_map map = {BM_STR("a"), rows, BM_COUNT(rows), paragraphs,
                                      BM_COUNT(paragraphs)};
    fuzz_import((struct bm_str){(const char *)data, size}, BM_IMPORT_XML, &map);
    return 0;
}
