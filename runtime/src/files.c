/* Files that the program reads and writes. */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "world.h"

#define READ_BYTES (64 * 1024)
#define FILE_MODE 0666

/* --- Opening ------------------------------------------------------------------------------ */

/* Opens the file that a request names: a file descriptor, or a failure. */
static int64_t open_file(const ori_request *request, int flags) {
  ori_place place;
  int64_t failure = ori_place_of(request->text, true, &place);
  if (failure != 0) return failure;
  int fd = openat(place.dir, place.name, flags | place.open_flags | O_CLOEXEC, FILE_MODE);
  int error = errno;
  ori_place_end(&place);
  return fd < 0 ? ori_failure(error) : fd;
}

/* --- Reading ------------------------------------------------------------------------------ */

/* Room for `bytes` more in the answer. */
static void reserve(int64_t bytes) {
  if (ori_answer.room - ori_answer.len >= bytes) return;
  ori_answer.room = ori_answer.len + bytes;
  ori_answer.bytes = realloc(ori_answer.bytes, (size_t)ori_answer.room);
  if (ori_answer.bytes == NULL) ori_out_of_memory();
}

/* Reads at most `room` bytes behind the answer: their number, 0 at the end of the file, or -1. */
static ssize_t read_more(int fd, int64_t room) {
  reserve(room);
  ssize_t got;
  do {
    got = read(fd, ori_answer.bytes + ori_answer.len, (size_t)room);
  } while (got < 0 && errno == EINTR);
  if (got > 0) ori_answer.len += got;
  return got;
}

int64_t ori_file_read(const ori_request *request) {
  int64_t fd = open_file(request, O_RDONLY);
  if (fd < 0) return fd;
  struct stat facts;
  if (fstat((int)fd, &facts) == 0 && facts.st_size > 0) reserve(facts.st_size + 1);
  ssize_t got;
  do {
    int64_t room = ori_answer.room - ori_answer.len;
    got = read_more((int)fd, room > 0 ? room : ori_answer.len + READ_BYTES);
  } while (got > 0);
  int error = errno;
  close((int)fd);
  return got < 0 ? ori_failure(error) : ori_answer.len;
}

/* A file that is read piece by piece; `rest` was read behind the last line break that was given. */
typedef struct open_file_state {
  int fd; /* -1: free */
  ori_line rest;
} open_file_state;

static open_file_state *open_files = NULL;
static int64_t open_file_count = 0;

static int64_t free_number(void) {
  for (int64_t i = 0; i < open_file_count; i++) {
    if (open_files[i].fd < 0) return i;
  }
  open_files = realloc(open_files, (size_t)(open_file_count + 1) * sizeof *open_files);
  if (open_files == NULL) ori_out_of_memory();
  return open_file_count++;
}

int64_t ori_file_open(const ori_request *request) {
  int64_t fd = open_file(request, O_RDONLY);
  if (fd < 0) return fd;
  int64_t number = free_number();
  open_files[number] = (open_file_state){(int)fd, {NULL, 0, 0}};
  return number;
}

static open_file_state *file_at(int64_t number) {
  if (number >= 0 && number < open_file_count && open_files[number].fd >= 0) return &open_files[number];
  ori_error_text("ori: a file that is not open\n");
  exit(ORI_INTERNAL_CODE);
}

/* The rest of a file becomes the start of the answer. */
static void take_rest(open_file_state *file) {
  ori_line_bytes(&ori_answer, file->rest.bytes, file->rest.len);
  file->rest.len = 0;
}

int64_t ori_file_chunk(const ori_request *request) {
  open_file_state *file = file_at(request->number);
  take_rest(file);
  if (ori_answer.len > 0) return ori_answer.len;
  ssize_t got = read_more(file->fd, READ_BYTES);
  return got < 0 ? ori_failure(errno) : got;
}

