/* Requests of the program to the system: environment, clock, files and directories. */
#define _GNU_SOURCE
#include "check.h"

#include <sys/stat.h>
#include <unistd.h>

#include "../../runtime/src/world.h"

/* A request with `text` and `bytes`, which are literals. */
static int64_t ask(const char *operation, ori_str text, int64_t number, ori_str bytes) {
  ori_str name = ori_str_static(operation);
  ori_list list = {bytes.len, bytes.len, bytes.data};
  return ori_world_call(&list, &name, &text, number);
}

#define ASK(operation, text) ask(operation, TEXT(text), 0, TEXT(""))

/* The answer is this text. */
#define CHECK_ANSWER(literal)     \
  do {                            \
    ori_str answer_;              \
    ori_world_text(&answer_);     \
    CHECK_STR(answer_, literal);  \
    ori_str_release(&answer_);    \
  } while (0)

static int64_t answered_int(void) {
  ori_str text;
  char digits[ORI_INT_MAX_CHARS + 1] = {0};
  ori_world_text(&text);
  memcpy(digits, str_text(&text).bytes, (size_t)str_text(&text).len);
  ori_str_release(&text);
  return strtoll(digits, NULL, 10);
}

static void check_environment(void) {
  CHECK_INT(ASK("env.get", "ORI_TEST_VARIABLE"), 1);
  CHECK_ANSWER("a value of more than 23 bytes, on the heap");
  CHECK_INT(ASK("env.get", "ORI_NO_SUCH_VARIABLE"), 0);
  CHECK_INT(ASK("env.get", "A=B"), 0);
  CHECK_INT(ASK("env.get", "HOME\0X"), 0);
  CHECK_INT(ASK("env.get", ""), 0);
  CHECK_ANSWER("");
  CHECK_INT(ASK("clock.now", ""), 0);
  int64_t before = answered_int();
  CHECK_INT(ASK("clock.now", ""), 0);
  CHECK(before > 1500000000000000000 && answered_int() >= before);
  CHECK_INT(ASK("random.bits", ""), 0);
  int64_t bits = answered_int();
  CHECK_INT(ASK("random.bits", ""), 0);
  CHECK(bits != answered_int());
}

static void check_files(void) {
  CHECK_INT(ask("fs.write", TEXT("a.txt"), 0, TEXT("one\ntwo")), 0);
  CHECK_INT(ask("fs.append", TEXT("a.txt"), 0, TEXT("\nthree")), 0);
  CHECK_INT(ask("fs.create", TEXT("a.txt"), 0, TEXT("x")), ORI_ALREADY_EXISTS);
  CHECK_INT(ASK("fs.read", "a.txt"), 13);
  CHECK_INT(ori_world_invalid_at(), -1);
  CHECK_ANSWER("one\ntwo\nthree");
  CHECK_INT(chmod("a.txt", 0640), 0);
  CHECK_INT(ask("fs.replace", TEXT("a.txt"), 0, TEXT("new\xC3\xA9\xFF!")), 0);
  CHECK_INT(ASK("fs.read", "a.txt"), 7);
  CHECK_INT(ori_world_invalid_at(), 5);
  ori_list bytes;
  ori_world_bytes(&bytes, &type_bytes);
  CHECK_INT(bytes.len, 7);
  ori_rc_release(bytes.data, bytes.len, bytes.cap);
  struct stat facts;
  CHECK(stat("a.txt", &facts) == 0 && (facts.st_mode & 0777) == 0640);
  CHECK_INT(ASK("fs.read", "none"), ORI_NOT_FOUND);
  CHECK_INT(ASK("fs.read", "a.txt/b"), ORI_NOT_A_DIRECTORY);
  CHECK_INT(ASK("fs.read", "."), ORI_IS_A_DIRECTORY);
  CHECK_INT(ASK("fs.read", "a\0b"), ORI_BAD_NAME);
  CHECK_INT(ask("fs.write", TEXT("/dev/full"), 0, TEXT("x")), ORI_OTHER_FAILURE);
  CHECK_ANSWER("No space left on device");
}

