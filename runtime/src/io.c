/* The standard streams. stdout and stdin are buffered here; stderr is not. */
#include <errno.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <unistd.h>

#include "world.h"

#define OUT_BYTES (64 * 1024)
#define IN_BYTES (128 * 1024)
/* What a shell sees of a process that SIGPIPE ended. */
#define ORI_READER_GONE_CODE 141

static char out_buffer[OUT_BYTES];
/* Written when the bytes before it are: a signal handler on another thread reads both. */
static _Atomic int64_t out_len = 0;
/* -1 until asked: whether each line is written at once, for somebody who watches. */
static int out_is_terminal = -1;

static char in_buffer[IN_BYTES];
static int64_t in_start = 0;
static int64_t in_end = 0;
static bool in_is_done = false;

/* --- Writing ------------------------------------------------------------------------------ */

/*
 * A stream that is closed accepts everything. A reader that has left ends the program as SIGPIPE does, also where the
 * parent process made the program ignore that signal.
 */
bool ori_write_all(int fd, const char *bytes, int64_t len) {
  while (len > 0) {
    ssize_t sent = write(fd, bytes, (size_t)len);
    if (sent < 0 && errno == EINTR) continue;
    if (sent < 0 && errno == EBADF) return true;
    if (sent < 0 && errno == EPIPE) _exit(ORI_READER_GONE_CODE);
    if (sent <= 0) return false;
    bytes += sent;
    len -= sent;
  }
  return true;
}

/* Output or input that is lost must not look like success. */
static _Noreturn void stream_failed(const char *what) {
  const char *reason = strerror(errno);
  ori_error_text("ori: ");
  ori_error_text(what);
  ori_error_text(reason);
  ori_error_text("\n");
  _Exit(1);
}

static void write_out(const char *bytes, int64_t len) {
  if (ori_write_all(STDOUT_FILENO, bytes, len)) return;
  stream_failed("cannot write to stdout: ");
}

static int64_t take_buffered(void) {
  int64_t len = atomic_load_explicit(&out_len, memory_order_acquire);
  atomic_store_explicit(&out_len, 0, memory_order_relaxed);
  return len;
}

void ori_flush_stdout(void) {
  int64_t len = take_buffered();
  if (len > 0) write_out(out_buffer, len);
}

void ori_flush_in_signal(void) {
  int64_t len = take_buffered();
  if (len > 0) ori_write_all(STDOUT_FILENO, out_buffer, len);
}

static void buffer_out(const char *bytes, int64_t len) {
  int64_t used = atomic_load_explicit(&out_len, memory_order_relaxed);
  if (len > OUT_BYTES - used) {
    ori_flush_stdout();
    used = 0;
  }
  if (len > OUT_BYTES) {
    write_out(bytes, len);
    return;
  }
  if (len > 0) memcpy(out_buffer + used, bytes, (size_t)len);
  atomic_store_explicit(&out_len, used + len, memory_order_release);
}

static void flush_for_terminal(void) {
  if (out_is_terminal < 0) out_is_terminal = isatty(STDOUT_FILENO);
  if (out_is_terminal) ori_flush_stdout();
}

/* --- Diverting ------------------------------------------------------------------------------ */

/* The descriptor that stdout had before; -1 where it was closed. */
static int kept_stdout = -1;

void ori_divert_stdout(void) {
  ori_flush_stdout();
  kept_stdout = dup(STDOUT_FILENO);
  dup2(STDERR_FILENO, STDOUT_FILENO);
}

void ori_restore_stdout(void) {
  ori_flush_stdout();
  if (kept_stdout < 0) {
    close(STDOUT_FILENO);
    return;
  }
  dup2(kept_stdout, STDOUT_FILENO);
  close(kept_stdout);
  kept_stdout = -1;
}

void ori_print(ori_str_borrowed text) {
  ori_text t = str_text(text);
  buffer_out(t.bytes, t.len);
  buffer_out("\n", 1);
  flush_for_terminal();
}

void ori_write(ori_str_borrowed text) {
  ori_text t = str_text(text);
  buffer_out(t.bytes, t.len);
  flush_for_terminal();
}

void ori_error_bytes(const char *bytes, int64_t len) {
  ori_flush_stdout();
  ori_write_all(STDERR_FILENO, bytes, len); /* there is nowhere left to say that it failed */
}

void ori_error_text(const char *text) { ori_error_bytes(text, (int64_t)strlen(text)); }

/* In one write where the text is short, so that lines of several processes do not mix. */
void ori_eprint(ori_str_borrowed text) {
  ori_text t = str_text(text);
  ori_line line = {NULL, 0, 0};
  ori_line_bytes(&line, t.bytes, t.len);
  ori_line_print(&line);
}

/* --- Lines of the runtime ----------------------------------------------------------------- */

