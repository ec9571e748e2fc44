/* Where counted blocks come from when the lists of hot.c do not serve, and the end of memory. */
#include <stdlib.h>

#include "internal.h"

#define SMALL_BYTES ((ORI_CLASS_COUNT - 1) * ORI_CLASS_BYTES)
#define CHUNK_BYTES (256 * 1024)
#define REFILL_BYTES 4096 /* carved at once for one class */

ori_free_block *ori_free_blocks[ORI_CLASS_COUNT];
int64_t ori_small_limit = 0;
bool ori_counts_blocks = false;
ori_type *ori_types = NULL;
ori_live_block *ori_live_blocks = NULL;

/* The rest of the newest chunk. Chunks are never given back. */
static char *chunk_next = NULL;
static char *chunk_end = NULL;

/* Marks the end of the list of types, so that `next` is null only in types that are not in it. */
static ori_type last_type = {"", 1, NULL, NULL, 0, NULL, -1};

void ori_alloc_configure(bool checks_leaks, bool traces) {
  ori_counts_blocks = checks_leaks;
  ori_rc_tracing = traces;
#ifdef ORI_ASAN
  ori_small_limit = 0; /* the sanitizer must see each block */
#else
  ori_small_limit = checks_leaks || traces ? 0 : SMALL_BYTES;
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

static ori_header *counted_from_malloc(int64_t size) {
  ori_live_block *block = malloc((size_t)(size + ORI_HEADER_BYTES) + sizeof *block);
  if (block == NULL) ori_out_of_memory();
  *block = (ori_live_block){NULL, ori_live_blocks, size, 0};
  if (ori_live_blocks != NULL) ori_live_blocks->previous = block;
  ori_live_blocks = block;
  return (ori_header *)(void *)(block + 1);
}

static void free_counted(ori_header *header) {
  ori_live_block *block = (ori_live_block *)(void *)header - 1;
  if (block->previous != NULL) block->previous->next = block->next;
  else ori_live_blocks = block->next;
  if (block->next != NULL) block->next->previous = block->previous;
  header->type->live--;
  free(block);
}

static ori_header *from_malloc(int64_t size) {
  if (size > INT64_MAX / 2) ori_out_of_memory();
  if (ORI_UNLIKELY(ori_counts_blocks)) return counted_from_malloc(size);
  ori_header *header = malloc((size_t)(size + ORI_HEADER_BYTES));
  if (header == NULL) ori_out_of_memory();
  return header;
}

static void count_block(ori_type *type) {
  if (type->next == NULL) {
    type->next = ori_types == NULL ? &last_type : ori_types;
    ori_types = type;
  }
  type->live++;
}

void *ori_rc_alloc_slow(int64_t size, ori_type *type) {
  int64_t total = size + ORI_HEADER_BYTES;
  bool small = total <= ori_small_limit;
  ori_header *header =
      small ? refill((total + ORI_CLASS_BYTES - 1) / ORI_CLASS_BYTES) : from_malloc(size);
  header->count = 1;
  header->type = type;
  if (ORI_UNLIKELY(ori_counts_blocks)) count_block(type);
  if (ORI_UNLIKELY(ori_rc_tracing)) ori_trace_alloc(header + 1, size);
  return header + 1;
}

void ori_rc_free_slow(void *payload, int64_t size) {
  (void)size;
  if (ORI_UNLIKELY(ori_rc_tracing)) ori_trace_free(payload);
  if (ORI_UNLIKELY(ori_counts_blocks)) free_counted(header_of(payload));
  else free(header_of(payload));
}

void *ori_rc_resize(void *payload, int64_t old_size, int64_t size) {
  bool from_lists = old_size + ORI_HEADER_BYTES <= ori_small_limit;
  bool to_lists = size + ORI_HEADER_BYTES <= ori_small_limit;
  if (from_lists || to_lists || ori_rc_tracing || ori_counts_blocks) {
    void *moved = ori_rc_alloc(size, 16, header_of(payload)->type);
    memcpy(moved, payload, (size_t)(old_size < size ? old_size : size));
    ori_rc_free(payload, old_size, 16);
    return moved;
  }
  if (size > INT64_MAX / 2) ori_out_of_memory();
  ori_header *header = realloc(header_of(payload), (size_t)(size + ORI_HEADER_BYTES));
  if (header == NULL) ori_out_of_memory();
  return header + 1;
}
