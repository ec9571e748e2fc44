/* Other programs that the program runs, and its own end. */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "world.h"

extern char **environ;

#define PIPE_BYTES (64 * 1024)
#define SIGNAL_CODE 128

/* --- The request -------------------------------------------------------------------------- */

/* What is run: arguments and variables as the system takes them, in memory for free_command. */
typedef struct command {
  char *program;
  const char *folder;
  char **args;
  char **variables;
} command;

static void *checked_memory(void *memory) {
  if (memory == NULL) ori_out_of_memory();
  return memory;
}

/* The fields of a request by place: the folder, the number of arguments, arguments, variables. */
static const char **fields_of(const ori_request *request, int64_t *count) {
  const char **fields = checked_memory(calloc((size_t)request->number + 1, sizeof *fields));
  const char *at = request->bytes.bytes;
  const char *end = at + request->number;
  for (*count = 0; at < end; at += strlen(at) + 1) fields[(*count)++] = at;
  return fields;
}

static bool is_same_name(const char *pair, const char *other) {
  size_t len = strcspn(pair, "=");
  return strncmp(pair, other, len + 1) == 0;
}

/* The variables of this program, those of the command in place of any of their names. */
static char **variables_with(const char **added, int64_t count) {
  int64_t own = 0;
  while (environ[own] != NULL) own++;
  char **all = checked_memory(calloc((size_t)(own + count) + 1, sizeof *all));
  int64_t len = 0;
  for (int64_t i = 0; i < own; i++) {
    bool is_replaced = false;
    for (int64_t j = 0; j < count; j++) is_replaced = is_replaced || is_same_name(added[j], environ[i]);
    if (!is_replaced) all[len++] = environ[i];
  }
  for (int64_t j = 0; j < count; j++) all[len++] = (char *)(uintptr_t)added[j];
  return all;
}

/* --- The program -------------------------------------------------------------------------- */

/* 0 when a program is at `path`, else an errno. */
static int program_fault(const char *path) {
  struct stat facts;
  if (stat(path, &facts) != 0) return errno;
  return S_ISREG(facts.st_mode) && (facts.st_mode & 0111) != 0 ? 0 : EACCES;
}

static char *joined_path(const char *folder, size_t len, const char *name) {
  ori_line path = {NULL, 0, 0};
  ori_line_bytes(&path, folder, (int64_t)len);
  ori_line_text(&path, "/");
  ori_line_bytes(&path, name, (int64_t)strlen(name) + 1);
  return path.bytes;
}

/* The path of the first program `name` on PATH, for free(); NULL where there is none. */
static char *program_on_path(const char *name) {
  const char *folders = getenv("PATH");
  if (folders == NULL || *name == 0) return NULL;
  for (;;) {
    size_t len = strcspn(folders, ":");
    char *path = joined_path(folders, len, name);
    if (program_fault(path) == 0) return path;
    free(path);
    if (folders[len] == 0) return NULL;
    folders += len + 1;
  }
}

/* Finds the program `name`, which it frees: its path, independent of the folder, for free(). 0, or an errno. */
static int find_program(char *name, char **path) {
  if (strchr(name, '/') == NULL) {
    *path = program_on_path(name);
    free(name);
    return *path == NULL ? ENOENT : 0;
  }
  *path = name;
  if (*name != '/') {
    char *here = checked_memory(getcwd(NULL, 0));
    *path = joined_path(here, strlen(here), name);
    free(here);
    free(name);
  }
  int error = program_fault(*path);
  if (error != 0) free(*path);
  return error;
}

/* --- Running ------------------------------------------------------------------------------ */

typedef struct pipes {
  int input[2];
  int output[2];
  int errors[2];
} pipes;

static int open_pipes(pipes *p) {
  if (pipe2(p->input, O_CLOEXEC) != 0) return errno;
  if (pipe2(p->output, O_CLOEXEC) != 0) return errno;
  return pipe2(p->errors, O_CLOEXEC) == 0 ? 0 : errno;
}

/* Starts the command with its ends of the pipes: 0, or an errno. */
static int start_command(const command *c, const pipes *p, pid_t *pid) {
  posix_spawn_file_actions_t actions;
  posix_spawnattr_t attributes;
  sigset_t defaults;
  posix_spawn_file_actions_init(&actions);
  posix_spawnattr_init(&attributes);
  posix_spawn_file_actions_adddup2(&actions, p->input[0], STDIN_FILENO);
  posix_spawn_file_actions_adddup2(&actions, p->output[1], STDOUT_FILENO);
  posix_spawn_file_actions_adddup2(&actions, p->errors[1], STDERR_FILENO);
  if (*c->folder != 0) posix_spawn_file_actions_addchdir_np(&actions, c->folder);
  sigemptyset(&defaults);
  sigaddset(&defaults, SIGPIPE);
  posix_spawnattr_setsigdefault(&attributes, &defaults);
  posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGDEF);
  int error = posix_spawn(pid, c->program, &actions, &attributes, c->args, c->variables);
  posix_spawn_file_actions_destroy(&actions);
  posix_spawnattr_destroy(&attributes);
  return error;
}

