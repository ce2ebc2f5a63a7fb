/* OpenSSL's libcrypto, for the SHA-256 of the files of a run. */
#ifndef PAYOFF_CCRYPTO_SHIM_H
#define PAYOFF_CCRYPTO_SHIM_H
#include <openssl/evp.h>
#endif
