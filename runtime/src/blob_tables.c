/* The tables of the published program, decoded when they are first asked for. */
#include <stdlib.h>

#include "blob.h"

#define WRAPPER_SUFFIX "$wrapper"
#define WRAPPER_SUFFIX_BYTES ((int64_t)sizeof WRAPPER_SUFFIX - 1)
#define CHUNK_VALUES 7 /* the env comes last */
#define LINE_WIDTH 4
#define UNWIND_WIDTH 2

static ori_reader blob_reader_of(ori_text part) {
  const uint8_t *bytes = (const uint8_t *)part.bytes;
  return (ori_reader){bytes, bytes + part.len, false};
}

/* The reader passed over everything, and nothing was wrong. */
static bool blob_is_done(const ori_reader *r) { return !r->is_broken && r->at == r->end; }

static void *blob_table(int64_t count, size_t size) {
  void *all = calloc((size_t)count + 1, size);
  if (all == NULL) ori_out_of_memory();
  return all;
}

/* --- Functions ---------------------------------------------------------------------------- */

/* File, line and column, then the names of captures. */
static void blob_read_place(ori_reader *r, ori_function_facts *fn, const ori_text *files,
                       int64_t file_count) {
  int64_t count = ori_read_array(r);
  int64_t file = ori_read_int(r);
  fn->line = ori_read_int(r);
  fn->column = ori_read_int(r);
  fn->captures = *r;
  fn->capture_count = count - 3;
  for (int64_t i = 3; i < count; i++) ori_read_text(r);
  fn->captures.end = r->at;
  if (count < 3 || file < 0 || file >= file_count) r->is_broken = true;
  else fn->file = files[file];
}

ori_text ori_read_file(ori_reader *r) {
  if (ori_read_array(r) != 2) r->is_broken = true;
  ori_text path = ori_read_text(r);
  ori_read_bool(r);
  return path;
}

static ori_text *blob_read_files(ori_text part, int64_t *count) {
  ori_reader r = blob_reader_of(part);
  *count = ori_read_array(&r);
  ori_text *all = blob_table(*count, sizeof *all);
  for (int64_t i = 0; i < *count; i++) all[i] = ori_read_file(&r);
  if (blob_is_done(&r)) return all;
  free(all);
  return NULL;
}

/* Names, flags and places run in parallel. */
static bool blob_read_functions(ori_program *program, const ori_text *files, int64_t file_count) {
  ori_reader names = blob_reader_of(program->parts[ORI_PART_NAMES]);
  ori_reader tools = blob_reader_of(program->parts[ORI_PART_TOOLS]);
  ori_reader places = blob_reader_of(program->parts[ORI_PART_PLACES]);
  int64_t count = ori_read_array(&names);
  bool fits = ori_read_array(&tools) == count && ori_read_array(&places) == count;
  ori_function_facts *all = blob_table(count, sizeof *all);
  for (int64_t i = 0; fits && i < count; i++) {
    all[i].name = ori_read_text(&names);
    all[i].is_tool = ori_read_bool(&tools);
    blob_read_place(&places, &all[i], files, file_count);
    fits = !places.is_broken;
  }
  program->names = (ori_names){all, count};
  return fits && blob_is_done(&names) && blob_is_done(&tools) && blob_is_done(&places);
}

static bool blob_decode_functions(ori_program *program) {
  int64_t file_count;
  ori_text *files = blob_read_files(program->parts[ORI_PART_FILES], &file_count);
  if (files == NULL) return false;
  bool decodes = blob_read_functions(program, files, file_count);
  free(files);
  return decodes;
}

/* --- Types -------------------------------------------------------------------------------- */

static bool blob_is_type(int64_t id, int64_t count) { return id >= 0 && id < count; }

/* Reads `values` type numbers. */
static void blob_read_types(ori_reader *r, int64_t values, int64_t count) {
  for (int64_t i = 0; i < values; i++) {
    if (!blob_is_type(ori_read_int(r), count)) r->is_broken = true;
  }
}

/* Pairs of a name and a type, in `values` values. */
static void blob_read_fields(ori_reader *r, int64_t values, int64_t count) {
  if (values % 2 != 0) r->is_broken = true;
  for (int64_t i = 0; i + 1 < values; i += 2) {
    ori_read_text(r);
    blob_read_types(r, 1, count);
  }
}

