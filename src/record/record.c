#include "record/record.h"

#include "record/parts.h"

void bm_record_write(const struct bm_record *record, struct bm_leaves *leaves)
{
    const struct bm_pages *pages = record->reading->pages;
    for (uint32_t i = 0; i < pages->page_count; i++) {
        struct bm_buf out = {0};
        if (!record->reading->of_items[i])
            continue;
        bm_record_alto(record, i, &out);
        bm_leaf_put(leaves, &out, BM_RECORD_ALTO, pages->pages[i].number);
    }
    for (uint32_t number = 1; number <= record->article_count; number++) {
        struct bm_buf text = {0}, json = {0};
        bm_record_text(record, number, &text);
        bm_leaf_put(leaves, &text, BM_RECORD_TEXT, number);
        bm_record_json(record, number, &json);
        bm_leaf_put(leaves, &json, BM_RECORD_JSON, number);
    }
    struct bm_buf list = {0};
    bm_record_list(record, &list);
    bm_leaf_put(leaves, &list, "%s", BM_RECORD_LIST);
}
