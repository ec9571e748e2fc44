/**
 * The text of every panic that an engine itself raises, in one place so that engines agree to the
 * byte. A value inserted into a text stands as `{0}`, `{1}`, `{2}` and is printed
 * in decimal. Panics of library code carry their text in the Ori sources of std.
 */
import type { PanicKind } from "./prims.ts";

/** Every message by name; names are what emitters use to refer to one. */
export const PANIC_TEXTS = {
  add_overflow: "integer overflow in addition",
  sub_overflow: "integer overflow in subtraction",
  mul_overflow: "integer overflow in multiplication",
  div_overflow: "integer overflow in division",
  neg_overflow: "integer overflow in negation",
  pow_overflow: "integer overflow in power",
  div_zero: "division by zero",
  rem_zero: "modulo by zero",
  shift_negative: "negative shift count",
  shift_width: "shift count exceeds bit width",
  shift_overflow: "shift overflow",

  float_to_int_nan: "cannot convert NaN to int",
  float_to_int_infinity: "cannot convert infinity to int",
  float_to_int_range: "float value out of range for int",
  int_to_byte_range: "integer value out of range for byte: {0} is not in range (0-255)",
  int_to_char_invalid: "{0} is not a valid Unicode codepoint",
  /** `{0}` is the code point. */
  char_to_byte_range: "char value out of range for byte: {0} is not in range (0-255)",

  /** Index `{0}`, length `{1}`; for lists and, in code points or bytes, for strs. */
  index_bounds: "index out of bounds: index {0} out of bounds for length {1}",
  /** Start `{0}`, end `{1}`, byte length `{2}`. */
  str_slice_bounds: "str slice out of bounds: {0}..{1} for length {2}",
  /** Start `{0}`, end `{1}`: one of them lies inside a code point. */
  str_slice_inside: "str slice inside a character: {0}..{1}",
  /** Start `{0}`, end `{1}`, length `{2}`. */
  list_slice_bounds: "list slice out of bounds: {0}..{1} for length {2}",

  /** Printed without a position. */
  stack_overflow: "stack overflow",
} as const;

/** The name of a message. */
export type PanicText = keyof typeof PANIC_TEXTS;

/** The message that each static kind of `PrimInfo.panics` prints; conversions depend on the value. */
export const PANIC_OF_KIND = {
  "integer overflow in addition": "add_overflow",
  "integer overflow in subtraction": "sub_overflow",
  "integer overflow in multiplication": "mul_overflow",
  "integer overflow in division": "div_overflow",
  "integer overflow in negation": "neg_overflow",
  "integer overflow in power": "pow_overflow",
  "division by zero": "div_zero",
  "modulo by zero": "rem_zero",
  "negative shift count": "shift_negative",
  "shift count exceeds bit width": "shift_width",
  "shift overflow": "shift_overflow",
} as const satisfies Record<Exclude<PanicKind, "conversion">, PanicText>;

/** The message `text` with its values put in. */
export function panicMessage(text: PanicText, ...values: readonly (number | bigint)[]): string {
  return PANIC_TEXTS[text].replace(
    /\{(\d)\}/g,
    (_, index: string) => String(values[Number(index)]),
  );
}
