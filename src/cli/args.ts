/** The command line: which commands and flags there are, and what the user asked for. */
import { parseArgs } from "@std/cli/parse-args";
import { suggest } from "../diagnostics/mod.ts";

export interface FlagSpec {
  readonly name: string;
  readonly kind: "boolean" | "value";
  /** The placeholder of the value in help: `FILE`. */
  readonly value?: string;
  /** One letter, used as `-o`. */
  readonly short?: string;
  /** The values that are allowed, where they are few. */
  readonly choices?: readonly string[];
  /** More values that are allowed: each of `names` after `prefix`. */
  readonly prefixed?: { readonly prefix: string; readonly names: readonly string[] };
  readonly help: string;
  /** Whether the flag may be given several times, with a value each. */
  readonly isRepeatable?: boolean;
  /** Whether only people have a use for it: help shows it, the page for agents does not. */
  readonly isDetail?: boolean;
}

export interface CommandSpec {
  readonly name: string;
  /** The operands as the usage line shows them. */
  readonly operands: string;
  readonly summary: string;
  readonly flags: readonly FlagSpec[];
  /** Whether `--` and what follows goes to the program. */
  readonly takesProgramArgs?: boolean;
  /** Whether the operands after the first one go there too. */
  readonly passesOperands?: boolean;
  /** Whether it compiles programs, and tells the debug hub what the stages decide. */
  readonly hasHub?: boolean;
}

/** Wrong usage; reported as E5010 with the message. */
export class UsageError extends Error {
  override readonly name = "UsageError";
}

export interface ParsedArgs {
  readonly operands: readonly string[];
  readonly programArgs: readonly string[];
  flag(name: string): boolean;
  value(name: string): string | undefined;
  /** The values of a flag that may be given several times, in order. */
  values(name: string): readonly string[];
}

/** Reads `args` after the command's name; throws `UsageError`. */
export function parseCommandArgs(spec: CommandSpec, args: readonly string[]): ParsedArgs {
  const flags: readonly FlagSpec[] = allFlags(spec);
  const split = spec.takesProgramArgs ? args.indexOf("--") : -1;
  const own = split < 0 ? args : args.slice(0, split);
  for (const arg of own) {
    checkEncoding(arg);
    checkBare(arg, flags);
  }
  const unknown: string[] = [];
  const parsed: ParsedFlags = parseArgs([...own], {
    boolean: flags.filter((f) => f.kind === "boolean").map((f) => f.name),
    // Operands are texts too: `007` is no number.
    string: ["_", ...flags.filter((f) => f.kind === "value").map((f) => f.name)],
    collect: flags.filter((f) => f.isRepeatable).map((f) => f.name),
    alias: Object.fromEntries(flags.flatMap((f) => f.short ? [[f.short, f.name]] : [])),
    unknown: (arg: string) => {
      if (arg.startsWith("-") && arg !== "-") unknown.push(arg);
      return !arg.startsWith("-") || arg === "-";
    },
  });
  const operands = parsed._.map(String);
  for (const arg of unknown) throw new UsageError(unknownFlag(spec, arg, flags));
  for (const flag of flags) checkValue(flag, parsed[flag.name]);
  return {
    operands: spec.passesOperands ? operands.slice(0, 1) : operands,
    programArgs: [
      ...(spec.passesOperands ? operands.slice(1) : []),
      ...(split < 0 ? [] : args.slice(split + 1)),
    ],
    flag: (name) => parsed[name] === true,
    value: (name) => {
      const value = parsed[name];
      return typeof value === "string" ? value : undefined;
    },
    values: (name) => {
      const value: unknown = parsed[name];
      return Array.isArray(value) ? value.map(String) : [];
    },
  };
}

/** What `parseArgs` gives: the operands, and each flag by its name. */
interface ParsedFlags {
  readonly _: readonly (string | number)[];
  readonly [name: string]: unknown;
}

/** Bytes that are not UTF-8 arrive as U+FFFD: a path with it names another file than the user meant. */
function checkEncoding(arg: string): void {
  if (arg.includes("\ufffd")) throw new UsageError(`the argument \`${arg}\` is not valid UTF-8`);
}

