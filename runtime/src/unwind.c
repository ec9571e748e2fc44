/*
 * Raising, and the personality by which the system's unwinder reads the tables of generated functions
 * (Itanium C++ ABI: Exception Handling, level I; the table format is that of LLVM's "Exception Handling" page).
 *
 * A table has: the base of landing pads (absent: the function's start), the type table (unused: the only
 * handler is `catch ptr null`), and call sites {start, length, landing pad, action}. Action 0 is a
 * cleanup; otherwise action - 1 is the offset of an action record {filter, next}; a filter above 0 is a handler.
 */
#include <unwind.h>

#include "unwind.h"

#define EXCEPTION_CLASS UINT64_C(0x4f52490050414e00) /* "ORI\0PAN\0" */

#define ENCODING_OMIT 0xff
#define ENCODING_ULEB128 0x01
#define ENCODING_UDATA4 0x03

/* One at a time: nothing that runs while a panic unwinds can panic. */
static struct {
  struct _Unwind_Exception header;
  ori_line message;
  const char *position;
} panic;

static void delete_panic(_Unwind_Reason_Code reason, struct _Unwind_Exception *exception) {
  (void)reason;
  (void)exception;
  free(panic.message.bytes);
}

_Noreturn void ori_raise(ori_line message, const char *position) {
  memset(&panic.header, 0, sizeof panic.header);
  panic.header.exception_class = EXCEPTION_CLASS;
  panic.header.exception_cleanup = delete_panic;
  panic.message = message;
  panic.position = position;
  ori_keep_backtrace();
  _Unwind_RaiseException(&panic.header);
  ori_die_of_panic(&panic.message, panic.position);
}

ori_line ori_take_panic(void *exception, const char **position) {
  (void)exception;
  ori_line message = panic.message;
  *position = panic.position;
  panic.message = (ori_line){NULL, 0, 0};
  return message;
}

/* --- Reading tables ----------------------------------------------------------------------- */

static uint64_t read_uleb(const uint8_t **at) {
  uint64_t value = 0;
  unsigned shift = 0;
  uint8_t byte;
  do {
    byte = *(*at)++;
    value |= (uint64_t)(byte & 0x7f) << shift;
    shift += 7;
  } while ((byte & 0x80) != 0);
  return value;
}

static int64_t read_sleb(const uint8_t **at) {
  uint64_t value = 0;
  unsigned shift = 0;
  uint8_t byte;
  do {
    byte = *(*at)++;
    value |= (uint64_t)(byte & 0x7f) << shift;
    shift += 7;
  } while ((byte & 0x80) != 0);
  if ((byte & 0x40) != 0 && shift < 64) value |= -(UINT64_C(1) << shift);
  return (int64_t)value;
}

/* The two encodings of call sites that LLVM writes. */
static uint64_t read_encoded(const uint8_t **at, uint8_t encoding) {
  if (encoding == ENCODING_ULEB128) return read_uleb(at);
  if (encoding != ENCODING_UDATA4) abort();
  uint32_t value;
  memcpy(&value, *at, sizeof value);
  *at += sizeof value;
  return value;
}

typedef struct call_site {
  uint64_t landing_pad; /* from the function's start; 0: none */
  uint64_t action;
  const uint8_t *actions;
} call_site;

/* The call site that covers `offset`, an instruction of the function whose table this is. */
static call_site find_call_site(const uint8_t *table, uint64_t offset) {
  const uint8_t *at = table;
  if (*at++ != ENCODING_OMIT) abort(); /* landing pads count from the function's start */
  if (*at++ != ENCODING_OMIT) read_uleb(&at);
  uint8_t encoding = *at++;
  uint64_t bytes = read_uleb(&at);
  const uint8_t *end = at + bytes;
  while (at < end) {
    uint64_t start = read_encoded(&at, encoding);
    uint64_t length = read_encoded(&at, encoding);
    uint64_t landing_pad = read_encoded(&at, encoding);
    uint64_t action = read_uleb(&at);
    if (offset < start) break; /* sorted by start */
    if (offset < start + length) return (call_site){landing_pad, action, end};
  }
  return (call_site){0, 0, end};
}

/* The filter of the first handler among the actions of a call site; 0 when it only cleans up. */
static int64_t find_handler(call_site site) {
  uint64_t action = site.action;
  while (action != 0) {
    const uint8_t *at = site.actions + action - 1;
    int64_t filter = read_sleb(&at);
    if (filter > 0) return filter;
    const uint8_t *link = at;
    int64_t next = read_sleb(&at);
    if (next == 0) return 0;
    action = (uint64_t)(link + next - site.actions) + 1;
  }
  return 0;
}

int ori_personality(int version, int actions, uint64_t exception_class, void *exception,
                    void *context) {
  (void)exception_class;
  if (version != 1) return _URC_FATAL_PHASE1_ERROR;
  const uint8_t *table = _Unwind_GetLanguageSpecificData(context);
  if (table == NULL) return _URC_CONTINUE_UNWIND;
  uintptr_t start = _Unwind_GetRegionStart(context);
  /* The address is that of the instruction after the call. */
  call_site site = find_call_site(table, _Unwind_GetIP(context) - 1 - start);
  if (site.landing_pad == 0) return _URC_CONTINUE_UNWIND;
  int64_t filter = find_handler(site);
  if ((actions & _UA_SEARCH_PHASE) != 0) {
    return filter != 0 ? _URC_HANDLER_FOUND : _URC_CONTINUE_UNWIND;
  }
  /* Forced unwinding (the end of a thread) may not be stopped. */
  if ((actions & _UA_HANDLER_FRAME) == 0) {
    if (filter != 0) return _URC_CONTINUE_UNWIND;
  }
  _Unwind_SetGR(context, __builtin_eh_return_data_regno(0), (uintptr_t)exception);
  _Unwind_SetGR(context, __builtin_eh_return_data_regno(1), (uintptr_t)filter);
  _Unwind_SetIP(context, start + site.landing_pad);
  return _URC_INSTALL_CONTEXT;
}
