/*
 * ori_rt.h: every symbol that generated code may call or read, and the shapes of the values they share.
 *
 * src/layout/runtime.ts mirrors this file for the emitters; a test compares the two. Sizes, offsets
 * and type records are computed by src/layout and emitted with the program: nothing here guesses one.
 *
 * Ownership is said in the type and in the comment of each function:
 *   owned     the callee consumes the value: it releases it, stores it or returns it, also when it panics
 *   borrowed  the caller keeps the value and it stays valid during the call
 *   out       uninitialised memory of the caller; the result is written there and owned by the caller.
 *             It never overlaps an argument. Not written when the function panics.
 *   inout     an owned value in the caller's memory; replaced by the result
 * Functions marked "Panics" unwind through the caller; all others return normally and never unwind.
 * Running out of memory ends the program with a message and code 1, without unwinding.
 */
#ifndef ORI_RT_H
#define ORI_RT_H

#include <stdbool.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/* --- Values ------------------------------------------------------------------------------- */

/*
 * A text in UTF-8, 24 bytes, in one of four forms:
 *   inline  byte 23 (the top byte of `data`, little endian) is 0x80 | length; the text is bytes 0..22
 *   heap    byte 23 is 0, cap > 0: `data` is the payload of a counted block of `cap` bytes (type ori_type_str)
 *   slice   byte 23 is 0, cap < 0: `data` points into the bytes of a heap text; see ori_slice_drop
 *   static  byte 23 is 0, cap == 0: `data` points to bytes that live for ever (null when len is 0)
 * All 24 bytes zero is the empty static text. Releasing an inline or static text does nothing.
 * No terminator is kept. Equal texts may differ in form.
 */
typedef struct ori_str {
  int64_t len;
  int64_t cap;
  char *data;
} ori_str;

/*
 * A list. `data` is the payload of a counted block with room for `cap` elements of the size in the
 * block's type record; null when cap is 0. All zero is the empty list. Elements behind `len` are
 * uninitialised. With cap < 0 it is a slice: `data` points to an element inside of the buffer of another list.
 */
typedef struct ori_list {
  int64_t len;
  int64_t cap;
  void *data;
} ori_list;

/*
 * A function value. `code` takes the env as its first argument, then the arguments, all owned.
 * `env` is the payload of a counted block, or null when nothing is captured.
 */
typedef struct ori_closure {
  void *code;
  void *env;
} ori_closure;

typedef ori_str *ori_str_owned;          /* the callee consumes the value */
typedef const ori_str *ori_str_borrowed; /* the caller keeps it */
typedef ori_list *ori_list_owned;
typedef const ori_list *ori_list_borrowed;
typedef ori_list *ori_list_inout;

/*
 * What is known of the payload of a counted block. Emitted once per type, in writable memory.
 * A cell (boxed sum, env) has one element; a list buffer has as many as its list says.
 */
typedef struct ori_type {
  const char *name; /* as in the source: `[str]`, `Tree`; null-terminated */
  int64_t size;     /* of one element, in bytes; at least 1 */
  /* One more reference for each counted part of `count` elements; null when nothing is counted. */
  void (*retain)(void *elements, int64_t count);
  /* One reference less for each of them; null when nothing is counted. Elements of all zero bits
     (a hole that a panic left) are skipped. Does not free `elements`. */
  void (*release)(void *elements, int64_t count);
  /* Of an env, else null: its count was one; releases every capture and frees it with its true size. */
  void (*drop)(void *env);
  int64_t id;            /* number in the type registry of the program blob; -1: in none */
} ori_type;

/*
 * Right before the payload of each counted block (payload - 16). Payloads are aligned to 16.
 * count 1: one reference. Saturated (INT64_MAX) and negative counts never change again: such
 * a block is immortal. Counting is not atomic: user code runs on one thread.
 */
typedef struct ori_header {
  int64_t count;
  ori_type *type;
} ori_header;

/* The record of heap texts; name `str`, size 1. */
extern ori_type ori_type_str;

/*
 * Slices. `cap` of a slice is the negated address of the payload of its owner: a counted block of type `slice` that
 * holds {len, cap, data} of the whole buffer and one reference to it. Retaining and releasing a slice count the owner,
 * never what lies before `data`; a slice of a slice counts the same owner. A slice is never unique: whoever changes
 * a str or list in place asks for cap > 0 first, else copies what the slice shows. Only parts of at least half of
 * the buffer and of so many elements are slices, others are copies, which cost less: so at most twice the elements stay
 * that are in use.
 */
#define ORI_SHARED_ELEMENTS 8 /* of types with references */
#define ORI_SHARED_SCALARS 64 /* of other types */
#define ORI_SHARED_BYTES 128  /* of a text */
/* The count of an owner was one: releases the buffer and frees the owner. */
void ori_slice_drop(void *owner);

