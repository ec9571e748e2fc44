#include "checked.h"

int main(void) {
  const int64_t length = 10000000;
  int64_t *xs = malloc(sizeof *xs * (size_t)length);
  if (xs == NULL) fail("out of memory");
  for (int64_t i = 0; i < length; i++) xs[i] = mul(i, 7919) % 1000;
  int64_t total = 0;
  for (int64_t round = 0; round < 5; round++) {
    int64_t sum = 0, index = 0;
    for (int64_t i = 0; i < length; i++) {
      int64_t y = add(xs[at(i, (size_t)length)], round);
      if (y % 3 == 0) continue;
      if (y >= 2000) break;
      sum = add(sum, add(index & 15, y));
      index = add(index, 1);
    }
    total = add(total, sum);
  }
  free(xs);
  printf("%lld\n", (long long)total);
  return 0;
}
