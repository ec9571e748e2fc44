/*
 * Builds with -DORI_CANARIES: blocks go through lists by size and are used again at once, as in users' programs, but each
 * stands between canaries and knows its size, and freed memory is filled with a pattern that must be there when the block
 * is used again. A wrong size of a free, a second free, and what is written outside of a block or to a freed one end the
 * program. Live blocks are not counted.
 *
 *     {size, canary} {count, type} payload... canary
 */
#include <stdlib.h>

#include "internal.h"

#ifdef ORI_CANARIES

#define GUARD_CLASSES 64
#define LIVE_CANARY UINT64_C(0x0123456789abcdef)

typedef struct guard_front {
  int64_t size; /* of the payload; the link to the next block while the block is free */
  uint64_t canary;
} guard_front;

static guard_front *free_blocks[GUARD_CLASSES];

static guard_front *front_of(void *payload) { return (guard_front *)(void *)header_of(payload) - 1; }

/* Of all of a block, in steps of 16. */
static int64_t class_of(int64_t size) {
  int64_t bytes = (int64_t)sizeof(guard_front) + ORI_HEADER_BYTES + size + (int64_t)sizeof(uint64_t);
  return (bytes + ORI_CLASS_BYTES - 1) / ORI_CLASS_BYTES;
}

static _Noreturn void violated(const char *what, int64_t size) {
  ori_line line = {NULL, 0, 0};
  ori_flush_stdout();
  ori_line_text(&line, "ori: internal error: ");
  ori_line_text(&line, what);
  ori_line_text(&line, ", size ");
  ori_line_int(&line, size);
  ori_line_text(&line, " at ");
  ori_line_text(&line, ori_rc_site);
  ori_line_print(&line);
  _Exit(ORI_INTERNAL_CODE);
}

/* A free block of a class, checked; NULL when there is none. */
static guard_front *reuse(int64_t class, int64_t size) {
  guard_front *front = free_blocks[class];
  if (front == NULL) return NULL;
  const unsigned char *bytes = (const unsigned char *)front;
  for (int64_t i = sizeof front->size; i < class * ORI_CLASS_BYTES; i++) {
    if (bytes[i] != ORI_POISON_BYTE) violated("a freed block was written to", size);
  }
  memcpy(&free_blocks[class], (const void *)front, sizeof free_blocks[class]);
  return front;
}

void *ori_guarded_alloc(int64_t size, ori_type *type) {
  if (size > INT64_MAX / 2) ori_out_of_memory();
  int64_t class = class_of(size);
  guard_front *front = class < GUARD_CLASSES ? reuse(class, size) : NULL;
  if (front == NULL) front = malloc((size_t)(class * ORI_CLASS_BYTES));
  if (front == NULL) ori_out_of_memory();
  *front = (guard_front){size, LIVE_CANARY};
  ori_header *header = (ori_header *)(void *)(front + 1);
  *header = (ori_header){1, type};
  uint64_t canary = LIVE_CANARY;
  memcpy((char *)(header + 1) + size, &canary, sizeof canary);
  return header + 1;
}

void ori_guarded_free(void *payload, int64_t size) {
  guard_front *front = front_of(payload);
  if (front->canary != LIVE_CANARY) violated("a block is freed twice, or was written in front of", size);
  if (front->size != size) violated("a block is freed with a size that is not its own", size);
  uint64_t canary;
  memcpy(&canary, (char *)payload + size, sizeof canary);
  if (canary != LIVE_CANARY) violated("a block was written behind its end", size);
  ori_forget_chars(payload, size);
  int64_t class = class_of(size);
  if (class >= GUARD_CLASSES) {
    free(front);
    return;
  }
  memset(front, ORI_POISON_BYTE, (size_t)(class * ORI_CLASS_BYTES));
  memcpy((void *)front, &free_blocks[class], sizeof free_blocks[class]);
  free_blocks[class] = front;
}

#endif
