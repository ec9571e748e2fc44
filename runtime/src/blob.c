/*
 * The entry points of the program blob: what is checked before the program runs, and the pointers that are published.
 * Decoding waits until somebody asks (blob_tables.c).
 */
#include <stdlib.h>

#include "blob.h"

/* --- Head and digest ---------------------------------------------------------------------- */

static const char *const part_keys[ORI_PART_COUNT] = {
    "compiler", "func_names", "is_tool",      "places", "type_registry", "ownership", "files",
    "entry",    "line_table", "region_table", "chunks", "ast",
};

#define MAP_BYTE (0x80 | (3 + ORI_PART_COUNT))
#define LENGTHS_BYTES (4 * ORI_PART_COUNT)

static const uint8_t magic[] = {
    MAP_BYTE, 0xa0 | 14, 's', 'c', 'h', 'e', 'm', 'a', '_', 'v', 'e', 'r', 's', 'i', 'o', 'n',
    ORI_BLOB_SCHEMA_VERSION, 0xa0 | 6, 'd', 'i', 'g', 'e', 's', 't', 0xc4, ORI_BLOB_DIGEST_BYTES,
};
#define VERSION_OFFSET 16
#define DIGEST_OFFSET ((int64_t)sizeof magic)
#define BODY_OFFSET (DIGEST_OFFSET + ORI_BLOB_DIGEST_BYTES)

static const uint8_t lengths_head[] = {0xa0 | 5, 'p', 'a', 'r', 't', 's', 0xc4, LENGTHS_BYTES};
#define LENGTHS_OFFSET (BODY_OFFSET + (int64_t)sizeof lengths_head)
#define HEAD_BYTES (LENGTHS_OFFSET + LENGTHS_BYTES)

static uint32_t blob_read_u32(const uint8_t *at) {
  return (uint32_t)at[0] | (uint32_t)at[1] << 8 | (uint32_t)at[2] << 16 | (uint32_t)at[3] << 24;
}

/* The round of xxHash32 (Y. Collet): one to one in the lane and in the word. */
static uint32_t blob_mix(uint32_t lane, uint32_t word) {
  uint32_t sum = lane + word * 0x85ebca77u;
  return (sum << 13 | sum >> 19) * 0x9e3779b1u;
}

/* src/blob/digest.ts says why any one changed byte is certain to show. */
static void blob_digest_of(const uint8_t *bytes, int64_t len, uint32_t lanes[4]) {
  static const uint32_t seeds[4] = {0x24234428u, 0x85ebca77u, 0, 0x61c8864fu};
  memcpy(lanes, seeds, sizeof seeds);
  int64_t at = 0;
  for (; len - at >= ORI_BLOB_DIGEST_BYTES; at += ORI_BLOB_DIGEST_BYTES) {
    for (int i = 0; i < 4; i++) lanes[i] = blob_mix(lanes[i], blob_read_u32(bytes + at + 4 * i));
  }
  if (at < len) {
    uint8_t last[ORI_BLOB_DIGEST_BYTES] = {0};
    memcpy(last, bytes + at, (size_t)(len - at));
    for (int i = 0; i < 4; i++) lanes[i] = blob_mix(lanes[i], blob_read_u32(last + 4 * i));
  }
  for (int i = 0; i < 4; i++) lanes[i] = blob_mix(lanes[i], (uint32_t)len);
}

static bool blob_digest_matches(const uint8_t *bytes, int64_t len) {
  uint32_t lanes[4];
  blob_digest_of(bytes + BODY_OFFSET, len - BODY_OFFSET, lanes);
  for (int i = 0; i < 4; i++) {
    if (lanes[i] != blob_read_u32(bytes + DIGEST_OFFSET + 4 * i)) return false;
  }
  return true;
}

/* Where the parts lie; false when head, keys and lengths do not fit together. */
static bool blob_locate_parts(const uint8_t *bytes, int64_t len, ori_text parts[ORI_PART_COUNT]) {
  if (len < HEAD_BYTES) return false;
  if (memcmp(bytes + BODY_OFFSET, lengths_head, sizeof lengths_head) != 0) return false;
  int64_t at = HEAD_BYTES;
  for (int i = 0; i < ORI_PART_COUNT; i++) {
    int64_t key = (int64_t)strlen(part_keys[i]);
    int64_t size = blob_read_u32(bytes + LENGTHS_OFFSET + 4 * i);
    if (len - at < 1 + key + size || bytes[at] != (0xa0 | key)) return false;
    if (memcmp(bytes + at + 1, part_keys[i], (size_t)key) != 0) return false;
    parts[i] = (ori_text){(const char *)bytes + at + 1 + key, size};
    at += 1 + key + size;
  }
  return at == len;
}

static const char *blob_find_problem(const uint8_t *bytes, int64_t len, ori_text parts[ORI_PART_COUNT]) {
  if (len < BODY_OFFSET || memcmp(bytes, magic, VERSION_OFFSET) != 0) {
    return "it does not begin like a program";
  }
  if (bytes[VERSION_OFFSET] != ORI_BLOB_SCHEMA_VERSION) return "its schema version is another one";
  if (memcmp(bytes, magic, sizeof magic) != 0) return "it does not begin like a program";
  if (!blob_digest_matches(bytes, len)) return "its digest does not match its bytes";
  return blob_locate_parts(bytes, len, parts) ? NULL : "its parts do not fit together";
}

const char *ori_blob_problem(const uint8_t *bytes, int64_t len) {
  ori_text parts[ORI_PART_COUNT];
  return blob_find_problem(bytes, len, parts);
}

/* `reason` holds nothing that JSON would have to escape. */
_Noreturn void ori_blob_refuse(const char *reason) {
  ori_error_text(
      "{\"schemaVersion\":1,\"diagnostics\":[{\"code\":\"E5006\",\"severity\":\"error\",\"message\":\"the program in "
      "this binary is malformed: ");
  ori_error_text(reason);
  ori_error_text("\",\"labels\":[],\"notes\":[],\"help\":\"build the binary again\",\"fix\":null}]}\n");
  ori_flush_stdout();
  _Exit(1);
}

/* --- Publishing --------------------------------------------------------------------------- */

ori_program *ori_active_program = NULL;
const ori_text *ori_active_tree = NULL;
ori_names *ori_active_names = NULL;
ori_registry *ori_active_types = NULL;

static ori_program published;

void ori_aot_publish_program(const void *blob, int64_t length) {
  ori_aot_fini();
  const char *problem = blob_find_problem(blob, length, published.parts);
  if (problem != NULL) ori_blob_refuse(problem);
  ori_active_program = &published;
  ori_active_tree = &published.parts[ORI_PART_TREE];
  ori_active_names = &published.names;
  ori_active_types = &published.types;
}

void ori_aot_fini(void) {
  free(published.names.all);
  free(published.types.all);
  memset(&published, 0, sizeof published);
  ori_active_program = NULL;
  ori_active_tree = NULL;
  ori_active_names = NULL;
  ori_active_types = NULL;
}

bool ori_blob_is_whole(const uint8_t *bytes, int64_t len) {
  ori_program program;
  memset(&program, 0, sizeof program);
  if (blob_find_problem(bytes, len, program.parts) != NULL) return false;
  bool whole = ori_program_decodes(&program);
  free(program.names.all);
  free(program.types.all);
  return whole;
}
