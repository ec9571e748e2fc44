#include "check.h"

static ori_str concat(ori_str left, ori_str right) {
  ori_str out;
  ori_str_concat(&out, &left, &right);
  return out;
}

/* Every length around the limit, by each pair of forms. */
static void test_inline_limit(void) {
  for (int64_t len = 0; len <= 50; len++) {
    for (int64_t cut = 0; cut <= len; cut++) {
      ori_str right = repeated('b', len - cut);
      ori_str s = concat(repeated('a', cut), right);
      ori_text t = str_text(&s);
      CHECK_INT(t.len, len);
      for (int64_t i = 0; i < len; i++) CHECK(t.bytes[i] == (i < cut ? 'a' : 'b'));
      ori_str_release(&right);
      ori_str_release(&s);
    }
  }
  ori_str short_one = repeated('x', 23);
  ori_str long_one = repeated('x', 24);
  CHECK(str_is_inline(&short_one));
  CHECK(str_is_counted(&long_one));
  ori_str_release(&long_one);
}

static void test_append_in_place(void) {
  ori_str s = repeated('a', 40);
  ori_str dot = TEXT(".");
  int64_t moves = 0;
  for (int i = 0; i < 10000; i++) {
    const char *before = s.data;
    s = concat(s, dot);
    moves += s.data != before;
  }
  CHECK_INT(str_text(&s).len, 10040);
  CHECK(moves < 20);
  ori_str_release(&s);
}

static void test_append_to_shared(void) {
  ori_str s = repeated('a', 40);
  ori_rc_retain(s.data);
  ori_str dot = TEXT(".");
  ori_str longer = concat(s, dot);
  CHECK(longer.data != s.data);
  CHECK(is_unique(s.data));
  CHECK_INT(str_text(&s).len, 40);
  CHECK_INT(str_text(&longer).len, 41);
  ori_str_release(&s);
  ori_str_release(&longer);
}

/* `s + s` where the left side is owned: from a second reference, and from the only one. */
static void test_append_itself(void) {
  static const int64_t lengths[] = {0, 1, 11, 12, 23, 24, 100, 2000};
  for (size_t i = 0; i < sizeof lengths / sizeof *lengths; i++) {
    ori_str s = repeated('a', lengths[i]);
    ori_str_retain(&s);
    ori_str left = s;
    ori_str out;
    ori_str_concat(&out, &left, &s);
    CHECK_INT(str_text(&out).len, 2 * lengths[i]);
    ori_str twice;
    ori_str_concat(&twice, &s, &s);
    CHECK(ori_str_eq(&out, &twice));
    ori_str_release(&out);
    ori_str_release(&twice);
  }
}

/* A part of a constant, and the constant itself after it: the same bytes, more of them than the left side shows. */
static void test_append_to_part_of_constant(void) {
  for (int64_t len = 1; len <= 5; len++) {
    ori_str whole = ori_str_static("a constant that is longer than what is kept inline");
    ori_str part = {len, 0, whole.data};
    ori_str s = concat(part, whole);
    ori_text t = str_text(&s);
    CHECK_INT(t.len, len + whole.len);
    CHECK(memcmp(t.bytes, whole.data, (size_t)len) == 0);
    CHECK(memcmp(t.bytes + len, whole.data, (size_t)whole.len) == 0);
    ori_str_release(&s);
  }
}

static void test_concat_empty(void) {
  ori_str s = repeated('a', 30);
  ori_str empty = TEXT("");
  ori_str both = concat(empty, s);
  CHECK(both.data == s.data);
  CHECK_INT(header_of(s.data)->count, 2);
  ori_str_release(&both);
  s = concat(s, empty);
  CHECK_INT(str_text(&s).len, 30);
  ori_str_release(&s);
  ori_str none = concat(empty, empty);
  CHECK_STR(none, "");
}

static void test_compare(void) {
  ori_str a = TEXT("abc"), b = TEXT("abd"), c = TEXT("ab"), d = TEXT("\xC3\xA9"), e = TEXT("");
  ori_str inline_a = repeated('a', 0);
  ori_str_append(&inline_a, "abc", 3);
  CHECK(ori_str_eq(&a, &inline_a));
  CHECK(!ori_str_eq(&a, &b));
  CHECK(!ori_str_eq(&a, &c));
  CHECK(ori_str_eq(&e, &e));
  CHECK_INT(ori_str_compare(&a, &b), -1);
  CHECK_INT(ori_str_compare(&b, &a), 1);
  CHECK_INT(ori_str_compare(&a, &inline_a), 0);
  CHECK_INT(ori_str_compare(&c, &a), -1);
  CHECK_INT(ori_str_compare(&a, &e), 1);
  CHECK_INT(ori_str_compare(&a, &d), -1);
  CHECK_INT(ori_str_hash(&e), (int64_t)0xcbf29ce484222325u);
  ori_str one = TEXT("a");
  CHECK_INT(ori_str_hash(&one), (int64_t)0xaf63dc4c8601ec8cu);
  CHECK(ori_str_hash(&a) == ori_str_hash(&inline_a));
  CHECK(ori_str_key_hash(&a) == ori_str_key_hash(&inline_a));
  CHECK(ori_str_key_hash(&e) != ori_str_key_hash(&one));
  int64_t seen[64];
  for (int64_t len = 0; len < 64; len++) {
    ori_str x = repeated('x', len);
    seen[len] = ori_str_key_hash(&x);
    CHECK(seen[len] >= 0 && seen[len] < (int64_t)1 << 31);
    for (int64_t i = 0; i < len; i++) CHECK(seen[i] != seen[len]);
    ori_str_release(&x);
  }
}

