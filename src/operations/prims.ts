/**
 * Primitive operations on scalars, which std may declare with `#intrinsic("name")` too. Operand and result scalars are
 * given per operation; `panics` names the conditions that are checked. All arithmetic on `int` is 64 bits.
 */
import { type Effects, PURE } from "./effects.ts";
import type { Scalar } from "./signature.ts";

export type PanicKind =
  | "integer overflow in addition"
  | "integer overflow in subtraction"
  | "integer overflow in multiplication"
  | "integer overflow in division"
  | "integer overflow in negation"
  | "integer overflow in power"
  | "division by zero"
  | "modulo by zero"
  | "negative shift count"
  | "shift count exceeds bit width"
  | "shift overflow"
  | "conversion";

export interface PrimInfo {
  readonly params: readonly Scalar[];
  readonly result: Scalar;
  /** Empty when the operation never panics. */
  readonly panics: readonly PanicKind[];
  readonly effects: Effects;
}

const I2 = ["int", "int"] as const;
const F2 = ["float", "float"] as const;
const Y2 = ["byte", "byte"] as const;
const SHIFT_COUNT = ["negative shift count", "shift count exceeds bit width"] as const;

function pure(params: readonly Scalar[], result: Scalar): PrimInfo {
  return { params, result, panics: [], effects: PURE };
}
function checked(params: readonly Scalar[], result: Scalar, ...panics: PanicKind[]): PrimInfo {
  return { params, result, panics, effects: ["unwinds"] };
}

/** Every primitive operation by name. */
export const PRIMS = {
  int_add: checked(I2, "int", "integer overflow in addition"),
  int_sub: checked(I2, "int", "integer overflow in subtraction"),
  int_mul: checked(I2, "int", "integer overflow in multiplication"),
  /** Truncates toward zero. */
  int_div: checked(I2, "int", "division by zero", "integer overflow in division"),
  /** Sign of the dividend. */
  int_rem: checked(I2, "int", "modulo by zero", "integer overflow in division"),
  /** Rounds toward negative infinity. */
  int_floor_div: checked(I2, "int", "division by zero", "integer overflow in division"),
  int_neg: checked(["int"], "int", "integer overflow in negation"),
  /** Wrapping arithmetic: loop counters that cannot overflow, and hashing. */
  int_wrap_add: pure(I2, "int"),
  int_wrap_sub: pure(I2, "int"),
  int_wrap_mul: pure(I2, "int"),
  int_and: pure(I2, "int"),
  int_or: pure(I2, "int"),
  int_xor: pure(I2, "int"),
  int_not: pure(["int"], "int"),
  /** Count must be 0..63 and the result must not lose bits or change sign. */
  int_shl: checked(I2, "int", ...SHIFT_COUNT, "shift overflow"),
  /** Arithmetic shift; count must be 0..63. */
  int_shr: checked(I2, "int", ...SHIFT_COUNT),
  /** Shifts for hashing: count is taken modulo 64, bits fall off. */
  int_wrap_shl: pure(I2, "int"),
  int_wrap_shr: pure(I2, "int"),
  int_eq: pure(I2, "bool"),
  int_ne: pure(I2, "bool"),
  int_lt: pure(I2, "bool"),
  int_le: pure(I2, "bool"),
  int_gt: pure(I2, "bool"),
  int_ge: pure(I2, "bool"),

  float_add: pure(F2, "float"),
  float_sub: pure(F2, "float"),
  float_mul: pure(F2, "float"),
  float_div: pure(F2, "float"),
  /** C `fmod`: sign of the dividend. */
  float_rem: pure(F2, "float"),
  float_neg: pure(["float"], "float"),
  float_eq: pure(F2, "bool"),
  float_ne: pure(F2, "bool"),
  float_lt: pure(F2, "bool"),
  float_le: pure(F2, "bool"),
  float_gt: pure(F2, "bool"),
  float_ge: pure(F2, "bool"),
  /** Exact in IEEE 754, so all engines agree. */
  float_sqrt: pure(["float"], "float"),
  float_floor: pure(["float"], "float"),
  float_ceil: pure(["float"], "float"),
  /** Half away from zero. */
  float_round: pure(["float"], "float"),
  float_trunc: pure(["float"], "float"),
  float_abs: pure(["float"], "float"),
  /** The 64 bits of the float as an int; `-0.0` keeps its sign, every NaN gives one pattern (0x7ff8000000000000). */
  float_bits: pure(["float"], "int"),

  bool_not: pure(["bool"], "bool"),
  bool_eq: pure(["bool", "bool"], "bool"),
  bool_ne: pure(["bool", "bool"], "bool"),

  char_eq: pure(["char", "char"], "bool"),
  char_ne: pure(["char", "char"], "bool"),
  char_lt: pure(["char", "char"], "bool"),
  char_le: pure(["char", "char"], "bool"),
  char_gt: pure(["char", "char"], "bool"),
  char_ge: pure(["char", "char"], "bool"),

  byte_add: checked(Y2, "byte", "integer overflow in addition"),
  byte_sub: checked(Y2, "byte", "integer overflow in subtraction"),
  byte_mul: checked(Y2, "byte", "integer overflow in multiplication"),
  byte_div: checked(Y2, "byte", "division by zero"),
  byte_rem: checked(Y2, "byte", "modulo by zero"),
  byte_and: pure(Y2, "byte"),
  byte_or: pure(Y2, "byte"),
  byte_xor: pure(Y2, "byte"),
  byte_not: pure(["byte"], "byte"),
  /** Count must be 0..7; lost bits panic. */
  byte_shl: checked(["byte", "int"], "byte", ...SHIFT_COUNT, "shift overflow"),
  byte_shr: checked(["byte", "int"], "byte", ...SHIFT_COUNT),
  byte_eq: pure(Y2, "bool"),
  byte_ne: pure(Y2, "bool"),
  byte_lt: pure(Y2, "bool"),
  byte_le: pure(Y2, "bool"),
  byte_gt: pure(Y2, "bool"),
  byte_ge: pure(Y2, "bool"),

  int_to_float: pure(["int"], "float"),
  /** Truncates; NaN, infinity and out of range panic. */
  float_to_int: checked(["float"], "int", "conversion"),
  int_to_byte: checked(["int"], "byte", "conversion"),
  byte_to_int: pure(["byte"], "int"),
  char_to_int: pure(["char"], "int"),
  /** Surrogates and values beyond U+10FFFF panic. */
  int_to_char: checked(["int"], "char", "conversion"),
  byte_to_char: pure(["byte"], "char"),
  /** Beyond 255 panics. */
  char_to_byte: checked(["char"], "byte", "conversion"),
  bool_to_int: pure(["bool"], "int"),
  /** The int where the condition holds, else 0; native code computes it and never branches. */
  int_when: pure(["bool", "int"], "int"),
  /** The float with these 64 bits: undoes `float_bits`. */
  float_from_bits: pure(["int"], "float"),
} as const satisfies Record<string, PrimInfo>;

/** The name of a primitive operation. */
export type PrimOp = keyof typeof PRIMS;

/** Parameters, result, panics and effects of `op`. */
export function primInfo(op: PrimOp): PrimInfo {
  return PRIMS[op];
}

/** Whether `op` can panic. */
export function primPanics(op: PrimOp): boolean {
  return PRIMS[op].panics.length > 0;
}

/** Whether `name` is that of a primitive operation. */
export function isPrim(name: string): name is PrimOp {
  return Object.hasOwn(PRIMS, name);
}
