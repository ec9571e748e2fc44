/** Primitive operations on scalars. Checks branch to cold blocks; float operations are exact. */
import type { PanicText, PrimOp } from "../operations/mod.ts";
import type { Builder } from "./builder.ts";

/** Gives the label of the cold block that raises a panic. */
export interface Failures {
  /** `value` is an i64 for `{0}` of the text. */
  fail(text: PanicText, value?: string): string;
}

export interface PrimContext extends Failures {
  readonly b: Builder;
  /** The symbol of an LLVM intrinsic, declared on first use. */
  intrinsic(name: string, result: string, params: readonly string[]): string;
}

type Emit = (c: PrimContext, x: string, y: string) => string;

const MIN_INT = "-9223372036854775808";

/** The result of `op` on `args`, in registers. */
export function emitPrim(c: PrimContext, op: PrimOp, args: readonly string[]): string {
  return EMITTERS[op](c, args[0] ?? "", args[1] ?? "");
}

/** Goes on only where `bad` is false. */
export function check(b: Builder, bad: string, failure: string): void {
  const ok = b.fresh("ok");
  b.branchUnlikely(bad, failure, ok);
  b.start(ok);
}

function binary(instruction: string): Emit {
  return (c, x, y) => c.b.def(`${instruction} ${x}, ${y}`);
}

function compare(predicate: string, type: string): Emit {
  return binary(`${type === "double" ? "fcmp" : "icmp"} ${predicate} ${type}`);
}

/** `llvm.OP.with.overflow`, panicking with `text`. */
function overflowing(intrinsic: string, type: string, text: PanicText): Emit {
  return (c, x, y) => {
    const symbol = c.intrinsic(`llvm.${intrinsic}.with.overflow.${type}`, `{ ${type}, i1 }`, [
      type,
      type,
    ]);
    const pair = c.b.def(
      `call { ${type}, i1 } ${symbol}(${type} ${x}, ${type} ${y})${c.b.debugLocation}`,
    );
    check(c.b, c.b.def(`extractvalue { ${type}, i1 } ${pair}, 1`), c.fail(text));
    return c.b.def(`extractvalue { ${type}, i1 } ${pair}, 0`);
  };
}

function checkDivisor(c: PrimContext, x: string, y: string, zero: PanicText): void {
  check(c.b, c.b.def(`icmp eq i64 ${y}, 0`), c.fail(zero));
  const isMin = c.b.def(`icmp eq i64 ${x}, ${MIN_INT}`);
  const isMinusOne = c.b.def(`icmp eq i64 ${y}, -1`);
  check(c.b, c.b.def(`and i1 ${isMin}, ${isMinusOne}`), c.fail("div_overflow"));
}

function dividing(instruction: "sdiv" | "srem", zero: PanicText): Emit {
  return (c, x, y) => {
    checkDivisor(c, x, y, zero);
    return c.b.def(`${instruction} i64 ${x}, ${y}`);
  };
}

function floorDivide(c: PrimContext, x: string, y: string): string {
  checkDivisor(c, x, y, "div_zero");
  const quotient = c.b.def(`sdiv i64 ${x}, ${y}`);
  const rest = c.b.def(`srem i64 ${x}, ${y}`);
  const isInexact = c.b.def(`icmp ne i64 ${rest}, 0`);
  const signsDiffer = c.b.def(`icmp slt i64 ${c.b.def(`xor i64 ${rest}, ${y}`)}, 0`);
  const isBelow = c.b.def(`and i1 ${isInexact}, ${signsDiffer}`);
  return c.b.def(`sub i64 ${quotient}, ${c.b.def(`zext i1 ${isBelow} to i64`)}`);
}

function dividingBytes(instruction: "udiv" | "urem", zero: PanicText): Emit {
  return (c, x, y) => {
    check(c.b, c.b.def(`icmp eq i8 ${y}, 0`), c.fail(zero));
    return c.b.def(`${instruction} i8 ${x}, ${y}`);
  };
}

/** Shift counts are from 0 to `most`. */
function checkCount(c: PrimContext, count: string, most: number): void {
  check(c.b, c.b.def(`icmp slt i64 ${count}, 0`), c.fail("shift_negative"));
  check(c.b, c.b.def(`icmp ugt i64 ${count}, ${most}`), c.fail("shift_width"));
}

