/* Panics: the messages, and what is printed when nobody catches one. Raising is unwind.c. */
#include "internal.h"
#include "unwind.h"

/* "FILE:LINE:COL"; a panic without a position has none to print. */
static void print_panic(ori_str_borrowed message, const char *position) {
  ori_text text = str_text(message);
  ori_str line = ori_str_static("panic: ");
  ori_str_append(&line, text.bytes, text.len);
  if (position != NULL && *position != '\0') {
    ori_str_append(&line, " at ", 4);
    ori_str_append(&line, position, (int64_t)strlen(position));
  }
  ori_eprint(&line);
  ori_str_release(&line);
  ori_print_backtrace(position);
}

_Noreturn void ori_panic(ori_str_owned message, const char *position) {
  ori_raise(*message, position);
}

_Noreturn void ori_panic_text(const char *message, const char *position) {
  ori_raise(ori_str_static(message), position);
}

static void append_text(ori_str *message, const char *text) {
  ori_str_append(message, text, (int64_t)strlen(text));
}

static void append_int(ori_str *message, int64_t n) {
  char digits[ORI_INT_MAX_CHARS];
  ori_str_append(message, digits, ori_format_int(digits, n));
}

_Noreturn void ori_panic_int(const char *before, int64_t value, const char *after,
                             const char *position) {
  ori_str message = ori_str_static(before);
  append_int(&message, value);
  append_text(&message, after);
  ori_raise(message, position);
}

_Noreturn void ori_panic_index(int64_t index, int64_t length, const char *position) {
  ori_str message = ori_str_static("index out of bounds: index ");
  append_int(&message, index);
  append_text(&message, " out of bounds for length ");
  append_int(&message, length);
  ori_raise(message, position);
}

_Noreturn void ori_panic_slice(int64_t start, int64_t end, int64_t length, const char *position) {
  ori_str message = ori_str_static("list slice out of bounds: ");
  append_int(&message, start);
  append_text(&message, "..");
  append_int(&message, end);
  append_text(&message, " for length ");
  append_int(&message, length);
  ori_raise(message, position);
}

bool ori_has_panicked = false;

int64_t ori_panic_uncaught(void *exception) {
  ori_has_panicked = true;
  ori_str message;
  const char *position;
  ori_take_panic(exception, &message, &position);
  print_panic(&message, position);
  ori_str_release(&message);
  return 1;
}

void ori_panic_take(void *exception, ori_str *message) {
  const char *position;
  ori_take_panic(exception, message, &position);
}

_Noreturn void ori_die_of_panic(ori_str *message, const char *position) {
  print_panic(message, position);
  ori_flush_stdout();
  _Exit(1);
}
