/**
 * Every primitive in its complete form; the loop has fast paths for the common ones. A primitive
 * gives its result, or the text of the panic it raises.
 */
import { panicMessage, type PrimOp } from "../operations/mod.ts";
import type { Machine } from "./machine.ts";
import { fromBigInt, MAX_SAFE } from "./value.ts";

/** Numbers of the registers of destination and operands; a text is a panic. */
export type PrimHandler = (m: Machine, d: number, a: number, b: number) => string | undefined;

const MIN_INT = -(2n ** 63n);
const MAX_INT = 2n ** 63n - 1n;

type Overflow = "add_overflow" | "sub_overflow" | "mul_overflow" | "div_overflow" | "neg_overflow";

function setChecked(m: Machine, d: number, value: bigint, overflow: Overflow): string | undefined {
  if (value < MIN_INT || value > MAX_INT) return panicMessage(overflow);
  m.setInt(d, fromBigInt(value));
  return undefined;
}

function checked(overflow: Overflow, compute: (a: bigint, b: bigint) => bigint): PrimHandler {
  return (m, d, a, b) => setChecked(m, d, compute(m.bigInt(a), m.bigInt(b)), overflow);
}

function negate(m: Machine, d: number, a: number): string | undefined {
  const value = m.int(a);
  if (typeof value === "bigint") return setChecked(m, d, -value, "neg_overflow");
  m.scalars[d] = 0 - value;
  return undefined;
}

function wrapping(compute: (a: bigint, b: bigint) => bigint): PrimHandler {
  return (m, d, a, b) => {
    m.setInt(d, fromBigInt(BigInt.asIntN(64, compute(m.bigInt(a), m.bigInt(b)))));
    return undefined;
  };
}

function dividing(
  zero: "div_zero" | "rem_zero",
  compute: (a: bigint, b: bigint) => bigint,
): PrimHandler {
  return (m, d, a, b) => {
    const [x, y] = [m.bigInt(a), m.bigInt(b)];
    if (y === 0n) return panicMessage(zero);
    if (x === MIN_INT && y === -1n) return panicMessage("div_overflow");
    m.setInt(d, fromBigInt(compute(x, y)));
    return undefined;
  };
}

function comparing(holds: (a: number | bigint, b: number | bigint) => boolean): PrimHandler {
  return (m, d, a, b) => {
    m.scalars[d] = holds(m.int(a), m.int(b)) ? 1 : 0;
    return undefined;
  };
}

function scalar(compute: (a: number, b: number) => number): PrimHandler {
  return (m, d, a, b) => {
    m.scalars[d] = compute(m.scalars[a], m.scalars[b]);
    return undefined;
  };
}

function scalarTest(holds: (a: number, b: number) => boolean): PrimHandler {
  return scalar((a, b) => holds(a, b) ? 1 : 0);
}

function byteArithmetic(
  overflow: Overflow,
  compute: (a: number, b: number) => number,
): PrimHandler {
  return (m, d, a, b) => {
    const value = compute(m.scalars[a], m.scalars[b]);
    if (value < 0 || value > 255) return panicMessage(overflow);
    m.scalars[d] = value;
    return undefined;
  };
}

function byteDividing(
  zero: "div_zero" | "rem_zero",
  compute: (a: number, b: number) => number,
): PrimHandler {
  return (m, d, a, b) => {
    if (m.scalars[b] === 0) return panicMessage(zero);
    m.scalars[d] = compute(m.scalars[a], m.scalars[b]);
    return undefined;
  };
}

function floorDivide(a: bigint, b: bigint): bigint {
  const quotient = a / b;
  return quotient * b !== a && (a < 0n) !== (b < 0n) ? quotient - 1n : quotient;
}

