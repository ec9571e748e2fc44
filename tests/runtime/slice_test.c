#include "check.h"

static ori_str *strs(const ori_list *xs) { return xs->data; }
static int64_t *ints(const ori_list *xs) { return xs->data; }
static void release(ori_list *xs) { ori_release_block(xs, (int64_t)sizeof(ori_str)); }
static void release_ints(ori_list *xs) { ori_release_block(xs, 8); }
static void release_bytes(ori_list *xs) { ori_release_block(xs, 1); }

/* Heap texts of 30, 31 ... bytes, in a buffer with room for more. */
static ori_list str_list(int64_t len) {
  ori_list xs;
  ori_list_new(&xs, len + 3, &type_strs);
  for (int64_t i = 0; i < len; i++) strs(&xs)[i] = repeated('a', 30 + i);
  xs.len = len;
  return xs;
}

static ori_list int_list(int64_t len) {
  ori_list xs;
  ori_list_new(&xs, len, &type_ints);
  for (int64_t i = 0; i < len; i++) ints(&xs)[i] = i;
  xs.len = len;
  return xs;
}

static ori_list slice(const ori_list *xs, int64_t start, int64_t end) {
  ori_list out;
  ori_list_slice(&out, xs, start, end, &type_strs);
  return out;
}

static int64_t count_of(const ori_list *xs, int64_t at) {
  return header_of(strs(xs)[at].data)->count;
}

static int64_t owner_count(const ori_list *xs) {
  return header_of(block_of(xs->cap, xs->data))->count;
}

/* The elements are the texts that `str_list` numbers from `first` on. */
static void check_elements(const ori_list *xs, int64_t first, int64_t len) {
  CHECK_INT(xs->len, len);
  for (int64_t i = 0; i < len; i++) CHECK_INT(str_text(&strs(xs)[i]).len, 30 + first + i);
}

static void test_share(void) {
  ori_list xs = str_list(20);
  ori_list part = slice(&xs, 5, 18);
  CHECK(part.cap < 0 && part.data == &strs(&xs)[5]);
  CHECK_INT(header_of(xs.data)->count, 2);
  CHECK_INT(count_of(&part, 0), 1);
  check_elements(&part, 5, 13);
  ori_list inner = slice(&part, 1, 12);
  CHECK(inner.cap == part.cap && inner.data == &strs(&xs)[6]);
  CHECK_INT(owner_count(&inner), 2);
  ori_list same = slice(&part, 0, 13);
  CHECK(same.cap == part.cap && same.data == part.data);
  CHECK_INT(owner_count(&same), 3);
  release(&part);
  release(&xs);
  check_elements(&inner, 6, 11);
  check_elements(&same, 5, 13);
  release(&inner);
  release(&same);
}

/* At least half of the whole buffer, also of that of a slice, and no few elements. */
static void test_limits(void) {
  ori_list xs = str_list(20);
  for (int64_t len = 0; len < 20; len++) {
    ori_list part = slice(&xs, 20 - len, 20);
    CHECK((part.cap < 0) == (len >= 10));
    check_elements(&part, 20 - len, len);
    release(&part);
  }
  CHECK_INT(header_of(xs.data)->count, 1);
  ori_list part = slice(&xs, 0, 12), inner = slice(&part, 0, 9);
  CHECK(part.cap < 0 && inner.cap > 0);
  release(&inner);
  release(&part);
  release(&xs);
  xs = str_list(ORI_SHARED_ELEMENTS);
  part = slice(&xs, 1, ORI_SHARED_ELEMENTS);
  CHECK(part.cap > 0);
  release(&part);
  release(&xs);
  xs = str_list(ORI_SHARED_ELEMENTS + 1);
  part = slice(&xs, 1, ORI_SHARED_ELEMENTS + 1);
  CHECK(part.cap < 0);
  release(&part);
  release(&xs);
  for (int64_t len = ORI_SHARED_SCALARS - 1; len <= ORI_SHARED_SCALARS; len++) {
    xs = int_list(len + 1);
    ori_list_slice(&part, &xs, 1, len + 1, &type_ints);
    CHECK((part.cap < 0) == (len == ORI_SHARED_SCALARS));
    release_ints(&part);
    release_ints(&xs);
  }
}

