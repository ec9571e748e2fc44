/* Directories, names and facts about files. */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "world.h"

#define DIRECTORY_MODE 0777
#define TEMPORARY_FILE_MODE 0600
#define TEMPORARY_DIRECTORY_MODE 0700
/* A name that is taken is tried again so often. */
#define TEMPORARY_TRIES 100

/* The letter of a kind of file. */
static const char *kind_of(mode_t mode) {
  return S_ISREG(mode) ? "f" : S_ISDIR(mode) ? "d" : S_ISLNK(mode) ? "l" : "s";
}

/* --- Facts -------------------------------------------------------------------------------- */

static int64_t facts_of(const ori_request *request, bool follows) {
  ori_place place;
  int64_t failure = ori_place_of(request->text, follows, &place);
  if (failure != 0) return failure;
  struct stat facts;
  int flags = follows ? place.at_flags : AT_SYMLINK_NOFOLLOW;
  int error = fstatat(place.dir, place.name, &facts, flags) == 0 ? 0 : errno;
  ori_place_end(&place);
  if (error != 0) return ori_failure(error);
  /* Whole milliseconds, as every engine has them. */
  int64_t modified = (int64_t)facts.st_mtim.tv_sec * 1000 + facts.st_mtim.tv_nsec / 1000000;
  ori_line_text(&ori_answer, kind_of(facts.st_mode));
  ori_line_text(&ori_answer, " ");
  ori_line_int(&ori_answer, facts.st_size);
  ori_line_text(&ori_answer, " ");
  ori_line_int(&ori_answer, modified * 1000000);
  ori_line_text(&ori_answer, " ");
  ori_line_int(&ori_answer, facts.st_mode & 0777);
  return 0;
}

int64_t ori_file_facts(const ori_request *request) { return facts_of(request, true); }
int64_t ori_file_link_facts(const ori_request *request) { return facts_of(request, false); }

/* --- Directories -------------------------------------------------------------------------- */

/* Adds an entry to the answer: 0, or a failure. */
static int64_t add_entry(DIR *directory, const struct dirent *entry) {
  const char *name = entry->d_name;
  if (strcmp(name, ".") == 0 || strcmp(name, "..") == 0) return 0;
  int64_t len = (int64_t)strlen(name);
  if (!ori_utf8_valid(name, len) || strstr(name, "\xEF\xBF\xBD") != NULL) return ORI_BAD_NAME;
  mode_t mode = (mode_t)DTTOIF(entry->d_type);
  struct stat facts;
  if (entry->d_type == DT_UNKNOWN) {
    if (fstatat(dirfd(directory), name, &facts, AT_SYMLINK_NOFOLLOW) != 0) return ori_failure(errno);
    mode = facts.st_mode;
  }
  ori_line_text(&ori_answer, kind_of(mode));
  ori_line_bytes(&ori_answer, name, len + 1);
  return 0;
}

static int64_t list_entries(DIR *directory) {
  int64_t failure = 0;
  for (;;) {
    errno = 0;
    const struct dirent *entry = readdir(directory);
    if (entry == NULL) return errno == 0 ? 0 : ori_failure(errno);
    failure = add_entry(directory, entry);
    if (failure != 0) return failure;
  }
}

int64_t ori_file_list(const ori_request *request) {
  ori_place place;
  int64_t failure = ori_place_of(request->text, true, &place);
  if (failure != 0) return failure;
  int fd = openat(place.dir, place.name, O_RDONLY | O_DIRECTORY | O_CLOEXEC | place.open_flags);
  int error = errno;
  ori_place_end(&place);
  if (fd < 0) return ori_failure(error);
  DIR *directory = fdopendir(fd);
  if (directory == NULL) ori_out_of_memory();
  failure = list_entries(directory);
  closedir(directory);
  return failure;
}