function shiftLeft(m: Machine, d: number, a: number, b: number): string | undefined {
  const count = m.int(b);
  if (count < 0 || count > 63) return panicMessage("shift_range");
  const value = m.bigInt(a);
  const shifted = BigInt.asIntN(64, value << BigInt(count));
  if (shifted >> BigInt(count) !== value) return panicMessage("shift_overflow");
  m.setInt(d, fromBigInt(shifted));
  return undefined;
}

function shiftRight(m: Machine, d: number, a: number, b: number): string | undefined {
  const count = m.int(b);
  if (count < 0 || count > 63) return panicMessage("shift_range");
  m.setInt(d, fromBigInt(m.bigInt(a) >> BigInt(count)));
  return undefined;
}

function byteShiftLeft(m: Machine, d: number, a: number, b: number): string | undefined {
  const count = m.int(b);
  if (count < 0 || count > 7) return panicMessage("shift_range");
  const shifted = m.scalars[a] << Number(count);
  if (shifted > 255) return panicMessage("shift_overflow");
  m.scalars[d] = shifted;
  return undefined;
}

function byteShiftRight(m: Machine, d: number, a: number, b: number): string | undefined {
  const count = m.int(b);
  if (count < 0 || count > 7) return panicMessage("shift_range");
  m.scalars[d] = m.scalars[a] >> Number(count);
  return undefined;
}

/** Half away from zero. `x - trunc(x)` is exact. */
function round(x: number): number {
  const whole = Math.trunc(x);
  return Math.abs(x - whole) >= 0.5 ? whole + Math.sign(x) : whole;
}

const view = new DataView(new ArrayBuffer(8));

function floatBits(m: Machine, d: number, a: number): undefined {
  const value = m.scalars[a];
  view.setFloat64(0, value);
  const bits = value === value ? view.getBigInt64(0) : 0x7ff8000000000000n;
  m.setInt(d, fromBigInt(bits));
}

function floatToInt(m: Machine, d: number, a: number): string | undefined {
  const value = Math.trunc(m.scalars[a]);
  if (Number.isNaN(value)) return panicMessage("float_to_int_nan");
  if (!Number.isFinite(value)) return panicMessage("float_to_int_infinity");
  if (value >= 2 ** 63 || value < -(2 ** 63)) return panicMessage("float_to_int_range");
  m.setInt(d, Math.abs(value) <= MAX_SAFE ? value + 0 : BigInt(value));
  return undefined;
}

function intToByte(m: Machine, d: number, a: number): string | undefined {
  const value = m.int(a);
  if (value < 0 || value > 255) return panicMessage("int_to_byte_range", value);
  m.setInt(d, value);
  return undefined;
}

function intToChar(m: Machine, d: number, a: number): string | undefined {
  const value = m.int(a);
  const isSurrogate = value >= 0xd800 && value <= 0xdfff;
  if (value < 0 || value > 0x10ffff || isSurrogate) {
    return panicMessage("int_to_char_invalid", value);
  }
  m.setInt(d, value);
  return undefined;
}

function charToByte(m: Machine, d: number, a: number): string | undefined {
  const value = m.scalars[a];
  if (value > 255) return panicMessage("char_to_byte_range", value);
  m.scalars[d] = value;
  return undefined;
}

const copy: PrimHandler = scalar((a) => a);

// Numbers and BigInts compare by value, but only with the loose `==`.
const isEqual = (a: number | bigint, b: number | bigint) => a <= b && a >= b;

