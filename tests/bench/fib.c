#include "checked.h"

static int64_t fib(int64_t n) { return n < 2 ? n : add(fib(sub(n, 1)), fib(sub(n, 2))); }

int main(void) {
  int64_t total = 0;
  for (int64_t i = 0; i < 40; i++) total = add(total, fib(sub(32, i % 2)));
  printf("%lld\n", (long long)total);
  return 0;
}
