/* Texts: their three forms, concatenation, search, slices. */
#include "internal.h"
#include "unwind.h"

#define FNV_OFFSET 0xcbf29ce484222325u
#define FNV_PRIME 0x100000001b3u

/* --- Forms -------------------------------------------------------------------------------- */

static void set_inline_len(ori_str *s, int64_t len) {
  ((unsigned char *)s)[ORI_INLINE_MAX] = (unsigned char)(0x80 | len);
}

static void set_heap(ori_str *out, char *payload, int64_t len, int64_t cap) {
  out->len = len;
  out->cap = cap;
  out->data = payload;
}

char *ori_str_begin(ori_str *out, int64_t len) {
  if (len <= ORI_INLINE_MAX) {
    memset(out, 0, sizeof *out);
    set_inline_len(out, len);
    return (char *)out;
  }
  int64_t cap = ori_rc_good_size(len);
  char *payload = ori_rc_alloc(cap, 1, &ori_type_str, ori_rc_site);
  set_heap(out, payload, len, cap);
  return payload;
}

/* memcpy that may be given null with a length of 0. */
static void copy_bytes(char *to, const char *from, int64_t len) {
  if (len > 0) memcpy(to, from, (size_t)len);
}

void ori_str_copy(ori_str *out, const char *bytes, int64_t len) {
  copy_bytes(ori_str_begin(out, len), bytes, len);
}

ori_str ori_str_static(const char *bytes) {
  return (ori_str){(int64_t)strlen(bytes), 0, (char *)(uintptr_t)bytes};
}

void ori_str_retain(const ori_str *s) {
  if (str_is_counted(s)) ori_rc_retain(block_of(s->cap, s->data));
}

void ori_str_release(ori_str *s) {
  ori_list bytes = {s->len, s->cap, s->data};
  if (str_is_counted(s)) ori_release_block(&bytes, 1);
}

static bool has_own_bytes(const ori_str *s) {
  return str_is_counted(s) && has_own_buffer(s->cap, s->data);
}

/* --- Concatenation ------------------------------------------------------------------------ */

/*
 * Room for `len` bytes in the owned `s`, whose bytes are kept; the length is `len` after it. A block that is not
 * its own is left alone: the caller releases it.
 */
static char *extend(ori_str *s, int64_t len) {
  ori_text old = str_text(s);
  if (has_own_bytes(s)) {
    if (len > s->cap) {
      int64_t cap = ori_rc_good_size(len > s->cap * 2 ? len : s->cap * 2);
      set_heap(s, ori_rc_resize(s->data, s->cap, cap), len, cap);
    }
    s->len = len;
    return s->data;
  }
  if (str_is_inline(s) && len <= ORI_INLINE_MAX) {
    set_inline_len(s, len);
    return (char *)s;
  }
  ori_str longer;
  char *to = ori_str_begin(&longer, len);
  copy_bytes(to, old.bytes, old.len);
  *s = longer;
  return str_is_inline(s) ? (char *)s : to;
}

void ori_str_append(ori_str *s, const char *bytes, int64_t len) {
  if (len == 0) return;
  ori_text old = str_text(s);
  int64_t total;
  if (__builtin_add_overflow(old.len, len, &total)) ori_out_of_memory();
  /* Bytes inside `s` move with it. Those of a constant, and those that others hold too, stay: `bytes` may reach past
     the part of them that `s` shows. */
  bool was_inline = str_is_inline(s);
  bool was_own = has_own_bytes(s);
  bool moves = was_inline || was_own;
  bool is_inside = moves && (uintptr_t)bytes - (uintptr_t)old.bytes < (uintptr_t)old.len;
  int64_t offset = is_inside ? bytes - old.bytes : 0;
  ori_str keep = *s; /* an inline source is overwritten when the text moves to the heap; a shared one may end here */
  const char *inline_bytes = (const char *)&keep + offset;
  char *to = extend(s, total);
  if (is_inside) bytes = was_inline ? inline_bytes : to + offset;
  memcpy(to + old.len, bytes, (size_t)len);
  if (!was_own) ori_str_release(&keep);
}