export const PRIM_HANDLERS: Readonly<Record<PrimOp, PrimHandler>> = {
  int_add: checked("add_overflow", (a, b) => a + b),
  int_sub: checked("sub_overflow", (a, b) => a - b),
  int_mul: checked("mul_overflow", (a, b) => a * b),
  int_div: dividing("div_zero", (a, b) => a / b),
  int_rem: dividing("rem_zero", (a, b) => a % b),
  int_floor_div: dividing("div_zero", floorDivide),
  int_neg: negate,
  int_wrap_add: wrapping((a, b) => a + b),
  int_wrap_sub: wrapping((a, b) => a - b),
  int_wrap_mul: wrapping((a, b) => a * b),
  int_and: wrapping((a, b) => a & b),
  int_or: wrapping((a, b) => a | b),
  int_xor: wrapping((a, b) => a ^ b),
  int_not: (m, d, a) => {
    m.setInt(d, fromBigInt(~m.bigInt(a)));
    return undefined;
  },
  int_shl: shiftLeft,
  int_shr: shiftRight,
  int_wrap_shl: wrapping((a, b) => a << (b & 63n)),
  int_wrap_shr: wrapping((a, b) => a >> (b & 63n)),
  int_eq: comparing(isEqual),
  int_ne: comparing((a, b) => !isEqual(a, b)),
  int_lt: comparing((a, b) => a < b),
  int_le: comparing((a, b) => a <= b),
  int_gt: comparing((a, b) => a > b),
  int_ge: comparing((a, b) => a >= b),

  float_add: scalar((a, b) => a + b),
  float_sub: scalar((a, b) => a - b),
  float_mul: scalar((a, b) => a * b),
  float_div: scalar((a, b) => a / b),
  float_rem: scalar((a, b) => a % b),
  float_neg: scalar((a) => -a),
  float_eq: scalarTest((a, b) => a === b),
  float_ne: scalarTest((a, b) => a !== b),
  float_lt: scalarTest((a, b) => a < b),
  float_le: scalarTest((a, b) => a <= b),
  float_gt: scalarTest((a, b) => a > b),
  float_ge: scalarTest((a, b) => a >= b),
  float_sqrt: scalar((a) => Math.sqrt(a)),
  float_floor: scalar((a) => Math.floor(a)),
  float_ceil: scalar((a) => Math.ceil(a)),
  float_round: scalar(round),
  float_trunc: scalar((a) => Math.trunc(a)),
  float_abs: scalar((a) => Math.abs(a)),
  float_bits: floatBits,

  bool_not: scalar((a) => 1 - a),
  bool_eq: scalarTest((a, b) => a === b),
  bool_ne: scalarTest((a, b) => a !== b),

  char_eq: scalarTest((a, b) => a === b),
  char_ne: scalarTest((a, b) => a !== b),
  char_lt: scalarTest((a, b) => a < b),
  char_le: scalarTest((a, b) => a <= b),
  char_gt: scalarTest((a, b) => a > b),
  char_ge: scalarTest((a, b) => a >= b),

  byte_add: byteArithmetic("add_overflow", (a, b) => a + b),
  byte_sub: byteArithmetic("sub_overflow", (a, b) => a - b),
  byte_mul: byteArithmetic("mul_overflow", (a, b) => a * b),
  byte_div: byteDividing("div_zero", (a, b) => Math.trunc(a / b)),
  byte_rem: byteDividing("rem_zero", (a, b) => a % b),
  byte_and: scalar((a, b) => a & b),
  byte_or: scalar((a, b) => a | b),
  byte_xor: scalar((a, b) => a ^ b),
  byte_not: scalar((a) => 255 - a),
  byte_shl: byteShiftLeft,
  byte_shr: byteShiftRight,
  byte_eq: scalarTest((a, b) => a === b),
  byte_ne: scalarTest((a, b) => a !== b),
  byte_lt: scalarTest((a, b) => a < b),
  byte_le: scalarTest((a, b) => a <= b),
  byte_gt: scalarTest((a, b) => a > b),
  byte_ge: scalarTest((a, b) => a >= b),

  int_to_float: (m, d, a) => {
    m.scalars[d] = Number(m.int(a));
    return undefined;
  },
  float_to_int: floatToInt,
  int_to_byte: intToByte,
  byte_to_int: copy,
  char_to_int: copy,
  int_to_char: intToChar,
  byte_to_char: copy,
  char_to_byte: charToByte,
  bool_to_int: copy,
  int_when: wrapping((holds, n) => holds * n),
};
