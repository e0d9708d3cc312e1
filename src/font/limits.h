/* Limits of what a font may be. A face beyond those of the first part is refused when it is opened
 * (UNSOUND_FONT), a glyph beyond those of the second when it is first set (UNSOUND_GLYPH); one
 * beyond those of the third is not copied (font/copy.h). */
#pragma once

enum {
    UNITS_LEAST = 16, /* of an em: ISO/IEC 14496-22, head */
    UNITS_MOST = 16384,
    ADVANCE_MOST = 32767, /* units of one advance: HarfBuzz takes more for less than none … */
    ADVANCE_EMS = 16,     /* … and em, so that one of the largest size is a length (base/len.h) */

    PARTS_DEPTH = 16, /* of glyphs that are made of glyphs; a circle has no end … */
    PARTS_MOST = 256, /* … and parts of one glyph, those of its parts included */

    OPERANDS_MOST = 48,      /* of a charstring at a time (Adobe TN 5177, appendix B) … */
    SUBROUTINE_DEPTH = 10,   /* … and subroutines in subroutines … */
    CHARSTRING_MOST = 65535, /* … and bytes, made plain … */
    CHARSTRING_READ = 131072, /* … and read for it: a subroutine may call others and give nothing */
    PROGRAM_MOST = 1 << 28    /* bytes of a program */
};
