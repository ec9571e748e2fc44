/* Counting from C, and drops whose depth is bounded. Generated code does the same inline. */
#include <stdlib.h>

#include "internal.h"

ori_type ori_type_str = {"str", 1, NULL, NULL, NULL, -1};
const char *ori_rc_site = "(start)\0";

int64_t ori_drop_limit = ORI_DROP_DEPTH;
int64_t ori_drop_depth = 0;
int64_t ori_drop_pending = 0;

/* A block whose drop waits for the outermost one. */
typedef struct pending_drop {
  void *payload;
  int64_t count;
  int64_t size;
} pending_drop;

static pending_drop *pending = NULL;
static int64_t pending_room = 0;

void ori_rc_retain(void *payload) {
  ori_header *header = header_of(payload);
  if (ORI_UNLIKELY(ori_rc_tracing)) ori_trace_inc(payload, header->count);
  if (header->count > 0 && header->count != ORI_IMMORTAL) header->count++;
}

void ori_rc_release(void *payload, int64_t count, int64_t size) {
  ori_header *header = header_of(payload);
  if (ORI_UNLIKELY(ori_rc_tracing)) ori_trace_dec(payload, header->count);
  if (header->count == 1) {
    ori_rc_drop(payload, count, size);
  } else if (header->count > 0 && header->count != ORI_IMMORTAL) {
    header->count--;
  }
}

void ori_rc_drop(void *payload, int64_t count, int64_t size) {
  ori_type *type = header_of(payload)->type;
  if (type->release != NULL) {
    if (ori_drop_depth >= ori_drop_limit) {
      ori_drop_defer(payload, count, size);
      return;
    }
    ori_drop_depth++;
    type->release(payload, count);
    ori_drop_depth--;
  }
  ori_rc_free(payload, size, 16);
  if (ori_drop_depth == 0 && ori_drop_pending != 0) ori_drop_drain();
}

void ori_drop_defer(void *payload, int64_t count, int64_t size) {
  if (ori_drop_pending == pending_room) {
    pending_room = pending_room == 0 ? 16 : pending_room * 2;
    pending = realloc(pending, (size_t)pending_room * sizeof(pending_drop));
    if (pending == NULL) ori_out_of_memory();
  }
  pending[ori_drop_pending++] = (pending_drop){payload, count, size};
}

void ori_drop_drain(void) {
  while (ori_drop_pending > 0) {
    pending_drop next = pending[--ori_drop_pending];
    ori_type *type = header_of(next.payload)->type;
    ori_drop_depth = 1;
    if (type->release != NULL) type->release(next.payload, next.count);
    ori_drop_depth = 0;
    ori_rc_free(next.payload, next.size, 16);
  }
}
