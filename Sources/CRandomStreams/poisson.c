#include "CRandomStreams.h"

#include <gsl/gsl_randist.h>
#include <math.h>

/* Draws of Poisson numbers, bit for bit those of gsl_ran_poisson from the same generator.

   Ahrens and Dieter 1974: where the m-th of events at rate 1 comes, a gamma number, lies before the mean, m events have
   come and the rest of the mean is left; otherwise the others are binomial. The gamma numbers are Knuth's, by rejection
   from a Cauchy distribution (The Art of Computer Programming, volume 2, 3.4.1).

   Most of GSL's time goes into the logarithm and the exponential of the rejection, of which only a comparison is needed.
   Here bounds of their product decide it, with the greatest error that rounding can have in GSL's value; what lies
   between the bounds is computed as GSL does. */

/* Whether v is at most (1 + y^2) exp((a - 1) log(x / (a - 1)) - e) with its rounding, where x = e + a - 1. */
static inline int accepts(double v, double x, double y, double e, double a, double inverse)
{
#pragma STDC FP_CONTRACT OFF
  const double t = e * inverse, size = fabs(t);
  if (size < 0.1) {
    /* The exponent is -u = (a - 1) (log(1 + t) - t) within (a - 1) t^7. */
    const double t2 = t * t, beyond = (a - 1) * t2;
    const double u = beyond * (0.5 - t * (1 / 3.0) + t2 * (0.25 - t * 0.2 + t2 * (1 / 6.0)));
    const double error = 1e-12 + 1e-15 * (a + fabs(e)) + 4e-15 * u + beyond * t2 * t2 * size;
    if (error < 0.01) {
      const double top = 1 + y * y, square = u * u;
      /* The first terms of the series of exp(u) are below it, and those of exp(-u) up to an odd one. */
      if (v * (1 + u + square * (0.5 + u * (1 / 6.0) + square * (1 / 24.0))) * (1 - 2 * error) > top) return 0;
      if (v * (1 + 2 * error) < top * (1 - u + square * (0.5 - u * (1 / 6.0)))) return 1;
    }
  }
  return !(v > (1 + y * y) * exp((a - 1) * log(x / (a - 1)) - e));
}

/* When the event of that number comes at a rate of 1. */
static double time_of(unsigned int number, const gsl_rng *generator)
{
#pragma STDC FP_CONTRACT OFF
  if (number < 12) return gsl_ran_gamma_int(generator, number);
  payoff_philox *state = payoff_stream_state(generator);
  const double a = number, scale = sqrt(2 * a - 1), inverse = 1 / (a - 1);
  for (;;) {
    const double y = tan(M_PI * payoff_philox_uniform(state)), e = scale * y, x = e + a - 1;
    if (x <= 0) continue;
    if (accepts(payoff_philox_uniform(state), x, y, e, a, inverse)) return x;
  }
}

unsigned int payoff_stream_poisson(const gsl_rng *generator, double mean)
{
  unsigned int before = 0;
  while (mean > 10) {
    const unsigned int number = mean * (7.0 / 8.0);
    const double time = time_of(number, generator);
    if (time >= mean) return before + gsl_ran_binomial(generator, mean / time, number - 1);
    before += number;
    mean -= time;
  }
  const double least = exp(-mean);
  double product = 1;
  for (;;) {
    product *= payoff_philox_uniform(payoff_stream_state(generator));
    if (!(product > least)) return before;
    before++;
  }
}
