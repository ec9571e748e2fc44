/**
 * Operations that the engines supply and the Ori sources of `src/std` declare with `#intrinsic("name")`. This table is
 * the contract between std, the compiler and the engines: what each takes and gives, who owns it, and what it does.
 */
import { type Effect, type Effects, PURE } from "./effects.ts";
import { parseSignature, type Signature } from "./signature.ts";

/**
 * Who releases a value that is passed: an `owned` argument is consumed, a `borrowed` one stays the caller's. A `borrowed`
 * result is a view into argument 0, valid while that lives. Scalars ignore the mark.
 */
export type ArgMark = "owned" | "borrowed";

/** What is known of an intrinsic. */
export interface IntrinsicInfo {
  readonly signature: Signature;
  /** One mark for each parameter. */
  readonly args: readonly ArgMark[];
  readonly result: ArgMark;
  /** `user_code` stands for the destructors of the values that it releases, if their type has any. */
  readonly effects: Effects;
}

/** A row of the table: `marks` has an `o` for each owned parameter and a `b` for each borrowed one. */
function op(signature: string, marks: string, effects: readonly Effect[]): IntrinsicInfo {
  const args = [...marks].map((mark): ArgMark => mark === "o" ? "owned" : "borrowed");
  return { signature: parseSignature(signature), args, result: "owned", effects };
}

/** Likewise, for one whose result is a view. */
function view(signature: string, marks: string, effects: readonly Effect[]): IntrinsicInfo {
  return { ...op(signature, marks, effects), result: "borrowed" };
}

