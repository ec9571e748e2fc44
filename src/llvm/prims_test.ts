import { assertEquals } from "@std/assert";
import { type FileId, SourceMap } from "../base/mod.ts";
import type { CountedProgram, VarId } from "../arc/mod.ts";
import { type PrimOp, PRIMS } from "../operations/mod.ts";
import { type FnBuilder, HERE, ProgramBuilder } from "../../tests/support/arc_program.ts";
import { TestTypes } from "../../tests/support/mono_types.ts";
import { buildNative, runBuilt } from "../../tests/support/native_run.ts";
import { emitLlvm } from "./mod.ts";

/** Chars and bytes are written as numbers. */
type Argument = bigint | number | boolean;
const MAX = 9223372036854775807n;
const MIN = -MAX - 1n;

/** Operation, arguments, printed result. Every operation has a row. */
const RESULTS: readonly (readonly [PrimOp, readonly Argument[], string])[] = [
  ["int_add", [MAX - 1n, 1n], "9223372036854775807"],
  ["int_sub", [MIN + 1n, 1n], "-9223372036854775808"],
  ["int_mul", [-3n, 7n], "-21"],
  ["int_div", [-7n, 2n], "-3"],
  ["int_rem", [-7n, 2n], "-1"],
  ["int_floor_div", [-7n, 2n], "-4"],
  ["int_floor_div", [7n, -2n], "-4"],
  ["int_floor_div", [-8n, 2n], "-4"],
  ["int_floor_div", [7n, 2n], "3"],
  ["int_neg", [5n], "-5"],
  ["int_wrap_add", [MAX, 1n], String(MIN)],
  ["int_wrap_sub", [MIN, 1n], String(MAX)],
  ["int_wrap_mul", [MAX, 2n], "-2"],
  ["int_and", [12n, 10n], "8"],
  ["int_or", [12n, 10n], "14"],
  ["int_xor", [12n, 10n], "6"],
  ["int_not", [0n], "-1"],
  ["int_shl", [-1n, 63n], String(MIN)],
  ["int_shr", [-8n, 1n], "-4"],
  ["int_wrap_shl", [1n, 65n], "2"],
  ["int_wrap_shr", [-8n, 65n], "-4"],
  ["int_eq", [1n, 1n], "1"],
  ["int_ne", [1n, 1n], "0"],
  ["int_lt", [-1n, 0n], "1"],
  ["int_le", [1n, 0n], "0"],
  ["int_gt", [-1n, 0n], "0"],
  ["int_ge", [0n, 0n], "1"],
  ["float_add", [0.1, 0.2], "0.30000000000000004"],
  ["float_sub", [1, 0.5], "0.5"],
  ["float_mul", [1.5, 1.5], "2.25"],
  ["float_div", [1, 0], "inf"],
  ["float_rem", [-7.5, 2], "-1.5"],
  ["float_neg", [1.5], "-1.5"],
  ["float_eq", [NaN, NaN], "0"],
  ["float_ne", [NaN, NaN], "1"],
  ["float_lt", [1, 2], "1"],
  ["float_le", [NaN, 2], "0"],
  ["float_gt", [1, 2], "0"],
  ["float_ge", [2, 2], "1"],
  ["float_sqrt", [2], "1.4142135623730951"],
  ["float_floor", [-1.5], "-2"],
  ["float_ceil", [-1.5], "-1"],
  ["float_round", [-2.5], "-3"],
  ["float_round", [0.49999999999999994], "0"],
  ["float_trunc", [-1.5], "-1"],
  ["float_abs", [-1.5], "1.5"],
  ["float_bits", [-0], String(MIN)],
  ["float_bits", [NaN], "9221120237041090560"],
  ["float_from_bits", [4609434218613702656n], "1.5"],
  ["float_from_bits", [-4616189618054758400n], "-1"],
  ["bool_not", [true], "0"],
  ["bool_eq", [false, false], "1"],
  ["bool_ne", [false, true], "1"],
  ["char_eq", [97, 97], "1"],
  ["char_ne", [97, 97], "0"],
  ["char_lt", [97, 98], "1"],
  ["char_le", [98, 97], "0"],
  ["char_gt", [98, 97], "1"],
  ["char_ge", [97, 98], "0"],
  ["byte_add", [200, 55], "255"],
  ["byte_sub", [200, 200], "0"],
  ["byte_mul", [51, 5], "255"],
  ["byte_div", [200, 7], "28"],
  ["byte_rem", [200, 7], "4"],
  ["byte_and", [204, 170], "136"],
  ["byte_or", [204, 170], "238"],
  ["byte_xor", [204, 170], "102"],
  ["byte_not", [1], "254"],
  ["byte_shl", [3, 6n], "192"],
  ["byte_shr", [200, 3n], "25"],
  ["byte_eq", [200, 200], "1"],
  ["byte_ne", [200, 201], "1"],
  ["byte_lt", [100, 200], "1"],
  ["byte_le", [200, 100], "0"],
  ["byte_gt", [200, 100], "1"],
  ["byte_ge", [100, 200], "0"],
  ["int_to_float", [3n], "3"],
  ["float_to_int", [-3.99], "-3"],
  ["float_to_int", [-9223372036854775808], String(MIN)],
  ["int_to_byte", [255n], "255"],
  ["byte_to_int", [200], "200"],
  ["char_to_int", [0x1f600], "128512"],
  ["int_to_char", [0x10ffffn], "1114111"],
  ["byte_to_char", [200], "200"],
  ["char_to_byte", [255], "255"],
  ["bool_to_int", [true], "1"],
  ["int_when", [true, MIN], String(MIN)],
  ["int_when", [false, MAX], "0"],
];

