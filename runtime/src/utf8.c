/* UTF-8: widths, checks, and repair as in https://encoding.spec.whatwg.org/#utf-8-decoder. */
#include "internal.h"

#define ASCII_MASK 0x8080808080808080u

/* U+FFFD */
static const char replacement[3] = {'\xEF', '\xBF', '\xBD'};

int64_t ori_utf8_width(unsigned char first) {
  if (first < 0x80) return 1;
  if (first < 0xE0) return 2;
  return first < 0xF0 ? 3 : 4;
}

int64_t ori_utf8_encode(char *to, int32_t code_point) {
  uint32_t c = (uint32_t)code_point;
  if (c < 0x80) {
    to[0] = (char)c;
    return 1;
  }
  if (c < 0x800) {
    to[0] = (char)(0xC0 | c >> 6);
    to[1] = (char)(0x80 | (c & 0x3F));
    return 2;
  }
  if (c < 0x10000) {
    to[0] = (char)(0xE0 | c >> 12);
    to[1] = (char)(0x80 | (c >> 6 & 0x3F));
    to[2] = (char)(0x80 | (c & 0x3F));
    return 3;
  }
  to[0] = (char)(0xF0 | c >> 18);
  to[1] = (char)(0x80 | (c >> 12 & 0x3F));
  to[2] = (char)(0x80 | (c >> 6 & 0x3F));
  to[3] = (char)(0x80 | (c & 0x3F));
  return 4;
}

/* How many of the bytes at `at` are ASCII, in steps of 8; the rest is looked at one by one. */
static int64_t skip_ascii(const unsigned char *bytes, int64_t at, int64_t len) {
  while (len - at >= 8) {
    uint64_t word;
    memcpy(&word, bytes + at, 8);
    if ((word & ASCII_MASK) != 0) break;
    at += 8;
  }
  return at;
}

/*
 * One step of the decoder at a byte that is not ASCII: the number of bytes of a valid code point, or minus
 * the number of bytes (at least 1) of the maximal invalid part.
 */
static int64_t step(const unsigned char *bytes, int64_t left) {
  unsigned char first = bytes[0];
  if (first < 0xC2 || first > 0xF4) return -1;
  int64_t width = ori_utf8_width(first);
  unsigned char low = 0x80;
  unsigned char high = 0xBF;
  if (first == 0xE0) low = 0xA0;
  if (first == 0xED) high = 0x9F;
  if (first == 0xF0) low = 0x90;
  if (first == 0xF4) high = 0x8F;
  for (int64_t i = 1; i < width; i++) {
    if (i >= left || bytes[i] < low || bytes[i] > high) return -i;
    low = 0x80;
    high = 0xBF;
  }
  return width;
}

int64_t ori_utf8_prefix(const char *text, int64_t len) {
  const unsigned char *bytes = (const unsigned char *)text;
  int64_t at = 0;
  while (at < len) {
    at = skip_ascii(bytes, at, len);
    if (at == len) break;
    int64_t width = bytes[at] < 0x80 ? 1 : step(bytes + at, len - at);
    if (width < 0) return at;
    at += width;
  }
  return at;
}

bool ori_utf8_valid(const char *bytes, int64_t len) { return ori_utf8_prefix(bytes, len) == len; }

bool ori_bytes_are_utf8(ori_list_borrowed bytes) {
  return ori_utf8_valid(bytes->data, bytes->len);
}

void ori_str_from_lossy(ori_str *out, const char *bytes, int64_t len) {
  int64_t valid = ori_utf8_prefix(bytes, len);
  ori_str_copy(out, bytes, valid);
  while (valid < len) {
    int64_t width = step((const unsigned char *)bytes + valid, len - valid);
    bytes += valid - width;
    len -= valid - width;
    valid = ori_utf8_prefix(bytes, len);
    ori_str_append(out, replacement, sizeof replacement);
    ori_str_append(out, bytes, valid);
  }
}
