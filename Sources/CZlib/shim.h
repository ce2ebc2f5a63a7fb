/* zlib, for reading gzip-compressed traces. */
#ifndef PAYOFF_CZLIB_SHIM_H
#define PAYOFF_CZLIB_SHIM_H
#include <zlib.h>
#endif
