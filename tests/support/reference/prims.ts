/** Primitive operations by their definition, on unbounded ints. */
import {
  panicMessage,
  type PanicText as PanicName,
  type PrimOp,
} from "../../../src/operations/mod.ts";
import { PanicText } from "./values.ts";

type Scalar = bigint | number | boolean;

const MIN = -(2n ** 63n);
const MAX = 2n ** 63n - 1n;

function fail(text: PanicName, ...values: readonly bigint[]): never {
  throw new PanicText(panicMessage(text, ...values));
}

function int(value: bigint, overflow: PanicName): bigint {
  return value < MIN || value > MAX ? fail(overflow) : value;
}

function byte(value: bigint, overflow: PanicName): bigint {
  return value < 0n || value > 255n ? fail(overflow) : value;
}

function wrap(value: bigint): bigint {
  return BigInt.asIntN(64, value);
}

function divisor(b: bigint, zero: PanicName): bigint {
  return b === 0n ? fail(zero) : b;
}

/** `a % b`, which overflows where `a / b` does. */
function remainder(a: bigint, b: bigint): bigint {
  int(a / divisor(b, "rem_zero"), "div_overflow");
  return a % b;
}

function floorDivide(a: bigint, b: bigint): bigint {
  const quotient = a / divisor(b, "div_zero");
  return int(a % b !== 0n && (a < 0n) !== (b < 0n) ? quotient - 1n : quotient, "div_overflow");
}

function shiftCount(count: bigint, bits: bigint): bigint {
  if (count < 0n) return fail("shift_negative");
  return count >= bits ? fail("shift_width") : count;
}

function shiftLeft(a: bigint, count: bigint): bigint {
  const shifted = a << shiftCount(count, 64n);
  return shifted < MIN || shifted > MAX ? fail("shift_overflow") : shifted;
}

function byteShiftLeft(a: bigint, count: bigint): bigint {
  const shifted = a << shiftCount(count, 8n);
  return shifted > 255n ? fail("shift_overflow") : shifted;
}

function roundHalfAway(x: number): number {
  const whole = Math.trunc(x);
  return Math.abs(x - whole) >= 0.5 ? whole + Math.sign(x) : whole;
}

function bits(x: number): bigint {
  const view = new DataView(new ArrayBuffer(8));
  view.setFloat64(0, x);
  return Number.isNaN(x) ? 0x7ff8000000000000n : view.getBigInt64(0);
}

function fromBits(bits: bigint): number {
  const view = new DataView(new ArrayBuffer(8));
  view.setBigInt64(0, bits);
  return view.getFloat64(0);
}

function floatToInt(x: number): bigint {
  if (Number.isNaN(x)) return fail("float_to_int_nan");
  if (!Number.isFinite(x)) return fail("float_to_int_infinity");
  return int(BigInt(Math.trunc(x)), "float_to_int_range");
}

function intToChar(a: bigint): bigint {
  const isChar = a >= 0n && a < 0xd800n || a > 0xdfffn && a <= 0x10ffffn;
  return isChar ? a : fail("int_to_char_invalid", a);
}

function toByte(a: bigint, text: PanicName): bigint {
  return a < 0n || a > 255n ? fail(text, a) : a;
}

type Ints = (a: bigint, b: bigint) => Scalar;
type Floats = (a: number, b: number) => Scalar;

const COMPARISONS = {
  eq: (a: Scalar, b: Scalar) => a === b,
  ne: (a: Scalar, b: Scalar) => a !== b,
  lt: (a: Scalar, b: Scalar) => a < b,
  le: (a: Scalar, b: Scalar) => a <= b,
  gt: (a: Scalar, b: Scalar) => a > b,
  ge: (a: Scalar, b: Scalar) => a >= b,
};

