/* Paths. */
#pragma once

/* The file that the path leads to, whether it is there or not, as an absolute path without links:
 * two paths lead to one place exactly if they resolve alike (but for hard links). Of folders that
 * are not there names are taken as they stand. The caller frees it; NULL with errno. */
char *bm_path_resolve(const char *path);
