/** The commands of `ori` and their flags. */
import { EMIT_AFTER, EMIT_KINDS, ENGINE_NAMES, TRACING_ENGINE_NAMES } from "../driver/mod.ts";
import { ENVIRONMENT } from "./environment.ts";
import type { CommandSpec, FlagSpec } from "./args.ts";

const FORMAT: FlagSpec = {
  name: "format",
  kind: "value",
  value: "text|json",
  choices: ["text", "json"],
  help: "Form of the report (default: text)",
};

/** Of commands whose JSON has a flag of its own, which is shorter. */
const JSON_FLAGS: readonly FlagSpec[] = [
  { name: "json", kind: "boolean", help: "Print it as JSON" },
  { ...FORMAT, isDetail: true },
];

const RELEASE: FlagSpec = {
  name: "release",
  kind: "boolean",
  help: "Optimize native code (clang -O2)",
};

const CHECK_RC: FlagSpec = {
  name: "check-rc",
  kind: "boolean",
  help: "Check every reference count (--engine=check-rc)",
};

const LIMITS: readonly FlagSpec[] = [
  {
    name: "max-steps",
    kind: "value",
    value: "N",
    help: "End after N calls and turns of loops (E6003); on vm and check-rc",
    isDetail: true,
  },
  {
    name: "max-memory",
    kind: "value",
    value: "SIZE",
    help: "End when values and stack take more than SIZE, as 64mb (E6004); on vm and check-rc",
    isDetail: true,
  },
];

/** What the program may do; see `policyOf`. */
const SANDBOX: readonly FlagSpec[] = [
  {
    name: "sandbox",
    kind: "boolean",
    help: "Let the program use nothing but the standard streams",
    isDetail: true,
  },
  {
    name: "allow",
    kind: "value",
    value: "LIST",
    isRepeatable: true,
    help: "A sandbox with these, as FileSystem:./data,Env:HOME,Clock; may be repeated",
    isDetail: true,
  },
];

/** What conditional code depends on; see `buildSettings`. */
const CONDITIONS: readonly FlagSpec[] = [
  {
    name: "feature",
    kind: "value",
    value: "NAME",
    isRepeatable: true,
    help: 'Compile code of #cfg(feature: "NAME"); may be repeated',
    isDetail: true,
  },
  {
    name: "no-default-features",
    kind: "boolean",
    help: "Leave out the default features of the package",
    isDetail: true,
  },
  {
    name: "cfg",
    kind: "value",
    value: "NAME[=VALUE]",
    isRepeatable: true,
    help: 'Compile code of #cfg(NAME) or #cfg(NAME: "VALUE"); may be repeated',
    isDetail: true,
  },
  {
    name: "target",
    kind: "value",
    value: "TARGET",
    help: "Select code for another machine, as windows-x86_64 (default: this one)",
    isDetail: true,
  },
];

export const RUN: CommandSpec = {
  name: "run",
  operands: "[FILE] [ARG...]",
  summary: "Compile a program and run it with the arguments; - is stdin.",
  takesProgramArgs: true,
  passesOperands: true,
  hasHub: true,
  flags: [
    {
      name: "engine",
      kind: "value",
      value: ENGINE_NAMES.join("|"),
      choices: ENGINE_NAMES,
      help: "The engine that runs the program (default: vm)",
    },
    CHECK_RC,
    RELEASE,
    ...SANDBOX,
    ...CONDITIONS,
    ...LIMITS,
    FORMAT,
  ],
};

export const BUILD: CommandSpec = {
  name: "build",
  operands: "[FILE]",
  summary: "Compile a program to a native executable.",
  hasHub: true,
  flags: [
    {
      name: "output",
      kind: "value",
      value: "OUT",
      short: "o",
      help: "The result; - is stdout (default: FILE without .ori)",
    },
    { name: "force", kind: "boolean", help: "Replace OUT also if ori did not make it" },
    RELEASE,
    ...SANDBOX,
    ...CONDITIONS,
    {
      name: "emit",
      kind: "value",
      value: [...EMIT_KINDS, `${EMIT_AFTER.prefix}PASS`, "program", "ninja"].join("|"),
      choices: [...EMIT_KINDS, "program", "ninja"],
      prefixed: EMIT_AFTER,
      help: "Print a stage instead; program: bytecode; ninja: a folder",
    },
    {
      name: "jobs",
      kind: "value",
      value: "N",
      short: "j",
      help: "Compilers at once",
    },
    { name: "why", kind: "boolean", help: "Print why units are compiled" },
    { name: "watch", kind: "boolean", help: "Build again after each edit" },
    { name: "bench", kind: "boolean", help: "Make it time @main" },
    { name: "sizes", kind: "boolean", help: "Print what the program takes in it" },
    { name: "sanitize", kind: "boolean", help: "Build with the address sanitizer" },
    FORMAT,
  ],
};

