/*
 * Who holds what is left at the end (ORI_CHECK_LEAKS): paths from a block that nothing holds to each block below it, named by types,
 * fields and captures of the program blob. A block that holds others keeps them alive, so what has to be found is the
 * reference to the first block of a path.
 *
 * References are found by type: a word counts as one only where a counted part of that type lies, and if it points to a live
 * block of the right type. Elements behind the length of a list can hold what was there before; that is the one way to a path
 * that is not real.
 */
#include <stdlib.h>

#include "blob.h"

#define PATHS_SHOWN 20
#define STEPS_SHOWN 12
/* Inline values nest less deep: src/mono/type_table.ts. */
#define DEPTH_MAX 64

/* Types of blocks that have no number in the registry. */
#define TYPE_STR (-1)
#define TYPE_ENV (-2)
#define TYPE_OWNER (-3)

typedef struct node {
  char *payload;
  int64_t size;
  int64_t type;   /* number in the registry; TYPE_STR: a str, or of no program; TYPE_OWNER */
  int64_t holder; /* index of another node; -1: nothing holds it */
  int64_t age;    /* 0: the oldest */
} node;

typedef struct graph {
  node *all;      /* by address */
  int64_t *order; /* their indices, the oldest first */
  int64_t count;
} graph;

/* A walk through the references of one block. */
typedef struct walk {
  const graph *graph;
  int64_t holder;
  /* Looks for this node and keeps its label; -1: every node found gets `holder`. */
  int64_t wanted;
  bool is_found;
  ori_line label; /* the way to the present place: `.name`, `[3]` */
  int64_t depth;
} walk;

/* --- Blocks ------------------------------------------------------------------------------- */

static int by_payload(const void *left, const void *right) {
  const node *l = left;
  const node *r = right;
  return (l->payload > r->payload) - (l->payload < r->payload);
}

static int64_t find_node(const graph *g, const void *payload) {
  const char *wanted = payload;
  int64_t low = 0;
  int64_t high = g->count;
  while (low < high) {
    int64_t middle = low + (high - low) / 2;
    if (g->all[middle].payload < wanted) low = middle + 1;
    else high = middle;
  }
  return low < g->count && g->all[low].payload == wanted ? low : -1;
}

static int64_t block_type(const ori_header *header) {
  return header->type == &ori_type_slice ? TYPE_OWNER : header->type->id;
}

static graph collect_nodes(void) {
  graph g = {NULL, NULL, 0};
  for (const ori_live_block *b = ori_live_blocks; b != NULL; b = b->next) g.count++;
  g.all = malloc((size_t)(g.count + 1) * sizeof *g.all);
  g.order = malloc((size_t)(g.count + 1) * sizeof *g.order);
  if (g.all == NULL || g.order == NULL) ori_out_of_memory();
  int64_t at = 0;
  for (const ori_live_block *b = ori_live_blocks; b != NULL; b = b->next) {
    ori_header *header = (ori_header *)(uintptr_t)(b + 1);
    g.all[at] = (node){(char *)(header + 1), b->size, block_type(header), -1, g.count - 1 - at};
    at++;
  }
  qsort(g.all, (size_t)g.count, sizeof *g.all, by_payload);
  for (int64_t i = 0; i < g.count; i++) g.order[g.all[i].age] = i;
  return g;
}

/* --- Labels ------------------------------------------------------------------------------- */

static void add_name(walk *w, const char *before, ori_text name) {
  ori_line_text(&w->label, before);
  ori_line_bytes(&w->label, name.bytes, name.len);
}

/* Back to where the label was `length` bytes long, unless it is the one that was looked for. */
static void cut_label(walk *w, int64_t length) {
  if (!w->is_found) w->label.len = length;
}

/* --- Walking ------------------------------------------------------------------------------ */

static void visit_value(walk *w, int64_t type, const char *value);

/* A word that should point to a block of `type`. */
static void visit_reference(walk *w, const void *payload, int64_t type) {
  int64_t found = payload == NULL ? -1 : find_node(w->graph, payload);
  if (found < 0 || found == w->holder) return;
  node *child = &w->graph->all[found];
  bool is_env = child->type >= 0 && ori_type_of(child->type)->form == ORI_FORM_ENV;
  if (type == TYPE_ENV ? !is_env : child->type != type) return;
  if (w->wanted < 0) {
    if (child->holder < 0) child->holder = w->holder;
  } else if (found == w->wanted) w->is_found = true;
}

