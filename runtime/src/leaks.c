/* ORI_CHECK_LEAKS and ORI_TRACE_RC: reports on stderr. */
#include <stdio.h>
#include <stdlib.h>

#include "internal.h"

bool ori_rc_tracing = false;

/* --- Live blocks -------------------------------------------------------------------------- */

static int by_name(const void *left, const void *right) {
  const ori_type *const *l = left;
  const ori_type *const *r = right;
  return strcmp((*l)->name, (*r)->name);
}

/* Types with live blocks, sorted by name; the caller frees the array. */
static ori_type **live_types(int64_t *count) {
  *count = 0;
  for (const ori_type *type = ori_types; type != NULL; type = type->next) *count += type->live > 0;
  if (*count == 0) return NULL;
  ori_type **live = malloc((size_t)*count * sizeof *live);
  if (live == NULL) ori_out_of_memory();
  int64_t at = 0;
  for (ori_type *type = ori_types; type != NULL; type = type->next) {
    if (type->live > 0) live[at++] = type;
  }
  qsort(live, (size_t)*count, sizeof *live, by_name);
  return live;
}

static void print_line(const char *before, int64_t n, const char *after, const char *name) {
  ori_str line = ori_str_static(before);
  char digits[ORI_INT_MAX_CHARS];
  ori_str_append(&line, digits, ori_format_int(digits, n));
  ori_str_append(&line, after, (int64_t)strlen(after));
  ori_str_append(&line, name, (int64_t)strlen(name));
  ori_eprint(&line);
  ori_str_release(&line);
}

int64_t ori_report_leaks(void) {
  int64_t count;
  ori_type **live = live_types(&count);
  int64_t total = 0;
  for (int64_t i = 0; i < count; i++) total += live[i]->live;
  if (total > 0) print_line("ori: ", total, " RC allocation(s) not freed (memory leak)", "");
  for (int64_t i = 0; i < count;) {
    /* Several records can have one name. */
    const char *name = live[i]->name;
    int64_t blocks = 0;
    while (i < count && strcmp(live[i]->name, name) == 0) blocks += live[i++]->live;
    print_line("  ", blocks, " x ", name);
  }
  free(live);
  if (total > 0) ori_report_holders();
  return total;
}

/* --- Trace: `[RC] EVENT ADDRESS TYPE ...` ------------------------------------------------- */

static const char *type_name(const void *payload) { return header_of(payload)->type->name; }

void ori_trace_alloc(const void *payload, int64_t size) {
  ori_flush_stdout();
  fprintf(stderr, "[RC] alloc %p %s %lld bytes\n", payload, type_name(payload), (long long)size);
}

void ori_trace_free(const void *payload) {
  ori_flush_stdout();
  fprintf(stderr, "[RC] free %p %s\n", payload, type_name(payload));
}

/* `count` and what becomes of it. */
static void trace_change(const char *event, const void *payload, int64_t count, int64_t change,
                         const char *where) {
  bool changes = count > 0 && count != ORI_IMMORTAL;
  ori_flush_stdout();
  fprintf(stderr, "[RC] %s %p %s count=%lld->%lld in %s\n", event, payload, type_name(payload),
          (long long)count, (long long)(changes ? count + change : count), where);
}

void ori_trace_inc(const void *payload, int64_t count, const char *where) {
  trace_change("inc", payload, count, 1, where);
}

void ori_trace_dec(const void *payload, int64_t count, const char *where) {
  trace_change("dec", payload, count, -1, where);
}
