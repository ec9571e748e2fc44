/*
 * ORI_BACKTRACE=1: the functions that were active when a panic was raised; json: the panic and these functions as one line. In front of each function of the program stand
 * 16 bytes that say which one it is (src/llvm/function.ts); names and places come from the program blob. Calls that were inlined
 * have no frame.
 */
#include <unwind.h>

#include "blob.h"
#include "unwind.h"

/* How generated code marks its functions: these bytes, then the function's number (ori_function_numbered), right before the first
 * instruction. */
#define FUNCTION_MARK UINT64_C(0x0a4e4f4954434e46) /* "FNCTION\n" in memory, little endian */

typedef struct function_mark {
  uint64_t mark;
  int64_t number;
} function_mark;

#define FRAMES_KEPT 64

static bool keeps_backtraces = false;
static bool prints_json = false;

/* The numbers of the functions of the newest panic's frames, innermost first. */
static int64_t frames[FRAMES_KEPT];
static int64_t frame_count = 0; /* also those that are not kept */

void ori_backtrace_configure(void) {
  const char *value = getenv("ORI_BACKTRACE");
  keeps_backtraces = value != NULL && *value != '\0' && strcmp(value, "0") != 0;
  prints_json = keeps_backtraces && strcmp(value, "json") == 0;
}

/* Bounds of the program's code, from the linker. */
extern const char __executable_start[];
extern const char etext[];

ORI_UNCHECKED int64_t ori_function_at(uintptr_t start) {
  function_mark found;
  if (start < (uintptr_t)__executable_start + sizeof found || start >= (uintptr_t)etext) return -1;
  memcpy(&found, (const void *)(start - sizeof found), sizeof found);
  return found.mark == FUNCTION_MARK ? found.number : -1;
}

static _Unwind_Reason_Code keep_frame(struct _Unwind_Context *context, void *unused) {
  (void)unused;
  int64_t number = ori_function_at(_Unwind_GetRegionStart(context));
  if (number < 0) return _URC_NO_REASON;
  if (frame_count < FRAMES_KEPT) frames[frame_count] = number;
  frame_count++;
  return _URC_NO_REASON;
}

void ori_keep_backtrace(void) {
  frame_count = 0;
  if (keeps_backtraces) _Unwind_Backtrace(keep_frame, NULL);
}

struct ori_backtrace {
  int64_t frames[FRAMES_KEPT];
  int64_t frame_count;
};

ori_backtrace *ori_save_backtrace(void) {
  if (!keeps_backtraces) return NULL;
  ori_backtrace *saved = malloc(sizeof *saved);
  if (saved == NULL) ori_out_of_memory();
  memcpy(saved->frames, frames, sizeof frames);
  saved->frame_count = frame_count;
  return saved;
}

void ori_restore_backtrace(ori_backtrace *saved) {
  if (saved == NULL) return;
  memcpy(frames, saved->frames, sizeof frames);
  frame_count = saved->frame_count;
  free(saved);
}

/* The function of a frame that is kept. */
static int64_t function_of(int64_t frame) { return ori_function_numbered(frames[frame]); }

/* A wrapper whose body has a frame of its own, `inner`. */
static bool is_told_already(const ori_function_facts *fn, int64_t inner) {
  if (!fn->is_tool || inner < 0) return false;
  ori_text name = ori_source_name(fn);
  ori_text body = ori_function(inner).name;
  return name.len == body.len && memcmp(name.bytes, body.bytes, (size_t)name.len) == 0;
}

/* `inner`: the frame that this one called, or -1; `position`: the place that is known, or null. */
static void print_frame(int64_t id, int64_t inner, const char *position) {
  ori_function_facts fn = ori_function(id);
  if (is_told_already(&fn, inner)) return;
  ori_line line = {NULL, 0, 0};
  ori_line_text(&line, "  in ");
  ori_text name = ori_source_name(&fn);
  ori_line_bytes(&line, name.bytes, name.len);
  if (position != NULL && *position != '\0') {
    ori_line_text(&line, " at ");
    ori_line_text(&line, ori_position_text(position));
  } else {
    ori_line_text(&line, ", declared at ");
    ori_line_bytes(&line, fn.file.bytes, fn.file.len);
    ori_line_text(&line, ":");
    ori_line_int(&line, fn.line);
    ori_line_text(&line, ":");
    ori_line_int(&line, fn.column);
  }
  ori_line_print(&line);
}