void ori_str_concat(ori_str *out, ori_str_owned left, ori_str_borrowed right) {
  ori_text l = str_text(left);
  ori_text r = str_text(right);
  if (l.len == 0 && !str_is_counted(left)) {
    ori_str_retain(right);
    *out = *right;
    return;
  }
  *out = *left;
  if (l.bytes == (const char *)left && r.bytes == l.bytes) r.bytes = (const char *)out;
  ori_str_append(out, r.bytes, r.len);
}

void ori_str_repeat(ori_str *out, ori_str_borrowed s, int64_t count) {
  ori_text t = str_text(s);
  int64_t total;
  if (count <= 0 || t.len == 0) {
    ori_str_begin(out, 0);
    return;
  }
  if (__builtin_mul_overflow(t.len, count, &total) || total > INT64_MAX / 4) ori_out_of_memory();
  char *to = ori_str_begin(out, total);
  memcpy(to, t.bytes, (size_t)t.len);
  /* What is there is doubled. */
  for (int64_t done = t.len; done < total;) {
    int64_t more = done < total - done ? done : total - done;
    memcpy(to + done, to, (size_t)more);
    done += more;
  }
}

/* --- Comparison --------------------------------------------------------------------------- */

bool ori_str_eq(ori_str_borrowed left, ori_str_borrowed right) {
  ori_text l = str_text(left);
  ori_text r = str_text(right);
  return l.len == r.len && (l.len == 0 || memcmp(l.bytes, r.bytes, (size_t)l.len) == 0);
}

int64_t ori_str_compare(ori_str_borrowed left, ori_str_borrowed right) {
  ori_text l = str_text(left);
  ori_text r = str_text(right);
  int64_t common = l.len < r.len ? l.len : r.len;
  int order = common == 0 ? 0 : memcmp(l.bytes, r.bytes, (size_t)common);
  if (order != 0) return order < 0 ? -1 : 1;
  return (l.len > r.len) - (l.len < r.len);
}

int64_t ori_str_hash(ori_str_borrowed s) {
  ori_text t = str_text(s);
  uint64_t hash = FNV_OFFSET;
  for (int64_t i = 0; i < t.len; i++) {
    hash = (hash ^ (unsigned char)t.bytes[i]) * FNV_PRIME;
  }
  return (int64_t)hash;
}

/* --- Search ------------------------------------------------------------------------------- */

int64_t ori_str_find(ori_str_borrowed s, ori_str_borrowed needle, int64_t from) {
  ori_text t = str_text(s);
  ori_text n = str_text(needle);
  if (from < 0) from = 0;
  if (from > t.len || n.len > t.len - from) return -1;
  if (n.len == 0) return from;
  const char *at = memmem(t.bytes + from, (size_t)(t.len - from), n.bytes, (size_t)n.len);
  return at == NULL ? -1 : at - t.bytes;
}

int64_t ori_str_find_last(ori_str_borrowed s, ori_str_borrowed needle) {
  ori_text t = str_text(s);
  ori_text n = str_text(needle);
  if (n.len == 0) return t.len;
  for (int64_t end = t.len; end >= n.len;) {
    /* The last byte of the needle is where to look first. */
    const char *at = memrchr(t.bytes + n.len - 1, n.bytes[n.len - 1], (size_t)(end - n.len + 1));
    if (at == NULL) return -1;
    int64_t start = at - t.bytes - n.len + 1;
    if (memcmp(t.bytes + start, n.bytes, (size_t)n.len) == 0) return start;
    end = at - t.bytes;
  }
  return -1;
}

/* --- Parts -------------------------------------------------------------------------------- */

static bool is_boundary(ori_text t, int64_t at) {
  return at == t.len || ((unsigned char)t.bytes[at] & 0xC0) != 0x80;
}

static ori_line slice_message(ori_text t, int64_t start, int64_t end, bool is_outside) {
  ori_line message = {NULL, 0, 0};
  ori_line_text(&message,
                is_outside ? "str slice out of bounds: " : "str slice inside a character: ");
  ori_line_int(&message, start);
  ori_line_text(&message, "..");
  ori_line_int(&message, end);
  if (is_outside) {
    ori_line_text(&message, " for length ");
    ori_line_int(&message, t.len);
  }
  return message;
}