function shiftLeft(c: PrimContext, x: string, count: string): string {
  checkCount(c, count, 63);
  const result = c.b.def(`shl i64 ${x}, ${count}`);
  const back = c.b.def(`ashr i64 ${result}, ${count}`);
  check(c.b, c.b.def(`icmp ne i64 ${back}, ${x}`), c.fail("shift_overflow"));
  return result;
}

function shiftRight(c: PrimContext, x: string, count: string): string {
  checkCount(c, count, 63);
  return c.b.def(`ashr i64 ${x}, ${count}`);
}

function wrappingShift(instruction: "shl" | "ashr"): Emit {
  return (c, x, count) => c.b.def(`${instruction} i64 ${x}, ${c.b.def(`and i64 ${count}, 63`)}`);
}

function shiftByteLeft(c: PrimContext, x: string, count: string): string {
  checkCount(c, count, 7);
  const wide = c.b.def(`shl i64 ${c.b.def(`zext i8 ${x} to i64`)}, ${count}`);
  check(c.b, c.b.def(`icmp ugt i64 ${wide}, 255`), c.fail("shift_overflow"));
  return c.b.def(`trunc i64 ${wide} to i8`);
}

function shiftByteRight(c: PrimContext, x: string, count: string): string {
  checkCount(c, count, 7);
  return c.b.def(`lshr i8 ${x}, ${c.b.def(`trunc i64 ${count} to i8`)}`);
}

function unaryFloat(intrinsic: string): Emit {
  return (c, x) => callFloat(c, intrinsic, x);
}

function callFloat(c: PrimContext, intrinsic: string, x: string): string {
  const symbol = c.intrinsic(`llvm.${intrinsic}.f64`, "double", ["double"]);
  return c.b.callDef(`double ${symbol}(double ${x})`);
}

function floatBits(c: PrimContext, x: string): string {
  const isNan = c.b.def(`fcmp uno double ${x}, 0.0`);
  const bits = c.b.def(`bitcast double ${x} to i64`);
  return c.b.def(`select i1 ${isNan}, i64 ${0x7ff8000000000000n}, i64 ${bits}`);
}

function floatToInt(c: PrimContext, x: string): string {
  check(c.b, c.b.def(`fcmp uno double ${x}, 0.0`), c.fail("float_to_int_nan"));
  const size = callFloat(c, "fabs", x);
  check(
    c.b,
    c.b.def(`fcmp oeq double ${size}, 0x7FF0000000000000`),
    c.fail("float_to_int_infinity"),
  );
  const isBelow = c.b.def(`fcmp olt double ${x}, 0xC3E0000000000000`);
  const isAbove = c.b.def(`fcmp oge double ${x}, 0x43E0000000000000`);
  check(c.b, c.b.def(`or i1 ${isBelow}, ${isAbove}`), c.fail("float_to_int_range"));
  return c.b.def(`fptosi double ${x} to i64`);
}

function intToByte(c: PrimContext, x: string): string {
  check(c.b, c.b.def(`icmp ugt i64 ${x}, 255`), c.fail("int_to_byte_range", x));
  return c.b.def(`trunc i64 ${x} to i8`);
}

function intToChar(c: PrimContext, x: string): string {
  const isBeyond = c.b.def(`icmp ugt i64 ${x}, 1114111`);
  const fromSurrogates = c.b.def(`sub i64 ${x}, 55296`);
  const isSurrogate = c.b.def(`icmp ult i64 ${fromSurrogates}, 2048`);
  check(c.b, c.b.def(`or i1 ${isBeyond}, ${isSurrogate}`), c.fail("int_to_char_invalid", x));
  return c.b.def(`trunc i64 ${x} to i32`);
}

function charToByte(c: PrimContext, x: string): string {
  const code = c.b.def(`zext i32 ${x} to i64`);
  check(c.b, c.b.def(`icmp ugt i64 ${code}, 255`), c.fail("char_to_byte_range", code));
  return c.b.def(`trunc i32 ${x} to i8`);
}