static void print_text(ori_panic_place place) {
  int64_t kept = frame_count < FRAMES_KEPT ? frame_count : FRAMES_KEPT;
  for (int64_t i = 0; i < kept; i++) {
    const char *raised_at = i == 0 ? place.raised_at : NULL;
    print_frame(function_of(i), i == 0 ? -1 : function_of(i - 1),
                i == place.frame ? place.position : raised_at);
  }
  if (frame_count == kept) return;
  ori_line line = {NULL, 0, 0};
  ori_line_text(&line, "  and ");
  ori_line_int(&line, frame_count - kept);
  ori_line_text(&line, " more");
  ori_line_print(&line);
}

/* --- JSON --------------------------------------------------------------------------------- */

/* `key` with all that stands in front of its text. */
static void json_text(ori_line *line, const char *key, const char *bytes, int64_t len) {
  static const char digits[] = "0123456789abcdef";
  ori_line_text(line, key);
  ori_line_text(line, "\"");
  for (int64_t i = 0; i < len; i++) {
    unsigned char byte = (unsigned char)bytes[i];
    char escape[6] = {'\\', 'u', '0', '0', digits[byte >> 4], digits[byte & 15]};
    if (byte < 0x20) ori_line_bytes(line, escape, sizeof escape);
    else if (byte == '"' || byte == '\\') ori_line_bytes(line, (char[]){'\\', (char)byte}, 2);
    else ori_line_bytes(line, bytes + i, 1);
  }
  ori_line_text(line, "\"");
}

static const char *json_position(const char *position) {
  return position == NULL ? "" : ori_position_text(position);
}

static void json_frame(ori_line *line, int64_t id, const ori_line *region, const char *position) {
  ori_text name = ori_function(id).name;
  json_text(line, "{\"fn\":", name.bytes, name.len);
  json_text(line, ",\"region_id\":", region->bytes, region->len);
  json_text(line, ",\"at\":", position, (int64_t)strlen(position));
  ori_line_text(line, "}");
}

/*
 * The place of the panic, which may be in a function that clang inlined into the innermost frame; then the callers, whose
 * places are not known but for that of the call which led to a panic of std.
 */
static void json_frames(ori_line *line, ori_panic_place place) {
  const char *position = json_position(place.frame == 0 ? place.position : place.raised_at);
  int64_t kept = frame_count < FRAMES_KEPT ? frame_count : FRAMES_KEPT;
  ori_region region;
  ori_line text = {NULL, 0, 0};
  int64_t first = 0;
  if (kept > 0) {
    int64_t innermost = function_of(0);
    bool is_known = ori_region_of(innermost, position, &region);
    if (is_known) ori_line_region(&text, &region);
    json_frame(line, is_known ? region.fn : innermost, &text, position);
    first = is_known && region.fn != innermost ? 0 : 1;
    free(text.bytes);
  }
  for (int64_t i = first; i < kept; i++) {
    bool is_call = i == place.frame;
    bool is_known = is_call && ori_region_of(function_of(i), place.position, &region);
    text = (ori_line){NULL, 0, 0};
    if (is_known) ori_line_region(&text, &region);
    ori_line_text(line, ",");
    json_frame(line, function_of(i), &text, is_call ? json_position(place.position) : "");
    free(text.bytes);
  }
}

static void print_json(const ori_line *message, ori_panic_place place) {
  const char *position = json_position(place.position);
  ori_line line = {NULL, 0, 0};
  ori_line_text(&line, "{\"schemaVersion\":1,\"panic\":{");
  json_text(&line, "\"message\":", message->bytes, message->len);
  json_text(&line, ",\"at\":", position, (int64_t)strlen(position));
  ori_line_text(&line, ",\"frames\":[");
  json_frames(&line, place);
  ori_line_text(&line, "]}}");
  ori_line_print(&line);
}

void ori_print_backtrace(const ori_line *message, ori_panic_place place) {
  if (prints_json) print_json(message, place);
  else print_text(place);
}
