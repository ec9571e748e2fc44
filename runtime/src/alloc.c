/* Where counted blocks come from when the lists of hot.c do not serve, and the end of memory. */
#include <stdlib.h>

#include "internal.h"

#define SMALL_BYTES ((ORI_CLASS_COUNT - 1) * ORI_CLASS_BYTES)
#define CHUNK_BYTES (256 * 1024)
#define REFILL_BYTES 4096 /* carved at once for one class */

ori_free_block *ori_free_blocks[ORI_CLASS_COUNT];
int64_t ori_small_limit = 0;
ori_live_block *ori_live_blocks = NULL;
bool ori_poisons_freed = false;

static bool counts_blocks = false;

/* The rest of the newest chunk. Chunks are never given back. */
static char *chunk_next = NULL;
static char *chunk_end = NULL;

void ori_alloc_configure(bool checks_leaks) {
  counts_blocks = checks_leaks;
#ifdef ORI_CANARIES
  counts_blocks = false;
#endif
#ifdef ORI_ASAN
  ori_small_limit = 0; /* the sanitizer must see each block */
#else
  ori_small_limit = checks_leaks || ori_rc_tracing ? 0 : SMALL_BYTES;
#endif
}

_Noreturn void ori_out_of_memory(void) {
  ori_flush_stdout();
  ori_error_text("panic: out of memory\n");
  _Exit(1);
}

int64_t ori_checked_size(int64_t count, int64_t size) {
  int64_t bytes;
  if (__builtin_mul_overflow(count, size, &bytes) || bytes > INT64_MAX / 4) ori_out_of_memory();
  return bytes;
}

int64_t ori_rc_good_size(int64_t size) {
  return ((size + ORI_HEADER_BYTES + ORI_CLASS_BYTES - 1) & -(int64_t)ORI_CLASS_BYTES) -
         ORI_HEADER_BYTES;
}

/* Memory for `count` blocks of `block_bytes`, or for as many of them as a fresh chunk's rest holds. */
static char *carve(int64_t bytes) {
  if (chunk_end - chunk_next < bytes) {
    chunk_next = malloc(CHUNK_BYTES);
    if (chunk_next == NULL) ori_out_of_memory();
    chunk_end = chunk_next + CHUNK_BYTES;
  }
  char *start = chunk_next;
  chunk_next += bytes;
  return start;
}

/* Fills the list of a class and takes one block of it. */
static ori_header *refill(int64_t class) {
  int64_t block_bytes = class * ORI_CLASS_BYTES;
  int64_t count = REFILL_BYTES / block_bytes;
  char *start = carve(count * block_bytes);
  ori_free_block *next = ori_free_blocks[class];
  for (int64_t i = count - 1; i > 0; i--) {
    ori_free_block *block = (ori_free_block *)(void *)(start + i * block_bytes);
    block->next = next;
    next = block;
  }
  ori_free_blocks[class] = next;
  return (ori_header *)(void *)start;
}

/* --- Blocks that malloc serves ------------------------------------------------------------ */

static int64_t prefix_bytes(void) { return counts_blocks ? (int64_t)sizeof(ori_live_block) : 0; }

static ori_live_block *live_block_of(ori_header *header) { return (ori_live_block *)(void *)header - 1; }

static void count_block(ori_header *header, int64_t size, const char *site) {
  ori_live_block *block = live_block_of(header);
  *block = (ori_live_block){NULL, ori_live_blocks, size, site};
  if (ori_live_blocks != NULL) ori_live_blocks->previous = block;
  ori_live_blocks = block;
}

static void forget_block(ori_header *header) {
  ori_live_block *block = live_block_of(header);
  if (block->next != NULL) block->next->previous = block->previous;
  if (block->previous != NULL) block->previous->next = block->next;
  else ori_live_blocks = block->next;
}

/* Ends the program: `given` is not the size of a block, so that where sizes choose the list, another one would get it. */
static _Noreturn void wrong_size(const ori_header *header, int64_t size, int64_t given, const char *site) {
  ori_line line = {NULL, 0, 0};
  ori_flush_stdout();
  ori_line_text(&line, "ori: internal error: a block of ");
  ori_line_int(&line, size);
  ori_line_text(&line, " bytes is freed as one of ");
  ori_line_int(&line, given);
  ori_line_text(&line, ": ");
  ori_line_text(&line, header->type->name);
  ori_line_text(&line, ", allocated in ");
  ori_line_text(&line, site);
  ori_line_print(&line);
  _Exit(ORI_INTERNAL_CODE);
}

/* Of a block that is counted: that `size` is its size. */
static void check_size(ori_header *header, int64_t size) {
  const ori_live_block *block = live_block_of(header);
  if (block->size != size) wrong_size(header, block->size, size, block->site);
}

/* `old` is NULL, or a block to move. */
static ori_header *from_malloc(ori_header *old, int64_t size) {
  if (size > INT64_MAX / 2) ori_out_of_memory();
  int64_t prefix = prefix_bytes();
  char *memory = realloc(old == NULL ? NULL : (char *)old - prefix,
                         (size_t)(prefix + ORI_HEADER_BYTES + size));
  if (memory == NULL) ori_out_of_memory();
  return (ori_header *)(void *)(memory + prefix);
}

void *ori_rc_alloc_slow(int64_t size, ori_type *type, const char *site) {
  int64_t total = size + ORI_HEADER_BYTES;
  bool small = total <= ori_small_limit;
  ori_header *header = small ? refill((total + ORI_CLASS_BYTES - 1) / ORI_CLASS_BYTES)
                             : from_malloc(NULL, size);
  header->count = 1;
  header->type = type;
  if (ORI_UNLIKELY(counts_blocks)) count_block(header, size, site);
  if (ORI_UNLIKELY(ori_rc_tracing)) {
    ori_rc_site = site;
    ori_trace_alloc(header + 1);
  }
  return header + 1;
}

void ori_rc_free_slow(void *payload, int64_t size) {
  ori_header *header = header_of(payload);
  ori_forget_chars(payload, size);
  if (ORI_UNLIKELY(ori_rc_tracing)) ori_trace_free(payload);
  if (ORI_UNLIKELY(counts_blocks)) {
    check_size(header, size);
    forget_block(header);
  }
  free((char *)header - prefix_bytes());
}

/* Whether a block can be moved by realloc. */
static bool both_from_malloc(int64_t old_size, int64_t size) {
#ifdef ORI_CANARIES
  (void)old_size, (void)size;
  return false;
#else
  return old_size + ORI_HEADER_BYTES > ori_small_limit && size + ORI_HEADER_BYTES > ori_small_limit;
#endif
}

void *ori_rc_resize(void *payload, int64_t old_size, int64_t size) {
  ori_header *header = header_of(payload);
  if (!both_from_malloc(old_size, size)) {
    void *moved = ori_rc_alloc(size, 16, header->type, ori_rc_site);
    memcpy(moved, payload, (size_t)(old_size < size ? old_size : size));
    ori_rc_free(payload, old_size, 16);
    return moved;
  }
  const char *site = NULL;
  if (ORI_UNLIKELY(counts_blocks)) {
    check_size(header, old_size);
    site = live_block_of(header)->site;
    forget_block(header);
  }
  ori_forget_chars(payload, old_size);
  uintptr_t before = (uintptr_t)payload;
  header = from_malloc(header, size);
  if (ORI_UNLIKELY(counts_blocks)) count_block(header, size, site);
  if (ORI_UNLIKELY(ori_rc_tracing)) ori_trace_resize((const void *)before, header + 1);
  return header + 1;
}
