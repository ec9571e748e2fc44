import type { ExplanationsOf } from "./explanation.ts";

/** Codes of conditional code. */
export const CONDITIONS: ExplanationsOf<"E093"> = {
  E0930: {
    cause:
      "The value of `os` is none of the operating systems that programs can be compiled for, so the\ncondition would never hold.",
    wrong: '#target(os: "linus")\n@separator () -> str = "/";',
    right: '#target(os: "linux")\n@separator () -> str = "/";',
  },
  E0931: {
    cause:
      "The value of `arch` is none of the architectures that programs can be compiled for, so the\ncondition would never hold.",
    wrong: '#target(arch: "x86-64")\n@width () -> int = 64;',
    right: '#target(arch: "x86_64")\n@width () -> int = 64;',
  },
  E0932: {
    cause: "Features are named like functions and types: letters, digits and `_`, no digit first.",
    wrong: '#cfg(feature: "my-feature")\n@extra () -> int = 1;',
    right: '#cfg(feature: "my_feature")\n@extra () -> int = 1;',
  },
  E0933: {
    cause:
      "An attribute with `#!` is one of the whole file, so it stands before everything else in it.\nAn attribute of the next item has no `!`.",
    wrong: '@one () -> int = 1;\n#!target(not_os: "windows")\n@two () -> int = 2;',
    right: '#!target(not_os: "windows")\n@one () -> int = 1;\n@two () -> int = 2;',
  },
  E0934: {
    cause:
      "`#target` asks for `os`, `arch` and `family`, `#cfg` for `debug`, `release`, `feature` and the\nflags of `--cfg`; `not_` in front of a name negates it, `any_` takes a list.",
    wrong: '#target(so: "linux")\n@separator () -> str = "/";',
    right: '#target(os: "linux")\n@separator () -> str = "/";',
  },
  E0935: {
    cause: "The families of targets are `unix`, `windows` and `wasm`.",
    wrong: '#target(family: "posix")\n@separator () -> str = "/";',
    right: '#target(family: "unix")\n@separator () -> str = "/";',
  },
  E0936: {
    cause:
      "`compile_error` is reported with its text wherever it is compiled: a program writes it for\ntargets and settings that it does not support. It takes one string literal.",
    wrong:
      '@limit () -> int = if $target_os != "windows" then compile_error("no limit is known") else 260;',
    right:
      '@limit () -> int = if $target_os == "windows" then compile_error("no limit is known") else 4096;',
  },
};
