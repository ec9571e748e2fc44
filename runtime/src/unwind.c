/*
 * Raising, and the personality by which the system's unwinder reads the tables of generated functions
 * (Itanium C++ ABI: Exception Handling, level I; the table format is that of LLVM's "Exception Handling" page).
 *
 * A table has: the base of landing pads (absent: the function's start), the type table, and call sites {start,
 * length, landing pad, action}. Action 0 is a cleanup; otherwise action - 1 is the offset of an action record {filter,
 * next}. Filter 0 is a cleanup, one above 0 an entry of the type table, counted from its end: null for a handler (`catch
 * ptr null`), else the position of the call, a text (`catch ptr @position`). Only a panic of std reads positions, so
 * that calls of std cost nothing.
 */
#include <unwind.h>

#include "unwind.h"

#define EXCEPTION_CLASS UINT64_C(0x4f52490050414e00) /* "ORI\0PAN\0" */

#define ENCODING_OMIT 0xff
#define ENCODING_ULEB128 0x01
#define ENCODING_UDATA4 0x03
#define ENCODING_ABSOLUTE 0x00
#define ENCODING_INDIRECT_PCREL_SDATA4 0x9b

/* --- Reading tables ----------------------------------------------------------------------- */

/* The bits of a LEB128 number and how many they are; `*last` is its last byte. */
static uint64_t read_leb(const uint8_t **at, unsigned *bits, uint8_t *last) {
  uint64_t value = 0;
  *bits = 0;
  do {
    *last = *(*at)++;
    value |= (uint64_t)(*last & 0x7f) << *bits;
    *bits += 7;
  } while ((*last & 0x80) != 0);
  return value;
}

static uint64_t read_uleb(const uint8_t **at) {
  unsigned bits;
  uint8_t last;
  return read_leb(at, &bits, &last);
}

static int64_t read_sleb(const uint8_t **at) {
  unsigned bits;
  uint8_t last;
  uint64_t value = read_leb(at, &bits, &last);
  if ((last & 0x40) != 0 && bits < 64) value |= -(UINT64_C(1) << bits);
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
  const uint8_t *types; /* the end of the type table */
  uint8_t type_encoding;
} call_site;

/* The call site that covers `offset`, an instruction of the function whose table this is. */
static call_site find_call_site(const uint8_t *table, uint64_t offset) {
  const uint8_t *at = table;
  call_site site = {0, 0, NULL, NULL, 0};
  if (*at++ != ENCODING_OMIT) abort(); /* landing pads count from the function's start */
  site.type_encoding = *at++;
  if (site.type_encoding != ENCODING_OMIT) {
    uint64_t distance = read_uleb(&at);
    site.types = at + distance;
  }
  uint8_t encoding = *at++;
  uint64_t bytes = read_uleb(&at);
  site.actions = at + bytes;
  while (at < site.actions) {
    uint64_t start = read_encoded(&at, encoding);
    uint64_t length = read_encoded(&at, encoding);
    uint64_t landing_pad = read_encoded(&at, encoding);
    uint64_t action = read_uleb(&at);
    if (offset < start) break; /* sorted by start */
    if (offset >= start + length) continue;
    site.landing_pad = landing_pad;
    site.action = action;
    break;
  }
  return site;
}

/* Entry `filter` of the type table: null, or the position of a call. */
static const char *type_entry(call_site site, int64_t filter) {
  const char *entry;
  if (site.type_encoding == ENCODING_ABSOLUTE) {
    memcpy(&entry, site.types - filter * (int64_t)sizeof entry, sizeof entry);
    return entry;
  }
  int32_t distance;
  const uint8_t *at = site.types - filter * (int64_t)sizeof distance;
  memcpy(&distance, at, sizeof distance);
  if (distance == 0) return NULL;
  if (site.type_encoding == ENCODING_UDATA4) return (const char *)(uintptr_t)(uint32_t)distance;
  if (site.type_encoding != ENCODING_INDIRECT_PCREL_SDATA4) abort();
  memcpy(&entry, at + distance, sizeof entry);
  return entry;
}

