/* The stack of panics: several at once, in the order in which they are caught, kept by a `drop`, or the end. */
#include "check.h"
#include "../../runtime/src/unwind.h"

/* In frames.ll. */
void as_drop(void (*body)(void *), void *argument);
void with_cleanup(void (*body)(void *), void (*cleanup)(void *), void *argument);

static void raise_text(void *text) { ori_panic_text(text, "main.ori:3:7"); }
static void raise_pending(void *unused) {
  (void)unused;
  ori_drop_raise();
}

static char first[] = "first", second[] = "second";

/* --- One in another ----------------------------------------------------------------------- */

static void catch_then_raise(void *unused) {
  (void)unused;
  ori_str message;
  for (int i = 0; i < 3; i++) {
    CHECK(catches(raise_text, first, &message));
    CHECK_STR(message, "first");
  }
  raise_text(second);
}

static void test_nested_catch(void) {
  ori_str message;
  CHECK(catches(catch_then_raise, NULL, &message));
  CHECK_STR(message, "second");
}

enum { LEVELS = 9 };
static int reached;

static void raise_level(void *level) {
  char text[] = "level 0";
  text[sizeof text - 2] = (char)('0' + *(int *)level);
  raise_text(text);
}

static void catch_level(void *level);

/* While the panic of a level unwinds, a `drop` raises and catches that of the next one. */
static void drop_next_level(void *level) {
  int next = *(int *)level + 1;
  reached = next;
  if (next < LEVELS) as_drop(catch_level, &next);
}

static void unwind_level(void *level) { with_cleanup(raise_level, drop_next_level, level); }

static void catch_level(void *level) {
  ori_str message, expected = TEXT("level 0");
  CHECK(catches(unwind_level, level, &message));
  ori_text text = str_text(&message);
  CHECK_INT(text.len, expected.len);
  CHECK_INT(text.bytes[text.len - 1], '0' + *(int *)level);
  ori_str_release(&message);
}

static void test_take_order(void) {
  for (int from = LEVELS - 1; from >= 0; from--) {
    int level = from;
    reached = 0;
    catch_level(&level);
    CHECK_INT(reached, LEVELS);
  }
}

/* --- Kept by a `drop` --------------------------------------------------------------------- */

static void drop_and_let_go(void *text) {
  as_drop(raise_text, text);
  CHECK(ori_drop_panic != NULL);
  ori_drop_raise();
}

static void test_kept(void) {
  ori_str message;
  ori_drop_depth = 3;
  as_drop(raise_text, first);
  CHECK(ori_drop_panic != NULL);
  CHECK_INT(ori_drop_depth, 3);
  ori_drop_depth = 0;
  CHECK(catches(raise_pending, NULL, &message));
  CHECK_STR(message, "first");
  CHECK(ori_drop_panic == NULL);
  as_drop(drop_and_let_go, second);
  CHECK(catches(raise_pending, NULL, &message));
  CHECK_STR(message, "second");
  CHECK(ori_drop_panic == NULL);
}

void test_panic_stack(void) {
  test_nested_catch();
  test_take_order();
  test_kept();
}

/* --- The end of the program --------------------------------------------------------------- */

static void catch_second(void *unused) {
  (void)unused;
  ori_str message;
  CHECK(catches(raise_text, second, &message));
}

static void drop_second(void *unused) {
  (void)unused;
  as_drop(catch_second, NULL);
  as_drop(raise_text, second);
}

/* A panic leaves a `drop` while another one unwinds, after a `drop` that caught its own. */
static void unwind_through_drop(void *text) { with_cleanup(raise_text, drop_second, text); }

int64_t run_panic_in_unwinding(void) {
  ori_str message;
  catches(unwind_through_drop, first, &message);
  return 0;
}

/* A panic comes before the one that a `drop` left behind went on. */
int64_t run_panic_while_kept(void) {
  ori_str message;
  as_drop(raise_text, first);
  catches(raise_text, second, &message);
  return 0;
}
