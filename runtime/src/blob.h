/*
 * The program that a binary carries: what src/blob of the compiler encodes. Nothing here is called by generated code but the
 * entry points of ori_rt.h.
 */
#ifndef ORI_BLOB_H
#define ORI_BLOB_H

#include "internal.h"

/* --- Form (src/blob/format.ts) ------------------------------------------------------------ */

#define ORI_BLOB_SCHEMA_VERSION 5
#define ORI_BLOB_DIGEST_BYTES 16

enum ori_blob_part {
  ORI_PART_COMPILER,
  ORI_PART_NAMES,
  ORI_PART_TOOLS,
  ORI_PART_PLACES,
  ORI_PART_TYPES,
  ORI_PART_OWNERSHIP,
  ORI_PART_FILES,
  ORI_PART_ENTRY,
  ORI_PART_LINES,
  ORI_PART_REGIONS,
  ORI_PART_CHUNKS,
  ORI_PART_TREE,
  ORI_PART_COUNT
};

/* --- Reading MessagePack (msgpack.c) ------------------------------------------------------ */

/* What is left to read. `is_broken` stays set once a value was cut or of another kind; all that is read then is 0. */
typedef struct ori_reader {
  const uint8_t *at;
  const uint8_t *end;
  bool is_broken;
} ori_reader;

/* The number of elements of the array that comes next; its elements follow. */
int64_t ori_read_array(ori_reader *r);
/* A text or, with ori_read_bin, a row of bytes; it lies in the blob. */
ori_text ori_read_text(ori_reader *r);
ori_text ori_read_bin(ori_reader *r);
int64_t ori_read_int(ori_reader *r);
bool ori_read_bool(ori_reader *r);
/* The next value is nil, which is read then. */
bool ori_read_nil(ori_reader *r);
/* Passes over the next value, whatever it is and however deep. */
void ori_skip_value(ori_reader *r);
/* The path of the file that comes next in the part of files; whether it is of std is passed over. */
ori_text ori_read_file(ori_reader *r);
/* The next number of a row of LEB128 in zigzag form (src/blob/words.ts). */
int64_t ori_read_word(ori_reader *r);

/* --- The program -------------------------------------------------------------------------- */

typedef struct ori_function_facts {
  ori_text name;
  /* Made by the compiler: the wrapper of a closure. */
  bool is_tool;
  ori_text file;
  int64_t line;
  int64_t column;
  /* Names of the captures, one text after the other. */
  ori_reader captures;
  int64_t capture_count;
} ori_function_facts;

/* Kinds of types (src/blob/type_registry.ts). */
enum ori_kind {
  ORI_KIND_SCALAR,
  ORI_KIND_UNIT,
  ORI_KIND_NEVER,
  ORI_KIND_STR,
  ORI_KIND_LIST,
  ORI_KIND_FN,
  ORI_KIND_STRUCT,
  ORI_KIND_SUM,
  ORI_KIND_ENV,
  ORI_KIND_TOKEN,
  ORI_KIND_BUILDER
};

/* Forms of native values (src/blob/model.ts). */
enum ori_form {
  ORI_FORM_PLAIN,
  ORI_FORM_STR,
  ORI_FORM_LIST,
  ORI_FORM_FN,
  ORI_FORM_STRUCT,
  ORI_FORM_SUM,
  ORI_FORM_NICHE,
  ORI_FORM_BOXED,
  ORI_FORM_ENV,
  ORI_FORM_COUNT
};

typedef struct ori_type_facts {
  ori_text name;
  int64_t kind; /* an ori_kind */
  int64_t form; /* an ori_form */
  int64_t size;
  bool has_tag;
  int64_t some;
  ori_reader parts;   /* the value that describes the type */
  ori_reader offsets; /* rows of offsets, by variant */
  int64_t row_count;
} ori_type_facts;

/* Tables are decoded when they are first asked for, and kept; `all` is null before. */
typedef struct ori_names {
  ori_function_facts *all;
  int64_t count;
} ori_names;

typedef struct ori_registry {
  ori_type_facts *all;
  int64_t count;
} ori_registry;

typedef struct ori_program {
  ori_text parts[ORI_PART_COUNT]; /* MessagePack values, in the blob */
  ori_names names;
  ori_registry types;
} ori_program;

/* What ori_aot_publish_program publishes; all null before it and after ori_aot_fini (seeds BL-8, BL-11). */
extern ori_program *ori_active_program;
extern const ori_text *ori_active_tree; /* the MessagePack value of the syntax tree */
extern ori_names *ori_active_names;
extern ori_registry *ori_active_types;

/* Why these bytes are no program that this runtime reads; null when head, digest and parts are sound. Decodes nothing. */
const char *ori_blob_problem(const uint8_t *bytes, int64_t len);
/* Whether all of it decodes: parallel tables are equally long, and every number refers to what is there. The head is sound. */
bool ori_blob_is_whole(const uint8_t *bytes, int64_t len);
/* The same for a program whose parts are known; fills its tables. */
bool ori_program_decodes(ori_program *program);
/* Prints the one JSON diagnostic about a malformed program and ends the process with code 1. */
_Noreturn void ori_blob_refuse(const char *reason);

/*
 * Facts of the published program. They end the process with a diagnostic when there is none, when it does not
 * decode, or when `id` is out of range: never a made-up answer (seeds BL-1).
 */
int64_t ori_function_count(void);
ori_function_facts ori_function(int64_t id);
/* The function whose name has this number (src/layout/function_number.ts), which does not depend on other functions, as `id` does. */
int64_t ori_function_numbered(int64_t number);
/* Its name as in the source: a closure's wrapper goes by the name of its body, which is often inlined into it. */
ori_text ori_source_name(const ori_function_facts *fn);
/* The one wrapper of closures whose env has the type `env`; false when there are none or several. */
bool ori_wrapper_of(int64_t env, ori_function_facts *wrapper);
/* A loop or join of function `fn`, and what a block is to it (src/bytecode/regions.ts). */
#define ORI_REGION_ROLES 9
typedef struct ori_region {
  int64_t fn;
  int64_t id;
  int64_t role; /* below ORI_REGION_ROLES; 0 for the function itself */
} ori_region;
/*
 * The region that a panic at `position` came from, whose innermost frame is that of `fn`. Where clang inlined the function of the position
 * into `fn`, that function is the region's. False where several regions have the position, or none.
 */
bool ori_region_of(int64_t fn, const char *position, ori_region *found);
/* Appends its `region_id`: `loop#1/body`. */
void ori_line_region(ori_line *line, const ori_region *region);
int64_t ori_type_count(void);
const ori_type_facts *ori_type_of(int64_t id);

#endif
