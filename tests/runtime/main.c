/* The runtime's tests: `all`, or one of the modes that need a process of their own. */
#include "check.h"
#include "../../runtime/src/unwind.h"

int failures = 0;

/* --- Support ------------------------------------------------------------------------------ */

void check_str(const char *file, int line, const ori_str *s, const char *bytes, size_t len) {
  ori_text t = str_text(s);
  if (t.len == (int64_t)len && (len == 0 || memcmp(t.bytes, bytes, len) == 0)) return;
  failures++;
  fprintf(stderr, "%s:%d: text is \"%.*s\", not \"%s\"\n", file, line, (int)t.len, t.bytes, bytes);
}

ori_str repeated(char c, int64_t len) {
  ori_str s;
  char *bytes = ori_str_begin(&s, len);
  memset(bytes, c, (size_t)len);
  return s;
}

static void retain_strs(void *elements, int64_t count) {
  ori_str *strs = elements;
  for (int64_t i = 0; i < count; i++) {
    ori_str_retain(&strs[i]);
  }
}

static void release_strs(void *elements, int64_t count) {
  ori_str *strs = elements;
  for (int64_t i = 0; i < count; i++) ori_str_release(&strs[i]);
}

ori_type type_ints = {"[int]", 8, NULL, NULL, NULL, -1};
ori_type type_bytes = {"[byte]", 1, NULL, NULL, NULL, -1};
ori_type type_strs = {"[str]", sizeof(ori_str), retain_strs, release_strs, NULL, -1};

/* --- Frames of frames.ll ------------------------------------------------------------------ */

int64_t frame1(bool panics);
int64_t guard(void (*body)(void *), void *argument);
int64_t descend(int64_t n);
void note(int64_t n);
void touch(void *space);
int64_t caught(void *exception);

static int64_t notes = 0;
static ori_line caught_message;

void note(int64_t n) { notes = notes * 10 + n; }
void touch(void *space) { *(volatile char *)space = 1; }

int64_t caught(void *exception) {
  ori_panic_place place;
  caught_message = ori_take_panic(exception, &place);
  CHECK(strcmp(place.position, "main.ori:3:7") == 0);
  return 1;
}

bool catches(void (*body)(void *), void *argument, ori_str *message) {
  bool result = guard(body, argument) != 0;
  ori_str_copy(message, caught_message.bytes, caught_message.len);
  free(caught_message.bytes);
  caught_message = (ori_line){NULL, 0, 0};
  return result;
}

static void call_frames(void *panics) { CHECK_INT(frame1(*(bool *)panics), 7); }

void test_unwind(void) {
  ori_str message;
  bool panics = false;
  CHECK(!catches(call_frames, &panics, &message));
  CHECK_INT(notes, 0);
  panics = true;
  for (int i = 0; i < 3; i++) {
    notes = 0;
    CHECK(catches(call_frames, &panics, &message));
    CHECK_STR(message, "deep");
    CHECK_INT(notes, 321);
  }
}

/* --- Modes -------------------------------------------------------------------------------- */

static int64_t run_all(void) {
  test_str();
  test_utf8();
  test_list();
  test_slices();
  test_format();
  test_rc();
  test_unwind();
  test_panic_stack();
  if (failures > 0) fprintf(stderr, "%d checks failed\n", failures);
  return failures > 0;
}

/* Blocks of two types stay alive, one of them with two blocks. */
static int64_t run_leak(void) {
  ori_list xs;
  ori_list_new(&xs, 3, &type_strs);
  ori_rc_site = "main at main.ori:1:2";
  ori_str a = repeated('a', 30);
  ori_str b = repeated('b', 23);
  ori_str c = repeated('c', 24);
  CHECK(str_is_counted(&a) && !str_is_counted(&b) && str_is_counted(&c));
  return 3;
}

static int64_t run_exit(void) {
  ori_str text = TEXT("bye");
  ori_write(&text);
  return 300;
}

static void raise_uncaught(void *unused) {
  (void)unused;
  ori_str out = TEXT("out");
  ori_print(&out);
  ori_str a = repeated('x', 30);
  ori_panic(&a, "main.ori:1:2");
}

/* No frame catches: the runtime ends the program itself. */
static int64_t run_panic(void) {
  raise_uncaught(NULL);
  return 0;
}

static int64_t run_overflow(void) {
  ori_str out = TEXT("before");
  ori_print(&out);
  return descend(0);
}

static int64_t run_fault(void) {
  *(volatile char *)(uintptr_t)8 = 1;
  return 0;
}

/* Each line as [LENGTH]text; then what is left. */
static int64_t run_lines(void) {
  ori_str line;
  for (;;) {
    ori_stdin_line(&line);
    ori_text t = str_text(&line);
    if (t.len == 0) return 0;
    ori_str number;
    ori_int_to_str(&number, t.len);
    ori_write(&number);
    ori_str colon = TEXT(":");
    ori_write(&colon);
    ori_write(&line);
    ori_str_release(&line);
  }
}

