import { assertEquals } from "@std/assert";
import { panicMessage, type PrimOp } from "../operations/mod.ts";
import { PRIM_FUNCTIONS } from "./prims.ts";
import { fromBigInt } from "./value.ts";

const MIN = -(2n ** 63n);
const MAX = 2n ** 63n - 1n;
const SAFE = 2n ** 53n - 1n;

/** Ints around each place where their form changes, and where doubles lose digits. */
const INTS = [MIN, MIN + 1n, -SAFE - 1n, -SAFE, -3037000500n, -7n, -2n, -1n, 0n, 1n, 2n, 7n]
  .concat([3037000500n, 2n ** 52n + 1n, SAFE, SAFE + 1n, 2n ** 62n, MAX]);

function floorOf(a: bigint, b: bigint): bigint {
  const quotient = a / b;
  return a % b !== 0n && (a < 0n) !== (b < 0n) ? quotient - 1n : quotient;
}

/** The result by exact arithmetic, or the panic. */
const EXACT: Partial<Record<PrimOp, (a: bigint, b: bigint) => bigint | string>> = {
  int_add: (a, b) => checked(a + b, panicMessage("add_overflow")),
  int_sub: (a, b) => checked(a - b, panicMessage("sub_overflow")),
  int_mul: (a, b) => checked(a * b, panicMessage("mul_overflow")),
  int_div: (a, b) =>
    b === 0n ? panicMessage("div_zero") : checked(a / b, panicMessage("div_overflow")),
  int_floor_div: (a, b) =>
    b === 0n ? panicMessage("div_zero") : checked(floorOf(a, b), panicMessage("div_overflow")),
  int_rem: (a, b) => {
    if (b === 0n) return panicMessage("rem_zero");
    return a === MIN && b === -1n ? panicMessage("div_overflow") : a % b;
  },
  int_neg: (a) => checked(-a, panicMessage("neg_overflow")),
  int_wrap_add: (a, b) => BigInt.asIntN(64, a + b),
  int_wrap_sub: (a, b) => BigInt.asIntN(64, a - b),
  int_wrap_mul: (a, b) => BigInt.asIntN(64, a * b),
  int_eq: (a, b) => a === b ? 1n : 0n,
  int_lt: (a, b) => a < b ? 1n : 0n,
  int_ge: (a, b) => a >= b ? 1n : 0n,
};

function checked(value: bigint, overflow: string): bigint | string {
  return value < MIN || value > MAX ? overflow : value;
}

Deno.test("int primitives are exact over values of both forms, and give their results in the cheapest one", () => {
  for (const [name, exact] of Object.entries(EXACT)) {
    for (const a of INTS) {
      for (const b of INTS) {
        const expected = exact(a, b);
        const result = PRIM_FUNCTIONS[name as PrimOp](fromBigInt(a), fromBigInt(b));
        const wanted = typeof expected === "string" ? expected : fromBigInt(expected);
        // `assertEquals` takes -0 for 0.
        assertEquals(Object.is(result, wanted), true, `${name} ${a} ${b}: ${result}`);
      }
    }
  }
});

Deno.test("a primitive that is out of range gives the text of its panic", () => {
  const cases: readonly (readonly [PrimOp, number, number, string])[] = [
    ["int_shl", 1, 64, panicMessage("shift_width")],
    ["int_shl", 2 ** 52, 11, panicMessage("shift_overflow")],
    ["byte_add", 200, 56, panicMessage("add_overflow")],
    ["byte_rem", 1, 0, panicMessage("rem_zero")],
    ["byte_shl", 128, 1, panicMessage("shift_overflow")],
    ["int_to_byte", 256, 0, panicMessage("int_to_byte_range", 256)],
    ["int_to_char", 0xd800, 0, panicMessage("int_to_char_invalid", 0xd800)],
    ["float_to_int", NaN, 0, panicMessage("float_to_int_nan")],
    ["float_to_int", 2 ** 63, 0, panicMessage("float_to_int_range")],
  ];
  for (const [op, a, b, text] of cases) assertEquals(PRIM_FUNCTIONS[op](a, b), text, op);
});
