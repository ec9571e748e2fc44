/* Between panic.c and unwind.c. */
#ifndef ORI_UNWIND_H
#define ORI_UNWIND_H

#include <stdlib.h>

#include "internal.h"

/* Unwinds; the panic owns the message, which is no counted block: engines agree on those. */
_Noreturn void ori_raise(ori_line message, const char *position);
/* Ends the panic that a landing pad received; the caller owns its message now. */
ori_line ori_take_panic(void *exception, const char **position);
/* No frame has a handler: prints the panic and ends the program. */
_Noreturn void ori_die_of_panic(const ori_line *message, const char *position);

/* A `drop` ended with `second` while `first` was unwinding: prints both and ends the program. */
_Noreturn void ori_die_in_drop(const ori_line *second, const char *second_position,
                               const ori_line *first, const char *first_position);
/* Drops nest too deep. */
_Noreturn void ori_die_of_depth(void);

/* --- backtrace.c -------------------------------------------------------------------------- */

/* Reads ORI_BACKTRACE. */
void ori_backtrace_configure(void);
/* Notes the functions that are active now, if backtraces are asked for. */
void ori_keep_backtrace(void);
/* What was noted last, while a `drop` raises and catches panics of its own; null when none are asked for. */
typedef struct ori_backtrace ori_backtrace;
ori_backtrace *ori_save_backtrace(void);
void ori_restore_backtrace(ori_backtrace *saved);
/* Prints what was noted last, a line for each function, or all of the panic as JSON; `position` is that of the panic. */
void ori_print_backtrace(const ori_line *message, const char *position);

#endif