static int64_t run_rest(void) {
  ori_str all;
  ori_stdin_line(&all);
  ori_str_release(&all);
  ori_stdin_rest(&all);
  ori_print(&all);
  ori_eprint(&all);
  ori_str_release(&all);
  return 0;
}

/* Lines of 16 hexadecimal digits, the bits of a double, to its text and to the text's bits. */
static int64_t run_floats(void) {
  char hex[32];
  while (fgets(hex, sizeof hex, stdin) != NULL) {
    uint64_t bits = strtoull(hex, NULL, 16);
    double x;
    memcpy(&x, &bits, sizeof x);
    ori_str text;
    ori_float_to_str(&text, x);
    if (x == x) CHECK(ori_str_parse_float(&text) == x);
    ori_print(&text);
    ori_str_release(&text);
  }
  return failures > 0;
}

/* One text a line, upper and lower. */
static int64_t run_case(void) {
  ori_str line;
  for (;;) {
    ori_stdin_line(&line);
    if (str_text(&line).len == 0) return 0;
    ori_str upper, lower;
    ori_str_to_upper(&upper, &line);
    ori_str_to_lower(&lower, &line);
    ori_write(&upper);
    ori_write(&lower);
    ori_str_release(&upper);
    ori_str_release(&lower);
    ori_str_release(&line);
  }
}

static int64_t run_harness(void) {
  int64_t index = ori_test_index(3);
  ori_list args;
  ori_rc_site = "main at main.ori:2:3\0loop#1/body";
  ori_program_args(&args, &type_strs);
  for (int64_t i = 0; i < args.len; i++) ori_print((ori_str *)args.data + i);
  if (args.cap > 0) ori_rc_release(args.data, args.len, args.cap * type_strs.size);
  return index;
}

/* --- What checks of blocks find ----------------------------------------------------------- */

static void *new_block(int64_t size) {
  ori_rc_site = "main at main.ori:4:5";
  return ori_rc_alloc(size, 8, &type_bytes, ori_rc_site);
}

static int64_t run_wrong_size(void) {
  ori_rc_free(new_block(40), 24, 8);
  return 0;
}

static int64_t run_wrong_resize(void) {
  return ori_rc_resize(new_block(4000), 4001, 5000) == NULL;
}

static int64_t run_freed_twice(void) {
  void *block = new_block(40);
  ori_rc_free(block, 40, 8);
  ori_rc_free(block, 40, 8);
  return 0;
}

static int64_t run_overrun(void) {
  char *block = new_block(40);
  block[40] = 'x';
  ori_rc_free(block, 40, 8);
  return 0;
}

static int64_t run_written_freed(void) {
  char *block = new_block(40);
  ori_rc_free(block, 40, 8);
  ((volatile char *)block)[16] = 'x';
  new_block(40);
  return 0;
}

/* Prints the first byte of a freed block; then that all sizes give blocks that keep what is written to them. */
static int64_t run_freed(void) {
  char *block = new_block(40);
  memset(block, 'x', 40);
  ori_rc_free(block, 40, 8);
  printf("%02x\n", (unsigned)((volatile unsigned char *)block)[39]);
  for (int round = 0; round < 3; round++) {
    for (int64_t size = 0; size < 1200; size++) {
      char *bytes = new_block(size);
      memset(bytes, round, (size_t)size);
      CHECK(header_of(bytes)->count == 1);
      bytes = ori_rc_resize(bytes, size, size + 100);
      for (int64_t i = 0; i < size; i++) CHECK(bytes[i] == round);
      ori_rc_free(bytes, size + 100, 8);
    }
  }
  return failures > 0;
}

static const struct mode {
  const char *name;
  int64_t (*run)(void);
} modes[] = {
    {"all", run_all},     {"leak", run_leak},         {"exit", run_exit},   {"panic", run_panic},
    {"fault", run_fault}, {"overflow", run_overflow}, {"lines", run_lines}, {"rest", run_rest},
    {"floats", run_floats}, {"case", run_case},       {"harness", run_harness},
    {"world", run_world},
    {"panic in unwinding", run_panic_in_unwinding}, {"panic while kept", run_panic_while_kept},
    {"blob", run_blob},     {"corrupt", run_corrupt_blob}, {"malformed", run_malformed_blob},
    {"wrong size", run_wrong_size}, {"wrong resize", run_wrong_resize}, {"freed twice", run_freed_twice},
    {"overrun", run_overrun}, {"written freed", run_written_freed}, {"freed", run_freed},
    {"no blob", run_no_blob}, {"fuzz", run_fuzz_blobs},
};

int main(int argc, char **argv) {
  for (size_t i = 0; i < sizeof modes / sizeof *modes; i++) {
    if (argc > 1 && strcmp(argv[1], modes[i].name) == 0) {
      ori_named_function entry = {(void (*)(void))modes[i].run, modes[i].name};
      ori_trace_functions(&entry, 1);
      return ori_start(modes[i].run, argc - 1, argv + 1, false);
    }
  }
  fprintf(stderr, "unknown mode\n");
  return 99;
}