/** Every intrinsic by name. */
export const INTRINSICS = {
  // --- str: UTF-8, lengths and offsets in bytes ---
  str_len: op("(s: str) -> int", "b", PURE),
  /** Panics when `at` is out of bounds. */
  str_byte_at: op("(s: str, at: int) -> byte", "bb", ["reads", "unwinds"]),
  /** Extends the left side in place when it is unique and has room. */
  str_concat: op("(left: str, right: str) -> str", "ob", ["reads", "allocates"]),
  str_eq: op("(left: str, right: str) -> bool", "bb", ["reads"]),
  /** -1, 0 or 1 by code point order (which is byte order in UTF-8). */
  str_compare: op("(left: str, right: str) -> int", "bb", ["reads"]),
  /** FNV-1a 64 over the bytes, as a signed int. */
  str_hash: op("(s: str) -> int", "b", ["reads"]),
  /** A keyed hash of the bytes, below 2^31: by the process's seed. Nothing printed may depend on it. */
  str_key_hash: op("(s: str) -> int", "b", ["reads"]),
  /** Spreads `h` over the numbers below 2^31, by the process's seed. */
  hash_mix: op("(h: int) -> int", "b", PURE),
  /** Bytes `start..end`; panics when out of bounds or inside a code point. Large parts share the bytes of `s`. */
  str_slice: op("(s: str, start: int, end: int) -> str", "bbb", ["reads", "allocates", "unwinds"]),
  /** Byte offset of the first occurrence at or after `from`, or -1. */
  str_find: op("(s: str, needle: str, from: int) -> int", "bbb", ["reads"]),
  /** Byte offset of the last occurrence, or -1. */
  str_find_last: op("(s: str, needle: str) -> int", "bb", ["reads"]),
  /** The code point that starts at byte offset `at`, which must be a boundary inside `s`. */
  str_char_at: op("(s: str, at: int) -> char", "bb", ["reads"]),
  str_from_char: op("(c: char) -> str", "b", ["allocates"]),
  /** Number of code points. */
  str_char_count: op("(s: str) -> int", "b", ["reads"]),
  /** The code point number `index` as a str; panics `index out of bounds: ...`. */
  str_index: op("(s: str, index: int) -> str", "bb", ["reads", "allocates", "unwinds"]),
  /** Full Unicode case mapping without context rules, from one generated table. */
  str_to_upper: op("(s: str) -> str", "b", ["reads", "allocates"]),
  str_to_lower: op("(s: str) -> str", "b", ["reads", "allocates"]),
  /** The text between the quotes of `debug`: escapes \n \t \r \\ \" \0. */
  str_escape: op("(s: str) -> str", "b", ["reads", "allocates"]),
  str_to_bytes: op("(s: str) -> [byte]", "b", ["reads", "allocates"]),
  /** The bytes must be valid UTF-8 (see `bytes_are_utf8`). */
  str_from_bytes: op("(bytes: [byte]) -> str", "b", ["reads", "allocates"]),
  bytes_are_utf8: op("(bytes: [byte]) -> bool", "b", ["reads"]),
  /** The value of text known to have the form of a float literal. */
  str_parse_float: op("(s: str) -> float", "b", ["reads"]),
  int_to_str: op("(n: int) -> str", "b", ["allocates"]),
  /** Shortest digits that round-trip, no exponent, no `.0`; `NaN`, `inf`, `-inf`. */
  float_to_str: op("(x: float) -> str", "b", ["allocates"]),
  /** The exact value rounded half to even to `precision` (at least 0) digits after the point. Of a finite `x`. */
  float_to_fixed: op("(x: float, precision: int) -> str", "bb", ["allocates"]),
  /** Likewise one digit in front of the point and the exponent: `1.50e3`, `5e-3`. */
  float_to_exp: op("(x: float, precision: int) -> str", "bb", ["allocates"]),

  // --- [T] ---
  list_new: op("(capacity: int) -> [T]", "b", ["allocates"]),
  list_len: op("(xs: [T]) -> int", "b", PURE),
  /** Panics `index out of bounds: index I out of bounds for length N`. */
  list_get: view("(xs: [T], at: int) -> T", "bb", ["reads", "unwinds"]),
  /** Without a check: `at` is known to be inside. */
  list_at: view("(xs: [T], at: int) -> T", "bb", ["reads"]),
  list_push: op("(xs: [T], value: T) -> [T]", "oo", ["reads", "allocates"]),
  /** Replaces element `at`; panics like `list_get` (both owned arguments are released then). */
  list_set: op("(xs: [T], at: int, value: T) -> [T]", "obo", [
    "reads",
    "allocates",
    "unwinds",
    "user_code",
  ]),
  /** Moves element `at` out, leaving a hole (all zero bits) that `list_put` fills again. The list is unique then. */
  list_take: op("(xs: [T], at: int) -> ([T], T)", "ob", [
    "reads",
    "allocates",
    "unwinds",
    "user_code",
  ]),
  /** Fills the hole that `list_take` left at `at`: without a check, a copy or a release. */
  list_put: op("(xs: [T], at: int, value: T) -> [T]", "obo", PURE),
  /** The list with a buffer of its own: a copy when it is shared. */
  list_own: op("(xs: [T]) -> [T]", "o", ["reads", "allocates"]),
  /** `length` holes; of a type without references any values. */
  list_holes: op("(length: int) -> [T]", "b", ["allocates"]),
  /**
   * Moves element `at` of `from` into the hole `slot` of `to`, which may be the same list; what was at `at` is a hole
   * then. Without checks: both places are inside, both buffers their own (`list_own`, `list_holes`), and no view of
   * the element is read later.
   */
  list_move: op("(from: [T], at: int, to: [T], slot: int) -> void", "bbbb", ["reads", "writes"]),
  /** Elements `start..end`, which must lie inside (panics otherwise). Large parts share the buffer of `xs`. */
  list_slice: op("(xs: [T], start: int, end: int) -> [T]", "bbb", [
    "reads",
    "allocates",
    "unwinds",
  ]),
  /** Likewise, but never a part of a shared buffer: for elements that run code when they are released. */
  list_copy: op("(xs: [T], start: int, end: int) -> [T]", "bbb", ["reads", "allocates", "unwinds"]),
  list_concat: op("(left: [T], right: [T]) -> [T]", "ob", ["reads", "allocates"]),
  /** `at` may equal the length; panics otherwise out of bounds. */
  list_insert: op("(xs: [T], at: int, value: T) -> [T]", "obo", [
    "reads",
    "allocates",
    "unwinds",
    "user_code",
  ]),
  list_remove: op("(xs: [T], at: int) -> [T]", "ob", [
    "reads",
    "allocates",
    "unwinds",
    "user_code",
  ]),
  /** Exchanges two elements, both inside (panics otherwise). */
  list_swap: op("(xs: [T], i: int, j: int) -> [T]", "obb", [
    "reads",
    "allocates",
    "unwinds",
    "user_code",
  ]),
  /** Keeps the first `length` elements; more than there are is no change. */
  list_truncate: op("(xs: [T], length: int) -> [T]", "ob", ["reads", "allocates", "user_code"]),

  // --- the world outside ---
  /** Writes text and a newline to stdout. */
  print: op("(text: str) -> void", "b", ["reads", "world"]),
  /** Writes text and a newline to stderr. */
  eprint: op("(text: str) -> void", "b", ["reads", "world"]),
  /** Writes text to stdout without a newline. */
  write: op("(text: str) -> void", "b", ["reads", "world"]),
  /** The next line of stdin with its line break, or the empty str at the end. Invalid UTF-8 becomes U+FFFD. */
  stdin_line: op("() -> str", "", ["allocates", "world"]),
  /** All that is left of stdin. */
  stdin_rest: op("() -> str", "", ["allocates", "world"]),
  /** Arguments of the program, without its own name. */
  program_args: op("() -> [str]", "", ["reads", "allocates"]),
  /** Unwinds with the message. */
  panic: op("(message: str) -> Never", "o", ["unwinds"]),
  /**
   * Puts `value` in the place of the only element of a list, which it gives: for all that share the list, however many.
   * The list has a buffer of its own (`list_own`), and no view of the element is read later.
   */
  cell_swap: op("(cell: [T], value: T) -> T", "bo", ["reads", "writes"]),
  /** The position of the panic that was caught last, which is now handled: what is printed goes to stderr until it is reported. */
  panic_hold: op("() -> str", "", ["reads", "allocates", "world"]),
  /** Prints the panic that is handled, whose message this is, as one that nobody caught; what is printed goes to stdout again. */
  panic_report: op("(message: str) -> void", "b", ["reads", "world"]),
  /** Prints the panic that was caught last and the one that is handled, by their messages, and aborts. */
  panic_abort: op("(second: str, first: str) -> void", "bb", ["reads", "world"]),
  /**
   * Performs an operation of `WORLD_OPERATIONS`: from 0 on its result, below minus the number of a failure. What else it
   * answers waits for one of the three rows below.
   */
  world_call: op("(bytes: [byte], operation: str, text: str, number: int) -> int", "bbbb", [
    "reads",
    "world",
  ]),
  /** The bytes of the last answer, which is empty then. */
  world_bytes: op("() -> [byte]", "", ["allocates", "world"]),
  /** Likewise as text. Invalid UTF-8 becomes U+FFFD. */
  world_text: op("() -> str", "", ["allocates", "world"]),
  /** The offset of the first byte of the last answer that is not UTF-8, or -1. */
  world_invalid_at: op("() -> int", "", ["world"]),
  /** `s` again and again, made at once: of no length where `count` is not above 0. Ends the program without memory. */
  str_repeat: op("(s: str, count: int) -> str", "bb", ["reads", "allocates"]),
} as const satisfies Record<string, IntrinsicInfo>;

/** The name of an intrinsic. */
export type IntrinsicName = keyof typeof INTRINSICS;

/** Signature, ownership and effects of `name`. */
export function intrinsicInfo(name: IntrinsicName): IntrinsicInfo {
  return INTRINSICS[name];
}

/** Whether `name` is that of an intrinsic. */
export function isIntrinsic(name: string): name is IntrinsicName {
  return Object.hasOwn(INTRINSICS, name);
}
