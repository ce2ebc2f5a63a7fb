#include "CRandomStreams.h"

#include <stdlib.h>

enum { ROUNDS = 10, WORDS = 4 * PAYOFF_PHILOX_BLOCKS };

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

void payoff_philox_refill(payoff_philox *state)
{
  for (int block = 0; block < PAYOFF_PHILOX_BLOCKS; block++) {
    payoff_philox_block(state->counter, state->key, state->buffer + 4 * block);
    state->counter[0]++;
  }
  state->position = 0;
}

void payoff_philox_place(payoff_philox *state, uint64_t seed, uint32_t replication, uint64_t stream)
{
  state->key[0] = (uint32_t)seed;
  state->key[1] = (uint32_t)(seed >> 32);
  state->counter[0] = 0;
  state->counter[1] = replication;
  state->counter[2] = (uint32_t)stream;
  state->counter[3] = (uint32_t)(stream >> 32);
  state->position = WORDS;
}

static void philox_set(void *state, unsigned long seed) { payoff_philox_place(state, seed, 0, 0); }

static unsigned long philox_get(void *raw)
{
  payoff_philox *state = raw;
  if (state->position >= WORDS) payoff_philox_refill(state);
  return state->buffer[state->position++];
}

static double philox_get_double(void *state) { return payoff_philox_uniform(state); }

static const gsl_rng_type philox = {
  "philox4x32-10", 0xffffffffu, 0, sizeof(payoff_philox), philox_set, philox_get, philox_get_double,
};

const gsl_rng_type *payoff_philox_type(void) { return &philox; }

gsl_rng *payoff_stream_allocate(uint64_t seed, uint32_t replication, uint64_t stream)
{
  gsl_rng *generator = gsl_rng_alloc(&philox);
  if (generator) payoff_philox_place(generator->state, seed, replication, stream);
  return generator;
}