static void blob_read_scalar(ori_reader *r) {
  static const char *const names[] = {"int", "float", "bool", "char", "byte"};
  ori_text name = ori_read_text(r);
  for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
    if (name.len == (int64_t)strlen(names[i]) && memcmp(name.bytes, names[i], (size_t)name.len) == 0) return;
  }
  r->is_broken = true;
}

/* Whether a sum is boxed; in its place stands the function that drops it. */
static void blob_read_boxed(ori_reader *r) {
  ori_reader flag = *r;
  ori_read_bool(&flag);
  if (!flag.is_broken) *r = flag;
  else if (ori_read_int(r) < 0) r->is_broken = true;
}

/* Checks and passes over the parts of a type. */
static void blob_read_parts(ori_reader *r, int64_t kind, int64_t count) {
  switch (kind) {
    case ORI_KIND_SCALAR: blob_read_scalar(r); return;
    case ORI_KIND_LIST:
    case ORI_KIND_TOKEN:
    case ORI_KIND_BUILDER: blob_read_types(r, 1, count); return;
    case ORI_KIND_FN: {
      int64_t values = ori_read_array(r);
      if (values < 1) r->is_broken = true; /* the result comes first */
      blob_read_types(r, values, count);
      return;
    }
    case ORI_KIND_ENV: blob_read_types(r, ori_read_array(r), count); return;
    case ORI_KIND_STRUCT: blob_read_fields(r, ori_read_array(r), count); return;
    case ORI_KIND_SUM: {
      int64_t variants = ori_read_array(r);
      blob_read_boxed(r);
      for (int64_t i = 1; i < variants; i++) {
        int64_t values = ori_read_array(r);
        ori_read_text(r);
        blob_read_fields(r, values - 1, count);
      }
      return;
    }
    default:
      if (!ori_read_nil(r)) r->is_broken = true;
  }
}

/* A size, an offset or a number of a variant. */
static int64_t blob_read_size(ori_reader *r) {
  int64_t size = ori_read_int(r);
  if (size < 0 || size > INT32_MAX) r->is_broken = true;
  return size;
}

static void blob_read_layout(ori_reader *r, ori_type_facts *type) {
  int64_t values = ori_read_array(r);
  type->form = ori_read_int(r);
  type->size = blob_read_size(r);
  if (values > 2) type->has_tag = ori_read_bool(r);
  if (values > 3) type->some = blob_read_size(r);
  type->row_count = values > 4 ? values - 4 : 0;
  type->offsets = *r;
  for (int64_t row = 0; row < type->row_count; row++) {
    for (int64_t left = ori_read_array(r); left > 0; left--) blob_read_size(r);
  }
  type->offsets.end = r->at;
  if (values < 2 || !blob_is_type(type->form, ORI_FORM_COUNT)) r->is_broken = true;
}

/* The variants of a sum that is read again; structs and envs have one, all else none. */
static int64_t blob_variants(const ori_type_facts *type, ori_reader *parts) {
  if (type->kind == ORI_KIND_STRUCT || type->kind == ORI_KIND_ENV) return 1;
  if (type->kind != ORI_KIND_SUM) return 0;
  int64_t values = ori_read_array(parts);
  ori_skip_value(parts); /* whether it is boxed */
  return values - 1;
}

/* The number of fields of the variant that comes next, which is passed over. */
static int64_t blob_fields(const ori_type_facts *type, ori_reader *parts) {
  int64_t values = ori_read_array(parts);
  for (int64_t i = 0; i < values; i++) ori_skip_value(parts);
  return type->kind == ORI_KIND_ENV ? values : values / 2; /* a variant has a name, too */
}

