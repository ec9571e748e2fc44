/**
 * The registry of native names: every symbol and named type of an LLVM module is made here, so that no name of a
 * program can meet a generated one.
 *
 * | form                       | for                                                                   |
 * | -------------------------- | --------------------------------------------------------------------- |
 * | `_ori_NAME`                | a function of the program, mangled: `_ori_map$Lint$C$_str$R`          |
 * | `_ori_NAME$hNUMBER`        | one whose name is longer than `MAX_NAME`, cut, with its number        |
 * | `_ori_partial_NUMBER`      | the wrapper that a function value points to                           |
 * | `_ori_ROLE$TYPE`           | glue and records of a type, by its number: `_ori_drop$7`              |
 * | `_ori_ROLE`                | what a program has once: `_ori_entry`                                 |
 * | `.ROLE.N`                  | constants, numbered: `.str.3`                                         |
 * | `ori_...`, `main`, `llvm.` | the C runtime, the start of a process, LLVM's intrinsics              |
 * | `%ori.NAME`                | a named type; those of `VALUE_TYPES` are taken before a program's are |
 *
 * Mangling: letters, digits, `_` and `.` stand for themselves; frequent signs have a capital or `_` after `$`; any
 * other code unit is `$xHEX$`. So a mangled name has neither a digit nor `h` right after a `$`. A name that is reserved,
 * `partial_N` or a role of the program, has its first letter as `$xHEX$`, which no other name gives.
 */
import type { MonoTypeId } from "../mono/mod.ts";
import { functionNumber } from "./function_number.ts";

const ESCAPES: ReadonlyMap<string, string> = new Map([
  ["<", "$L"],
  [">", "$R"],
  ["[", "$A"],
  ["]", "$E"],
  ["(", "$P"],
  [")", "$Q"],
  [",", "$C"],
  [" ", "$_"],
  [":", "$D"],
  ["{", "$B"],
  ["}", "$F"],
  ["-", "$M"],
  ["/", "$S"],
  ["@", "$T"],
]);

/** Names up to this length stand whole in a symbol or type name. */
export const MAX_NAME = 1000;

/** Length of the prefix that is kept of a longer name. */
const KEPT_NAME = 200;

/** The symbol of the function whose name in the program is `name`. */
export function functionSymbol(name: string): string {
  return name.length <= MAX_NAME
    ? `_ori_${mangle(name)}`
    : `_ori_${mangle(name.slice(0, KEPT_NAME))}$h${functionNumber(name)}`;
}

function mangle(name: string): string {
  if (isReserved(name)) return `${escape(name)}${name.slice(1)}`;
  return name.replace(/[^A-Za-z0-9_.]/g, (sign) => ESCAPES.get(sign) ?? escape(sign));
}

/** The first code unit of `text` as `$xHEX$`. */
function escape(text: string): string {
  return `$x${text.charCodeAt(0).toString(16)}$`;
}

function isReserved(name: string): boolean {
  return /^partial_\d+$/.test(name) || PROGRAM_ROLES.some((role) => role === name);
}

/** The symbol of the wrapper `name`: what a function value points to. */
export function partialSymbol(name: string): string {
  return `_ori_partial_${functionNumber(name)}`;
}

/** Symbols that exist once per type: functions that count and release, the type record, operations of lists. */
export const TYPE_ROLES = [
  "inc",
  "dec",
  "drop",
  "user_drop",
  "retain",
  "release",
  "release_cell",
  "type",
  "push",
  "own",
  "reserve",
  "unique",
  "open",
  "close",
  "truncate",
] as const;
export type TypeRole = typeof TYPE_ROLES[number];

/** The symbol of what `type` has for `role`. */
export function typeSymbol(role: TypeRole, type: MonoTypeId): string {
  return `_ori_${role}$${type}`;
}

/** Symbols that exist once per program: the entry that the runtime calls, its repetition for `--bench`, the table of functions for traces. */
export const PROGRAM_ROLES = ["entry", "bench", "functions"] as const;
export type ProgramRole = typeof PROGRAM_ROLES[number];

/** The symbol of what a program has once. */
export function programSymbol(role: ProgramRole): string {
  return `_ori_${role}`;
}

/** Constants: texts for C, the bytes of literals, literals as strs, the elements of literals. */
export const CONSTANT_ROLES = ["text", "bytes", "str", "values"] as const;
export type ConstantRole = typeof CONSTANT_ROLES[number];

/** The symbol of constant `number` of a role. */
export function constantSymbol(role: ConstantRole, number: number): string {
  return `.${role}.${number}`;
}

/** The named types of values of the language, and of type records. */
export const VALUE_TYPES = {
  str: "ori.str",
  list: "ori.list",
  fn: "ori.fn",
  type: "ori.type",
} as const;

/** The wanted name of the LLVM type of the Ori type `name`; several types may want the same. */
export function typeName(name: string): string {
  return `ori.${name.length <= MAX_NAME ? name : `${name.slice(0, KEPT_NAME)}...`}`;
}
