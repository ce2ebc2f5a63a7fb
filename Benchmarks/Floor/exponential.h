/* Unit exponential numbers as fast as they come: xoshiro256+ through a 256-layer ziggurat.

   Blackman, Vigna: "Scrambled Linear Pseudorandom Number Generators", ACM TOMS 2021.
   Marsaglia, Tsang: "The Ziggurat Method for Generating Random Variables", JSS 2000. */
#ifndef EXPONENTIAL_H
#define EXPONENTIAL_H

#include <math.h>
#include <stdint.h>

enum { LAYERS = 256, ABSCISSA_BITS = 53 };

/* The layers from the widest to the narrowest; each covers the same area under exp(-x). */
static double edge[LAYERS + 1], density[LAYERS + 1], step_of[LAYERS];
static uint64_t inside[LAYERS]; /* abscissas below it need no look at the density */

typedef struct {
  uint64_t word[4];
} xoshiro;

static inline uint64_t xoshiro_next(xoshiro *state)
{
  uint64_t *w = state->word;
  const uint64_t result = w[0] + w[3], carried = w[1] << 17;
  w[2] ^= w[0];
  w[3] ^= w[1];
  w[1] ^= w[2];
  w[0] ^= w[3];
  w[2] ^= carried;
  w[3] = w[3] << 45 | w[3] >> 19;
  return result;
}

/* Seeds by splitmix64, as the authors of the generator advise. */
static void xoshiro_seed(xoshiro *state, uint64_t seed)
{
  for (int i = 0; i < 4; i++) {
    uint64_t z = seed += 0x9e3779b97f4a7c15u;
    z = (z ^ z >> 30) * 0xbf58476d1ce4e5b9u;
    z = (z ^ z >> 27) * 0x94d049bb133111ebu;
    state->word[i] = z ^ z >> 31;
  }
}

/* Lays out the ziggurat: the base strip ends at `base`, and its tail has the area of a layer. */
static void exponential_prepare(void)
{
  const double base = 7.69711747013104972, area = 0.0039496598225815571993;
  edge[0] = area * exp(base);
  edge[1] = base;
  for (int i = 2; i < LAYERS; i++) edge[i] = -log(exp(-edge[i - 1]) + area / edge[i - 1]);
  edge[LAYERS] = 0;
  for (int i = 0; i <= LAYERS; i++) density[i] = exp(-edge[i]);
  for (int i = 0; i < LAYERS; i++) {
    step_of[i] = ldexp(edge[i], -ABSCISSA_BITS);
    inside[i] = (uint64_t)ldexp(edge[i + 1] / edge[i], ABSCISSA_BITS);
  }
}

/* One exponential number. The low bits of xoshiro256+ are weak: the layer comes from the top eight, the abscissa from the
   53 below. Beyond the base strip the distribution has no memory, so the tail is the base plus another draw. */
static inline double exponential_next(xoshiro *state)
{
  for (double tail = 0;;) {
    const uint64_t bits = xoshiro_next(state);
    const unsigned layer = (unsigned)(bits >> 56);
    const uint64_t abscissa = bits << 8 >> (64 - ABSCISSA_BITS);
    const double x = (double)abscissa * step_of[layer];
    if (__builtin_expect(abscissa < inside[layer], 1)) return tail + x;
    if (layer == 0) {
      tail += edge[1];
      continue;
    }
    const double height = (double)(xoshiro_next(state) >> 11) * 0x1p-53;
    if (density[layer] + height * (density[layer + 1] - density[layer]) < exp(-x)) return tail + x;
  }
}

#endif
