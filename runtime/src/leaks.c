/* ORI_CHECK_LEAKS: what is live at the end, by type and by where it was allocated. */
#include <stdlib.h>

#include "internal.h"

/* The header comes right behind. */
static const char *type_of(const ori_live_block *block) {
  return ((const ori_header *)(const void *)(block + 1))->type->name;
}

static int compare_blocks(const void *left, const void *right) {
  const ori_live_block *const *l = left;
  const ori_live_block *const *r = right;
  int order = strcmp(type_of(*l), type_of(*r));
  return order != 0 ? order : strcmp((*l)->site, (*r)->site);
}

/* The live blocks, those of one kind together; the caller frees the array. */
static const ori_live_block **sorted_blocks(int64_t *count) {
  *count = 0;
  for (const ori_live_block *block = ori_live_blocks; block != NULL; block = block->next) (*count)++;
  if (*count == 0) return NULL;
  const ori_live_block **blocks = malloc((size_t)*count * sizeof *blocks);
  if (blocks == NULL) ori_out_of_memory();
  int64_t at = 0;
  for (const ori_live_block *block = ori_live_blocks; block != NULL; block = block->next) {
    blocks[at++] = block;
  }
  qsort(blocks, (size_t)*count, sizeof *blocks, compare_blocks);
  return blocks;
}

int64_t ori_report_leaks(void) {
  int64_t count;
  const ori_live_block **blocks = sorted_blocks(&count);
  if (count == 0) return 0;
  ori_line line = {NULL, 0, 0};
  ori_line_text(&line, "ori: ");
  ori_line_int(&line, count);
  ori_line_text(&line, " RC allocation(s) not freed (memory leak)");
  ori_line_print(&line);
  for (int64_t i = 0; i < count;) {
    int64_t first = i;
    while (i < count && compare_blocks(&blocks[first], &blocks[i]) == 0) i++;
    ori_line_text(&line, "  ");
    ori_line_int(&line, i - first);
    ori_line_text(&line, " x ");
    ori_line_text(&line, type_of(blocks[first]));
    ori_line_text(&line, ", allocated in ");
    ori_line_text(&line, blocks[first]->site);
    ori_line_print(&line);
  }
  free(blocks);
  ori_report_holders();
  return count;
}
