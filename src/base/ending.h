/* The end of the program, from wherever it comes. */
#pragma once

#include <signal.h>

/* Asks for the end: the thread that keeps the outputs (cli/ending.h) waits for it. By itself it
 * does nothing to a process. */
#define BM_END_SIGNAL SIGURG

/* Ends the program with this status: outputs that are being written are removed first, if there is
 * a thread that does so. May be called in any thread and in signal handlers. */
_Noreturn void bm_end(int status);