const INT_OPS = {
  int_add: (a, b) => int(a + b, "add_overflow"),
  int_sub: (a, b) => int(a - b, "sub_overflow"),
  int_mul: (a, b) => int(a * b, "mul_overflow"),
  int_div: (a, b) => int(a / divisor(b, "div_zero"), "div_overflow"),
  int_rem: remainder,
  int_floor_div: floorDivide,
  int_neg: (a) => int(-a, "neg_overflow"),
  int_wrap_add: (a, b) => wrap(a + b),
  int_wrap_sub: (a, b) => wrap(a - b),
  int_wrap_mul: (a, b) => wrap(a * b),
  int_and: (a, b) => a & b,
  int_or: (a, b) => a | b,
  int_xor: (a, b) => a ^ b,
  int_not: (a) => ~a,
  int_shl: shiftLeft,
  int_shr: (a, b) => a >> shiftCount(b, 64n),
  int_wrap_shl: (a, b) => wrap(a << (b & 63n)),
  int_wrap_shr: (a, b) => a >> (b & 63n),
  byte_add: (a, b) => byte(a + b, "add_overflow"),
  byte_sub: (a, b) => byte(a - b, "sub_overflow"),
  byte_mul: (a, b) => byte(a * b, "mul_overflow"),
  byte_div: (a, b) => a / divisor(b, "div_zero"),
  byte_rem: (a, b) => a % divisor(b, "rem_zero"),
  byte_and: (a, b) => a & b,
  byte_or: (a, b) => a | b,
  byte_xor: (a, b) => a ^ b,
  byte_not: (a) => 255n - a,
  byte_shl: byteShiftLeft,
  byte_shr: (a, b) => a >> shiftCount(b, 8n),
  int_to_float: (a) => Number(a),
  int_to_byte: (a) => toByte(a, "int_to_byte_range"),
  byte_to_int: (a) => a,
  char_to_int: (a) => a,
  int_to_char: intToChar,
  byte_to_char: (a) => a,
  char_to_byte: (a) => toByte(a, "char_to_byte_range"),
} satisfies Partial<Record<PrimOp, Ints>>;

const FLOAT_OPS = {
  float_add: (a, b) => a + b,
  float_sub: (a, b) => a - b,
  float_mul: (a, b) => a * b,
  float_div: (a, b) => a / b,
  float_rem: (a, b) => a % b,
  float_neg: (a) => -a,
  float_sqrt: (a) => Math.sqrt(a),
  float_floor: (a) => Math.floor(a),
  float_ceil: (a) => Math.ceil(a),
  float_round: roundHalfAway,
  float_trunc: (a) => Math.trunc(a),
  float_abs: (a) => Math.abs(a),
  float_bits: bits,
  float_to_int: floatToInt,
} satisfies Partial<Record<PrimOp, Floats>>;

const BOOL_OPS = {
  bool_not: (a: boolean) => !a,
  bool_to_int: (a: boolean) => a ? 1n : 0n,
  int_when: (holds: boolean, n: bigint) => holds ? n : 0n,
  float_from_bits: fromBits,
};

type Compared = `${"int" | "float" | "char" | "byte" | "bool"}_${keyof typeof COMPARISONS}`;
type Operation = { run(...args: readonly Scalar[]): Scalar }["run"];

const TABLE: Readonly<Record<Exclude<PrimOp, Compared>, Operation>> = {
  ...INT_OPS,
  ...FLOAT_OPS,
  ...BOOL_OPS,
};
const NAMED: ReadonlyMap<string, Operation> = new Map(Object.entries(TABLE));
const BY_SUFFIX: ReadonlyMap<string, Operation> = new Map(Object.entries<Operation>(COMPARISONS));

/** The result of `op`; throws `PanicText` where it panics. */
export function applyPrim(op: PrimOp, args: readonly Scalar[]): Scalar {
  const named = NAMED.get(op);
  if (named !== undefined) return named(...args);
  const compare = BY_SUFFIX.get(op.slice(op.indexOf("_") + 1));
  if (compare === undefined) throw new Error(`no reference for ${op}`);
  return compare(...args);
}