export const TEST: CommandSpec = {
  name: "test",
  operands: "[PATH...]",
  summary: "Run the tests in files and folders.",
  hasHub: true,
  flags: [
    {
      name: "engine",
      kind: "value",
      value: [...ENGINE_NAMES, "all"].join("|"),
      choices: [...ENGINE_NAMES, "all"],
      help: "The engine that runs the tests (default: vm)",
    },
    CHECK_RC,
    { name: "filter", kind: "value", value: "TEXT", help: "Only tests whose name contains TEXT" },
    RELEASE,
    ...CONDITIONS,
    ...LIMITS,
    FORMAT,
  ],
};

export const CHECK: CommandSpec = {
  name: "check",
  operands: "[PATH...]",
  summary: "Report errors in files and folders without running anything.",
  hasHub: true,
  flags: [
    { name: "release", kind: "boolean", help: "Check the code of a release build", isDetail: true },
    ...CONDITIONS,
    FORMAT,
  ],
};

export const PARITY: CommandSpec = {
  name: "parity",
  operands: "PATH...",
  summary: "Run programs and tests on every engine, or a binary and its bytecode, and compare.",
  takesProgramArgs: true,
  flags: [
    {
      name: "minimise",
      kind: "boolean",
      help: "Print the smallest program that shows a difference",
    },
    FORMAT,
  ],
};

export const INSPECT: CommandSpec = {
  name: "inspect",
  operands: "FILE",
  summary: "Show the compiled program in a native binary or .oric file.",
  flags: JSON_FLAGS,
};

export const RC_STATS: CommandSpec = {
  name: "rc-stats",
  operands: "FILE",
  summary: "Count allocations, increments, decrements and frees per function.",
  takesProgramArgs: true,
  hasHub: true,
  flags: [
    {
      name: "engine",
      kind: "value",
      value: TRACING_ENGINE_NAMES.join("|"),
      choices: TRACING_ENGINE_NAMES,
      help: "What runs FILE.ori (default: vm); other files, and - for stdin, hold a trace",
    },
    ...JSON_FLAGS,
  ],
};

export const WHY_RC: CommandSpec = {
  name: "why-rc",
  operands: "FILE:LINE",
  summary: "Explain the reference counting of a source line.",
  hasHub: true,
  flags: [
    {
      name: "program",
      kind: "value",
      value: "MAIN.ori",
      help: "The program, where FILE is one of its modules or of std",
    },
    ...JSON_FLAGS,
  ],
};

export const REGIONS: CommandSpec = {
  name: "regions",
  operands: "FILE",
  summary: "Show calls, values, counts and allocations by loop and join.",
  hasHub: true,
  flags: [
    { name: "fn", kind: "value", value: "NAME", help: "Only this function and its instances" },
    {
      name: "html",
      kind: "value",
      value: "OUT",
      help: "Write a page for a browser",
      isDetail: true,
    },
    {
      name: "force",
      kind: "boolean",
      help: "Replace OUT also if ori did not make it",
      isDetail: true,
    },
    ...JSON_FLAGS,
  ],
};

export const AUDIT: CommandSpec = {
  name: "audit",
  operands: "PATH...",
  summary: "Run programs that state their output in every build, and compare.",
  flags: [FORMAT],
};

export const CACHE: CommandSpec = {
  name: "cache",
  operands: "[clear]",
  summary: "Show or empty the build cache.",
  flags: JSON_FLAGS,
};

export const EXPLAIN: CommandSpec = {
  name: "explain",
  operands: "CODE",
  summary: "Explain an error code.",
  flags: [{ ...FORMAT, isDetail: true }],
};

export const COMMANDS = [
  RUN,
  BUILD,
  TEST,
  CHECK,
  PARITY,
  AUDIT,
  INSPECT,
  RC_STATS,
  WHY_RC,
  REGIONS,
  CACHE,
  EXPLAIN,
] as const;

/** The help text of `ori` itself. */
export function generalHelp(version: string): string {
  const rows = COMMANDS.map((c) => `  ${c.name.padEnd(10)}${c.summary}`);
  return `ori ${version}: compiler for the Ori language\n\nUsage: ori COMMAND [FLAGS]\n\nCommands:\n${
    rows.join("\n")
  }\n\nFlags:\n  --version  Show the version\n  --help     Show this text, or that of a command\n\nVariables:\n${
    ENVIRONMENT.map((v) => `  ${v.name.padEnd(17)}${v.help}`).join("\n")
  }\n`;
}
