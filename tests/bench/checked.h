/* Checked arithmetic for the C twins: what Ori programs do, in C. A failed check ends the program. */
#ifndef CHECKED_H
#define CHECKED_H

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

__attribute__((cold, noreturn, noinline)) static void fail(const char *message) {
  fprintf(stderr, "panic: %s\n", message);
  exit(1);
}

static inline int64_t add(int64_t a, int64_t b) {
  int64_t r;
  if (__builtin_expect(__builtin_add_overflow(a, b, &r), 0)) fail("integer overflow in addition");
  return r;
}

static inline int64_t sub(int64_t a, int64_t b) {
  int64_t r;
  if (__builtin_expect(__builtin_sub_overflow(a, b, &r), 0)) fail("integer overflow in subtraction");
  return r;
}

static inline int64_t mul(int64_t a, int64_t b) {
  int64_t r;
  if (__builtin_expect(__builtin_mul_overflow(a, b, &r), 0)) fail("integer overflow in multiplication");
  return r;
}

/* `index` when it lies in 0..length. */
static inline size_t at(int64_t index, size_t length) {
  if (__builtin_expect((uint64_t)index >= length, 0)) fail("index out of bounds");
  return (size_t)index;
}

#endif