/* --- Memory ------------------------------------------------------------------------------- */

/* A block with count 1 and a payload of `size` bytes, uninitialised. `align` is at most 16. `site`: see ori_rc_site. */
void *ori_rc_alloc(int64_t size, int64_t align, ori_type *type, const char *site);

/* Frees a block whose parts are already released. `size` and `align` are those of the allocation. */
void ori_rc_free(void *payload, int64_t size, int64_t align);

/*
 * Drops of recursive types nest at most ORI_DROP_DEPTH deep: generated code raises ori_drop_depth around the
 * release of children; at the limit it hands the block (`count` elements, `size` bytes in all) to
 * ori_drop_defer, and the outermost drop (depth 0 again) calls ori_drop_drain when
 * ori_drop_pending is not 0. ori_drop_drain releases (type->release at depth 1) and frees until nothing is pending.
 * Whoever calls type->release from C on a block that dies does the same as generated code.
 */
#define ORI_DROP_DEPTH 256
/* In programs with impls of `Drop` the depth is this, so that their order is seen to be right. */
#define ORI_DROP_DEPTH_IN_ORDER 100000
extern int64_t ori_drop_limit; /* one of the two, for drops from C; set by the program's entry */
extern int64_t ori_drop_depth;
extern int64_t ori_drop_pending;
void ori_drop_defer(void *payload, int64_t count, int64_t size);
void ori_drop_drain(void);

/*
 * What the program is doing, "FUNCTION at FILE:LINE:COL", null-terminated and static: leak reports and traces name it.
 * Generated code sets it before it calls what may allocate here; builds with trace hooks also before each operation that
 * counts or frees.
 */
extern const char *ori_rc_site;

/*
 * ORI_TRACE_RC=1|verbose: builds with trace hooks call these for each counted operation while ori_rc_tracing is
 * true. `count` is the count before the operation. Allocation and free are traced inside ori_rc_alloc and ori_rc_free.
 */
extern bool ori_rc_tracing;
void ori_trace_inc(const void *payload, int64_t count);
void ori_trace_dec(const void *payload, int64_t count);
/* A function of the program and its name. */
typedef struct ori_named_function {
  void (*code)(void);
  const char *name;
} ori_named_function;
/* Called first of all by builds with trace hooks: the functions that ORI_TRACE_RC=verbose names in call stacks. */
void ori_trace_functions(const ori_named_function *functions, int64_t count);

/* --- str: lengths and offsets in bytes ---------------------------------------------------- */

/* `left` followed by `right`. left: owned, extended in place when unique and roomy (grows by
   doubling, so that appending is amortised O(1)). right: borrowed, may be the same text as left. */
void ori_str_concat(ori_str *out, ori_str_owned left, ori_str_borrowed right);
bool ori_str_eq(ori_str_borrowed left, ori_str_borrowed right);
/* -1, 0 or 1 by byte order. */
int64_t ori_str_compare(ori_str_borrowed left, ori_str_borrowed right);
/* FNV-1a 64 over the bytes. */
int64_t ori_str_hash(ori_str_borrowed s);
/* A hash below 2^31 by the seed of the process; for places in tables, never for results. */
int64_t ori_str_key_hash(ori_str_borrowed s);
/* Generated code mixes hashes of other keys with them. The factor is odd. Constant once ori_start has run. */
extern int64_t ori_hash_seed;
extern int64_t ori_hash_factor;
/* Bytes start..end, a slice or a copy. Panics when out of bounds or inside a code point (texts: src/operations/panics.ts,
   str_slice_bounds and str_slice_inside). */
void ori_str_slice(ori_str *out, ori_str_borrowed s, int64_t start, int64_t end,
                   const char *position);
