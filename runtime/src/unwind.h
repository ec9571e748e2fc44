/* Between panic.c and unwind.c. */
#ifndef ORI_UNWIND_H
#define ORI_UNWIND_H

#include <stdlib.h>

#include "internal.h"

/* Unwinds with an owned message. */
_Noreturn void ori_raise(ori_str message, const char *position);
/* Ends the panic that a landing pad received; the caller owns the message now. */
void ori_take_panic(void *exception, ori_str *message, const char **position);
/* No frame has a handler: prints the panic and ends the program. */
_Noreturn void ori_die_of_panic(ori_str *message, const char *position);

#endif
