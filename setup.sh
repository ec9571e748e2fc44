#!/bin/sh
# Sets up ori on a Debian machine with Node, then does one job. Everything it installs is found again at once next time.
#
#   sh setup.sh run     build examples/hello.ori and run it on the VM and as a native program (the default)
#   sh setup.sh test    run the whole test suite; the last line is "N passed, N failed"
#   sh setup.sh check   formatting, lint, types, import direction
#   sh setup.sh deps    only install what is missing
#
# DENO names a deno to use instead of the one found or installed.
set -eu

DENO_VERSION=2.9.6
LLVM_VERSION=19
CACHE="${XDG_CACHE_HOME:-$HOME/.cache}/ori"

cd "$(dirname "$0")"

say() { printf '%s\n' "$*"; }
die() { printf 'setup: %s\n' "$*" >&2; exit 1; }

# Whether "$1" is Deno 2.6 or a later 2.x.
deno_fits() {
  version=$("$1" --version 2>/dev/null | sed -n '1s/^deno \([0-9]*\)\.\([0-9]*\).*/\1 \2/p')
  [ -n "$version" ] && [ "${version% *}" -eq 2 ] && [ "${version#* }" -ge 6 ]
}

# Sets DENO: one given, one on PATH, one installed before, or one installed now from the npm registry.
find_deno() {
  if [ -n "${DENO:-}" ]; then
    deno_fits "$DENO" || die "DENO=$DENO is not Deno 2.6 or later"
    return
  fi
  if deno_fits deno; then DENO=deno; return; fi
  prefix="$CACHE/deno-$DENO_VERSION"
  DENO="$prefix/node_modules/.bin/deno"
  if deno_fits "$DENO"; then return; fi
  command -v npm >/dev/null || die "neither deno nor npm found: install Node with npm, or Deno $DENO_VERSION"
  say "setup: installing Deno $DENO_VERSION from the npm registry"
  mkdir -p "$prefix"
  npm install --silent --no-audit --no-fund --prefix "$prefix" "deno@$DENO_VERSION" ||
    die "could not install Deno: is the npm registry reachable?"
  deno_fits "$DENO" || die "the installed Deno does not run: $DENO"
}

# Prints the packages that are missing for the native engine and its tests.
missing_packages() {
  clang="clang-$LLVM_VERSION"
  if ! command -v "$clang" >/dev/null; then
    printf 'clang-%s libclang-rt-%s-dev ' "$LLVM_VERSION" "$LLVM_VERSION"
  elif ! [ -e "$("$clang" -print-file-name=libclang_rt.asan-x86_64.a)" ] &&
    ! [ -e "$("$clang" --print-file-name=libclang_rt.asan.a)" ]; then
    printf 'libclang-rt-%s-dev ' "$LLVM_VERSION"
  fi
  command -v "ld.lld-$LLVM_VERSION" >/dev/null || command -v ld.lld >/dev/null ||
    printf 'lld-%s ' "$LLVM_VERSION"
  # The tests of builds compare with Ninja and share objects through a server.
  command -v ninja >/dev/null || printf 'ninja-build '
  # Those of the debug hub run the searches that its page shows.
  command -v jq >/dev/null || printf 'jq '
  command -v nginx >/dev/null || [ -e /usr/sbin/nginx ] || printf 'nginx-light '
}

install_packages() {
  packages=$(missing_packages)
  [ -n "$packages" ] || return 0
  command="apt-get update && apt-get install -y --no-install-recommends ${packages% }"
  if [ "$(id -u)" -ne 0 ] || ! command -v apt-get >/dev/null; then
    die "missing: ${packages% }
Install with (as root): $command"
  fi
  say "setup: installing ${packages% } with apt"
  log=$(mktemp)
  if ! DEBIAN_FRONTEND=noninteractive sh -c "$command" >"$log" 2>&1; then
    tail -n 15 "$log" >&2
    rm -f "$log"
    die "apt failed; install by hand: $command"
  fi
  rm -f "$log"
  [ -z "$(missing_packages)" ] || die "still missing after apt: $(missing_packages)"
}

# The browser that tests the page of `ori regions --html`. Tests run without it, but for that one.
install_browser() {
  if command -v chromium >/dev/null; then return 0; fi
  if [ "$(id -u)" -eq 0 ] && command -v apt-get >/dev/null &&
    DEBIAN_FRONTEND=noninteractive sh -c \
      "apt-get update && apt-get install -y --no-install-recommends chromium" >/dev/null 2>&1; then
    say "setup: installed chromium with apt"
  else
    say "setup: no chromium: the test of a page in a browser is left out"
  fi
}

setup_all() {
  find_deno
  install_packages
}

main_job() {
  out=build/hello
  mkdir -p build
  say "--- ori run examples/hello.ori: compile to bytecode and run it on the VM"
  "$DENO" run -A main.ts run --engine=vm examples/hello.ori >build/hello.vm.txt
  cat build/hello.vm.txt
  say "--- ori build examples/hello.ori -o $out: compile through LLVM to a native program"
  "$DENO" run -A main.ts build examples/hello.ori -o "$out"
  say "--- $out: run it"
  "$out" >build/hello.native.txt
  cat build/hello.native.txt
  cmp -s build/hello.vm.txt build/hello.native.txt || die "the VM and the native program disagree"
  say "--- both engines printed the same"
}

case "${1:-run}" in
  run)
    setup_all
    main_job
    ;;
  test)
    setup_all
    install_browser
    shift
    exec "$DENO" task --quiet test "$@"
    ;;
  check)
    find_deno
    exec "$DENO" task --quiet check
    ;;
  deps)
    setup_all
    install_browser
    say "setup: ready: $("$DENO" --version | head -n 1)"
    ;;
  *) die "unknown job $1: use run, test, check or deps" ;;
esac