const EMITTERS: { readonly [Op in PrimOp]: Emit } = {
  int_add: overflowing("sadd", "i64", "add_overflow"),
  int_sub: overflowing("ssub", "i64", "sub_overflow"),
  int_mul: overflowing("smul", "i64", "mul_overflow"),
  int_div: dividing("sdiv", "div_zero"),
  int_rem: dividing("srem", "rem_zero"),
  int_floor_div: floorDivide,
  int_neg: (c, x) => overflowing("ssub", "i64", "neg_overflow")(c, "0", x),
  int_wrap_add: binary("add i64"),
  int_wrap_sub: binary("sub i64"),
  int_wrap_mul: binary("mul i64"),
  int_and: binary("and i64"),
  int_or: binary("or i64"),
  int_xor: binary("xor i64"),
  int_not: (c, x) => c.b.def(`xor i64 ${x}, -1`),
  int_shl: shiftLeft,
  int_shr: shiftRight,
  int_wrap_shl: wrappingShift("shl"),
  int_wrap_shr: wrappingShift("ashr"),
  int_eq: compare("eq", "i64"),
  int_ne: compare("ne", "i64"),
  int_lt: compare("slt", "i64"),
  int_le: compare("sle", "i64"),
  int_gt: compare("sgt", "i64"),
  int_ge: compare("sge", "i64"),

  float_add: binary("fadd double"),
  float_sub: binary("fsub double"),
  float_mul: binary("fmul double"),
  float_div: binary("fdiv double"),
  float_rem: binary("frem double"),
  float_neg: (c, x) => c.b.def(`fneg double ${x}`),
  float_eq: compare("oeq", "double"),
  float_ne: compare("une", "double"),
  float_lt: compare("olt", "double"),
  float_le: compare("ole", "double"),
  float_gt: compare("ogt", "double"),
  float_ge: compare("oge", "double"),
  float_sqrt: unaryFloat("sqrt"),
  float_floor: unaryFloat("floor"),
  float_ceil: unaryFloat("ceil"),
  float_round: unaryFloat("round"),
  float_trunc: unaryFloat("trunc"),
  float_abs: unaryFloat("fabs"),
  float_bits: floatBits,

  bool_not: (c, x) => c.b.def(`xor i1 ${x}, true`),
  bool_eq: compare("eq", "i1"),
  bool_ne: compare("ne", "i1"),

  char_eq: compare("eq", "i32"),
  char_ne: compare("ne", "i32"),
  char_lt: compare("ult", "i32"),
  char_le: compare("ule", "i32"),
  char_gt: compare("ugt", "i32"),
  char_ge: compare("uge", "i32"),

  byte_add: overflowing("uadd", "i8", "add_overflow"),
  byte_sub: overflowing("usub", "i8", "sub_overflow"),
  byte_mul: overflowing("umul", "i8", "mul_overflow"),
  byte_div: dividingBytes("udiv", "div_zero"),
  byte_rem: dividingBytes("urem", "rem_zero"),
  byte_and: binary("and i8"),
  byte_or: binary("or i8"),
  byte_xor: binary("xor i8"),
  byte_not: (c, x) => c.b.def(`xor i8 ${x}, -1`),
  byte_shl: shiftByteLeft,
  byte_shr: shiftByteRight,
  byte_eq: compare("eq", "i8"),
  byte_ne: compare("ne", "i8"),
  byte_lt: compare("ult", "i8"),
  byte_le: compare("ule", "i8"),
  byte_gt: compare("ugt", "i8"),
  byte_ge: compare("uge", "i8"),

  int_to_float: (c, x) => c.b.def(`sitofp i64 ${x} to double`),
  float_to_int: floatToInt,
  int_to_byte: intToByte,
  byte_to_int: (c, x) => c.b.def(`zext i8 ${x} to i64`),
  char_to_int: (c, x) => c.b.def(`zext i32 ${x} to i64`),
  int_to_char: intToChar,
  byte_to_char: (c, x) => c.b.def(`zext i8 ${x} to i32`),
  char_to_byte: charToByte,
  int_when: (c, x, y) => c.b.def(`select i1 ${x}, i64 ${y}, i64 0, !unpredictable !{}`),
  float_from_bits: (c, x) => c.b.def(`bitcast i64 ${x} to double`),
  bool_to_int: (c, x) => c.b.def(`zext i1 ${x} to i64`),
};