/** A flag that is given or not takes no value: \`--force=false\` would be easy to misread. */
function checkBare(arg: string, flags: readonly FlagSpec[]): void {
  const given = /^--?([^=]+)=/.exec(arg)?.[1];
  const flag = flags.find(({ name, short }) =>
    given !== undefined && [name, short].includes(given)
  );
  if (flag?.kind === "boolean") throw new UsageError(`--${flag.name} takes no value`);
}

function checkValue(flag: FlagSpec, value: unknown): void {
  if (flag.kind !== "value" || value === undefined) return;
  if (flag.isRepeatable && Array.isArray(value)) {
    for (const one of value) checkValue(flag, one);
    return;
  }
  if (Array.isArray(value)) throw new UsageError(`--${flag.name} is given more than once`);
  if (value === "") throw new UsageError(`--${flag.name} needs a value: ${flag.value ?? "VALUE"}`);
  const { choices, prefixed } = flag;
  const text = String(value);
  if (prefixed !== undefined && text.startsWith(prefixed.prefix)) {
    const { prefix, names } = prefixed;
    checkChoice(`${flag.name}=${prefix}`, text.slice(prefix.length), names);
  } else if (choices !== undefined) checkChoice(flag.name, text, choices);
}

function checkChoice(flag: string, value: string, choices: readonly string[]): void {
  if (choices.includes(value)) return;
  const near = suggest(value, choices);
  const hint = near === undefined ? "" : `; did you mean \`${near}\`?`;
  throw new UsageError(
    `--${flag} does not know \`${value}\`: it takes ${choices.join(", ")}${hint}`,
  );
}

function unknownFlag(spec: CommandSpec, arg: string, flags: readonly FlagSpec[]): string {
  const name = arg.replace(/^-+/, "").replace(/=.*$/, "");
  const near = suggest(name, flags.map((f) => f.name));
  const hint = near !== undefined
    ? `; did you mean \`--${near}\`?`
    : spec.takesProgramArgs
    ? "; flags of the program follow `--`"
    : "";
  return `\`ori ${spec.name}\` has no flag \`${arg}\`${hint}`;
}

/** The flags of commands that compile programs (seeds DBG-8). */
export const DEBUG_FLAGS: readonly FlagSpec[] = [
  {
    name: "debug-sink",
    kind: "value",
    value: "FILE",
    help: "Write decisions of the compiler to FILE (- for stderr), a JSON object per line",
  },
  {
    name: "debug-kinds",
    kind: "value",
    value: "KINDS",
    help: "Which: resolve,ssa,op,aot,rc,log (default: the first four)",
  },
  {
    name: "debug-level",
    kind: "value",
    value: "LEVEL",
    help: "How much: error, warn, info, debug, trace (default: debug)",
  },
  { name: "debug-rate", kind: "value", value: "N/s", help: "At most N events in a second" },
  { name: "debug-sample", kind: "value", value: "PART", help: "A part of the events: 0.1" },
  {
    name: "debug-fn",
    kind: "value",
    value: "NAME",
    help: "run: tell what a function calls, its loops and panics",
  },
  {
    name: "debug-expr",
    kind: "value",
    value: "NAME",
    help: "run: tell the values of a function's expressions",
  },
  { name: "debug-metrics", kind: "boolean", help: "Print counters of the hub at the end" },
];

function allFlags({ flags, hasHub }: CommandSpec): readonly FlagSpec[] {
  return [...flags, ...(hasHub ? DEBUG_FLAGS : []), HELP_FLAG];
}

const HELP_FLAG: FlagSpec = { name: "help", kind: "boolean", short: "h", help: "Show this text" };

/** The help text of one command. */
export function commandHelp(spec: CommandSpec): string {
  const rows = allFlags(spec).map((flag) => {
    const short = flag.short === undefined ? "    " : `-${flag.short}, `;
    const value = flag.kind === "value" ? `=${flag.value ?? "VALUE"}` : "";
    return [`  ${short}--${flag.name}${value}`, flag.help] as const;
  });
  const width = Math.max(...rows.map(([left]) => left.length)) + 2;
  const lines = rows.map(([left, right]) => left.padEnd(width) + right);
  const rest = spec.takesProgramArgs ? " [-- ARGS]" : "";
  return `${spec.summary}\n\nUsage: ori ${spec.name} ${spec.operands}${rest}\n\n${
    lines.join("\n")
  }\n`;
}
