/*
 * The seed of hashes: random for each process, or the number in ORI_HASH_SEED. While counts are traced hashes are plain
 * (factor 1), as on the VM, so that maps count alike on every engine.
 */
#include <stdlib.h>
#include <sys/random.h>
#include <time.h>

#include "internal.h"

int64_t ori_hash_seed = 0;
int64_t ori_hash_factor = 1;

/* The next of a sequence of well mixed numbers: splitmix64 (Steele, Lea, Flood 2014). */
static uint64_t next_number(uint64_t *state) {
  uint64_t z = *state += 0x9e3779b97f4a7c15u;
  z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
  z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
  return z ^ (z >> 31);
}

void ori_hash_configure(void) {
  if (ori_rc_tracing) return; /* the initial values */
  const char *given = getenv("ORI_HASH_SEED");
  uint64_t state[2] = {0, 0};
  if (given != NULL && *given != '\0') {
    state[0] = (uint64_t)strtoll(given, NULL, 10);
  } else if (getrandom(state, sizeof state, GRND_NONBLOCK) != (ssize_t)sizeof state) {
    /* Early in the start of a machine: better than a constant. */
    state[0] = (uint64_t)time(NULL) ^ (uint64_t)(uintptr_t)&state;
  }
  ori_hash_seed = (int64_t)(next_number(&state[0]) ^ state[1]);
  ori_hash_factor = (int64_t)(next_number(&state[0]) | 1);
}
