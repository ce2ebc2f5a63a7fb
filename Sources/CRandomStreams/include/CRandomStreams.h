/* Philox4x32-10 as a gsl_rng_type: a counter-based generator whose streams are placed, not jumped.

   Salmon, Moraes, Dror, Shaw: "Parallel Random Numbers: As Easy as 1, 2, 3", SC 2011.

   Key:     the seed.
   Counter: word 0 the block within the stream, word 1 the replication, words 2 and 3 the stream.
   So replication r of stream s is the same whatever ran before it and on whichever thread. */
#ifndef PAYOFF_RANDOM_STREAMS_H
#define PAYOFF_RANDOM_STREAMS_H

#include <gsl/gsl_rng.h>
#include <stdint.h>

/* Blocks of four words that are made at a time. */
#define PAYOFF_PHILOX_BLOCKS 16

typedef struct {
  uint32_t key[2];
  uint32_t counter[4]; /* of the next block to be made */
  uint32_t position;   /* next unread word of the buffer */
  uint32_t buffer[4 * PAYOFF_PHILOX_BLOCKS];
} payoff_philox;

/* The generator type, for gsl_rng_alloc. */
const gsl_rng_type *payoff_philox_type(void);

/* A generator placed at the start of (seed, replication, stream), or NULL without memory. */
gsl_rng *payoff_stream_allocate(uint64_t seed, uint32_t replication, uint64_t stream);

/* Puts the generator at the start of (seed, replication, stream). */
void payoff_philox_place(payoff_philox *state, uint64_t seed, uint32_t replication, uint64_t stream);

/* Ten rounds on one block: the published function, for the known-answer tests. */
void payoff_philox_block(const uint32_t counter[4], const uint32_t key[2], uint32_t out[4]);

/* Makes the next blocks. */
void payoff_philox_refill(payoff_philox *state);

/* The next uniform number in [0, 1), a multiple of 2^-53. */
static inline double payoff_philox_uniform(payoff_philox *state)
{
  if (state->position + 2 > 4 * PAYOFF_PHILOX_BLOCKS) payoff_philox_refill(state);
  const uint32_t *word = state->buffer + state->position;
  state->position += 2;
  return (double)(((uint64_t)word[1] << 32 | word[0]) >> 11) * 0x1p-53;
}

#endif
