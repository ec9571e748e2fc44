/* What a program that was built with --sandbox or --allow may do. */
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "world.h"

/* NULL: everything. Else a line for each grant, `CAPABILITY` or `CAPABILITY:SCOPE`. */
static const char *sandbox_grants = NULL;
/* The paths of the grants of files, without links, for the whole run; of each a terminator at the end. */
static ori_line sandbox_roots = {NULL, 0, 0};
static bool has_all_files = true;

/* --- Grants ------------------------------------------------------------------------------- */

typedef struct capability {
  const char *prefix; /* of its operations */
  const char *name;
  bool has_scope;
} capability;

static const capability capabilities[] = {
    {"clock.", "Clock", false},    {"env.", "Env", true}, {"fs.", "FileSystem", true},
    {"process.", "Process", true}, {"random.", "Random", false},
};

static const capability *capability_of(ori_text operation) {
  for (size_t i = 0; i < sizeof capabilities / sizeof *capabilities; i++) {
    size_t len = strlen(capabilities[i].prefix);
    if ((size_t)operation.len > len && memcmp(operation.bytes, capabilities[i].prefix, len) == 0) {
      return &capabilities[i];
    }
  }
  return NULL;
}

/* The next line that grants something of `name`, from `at` on: its scope, empty for all. False when there is none. */
static bool next_grant(const char **at, const char *name, ori_text *scope, bool *is_whole) {
  size_t len = strlen(name);
  while (**at != 0) {
    const char *line = *at;
    size_t end = strcspn(line, "\n");
    *at = line + end + (line[end] == '\n');
    if (end < len || memcmp(line, name, len) != 0) continue;
    *is_whole = end == len;
    if (!*is_whole && line[len] != ':') continue;
    *scope = (ori_text){*is_whole ? line + len : line + len + 1, (int64_t)(*is_whole ? 0 : end - len - 1)};
    return true;
  }
  return false;
}

/* Answers that a request is refused, with the flag that would allow it. */
static int64_t refuse(const capability *c, ori_text text) {
  ori_answer.len = 0;
  ori_line_text(&ori_answer, "--allow=");
  ori_line_text(&ori_answer, c->name);
  if (c->has_scope && text.len > 0) {
    ori_line_text(&ori_answer, ":");
    ori_line_bytes(&ori_answer, text.bytes, text.len);
  }
  return ORI_REFUSED;
}

static bool is_operation(ori_text operation, const char *name) {
  return operation.len == (int64_t)strlen(name) && memcmp(operation.bytes, name, (size_t)operation.len) == 0;
}

int64_t ori_sandbox_check(ori_text operation, ori_text text) {
  if (sandbox_grants == NULL) return 0;
  const capability *c = capability_of(operation);
  if (c == NULL) return 0;
  /* What a program may do with a file that it was allowed to open. */
  if (is_operation(operation, "fs.chunk") || is_operation(operation, "fs.lines")) return 0;
  if (is_operation(operation, "fs.close")) return 0;
  const char *at = sandbox_grants;
  ori_text scope;
  bool is_whole;
  while (next_grant(&at, c->name, &scope, &is_whole)) {
    /* Which files it is, their places decide. */
    if (is_whole || strcmp(c->prefix, "fs.") == 0) return 0;
    if (scope.len == text.len && memcmp(scope.bytes, text.bytes, (size_t)text.len) == 0) return 0;
  }
  return refuse(c, text);
}

/* --- Places ------------------------------------------------------------------------------- */

/* `path` from the root on, with a terminator. */
static ori_line absolute_path(const char *path) {
  ori_line line = {NULL, 0, 0};
  if (*path != '/') {
    char *here = getcwd(NULL, 0);
    if (here == NULL) ori_out_of_memory();
    ori_line_text(&line, here);
    ori_line_text(&line, "/");
    free(here);
  }
  ori_line_bytes(&line, path, (int64_t)strlen(path) + 1);
  return line;
}

static void end_line(ori_line *line) {
  free(line->bytes);
  *line = (ori_line){NULL, 0, 0};
}

static bool is_dots(const char *name) { return strcmp(name, ".") == 0 || strcmp(name, "..") == 0; }

/* Cuts the last part off `path`, which is absolute and no root, and gives where it starts; slashes at the end go. */
static char *cut_last(char *path) {
  size_t len = strlen(path);
  while (len > 1 && path[len - 1] == '/') path[--len] = 0;
  char *slash = strrchr(path, '/');
  *slash = 0;
  return slash + 1;
}

static void add_part(ori_line *line, const char *part) {
  line->len--; /* the terminator */
  if (line->len == 0 || line->bytes[line->len - 1] != '/') ori_line_text(line, "/");
  ori_line_bytes(line, part, (int64_t)strlen(part) + 1);
}