static void test_copy(void) {
  ori_list xs = str_list(20), part, out;
  ori_list_copy(&out, &xs, 1, 20, &type_strs);
  CHECK(out.cap == 19 && header_of(xs.data)->count == 1);
  release(&out);
  part = slice(&xs, 1, 20);
  ori_list_copy(&out, &part, 0, 19, &type_strs);
  CHECK(out.cap == part.cap);
  release(&out);
  ori_list_copy(&out, &part, 0, 18, &type_strs);
  CHECK(out.cap == 18);
  release(&xs);
  release(&part);
  check_elements(&out, 1, 18);
  release(&out);
}

/* A slice that starts at the first element, of a buffer with one reference, looks most like a buffer of its own. */
static void test_never_unique(void) {
  ori_list xs = str_list(20);
  ori_list part = slice(&xs, 0, 19), other = part;
  release(&xs);
  CHECK_INT(header_of(part.data)->count, 1);
  ori_rc_retain(block_of(part.cap, part.data));
  ori_list_unique(&part, &type_strs);
  CHECK(part.cap == 19 && part.data != other.data && is_unique(part.data));
  CHECK_INT(count_of(&part, 3), 2);
  ori_str_append(&strs(&part)[3], "x", 1);
  check_elements(&other, 0, 19);
  release(&part);
  ori_list_reserve(&other, 1, &type_strs);
  CHECK_INT(other.cap, 38);
  CHECK_INT(count_of(&other, 3), 1);
  check_elements(&other, 0, 19);
  release(&other);
}

static void test_reserve_in_gap(void) {
  ori_list xs = int_list(100), part;
  ori_list_slice(&part, &xs, 2, 98, &type_ints);
  CHECK(part.cap < 0);
  ori_list_open_gap(&part, 1, &type_ints);
  ints(&part)[1] = 100;
  CHECK(part.cap == 192 && part.len == 97);
  CHECK_INT(ints(&part)[0], 2);
  CHECK_INT(ints(&part)[2], 3);
  CHECK_INT(ints(&xs)[3], 3);
  release_ints(&part);
  release_ints(&xs);
}

static void test_concat(void) {
  ori_list xs = str_list(20), left = slice(&xs, 2, 20), out;
  ori_list_concat(&out, &left, &xs, &type_strs);
  CHECK_INT(out.len, 38);
  CHECK_INT(count_of(&xs, 5), 3);
  release(&out);
  /* Behind an empty list the slice itself comes; and a slice behind a list. */
  ori_list empty = {0, 0, NULL}, part = slice(&xs, 2, 20);
  ori_list_concat(&out, &empty, &part, &type_strs);
  CHECK(out.cap == part.cap && owner_count(&part) == 2);
  release(&out);
  ori_list_concat(&out, &xs, &part, &type_strs);
  CHECK_INT(out.len, 38);
  CHECK_INT(count_of(&part, 0), 3);
  release(&out);
  check_elements(&part, 2, 18);
  /* Twice, the only reference: the elements outlive the buffer. And a shorter slice before one with the same start. */
  ori_list_concat(&out, &part, &part, &type_strs);
  CHECK_INT(out.len, 36);
  CHECK(strs(&out)[7].data == strs(&out)[25].data && count_of(&out, 7) == 2);
  ori_list shorter = slice(&out, 0, 20), longer = slice(&out, 0, 30), both;
  release(&out);
  ori_list_concat(&both, &shorter, &longer, &type_strs);
  CHECK_INT(both.len, 50);
  for (int64_t i = 0; i < 30; i++) CHECK(strs(&both)[20 + i].data == strs(&longer)[i].data);
  release(&longer);
  release(&both);
}

/* Elements of one byte: `data` of a slice has any address. */
static void test_bytes(void) {
  ori_list xs, part;
  ori_str text = repeated('q', 140), again;
  ori_str_to_bytes(&xs, &text, &type_bytes);
  ori_list_slice(&part, &xs, 3, 138, &type_bytes);
  release_bytes(&xs);
  CHECK(part.cap < 0 && ori_bytes_are_utf8(&part));
  ori_str_from_bytes(&again, &part);
  CHECK_INT(str_text(&again).len, 135);
  ori_list_unique(&part, &type_bytes);
  CHECK_INT(part.cap, 135);
  release_bytes(&part);
  ori_str_release(&again);
  ori_str_release(&text);
}

static ori_str part_of(const ori_str *s, int64_t start, int64_t end) {
  ori_str out;
  ori_str_slice(&out, s, start, end, "test");
  return out;
}

