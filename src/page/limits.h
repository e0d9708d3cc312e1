/* Limits of page/. */
#pragma once

#define ADDRESS_MOST 2000 /* bytes of an address in a text; what is longer is no link */
