#include "CRandomStreams.h"

#include <stdio.h>
#include <stdlib.h>

enum { ROUNDS = 10, LANES = 8 };

static const uint32_t multiplier[2] = {0xD2511F53u, 0xCD9E8D57u};
static const uint32_t weyl[2] = {0x9E3779B9u, 0xBB67AE85u};

void payoff_philox_block(const uint32_t counter[4], const uint32_t key[2], uint32_t out[4])
{
  uint32_t c0 = counter[0], c1 = counter[1], c2 = counter[2], c3 = counter[3];
  uint32_t k0 = key[0], k1 = key[1];
  for (int round = 0; round < ROUNDS; round++) {
    const uint64_t p0 = (uint64_t)multiplier[0] * c0, p1 = (uint64_t)multiplier[1] * c2;
    c0 = (uint32_t)(p1 >> 32) ^ c1 ^ k0;
    c1 = (uint32_t)p1;
    c2 = (uint32_t)(p0 >> 32) ^ c3 ^ k1;
    c3 = (uint32_t)p0;
    k0 += weyl[0];
    k1 += weyl[1];
  }
  out[0] = c0, out[1] = c1, out[2] = c2, out[3] = c3;
}

/* Where the loader can choose by processor, the blocks are made with AVX: integers only, so the bits are the same.
   Not under the thread sanitizer, which would be called in the choosing before it is ready. */
#if defined(__has_feature)
#if __has_feature(thread_sanitizer)
#define UNDER_THREAD_SANITIZER
#endif
#endif
#if defined(__x86_64__) && defined(__GLIBC__) && !defined(UNDER_THREAD_SANITIZER)
#define BY_PROCESSOR __attribute__((target_clones("avx512f", "avx2", "default")))
#else
#define BY_PROCESSOR
#endif

/* One word of eight blocks, each in the lower half of its lane: the product of two words then fills a lane. */
typedef uint64_t lanes __attribute__((vector_size(8 * LANES)));

BY_PROCESSOR
static void make_blocks(payoff_philox *state)
{
  const lanes low = {0, 1, 2, 3, 4, 5, 6, 7};
  for (int first = 0; first < PAYOFF_PHILOX_BLOCKS; first += LANES) {
    lanes c0 = low + (uint32_t)(state->block + first);
    lanes c1 = (lanes){0} + state->replication;
    lanes c2 = (lanes){0} + (uint32_t)state->stream;
    lanes c3 = (lanes){0} + (state->stream >> 32);
    uint32_t k0 = (uint32_t)state->key, k1 = (uint32_t)(state->key >> 32);
    for (int round = 0; round < ROUNDS; round++) {
      const lanes p0 = (c0 & 0xffffffffu) * multiplier[0], p1 = (c2 & 0xffffffffu) * multiplier[1];
      c0 = (p1 >> 32) ^ c1 ^ k0;
      c1 = p1 & 0xffffffffu;
      c2 = (p0 >> 32) ^ c3 ^ k1;
      c3 = p0 & 0xffffffffu;
      k0 += weyl[0];
      k1 += weyl[1];
    }
    const lanes even = (c0 | c1 << 32) ^ state->mirror, odd = (c2 | c3 << 32) ^ state->mirror;
    uint64_t *out = state->buffer + 2 * first;
    for (int lane = 0; lane < LANES; lane++) {
      out[2 * lane] = even[lane];
      out[2 * lane + 1] = odd[lane];
    }
  }
}

void payoff_philox_refill(payoff_philox *state)
{
  if (state->block >> 32) {
    fputs("a random stream has given all its 2^33 numbers in one replication; "
          "draw from several streams, or split the run into replications\n", stderr);
    abort();
  }
  make_blocks(state);
  state->block += PAYOFF_PHILOX_BLOCKS;
  state->position = 0;
  state->has_exponentials = 0;
}

BY_PROCESSOR
static void invert(const uint64_t *restrict numbers, double *restrict exponentials)
{
  for (int number = 0; number < PAYOFF_PHILOX_NUMBERS; number++)
    exponentials[number] = 0 - payoff_log(1 - payoff_unit(numbers[number]));
}

void payoff_philox_make_exponentials(payoff_philox *state)
{
  invert(state->buffer, state->exponentials);
  state->has_exponentials = 1;
}

void payoff_philox_place(payoff_philox *state, uint64_t seed, uint32_t replication, uint64_t stream)
{
  state->key = seed;
  state->stream = stream;
  state->block = 0;
  state->replication = replication;
  state->position = PAYOFF_PHILOX_NUMBERS;
  state->has_exponentials = 0;
}

static void philox_set(void *state, unsigned long seed) { payoff_philox_place(state, seed, 0, 0); }

static unsigned long philox_get(void *state) { return payoff_philox_bits(state) >> 32; }

static double philox_get_double(void *state) { return payoff_philox_uniform(state); }

static const gsl_rng_type philox = {
  "philox4x32-10", 0xffffffffu, 0, sizeof(payoff_philox), philox_set, philox_get, philox_get_double,
};

const gsl_rng_type *payoff_philox_type(void) { return &philox; }

gsl_rng *payoff_stream_allocate(uint64_t seed, uint32_t replication, uint64_t stream, int antithetic)
{
  gsl_rng *generator = gsl_rng_alloc(&philox);
  if (!generator) return NULL;
  payoff_philox *state = generator->state;
  state->mirror = antithetic ? UINT64_MAX : 0;
  payoff_philox_place(state, seed, replication, stream);
  return generator;
}
