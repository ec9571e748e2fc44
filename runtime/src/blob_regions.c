/*
 * The regions of positions: rows of the line table with the loop or join that their code is in (src/bytecode/regions.ts). Native code has
 * the regions and positions of the bytecode, as both are made of the same IR.
 */
#include <stdlib.h>

#include "blob.h"

#define UNWIND_AT 5 /* of the values of a chunk */
#define REGION_WIDTH 3
#define FIRST_OF_JOIN 6

/* REGION_ROLES; 0 is the code of the function itself. */
static const char *const region_roles[ORI_REGION_ROLES] = {
    "", "preheader", "header", "body", "latch", "exit", "then", "else", "join",
};

/* A row of a packed table: each number is relative to the one above it. */
typedef struct table_row {
  ori_reader words;
  int64_t values[LINE_WIDTH];
} table_row;

static table_row table_of(ori_text bytes) {
  const uint8_t *start = (const uint8_t *)bytes.bytes;
  return (table_row){{start, start + bytes.len, false}, {0}};
}

static bool next_row(table_row *row, int width) {
  if (row->words.at == row->words.end) return false;
  for (int i = 0; i < width; i++) row->values[i] += ori_read_word(&row->words);
  return true;
}

/* A row of a line table without its pc. */
typedef struct place {
  int64_t file;
  int64_t line;
  int64_t column;
} place;

static ori_reader reader_of(enum ori_blob_part part) {
  ori_text bytes = ori_active_program->parts[part];
  const uint8_t *start = (const uint8_t *)bytes.bytes;
  return (ori_reader){start, start + bytes.len, false};
}

/* The number in front of `end`, which becomes the end of what is in front of its colon; -1 where there is none. */
static int64_t number_before(const char *start, const char **end) {
  const char *at = *end;
  while (at > start && at[-1] >= '0' && at[-1] <= '9') at--;
  if (at == *end || at - 1 <= start || at[-1] != ':') return -1;
  *end = at - 1;
  return strtoll(at, NULL, 10);
}

/* `position` is "FILE:LINE:COL", whose file is one of the program. */
static bool read_position(const char *position, place *found) {
  const char *end = position + strlen(position);
  found->column = number_before(position, &end);
  found->line = number_before(position, &end);
  if (found->column < 0 || found->line < 0) return false;
  ori_reader files = reader_of(ORI_PART_FILES);
  int64_t count = ori_read_array(&files);
  for (found->file = 0; found->file < count; found->file++) {
    ori_text file = ori_read_file(&files);
    if (file.len == end - position && memcmp(file.bytes, position, (size_t)file.len) == 0) return true;
  }
  return false;
}

/* The last region that a search found, and how many there are. */
typedef struct search {
  ori_region found;
  int64_t regions;
} search;

/*
 * What clears up after a panic has the position of the panic, too. It is there only where the instruction that panics has a handler, and
 * has none itself: so positions of instructions with a handler go first.
 */
typedef struct searches {
  search with_handler;
  search others;
} searches;

/* The tables of a function. */
typedef struct tables {
  ori_text lines;
  ori_text regions;
  ori_text unwind;
} tables;

static void note_region(search *s, const ori_region *here) {
  if (s->regions > 0 && memcmp(here, &s->found, sizeof *here) == 0) return;
  s->found = *here;
  s->regions++;
}

/* Looks for `wanted` in the tables of function `fn`. All are in the order of pcs. */
static void search_function(searches *s, int64_t fn, const tables *t, const place *wanted) {
  table_row line = table_of(t->lines);
  table_row unwind = table_of(t->unwind);
  bool has_call = next_row(&unwind, UNWIND_WIDTH);
  table_row region = table_of(t->regions);
  table_row next = region;
  bool has_next = next_row(&next, REGION_WIDTH);
  while (next_row(&line, LINE_WIDTH)) {
    const int64_t *here = line.values;
    while (has_next && next.values[0] <= here[0]) {
      region = next;
      has_next = next_row(&next, REGION_WIDTH);
    }
    while (has_call && unwind.values[0] < here[0]) has_call = next_row(&unwind, UNWIND_WIDTH);
    if (here[1] != wanted->file || here[2] != wanted->line || here[3] != wanted->column) continue;
    ori_region found = {fn, region.values[1], region.values[2]};
    bool has_handler = has_call && unwind.values[0] == here[0];
    note_region(has_handler ? &s->with_handler : &s->others, &found);
  }
}

/* The unwind table of the next chunk. */
static ori_text read_unwind(ori_reader *chunks) {
  ori_read_array(chunks);
  for (int i = 0; i < UNWIND_AT; i++) ori_skip_value(chunks);
  ori_text unwind = ori_read_bin(chunks);
  for (int i = UNWIND_AT + 1; i < CHUNK_VALUES; i++) ori_skip_value(chunks);
  return unwind;
}

/* Looks for `wanted` in function `only`, or in all functions where that is negative. */
static search search_program(int64_t only, const place *wanted) {
  searches s = {{{-1, 0, 0}, 0}, {{-1, 0, 0}, 0}};
  ori_reader lines = reader_of(ORI_PART_LINES);
  ori_reader regions = reader_of(ORI_PART_REGIONS);
  ori_reader chunks = reader_of(ORI_PART_CHUNKS);
  int64_t count = ori_read_array(&lines);
  ori_read_array(&regions);
  ori_read_array(&chunks);
  for (int64_t fn = 0; fn < count; fn++) {
    tables t = {ori_read_bin(&lines), ori_read_bin(&regions), read_unwind(&chunks)};
    if (lines.is_broken || regions.is_broken || chunks.is_broken) break;
    if (only < 0 || fn == only) search_function(&s, fn, &t, wanted);
  }
  return s.with_handler.regions > 0 ? s.with_handler : s.others;
}

bool ori_region_of(int64_t fn, const char *position, ori_region *found) {
  place wanted;
  if (ori_active_program == NULL || !read_position(position, &wanted)) return false;
  search s = search_program(fn, &wanted);
  /* A function that clang inlined has no frame: its position is in its own table. */
  if (s.regions == 0) s = search_program(-1, &wanted);
  *found = s.found;
  return s.regions == 1;
}

void ori_line_region(ori_line *line, const ori_region *region) {
  if (region->role <= 0 || region->role >= ORI_REGION_ROLES) {
    ori_line_text(line, "function");
    return;
  }
  ori_line_text(line, region->role < FIRST_OF_JOIN ? "loop#" : "join#");
  ori_line_int(line, region->id);
  ori_line_text(line, "/");
  ori_line_text(line, region_roles[region->role]);
}