/* What the actions of a call site say. */
typedef struct site_actions {
  int64_t handler; /* the filter of the first handler; 0: none */
  bool cleans_up;
  const char *position; /* the first one; null: none */
} site_actions;

static site_actions read_actions(call_site site) {
  site_actions found = {0, site.action == 0, NULL};
  uint64_t action = site.action;
  while (action != 0) {
    const uint8_t *at = site.actions + action - 1;
    int64_t filter = read_sleb(&at);
    const char *position = filter > 0 ? type_entry(site, filter) : NULL;
    if (filter == 0) found.cleans_up = true;
    if (filter > 0 && position == NULL && found.handler == 0) found.handler = filter;
    if (position != NULL && found.position == NULL) found.position = position;
    const uint8_t *link = at;
    int64_t next = read_sleb(&at);
    if (next == 0) break;
    action = (uint64_t)(link + next - site.actions) + 1;
  }
  return found;
}

/* The call site of a frame; one without a landing pad when the frame has no table. */
static call_site site_of(struct _Unwind_Context *context) {
  const uint8_t *table = _Unwind_GetLanguageSpecificData(context);
  if (table == NULL) return (call_site){0, 0, NULL, NULL, 0};
  /* The address is that of the instruction after the call. */
  return find_call_site(table, _Unwind_GetIP(context) - 1 - _Unwind_GetRegionStart(context));
}

/* --- Positions ---------------------------------------------------------------------------- */

const char *ori_position_text(const char *position) {
  return position != NULL && *position == ORI_IN_STD ? position + 1 : position;
}

/* Looks for the innermost frame whose call has a position: only calls in the program have one. */
static _Unwind_Reason_Code look_for_position(struct _Unwind_Context *context, void *found) {
  ori_panic_place *place = found;
  if (ori_function_at(_Unwind_GetRegionStart(context)) < 0) return _URC_NO_REASON;
  call_site site = site_of(context);
  const char *position = site.landing_pad == 0 ? NULL : read_actions(site).position;
  if (position == NULL) {
    place->frame++;
    return _URC_NO_REASON;
  }
  place->position = position;
  return _URC_NORMAL_STOP;
}

/* The place of a panic that is raised now at `position`. */
static ori_panic_place find_place(const char *position) {
  ori_panic_place place = {position, position, 0};
  if (position == NULL || *position != ORI_IN_STD) return place;
  _Unwind_Backtrace(look_for_position, &place);
  if (place.position == position) place.frame = 0;
  return place;
}

/* What is thrown. The header comes first: the unwinder's pointer is ours. */
typedef struct panic_record {
  struct _Unwind_Exception header;
  ori_line message;
  ori_panic_place place;
  ori_backtrace *backtrace;   /* while a `drop` runs that this panic called */
  struct panic_record *below; /* raised before and not over yet */
} panic_record;

/* All panics that were raised and not caught, the last one first. */
static panic_record *top_panic = NULL;
/* `top_panic` when the innermost `drop` was called: what it raises itself lies above. */
static panic_record *base_panic = NULL;
/* What was unwinding then: a panic that leaves that `drop` ends the program. */
static panic_record *outer_panic = NULL;
static int nested_drops = 0;

void *ori_drop_panic = NULL;

static void pop(panic_record *record) {
  top_panic = record->below;
  free(record);
}

static void delete_panic(_Unwind_Reason_Code reason, struct _Unwind_Exception *exception) {
  (void)reason;
  panic_record *record = (panic_record *)exception;
  free(record->message.bytes);
  pop(record);
}

static _Noreturn void throw(panic_record *record) {
  _Unwind_RaiseException(&record->header);
  ori_die_of_panic(&record->message, record->place);
}

