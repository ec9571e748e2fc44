/* Lists: what is not worth inlining. The element type is known by its record alone. */
#include "internal.h"

#define LEAST_CAPACITY 4

static void copy_elements(void *to, const void *from, int64_t count, const ori_type *type) {
  if (count > 0) memcpy(to, from, (size_t)(count * type->size));
}

static char *element(const ori_list *xs, int64_t at, const ori_type *type) {
  return (char *)xs->data + at * type->size;
}

static void *new_buffer(int64_t capacity, ori_type *type) {
  return ori_rc_alloc(ori_checked_size(capacity, type->size), 16, type, ori_rc_site);
}

void ori_list_new(ori_list *out, int64_t capacity, ori_type *type) {
  *out = (ori_list){0, 0, NULL};
  if (capacity <= 0) return;
  out->cap = capacity;
  out->data = new_buffer(capacity, type);
}

void ori_list_holes(ori_list *out, int64_t length, ori_type *type) {
  ori_list_new(out, length, type);
  if (length <= 0) return;
  out->len = length;
  if (type->retain != NULL) memset(out->data, 0, (size_t)(length * type->size));
}

/* Replaces the buffer by an own copy with room for `capacity` elements. */
static void copy_out(ori_list *xs, int64_t capacity, ori_type *type) {
  void *data = new_buffer(capacity, type);
  copy_elements(data, xs->data, xs->len, type);
  if (type->retain != NULL && xs->len > 0) type->retain(data, xs->len);
  ori_release_block(xs, type->size);
  xs->data = data;
  xs->cap = capacity;
}

void ori_list_unique(ori_list_inout xs, ori_type *type) {
  if (xs->cap == 0 || has_own_buffer(xs->cap, xs->data)) return;
  copy_out(xs, xs->len > 0 ? xs->len : 1, type);
}

static int64_t grown_capacity(int64_t capacity, int64_t needed) {
  if (needed <= capacity) return capacity;
  int64_t grown = capacity * 2 < LEAST_CAPACITY ? LEAST_CAPACITY : capacity * 2;
  return grown < needed ? needed : grown;
}

void ori_list_reserve(ori_list_inout xs, int64_t extra, ori_type *type) {
  int64_t needed;
  if (__builtin_add_overflow(xs->len, extra, &needed)) ori_out_of_memory();
  int64_t capacity = grown_capacity(xs->cap < 0 ? xs->len : xs->cap, needed);
  if (capacity == 0) return;
  if (xs->cap == 0) {
    xs->data = new_buffer(capacity, type);
    xs->cap = capacity;
  } else if (!has_own_buffer(xs->cap, xs->data)) {
    copy_out(xs, capacity, type);
  } else if (capacity > xs->cap) {
    int64_t bytes = ori_checked_size(capacity, type->size);
    xs->data = ori_rc_resize(xs->data, xs->cap * type->size, bytes);
    xs->cap = capacity;
  }
}

void ori_list_slice(ori_list *out, ori_list_borrowed xs, int64_t start, int64_t end,
                    ori_type *type) {
  int64_t len = end - start;
  int64_t least = type->retain != NULL ? ORI_SHARED_ELEMENTS : ORI_SHARED_SCALARS;
  bool is_part = len != xs->len && len >= least;
  if (!is_part || !ori_share_part(out, xs, start, len, type->size)) {
    ori_list_copy(out, xs, start, end, type);
  }
}

void ori_list_copy(ori_list *out, ori_list_borrowed xs, int64_t start, int64_t end,
                   ori_type *type) {
  int64_t len = end - start;
  if (len == xs->len && xs->cap != 0) {
    ori_rc_retain(block_of(xs->cap, xs->data));
    *out = *xs;
    return;
  }
  ori_list_new(out, len, type);
  out->len = len;
  if (len == 0) return;
  copy_elements(out->data, element(xs, start, type), len, type);
  if (type->retain != NULL) type->retain(out->data, len);
}

void ori_list_concat(ori_list *out, ori_list_owned left, ori_list_borrowed right, ori_type *type) {
  ori_list added = *right;
  *out = *left;
  if (out->cap == 0) {
    if (added.cap != 0) ori_rc_retain(block_of(added.cap, added.data));
    *out = added;
    return;
  }
  if (added.len == 0) return;
  bool is_twice = added.data == out->data && added.len == out->len;
  ori_list_reserve(out, added.len, type);
  if (is_twice) added.data = out->data; /* what it pointed to may have ended here */
  char *to = element(out, out->len, type);
  copy_elements(to, added.data, added.len, type);
  if (type->retain != NULL) type->retain(to, added.len);
  out->len += added.len;
}

void ori_list_open_gap(ori_list_inout xs, int64_t at, ori_type *type) {
  ori_list_reserve(xs, 1, type);
  char *gap = element(xs, at, type);
  memmove(gap + type->size, gap, (size_t)((xs->len - at) * type->size));
  xs->len++;
}

void ori_list_close_gap(ori_list_inout xs, int64_t at, ori_type *type) {
  char *gap = element(xs, at, type);
  xs->len--;
  memmove(gap, gap + type->size, (size_t)((xs->len - at) * type->size));
}
