/*
 * ORI_TRACE_RC: a line on stderr for each event of counting.
 *
 *     [RC] alloc ADDRESS TYPE count=1 in FUNCTION at FILE:LINE:COL (REGION)
 *     [RC] inc ADDRESS TYPE count=1->2 in ...
 *     [RC] dec ADDRESS TYPE count=1->0 in ...
 *     [RC] free ADDRESS TYPE in ...
 *
 * The VM prints the same, but for addresses; native programs alone print `resize`, for a buffer that moved. Builds without
 * trace hooks tell no inc and dec, no regions, and frees without a place. With `verbose` the callers follow, innermost first.
 */
#include <stdio.h>
#include <stdlib.h>

#include "unwind.h"

#include <unwind.h>

bool ori_rc_tracing = false;

static bool is_verbose = false;
static const ori_named_function *functions = NULL;
static int64_t function_count = 0;

static int by_code(const void *left, const void *right) {
  uintptr_t l = (uintptr_t)((const ori_named_function *)left)->code;
  uintptr_t r = (uintptr_t)((const ori_named_function *)right)->code;
  return (l > r) - (l < r);
}

void ori_trace_functions(const ori_named_function *table, int64_t count) {
  function_count = count;
  functions = table;
  ori_poisons_freed = true; /* only debug builds have this table */
}

/* The table in order of addresses, for the search. */
static void sort_functions(void) {
  ori_named_function *sorted = malloc((size_t)(function_count + 1) * sizeof *sorted);
  if (sorted == NULL) ori_out_of_memory();
  if (function_count > 0) memcpy(sorted, functions, (size_t)function_count * sizeof *sorted);
  qsort(sorted, (size_t)function_count, sizeof *sorted, by_code);
  functions = sorted;
}

void ori_trace_configure(void) {
  const char *value = getenv("ORI_TRACE_RC");
  ori_rc_tracing = value != NULL && *value != '\0' && strcmp(value, "0") != 0;
  is_verbose = ori_rc_tracing && strcmp(value, "verbose") == 0 && functions != NULL;
  if (is_verbose) sort_functions();
}

/* --- Call stacks -------------------------------------------------------------------------- */

/* `depth` counts functions of the program; the innermost one is named by the line itself. */
static _Unwind_Reason_Code print_caller(struct _Unwind_Context *context, void *depth) {
  uintptr_t code = (uintptr_t)_Unwind_GetRegionStart(context);
  ori_named_function key = {(void (*)(void))code, NULL};
  const ori_named_function *found =
      bsearch(&key, functions, (size_t)function_count, sizeof key, by_code);
  if (found == NULL) return _URC_NO_REASON;
  if ((*(int64_t *)depth)++ > 0) fprintf(stderr, "[RC]   called by %s\n", found->name);
  return _URC_NO_REASON;
}

static void print_callers(void) {
  int64_t depth = 0;
  if (is_verbose) _Unwind_Backtrace(print_caller, &depth);
}

/* --- Events ------------------------------------------------------------------------------- */

static const char *type_name(const void *payload) { return header_of(payload)->type->name; }

/* Builds with hooks have the region of a site behind its end (src/llvm/function.ts). */
static const char *site_region(void) {
  return functions == NULL ? "" : ori_rc_site + strlen(ori_rc_site) + 1;
}

static void print_site(void) {
  const char *region = site_region();
  fprintf(stderr, " in %s", ori_rc_site);
  if (*region != '\0') fprintf(stderr, " (%s)", region);
  fprintf(stderr, "\n");
}

void ori_trace_alloc(const void *payload) {
  ori_flush_stdout();
  fprintf(stderr, "[RC] alloc %p %s count=1", payload, type_name(payload));
  print_site();
  print_callers();
}

void ori_trace_resize(const void *before, const void *payload) {
  ori_flush_stdout();
  fprintf(stderr, "[RC] resize %p %s to %p\n", before, type_name(payload), payload);
}

void ori_trace_free(const void *payload) {
  ori_flush_stdout();
  fprintf(stderr, "[RC] free %p %s", payload, type_name(payload));
  if (functions != NULL) print_site();
  else fprintf(stderr, "\n");
  print_callers();
}

static void trace_change(const char *event, const void *payload, int64_t count, int64_t change) {
  if (functions == NULL || count <= 0 || count == ORI_IMMORTAL) return;
  ori_flush_stdout();
  fprintf(stderr, "[RC] %s %p %s count=%lld->%lld", event, payload, type_name(payload),
          (long long)count, (long long)(count + change));
  print_site();
  print_callers();
}

void ori_trace_inc(const void *payload, int64_t count) { trace_change("inc", payload, count, 1); }

void ori_trace_dec(const void *payload, int64_t count) { trace_change("dec", payload, count, -1); }