static void test_find(void) {
  ori_str s = TEXT("abcabcab"), ab = TEXT("ab"), x = TEXT("x"), e = TEXT(""), ca = TEXT("cab");
  CHECK_INT(ori_str_find(&s, &ab, 0), 0);
  CHECK_INT(ori_str_find(&s, &ab, 1), 3);
  CHECK_INT(ori_str_find(&s, &ab, 7), -1);
  CHECK_INT(ori_str_find(&s, &ab, 99), -1);
  CHECK_INT(ori_str_find(&s, &x, 0), -1);
  CHECK_INT(ori_str_find(&s, &e, 8), 8);
  CHECK_INT(ori_str_find(&e, &s, 0), -1);
  CHECK_INT(ori_str_find(&e, &e, 0), 0);
  CHECK_INT(ori_str_find_last(&s, &ab), 6);
  CHECK_INT(ori_str_find_last(&s, &ca), 5);
  CHECK_INT(ori_str_find_last(&s, &s), 0);
  CHECK_INT(ori_str_find_last(&s, &x), -1);
  CHECK_INT(ori_str_find_last(&s, &e), 8);
  CHECK_INT(ori_str_find_last(&ab, &s), -1);
}

typedef struct slice_args {
  ori_str *s;
  int64_t start;
  int64_t end;
} slice_args;

static void do_slice(void *argument) {
  slice_args *a = argument;
  ori_str out;
  ori_str_slice(&out, a->s, a->start, a->end, "main.ori:3:7");
  ori_str_release(&out);
}

static void do_index(void *argument) {
  slice_args *a = argument;
  ori_str out;
  ori_str_index(&out, a->s, a->start, "main.ori:3:7");
}

#define CHECK_PANIC(body, s, start, end, text)         \
  do {                                                 \
    ori_str message_;                                  \
    slice_args args_ = {&(s), start, end};             \
    CHECK(catches(body, &args_, &message_));           \
    CHECK_STR(message_, text);                         \
    ori_str_release(&message_);                        \
  } while (0)

static void test_slice(void) {
  ori_str s = TEXT("a\xC3\xA9z"), out;
  ori_str_slice(&out, &s, 1, 3, "");
  CHECK_STR(out, "\xC3\xA9");
  ori_str_slice(&out, &s, 4, 4, "");
  CHECK_STR(out, "");
  ori_str_slice(&out, &s, 0, 4, "");
  CHECK_STR(out, "a\xC3\xA9z");
  CHECK_PANIC(do_slice, s, 2, 3, "str slice inside a character: 2..3");
  CHECK_PANIC(do_slice, s, 0, 2, "str slice inside a character: 0..2");
  CHECK_PANIC(do_slice, s, 0, 5, "str slice out of bounds: 0..5 for length 4");
  CHECK_PANIC(do_slice, s, -1, 2, "str slice out of bounds: -1..2 for length 4");
  CHECK_PANIC(do_slice, s, 3, 1, "str slice out of bounds: 3..1 for length 4");
  ori_str heap = repeated('h', 60);
  ori_str_slice(&out, &heap, 0, 60, "");
  CHECK(out.data == heap.data);
  ori_str_release(&out);
  ori_str_slice(&out, &heap, 10, 50, "");
  CHECK(out.data != heap.data);
  CHECK_INT(str_text(&out).len, 40);
  ori_str_release(&out);
  ori_str_release(&heap);
}

static void test_index(void) {
  ori_str s = TEXT("a\xC3\xA9\xE2\x82\xAC\xF0\x9F\x98\x80z"), out;
  static const char *expected[] = {"a", "\xC3\xA9", "\xE2\x82\xAC", "\xF0\x9F\x98\x80", "z"};
  CHECK_INT(ori_str_char_count(&s), 5);
  for (int64_t i = 0; i < 5; i++) {
    ori_str_index(&out, &s, i, "");
    check_str(__FILE__, __LINE__, &out, expected[i], strlen(expected[i]));
  }
  CHECK_PANIC(do_index, s, 5, 0, "index out of bounds: index 5 out of bounds for length 5");
  CHECK_PANIC(do_index, s, -1, 0, "index out of bounds: index -1 out of bounds for length 5");
  CHECK_PANIC(do_index, s, INT64_MAX, 0,
              "index out of bounds: index 9223372036854775807 out of bounds for length 5");
  /* Steps of the search end inside code points. */
  ori_str wide = TEXT("");
  for (int64_t i = 0; i < 300; i++) {
    char c[4];
    ori_str_append(&wide, c, ori_utf8_encode(c, (int32_t)(0x4e00 + i)));
  }
  for (int64_t i = 0; i < 300; i++) {
    ori_str_index(&out, &wide, i, "");
    CHECK_INT(ori_str_char_at(&out, 0), 0x4e00 + i);
  }
  ori_str_release(&wide);
}

