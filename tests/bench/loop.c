#include "checked.h"

int main(void) {
  int64_t state = 1;
  for (int64_t i = 0; i < 100000000; i++) state = add(mul(state, 31), i) % 1000003;
  printf("%lld\n", (long long)state);
  return 0;
}
