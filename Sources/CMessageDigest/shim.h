/* libmd, for the SHA-256 of the files of a run. */
#ifndef PAYOFF_CMESSAGEDIGEST_SHIM_H
#define PAYOFF_CMESSAGEDIGEST_SHIM_H
#include <sha2.h>
#endif
