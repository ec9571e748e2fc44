/**
 * Code that counts its steps: a `STEP` where a function begins and where a loop begins anew. So a run without a limit
 * executes code without any counting.
 */
import { instructionLength, OPCODES, OPERANDS } from "./opcodes.ts";
import type { BytecodeProgram, Chunk } from "./program.ts";
import { REGION_WIDTH } from "./regions.ts";

/** `program` with a `STEP` at the start of each function and each target of a jump back. */
export function countSteps(program: BytecodeProgram): BytecodeProgram {
  return { ...program, chunks: program.chunks.map(countChunk) };
}

function countChunk(chunk: Chunk): Chunk {
  const { code } = chunk;
  const counted = new Set([0]);
  for (let pc = 0; pc < code.length; pc += instructionLength(code, pc)) {
    eachOffset(code, pc, (at) => {
      if (code[at] <= 0) counted.add(pc + code[at]);
    });
  }
  /** New places by old ones: those of the `STEP` in front, and of the instruction itself. */
  const starts = new Int32Array(code.length + 1);
  const places = new Int32Array(code.length + 1);
  const words: number[] = [];
  for (let pc = 0; pc < code.length;) {
    starts[pc] = words.length;
    if (counted.has(pc)) words.push(OPCODES.STEP);
    places[pc] = words.length;
    for (const end = pc + instructionLength(code, pc); pc < end; pc++) words.push(code[pc]);
  }
  for (let pc = 0; pc < code.length; pc += instructionLength(code, pc)) {
    const place = places[pc];
    eachOffset(code, pc, (at) => words[place + at - pc] = starts[pc + code[at]] - place);
    // Its fast path adds to a list without the heap, which counts what it holds.
    if (code[pc] === OPCODES.LIST_PUSH) words[place] = OPCODES.INTRINSIC;
  }
  return {
    ...chunk,
    code: Int32Array.from(words),
    lines: chunk.lines.map((each, i) => i % 4 === 0 ? places[each] : each),
    regions: chunk.regions.map((each, i) => i % REGION_WIDTH === 0 ? starts[each] : each),
    unwind: chunk.unwind.map((each, i) => i % 2 === 0 ? places[each] : starts[each]),
  };
}

/** Calls `visit` with the place of each jump offset of the instruction at `pc`. */
function eachOffset(code: Int32Array, pc: number, visit: (at: number) => void): void {
  const operands = OPERANDS[code[pc]];
  for (let i = 0, at = pc + 1; i < operands.length; i++, at++) {
    if (operands[i] === "j") visit(at);
    else if (operands[i] === "*") at += code[at];
    else if (operands[i] === "#") {
      const end = at + code[at];
      while (at < end) visit(++at);
    }
  }
}