/* Offset of the first occurrence at or after `from`, or -1. */
int64_t ori_str_find(ori_str_borrowed s, ori_str_borrowed needle, int64_t from);
/* Offset of the last occurrence, or -1. */
int64_t ori_str_find_last(ori_str_borrowed s, ori_str_borrowed needle);
/* The code point at offset `at`, a boundary inside s. */
int32_t ori_str_char_at(ori_str_borrowed s, int64_t at);
void ori_str_from_char(ori_str *out, int32_t c);
/* Number of code points. */
int64_t ori_str_char_count(ori_str_borrowed s);
/* Code point number `index` as a text. Panics `index out of bounds: ...`. */
void ori_str_index(ori_str *out, ori_str_borrowed s, int64_t index, const char *position);
/* `s` `count` times; nothing when `count` is not above 0. */
void ori_str_repeat(ori_str *out, ori_str_borrowed s, int64_t count);
void ori_str_to_upper(ori_str *out, ori_str_borrowed s);
void ori_str_to_lower(ori_str *out, ori_str_borrowed s);
/* Escapes \n \t \r \\ \" \0. */
void ori_str_escape(ori_str *out, ori_str_borrowed s);
/* `type`: the record of [byte] buffers. */
void ori_str_to_bytes(ori_list *out, ori_str_borrowed s, ori_type *type);
/* The bytes are valid UTF-8. */
void ori_str_from_bytes(ori_str *out, ori_list_borrowed bytes);
bool ori_bytes_are_utf8(ori_list_borrowed bytes);
/* The text has the form of a float literal. */
double ori_str_parse_float(ori_str_borrowed s);
void ori_int_to_str(ori_str *out, int64_t n);
/* Shortest digits that round-trip, no exponent, no `.0`; `NaN`, `inf`, `-inf`. */
void ori_float_to_str(ori_str *out, double x);
/* Of a finite `x`: its exact value rounded half to even to `precision` >= 0 digits after the point. */
void ori_float_to_fixed(ori_str *out, double x, int64_t precision);
/* Likewise with one digit in front of the point and the exponent: `1.50e3`, `5e-3`. */
void ori_float_to_exp(ori_str *out, double x, int64_t precision);

/* --- [T]: slow paths; hot paths and all bounds checks are emitted inline ------------------- */
/* `type` is always the record of the list's buffers. */

/* An empty list with room for `capacity` elements (0 or less: no buffer). */
void ori_list_new(ori_list *out, int64_t capacity, ori_type *type);
/* `length` elements of zero bits, which are holes; of a type without references uninitialised. */
void ori_list_holes(ori_list *out, int64_t length, ori_type *type);
/* Makes the buffer unique: a shared one is copied (elements retained) and loses one reference. */
void ori_list_unique(ori_list_inout xs, ori_type *type);
/* Makes the buffer unique with room for `extra` more elements; a new capacity is at least twice the
   old one and at least 4. */
void ori_list_reserve(ori_list_inout xs, int64_t extra, ori_type *type);
/* Elements start..end, a slice or a copy; 0 <= start <= end <= len was checked. */
void ori_list_slice(ori_list *out, ori_list_borrowed xs, int64_t start, int64_t end,
                    ori_type *type);
/* Likewise, never a slice: the elements are retained. All of `xs` is `xs` itself. */
void ori_list_copy(ori_list *out, ori_list_borrowed xs, int64_t start, int64_t end,
                   ori_type *type);
/* left: owned, extended in place when unique and roomy (growth as ori_list_reserve). right: borrowed, its
   elements are retained; may be the same list as left. */
void ori_list_concat(ori_list *out, ori_list_owned left, ori_list_borrowed right, ori_type *type);
/* Unique, with one more element: those from `at` on move up, element `at` is uninitialised. at <= len. */
void ori_list_open_gap(ori_list_inout xs, int64_t at, ori_type *type);
/* The buffer is unique and element `at` was moved out: those behind move down, len falls by one. */
void ori_list_close_gap(ori_list_inout xs, int64_t at, ori_type *type);

/* --- The world outside -------------------------------------------------------------------- */

void ori_print(ori_str_borrowed text);  /* text and newline to stdout */
void ori_eprint(ori_str_borrowed text); /* text and newline to stderr; stdout is flushed first */
void ori_write(ori_str_borrowed text);  /* text to stdout */
/* The next line with its line break, empty at the end; invalid UTF-8 becomes U+FFFD. */
void ori_stdin_line(ori_str *out);
void ori_stdin_rest(ori_str *out);
/* Arguments without the program's name (and without the index in a test harness). `type`: record of
   [str] buffers. */
void ori_program_args(ori_list *out, ori_type *type);

/* `@panic` handles the panic that was caught last: its "FILE:LINE:COL". stdout goes to stderr until it is reported. */
void ori_panic_hold(ori_str *out);
/* Prints the panic that is handled as one that nobody caught. */
void ori_panic_report(ori_str_borrowed message);
/* Prints the panic that was caught last, and the one that is handled; ends the program with code 134. */
void ori_panic_abort(ori_str_borrowed second, ori_str_borrowed first);

/*
 * Performs an operation of src/operations/world.ts: its result from 0 on, else minus the number of a failure. The bytes of
 * the answer stay until they are taken, or the next call.
 */
int64_t ori_world_call(ori_list_borrowed bytes, ori_str_borrowed operation, ori_str_borrowed text,
                       int64_t number);
