/*
 * The start of a program. User code runs on a thread of our own: 256 MB of stack and 1 MB of guard below it,
 * so that the depth of recursion does not depend on the user's shell.
 */
#include <errno.h>
#include <pthread.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

#include "internal.h"
#include "unwind.h"

#define STACK_BYTES ((size_t)256 << 20)
#define GUARD_BYTES ((size_t)1 << 20)
#define SIGNAL_STACK_BYTES ((size_t)64 << 10)

#define EXIT_FAILURE_CODE 1
#define EXIT_LEAK_CODE 2
#define EXIT_USAGE_CODE 64

char **ori_arguments = NULL;
int64_t ori_argument_count = 0;
bool ori_is_test_harness = false;

/* The guard of the user's stack: addresses from here on, GUARD_BYTES of them. */
static uintptr_t guard_start = 0;

typedef struct start {
  int64_t (*entry)(void);
  int64_t result;
} start;

static bool is_set(const char *variable) {
  const char *value = getenv(variable);
  return value != NULL && *value != '\0' && strcmp(value, "0") != 0;
}

/* --- Stack overflow ----------------------------------------------------------------------- */

/* A fault in the guard is deep recursion; anything else is left to the system. */
ORI_UNCHECKED static void on_fault(int signal_number, siginfo_t *info, void *context) {
  (void)context;
  uintptr_t address = (uintptr_t)info->si_addr;
  if (address >= guard_start && address - guard_start < GUARD_BYTES) {
    static const char message[] = "panic: stack overflow\n";
    ori_flush_stdout();
    ori_write_all(STDERR_FILENO, message, sizeof message - 1);
    _exit(EXIT_FAILURE_CODE);
  }
  signal(signal_number, SIG_DFL);
}

/* `before` is the thread's signal stack until now, which may be a sanitizer's. */
static void watch_for_overflow(stack_t *before) {
  static char signal_stack[SIGNAL_STACK_BYTES];
  stack_t stack = {.ss_sp = signal_stack, .ss_size = sizeof signal_stack, .ss_flags = 0};
  sigaltstack(&stack, before);
  struct sigaction action;
  memset(&action, 0, sizeof action);
  action.sa_sigaction = on_fault;
  action.sa_flags = SA_SIGINFO | SA_ONSTACK;
  sigemptyset(&action.sa_mask);
  sigaction(SIGSEGV, &action, NULL);
  sigaction(SIGBUS, &action, NULL);
}

/* --- Signals that end the program ----------------------------------------------------------- */

/* The handler is gone after the first signal, so a second one ends the program where a write blocks. */
static void on_end(int signal_number) {
  ori_flush_in_signal();
  raise(signal_number);
}

/* Text that was printed is written before a signal ends the program. Signals that the parent ignores stay ignored. */
static void flush_at_end(void) {
  static const int signals[] = {SIGHUP, SIGINT, SIGTERM};
  struct sigaction action;
  memset(&action, 0, sizeof action);
  action.sa_handler = on_end;
  action.sa_flags = (int)(SA_RESETHAND | SA_NODEFER);
  sigemptyset(&action.sa_mask);
  for (size_t i = 0; i < sizeof signals / sizeof signals[0]; i++) {
    struct sigaction before;
    sigaction(signals[i], NULL, &before);
    if (before.sa_handler == SIG_DFL) sigaction(signals[i], &action, NULL);
  }
}

/* --- The thread --------------------------------------------------------------------------- */

static void *run_entry(void *argument) {
  start *s = argument;
  stack_t before;
  watch_for_overflow(&before);
  s->result = s->entry();
  sigaltstack(&before, NULL);
  return NULL;
}

static _Noreturn void fail(const char *what, int error) {
  ori_error_text("ori: ");
  ori_error_text(what);
  ori_error_text(": ");
  ori_error_text(strerror(error));
  ori_error_text("\n");
  _Exit(EXIT_FAILURE_CODE);
}

/* Memory for the stack, the guard at its low end; pages are taken as they are touched. */
static void *map_stack(void) {
  int flags = MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE | MAP_STACK;
  char *guard = mmap(NULL, GUARD_BYTES + STACK_BYTES, PROT_READ | PROT_WRITE, flags, -1, 0);
  if (guard == MAP_FAILED) fail("cannot map the stack", errno);
  if (mprotect(guard, GUARD_BYTES, PROT_NONE) != 0) fail("cannot guard the stack", errno);
  guard_start = (uintptr_t)guard;
  return guard + GUARD_BYTES;
}

static void run_on_thread(start *s) {
  pthread_attr_t attributes;
  pthread_t thread;
  pthread_attr_init(&attributes);
  pthread_attr_setstack(&attributes, map_stack(), STACK_BYTES);
  int error = pthread_create(&thread, &attributes, run_entry, s);
  if (error != 0) fail("cannot start a thread", error);
  pthread_attr_destroy(&attributes);
  error = pthread_join(thread, NULL);
  if (error != 0) fail("cannot wait for a thread", error);
}

int ori_start(int64_t (*entry)(void), int argc, char **argv, bool checks_leaks) {
  ori_arguments = argc > 0 ? argv + 1 : argv;
  ori_argument_count = argc > 0 ? argc - 1 : 0;
  checks_leaks = checks_leaks || is_set("ORI_CHECK_LEAKS");
  ori_trace_configure();
  ori_alloc_configure(checks_leaks);
  ori_hash_configure();
  ori_backtrace_configure();
  flush_at_end();
  start s = {entry, 0};
  run_on_thread(&s);
  ori_flush_stdout();
  ori_rc_tracing = false; /* the program has ended */
  if (checks_leaks && ori_report_leaks() > 0) return EXIT_LEAK_CODE;
  return (int)(s.result & 0xff);
}

/* --- Test harness ------------------------------------------------------------------------- */

static _Noreturn void bad_test_index(int64_t count) {
  ori_str line = ori_str_static("ori: the first argument is the number of a test, less than ");
  char digits[ORI_INT_MAX_CHARS];
  ori_str_append(&line, digits, ori_format_int(digits, count));
  ori_eprint(&line);
  _Exit(EXIT_USAGE_CODE);
}

int64_t ori_test_index(int64_t count) {
  if (ori_argument_count == 0 || *ori_arguments[0] == '\0') bad_test_index(count);
  char *end;
  errno = 0;
  long long index = strtoll(ori_arguments[0], &end, 10);
  if (*end != '\0' || errno != 0 || index < 0 || index >= count) bad_test_index(count);
  ori_arguments++;
  ori_argument_count--;
  ori_is_test_harness = true;
  return index;
}
