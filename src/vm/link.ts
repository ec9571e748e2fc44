/**
 * Joins the chunks of a program into one code array, so that a call is a jump. Jumps are relative
 * and functions and types numbered for the whole program; only constants are renumbered.
 */
import {
  type BytecodeProgram,
  type Constant,
  instructionLength,
  OPERANDS,
} from "../bytecode/mod.ts";
import { fromBigInt, Str, UNCOUNTED, type Value } from "./value.ts";
import { utf8Length } from "./text.ts";

/** A program as machines run it: its code in one array. */
export interface Image {
  readonly program: BytecodeProgram;
  readonly code: Int32Array;
  /** First pc of each function. */
  readonly entries: Int32Array;
  /** Registers of each function. */
  readonly frameSizes: Int32Array;
  /** Scalar constants; NaN where the value is a BigInt in `refConstants`. */
  readonly scalarConstants: Float64Array;
  readonly refConstants: readonly Value[];
}

/** The image of `program`, on which any number of machines can run. */
export function link(program: BytecodeProgram): Image {
  const { chunks } = program;
  const entries = new Int32Array(chunks.length);
  const constants: Constant[] = [];
  let size = 0;
  chunks.forEach((chunk, fn) => {
    entries[fn] = size;
    size += chunk.code.length;
  });
  const code = new Int32Array(size);
  chunks.forEach((chunk, fn) => {
    code.set(chunk.code, entries[fn]);
    if (chunk.constants.length === 0) return;
    renumberConstants(code, entries[fn], entries[fn] + chunk.code.length, constants.length);
    constants.push(...chunk.constants);
  });
  return {
    program,
    code,
    entries,
    frameSizes: Int32Array.from(chunks, (chunk) => chunk.registerCount),
    scalarConstants: Float64Array.from(constants, scalarOf),
    refConstants: constants.map(refOf),
  };
}

function renumberConstants(code: Int32Array, start: number, end: number, base: number): void {
  if (base === 0) return;
  for (let pc = start; pc < end; pc += instructionLength(code, pc)) {
    const at = OPERANDS[code[pc]].indexOf("k");
    if (at >= 0) code[pc + 1 + at] += base;
  }
}

function scalarOf(constant: Constant): number {
  if (constant.kind === "float") return constant.value;
  if (constant.kind === "str") return 0;
  const value = fromBigInt(constant.value);
  return typeof value === "number" ? value : NaN;
}

function refOf(constant: Constant): Value {
  if (constant.kind === "int") return constant.value;
  if (constant.kind === "float") return undefined;
  return new Str(UNCOUNTED, constant.value, utf8Length(constant.value));
}
