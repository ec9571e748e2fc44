/* What world.c, files.c and their like share: requests of the program to the system, and answers. */
#ifndef ORI_WORLD_H
#define ORI_WORLD_H

#include "internal.h"

/* src/operations/world.ts says what each operation takes. */
typedef struct ori_request {
  ori_text text;
  int64_t number;
  ori_text bytes;
} ori_request;

/* Performs a request: its result from 0 on, else minus the number of a failure. */
typedef int64_t (*ori_operation)(const ori_request *request);

/* The failures of `WORLD_FAILURES`. */
enum {
  ORI_NOT_FOUND = -1,
  ORI_PERMISSION_DENIED = -2,
  ORI_ALREADY_EXISTS = -3,
  ORI_NOT_A_DIRECTORY = -4,
  ORI_IS_A_DIRECTORY = -5,
  ORI_NOT_EMPTY = -6,
  ORI_REFUSED = -7,
  ORI_BAD_NAME = -8,
  ORI_OTHER_FAILURE = -9
};

/* The bytes that the present answer has beside its result: empty when an operation starts. */
extern ori_line ori_answer;

/* The failure that `error`, an errno, is; what has no number of its own is answered in the system's words. */
int64_t ori_failure(int error);

/* A copy of `text` with a terminator, for free(); NULL where it has a NUL itself. */
char *ori_c_text(ori_text text);

/* io.c */
int64_t ori_io_read(const ori_request *request);
int64_t ori_io_write(const ori_request *request);
int64_t ori_io_write_error(const ori_request *request);
int64_t ori_io_is_terminal(const ori_request *request);

/* process.c */
int64_t ori_process_run(const ori_request *request);
int64_t ori_process_exit(const ori_request *request);

/* sandbox.c: 0, or the failure of a request for `text` that the sandbox does not allow. */
int64_t ori_sandbox_check(ori_text operation, ori_text text);

/* files.c */
int64_t ori_file_read(const ori_request *request);
int64_t ori_file_open(const ori_request *request);
int64_t ori_file_chunk(const ori_request *request);
int64_t ori_file_lines(const ori_request *request);
int64_t ori_file_close(const ori_request *request);
int64_t ori_file_write(const ori_request *request);
int64_t ori_file_append(const ori_request *request);
int64_t ori_file_create(const ori_request *request);
int64_t ori_file_replace(const ori_request *request);

/* folders.c */
int64_t ori_file_list(const ori_request *request);
int64_t ori_file_facts(const ori_request *request);
int64_t ori_file_link_facts(const ori_request *request);
int64_t ori_file_create_dir(const ori_request *request);
int64_t ori_file_remove(const ori_request *request);
int64_t ori_file_rename(const ori_request *request);
int64_t ori_file_temp_file(const ori_request *request);
int64_t ori_file_temp_dir(const ori_request *request);

/* Digits of a name that nobody can foresee, with a terminator. */
#define ORI_RANDOM_NAME 17
void ori_random_name(char *name);

/*
 * A path as system calls take it: `name` in the directory `dir`, a file descriptor or AT_FDCWD. `open_flags` and `at_flags`
 * are O_NOFOLLOW and AT_SYMLINK_NOFOLLOW where the path must not lead through a link any more, else 0.
 */
typedef struct ori_place {
  int dir;
  char *name;
  int open_flags;
  int at_flags;
} ori_place;

/* sandbox.c: the place that `path` names; `follows` tells whether the caller wants what a link at its end leads to. 0, or a failure. */
int64_t ori_place_of(ori_text path, bool follows, ori_place *place);
void ori_place_end(ori_place *place);

#endif