/* Whether there is an offset for each field that the form has: `fits` of src/blob/type_registry.ts. */
static bool blob_layout_fits(const ori_type_facts *type) {
  ori_reader parts = type->parts;
  ori_reader offsets = type->offsets;
  int64_t variants = blob_variants(type, &parts);
  switch (type->form) {
    case ORI_FORM_PLAIN: return type->row_count == 0;
    case ORI_FORM_STR: return type->kind == ORI_KIND_STR && type->row_count == 0;
    case ORI_FORM_LIST: return type->kind == ORI_KIND_LIST && type->row_count == 0;
    case ORI_FORM_FN: return type->kind == ORI_KIND_FN && type->row_count == 0;
    case ORI_FORM_NICHE:
      if (type->kind != ORI_KIND_SUM || type->some >= variants) return false;
      for (int64_t i = 0; i < type->some; i++) blob_fields(type, &parts);
      return blob_fields(type, &parts) == 1;
    default:
      if (type->row_count != variants) return false;
      for (int64_t i = 0; i < variants; i++) {
        int64_t row = ori_read_array(&offsets);
        for (int64_t k = 0; k < row; k++) ori_skip_value(&offsets);
        if (row != blob_fields(type, &parts)) return false;
      }
      return true;
  }
}

static void blob_read_type(ori_reader *r, ori_type_facts *type, int64_t count) {
  if (ori_read_array(r) != 5) r->is_broken = true;
  type->name = ori_read_text(r);
  type->kind = ori_read_int(r);
  ori_read_bool(r);
  type->parts = *r;
  blob_read_parts(r, type->kind, count);
  type->parts.end = r->at;
  blob_read_layout(r, type);
  if (!r->is_broken && !blob_layout_fits(type)) r->is_broken = true;
}

static bool blob_decode_types(ori_program *program) {
  ori_reader r = blob_reader_of(program->parts[ORI_PART_TYPES]);
  int64_t count = ori_read_array(&r);
  ori_type_facts *all = blob_table(count, sizeof *all);
  for (int64_t i = 0; i < count; i++) blob_read_type(&r, &all[i], count);
  program->types = (ori_registry){all, count};
  return blob_is_done(&r);
}

/* --- Asking ------------------------------------------------------------------------------- */

static const char missing[] = "there is none";
static const char undecodable[] = "a table does not decode";

int64_t ori_function_count(void) {
  if (ori_active_names == NULL) ori_blob_refuse(missing);
  if (ori_active_names->all == NULL && !blob_decode_functions(ori_active_program)) {
    ori_blob_refuse(undecodable);
  }
  return ori_active_names->count;
}

ori_function_facts ori_function(int64_t id) {
  if (!blob_is_type(id, ori_function_count())) ori_blob_refuse("a function is not in it");
  return ori_active_names->all[id];
}

/* The number of a function, from two hashes of its name. */
static int64_t number_of(ori_text name) {
  uint32_t high = UINT32_C(0x811c9dc5);
  uint32_t low = UINT32_C(0x9747b28c);
  for (int64_t i = 0; i < name.len; i++) {
    uint8_t byte = (uint8_t)name.bytes[i];
    high = (high ^ byte) * UINT32_C(0x01000193);
    low = (low ^ byte) * UINT32_C(0x5bd1e995);
    low ^= low >> 15;
  }
  return (int64_t)((uint64_t)(high & UINT32_C(0x7fffffff)) << 32 | low);
}

int64_t ori_function_numbered(int64_t number) {
  int64_t count = ori_function_count();
  for (int64_t id = 0; id < count; id++) {
    if (number_of(ori_active_names->all[id].name) == number) return id;
  }
  ori_blob_refuse("a function is not in it");
}

int64_t ori_type_count(void) {
  if (ori_active_types == NULL) ori_blob_refuse(missing);
  if (ori_active_types->all == NULL && !blob_decode_types(ori_active_program)) {
    ori_blob_refuse(undecodable);
  }
  return ori_active_types->count;
}

const ori_type_facts *ori_type_of(int64_t id) {
  if (!blob_is_type(id, ori_type_count())) ori_blob_refuse("a type is not in it");
  return &ori_active_types->all[id];
}

bool ori_wrapper_of(int64_t env, ori_function_facts *wrapper) {
  int64_t count = ori_function_count();
  ori_reader chunks = blob_reader_of(ori_active_program->parts[ORI_PART_CHUNKS]);
  ori_read_array(&chunks);
  int64_t found = 0;
  for (int64_t fn = 0; fn < count; fn++) {
    ori_read_array(&chunks);
    for (int i = 1; i < CHUNK_VALUES; i++) ori_skip_value(&chunks);
    if (ori_read_int(&chunks) != env) continue;
    *wrapper = ori_function(fn);
    found++;
  }
  if (chunks.is_broken) ori_blob_refuse(undecodable);
  return found == 1;
}

