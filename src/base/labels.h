/* The words of the interface in both languages, by name: rows of labels.def. They are constants, so
 * that the compiler holds those with conversions of printf against their arguments. */
#pragma once

#define L(name, en, zh) static const char bm_label_en_##name[] = en, bm_label_zh_##name[] = zh;
#include "base/labels.def"
#undef L

/* The words of that name, as a string. */
#define BM_LABEL(name, lang) ((lang) == BM_LANG_ZH ? bm_label_zh_##name : bm_label_en_##name)
