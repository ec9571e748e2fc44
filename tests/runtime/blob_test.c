/* The program blob in process: entry points, the checks before the program runs, the decoder (seeds BL). */
#include "../../runtime/src/blob.h"
#include "check.h"

/* The bytes of the file that the first argument names; the caller frees them. */
static uint8_t *read_blob(int64_t *len) {
  FILE *file = fopen(ori_arguments[0], "rb");
  if (file == NULL) abort();
  fseek(file, 0, SEEK_END);
  *len = ftell(file);
  rewind(file);
  uint8_t *bytes = malloc((size_t)*len + 1);
  if (bytes == NULL || fread(bytes, 1, (size_t)*len, file) != (size_t)*len) abort();
  fclose(file);
  return bytes;
}

static bool nothing_is_published(void) {
  return ori_active_program == NULL && ori_active_tree == NULL && ori_active_names == NULL &&
         ori_active_types == NULL;
}

static bool same_text(ori_text text, const char *expected) {
  return text.len == (int64_t)strlen(expected) &&
         memcmp(text.bytes, expected, (size_t)text.len) == 0;
}

/* BL-8, BL-11, and BL-9 as the leak check is on in one run: publishing sets all four pointers, fini clears them, and it can begin again. */
static void check_entry_points(uint8_t *bytes, int64_t len) {
  CHECK(nothing_is_published());
  for (int run = 0; run < 3; run++) {
    ori_aot_publish_program(bytes, len);
    CHECK(ori_active_program != NULL && ori_active_tree != NULL && ori_active_names != NULL &&
          ori_active_types != NULL);
    if (run > 0) CHECK(ori_function_count() > 0 && ori_type_count() > 0);
    ori_aot_fini();
    CHECK(nothing_is_published());
  }
  /* A second publication replaces the first. */
  ori_aot_publish_program(bytes, len);
  CHECK(ori_function_count() > 0);
  ori_aot_publish_program(bytes, len);
  CHECK(ori_active_names->all == NULL);
  ori_aot_fini();
}

/* BL-4: names, flags and types as they were encoded. */
static void check_tables(uint8_t *bytes, int64_t len) {
  ori_aot_publish_program(bytes, len);
  bool has_main = false, has_tool = false, has_cell = false;
  for (int64_t i = 0; i < ori_function_count(); i++) {
    ori_function_facts fn = ori_function(i);
    if (same_text(fn.name, "main")) {
      has_main = same_text(fn.file, "main.ori") && fn.line == 25 && fn.column == 2 && !fn.is_tool;
    }
    if (fn.is_tool) {
      ori_reader captures = fn.captures;
      CHECK_INT(fn.capture_count, 2);
      CHECK(same_text(ori_read_text(&captures), "prefix"));
      CHECK(same_text(ori_read_text(&captures), "n"));
      has_tool = true;
    }
  }
  for (int64_t i = 0; i < ori_type_count(); i++) {
    const ori_type_facts *type = ori_type_of(i);
    if (!same_text(type->name, "Tree")) continue;
    has_cell = type->form == ORI_FORM_BOXED && type->kind == ORI_KIND_SUM && type->row_count == 2;
  }
  CHECK(has_main);
  CHECK(has_tool);
  CHECK(has_cell);
  CHECK(ori_active_tree->len > 0);
  ori_aot_fini();
}

int64_t run_blob(void) {
  int64_t len;
  uint8_t *bytes = read_blob(&len);
  CHECK_INT(ORI_BLOB_SCHEMA_VERSION, 5);
  CHECK(ori_blob_problem(bytes, len) == NULL);
  CHECK(ori_blob_is_whole(bytes, len));
  check_entry_points(bytes, len);
  check_tables(bytes, len);
  free(bytes);
  return failures > 0;
}

/* BL-10, BL-14: every other value of every byte, every cut, and more bytes than there should be. */
int64_t run_corrupt_blob(void) {
  int64_t len;
  uint8_t *bytes = read_blob(&len);
  for (int64_t at = 0; at < len; at++) {
    uint8_t byte = bytes[at];
    for (int change = 1; change < 256; change++) {
      bytes[at] = (uint8_t)(byte ^ change);
      if (ori_blob_problem(bytes, len) == NULL) failures++;
    }
    bytes[at] = byte;
    if (ori_blob_problem(bytes, at) == NULL) failures++;
  }
  bytes[len] = 0;
  CHECK(ori_blob_problem(bytes, len + 1) != NULL);
  CHECK(ori_blob_problem(bytes, len) == NULL);
  free(bytes);
  return failures > 0;
}

/* Publishes what the file holds and asks for a name: how a binary with a malformed program ends. */
int64_t run_malformed_blob(void) {
  int64_t len;
  uint8_t *bytes = read_blob(&len);
  ori_aot_publish_program(bytes, len);
  return ori_function_count();
}

/* BL-1: no program, no answer. */
int64_t run_no_blob(void) { return ori_type_count(); }

/*
 * Any bytes are decoded or refused, without a crash. The file holds blobs with changes and a digest that fits again, each behind
 * its length in 4 bytes, little endian. Prints for each whether it is whole.
 */
int64_t run_fuzz_blobs(void) {
  int64_t len;
  uint8_t *bytes = read_blob(&len);
  for (int64_t at = 0; at + 4 <= len;) {
    int64_t size = (int64_t)bytes[at] | (int64_t)bytes[at + 1] << 8 | (int64_t)bytes[at + 2] << 16 |
                   (int64_t)bytes[at + 3] << 24;
    at += 4;
    /* A copy of its own: the sanitizer sees a read behind it. */
    uint8_t *blob = malloc((size_t)size);
    if (blob == NULL) abort();
    memcpy(blob, bytes + at, (size_t)size);
    fputs(ori_blob_is_whole(blob, size) ? "1\n" : "0\n", stdout);
    free(blob);
    at += size;
  }
  free(bytes);
  return 0;
}
