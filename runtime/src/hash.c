/*
 * The keyed hash of texts, for maps: short enough to be inlined into programs. In the manner of wyhash (Wang Yi,
 * public domain): words of the text are mixed by folded products, all of them under the process's seed, so that
 * who chooses the keys cannot choose their slots. The seed lies in seed.c.
 */
#include "internal.h"

static inline uint64_t fold(uint64_t a, uint64_t b) {
  unsigned __int128 product = (unsigned __int128)a * b;
  return (uint64_t)product ^ (uint64_t)(product >> 64);
}

static inline uint64_t word(const char *at) {
  uint64_t value;
  memcpy(&value, at, sizeof value);
  return value;
}

static inline uint64_t half(const char *at) {
  uint32_t value;
  memcpy(&value, at, sizeof value);
  return value;
}

int64_t ori_str_key_hash(ori_str_borrowed s) {
  ori_text t = str_text(s);
  const char *at = t.bytes;
  uint64_t left = (uint64_t)t.len;
  uint64_t secret = (uint64_t)ori_hash_factor;
  uint64_t state = (uint64_t)ori_hash_seed;
  if (ORI_UNLIKELY(secret == 1)) return ori_str_hash(s) & 0x7fffffff;
  uint64_t a = 0;
  uint64_t b = 0;
  if (left > 16) {
    for (; left > 16; left -= 16, at += 16) state = fold(word(at) ^ secret, word(at + 8) ^ state);
    a = word(at + left - 16);
    b = word(at + left - 8);
  } else if (left >= 8) {
    a = word(at);
    b = word(at + left - 8);
  } else if (left >= 4) {
    a = half(at);
    b = half(at + left - 4);
  } else if (left > 0) {
    a = (uint64_t)(unsigned char)at[0] << 16 | (uint64_t)(unsigned char)at[left >> 1] << 8 |
        (uint64_t)(unsigned char)at[left - 1];
  }
  uint64_t mixed = fold(a ^ secret, b ^ state);
  return (int64_t)(fold(mixed ^ secret, (uint64_t)t.len ^ ORI_HASH_CONSTANT) & 0x7fffffff);
}
