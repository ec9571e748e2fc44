/* Between panic.c and unwind.c. */
#ifndef ORI_UNWIND_H
#define ORI_UNWIND_H

#include <stdlib.h>

#include "internal.h"

/* Where a panic is. Positions are static texts "FILE:LINE:COL"; one in std begins with ORI_IN_STD. */
typedef struct ori_panic_place {
  const char *raised_at;
  /* The same or, of a panic of std, that of the innermost call in the program. */
  const char *position;
  /* Number of the frame that `position` is in, among the frames of the program, innermost first. */
  int64_t frame;
} ori_panic_place;

/* Begins the position of code of std (src/llvm/context.ts). */
#define ORI_IN_STD '\001'

/* A position as it is printed. */
const char *ori_position_text(const char *position);

/* Unwinds; the panic owns the message, which is no counted block: engines agree on those. */
_Noreturn void ori_raise(ori_line message, const char *position);
/* Ends the panic that a landing pad received; the caller owns its message now. */
ori_line ori_take_panic(void *exception, ori_panic_place *place);
/* No frame has a handler: prints the panic and ends the program. */
_Noreturn void ori_die_of_panic(const ori_line *message, ori_panic_place place);

/* A `drop` ended with `second` while `first` was unwinding: prints both and ends the program. */
_Noreturn void ori_die_in_drop(const ori_line *second, ori_panic_place second_place,
                               const ori_line *first, ori_panic_place first_place);
/* Drops nest too deep. */
_Noreturn void ori_die_of_depth(void);

/* --- backtrace.c -------------------------------------------------------------------------- */

/* Reads ORI_BACKTRACE. */
void ori_backtrace_configure(void);
/* The number of the function of the program that starts at an address; -1 for the runtime's and the system's. */
int64_t ori_function_at(uintptr_t start);
/* Notes the functions that are active now, if backtraces are asked for. */
void ori_keep_backtrace(void);
/* What was noted last, while a `drop` raises and catches panics of its own; null when none are asked for. */
typedef struct ori_backtrace ori_backtrace;
ori_backtrace *ori_save_backtrace(void);
void ori_restore_backtrace(ori_backtrace *saved);
/* Prints what was noted last, a line for each function, or all of the panic as JSON; `place` is that of the panic. */
void ori_print_backtrace(const ori_line *message, ori_panic_place place);

#endif
