/* Checks of the runtime's tests: a failed one is printed, and the program ends with 1. */
#ifndef ORI_CHECK_H
#define ORI_CHECK_H

#include <stdio.h>
#include <stdlib.h>

#include "../../runtime/src/internal.h"

extern int failures;

#define CHECK(condition)                                                      \
  do {                                                                        \
    if (!(condition)) {                                                       \
      failures++;                                                             \
      fprintf(stderr, "%s:%d: not true: %s\n", __FILE__, __LINE__, #condition); \
    }                                                                         \
  } while (0)

#define CHECK_INT(actual, expected)                                                        \
  do {                                                                                     \
    long long a_ = (long long)(actual), e_ = (long long)(expected);                        \
    if (a_ != e_) {                                                                        \
      failures++;                                                                          \
      fprintf(stderr, "%s:%d: %s is %lld, not %lld\n", __FILE__, __LINE__, #actual, a_, e_); \
    }                                                                                      \
  } while (0)

/* The str `s` has these bytes (a string literal); it is kept. */
#define CHECK_STR(s, literal) check_str(__FILE__, __LINE__, &(s), literal, sizeof(literal) - 1)
void check_str(const char *file, int line, const ori_str *s, const char *bytes, size_t len);

/* A static str of a string literal, zero bytes included. */
#define TEXT(literal) ((ori_str){sizeof(literal) - 1, 0, (char *)(uintptr_t)(literal)})

/* `len` times `c`, owned, in the form that its length asks for. */
ori_str repeated(char c, int64_t len);

/* Whether `body` panicked; then `message` is the panic's, owned. In frames.ll. */
bool catches(void (*body)(void *), void *argument, ori_str *message);

/* Records of [int], of [byte], and of [str], whose elements count. */
extern ori_type type_ints;
extern ori_type type_bytes;
extern ori_type type_strs;

void test_str(void);
void test_utf8(void);
void test_list(void);
void test_slices(void);
void test_format(void);
void test_rc(void);
void test_unwind(void);
void test_panic_stack(void);

/* Modes of unwind_test.c. */
int64_t run_panic_in_unwinding(void);
int64_t run_panic_while_kept(void);

/* A mode of world_test.c; the first argument is a directory that it may fill. */
int64_t run_world(void);

/* Modes of blob_test.c; the first argument is a file. */
int64_t run_blob(void);
int64_t run_corrupt_blob(void);
int64_t run_malformed_blob(void);
int64_t run_no_blob(void);
int64_t run_fuzz_blobs(void);

#endif