static void test_chars(void) {
  static const int32_t chars[] = {0, 0x41, 0x7f, 0x80, 0x7ff, 0x800, 0xffff, 0x10000, 0x10ffff};
  for (size_t i = 0; i < sizeof chars / sizeof *chars; i++) {
    ori_str s;
    ori_str_from_char(&s, chars[i]);
    CHECK(ori_utf8_valid(str_text(&s).bytes, str_text(&s).len));
    CHECK_INT(ori_str_char_at(&s, 0), chars[i]);
    CHECK_INT(ori_str_char_count(&s), 1);
  }
}

static void test_escape(void) {
  ori_str s = TEXT("a\n\t\r\\\"\0'\xC3\xA9"), out;
  ori_str_escape(&out, &s);
  CHECK_STR(out, "a\\n\\t\\r\\\\\\\"\\0'\xC3\xA9");
  ori_str_release(&out);
  ori_str heap = repeated('"', 30);
  ori_str_escape(&out, &heap);
  CHECK_INT(str_text(&out).len, 60);
  ori_str_release(&out);
  ori_str_release(&heap);
}

static void test_bytes(void) {
  static const int64_t lengths[] = {0, 5, 23, 24, 100};
  for (size_t i = 0; i < sizeof lengths / sizeof *lengths; i++) {
    ori_str s = repeated('q', lengths[i]), again;
    ori_list bytes;
    ori_str_to_bytes(&bytes, &s, &type_bytes);
    CHECK_INT(bytes.len, lengths[i]);
    CHECK(ori_bytes_are_utf8(&bytes));
    ori_str_from_bytes(&again, &bytes);
    CHECK(ori_str_eq(&s, &again));
    ori_str_release(&s);
    ori_str_release(&again);
    if (bytes.cap > 0) ori_rc_release(bytes.data, bytes.len, bytes.cap);
  }
}

/* `count` times "aé": two code points, three bytes. */
static ori_str mixed(int64_t count) {
  ori_str unit = TEXT("a\xc3\xa9"), s;
  ori_str_repeat(&s, &unit, count);
  return s;
}

/* Looks at each code point of `s`, which are `count` in number; gives the bytes that were looked at. */
static int64_t walk_all(const ori_str *s, int64_t count, bool backward) {
  int64_t before = ori_chars_walked;
  for (int64_t i = 0; i < count; i++) {
    int64_t index = backward ? count - 1 - i : i;
    ori_str c;
    ori_str_index(&c, s, index, "");
    CHECK_INT(str_text(&c).len, str_text(s).len == count || index % 2 == 0 ? 1 : 2);
  }
  return ori_chars_walked - before;
}

/* The work for all code points is linear in their number, in both directions. */
static void test_index_growth(void) {
  for (int64_t count = 2000; count <= 32000; count *= 4) {
    ori_str ascii = repeated('x', count), other = mixed(count / 2);
    CHECK(walk_all(&ascii, count, false) <= 2 * count);
    CHECK_INT(walk_all(&ascii, count, true), 0);
    CHECK(walk_all(&other, count, false) <= 4 * count);
    CHECK(walk_all(&other, count, true) <= 4 * count);
    ori_str_release(&ascii);
    ori_str_release(&other);
  }
}

/* What is known of a text goes with its block: the next text may lie at the same address. */
static void test_index_after_free(void) {
  for (int i = 0; i < 20; i++) {
    bool is_ascii = i % 2 == 0;
    ori_str s = is_ascii ? repeated('x', 6000) : mixed(2000);
    ori_str c;
    ori_str_index(&c, &s, 3001, "");
    CHECK_INT(str_text(&c).len, is_ascii ? 1 : 2);
    ori_str_release(&s);
  }
}

static void test_repeat(void) {
  static const int64_t counts[] = {-1, 0, 1, 2, 3, 7, 8, 9, 100};
  for (size_t i = 0; i < sizeof counts / sizeof *counts; i++) {
    int64_t count = counts[i] < 0 ? 0 : counts[i];
    ori_str unit = TEXT("abc"), empty = TEXT(""), s;
    ori_str_repeat(&s, &unit, counts[i]);
    CHECK_INT(str_text(&s).len, 3 * count);
    for (int64_t at = 0; at < 3 * count; at++) CHECK(str_text(&s).bytes[at] == "abc"[at % 3]);
    ori_str_release(&s);
    ori_str_repeat(&s, &empty, INT64_MAX);
    CHECK_INT(str_text(&s).len, 0);
  }
}

void test_str(void) {
  test_index_growth();
  test_index_after_free();
  test_repeat();
  test_inline_limit();
  test_append_in_place();
  test_append_to_shared();
  test_append_itself();
  test_append_to_part_of_constant();
  test_concat_empty();
  test_compare();
  test_find();
  test_slice();
  test_index();
  test_chars();
  test_escape();
  test_bytes();
}