/* The path without links; where nothing is, that of the nearest directory above, and the parts behind it. Changes `path`. */
static ori_line located(char *path) {
  ori_line line = {NULL, 0, 0};
  char *found = realpath(*path == 0 ? "/" : path, NULL);
  if (found != NULL) {
    ori_line_bytes(&line, found, (int64_t)strlen(found) + 1);
    free(found);
    return line;
  }
  char *last = cut_last(path);
  line = located(path);
  /* Nothing is there to go up from: the system says so when it is asked. */
  if (!is_dots(last)) add_part(&line, last);
  return line;
}

/* Likewise, of a link at the end its own path. */
static ori_line located_itself(char *path) {
  ori_line copy = absolute_path(path);
  char *last = cut_last(copy.bytes);
  ori_line line;
  if (*last == 0 || is_dots(last)) {
    line = located(path);
  } else {
    line = located(copy.bytes);
    add_part(&line, last);
  }
  end_line(&copy);
  return line;
}

static bool is_below(const char *path, const char *root) {
  size_t len = strlen(root);
  if (strncmp(path, root, len) != 0) return false;
  return path[len] == 0 || path[len] == '/' || root[len - 1] == '/';
}

static bool is_inside(const char *path) {
  for (const char *root = sandbox_roots.bytes; root < sandbox_roots.bytes + sandbox_roots.len;) {
    if (is_below(path, root)) return true;
    root += strlen(root) + 1;
  }
  return false;
}

/*
 * Opens the directory of `path`, which is absolute and without links, going down part by part without following any: a
 * link that has come into being since is met here. Gives the last part. -1 where it fails.
 */
static int open_above(char *path, char **last) {
  int dir = open("/", O_PATH | O_DIRECTORY | O_CLOEXEC);
  char *part = path + 1;
  for (char *slash; dir >= 0 && (slash = strchr(part, '/')) != NULL; part = slash + 1) {
    *slash = 0;
    int next = openat(dir, part, O_PATH | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
    int error = errno;
    close(dir);
    errno = error;
    dir = next;
  }
  *last = part;
  return dir;
}

static bool is_link(int dir, const char *name) {
  struct stat facts;
  return fstatat(dir, name, &facts, AT_SYMLINK_NOFOLLOW) == 0 && S_ISLNK(facts.st_mode);
}

static int64_t refuse_path(ori_text path) { return refuse(capability_of((ori_text){"fs.x", 4}), path); }

/* The place of a path in the sandbox: 0, or a failure. */
static int64_t sandbox_place(ori_text path, char *name, bool follows, ori_place *place) {
  ori_line whole = absolute_path(name);
  ori_line line = follows ? located(whole.bytes) : located_itself(whole.bytes);
  end_line(&whole);
  char *last = NULL;
  int dir = -1;
  int64_t failure = is_inside(line.bytes) ? 0 : refuse_path(path);
  if (failure == 0) {
    dir = open_above(line.bytes, &last);
    if (dir < 0) failure = ori_failure(errno);
  }
  if (failure == 0 && follows && is_link(dir, last)) failure = refuse_path(path);
  if (failure == 0) {
    char *rest = strdup(*last == 0 ? "." : last);
    if (rest == NULL) ori_out_of_memory();
    *place = (ori_place){dir, rest, O_NOFOLLOW, AT_SYMLINK_NOFOLLOW};
  } else if (dir >= 0) {
    close(dir);
  }
  end_line(&line);
  return failure;
}

int64_t ori_place_of(ori_text path, bool follows, ori_place *place) {
  char *name = ori_c_text(path);
  if (name == NULL) return ORI_BAD_NAME;
  if (has_all_files || *name == 0) {
    *place = (ori_place){AT_FDCWD, name, 0, 0};
    return 0;
  }
  int64_t failure = sandbox_place(path, name, follows, place);
  free(name);
  return failure;
}

void ori_place_end(ori_place *place) {
  if (place->dir != AT_FDCWD) close(place->dir);
  free(place->name);
}

/* --- Start -------------------------------------------------------------------------------- */

void ori_sandbox(const char *grants) {
  sandbox_grants = grants;
  has_all_files = false;
  const char *at = grants;
  ori_text scope;
  bool is_whole;
  while (next_grant(&at, "FileSystem", &scope, &is_whole)) {
    has_all_files = has_all_files || is_whole;
    char *name = ori_c_text(scope);
    ori_line whole = absolute_path(name);
    ori_line root = located(whole.bytes);
    ori_line_bytes(&sandbox_roots, root.bytes, root.len);
    end_line(&root);
    end_line(&whole);
    free(name);
  }
}
