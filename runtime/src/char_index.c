/*
 * Where the code points of long texts lie. A text of ASCII alone has code point `i` at byte `i`; for others the place found
 * last is remembered, so that a loop over `s[i]` does not walk from the start each time. Notes are by the address of the
 * first byte: the bytes of a text change only when their block is freed, and whoever frees it calls `ori_forget_chars`.
 */
#include "internal.h"

/* Shorter texts are walked, which takes less than a microsecond. Blocks of longer ones come from malloc. */
#define LONG_TEXT 1024
#define NOTES 8
#define WALK_STEP 64

typedef struct char_note {
  const char *bytes; /* NULL: not used */
  int64_t ascii;     /* so many bytes at the start are known to be ASCII */
  /* A code point behind them, and its offset. */
  int64_t index;
  int64_t offset;
} char_note;

static char_note char_notes[NOTES];
static int next_char_note = 0;

int64_t ori_chars_walked = 0;

void ori_forget_chars(const void *block, int64_t size) {
  for (int i = 0; i < NOTES; i++) {
    if ((uintptr_t)char_notes[i].bytes - (uintptr_t)block < (uintptr_t)size) char_notes[i].bytes = NULL;
  }
}

static char_note *char_note_of(ori_text t) {
  for (int i = 0; i < NOTES; i++) {
    if (char_notes[i].bytes == t.bytes) return &char_notes[i];
  }
  char_note *note = &char_notes[next_char_note];
  next_char_note = (next_char_note + 1) % NOTES;
  *note = (char_note){t.bytes, 0, 0, 0};
  return note;
}

static bool begins_char(ori_text t, int64_t at) { return ((unsigned char)t.bytes[at] & 0xC0) != 0x80; }

/* Bytes that start a code point. The compiler makes this loop a vector one. */
int64_t ori_count_chars(const char *bytes, int64_t len) {
  int64_t count = 0;
  for (int64_t i = 0; i < len; i++) count += ((unsigned char)bytes[i] & 0xC0) != 0x80;
  return count;
}

static bool is_ascii_row(const char *bytes, int64_t len) {
  unsigned char all = 0;
  for (int64_t i = 0; i < len; i++) all |= (unsigned char)bytes[i];
  return all < 0x80;
}

/* The offset of the code point that is `index` behind the one at `at`, or the length when there are no more. */
static int64_t walk_chars(ori_text t, int64_t at, int64_t index) {
  int64_t start = at;
  while (t.len - at >= WALK_STEP) {
    int64_t here = ori_count_chars(t.bytes + at, WALK_STEP);
    if (here > index) break;
    index -= here;
    at += WALK_STEP;
  }
  while (at < t.len && !begins_char(t, at)) at++; /* the rest of one that began in the last step */
  for (; at < t.len && index > 0; index--) at += ori_utf8_width((unsigned char)t.bytes[at]);
  ori_chars_walked += at - start;
  return at;
}

/* The offset of the code point that is `count` in front of the one at `at`. */
static int64_t walk_chars_back(ori_text t, int64_t at, int64_t count) {
  int64_t start = at;
  while (count > 0) count -= begins_char(t, --at);
  ori_chars_walked += start - at;
  return at;
}

/* Learns whether the text is ASCII up to `index`, and somewhat further. */
static void extend_ascii(char_note *note, ori_text t, int64_t index) {
  while (note->ascii <= index) {
    int64_t rest = t.len - note->ascii;
    int64_t step = rest < WALK_STEP ? rest : WALK_STEP;
    if (step == 0 || !is_ascii_row(t.bytes + note->ascii, step)) return;
    ori_chars_walked += step;
    note->ascii += step;
  }
}

int64_t ori_offset_of_char(ori_text t, int64_t index) {
  if (t.len < LONG_TEXT) return walk_chars(t, 0, index);
  char_note *note = char_note_of(t);
  extend_ascii(note, t, index);
  if (index < note->ascii) return index;
  bool is_usable = note->index > note->ascii && note->offset <= t.len;
  int64_t behind = index - note->index;
  int64_t at;
  if (is_usable && behind >= 0) at = walk_chars(t, note->offset, behind);
  else if (is_usable && -behind < index - note->ascii) at = walk_chars_back(t, note->offset, -behind);
  else at = walk_chars(t, note->ascii, index - note->ascii);
  if (at < t.len) {
    note->index = index;
    note->offset = at;
  }
  return at;
}