static void test_texts(void) {
  ori_str s = repeated('a', 400);
  for (int64_t i = 0; i < 400; i++) s.data[i] = (char)('a' + i % 26);
  ori_str part = part_of(&s, 10, 390);
  CHECK(part.cap < 0 && part.data == s.data + 10 && !str_is_inline(&part));
  ori_str inner = part_of(&part, 0, 320), small = part_of(&part, 0, 199), tiny = part_of(&inner, 1, 24);
  CHECK(inner.cap == part.cap && inner.data == part.data);
  CHECK(small.cap > 0 && str_is_inline(&tiny));
  ori_str same = part_of(&inner, 0, 320);
  CHECK(same.cap == inner.cap);
  CHECK_INT(header_of(block_of(same.cap, same.data))->count, 3);
  CHECK(ori_str_eq(&inner, &same) && !ori_str_eq(&inner, &part));
  CHECK(ori_str_compare(&inner, &part) < 0);
  ori_str small_again = part_of(&inner, 0, 199);
  CHECK(ori_str_hash(&small) == ori_str_hash(&small_again));
  CHECK(ori_str_key_hash(&small) == ori_str_key_hash(&small_again));
  ori_str_release(&s);
  ori_str_release(&part);
  ori_str_append(&inner, "!", 1);
  CHECK(inner.cap > 0 && str_text(&inner).len == 321);
  CHECK(inner.data[0] == 'k' && inner.data[320] == '!' && same.data[319] != '!');
  ori_str out;
  ori_str_concat(&out, &same, &same); /* the only reference */
  CHECK_INT(out.len, 640);
  CHECK(memcmp(out.data, out.data + 320, 320) == 0 && memcmp(out.data, inner.data, 320) == 0);
  ori_str_release(&inner);
  ori_str_release(&small);
  ori_str_release(&small_again);
  ori_str_release(&tiny);
  ori_str_release(&out);
}

static void test_text_limits(void) {
  for (int64_t len = ORI_SHARED_BYTES - 2; len <= ORI_SHARED_BYTES + 2; len++) {
    ori_str s = repeated('a', len + 1), part = part_of(&s, 1, len + 1);
    CHECK((part.cap < 0) == (len >= ORI_SHARED_BYTES));
    ori_str_release(&part);
    ori_str_release(&s);
  }
  ori_str s = TEXT("a constant of more than a hundred and twenty-eight bytes: its parts are constants too, of no block, however long they are, and so are parts of them");
  ori_str part = part_of(&s, 2, s.len);
  CHECK(part.cap == 0);
}

static void test_concat_texts(void) {
  ori_str s = repeated('a', 200), part = part_of(&s, 0, 190), empty = TEXT(""), out;
  ori_str_concat(&out, &empty, &part);
  CHECK(out.cap == part.cap);
  ori_str longer;
  ori_str_concat(&longer, &out, &s);
  CHECK_INT(longer.len, 390);
  ori_str_release(&longer);
  ori_str_concat(&longer, &s, &part);
  CHECK_INT(longer.len, 390);
  CHECK(is_unique(longer.data));
  ori_str_release(&longer);
  CHECK_INT(header_of(block_of(part.cap, part.data))->count, 1);
  ori_str_release(&part);
}

/* Lists of slices of lists of slices end one in the other. */
static void release_nested(void *elements, int64_t count) {
  ori_list *lists = elements;
  for (int64_t i = 0; i < count; i++) ori_release_block(&lists[i], (int64_t)sizeof(ori_list));
}

static void retain_nested(void *elements, int64_t count) {
  ori_list *lists = elements;
  for (int64_t i = 0; i < count; i++) {
    if (lists[i].cap != 0) ori_rc_retain(block_of(lists[i].cap, lists[i].data));
  }
}

static ori_type type_nested = {"Nest", sizeof(ori_list), retain_nested, release_nested, NULL, -1};

static void test_deep_drop(void) {
  ori_list nest = {0, 0, NULL};
  for (int depth = 0; depth < 100000; depth++) {
    ori_list outer;
    ori_list_holes(&outer, 10, &type_nested);
    ((ori_list *)outer.data)[5] = nest;
    ori_list_slice(&nest, &outer, 1, 10, &type_nested);
    CHECK(nest.cap < 0);
    ori_release_block(&outer, (int64_t)sizeof(ori_list));
  }
  ori_release_block(&nest, (int64_t)sizeof(ori_list));
  CHECK_INT(ori_drop_depth, 0);
  CHECK_INT(ori_drop_pending, 0);
}

void test_slices(void) {
  test_share();
  test_limits();
  test_copy();
  test_never_unique();
  test_reserve_in_gap();
  test_concat();
  test_bytes();
  test_texts();
  test_text_limits();
  test_concat_texts();
  test_deep_drop();
}
