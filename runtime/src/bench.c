/* Benchmark binaries (`ori build --bench`): @main runs again and again, and its times are told on stderr. */
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "internal.h"

#define LEAST_RUNS 5
#define MOST_RUNS 10000
#define LEAST_NANOSECONDS INT64_C(1000000000)

static int64_t now(void) {
  struct timespec time;
  clock_gettime(CLOCK_MONOTONIC, &time);
  return (int64_t)time.tv_sec * INT64_C(1000000000) + time.tv_nsec;
}

static int by_time(const void *left, const void *right) {
  int64_t l = *(const int64_t *)left;
  int64_t r = *(const int64_t *)right;
  return (l > r) - (l < r);
}

/* How many runs ORI_BENCH_RUNS asks for; 0 when it does not: as many as fit into a second. */
static int64_t runs_asked_for(void) {
  const char *value = getenv("ORI_BENCH_RUNS");
  if (value == NULL) return 0;
  char *end;
  long long runs = strtoll(value, &end, 10);
  return *end == '\0' && runs > 0 && runs <= MOST_RUNS ? runs : 0;
}

static void report(int64_t *times, int64_t runs) {
  qsort(times, (size_t)runs, sizeof *times, by_time);
  fprintf(stderr, "bench: %lld runs, least %.3f ms, median %.3f ms, most %.3f ms\n",
          (long long)runs, (double)times[0] / 1e6, (double)times[runs / 2] / 1e6,
          (double)times[runs - 1] / 1e6);
}

int64_t ori_bench(int64_t (*entry)(void)) {
  static int64_t times[MOST_RUNS];
  int64_t asked = runs_asked_for();
  int64_t start = now();
  int64_t runs = 0;
  int64_t code = 0;
  bool goes_on = true;
  while (goes_on) {
    int64_t before = now();
    code = entry();
    int64_t after = now();
    if (ori_has_panicked) return code;
    times[runs++] = after - before;
    bool is_enough = runs >= LEAST_RUNS && after - start >= LEAST_NANOSECONDS;
    goes_on = asked > 0 ? runs < asked : runs < MOST_RUNS && !is_enough;
  }
  ori_flush_stdout();
  report(times, runs);
  return code;
}
