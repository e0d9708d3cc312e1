/* How characters are marked out, as flags: manuscripts say it, text carries it, make-up draws it.
 * None of them is a character, so none is ever extracted. */
#pragma once

#define BM_EMPHASIS_STRONG 1u /* **…**: another face */
#define BM_EMPHASIS_DOTS   2u /* {{dot N}}: 着重号, a dot a character (GB/T 15834-2011 4.11) */
#define BM_EMPHASIS_NAME   4u /* {{name N}}: 专名号, a line (GB/T 15834-2011 4.16) */
#define BM_EMPHASIS_TITLE  8u /* {{title N}}: 书名号甲式, a wavy line (GB/T 15834-2011 4.15) */
/* Set on every second of names or titles that stand side by side, so that their lines part. */
#define BM_EMPHASIS_SECOND 16u
/* What opens a paragraph in a face of its own: 电头, who speaks. Kinds say it, nobody types it. */
#define BM_EMPHASIS_OPENING 32u