/* Reads what is there into `line`; closes the pipe at its end. */
static void take_output(struct pollfd *from, ori_line *line) {
  char bytes[PIPE_BYTES];
  ssize_t got = read(from->fd, bytes, sizeof bytes);
  if (got < 0 && errno == EINTR) return;
  if (got > 0) {
    ori_line_bytes(line, bytes, got);
    return;
  }
  close(from->fd);
  from->fd = -1;
}

/* Writes a part of the input; closes the pipe behind the last one, or when the program does not read any more. */
static void give_input(struct pollfd *to, ori_text *input) {
  ssize_t sent = input->len == 0 ? 0 : write(to->fd, input->bytes, (size_t)input->len);
  if (sent < 0 && (errno == EINTR || errno == EAGAIN)) return;
  if (sent > 0) {
    input->bytes += sent;
    input->len -= sent;
  }
  if (sent >= 0 && input->len > 0) return;
  close(to->fd);
  to->fd = -1;
}

/* Writes the input and reads both outputs, as the program asks for the one and gives the others. */
static void exchange(int to, int output, int errors, ori_text input, ori_line lines[2]) {
  struct pollfd fds[3] = {{output, POLLIN, 0}, {errors, POLLIN, 0}, {to, POLLOUT, 0}};
  fcntl(to, F_SETFL, O_NONBLOCK);
  while (fds[0].fd >= 0 || fds[1].fd >= 0 || fds[2].fd >= 0) {
    if (poll(fds, 3, -1) < 0) continue;
    for (int i = 0; i < 2; i++) {
      if (fds[i].fd >= 0 && fds[i].revents != 0) take_output(&fds[i], &lines[i]);
    }
    if (fds[2].fd >= 0 && fds[2].revents != 0) give_input(&fds[2], &input);
  }
}

static int64_t exit_code_of(pid_t pid) {
  int status = 0;
  while (waitpid(pid, &status, 0) < 0 && errno == EINTR) {
  }
  return WIFSIGNALED(status) ? SIGNAL_CODE + WTERMSIG(status) : WEXITSTATUS(status);
}

/* Runs the command; its outputs become the answer. */
static int64_t run_command(const command *c, ori_text input) {
  pipes p = {{-1, -1}, {-1, -1}, {-1, -1}};
  pid_t pid = 0;
  int error = open_pipes(&p);
  if (error == 0) error = start_command(c, &p, &pid);
  int of_child[] = {p.input[0], p.output[1], p.errors[1]};
  for (int i = 0; i < 3; i++) close(of_child[i]);
  if (error != 0) {
    close(p.input[1]);
    close(p.output[0]);
    close(p.errors[0]);
    return ori_failure(error);
  }
  struct sigaction ignored = {.sa_handler = SIG_IGN};
  struct sigaction before;
  ori_line lines[2] = {{NULL, 0, 0}, {NULL, 0, 0}};
  sigaction(SIGPIPE, &ignored, &before);
  exchange(p.input[1], p.output[0], p.errors[0], input, lines);
  sigaction(SIGPIPE, &before, NULL);
  ori_line_int(&ori_answer, lines[0].len);
  ori_line_bytes(&ori_answer, "", 1);
  for (int i = 0; i < 2; i++) {
    ori_line_bytes(&ori_answer, lines[i].bytes, lines[i].len);
    free(lines[i].bytes);
  }
  return exit_code_of(pid);
}

int64_t ori_process_run(const ori_request *request) {
  char *name = ori_c_text(request->text);
  if (name == NULL) return ORI_BAD_NAME;
  char *shown = strchr(name, '/') == NULL ? checked_memory(strdup(name)) : NULL;
  command c;
  int error = find_program(name, &c.program);
  if (error != 0) {
    free(shown);
    return ori_failure(error);
  }
  int64_t field_count;
  const char **fields = fields_of(request, &field_count);
  int64_t arg_count = strtoll(fields[1], NULL, 10);
  c.folder = fields[0];
  c.args = checked_memory(calloc((size_t)arg_count + 2, sizeof *c.args));
  c.args[0] = shown != NULL ? shown : c.program;
  for (int64_t i = 0; i < arg_count; i++) c.args[i + 1] = (char *)(uintptr_t)fields[i + 2];
  c.variables = variables_with(fields + 2 + arg_count, field_count - 2 - arg_count);
  ori_text input = {request->bytes.bytes + request->number, request->bytes.len - request->number};
  int64_t result = run_command(&c, input);
  free(c.program);
  free(shown);
  free(c.args);
  free(c.variables);
  free(fields);
  return result;
}

/* --- The end ------------------------------------------------------------------------------ */

/* In a test harness an exit is a failure of the test: what it should have done after it is not known. */
int64_t ori_process_exit(const ori_request *request) {
  int code = (int)(request->number & 0xff);
  ori_flush_stdout();
  if (!ori_is_test_harness) _Exit(code);
  ori_line line = {NULL, 0, 0};
  ori_line_text(&line, "panic: exit(");
  ori_line_int(&line, code);
  ori_line_text(&line, ")");
  ori_line_print(&line);
  _Exit(1);
}
