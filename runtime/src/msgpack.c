/*
 * Reading MessagePack (github.com/msgpack/msgpack/blob/master/spec.md) and rows of LEB128, without trust in the bytes: nothing
 * is read behind `end`, and no length leads to an allocation.
 */
#include "blob.h"

#define MAX_WORD_SHIFT 28

/* A value of the wrong kind, or its end is missing. */
static int64_t msgpack_broken(ori_reader *r) {
  r->is_broken = true;
  r->at = r->end;
  return 0;
}

static uint8_t msgpack_read_byte(ori_reader *r) {
  if (r->at == r->end) return (uint8_t)msgpack_broken(r);
  return *r->at++;
}

/* A number of `width` bytes, big endian. */
static uint64_t msgpack_read_wide(ori_reader *r, int64_t width) {
  if (r->end - r->at < width) return (uint64_t)msgpack_broken(r);
  uint64_t value = 0;
  for (int64_t i = 0; i < width; i++) value = value << 8 | *r->at++;
  return value;
}

enum value_kind { NIL, BOOL, INT, FLOAT, TEXT, BIN, ARRAY, MAP, OTHER };

/* The head of a value. */
typedef struct head {
  enum value_kind kind;
  uint64_t value; /* of an int in two's complement, of a bool; or the length */
} head;

static head msgpack_sized(ori_reader *r, enum value_kind kind, int64_t width) {
  uint64_t length = msgpack_read_wide(r, width);
  return (head){kind, length};
}

static head msgpack_signed_int(ori_reader *r, int64_t width) {
  uint64_t raw = msgpack_read_wide(r, width);
  int64_t shift = 64 - 8 * width;
  return (head){INT, (uint64_t)((int64_t)(raw << shift) >> shift)};
}

static head msgpack_read_head(ori_reader *r) {
  uint8_t first = msgpack_read_byte(r);
  if (r->is_broken) return (head){OTHER, 0};
  if (first < 0x80) return (head){INT, first};
  if (first < 0x90) return (head){MAP, first & 0x0f};
  if (first < 0xa0) return (head){ARRAY, first & 0x0f};
  if (first < 0xc0) return (head){TEXT, first & 0x1f};
  if (first >= 0xe0) return (head){INT, (uint64_t)(int64_t)(int8_t)first};
  switch (first) {
    case 0xc0: return (head){NIL, 0};
    case 0xc2: return (head){BOOL, 0};
    case 0xc3: return (head){BOOL, 1};
    case 0xc4: return msgpack_sized(r, BIN, 1);
    case 0xc5: return msgpack_sized(r, BIN, 2);
    case 0xc6: return msgpack_sized(r, BIN, 4);
    case 0xca: return (head){FLOAT, 4};
    case 0xcb: return (head){FLOAT, 8};
    case 0xcc: return msgpack_sized(r, INT, 1);
    case 0xcd: return msgpack_sized(r, INT, 2);
    case 0xce: return msgpack_sized(r, INT, 4);
    case 0xcf: return msgpack_sized(r, INT, 8);
    case 0xd0: return msgpack_signed_int(r, 1);
    case 0xd1: return msgpack_signed_int(r, 2);
    case 0xd2: return msgpack_signed_int(r, 4);
    case 0xd3: return msgpack_signed_int(r, 8);
    case 0xd9: return msgpack_sized(r, TEXT, 1);
    case 0xda: return msgpack_sized(r, TEXT, 2);
    case 0xdb: return msgpack_sized(r, TEXT, 4);
    case 0xdc: return msgpack_sized(r, ARRAY, 2);
    case 0xdd: return msgpack_sized(r, ARRAY, 4);
    case 0xde: return msgpack_sized(r, MAP, 2);
    case 0xdf: return msgpack_sized(r, MAP, 4);
    default: break; /* extensions, and 0xc1, which is never used */
  }
  msgpack_broken(r);
  return (head){OTHER, 0};
}

static ori_text msgpack_read_row(ori_reader *r, enum value_kind kind) {
  head h = msgpack_read_head(r);
  if (h.kind != kind || h.value > (uint64_t)(r->end - r->at)) {
    msgpack_broken(r);
    return (ori_text){"", 0};
  }
  ori_text row = {(const char *)r->at, (int64_t)h.value};
  r->at += h.value;
  return row;
}

ori_text ori_read_text(ori_reader *r) { return msgpack_read_row(r, TEXT); }
ori_text ori_read_bin(ori_reader *r) { return msgpack_read_row(r, BIN); }

int64_t ori_read_array(ori_reader *r) {
  head h = msgpack_read_head(r);
  /* Each element takes a byte at least. */
  if (h.kind != ARRAY || h.value > (uint64_t)(r->end - r->at)) return msgpack_broken(r);
  return (int64_t)h.value;
}

int64_t ori_read_int(ori_reader *r) {
  head h = msgpack_read_head(r);
  return h.kind == INT ? (int64_t)h.value : msgpack_broken(r);
}

bool ori_read_bool(ori_reader *r) {
  head h = msgpack_read_head(r);
  return h.kind == BOOL ? h.value != 0 : msgpack_broken(r) != 0;
}

bool ori_read_nil(ori_reader *r) {
  if (r->at == r->end || *r->at != 0xc0) return false;
  r->at++;
  return true;
}

void ori_skip_value(ori_reader *r) {
  /* Values still to pass; each is a byte at least, so the count stays below the bytes that are left. */
  for (uint64_t left = 1; left > 0 && !r->is_broken; left--) {
    head h = msgpack_read_head(r);
    uint64_t rest = (uint64_t)(r->end - r->at);
    switch (h.kind) {
      case ARRAY:
      case MAP: {
        uint64_t values = h.kind == MAP ? 2 * h.value : h.value;
        if (values + left - 1 > rest) msgpack_broken(r);
        left += values;
        break;
      }
      case TEXT:
      case BIN:
      case FLOAT:
        if (h.value > rest) msgpack_broken(r);
        else r->at += h.value;
        break;
      default: break;
    }
  }
}

int64_t ori_read_word(ori_reader *r) {
  uint32_t value = 0;
  for (unsigned shift = 0; shift <= MAX_WORD_SHIFT; shift += 7) {
    uint8_t byte = msgpack_read_byte(r);
    value |= (uint32_t)(byte & 0x7f) << shift;
    if ((byte & 0x80) == 0) return (int32_t)(value >> 1 ^ -(value & 1));
  }
  return msgpack_broken(r);
}
