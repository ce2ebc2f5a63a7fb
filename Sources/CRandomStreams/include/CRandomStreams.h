/* Philox4x32-10 as a gsl_rng_type: a counter-based generator whose streams are placed, not jumped.

   Salmon, Moraes, Dror, Shaw: "Parallel Random Numbers: As Easy as 1, 2, 3", SC 2011.

   Key:     the seed, all 64 bits of it; 0 is a seed like any other.
   Counter: word 0 the block within the stream, word 1 the replication, words 2 and 3 the stream.
   So replication r of stream s is the same whatever ran before it and on whichever thread.

   A block of four words gives two 64-bit numbers, word 0 and word 2 being the low halves. Every draw takes one of them:
   a real number its upper 53 bits, an integer of GSL its upper 32. A stream holds 2^33 numbers in a replication; to
   ask for more stops the program, since the counter would otherwise begin again. */
#ifndef PAYOFF_RANDOM_STREAMS_H
#define PAYOFF_RANDOM_STREAMS_H

#include <gsl/gsl_rng.h>
#include <stdint.h>
#include <string.h>

/* Blocks that are made at a time, and the numbers in them. */
#define PAYOFF_PHILOX_BLOCKS 16
#define PAYOFF_PHILOX_NUMBERS (2 * PAYOFF_PHILOX_BLOCKS)

typedef struct {
  uint64_t key;         /* the seed */
  uint64_t stream;      /* counter words 2 and 3 */
  uint64_t block;       /* counter word 0 of the next block to be made; 2^32 when there is none left */
  uint64_t mirror;      /* all ones in an antithetic stream, which holds every number's complement; else 0 */
  uint32_t replication; /* counter word 1 */
  uint32_t position;    /* next unread number of the buffer */
  int has_exponentials; /* whether they are made for this buffer */
  uint64_t buffer[PAYOFF_PHILOX_NUMBERS];
  double exponentials[PAYOFF_PHILOX_NUMBERS]; /* of mean 1, each by inversion of the number at its place */
} payoff_philox;

/* The generator type, for gsl_rng_alloc. */
const gsl_rng_type *payoff_philox_type(void);

/* A generator placed at the start of (seed, replication, stream), or NULL without memory. */
gsl_rng *payoff_stream_allocate(uint64_t seed, uint32_t replication, uint64_t stream, int antithetic);

/* The state of such a generator. */
static inline payoff_philox *payoff_stream_state(const gsl_rng *generator) { return (payoff_philox *)generator->state; }

/* The next Poisson number of a mean from 0 to 2^50. From a mean of 10 on it has the same bits on every machine. */
double payoff_stream_poisson(payoff_philox *state, double mean);

/* The hat of the transformed rejection for Poisson numbers of a mean from 10 on. */
typedef struct {
  double mean;
  double width;   /* the slope of the counts in the middle of the uniform numbers */
  double tail;    /* how they spread towards the ends */
  double height;  /* of the hat over the probabilities, the mean number of trials of a draw */
  double squeeze; /* the probability with which trials away from the ends are accepted without a look at the count's */
} payoff_poisson_hat;

payoff_poisson_hat payoff_poisson_hat_of(double mean);

/* The count that a trial proposes, from a uniform number in (-1/2, 1/2); it may be below 0. */
static inline double payoff_poisson_count(const payoff_poisson_hat *hat, double place)
{
#pragma STDC FP_CONTRACT OFF
  return __builtin_floor((2 * hat->tail / (0.5 - __builtin_fabs(place)) + hat->width) * place + hat->mean + 0.43);
}

/* The logarithm of the probability of a count, and of sqrt(2 pi count) where it is not 0. */
double payoff_poisson_exponent(double count, double mean);

/* The next Poisson number of a mean from 10 to 2^50. */
double payoff_poisson_large(payoff_philox *state, double mean);

/* Puts the generator at the start of (seed, replication, stream). */
void payoff_philox_place(payoff_philox *state, uint64_t seed, uint32_t replication, uint64_t stream);

