/* How fast a queue with c servers can go on one core: the least that any engine has to do.

   usage: floor MODEL GENERATOR CUSTOMERS SERVERS SEED

   MODEL      calendar   two events a customer in a binary heap whose handler's first event replaces the top
              lindley    the waiting-time recursion of one server, without a calendar
   GENERATOR  taus2      GSL's generator of that name and gsl_ran_exponential
              ziggurat   xoshiro256+ and a ziggurat

   Poisson arrivals at 0.9 per server, exponential service of mean 1, first come first served.
   Prints the mean wait in queue. */
#include "exponential.h"

#include <gsl/gsl_randist.h>
#include <gsl/gsl_rng.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const double load = 0.9;

typedef struct {
  gsl_rng *taus2;
  xoshiro state;
} source;

static inline double draw_taus2(source *s, double mean) { return gsl_ran_exponential(s->taus2, mean); }
static inline double draw_ziggurat(source *s, double mean) { return mean * exponential_next(&s->state); }

/* --- Calendar: ordered by time, then by the order of scheduling --- */

typedef enum { ARRIVAL, DEPARTURE } event_kind;

typedef struct {
  double time;
  uint32_t order;
  uint32_t kind;
} event;

typedef struct {
  event *heap;
  unsigned count;
  uint32_t scheduled;
} calendar;

static inline int earlier(const event *a, const event *b)
{
  return a->time < b->time || (a->time == b->time && a->order < b->order);
}

static inline void calendar_add(calendar *c, double time, event_kind kind)
{
  const event added = {time, c->scheduled++, kind};
  unsigned hole = c->count++;
  while (hole > 0 && earlier(&added, &c->heap[(hole - 1) / 2])) {
    c->heap[hole] = c->heap[(hole - 1) / 2];
    hole = (hole - 1) / 2;
  }
  c->heap[hole] = added;
}

static inline void calendar_sink(calendar *c, event sinking)
{
  unsigned hole = 0, child;
  while ((child = 2 * hole + 1) < c->count) {
    child += child + 1 < c->count && earlier(&c->heap[child + 1], &c->heap[child]);
    if (!earlier(&c->heap[child], &sinking)) break;
    c->heap[hole] = c->heap[child];
    hole = child;
  }
  c->heap[hole] = sinking;
}

static inline void calendar_replace_top(calendar *c, double time, event_kind kind)
{
  calendar_sink(c, (event){time, c->scheduled++, kind});
}

static inline void calendar_remove_top(calendar *c)
{
  const event last = c->heap[--c->count];
  if (c->count > 0) calendar_sink(c, last);
}

/* --- Arrival times of those who wait, in a ring --- */

typedef struct {
  double *times;
  size_t capacity, first, count;
} line;

static void line_grow(line *l)
{
  double *larger = malloc(2 * l->capacity * sizeof *larger);
  if (!larger) abort();
  for (size_t i = 0; i < l->count; i++) larger[i] = l->times[(l->first + i) & (l->capacity - 1)];
  free(l->times);
  *l = (line){larger, 2 * l->capacity, 0, l->count};
}

static inline void line_join(line *l, double time)
{
  if (l->count == l->capacity) line_grow(l);
  l->times[(l->first + l->count++) & (l->capacity - 1)] = time;
}

static inline double line_leave(line *l)
{
  const double time = l->times[l->first];
  l->first = (l->first + 1) & (l->capacity - 1);
  l->count--;
  return time;
}

/* --- Models, one copy per generator so that the draws are inlined --- */

#define MODELS(generator)                                                                       \
  static double calendar_##generator(source *s, uint64_t customers, unsigned servers)           \
  {                                                                                             \
    const double gap = 1 / (load * servers);                                                    \
    calendar c = {malloc((servers + 2) * sizeof(event)), 0, 0};                                 \
    line l = {malloc(1024 * sizeof(double)), 1024, 0, 0};                                       \
    if (!c.heap || !l.times) abort();                                                           \
    uint64_t arrived = 0;                                                                       \
    unsigned busy = 0;                                                                          \
    double waited = 0;                                                                          \
    calendar_add(&c, draw_##generator(s, gap), ARRIVAL);                                        \
    while (c.count > 0) {                                                                       \
      const event now = c.heap[0];                                                              \
      if (now.kind == ARRIVAL) {                                                                \
        if (++arrived < customers)                                                              \
          calendar_replace_top(&c, now.time + draw_##generator(s, gap), ARRIVAL);               \
        else                                                                                    \
          calendar_remove_top(&c);                                                              \
        if (busy < servers) {                                                                   \
          busy++;                                                                               \
          calendar_add(&c, now.time + draw_##generator(s, 1), DEPARTURE);                       \
        } else {                                                                                \
          line_join(&l, now.time);                                                              \
        }                                                                                       \
      } else if (l.count > 0) {                                                                 \
        waited += now.time - line_leave(&l);                                                    \
        calendar_replace_top(&c, now.time + draw_##generator(s, 1), DEPARTURE);                 \
      } else {                                                                                  \
        busy--;                                                                                 \
        calendar_remove_top(&c);                                                                \
      }                                                                                         \
    }                                                                                           \
    free(c.heap);                                                                               \
    free(l.times);                                                                              \
    return waited / (double)customers;                                                          \
  }                                                                                             \
                                                                                                \
  static double lindley_##generator(source *s, uint64_t customers, unsigned servers)            \
  {                                                                                             \
    const double gap = 1 / (load * servers);                                                    \
    double wait = 0, waited = 0;                                                                \
    for (uint64_t i = 0; i < customers; i++) {                                                  \
      waited += wait;                                                                           \
      wait = fmax(0, wait + draw_##generator(s, 1) - draw_##generator(s, gap));                 \
    }                                                                                           \
    return waited / (double)customers;                                                          \
  }

MODELS(taus2)
MODELS(ziggurat)

typedef struct {
  const char *model, *generator;
  double (*mean_wait)(source *, uint64_t customers, unsigned servers);
} program;

static const program programs[] = {
  {"calendar", "taus2", calendar_taus2},
  {"calendar", "ziggurat", calendar_ziggurat},
  {"lindley", "taus2", lindley_taus2},
  {"lindley", "ziggurat", lindley_ziggurat},
};

int main(int count, char **arguments)
{
  if (count == 6) {
    const uint64_t customers = strtoull(arguments[3], NULL, 10), seed = strtoull(arguments[5], NULL, 10);
    const unsigned servers = (unsigned)strtoul(arguments[4], NULL, 10);
    for (size_t i = 0; i < sizeof programs / sizeof *programs; i++) {
      const program *p = &programs[i];
      if (strcmp(arguments[1], p->model) || strcmp(arguments[2], p->generator)) continue;
      if (customers == 0 || servers == 0 || (p->mean_wait == lindley_taus2 && servers > 1)
          || (p->mean_wait == lindley_ziggurat && servers > 1))
        break;
      source s = {gsl_rng_alloc(gsl_rng_taus2), {{0}}};
      if (!s.taus2) abort();
      gsl_rng_set(s.taus2, (unsigned long)seed);
      xoshiro_seed(&s.state, seed);
      exponential_prepare();
      printf("%.6f\n", p->mean_wait(&s, customers, servers));
      gsl_rng_free(s.taus2);
      return 0;
    }
  }
  fputs("usage: floor calendar|lindley taus2|ziggurat CUSTOMERS SERVERS SEED (lindley: one server)\n", stderr);
  return 64;
}
