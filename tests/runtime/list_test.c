#include "check.h"

static int64_t *ints(const ori_list *xs) { return xs->data; }
static ori_str *strs(const ori_list *xs) { return xs->data; }

static ori_list int_list(int64_t len) {
  ori_list xs;
  ori_list_new(&xs, len, &type_ints);
  for (int64_t i = 0; i < len; i++) ints(&xs)[i] = i;
  xs.len = len;
  return xs;
}

/* Heap texts, the first of 30 bytes, each longer than the one before. */
static ori_list str_list(int64_t len) {
  ori_list xs;
  ori_list_new(&xs, len, &type_strs);
  for (int64_t i = 0; i < len; i++) strs(&xs)[i] = repeated('a', 30 + i);
  xs.len = len;
  return xs;
}

static void release(ori_list *xs, const ori_type *type) { ori_release_block(xs, type->size); }

static int64_t count_of(const ori_list *xs, int64_t at) {
  return header_of(strs(xs)[at].data)->count;
}

static void test_reserve(void) {
  ori_list xs = {0, 0, NULL};
  ori_list_reserve(&xs, 0, &type_ints);
  CHECK(xs.data == NULL);
  int64_t moves = 0;
  for (int64_t i = 0; i < 10000; i++) {
    const void *before = xs.data;
    ori_list_reserve(&xs, 1, &type_ints);
    if (i == 0) CHECK_INT(xs.cap, 4);
    ints(&xs)[xs.len++] = i;
    moves += xs.data != before;
  }
  CHECK(moves < 20);
  for (int64_t i = 0; i < xs.len; i++) CHECK_INT(ints(&xs)[i], i);
  release(&xs, &type_ints);
}

static void test_unique(void) {
  ori_list xs = str_list(3);
  ori_rc_retain(xs.data);
  ori_list ys = xs;
  ori_list_unique(&ys, &type_strs);
  CHECK(ys.data != xs.data && is_unique(xs.data) && is_unique(ys.data));
  CHECK_INT(count_of(&xs, 2), 2);
  const void *before = ys.data;
  ori_list_unique(&ys, &type_strs);
  CHECK(ys.data == before);
  release(&ys, &type_strs);
  CHECK_INT(count_of(&xs, 2), 1);
  ori_rc_retain(xs.data);
  ys = xs;
  ori_list_reserve(&ys, 1, &type_strs);
  CHECK(ys.data != xs.data && ys.cap == 6);
  release(&ys, &type_strs);
  release(&xs, &type_strs);
}

static void test_holes(void) {
  ori_list xs;
  ori_list_holes(&xs, 3, &type_strs);
  CHECK_INT(xs.len, 3);
  for (int64_t i = 0; i < 3; i++) CHECK(strs(&xs)[i].data == NULL);
  strs(&xs)[1] = repeated('a', 30);
  release(&xs, &type_strs); /* skips the two holes */
  ori_list_holes(&xs, 0, &type_strs);
  CHECK(xs.len == 0 && xs.data == NULL);
}

static void test_slice(void) {
  ori_list xs = str_list(5), out;
  ori_list_slice(&out, &xs, 1, 3, &type_strs);
  CHECK_INT(out.len, 2);
  CHECK_INT(str_text(&strs(&out)[0]).len, 31);
  CHECK_INT(count_of(&xs, 1), 2);
  CHECK_INT(count_of(&xs, 3), 1);
  release(&out, &type_strs);
  ori_list_slice(&out, &xs, 2, 2, &type_strs);
  CHECK(out.len == 0 && out.data == NULL);
  ori_list_slice(&out, &xs, 0, 5, &type_strs);
  CHECK(out.data == xs.data);
  release(&out, &type_strs);
  release(&xs, &type_strs);
}

static void test_concat(void) {
  for (int64_t left = 0; left < 10; left++) {
    for (int64_t right = 0; right < 10; right++) {
      ori_list l = str_list(left), r = str_list(right), out;
      ori_list_concat(&out, &l, &r, &type_strs);
      CHECK_INT(out.len, left + right);
      for (int64_t i = 0; i < out.len; i++) {
        CHECK_INT(str_text(&strs(&out)[i]).len, i < left ? 30 + i : 30 + i - left);
      }
      release(&out, &type_strs);
      release(&r, &type_strs);
    }
  }
}

static void test_concat_itself(void) {
  ori_list xs = str_list(40), out;
  ori_rc_retain(xs.data);
  ori_list left = xs;
  ori_list_concat(&out, &left, &xs, &type_strs);
  CHECK_INT(out.len, 80);
  CHECK(is_unique(xs.data));
  release(&out, &type_strs);
  ori_list_concat(&out, &xs, &xs, &type_strs);
  CHECK_INT(out.len, 80);
  CHECK_INT(count_of(&out, 7), 2);
  CHECK(strs(&out)[7].data == strs(&out)[47].data);
  release(&out, &type_strs);
}

static void test_gaps(void) {
  ori_list xs = int_list(3);
  for (int64_t at = 0; at <= xs.len && at < 10; at += 2) {
    ori_list_open_gap(&xs, at, &type_ints);
    ints(&xs)[at] = 100 + at;
  }
  static const int64_t expected[] = {100, 0, 102, 1, 104, 2, 106};
  CHECK_INT(xs.len, 7);
  for (int64_t i = 0; i < xs.len; i++) CHECK_INT(ints(&xs)[i], expected[i]);
  ori_list_close_gap(&xs, 6, &type_ints);
  ori_list_close_gap(&xs, 0, &type_ints);
  CHECK_INT(xs.len, 5);
  CHECK_INT(ints(&xs)[0], 0);
  CHECK_INT(ints(&xs)[4], 2);
  release(&xs, &type_ints);
}

void test_list(void) {
  test_reserve();
  test_unique();
  test_holes();
  test_slice();
  test_concat();
  test_concat_itself();
  test_gaps();
}