/** Operation, arguments, message of the panic. */
const PANICS: readonly (readonly [PrimOp, readonly Argument[], string])[] = [
  ["int_add", [MAX, 1n], "integer overflow in addition"],
  ["int_sub", [MIN, 1n], "integer overflow in subtraction"],
  ["int_mul", [MAX, 2n], "integer overflow in multiplication"],
  ["int_div", [1n, 0n], "division by zero"],
  ["int_div", [MIN, -1n], "integer overflow in division"],
  ["int_rem", [1n, 0n], "modulo by zero"],
  ["int_rem", [MIN, -1n], "integer overflow in division"],
  ["int_floor_div", [1n, 0n], "division by zero"],
  ["int_floor_div", [MIN, -1n], "integer overflow in division"],
  ["int_neg", [MIN], "integer overflow in negation"],
  ["int_shl", [1n, 64n], "shift count exceeds bit width"],
  ["int_shl", [1n, -1n], "negative shift count"],
  ["int_shl", [1n, 63n], "shift overflow"],
  ["int_shr", [1n, 64n], "shift count exceeds bit width"],
  ["byte_add", [200, 56], "integer overflow in addition"],
  ["byte_sub", [1, 2], "integer overflow in subtraction"],
  ["byte_mul", [16, 16], "integer overflow in multiplication"],
  ["byte_div", [1, 0], "division by zero"],
  ["byte_rem", [1, 0], "modulo by zero"],
  ["byte_shl", [1, 8n], "shift count exceeds bit width"],
  ["byte_shl", [128, 1n], "shift overflow"],
  ["byte_shr", [1, 8n], "shift count exceeds bit width"],
  ["float_to_int", [NaN], "cannot convert NaN to int"],
  ["float_to_int", [-Infinity], "cannot convert infinity to int"],
  ["float_to_int", [9223372036854775808], "float value out of range for int"],
  ["int_to_byte", [-1n], "integer value out of range for byte: -1 is not in range (0-255)"],
  ["int_to_char", [0xd800n], "55296 is not a valid Unicode codepoint"],
  ["int_to_char", [-1n], "-1 is not a valid Unicode codepoint"],
  ["char_to_byte", [256], "char value out of range for byte: 256 is not in range (0-255)"],
];

/** A constant, hidden from the optimizer behind a parameter of the test's function. */
function constant(f: FnBuilder, op: PrimOp, index: number, value: Argument): VarId {
  const scalar = PRIMS[op].params[index];
  switch (scalar) {
    case "int":
      return f.int(value as bigint);
    case "float":
      return f.float(value as number);
    case "bool":
      return f.bool(value as boolean);
    case "char":
      return f.prim("int_to_char", f.int(value as number));
    case "byte":
      return f.prim("int_to_byte", f.int(value as number));
    case undefined:
      throw new RangeError(`${op} has no argument ${index}`);
  }
}

function printResult(f: FnBuilder, op: PrimOp, value: VarId): void {
  const { result } = PRIMS[op];
  const asInt = {
    bool: "bool_to_int",
    char: "char_to_int",
    byte: "byte_to_int",
  } as const;
  f.printNumber(result === "int" || result === "float" ? value : f.prim(asInt[result], value));
}

/** One test function per row. */
function testsOf(
  rows: readonly (readonly [PrimOp, readonly Argument[], string])[],
): CountedProgram {
  const p = new ProgramBuilder(new TestTypes());
  const tests = rows.map(([op, args], row) => {
    const name = `${op}.${row}`;
    const f = p.fn(name, [], p.types.unit);
    const text = f.intrinsic("str_concat", f.types.str, [
      f.str("a text of 24 bytes or so"),
      f.str("!"),
    ]);
    const operands = args.map((value, index) => constant(f, op, index, value));
    if (PRIMS[op].panics.length === 0) printResult(f, op, f.prim(op, ...operands));
    else {
      const { dst, unwind } = f.invoke(p.types[PRIMS[op].result], f.primCall(op, operands));
      printResult(f, op, dst);
      const normal = f.block().id;
      f.jump(normal);
      f.start(unwind);
      f.dec(text);
      f.end({ kind: "Resume" });
      f.start(normal);
    }
    f.dec(text);
    f.ret(f.unit());
    return { fn: f.fn.id, name, span: HERE };
  });
  return {
    types: p.types,
    fns: p.fns,
    tests,
    drops: new Map(),
    stdFiles: new Set<FileId>(),
    updates: [],
  };
}

for (const mode of ["debug", "release"] as const) {
  Deno.test(`emitPrim: results and panics in ${mode}`, async () => {
    const sources = new SourceMap();
    sources.add("a.ori", "x\n");
    const rows = [...RESULTS, ...PANICS];
    const ir = emitLlvm(testsOf(rows), sources, {
      mode,
      tracesRc: false,
      checksLeaks: true,
      sanitizesAddress: false,
      isTestHarness: true,
      directory: "/",
    });
    const binary = await buildNative(ir, { level: mode === "debug" ? "-O0" : "-O2" });
    for (const [index, [op, args, expected]] of rows.entries()) {
      const run = await runBuilt(binary, { args: [String(index)] });
      const want = index < RESULTS.length
        ? { code: 0, stdout: `${expected}\n`, stderr: "" }
        : { code: 1, stdout: "", stderr: `panic: ${expected} at a.ori:1:1\n` };
      assertEquals(run, want, `${op}(${args.join(", ")})`);
    }
  });
}

Deno.test("emitPrim: every operation is tested", () => {
  const tested = new Set(RESULTS.map(([op]) => op));
  assertEquals([...tested].sort(), Object.keys(PRIMS).sort());
});
