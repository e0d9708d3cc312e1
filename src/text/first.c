/* Line by line, as systems without a view of the paragraph do it: 先挤进，后推出 (rule 2.6). */
#include "text/linebreak.h"

size_t bm_first_breaks(const struct bm_para *para, const struct bm_breaking *how,
                       const struct bm_stops *stops, uint32_t *breaks)
{
    size_t n = 0;
    breaks[0] = 0;
    for (uint32_t at = 0; at + 1 < stops->n; at = breaks[n]) {
        uint32_t first = stops->v[at].cluster, to = at + 1;
        for (uint32_t k = at + 1; k < stops->n; k++) {
            const struct bm_stop *stop = &stops->v[k];
            struct bm_figures f;
            bm_measure_line(para, first, stop->cluster, stop->hyphen, &f);
            struct bm_room room = bm_room_of(para, how, first, stop->cluster, (uint32_t)n);
            if (f.natural - f.reserve - f.hang > room.measure)
                break;
            to = k;
            if (bm_segment_ends(para, how, stop->cluster))
                break;
        }
        breaks[++n] = to;
    }
    return n;
}