static void check_pieces(void) {
  CHECK_INT(ask("fs.write", TEXT("lines"), 0, TEXT("one\n\ntwo")), 0);
  CHECK_INT(ASK("fs.open", "lines"), 0);
  CHECK_INT(ASK("fs.open", "lines"), 1);
  CHECK_INT(ask("fs.lines", TEXT(""), 0, TEXT("")), 5);
  CHECK_ANSWER("one\n\n");
  CHECK_INT(ask("fs.chunk", TEXT(""), 1, TEXT("")), 8);
  CHECK_INT(ask("fs.close", TEXT(""), 1, TEXT("")), 0);
  CHECK_INT(ASK("fs.open", "lines"), 1);
  CHECK_INT(ask("fs.close", TEXT(""), 1, TEXT("")), 0);
  CHECK_INT(ask("fs.lines", TEXT(""), 0, TEXT("")), 3);
  CHECK_ANSWER("two");
  CHECK_INT(ask("fs.lines", TEXT(""), 0, TEXT("")), 0);
  CHECK_INT(ask("fs.close", TEXT(""), 0, TEXT("")), 0);
  /* Lines that are longer than what is read at once, and the bytes behind a line break that is inside of it. */
  ori_str wide = repeated('x', 200000);
  ori_str_append(&wide, "\ny", 2);
  CHECK_INT(ask("fs.write", TEXT("lines"), 0, wide), 0);
  ori_str_release(&wide);
  CHECK_INT(ASK("fs.open", "lines"), 0);
  CHECK_INT(ask("fs.lines", TEXT(""), 0, TEXT("")), 200001);
  CHECK_INT(ask("fs.chunk", TEXT(""), 0, TEXT("")), 1);
  CHECK_ANSWER("y");
  CHECK_INT(ask("fs.close", TEXT(""), 0, TEXT("")), 0);
}

static void check_directories(void) {
  CHECK_INT(ASK("fs.create_dir", "d"), 0);
  CHECK_INT(ASK("fs.create_dir", "d"), ORI_ALREADY_EXISTS);
  CHECK_INT(ASK("fs.create_dir", "e/f"), ORI_NOT_FOUND);
  CHECK_INT(ask("fs.write", TEXT("d/x"), 0, TEXT("1")), 0);
  CHECK_INT(ASK("fs.list", "d"), 0);
  CHECK_ANSWER("fx\0");
  CHECK_INT(ASK("fs.remove", "d"), ORI_NOT_EMPTY);
  CHECK_INT(symlink("x", "d/link"), 0);
  CHECK_INT(ASK("fs.link_facts", "d/link"), 0);
  CHECK(ori_answer.bytes[0] == 'l');
  CHECK_INT(ASK("fs.facts", "d/link"), 0);
  CHECK(ori_answer.bytes[0] == 'f');
  CHECK_INT(ask("fs.rename", TEXT("d/link"), 0, TEXT("d/l")), 0);
  CHECK_INT(ask("fs.rename", TEXT("d/link"), 0, TEXT("d/m")), ORI_NOT_FOUND);
  CHECK_INT(ask("fs.rename", TEXT("d"), 0, TEXT("d\0")), ORI_BAD_NAME);
  CHECK_INT(ASK("fs.remove", "d/l"), 0);
  CHECK_INT(ask("fs.write", TEXT("d/\xFF"), 0, TEXT("")), 0);
  CHECK_INT(ASK("fs.list", "d"), ORI_BAD_NAME);
  CHECK_INT(ASK("fs.list", "d/x"), ORI_NOT_A_DIRECTORY);
  CHECK_INT(ASK("fs.remove", "d/\xFF"), 0);
  CHECK_INT(ASK("fs.remove", "d/x"), 0);
  CHECK_INT(ASK("fs.temp_file", "d"), 0);
  ori_str path;
  ori_world_text(&path);
  CHECK_INT(ask("fs.remove", path, 0, TEXT("")), 0);
  ori_str_release(&path);
  CHECK_INT(ASK("fs.temp_dir", "none"), ORI_NOT_FOUND);
  CHECK_INT(ASK("fs.remove", "d"), 0);
  CHECK_INT(ASK("fs.remove", "d"), ORI_NOT_FOUND);
}

/* Runs `program` with an argument and input: the fields are its folder, the number of arguments, and this one. */
static int64_t run_program(const char *program, const char *arg, const char *input) {
  char bytes[256] = "\0001";
  size_t head = 3 + strlen(arg) + 1;
  memcpy(bytes + 3, arg, strlen(arg));
  memcpy(bytes + head, input, strlen(input));
  ori_str all = {(int64_t)(head + strlen(input)), 0, bytes};
  return ask("process.run", ori_str_static(program), (int64_t)head, all);
}

static void check_processes(void) {
  CHECK_INT(run_program("echo", "one two", ""), 0);
  CHECK_ANSWER("8\0one two\n");
  CHECK_INT(run_program("cat", "-", "input"), 0);
  CHECK_ANSWER("5\0input");
  CHECK_INT(run_program("cat", "/no/such/file", ""), 1);
  CHECK(memcmp(ori_answer.bytes, "0\0cat:", 6) == 0);
  CHECK_INT(run_program("ori-no-such-program", "", ""), ORI_NOT_FOUND);
  CHECK_INT(run_program("/etc/passwd", "", ""), ORI_PERMISSION_DENIED);
  CHECK_INT(run_program("./lines", "", ""), ORI_PERMISSION_DENIED);
}

/* In a directory of its own, which is the first argument. */
int64_t run_world(void) {
  CHECK_INT(chdir(ori_arguments[0]), 0);
  check_environment();
  check_files();
  check_pieces();
  check_directories();
  check_processes();
  return failures > 0;
}
