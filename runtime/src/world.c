/* The environment, the clock and the source of randomness of the system. */
#include <stdlib.h>
#include <sys/random.h>
#include <time.h>

#include "internal.h"

/* NULL for a variable that is not there; a name with a NUL or `=` is that of none. */
static const char *env_text(ori_str_borrowed name) {
  ori_text text = str_text(name);
  if (text.len == 0 || memchr(text.bytes, 0, (size_t)text.len) != NULL) return NULL;
  if (memchr(text.bytes, '=', (size_t)text.len) != NULL) return NULL;
  char *copy = malloc((size_t)text.len + 1);
  if (copy == NULL) abort();
  memcpy(copy, text.bytes, (size_t)text.len);
  copy[text.len] = 0;
  const char *value = getenv(copy);
  free(copy);
  return value;
}

bool ori_env_has(ori_str_borrowed name) { return env_text(name) != NULL; }

void ori_env_value(ori_str *out, ori_str_borrowed name) {
  const char *value = env_text(name);
  if (value == NULL) value = "";
  ori_str_from_lossy(out, value, (int64_t)strlen(value));
}

int64_t ori_clock_unix(void) {
  struct timespec now;
  clock_gettime(CLOCK_REALTIME, &now);
  return (int64_t)now.tv_sec * 1000000000 + now.tv_nsec;
}

int64_t ori_random_bits(void) {
  int64_t bits = 0;
  while (getrandom(&bits, sizeof bits, 0) != (ssize_t)sizeof bits) {
  }
  return bits;
}