/* The offset at `index` of the next row of a layout. */
static int64_t read_offset(ori_reader row, int64_t index) {
  int64_t offset = 0;
  for (int64_t i = 0; i <= index; i++) offset = ori_read_int(&row);
  return offset;
}

/* `fields` stands before pairs of a name and a type; the offsets are the next row of `rows`. */
static void visit_fields(walk *w, ori_reader *fields, int64_t count, ori_reader *rows,
                         const char *base) {
  int64_t offsets = ori_read_array(rows);
  ori_reader row = *rows;
  for (int64_t i = 0; i < offsets; i++) ori_read_int(rows);
  for (int64_t i = 0; i < count; i++) {
    ori_text name = ori_read_text(fields);
    int64_t type = ori_read_int(fields);
    if (w->is_found || i >= offsets) continue;
    int64_t length = w->label.len;
    add_name(w, ".", name);
    visit_value(w, type, base + read_offset(row, i));
    cut_label(w, length);
  }
}

/* Fields of variant `variant` of a sum, or of all variants when it is -1. */
static void visit_variants(walk *w, const ori_type_facts *type, int64_t variant, const char *base) {
  ori_reader parts = type->parts;
  ori_reader rows = type->offsets;
  int64_t variants = ori_read_array(&parts) - 1;
  ori_read_bool(&parts);
  for (int64_t i = 0; i < variants; i++) {
    int64_t fields = (ori_read_array(&parts) - 1) / 2;
    ori_text name = ori_read_text(&parts);
    if (w->is_found || (variant >= 0 && i != variant)) {
      for (int64_t skip = 0; skip < 2 * fields; skip++) ori_skip_value(&parts);
      ori_skip_value(&rows);
      continue;
    }
    int64_t length = w->label.len;
    add_name(w, ".", name);
    visit_fields(w, &parts, fields, &rows, base);
    cut_label(w, length);
  }
}

/* The one field of the variant that is not all zero. */
static void visit_niche(walk *w, const ori_type_facts *type, const char *value) {
  ori_reader parts = type->parts;
  ori_read_array(&parts);
  ori_read_bool(&parts);
  for (int64_t i = 0; i < type->some; i++) ori_skip_value(&parts);
  ori_read_array(&parts);
  int64_t length = w->label.len;
  add_name(w, ".", ori_read_text(&parts));
  add_name(w, ".", ori_read_text(&parts));
  visit_value(w, ori_read_int(&parts), value);
  cut_label(w, length);
}

static int64_t load_word(const char *at) {
  int64_t word;
  memcpy(&word, at, sizeof word);
  return word;
}

/* A str or list, whose buffer is of `type`; a slice holds the owner of a buffer. */
static void visit_buffer(walk *w, const char *value, int64_t type) {
  ori_list list;
  memcpy(&list, value, sizeof list);
  visit_reference(w, block_of(list.cap, list.data), list.cap < 0 ? TYPE_OWNER : type);
}

static void visit_inline(walk *w, int64_t id, const ori_type_facts *type, const char *value) {
  switch (type->form) {
    case ORI_FORM_STR: {
      ori_str s;
      memcpy(&s, value, sizeof s);
      if (str_is_counted(&s)) visit_buffer(w, value, TYPE_STR);
      return;
    }
    case ORI_FORM_LIST: visit_buffer(w, value, id); return;
    case ORI_FORM_FN: visit_reference(w, (void *)load_word(value + 8), TYPE_ENV); return;
    case ORI_FORM_BOXED: visit_reference(w, (void *)load_word(value), id); return;
    case ORI_FORM_STRUCT:
      if (type->kind == ORI_KIND_SUM) {
        visit_variants(w, type, 0, value);
      } else {
        ori_reader parts = type->parts;
        ori_reader rows = type->offsets;
        int64_t fields = ori_read_array(&parts) / 2;
        visit_fields(w, &parts, fields, &rows, value);
      }
      return;
    case ORI_FORM_SUM: visit_variants(w, type, load_word(value), value); return;
    case ORI_FORM_NICHE: visit_niche(w, type, value); return;
    default: return;
  }
}

static void visit_value(walk *w, int64_t id, const char *value) {
  if (++w->depth > DEPTH_MAX) ori_blob_refuse("a type contains itself");
  visit_inline(w, id, ori_type_of(id), value);
  w->depth--;
}