static bool share_bytes(ori_str *out, ori_str_borrowed s, int64_t start, int64_t len) {
  ori_list bytes = {s->len, s->cap, s->data}, part;
  if (len < ORI_SHARED_BYTES || !ori_share_part(&part, &bytes, start, len, 1)) return false;
  *out = (ori_str){part.len, part.cap, part.data};
  return true;
}

/* Static bytes need no copy. */
static void take_part(ori_str *out, ori_str_borrowed s, int64_t start, int64_t len) {
  if (str_is_inline(s)) {
    ori_str_copy(out, str_text(s).bytes + start, len);
  } else if (!str_is_counted(s)) {
    *out = (ori_str){len, 0, len == 0 ? NULL : s->data + start};
  } else if (!share_bytes(out, s, start, len)) {
    ori_str_copy(out, s->data + start, len);
  }
}

void ori_str_slice(ori_str *out, ori_str_borrowed s, int64_t start, int64_t end,
                   const char *position) {
  ori_text t = str_text(s);
  bool is_outside = start < 0 || end > t.len || start > end;
  if (is_outside || !is_boundary(t, start) || !is_boundary(t, end)) {
    ori_raise(slice_message(t, start, end, is_outside), position);
  }
  if (start == 0 && end == t.len) {
    ori_str_retain(s);
    *out = *s;
    return;
  }
  take_part(out, s, start, end - start);
}

int32_t ori_str_char_at(ori_str_borrowed s, int64_t at) {
  const unsigned char *b = (const unsigned char *)str_text(s).bytes + at;
  if (b[0] < 0x80) return b[0];
  if (b[0] < 0xE0) return (b[0] & 0x1F) << 6 | (b[1] & 0x3F);
  if (b[0] < 0xF0) return (b[0] & 0x0F) << 12 | (b[1] & 0x3F) << 6 | (b[2] & 0x3F);
  return (b[0] & 0x07) << 18 | (b[1] & 0x3F) << 12 | (b[2] & 0x3F) << 6 | (b[3] & 0x3F);
}

void ori_str_from_char(ori_str *out, int32_t c) {
  memset(out, 0, sizeof *out);
  set_inline_len(out, ori_utf8_encode((char *)out, c));
}

int64_t ori_str_char_count(ori_str_borrowed s) {
  ori_text t = str_text(s);
  return ori_count_chars(t.bytes, t.len);
}

void ori_str_index(ori_str *out, ori_str_borrowed s, int64_t index, const char *position) {
  ori_text t = str_text(s);
  int64_t at = index < 0 || index >= t.len ? t.len : ori_offset_of_char(t, index);
  if (at >= t.len) ori_panic_index(index, ori_count_chars(t.bytes, t.len), position);
  take_part(out, s, at, ori_utf8_width((unsigned char)t.bytes[at]));
}

/* --- Other forms of the same -------------------------------------------------------------- */

static char escape_letter(char c) {
  switch (c) {
    case '\n': return 'n';
    case '\t': return 't';
    case '\r': return 'r';
    case '\\': return '\\';
    case '"': return '"';
    case '\0': return '0';
    default: return 0;
  }
}

void ori_str_escape(ori_str *out, ori_str_borrowed s) {
  ori_text t = str_text(s);
  int64_t escapes = 0;
  for (int64_t i = 0; i < t.len; i++) escapes += escape_letter(t.bytes[i]) != 0;
  char *to = ori_str_begin(out, t.len + escapes);
  for (int64_t i = 0; i < t.len; i++) {
    char letter = escape_letter(t.bytes[i]);
    if (letter != 0) *to++ = '\\';
    *to++ = letter != 0 ? letter : t.bytes[i];
  }
}

void ori_str_to_bytes(ori_list *out, ori_str_borrowed s, ori_type *type) {
  ori_text t = str_text(s);
  ori_list_new(out, t.len, type);
  copy_bytes(out->data, t.bytes, t.len);
  out->len = t.len;
}

void ori_str_from_bytes(ori_str *out, ori_list_borrowed bytes) {
  ori_str_copy(out, bytes->data, bytes->len);
}
