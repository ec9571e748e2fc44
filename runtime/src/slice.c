/*
 * Slices: values that show a part of a buffer which others hold too. What they count is not the buffer but an
 * owner: a cell with the whole of it, as a list value of its own that holds one reference. So the last slice that
 * goes releases the buffer with its true length and capacity, elements outside of the slice included.
 */
#include "internal.h"

static void release_whole(void *owner, int64_t count) {
  (void)count; /* always one */
  const ori_list *whole = owner;
  ori_rc_release(whole->data, whole->len, whole->cap * header_of(whole->data)->type->size);
}

ori_type ori_type_slice = {"slice", sizeof(ori_list), NULL, release_whole, NULL, -1};

void ori_slice_drop(void *owner) { ori_rc_drop(owner, 1, sizeof(ori_list)); }

bool ori_share_part(ori_list *out, const ori_list *xs, int64_t start, int64_t len, int64_t size) {
  const ori_list *whole = xs->cap < 0 ? block_of(xs->cap, xs->data) : xs;
  if (xs->cap == 0 || len < whole->len - len) return false;
  if (xs->cap < 0) {
    out->cap = xs->cap;
    ori_rc_retain(block_of(xs->cap, xs->data));
  } else {
    ori_list *owner = ori_rc_alloc(sizeof(ori_list), 8, &ori_type_slice, ori_rc_site);
    *owner = *xs;
    ori_rc_retain(xs->data);
    out->cap = -(int64_t)(intptr_t)owner;
  }
  out->len = len;
  out->data = (char *)xs->data + start * size;
  return true;
}

void ori_release_block(const ori_list *xs, int64_t size) {
  void *block = block_of(xs->cap, xs->data);
  if (xs->cap > 0) ori_rc_release(block, xs->len, xs->cap * size);
  else if (xs->cap < 0) ori_rc_release(block, 1, sizeof(ori_list));
}