/* Take the bytes of the last answer; invalid UTF-8 becomes U+FFFD. `type`: record of [byte] buffers. */
void ori_world_bytes(ori_list *out, ori_type *type);
void ori_world_text(ori_str *out);
/* The offset of the first byte of the last answer that is not UTF-8, or -1. */
int64_t ori_world_invalid_at(void);

/* --- Panics: all unwind and never return -------------------------------------------------- */
/* `position` is "FILE:LINE:COL", null-terminated and static. Texts without values come from the compiler. */

_Noreturn void ori_panic(ori_str_owned message, const char *position);
/* A text of the compiler, null-terminated and static. */
_Noreturn void ori_panic_text(const char *message, const char *position);
/* `before`, then `value` in decimal, then `after`. */
_Noreturn void ori_panic_int(const char *before, int64_t value, const char *after,
                             const char *position);
/* `index out of bounds: index I out of bounds for length N` */
_Noreturn void ori_panic_index(int64_t index, int64_t length, const char *position);
/* `list slice out of bounds: START..END for length N` */
_Noreturn void ori_panic_slice(int64_t start, int64_t end, int64_t length, const char *position);

/*
 * Called by the landing pad of the program's entry (`catch ptr null`), after all cleanups ran: prints
 * `panic: MESSAGE at POSITION` on stderr, frees the exception and its message. Result: 1, the exit code.
 * `exception` is the pointer that the landing pad received. So every panic finds a handler and unwinds fully.
 */
int64_t ori_panic_uncaught(void *exception);

/*
 * Called by the handler of a `catch`: ends the panic that its landing pad received as `exception`, and gives the
 * bare message, owned. Nothing is printed.
 */
void ori_panic_take(void *exception, ori_str *message);

/*
 * Around each call of a user's `Drop.drop`, from the release of its value:
 *   ori_drop_enter(scope); invoke drop(cell); ori_drop_leave(scope)        the drop returned
 *   ... landing pad `catch ptr null`: ori_drop_caught(scope)               it ended with a panic
 * A panic is kept in ori_drop_panic until the release is over; generated code then calls ori_drop_raise, which lets it
 * go on. With ori_drop_personality the program ends at once (code 134) when the drop was called while another panic
 * was unwinding. Drops nest at most ORI_NESTED_DROPS deep: more is a stack overflow.
 */
#define ORI_NESTED_DROPS 200
typedef struct ori_drop_scope {
  void *base;
  void *outer;
  void *pending;
  int64_t depth;
  const char *site; /* what the release goes on with, after the sites of the drop's own operations */
} ori_drop_scope;
extern void *ori_drop_panic;
void ori_drop_enter(ori_drop_scope *scope);
void ori_drop_leave(ori_drop_scope *scope);
void ori_drop_caught(ori_drop_scope *scope);
_Noreturn void ori_drop_raise(void);
int ori_drop_personality(int version, int actions, uint64_t exception_class, void *exception,
                         void *context);

/* The personality of every generated function with a landing pad: cleanups, and `catch ptr null`. */
int ori_personality(int version, int actions, uint64_t exception_class, void *exception,
                    void *context);

/* --- The program blob --------------------------------------------------------------------- */

/*
 * Called by `main` before ori_start: checks version and digest of the program that the binary carries and publishes it: see
 * src/blob.h. A malformed one ends the process with one JSON diagnostic on stderr and code 1. `blob` stays where it is
 * for the life of the process.
 */
void ori_aot_publish_program(const void *blob, int64_t length);
/* Clears what was published and frees what was decoded of it. */
void ori_aot_fini(void);

/* --- The sandbox -------------------------------------------------------------------------- */

/*
 * Called by `main` before ori_start: the program may do no more than `grants` says, a line for each capability that it has,
 * with `:` and a path, name or program for a part of it.
 */
void ori_sandbox(const char *grants);

/* --- Start -------------------------------------------------------------------------------- */

/*
 * Runs `entry` on a thread with a large guarded stack and returns the exit code of the process: entry's result (1 after an
 * uncaught panic: entry never unwinds, see ori_panic_uncaught), or 2 when the leak check (ORI_CHECK_LEAKS=1) finds live blocks.
 * Flushes stdout. `checks_leaks` asks for the leak check without the variable.
 */
int ori_start(int64_t (*entry)(void), int argc, char **argv, bool checks_leaks);
/*
 * In a benchmark binary, what `entry` of ori_start does: runs `entry` again and again, for a second or ORI_BENCH_RUNS times,
 * and tells its times on stderr. Gives the code of the last run; a panic ends it.
 */
int64_t ori_bench(int64_t (*entry)(void));
/* In a test harness, called first by `entry`: argv[1] as the index of the test to run, in 0..count;
   ends the program with code 64 and a message when it is not one. */
int64_t ori_test_index(int64_t count);

#ifdef __cplusplus
}
#endif
#endif
