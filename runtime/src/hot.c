/*
 * Allocation and freeing of counted blocks: short enough to be inlined into programs, from bitcode. Everything
 * else these paths need lies in the archive (alloc.c).
 *
 * Small blocks are kept in lists by size class in front of malloc, as the size is known at both
 * ends. The limit is a variable: while blocks are counted or traced it is 0, and every call goes the slow way.
 */
#include "internal.h"

void *ori_rc_alloc(int64_t size, int64_t align, ori_type *type, const char *site) {
  (void)align; /* every block is aligned to 16 */
#ifdef ORI_CANARIES
  (void)site;
  return ori_guarded_alloc(size, type);
#else
  int64_t total = size + ORI_HEADER_BYTES;
  if (ORI_LIKELY(total <= ori_small_limit)) {
    ori_free_block **list = &ori_free_blocks[(total + ORI_CLASS_BYTES - 1) / ORI_CLASS_BYTES];
    ori_free_block *block = *list;
    if (ORI_LIKELY(block != NULL)) {
      *list = block->next;
      ori_header *header = (ori_header *)(void *)block;
      header->count = 1;
      header->type = type;
      return header + 1;
    }
  }
  return ori_rc_alloc_slow(size, type, site);
#endif
}

void ori_rc_free(void *payload, int64_t size, int64_t align) {
  (void)align;
#ifdef ORI_CANARIES
  ori_guarded_free(payload, size);
#else
  int64_t total = size + ORI_HEADER_BYTES;
  if (ORI_LIKELY(total <= ori_small_limit)) {
    ori_free_block **list = &ori_free_blocks[(total + ORI_CLASS_BYTES - 1) / ORI_CLASS_BYTES];
    ori_free_block *block = (ori_free_block *)(void *)header_of(payload);
#ifndef ORI_RT_HOT /* debug builds inline nothing */
    if (ORI_UNLIKELY(ori_poisons_freed)) ori_poison(block, total);
#endif
    block->next = *list;
    *list = block;
    return;
  }
  ori_rc_free_slow(payload, size);
#endif
}
