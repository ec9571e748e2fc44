/**
 * Every primitive as a function over scalars, for all engines that interpret. The result is a scalar, or the text of the
 * panic that the primitive raises.
 */
import { panicMessage, type PrimOp } from "../operations/mod.ts";
import { fromBigInt, MAX_SAFE, type Scalar } from "./value.ts";

export type PrimFunction = (a: Scalar, b: Scalar) => Scalar | string;

const MIN_INT = -(2n ** 63n);
const MAX_INT = 2n ** 63n - 1n;

type Overflow = "add_overflow" | "sub_overflow" | "mul_overflow" | "div_overflow" | "neg_overflow";

function inRange(value: bigint, overflow: Overflow): Scalar | string {
  return value < MIN_INT || value > MAX_INT ? panicMessage(overflow) : fromBigInt(value);
}

/** An operation on doubles and the same on BigInts: the first serves where operands and result are exact. */
interface IntOperation {
  readonly quick: (a: number, b: number) => number;
  readonly exact: (a: bigint, b: bigint) => bigint;
}

const ADD: IntOperation = { quick: (a, b) => a + b, exact: (a, b) => a + b };
const SUB: IntOperation = { quick: (a, b) => a - b, exact: (a, b) => a - b };
const MUL: IntOperation = { quick: (a, b) => a * b, exact: (a, b) => a * b };
// The rounded quotient of two ints up to 2^53 never reaches the next integer.
const DIV: IntOperation = { quick: (a, b) => Math.trunc(a / b), exact: (a, b) => a / b };
const FLOOR_DIV: IntOperation = { quick: (a, b) => Math.floor(a / b), exact: floorDivide };
const REM: IntOperation = { quick: (a, b) => a % b, exact: (a, b) => a % b };

/** `operation`, completed by `onLarge` where doubles do not hold it, and where it divides by 0. */
function int(
  { quick, exact }: IntOperation,
  onLarge: (exact: IntOperation["exact"], a: bigint, b: bigint) => Scalar | string,
): PrimFunction {
  return (a, b) => {
    if (typeof a === "number" && typeof b === "number") {
      const value = quick(a, b);
      if (value >= -MAX_SAFE && value <= MAX_SAFE) return value + 0; // adding 0 makes 0 of -0
    }
    return onLarge(exact, BigInt(a), BigInt(b));
  };
}

function checked(operation: IntOperation, overflow: Overflow): PrimFunction {
  return int(operation, (exact, a, b) => inRange(exact(a, b), overflow));
}

function wrapping(operation: IntOperation): PrimFunction {
  return int(operation, (exact, a, b) => fromBigInt(BigInt.asIntN(64, exact(a, b))));
}

function dividing(operation: IntOperation, zero: "div_zero" | "rem_zero"): PrimFunction {
  return int(operation, (exact, a, b) => {
    if (b === 0n) return panicMessage(zero);
    if (a === MIN_INT && b === -1n) return panicMessage("div_overflow");
    return fromBigInt(exact(a, b));
  });
}

/** An operation on all 64 bits, of which those beyond are dropped. */
function bits(compute: (a: bigint, b: bigint) => bigint): PrimFunction {
  return (a, b) => fromBigInt(BigInt.asIntN(64, compute(BigInt(a), BigInt(b))));
}

function test(holds: (a: Scalar, b: Scalar) => boolean): PrimFunction {
  return (a, b) => holds(a, b) ? 1 : 0;
}

/** An operation on doubles: floats, chars, bytes and bools. */
function double(compute: (a: number, b: number) => number): PrimFunction {
  return (a, b) => compute(a as number, b as number);
}

function byteArithmetic(
  overflow: Overflow,
  compute: (a: number, b: number) => number,
): PrimFunction {
  return (a, b) => {
    const value = compute(a as number, b as number);
    return value < 0 || value > 255 ? panicMessage(overflow) : value;
  };
}

function byteDividing(
  zero: "div_zero" | "rem_zero",
  compute: (a: number, b: number) => number,
): PrimFunction {
  return (a, b) => b === 0 ? panicMessage(zero) : compute(a as number, b as number);
}

function floorDivide(a: bigint, b: bigint): bigint {
  const quotient = a / b;
  return quotient * b !== a && (a < 0n) !== (b < 0n) ? quotient - 1n : quotient;
}

/** The panic of a shift by a count that the operand does not have bits for. */
function badCount(count: Scalar): string {
  return panicMessage(count < 0 ? "shift_negative" : "shift_width");
}

function shiftLeft(a: Scalar, count: Scalar): Scalar | string {
  if (count < 0 || count > 63) return badCount(count);
  const value = BigInt(a);
  const shifted = BigInt.asIntN(64, value << BigInt(count));
  if (shifted >> BigInt(count) !== value) return panicMessage("shift_overflow");
  return fromBigInt(shifted);
}

function shiftRight(a: Scalar, count: Scalar): Scalar | string {
  if (count < 0 || count > 63) return badCount(count);
  return fromBigInt(BigInt(a) >> BigInt(count));
}

function byteShiftLeft(a: Scalar, count: Scalar): Scalar | string {
  if (count < 0 || count > 7) return badCount(count);
  const shifted = Number(a) << Number(count);
  return shifted > 255 ? panicMessage("shift_overflow") : shifted;
}

function byteShiftRight(a: Scalar, count: Scalar): Scalar | string {
  if (count < 0 || count > 7) return badCount(count);
  return Number(a) >> Number(count);
}

/** Half away from zero. `x - trunc(x)` is exact. */
function round(x: number): number {
  const whole = Math.trunc(x);
  return Math.abs(x - whole) >= 0.5 ? whole + Math.sign(x) : whole;
}