void ori_line_bytes(ori_line *line, const char *bytes, int64_t len) {
  if (line->room - line->len < len) {
    line->room = line->room * 2 + len;
    line->bytes = realloc(line->bytes, (size_t)line->room);
    if (line->bytes == NULL) ori_out_of_memory();
  }
  if (len > 0) memcpy(line->bytes + line->len, bytes, (size_t)len);
  line->len += len;
}

void ori_line_text(ori_line *line, const char *text) {
  ori_line_bytes(line, text, (int64_t)strlen(text));
}

void ori_line_int(ori_line *line, int64_t n) {
  char digits[ORI_INT_MAX_CHARS];
  ori_line_bytes(line, digits, ori_format_int(digits, n));
}

void ori_line_print(ori_line *line) {
  ori_line_bytes(line, "\n", 1);
  ori_error_bytes(line->bytes, line->len);
  free(line->bytes);
  *line = (ori_line){NULL, 0, 0};
}

/* --- Reading ------------------------------------------------------------------------------ */

/* Reads more when the buffer is used up; false at the end of the input, also where stdin is closed. */
static bool fill(void) {
  if (in_start < in_end) return true;
  if (in_is_done) return false;
  ori_flush_stdout(); /* a question is seen before its answer is awaited */
  ssize_t got;
  do {
    got = read(STDIN_FILENO, in_buffer, IN_BYTES);
  } while (got < 0 && errno == EINTR);
  if (got < 0 && errno != EBADF) stream_failed("cannot read stdin: ");
  in_start = 0;
  in_end = got > 0 ? got : 0;
  in_is_done = got <= 0;
  return got > 0;
}

/* Bytes as they come, outside of the counted heap: only whole texts can be repaired. */
typedef struct raw_bytes {
  char *bytes;
  int64_t len;
  int64_t cap;
} raw_bytes;

static void append_raw(raw_bytes *raw, const char *bytes, int64_t len) {
  if (raw->cap - raw->len < len) {
    raw->cap = raw->cap * 2 > raw->len + len ? raw->cap * 2 : raw->len + len;
    raw->bytes = realloc(raw->bytes, (size_t)raw->cap);
    if (raw->bytes == NULL) ori_out_of_memory();
  }
  memcpy(raw->bytes + raw->len, bytes, (size_t)len);
  raw->len += len;
}

/* What the buffer holds up to and including the first line break, if there is one. */
static int64_t line_in_buffer(bool *is_whole) {
  const char *at = memchr(in_buffer + in_start, '\n', (size_t)(in_end - in_start));
  *is_whole = at != NULL;
  return at == NULL ? in_end - in_start : at + 1 - (in_buffer + in_start);
}

/* A line that does not lie in the buffer as a whole. */
static void long_line(ori_str *out) {
  raw_bytes line = {NULL, 0, 0};
  bool is_whole = false;
  while (!is_whole && fill()) {
    int64_t len = line_in_buffer(&is_whole);
    append_raw(&line, in_buffer + in_start, len);
    in_start += len;
  }
  ori_str_from_lossy(out, line.bytes, line.len);
  free(line.bytes);
}

void ori_stdin_line(ori_str *out) {
  if (!fill()) {
    *out = (ori_str){0, 0, NULL};
    return;
  }
  bool is_whole;
  int64_t len = line_in_buffer(&is_whole);
  if (!is_whole) {
    long_line(out);
    return;
  }
  ori_str_from_lossy(out, in_buffer + in_start, len);
  in_start += len;
}

void ori_stdin_rest(ori_str *out) {
  raw_bytes all = {NULL, 0, 0};
  while (fill()) {
    append_raw(&all, in_buffer + in_start, in_end - in_start);
    in_start = in_end;
  }
  ori_str_from_lossy(out, all.bytes, all.len);
  free(all.bytes);
}

/* --- Bytes -------------------------------------------------------------------------------- */

int64_t ori_io_read(const ori_request *request) {
  if (!fill()) return 0;
  int64_t left = in_end - in_start;
  int64_t len = request->number < left ? request->number : left;
  ori_line_bytes(&ori_answer, in_buffer + in_start, len);
  in_start += len;
  return len;
}

int64_t ori_io_write(const ori_request *request) {
  buffer_out(request->bytes.bytes, request->bytes.len);
  flush_for_terminal();
  return 0;
}

int64_t ori_io_write_error(const ori_request *request) {
  ori_error_bytes(request->bytes.bytes, request->bytes.len);
  return 0;
}

int64_t ori_io_is_terminal(const ori_request *request) { return isatty((int)request->number); }

void ori_program_args(ori_list *out, ori_type *type) {
  ori_list_new(out, ori_argument_count, type);
  ori_str *args = out->data;
  for (int64_t i = 0; i < ori_argument_count; i++) {
    ori_str_from_lossy(&args[i], ori_arguments[i], (int64_t)strlen(ori_arguments[i]));
  }
  out->len = ori_argument_count;
}
