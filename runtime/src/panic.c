/* Panics: the messages, and what is printed when nobody catches one. Raising is unwind.c. */
#include "internal.h"
#include "unwind.h"

/* What a shell sees of a process that aborts. */
#define ORI_ABORT_CODE 134

/* "FILE:LINE:COL"; a panic without a position has none to print. */
static void print_panic(const char *before, const ori_line *message, ori_panic_place place) {
  const char *position = ori_position_text(place.position);
  ori_line line = {NULL, 0, 0};
  ori_line_text(&line, before);
  ori_line_bytes(&line, message->bytes, message->len);
  if (position != NULL && *position != '\0') {
    ori_line_text(&line, " at ");
    ori_line_text(&line, position);
  }
  ori_line_print(&line);
}

static void report_panic(const ori_line *message, ori_panic_place place) {
  print_panic("panic: ", message, place);
  ori_print_backtrace(message, place);
}

_Noreturn void ori_panic(ori_str_owned message, const char *position) {
  ori_text text = str_text(message);
  ori_line line = {NULL, 0, 0};
  ori_line_bytes(&line, text.bytes, text.len);
  ori_str_release(message);
  ori_raise(line, position);
}

_Noreturn void ori_panic_text(const char *message, const char *position) {
  ori_line line = {NULL, 0, 0};
  ori_line_text(&line, message);
  ori_raise(line, position);
}

_Noreturn void ori_panic_int(const char *before, int64_t value, const char *after,
                             const char *position) {
  ori_line line = {NULL, 0, 0};
  ori_line_text(&line, before);
  ori_line_int(&line, value);
  ori_line_text(&line, after);
  ori_raise(line, position);
}

_Noreturn void ori_panic_index(int64_t index, int64_t length, const char *position) {
  ori_line line = {NULL, 0, 0};
  ori_line_text(&line, "index out of bounds: index ");
  ori_line_int(&line, index);
  ori_line_text(&line, " out of bounds for length ");
  ori_line_int(&line, length);
  ori_raise(line, position);
}

_Noreturn void ori_panic_slice(int64_t start, int64_t end, int64_t length, const char *position) {
  ori_line line = {NULL, 0, 0};
  ori_line_text(&line, "list slice out of bounds: ");
  ori_line_int(&line, start);
  ori_line_text(&line, "..");
  ori_line_int(&line, end);
  ori_line_text(&line, " for length ");
  ori_line_int(&line, length);
  ori_raise(line, position);
}

bool ori_has_panicked = false;

int64_t ori_panic_uncaught(void *exception) {
  ori_has_panicked = true;
  ori_panic_place place;
  ori_line message = ori_take_panic(exception, &place);
  report_panic(&message, place);
  free(message.bytes);
  return 1;
}

static ori_panic_place caught_place; /* of the panic that was caught last */

void ori_panic_take(void *exception, ori_str *message) {
  ori_panic_place place;
  ori_line line = ori_take_panic(exception, &place);
  caught_place = place;
  ori_str_copy(message, line.bytes, line.len);
  free(line.bytes);
}

_Noreturn void ori_die_of_panic(const ori_line *message, ori_panic_place place) {
  report_panic(message, place);
  ori_flush_stdout();
  _Exit(1);
}

_Noreturn void ori_die_in_drop(const ori_line *second, ori_panic_place second_place,
                               const ori_line *first, ori_panic_place first_place) {
  report_panic(second, second_place);
  print_panic("abort: in `drop`, while this panic was unwinding: ", first, first_place);
  ori_flush_stdout();
  _Exit(ORI_ABORT_CODE);
}

/* --- What `@panic` is called for ------------------------------------------------------------- */

static ori_panic_place held_place;
static ori_backtrace *held_backtrace = NULL;

void ori_panic_hold(ori_str *out) {
  held_place = caught_place;
  held_backtrace = ori_save_backtrace();
  ori_divert_stdout();
  const char *position = ori_position_text(held_place.position);
  ori_str_copy(out, position, position == NULL ? 0 : (int64_t)strlen(position));
}

void ori_panic_report(ori_str_borrowed message) {
  ori_text text = str_text(message);
  ori_line line = {NULL, 0, 0};
  ori_line_bytes(&line, text.bytes, text.len);
  ori_restore_stdout();
  ori_restore_backtrace(held_backtrace);
  report_panic(&line, held_place);
  free(line.bytes);
}

void ori_panic_abort(ori_str_borrowed second, ori_str_borrowed first) {
  ori_text texts[] = {str_text(second), str_text(first)};
  ori_line lines[] = {{NULL, 0, 0}, {NULL, 0, 0}};
  for (int i = 0; i < 2; i++) ori_line_bytes(&lines[i], texts[i].bytes, texts[i].len);
  report_panic(&lines[0], caught_place);
  print_panic("abort: in `@panic`, which was called for this panic: ", &lines[1], held_place);
  ori_flush_stdout();
  _Exit(ORI_ABORT_CODE);
}

_Noreturn void ori_die_of_depth(void) {
  ori_flush_stdout();
  ori_error_text("panic: stack overflow\n");
  _Exit(1);
}