const view = new DataView(new ArrayBuffer(8));

function floatBits(x: Scalar): Scalar {
  const value = x as number;
  view.setFloat64(0, value);
  return fromBigInt(value === value ? view.getBigInt64(0) : 0x7ff8000000000000n);
}

function floatFromBits(bits: Scalar): Scalar {
  view.setBigInt64(0, BigInt(bits));
  return view.getFloat64(0);
}

function floatToInt(x: Scalar): Scalar | string {
  const value = Math.trunc(x as number);
  if (Number.isNaN(value)) return panicMessage("float_to_int_nan");
  if (!Number.isFinite(value)) return panicMessage("float_to_int_infinity");
  if (value >= 2 ** 63 || value < -(2 ** 63)) return panicMessage("float_to_int_range");
  return Math.abs(value) <= MAX_SAFE ? value + 0 : BigInt(value);
}

function intToByte(value: Scalar): Scalar | string {
  return value < 0 || value > 255 ? panicMessage("int_to_byte_range", value) : value;
}

function intToChar(value: Scalar): Scalar | string {
  const isSurrogate = value >= 0xd800 && value <= 0xdfff;
  const isValid = value >= 0 && value <= 0x10ffff && !isSurrogate;
  return isValid ? value : panicMessage("int_to_char_invalid", value);
}

function charToByte(value: Scalar): Scalar | string {
  return value > 255 ? panicMessage("char_to_byte_range", value) : value;
}

const same: PrimFunction = (a) => a;

// Numbers and BigInts compare by value, but only with the loose `==`.
const isEqual = (a: Scalar, b: Scalar) => a <= b && a >= b;

export const PRIM_FUNCTIONS: Readonly<Record<PrimOp, PrimFunction>> = {
  int_add: checked(ADD, "add_overflow"),
  int_sub: checked(SUB, "sub_overflow"),
  int_mul: checked(MUL, "mul_overflow"),
  int_div: dividing(DIV, "div_zero"),
  int_rem: dividing(REM, "rem_zero"),
  int_floor_div: dividing(FLOOR_DIV, "div_zero"),
  int_neg: (a) => typeof a === "number" ? 0 - a : inRange(-a, "neg_overflow"),
  int_wrap_add: wrapping(ADD),
  int_wrap_sub: wrapping(SUB),
  int_wrap_mul: wrapping(MUL),
  int_and: bits((a, b) => a & b),
  int_or: bits((a, b) => a | b),
  int_xor: bits((a, b) => a ^ b),
  int_not: bits((a) => ~a),
  int_shl: shiftLeft,
  int_shr: shiftRight,
  int_wrap_shl: bits((a, b) => a << (b & 63n)),
  int_wrap_shr: bits((a, b) => a >> (b & 63n)),
  int_eq: test(isEqual),
  int_ne: test((a, b) => !isEqual(a, b)),
  int_lt: test((a, b) => a < b),
  int_le: test((a, b) => a <= b),
  int_gt: test((a, b) => a > b),
  int_ge: test((a, b) => a >= b),

  float_add: double((a, b) => a + b),
  float_sub: double((a, b) => a - b),
  float_mul: double((a, b) => a * b),
  float_div: double((a, b) => a / b),
  float_rem: double((a, b) => a % b),
  float_neg: double((a) => -a),
  float_eq: test((a, b) => a === b),
  float_ne: test((a, b) => a !== b),
  float_lt: test((a, b) => a < b),
  float_le: test((a, b) => a <= b),
  float_gt: test((a, b) => a > b),
  float_ge: test((a, b) => a >= b),
  float_sqrt: double((a) => Math.sqrt(a)),
  float_floor: double((a) => Math.floor(a)),
  float_ceil: double((a) => Math.ceil(a)),
  float_round: double(round),
  float_trunc: double((a) => Math.trunc(a)),
  float_abs: double((a) => Math.abs(a)),
  float_bits: floatBits,

  bool_not: double((a) => 1 - a),
  bool_eq: test((a, b) => a === b),
  bool_ne: test((a, b) => a !== b),

  char_eq: test((a, b) => a === b),
  char_ne: test((a, b) => a !== b),
  char_lt: test((a, b) => a < b),
  char_le: test((a, b) => a <= b),
  char_gt: test((a, b) => a > b),
  char_ge: test((a, b) => a >= b),

  byte_add: byteArithmetic("add_overflow", (a, b) => a + b),
  byte_sub: byteArithmetic("sub_overflow", (a, b) => a - b),
  byte_mul: byteArithmetic("mul_overflow", (a, b) => a * b),
  byte_div: byteDividing("div_zero", (a, b) => Math.trunc(a / b)),
  byte_rem: byteDividing("rem_zero", (a, b) => a % b),
  byte_and: double((a, b) => a & b),
  byte_or: double((a, b) => a | b),
  byte_xor: double((a, b) => a ^ b),
  byte_not: double((a) => 255 - a),
  byte_shl: byteShiftLeft,
  byte_shr: byteShiftRight,
  byte_eq: test((a, b) => a === b),
  byte_ne: test((a, b) => a !== b),
  byte_lt: test((a, b) => a < b),
  byte_le: test((a, b) => a <= b),
  byte_gt: test((a, b) => a > b),
  byte_ge: test((a, b) => a >= b),

  int_to_float: (a) => Number(a),
  float_to_int: floatToInt,
  int_to_byte: intToByte,
  byte_to_int: same,
  char_to_int: same,
  int_to_char: intToChar,
  byte_to_char: same,
  char_to_byte: charToByte,
  bool_to_int: same,
  int_when: (holds, n) => holds === 1 ? n : 0,
  float_from_bits: floatFromBits,
};