static _Noreturn void abort_in_drop(const panic_record *first, const panic_record *second) {
  ori_die_in_drop(&second->message, second->place, &first->message, first->place);
}

_Noreturn void ori_raise(ori_line message, const char *position) {
  panic_record *record = calloc(1, sizeof *record);
  if (record == NULL) ori_out_of_memory();
  record->header.exception_class = EXCEPTION_CLASS;
  record->header.exception_cleanup = delete_panic;
  record->message = message;
  record->place = find_place(position);
  record->below = top_panic;
  if (ori_drop_panic != NULL) abort_in_drop(ori_drop_panic, record);
  top_panic = record;
  ori_keep_backtrace();
  throw(record);
}

ori_line ori_take_panic(void *exception, ori_panic_place *place) {
  panic_record *record = exception;
  ori_line message = record->message;
  *place = record->place;
  pop(record);
  return message;
}

/* --- Drop.drop ------------------------------------------------------------------------------ */

void ori_drop_enter(ori_drop_scope *scope) {
  if (nested_drops == ORI_NESTED_DROPS) ori_die_of_depth();
  nested_drops++;
  *scope = (ori_drop_scope){base_panic, outer_panic, ori_drop_panic, ori_drop_depth, ori_rc_site};
  outer_panic = top_panic == base_panic ? NULL : top_panic;
  if (outer_panic != NULL) outer_panic->backtrace = ori_save_backtrace();
  base_panic = top_panic;
  ori_drop_panic = NULL;
  ori_drop_depth = 0;
}

void ori_drop_leave(ori_drop_scope *scope) {
  if (outer_panic != NULL) {
    ori_restore_backtrace(outer_panic->backtrace);
    outer_panic->backtrace = NULL;
  }
  nested_drops--;
  base_panic = scope->base;
  outer_panic = scope->outer;
  ori_drop_panic = scope->pending;
  ori_drop_depth = scope->depth;
  ori_rc_site = scope->site;
}

void ori_drop_caught(ori_drop_scope *scope) {
  ori_drop_leave(scope);
  ori_drop_panic = top_panic;
}

_Noreturn void ori_drop_raise(void) {
  panic_record *record = ori_drop_panic;
  ori_drop_panic = NULL;
  throw(record);
}

/* --- Personalities ------------------------------------------------------------------------- */

int ori_personality(int version, int actions, uint64_t exception_class, void *exception,
                    void *context) {
  (void)exception_class;
  if (version != 1) return _URC_FATAL_PHASE1_ERROR;
  call_site site = site_of(context);
  if (site.landing_pad == 0) return _URC_CONTINUE_UNWIND;
  site_actions found = read_actions(site);
  if ((actions & _UA_SEARCH_PHASE) != 0) {
    return found.handler != 0 ? _URC_HANDLER_FOUND : _URC_CONTINUE_UNWIND;
  }
  /* Forced unwinding (the end of a thread) may not be stopped. */
  if ((actions & _UA_HANDLER_FRAME) == 0) {
    if (found.handler != 0 || !found.cleans_up) return _URC_CONTINUE_UNWIND;
  }
  _Unwind_SetGR(context, __builtin_eh_return_data_regno(0), (uintptr_t)exception);
  _Unwind_SetGR(context, __builtin_eh_return_data_regno(1), (uintptr_t)found.handler);
  _Unwind_SetIP(context, _Unwind_GetRegionStart(context) + site.landing_pad);
  return _URC_INSTALL_CONTEXT;
}

/* A `drop` that was called while a panic unwinds lets none out: known in the search, before any cleanup ran. */
int ori_drop_personality(int version, int actions, uint64_t exception_class, void *exception,
                         void *context) {
  int reason = ori_personality(version, actions, exception_class, exception, context);
  if (reason == _URC_HANDLER_FOUND && outer_panic != NULL) abort_in_drop(outer_panic, exception);
  return reason;
}