static void visit_elements(walk *w, const ori_type_facts *type, const node *block) {
  ori_reader parts = type->parts;
  int64_t element = ori_read_int(&parts);
  if (type->size <= 0 || ori_type_of(element)->form == ORI_FORM_PLAIN) return;
  for (int64_t i = 0; (i + 1) * type->size <= block->size && !w->is_found; i++) {
    int64_t length = w->label.len;
    ori_line_text(&w->label, "[");
    ori_line_int(&w->label, i);
    ori_line_text(&w->label, "]");
    visit_value(w, element, block->payload + i * type->size);
    cut_label(w, length);
  }
}

static void visit_captures(walk *w, int64_t id, const ori_type_facts *type, const node *block) {
  ori_reader parts = type->parts;
  ori_reader rows = type->offsets;
  int64_t count = ori_read_array(&parts);
  ori_read_array(&rows);
  ori_function_facts wrapper;
  bool is_named = ori_wrapper_of(id, &wrapper) && wrapper.capture_count == count;
  for (int64_t i = 0; i < count && !w->is_found; i++) {
    int64_t length = w->label.len;
    ori_line_text(&w->label, " capture ");
    if (is_named) add_name(w, "", ori_read_text(&wrapper.captures));
    else ori_line_int(&w->label, i);
    int64_t capture = ori_read_int(&parts);
    visit_value(w, capture, block->payload + ori_read_int(&rows));
    cut_label(w, length);
  }
}

/* Visits the references in block `w->holder`. */
static void visit_block(walk *w) {
  const node *block = &w->graph->all[w->holder];
  if (block->type == TYPE_OWNER) {
    const ori_list *whole = (const void *)block->payload;
    visit_reference(w, whole->data, block_type(header_of(whole->data)));
    return;
  }
  if (block->type < 0) return; /* a str holds nothing */
  const ori_type_facts *type = ori_type_of(block->type);
  switch (type->form) {
    case ORI_FORM_LIST: visit_elements(w, type, block); return;
    case ORI_FORM_BOXED:
      /* Without a tag one variant alone has a cell: the others have no counted field. */
      visit_variants(w, type, type->has_tag ? load_word(block->payload) : -1, block->payload);
      return;
    case ORI_FORM_ENV: visit_captures(w, block->type, type, block); return;
    default: return;
  }
}

/* --- Report ------------------------------------------------------------------------------- */

static void append_block_name(ori_line *line, const node *block) {
  const char *name = header_of(block->payload)->type->name;
  ori_function_facts wrapper;
  if (block->type >= 0 && ori_type_of(block->type)->form == ORI_FORM_ENV &&
      ori_wrapper_of(block->type, &wrapper)) {
    ori_text body = ori_source_name(&wrapper);
    ori_line_text(line, "closure ");
    ori_line_bytes(line, body.bytes, body.len);
  } else {
    ori_line_text(line, name);
  }
}

/* `Holder.field -> Held`: the holder's name is written already. */
static void append_step(ori_line *line, const graph *g, int64_t holder, int64_t held) {
  walk w = {g, holder, held, false, {NULL, 0, 0}, 0};
  visit_block(&w);
  ori_line_bytes(line, w.label.bytes, w.label.len);
  ori_line_text(line, " -> ");
  append_block_name(line, &g->all[held]);
  free(w.label.bytes);
}

/* The path from the root to block `last`. */
static void print_path(const graph *g, int64_t last) {
  int64_t path[STEPS_SHOWN];
  int64_t steps = 0;
  int64_t at = last;
  for (; at >= 0 && steps < STEPS_SHOWN; at = g->all[at].holder) path[steps++] = at;
  ori_line line = {NULL, 0, 0};
  ori_line_text(&line, at >= 0 ? "  held: ... -> " : steps > 1 ? "  held: " : "  not held: ");
  append_block_name(&line, &g->all[path[steps - 1]]);
  for (int64_t i = steps - 1; i > 0; i--) append_step(&line, g, path[i], path[i - 1]);
  ori_line_print(&line);
}

void ori_report_holders(void) {
  if (ori_active_program == NULL) return;
  graph g = collect_nodes();
  for (int64_t i = 0; i < g.count; i++) {
    walk w = {&g, g.order[i], -1, false, {NULL, 0, 0}, 0};
    visit_block(&w);
    free(w.label.bytes);
  }
  for (int64_t i = 0; i < g.count && i < PATHS_SHOWN; i++) print_path(&g, g.order[i]);
  free(g.order);
  free(g.all);
}
