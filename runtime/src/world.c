/* Requests of the program to the system under it: the table of operations, answers, environment, clock, random bits. */
#include <errno.h>
#include <stdlib.h>
#include <sys/random.h>
#include <time.h>

#include "world.h"

ori_line ori_answer = {NULL, 0, 0};

/* --- Answers ------------------------------------------------------------------------------ */

int64_t ori_failure(int error) {
  switch (error) {
    case ENOENT:
      return ORI_NOT_FOUND;
    case EACCES:
    case EPERM:
      return ORI_PERMISSION_DENIED;
    case EEXIST:
      return ORI_ALREADY_EXISTS;
    case ENOTDIR:
      return ORI_NOT_A_DIRECTORY;
    case EISDIR:
      return ORI_IS_A_DIRECTORY;
    case ENOTEMPTY:
      return ORI_NOT_EMPTY;
    default:
      ori_answer.len = 0;
      ori_line_text(&ori_answer, strerror(error));
      return ORI_OTHER_FAILURE;
  }
}

char *ori_c_text(ori_text text) {
  if (text.len > 0 && memchr(text.bytes, 0, (size_t)text.len) != NULL) return NULL;
  char *copy = malloc((size_t)text.len + 1);
  if (copy == NULL) ori_out_of_memory();
  if (text.len > 0) memcpy(copy, text.bytes, (size_t)text.len);
  copy[text.len] = 0;
  return copy;
}

/* --- Environment, clock, random bits ------------------------------------------------------ */

/* A name with a NUL or `=`, and the empty one, are those of no variable. */
static int64_t env_get(const ori_request *request) {
  char *name = ori_c_text(request->text);
  bool is_name = name != NULL && *name != 0 && strchr(name, '=') == NULL;
  const char *value = is_name ? getenv(name) : NULL;
  free(name);
  if (value == NULL) return 0;
  ori_line_text(&ori_answer, value);
  return 1;
}

static int64_t clock_now(const ori_request *request) {
  (void)request;
  struct timespec now;
  clock_gettime(CLOCK_REALTIME, &now);
  ori_line_int(&ori_answer, (int64_t)now.tv_sec * 1000000000 + now.tv_nsec);
  return 0;
}

static int64_t system_bits(void) {
  int64_t bits = 0;
  while (getrandom(&bits, sizeof bits, 0) != (ssize_t)sizeof bits) {
  }
  return bits;
}

static int64_t random_bits(const ori_request *request) {
  (void)request;
  ori_line_int(&ori_answer, system_bits());
  return 0;
}

void ori_random_name(char *name) {
  static const char digits[] = "0123456789abcdef";
  uint64_t bits = (uint64_t)system_bits();
  for (int i = 0; i < ORI_RANDOM_NAME - 1; i++) name[i] = digits[(bits >> (4 * i)) & 15];
  name[ORI_RANDOM_NAME - 1] = 0;
}

/* --- Operations --------------------------------------------------------------------------- */

typedef struct named_operation {
  const char *name;
  ori_operation perform;
} named_operation;

/* In the order of their names. */
static const named_operation operations[] = {
    {"clock.now", clock_now},
    {"env.get", env_get},
    {"exit", ori_process_exit},
    {"fs.append", ori_file_append},
    {"fs.chunk", ori_file_chunk},
    {"fs.close", ori_file_close},
    {"fs.create", ori_file_create},
    {"fs.create_dir", ori_file_create_dir},
    {"fs.facts", ori_file_facts},
    {"fs.lines", ori_file_lines},
    {"fs.link_facts", ori_file_link_facts},
    {"fs.list", ori_file_list},
    {"fs.open", ori_file_open},
    {"fs.read", ori_file_read},
    {"fs.remove", ori_file_remove},
    {"fs.rename", ori_file_rename},
    {"fs.replace", ori_file_replace},
    {"fs.temp_dir", ori_file_temp_dir},
    {"fs.temp_file", ori_file_temp_file},
    {"fs.write", ori_file_write},
    {"io.is_terminal", ori_io_is_terminal},
    {"io.read", ori_io_read},
    {"io.write", ori_io_write},
    {"io.write_error", ori_io_write_error},
    {"process.run", ori_process_run},
    {"random.bits", random_bits},
};

static int compare_name(const void *key, const void *entry) {
  const ori_text *name = key;
  const char *other = ((const named_operation *)entry)->name;
  size_t len = strlen(other);
  size_t common = (size_t)name->len < len ? (size_t)name->len : len;
  int order = memcmp(name->bytes, other, common);
  return order != 0 ? order : (int)name->len - (int)len;
}

static ori_operation operation_named(ori_text name) {
  const named_operation *found = bsearch(&name, operations, sizeof operations / sizeof operations[0],
                                         sizeof operations[0], compare_name);
  if (found != NULL) return found->perform;
  ori_error_text("ori: an operation of the world that the runtime does not know\n");
  exit(ORI_INTERNAL_CODE);
}

int64_t ori_world_call(ori_list_borrowed bytes, ori_str_borrowed operation, ori_str_borrowed text,
                       int64_t number) {
  ori_request request = {str_text(text), number, {bytes->data, bytes->len}};
  ori_answer.len = 0;
  int64_t refusal = ori_sandbox_check(str_text(operation), request.text);
  return refusal != 0 ? refusal : operation_named(str_text(operation))(&request);
}

/* Large answers are not kept when they have been taken. */
#define ANSWER_KEPT (256 * 1024)

static void end_answer(void) {
  ori_answer.len = 0;
  if (ori_answer.room <= ANSWER_KEPT) return;
  free(ori_answer.bytes);
  ori_answer = (ori_line){NULL, 0, 0};
}

void ori_world_bytes(ori_list *out, ori_type *type) {
  ori_list_new(out, ori_answer.len, type);
  if (ori_answer.len > 0) memcpy(out->data, ori_answer.bytes, (size_t)ori_answer.len);
  out->len = ori_answer.len;
  end_answer();
}

void ori_world_text(ori_str *out) {
  ori_str_from_lossy(out, ori_answer.bytes, ori_answer.len);
  end_answer();
}

int64_t ori_world_invalid_at(void) {
  int64_t valid = ori_utf8_prefix(ori_answer.bytes, ori_answer.len);
  return valid == ori_answer.len ? -1 : valid;
}