int64_t ori_file_create_dir(const ori_request *request) {
  ori_place place;
  int64_t failure = ori_place_of(request->text, false, &place);
  if (failure != 0) return failure;
  int error = mkdirat(place.dir, place.name, DIRECTORY_MODE) == 0 ? 0 : errno;
  ori_place_end(&place);
  return error == 0 ? 0 : ori_failure(error);
}

/* Removes what is not a directory, else a directory: 0, or an errno. */
static int remove_at(const ori_place *place) {
  if (unlinkat(place->dir, place->name, 0) == 0) return 0;
  if (errno != EISDIR) return errno;
  return unlinkat(place->dir, place->name, AT_REMOVEDIR) == 0 ? 0 : errno;
}

int64_t ori_file_remove(const ori_request *request) {
  ori_place place;
  int64_t failure = ori_place_of(request->text, false, &place);
  if (failure != 0) return failure;
  int error = remove_at(&place);
  ori_place_end(&place);
  return error == 0 ? 0 : ori_failure(error);
}

int64_t ori_file_rename(const ori_request *request) {
  ori_place from;
  ori_place to;
  int64_t failure = ori_place_of(request->text, false, &from);
  if (failure != 0) return failure;
  failure = ori_place_of(request->bytes, false, &to);
  if (failure == 0) {
    int error = renameat(from.dir, from.name, to.dir, to.name) == 0 ? 0 : errno;
    ori_place_end(&to);
    if (error != 0) failure = ori_failure(error);
  }
  ori_place_end(&from);
  return failure;
}

/* --- Temporary files ---------------------------------------------------------------------- */

static int make_file(const ori_place *place) {
  int flags = O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC;
  int fd = openat(place->dir, place->name, flags, TEMPORARY_FILE_MODE);
  if (fd < 0) return errno;
  close(fd);
  return 0;
}

static int make_directory(const ori_place *place) {
  return mkdirat(place->dir, place->name, TEMPORARY_DIRECTORY_MODE) == 0 ? 0 : errno;
}

/* The path of a new name in `parent`. */
static void new_path(ori_line *path, ori_text parent) {
  char random[ORI_RANDOM_NAME];
  ori_random_name(random);
  path->len = 0;
  ori_line_bytes(path, parent.bytes, parent.len);
  if (parent.len > 0 && parent.bytes[parent.len - 1] != '/') ori_line_text(path, "/");
  ori_line_text(path, "ori-");
  ori_line_text(path, random);
}

static ori_text temporary_parent(ori_text asked) {
  if (asked.len > 0) return asked;
  const char *folder = getenv("TMPDIR");
  if (folder == NULL || *folder == 0) folder = "/tmp";
  return (ori_text){folder, (int64_t)strlen(folder)};
}

/* Makes something at `path`: 0, or a failure; `taken` tells that there is something already. */
static int64_t make_at(const ori_line *path, int (*make)(const ori_place *place), bool *taken) {
  ori_place place;
  int64_t failure = ori_place_of((ori_text){path->bytes, path->len}, false, &place);
  if (failure != 0) return failure;
  int error = make(&place);
  ori_place_end(&place);
  *taken = error == EEXIST;
  return error == 0 ? 0 : ori_failure(error);
}

static int64_t make_temporary(ori_text asked, int (*make)(const ori_place *place)) {
  ori_text parent = temporary_parent(asked);
  ori_place place;
  /* A sandbox names the directory, not the new name in it. */
  int64_t failure = ori_place_of(parent, true, &place);
  if (failure != 0) return failure;
  ori_place_end(&place);
  ori_line path = {NULL, 0, 0};
  bool taken = true;
  for (int tries = 0; taken && tries < TEMPORARY_TRIES; tries++) {
    taken = false;
    new_path(&path, parent);
    failure = make_at(&path, make, &taken);
  }
  if (failure == 0) ori_line_bytes(&ori_answer, path.bytes, path.len);
  free(path.bytes);
  return failure;
}

int64_t ori_file_temp_file(const ori_request *request) { return make_temporary(request->text, make_file); }
int64_t ori_file_temp_dir(const ori_request *request) { return make_temporary(request->text, make_directory); }
