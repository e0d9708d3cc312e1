/* How many rows the parts of a body take beside their lines, and where it may be parted: asked by
 * who sets rows and by who only counts them. */
#include "galley/setting.h"

/* A style whose leading passes a whole number of rows by less than this share of one keeps to that
 * number: 16 pt on a grid of 15. */
#define SLACK 8

static uint32_t whole_rows(const struct bm_galley *galley, bm_len height)
{
    const bm_len row = galley->leading, over = height - row / SLACK;
    return over > 0 ? (uint32_t)((over + row - 1) / row) : 0;
}

bool bm_galley_flows(const struct bm_part *p)
{
    return p->kind != BM_PART_HEAD && p->kind != BM_PART_FIGURE;
}

bool bm_galley_has_text(const struct bm_galley *galley)
{
    bool text = false;
    for (size_t i = 0; i < galley->part_count; i++)
        text = text || bm_galley_flows(&galley->parts[i]);
    return text;
}

uint32_t bm_galley_line_rows(const struct bm_galley *galley, const struct bm_part *part)
{
    const uint32_t rows = whole_rows(galley, part->style->leading);
    return rows && part->kind != BM_PART_TABLE ? rows : 1;
}

bool bm_galley_is_rigid(const struct bm_galley *galley)
{
    for (size_t i = 0; i < galley->part_count; i++) {
        const struct bm_part *p = &galley->parts[i];
        if (bm_galley_flows(p) && (p->kind == BM_PART_TABLE || bm_galley_line_rows(galley, p) > 1))
            return true;
    }
    return false;
}

/* Room that a style asks for, in rows: any at all is one. */
static uint32_t room_rows(const struct bm_galley *galley, bm_len room)
{
    return room > 0 ? (uint32_t)((room - 1) / galley->leading) + 1 : 0;
}

uint32_t bm_galley_space_before(const struct bm_galley *galley, const struct bm_variant *variant,
                                uint32_t part, size_t row)
{
    const struct bm_part *p = &galley->parts[part], *before = NULL;
    for (uint32_t i = part; i-- > 0 && !before;)
        before = bm_galley_flows(&galley->parts[i]) ? &galley->parts[i] : NULL;
    const enum bm_part_kind last = before ? before->kind : BM_PART_HEAD;
    const bool item = p->kind == BM_PART_ITEM;
    uint32_t n = p->kind == BM_PART_TAIL && last != p->kind ? variant->before_tail : 0;
    if (!row)
        return n;
    if (item != (last == BM_PART_ITEM))
        n += item ? variant->before_list : variant->after_list;
    n += p->stanza;
    /* What the styles ask for: the larger of the two, none between signature and date. */
    const uint32_t after = before ? room_rows(galley, before->style->after) : 0;
    uint32_t room = room_rows(galley, p->style->before);
    room = p->kind == BM_PART_TAIL && last == p->kind ? 0 : after > room ? after : room;
    /* Type is clear of the rule that a table ends with. */
    room += last == BM_PART_TABLE && !room;
    /* A quote has an empty row below it in any case. */
    return n + (room && last == BM_PART_QUOTE ? room - 1 : room);
}

/* The last line does not open a column, the first of three or more does not close one; an item, a
 * table and a tail stay in one piece, a subhead with what follows, a tail with what it signs. */
bool bm_galley_may_part(const struct bm_part *part, size_t line, size_t lines)
{
    if (!line)
        return part->kind != BM_PART_TAIL;
    if (line == lines)
        return part->kind != BM_PART_SUBHEAD;
    return (part->kind == BM_PART_PARAGRAPH || part->kind == BM_PART_QUOTE) && line != 1 &&
           line + 1 != lines;
}

bool bm_galley_strands(const struct bm_galley *galley, const struct bm_row *row)
{
    if (row->part == UINT32_MAX)
        return false;
    return row->held ||
           (galley->parts[row->part].kind == BM_PART_SUBHEAD && row->line && row->line->first);
}
