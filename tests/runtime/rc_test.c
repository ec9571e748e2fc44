#include "check.h"

/* A chain of cells such as `type Chain = End | Link(next: Chain)`. */
typedef struct link {
  struct link *next;
} link;

static int64_t deepest = 0;

static void release_links(void *elements, int64_t count) {
  if (ori_drop_depth > deepest) deepest = ori_drop_depth;
  link *links = elements;
  for (int64_t i = 0; i < count; i++) {
    if (links[i].next != NULL) ori_rc_release(links[i].next, 1, sizeof(link));
  }
}

static ori_type type_link = {"Link", sizeof(link), NULL, release_links, NULL, -1};

static void test_deep_drop(void) {
  link *chain = NULL;
  for (int i = 0; i < 1000000; i++) {
    link *cell = ori_rc_alloc(sizeof(link), 8, &type_link, "test");
    cell->next = chain;
    chain = cell;
  }
  ori_rc_release(chain, 1, sizeof(link));
  CHECK_INT(ori_drop_depth, 0);
  CHECK_INT(ori_drop_pending, 0);
  CHECK_INT(deepest, ORI_DROP_DEPTH);
}

static void test_immortal(void) {
  ori_str s = repeated('i', 30);
  header_of(s.data)->count = INT64_MAX;
  ori_str_release(&s);
  ori_rc_retain(s.data);
  CHECK_INT(header_of(s.data)->count, INT64_MAX);
  header_of(s.data)->count = -1;
  ori_str_release(&s);
  ori_rc_retain(s.data);
  CHECK_INT(header_of(s.data)->count, -1);
  header_of(s.data)->count = 1;
  ori_str_release(&s);
}

/* Sizes on both sides of the small classes, freed in another order than they came. */
static void test_sizes(void) {
  enum { COUNT = 700 };
  static unsigned char *blocks[COUNT];
  for (int round = 0; round < 3; round++) {
    for (int64_t i = 0; i < COUNT; i++) {
      blocks[i] = ori_rc_alloc(i + 1, 16, &type_bytes, "test");
      CHECK((uintptr_t)blocks[i] % 16 == 0);
      memset(blocks[i], (int)(i & 0xff), (size_t)i + 1);
    }
    for (int64_t i = 0; i < COUNT; i++) {
      for (int64_t at = 0; at <= i; at++) CHECK(blocks[i][at] == (i & 0xff));
    }
    for (int64_t i = 0; i < COUNT; i += 2) ori_rc_free(blocks[i], i + 1, 16);
    for (int64_t i = 1; i < COUNT; i += 2) ori_rc_free(blocks[i], i + 1, 16);
  }
  char *grown = ori_rc_alloc(10, 1, &type_bytes, "test");
  memcpy(grown, "0123456789", 10);
  for (int64_t size = 10; size < 5000; size *= 2) grown = ori_rc_resize(grown, size, size * 2);
  CHECK(memcmp(grown, "0123456789", 10) == 0);
  ori_rc_free(grown, 5120, 1);
}

void test_rc(void) {
  test_deep_drop();
  test_immortal();
  test_sizes();
}
