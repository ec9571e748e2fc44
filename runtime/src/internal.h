/* What the files of the runtime share. Nothing here is called by generated code. */
#ifndef ORI_INTERNAL_H
#define ORI_INTERNAL_H

#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif

#include <stddef.h>
#include <string.h>

#include "../include/ori_rt.h"

#define ORI_LIKELY(x) __builtin_expect(!!(x), 1)
#define ORI_UNLIKELY(x) __builtin_expect(!!(x), 0)

#if defined(__has_feature)
#if __has_feature(address_sanitizer)
#define ORI_ASAN 1
#endif
#endif

/* For code that runs on another stack than the sanitizer believes. */
#ifdef ORI_ASAN
#define ORI_UNCHECKED __attribute__((no_sanitize("address")))
#else
#define ORI_UNCHECKED
#endif

/* Shared state is defined in the archive alone: the bitcode that is linked into programs sees it as extern. */

/* --- hot.c: counted blocks ---------------------------------------------------------------- */

#define ORI_HEADER_BYTES ((int64_t)sizeof(ori_header))
#define ORI_IMMORTAL INT64_MAX
#define ORI_CLASS_BYTES 16
#define ORI_CLASS_COUNT 33 /* blocks of 16, 32 ... 512 bytes, header included; class 0 is unused */

typedef struct ori_free_block {
  struct ori_free_block *next;
} ori_free_block;

/* Freed small blocks, by size in steps of ORI_CLASS_BYTES. */
extern ori_free_block *ori_free_blocks[ORI_CLASS_COUNT];
/* Blocks of at most so many bytes come from ori_free_blocks; 0 while blocks are counted or traced. */
extern int64_t ori_small_limit;

static inline ori_header *header_of(const void *payload) {
  return (ori_header *)payload - 1;
}

/* Whether freed small blocks are filled with ORI_POISON_BYTE, so that what still uses them fails early: in debug builds. */
extern bool ori_poisons_freed;
#define ORI_POISON_BYTE 0xdb

static inline void ori_poison(void *block, int64_t bytes) { memset(block, ORI_POISON_BYTE, (size_t)bytes); }

/* guard.c, in place of all that follows where ORI_CANARIES is defined. */
void *ori_guarded_alloc(int64_t size, ori_type *type);
void ori_guarded_free(void *payload, int64_t size);

/* alloc.c: the calls that the lists do not serve. `total` includes the header. */
void *ori_rc_alloc_slow(int64_t size, ori_type *type, const char *site);
void ori_rc_free_slow(void *payload, int64_t size);

/* --- alloc.c ------------------------------------------------------------------------------ */

/* The exit code of a program that finds a mistake of the compiler or the runtime. */
#define ORI_INTERNAL_CODE 70
/* Chooses between free lists and plain malloc; before the first allocation. */
void ori_alloc_configure(bool checks_leaks);
/* What stands in front of the header of each block while live blocks are counted. */
typedef struct ori_live_block {
  struct ori_live_block *previous;
  struct ori_live_block *next;
  int64_t size;     /* of the payload */
  const char *site; /* of the allocation */
} ori_live_block;
/* The newest live block; NULL when there is none, or blocks are not counted. */
extern ori_live_block *ori_live_blocks;
/* Moves a unique block to one of `size` bytes; the first min(old, new) bytes are kept. */
void *ori_rc_resize(void *payload, int64_t old_size, int64_t size);
/* The payload size that makes full use of the memory a block of `size` bytes takes. */
int64_t ori_rc_good_size(int64_t size);
/* size * count, or the end of the program when that is too much memory. */
int64_t ori_checked_size(int64_t count, int64_t size);
_Noreturn void ori_out_of_memory(void);

/* --- rc.c --------------------------------------------------------------------------------- */

/* The block has exactly one reference. */
static inline bool is_unique(const void *payload) { return header_of(payload)->count == 1; }
void ori_rc_retain(void *payload);
/* One reference less; the last one releases `count` elements and frees `size` bytes. */
void ori_rc_release(void *payload, int64_t count, int64_t size);
/* The block dies: releases `count` elements and frees `size` bytes, with bounded depth. */
void ori_rc_drop(void *payload, int64_t count, int64_t size);

/* --- slice.c ------------------------------------------------------------------------------ */

/* The record of the owners of shared buffers; name `slice`. */
extern ori_type ori_type_slice;

/* What a str or list with this `cap`, which is not 0, counts: its buffer, or the owner of the one it is a slice of. */
static inline void *block_of(int64_t cap, void *data) {
  return cap < 0 ? (void *)(intptr_t)-cap : data;
}
/* The value has a buffer that nobody else holds: elements may change in place. */
static inline bool has_own_buffer(int64_t cap, const void *data) {
  return cap > 0 && is_unique(data);
}
/*
 * Makes `out` a slice of `xs`, elements of `size` bytes from `start` on, when that keeps at most twice as many
 * elements alive as it shows; else false.
 */
bool ori_share_part(ori_list *out, const ori_list *xs, int64_t start, int64_t len, int64_t size);
/* One reference less to what `xs` counts, if it does. */
void ori_release_block(const ori_list *xs, int64_t size);

/* --- seed.c ------------------------------------------------------------------------------- */