/* Ten rounds on one block: the published function, for the known-answer tests. */
void payoff_philox_block(const uint32_t counter[4], const uint32_t key[2], uint32_t out[4]);

/* Makes the next blocks. */
void payoff_philox_refill(payoff_philox *state);

/* Makes the exponential numbers of the buffer, together, since processors take several logarithms at a time. */
void payoff_philox_make_exponentials(payoff_philox *state);

/* The next 64 random bits. */
static inline uint64_t payoff_philox_bits(payoff_philox *state)
{
  if (__builtin_expect(state->position >= PAYOFF_PHILOX_NUMBERS, 0)) payoff_philox_refill(state);
  return state->buffer[state->position++];
}

/* The number in [0, 1), a multiple of 2^-53, that 64 random bits stand for. */
static inline double payoff_unit(uint64_t bits) { return (double)(int64_t)(bits >> 11) * 0x1p-53; }

/* The next uniform number in [0, 1), a multiple of 2^-53. */
static inline double payoff_philox_uniform(payoff_philox *state) { return payoff_unit(payoff_philox_bits(state)); }

/* The next uniform number in (0, 1), an odd multiple of 2^-53: symmetric about 1/2, never an end. */
static inline double payoff_philox_uniform_open(payoff_philox *state)
{
  return ((double)(int64_t)(payoff_philox_bits(state) >> 12) + 0.5) * 0x1p-52;
}

/* The natural logarithm of a normal number, to 1 ulp: infinities, zero and subnormal numbers are not meant.

   The C library picks its logarithm by processor, and its last bit with it; this one is the same everywhere, and stands
   inline. Method and coefficients of fdlibm's e_log.c:

   Copyright (C) 1993 by Sun Microsystems, Inc. All rights reserved.
   Developed at SunSoft, a Sun Microsystems, Inc. business. Permission to use, copy, modify, and distribute this
   software is freely granted, provided that this notice is preserved. */
static inline double payoff_log(double x)
{
#pragma STDC FP_CONTRACT OFF
  uint64_t bits;
  memcpy(&bits, &x, sizeof bits);
  /* x = 2^k (1 + f) with sqrt(2)/2 < 1 + f < sqrt(2) */
  bits += UINT64_C(0x3ff0000000000000) - UINT64_C(0x3fe6a09e00000000);
  /* k by way of 2^52 + exponent, which needs no conversion */
  const uint64_t exponent = bits >> 52 | UINT64_C(0x4330000000000000);
  bits = (bits & UINT64_C(0x000fffffffffffff)) + UINT64_C(0x3fe6a09e00000000);
  double k, f;
  memcpy(&k, &exponent, sizeof k);
  memcpy(&f, &bits, sizeof f);
  k -= 0x1p52 + 0x3ff;
  f -= 1;
  /* log(1 + f) = 2 artanh(s), s = f / (2 + f), with the remainder a polynomial in s^2 */
  const double s = f / (2 + f), z = s * s, w = z * z;
  const double even = w * (3.999999999940941908e-01 + w * (2.222219843214978396e-01 + w * 1.531383769920937332e-01));
  const double odd =
    z * (6.666666666666735130e-01
         + w * (2.857142874366239149e-01 + w * (1.818357216161805012e-01 + w * 1.479819860511658591e-01)));
  const double half = 0.5 * f * f;
  return s * (half + (even + odd)) + k * 1.90821492927058770002e-10 - half + f + k * 6.93147180369123816490e-01;
}

/* The next exponential number of that mean: inversion, so it rises with the uniform number behind it. */
static inline double payoff_philox_exponential(payoff_philox *state, double mean)
{
  if (__builtin_expect(state->position >= PAYOFF_PHILOX_NUMBERS, 0)) payoff_philox_refill(state);
  if (__builtin_expect(!state->has_exponentials, 0)) payoff_philox_make_exponentials(state);
  return mean * state->exponentials[state->position++];
}

#endif