int64_t ori_file_lines(const ori_request *request) {
  open_file_state *file = file_at(request->number);
  take_rest(file);
  for (;;) {
    int64_t before = ori_answer.len;
    ssize_t got = read_more(file->fd, READ_BYTES);
    if (got < 0) return ori_failure(errno);
    if (got == 0) return ori_answer.len;
    const char *last = memrchr(ori_answer.bytes + before, '\n', (size_t)got);
    if (last == NULL) continue;
    int64_t end = last + 1 - ori_answer.bytes;
    ori_line_bytes(&file->rest, last + 1, ori_answer.len - end);
    ori_answer.len = end;
    return end;
  }
}

int64_t ori_file_close(const ori_request *request) {
  open_file_state *file = file_at(request->number);
  close(file->fd);
  free(file->rest.bytes);
  *file = (open_file_state){-1, {NULL, 0, 0}};
  return 0;
}

/* --- Writing ------------------------------------------------------------------------------ */

/* Writes all of `bytes`: 0, or an errno. */
static int write_bytes(int fd, ori_text bytes) {
  while (bytes.len > 0) {
    ssize_t sent = write(fd, bytes.bytes, (size_t)bytes.len);
    if (sent < 0 && errno == EINTR) continue;
    if (sent < 0) return errno;
    bytes.bytes += sent;
    bytes.len -= sent;
  }
  return 0;
}

static int64_t write_file(const ori_request *request, int flags) {
  int64_t fd = open_file(request, O_WRONLY | O_CREAT | flags);
  if (fd < 0) return fd;
  int error = write_bytes((int)fd, request->bytes);
  if (close((int)fd) != 0 && error == 0) error = errno;
  return error == 0 ? 0 : ori_failure(error);
}

int64_t ori_file_write(const ori_request *request) { return write_file(request, O_TRUNC); }
int64_t ori_file_append(const ori_request *request) { return write_file(request, O_APPEND); }
int64_t ori_file_create(const ori_request *request) { return write_file(request, O_EXCL); }

/* A hidden name beside `name`, for free(). */
static char *scratch_name(const char *name) {
  const char *slash = strrchr(name, '/');
  const char *last = slash == NULL ? name : slash + 1;
  char random[ORI_RANDOM_NAME];
  ori_random_name(random);
  ori_line line = {NULL, 0, 0};
  ori_line_bytes(&line, name, last - name);
  ori_line_text(&line, ".");
  ori_line_text(&line, last);
  ori_line_text(&line, ".");
  ori_line_bytes(&line, random, sizeof random);
  return line.bytes;
}

/* Fills the scratch file and gives it the permissions of the file that it is to replace: 0, or an errno. */
static int fill_scratch(int fd, const ori_place *place, ori_text bytes) {
  int error = write_bytes(fd, bytes);
  struct stat facts;
  if (error == 0 && fstatat(place->dir, place->name, &facts, place->at_flags) == 0) {
    if (fchmod(fd, facts.st_mode & 0777) != 0) error = errno;
  }
  if (error == 0 && fsync(fd) != 0) error = errno;
  if (close(fd) != 0 && error == 0) error = errno;
  return error;
}

/* Moves a new file over the one at `place`: 0, or an errno. */
static int replace_at(const ori_place *place, const char *scratch, ori_text bytes) {
  int fd = openat(place->dir, scratch, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, FILE_MODE);
  if (fd < 0) return errno;
  int error = fill_scratch(fd, place, bytes);
  if (error == 0 && renameat(place->dir, scratch, place->dir, place->name) != 0) error = errno;
  if (error != 0) unlinkat(place->dir, scratch, 0);
  return error;
}

int64_t ori_file_replace(const ori_request *request) {
  ori_place place;
  int64_t failure = ori_place_of(request->text, false, &place);
  if (failure != 0) return failure;
  char *scratch = scratch_name(place.name);
  int error = replace_at(&place, scratch, request->bytes);
  free(scratch);
  ori_place_end(&place);
  return error == 0 ? 0 : ori_failure(error);
}