#define ORI_HASH_CONSTANT 0xa0761d6478bd642fu

/* Chooses the seed of hashes. */
void ori_hash_configure(void);

/* --- str.c -------------------------------------------------------------------------------- */

#define ORI_INLINE_MAX 23

/* The bytes of a text, wherever they lie. Valid while the str stays in place. */
typedef struct ori_text {
  const char *bytes;
  int64_t len;
} ori_text;

static inline unsigned char str_tag(const ori_str *s) { return ((const unsigned char *)s)[23]; }
static inline bool str_is_inline(const ori_str *s) { return (str_tag(s) & 0x80) != 0; }
/* In a block: of its own, or a slice of one. */
static inline bool str_is_counted(const ori_str *s) { return str_tag(s) == 0 && s->cap != 0; }

static inline ori_text str_text(const ori_str *s) {
  if (str_is_inline(s)) return (ori_text){(const char *)s, str_tag(s) & 0x7f};
  return (ori_text){s->data, s->len};
}

/* Makes `out` a text of `len` uninitialised bytes, inline when short; gives where they lie. */
char *ori_str_begin(ori_str *out, int64_t len);
void ori_str_copy(ori_str *out, const char *bytes, int64_t len);
/* A static text. */
ori_str ori_str_static(const char *bytes);
void ori_str_retain(const ori_str *s);
void ori_str_release(ori_str *s);
/* Appends to an owned text in place, growing by doubling. `bytes` may lie inside `s`. */
void ori_str_append(ori_str *s, const char *bytes, int64_t len);
/* Bytes of the code point that starts with `first`. */
int64_t ori_utf8_width(unsigned char first);
/* Writes the code point at `to` (up to 4 bytes); gives its width. */
int64_t ori_utf8_encode(char *to, int32_t c);
/* Length of the valid text at the start. */
int64_t ori_utf8_prefix(const char *bytes, int64_t len);
bool ori_utf8_valid(const char *bytes, int64_t len);
/* A text of any bytes: each maximal invalid part becomes U+FFFD, as WHATWG's decoder does. */
void ori_str_from_lossy(ori_str *out, const char *bytes, int64_t len);

/* --- char_index.c ------------------------------------------------------------------------- */

/* Number of code points in valid UTF-8. */
int64_t ori_count_chars(const char *bytes, int64_t len);
/* Offset of code point `index` of a text, or its length when there are no more. */
int64_t ori_offset_of_char(ori_text t, int64_t index);
/* The block is freed or moved: what is known of texts in it is void. */
void ori_forget_chars(const void *block, int64_t size);
/* Bytes that `ori_offset_of_char` looked at, for tests. */
extern int64_t ori_chars_walked;

/* --- format.c ----------------------------------------------------------------------------- */

#define ORI_INT_MAX_CHARS 20
/* "-" and 308 digits, or "-0." and 323 zeros and 17 digits. */
#define ORI_FLOAT_MAX_CHARS 352
/* Write at `to` without a terminator; give the number of bytes. */
int64_t ori_format_int(char *to, int64_t n);
int64_t ori_format_float(char *to, double x);

/* --- io.c --------------------------------------------------------------------------------- */

void ori_flush_stdout(void);
/* From here on what is printed goes to stderr; afterwards to stdout again. */
void ori_divert_stdout(void);
void ori_restore_stdout(void);
/* Likewise from a signal handler, which may run while another thread prints. */
void ori_flush_in_signal(void);
/* Straight to a file descriptor, all of it; false when the system refuses. Safe in signal handlers. */
bool ori_write_all(int fd, const char *bytes, int64_t len);
/* Text of the runtime on stderr, after what stdout holds. */
void ori_error_bytes(const char *bytes, int64_t len);
void ori_error_text(const char *text);

/* A text under construction in plain memory, all zero at first: what the runtime itself says counts nothing. */
typedef struct ori_line {
  char *bytes;
  int64_t len;
  int64_t room;
} ori_line;

void ori_line_bytes(ori_line *line, const char *bytes, int64_t len);
void ori_line_text(ori_line *line, const char *text);
void ori_line_int(ori_line *line, int64_t n);
/* Writes the line and a line break to stderr, after what stdout holds, and frees it. */
void ori_line_print(ori_line *line);

/* --- leaks.c ------------------------------------------------------------------------------ */

/* Reports live blocks on stderr; gives their number. */
int64_t ori_report_leaks(void);
/* holders.c: a line on stderr for each live block, with the path to it from a block that nothing holds. */
void ori_report_holders(void);

/* --- trace.c ------------------------------------------------------------------------------ */

/* Reads ORI_TRACE_RC; before ori_alloc_configure. */
void ori_trace_configure(void);
void ori_trace_alloc(const void *payload);
void ori_trace_resize(const void *before, const void *payload);
void ori_trace_free(const void *payload);

/* --- panic.c ------------------------------------------------------------------------------ */

/* A panic that nothing caught was printed. */
extern bool ori_has_panicked;

/* --- start.c ------------------------------------------------------------------------------ */

/* Arguments of the program: those after its name, and after the index in a test harness. */
extern char **ori_arguments;
extern int64_t ori_argument_count;
/* Whether ori_test_index was called. */
extern bool ori_is_test_harness;

#endif
