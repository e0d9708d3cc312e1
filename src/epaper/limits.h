/* Limits of the e-paper. */
#pragma once

/* Pixels of a page's picture across: on the page, for screens with fine dots, beside an article. */
#define BM_EPAPER_WIDTH       960
#define BM_EPAPER_LARGE_WIDTH 1920
#define BM_EPAPER_SMALL_WIDTH 240
/* Bytes of a page's picture at most, unless it needs as many with the fewest colours. */
#define BM_EPAPER_PAGE_MOST (250u << 10)
/* Pixels of an article's picture at most, each way. */
#define BM_EPAPER_PICTURE 1440
/* Bytes of a JPEG that goes out as it came in. */
#define BM_EPAPER_JPEG_MOST (400u << 10)
/* Rectangles of which the areas of a page are put together; articles above it have none. */
#define BM_EPAPER_RECTS 300
/* Characters of a text that stands in for a title. */
#define BM_EPAPER_NAME 24
/* Bytes of a file's name, and its end. */
#define FILE_MOST 40