ori_text ori_source_name(const ori_function_facts *fn) {
  ori_text name = fn->name;
  if (!fn->is_tool || name.len <= WRAPPER_SUFFIX_BYTES) return name;
  ori_text shorter = {name.bytes, name.len - WRAPPER_SUFFIX_BYTES};
  bool has_suffix = memcmp(shorter.bytes + shorter.len, WRAPPER_SUFFIX, WRAPPER_SUFFIX_BYTES) == 0;
  return has_suffix ? shorter : name;
}

/* --- All of it ---------------------------------------------------------------------------- */

/* A part is one MessagePack value. */
static bool blob_is_value(ori_text part) {
  ori_reader r = blob_reader_of(part);
  ori_skip_value(&r);
  return blob_is_done(&r);
}

/* The next value is a row of numbers in LEB128, `width` at a time. */
static bool blob_reads_words(ori_reader *r, int64_t width) {
  ori_reader words = blob_reader_of(ori_read_bin(r));
  int64_t count = 0;
  for (; words.at < words.end; count++) ori_read_word(&words);
  return !words.is_broken && count % width == 0;
}

/* The next value is a table of regions: ids are numbers, roles are known. */
static bool blob_reads_regions(ori_reader *r) {
  ori_reader words = blob_reader_of(ori_read_bin(r));
  int64_t id = 0;
  int64_t role = 0;
  while (words.at < words.end && !words.is_broken) {
    ori_read_word(&words); /* pc */
    id += ori_read_word(&words);
    role += ori_read_word(&words);
    if (id < 0 || id > INT32_MAX || role < 0 || role >= ORI_REGION_ROLES) return false;
  }
  return !words.is_broken;
}

static bool blob_reads_chunk(ori_reader *r, int64_t params, int64_t types) {
  if (ori_read_array(r) != CHUNK_VALUES || !blob_reads_words(r, 1)) return false;
  ori_skip_value(r); /* constants */
  ori_read_int(r);   /* registers */
  if (ori_read_array(r) != params) return false;
  blob_read_types(r, params + 1, types); /* the result's comes last */
  if (!blob_reads_words(r, UNWIND_WIDTH)) return false;
  int64_t env = ori_read_int(r);
  return !r->is_broken && env >= -1 && env < types;
}

static bool blob_decodes_code(const ori_program *program) {
  ori_reader chunks = blob_reader_of(program->parts[ORI_PART_CHUNKS]);
  ori_reader lines = blob_reader_of(program->parts[ORI_PART_LINES]);
  ori_reader regions = blob_reader_of(program->parts[ORI_PART_REGIONS]);
  ori_reader ownership = blob_reader_of(program->parts[ORI_PART_OWNERSHIP]);
  int64_t count = program->names.count;
  if (ori_read_array(&chunks) != count || ori_read_array(&lines) != count ||
      ori_read_array(&regions) != count || ori_read_array(&ownership) != count) {
    return false;
  }
  for (int64_t i = 0; i < count; i++) {
    int64_t params = ori_read_array(&ownership);
    for (int64_t p = 0; p < params; p++) ori_read_bool(&ownership);
    if (!blob_reads_words(&lines, LINE_WIDTH) || !blob_reads_regions(&regions)) return false;
    if (!blob_reads_chunk(&chunks, params, program->types.count)) return false;
  }
  return blob_is_done(&chunks) && blob_is_done(&lines) && blob_is_done(&regions) && blob_is_done(&ownership);
}

bool ori_program_decodes(ori_program *program) {
  ori_reader compiler = blob_reader_of(program->parts[ORI_PART_COMPILER]);
  ori_read_text(&compiler);
  return blob_is_done(&compiler) && blob_decode_functions(program) && blob_decode_types(program) &&
         blob_decodes_code(program) && blob_is_value(program->parts[ORI_PART_ENTRY]) &&
         blob_is_value(program->parts[ORI_PART_TREE]);
}
