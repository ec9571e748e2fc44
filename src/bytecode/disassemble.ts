/** Bytecode as text, for `--emit=bytecode`. */
import { assertNever } from "../base/mod.ts";
import {
  instructionLength,
  INTRINSIC_NAMES,
  OPCODE_NAMES,
  OPERANDS,
  PRIM_NAMES,
  REF,
} from "./opcodes.ts";
import type { BytecodeProgram, Chunk, Constant } from "./program.ts";
import { regionAt } from "./regions.ts";

/** Every function of `program`: header, then an instruction a line; a line with a region in front of the code that is in it. */
export function disassemble(program: BytecodeProgram): string {
  return program.chunks.map((chunk) => disassembleChunk(chunk, program)).join("\n");
}

function disassembleChunk(chunk: Chunk, program: BytecodeProgram): string {
  const params = chunk.params.map(({ type, isOwned }) =>
    `${isOwned ? "owned" : "borrowed"} ${program.types[type].name}`
  );
  const result = program.types[chunk.result].name;
  const head = `fn ${chunk.name}(${
    params.join(", ")
  }) -> ${result}, ${chunk.registerCount} registers`;
  const lines = linesByPc(chunk, program);
  const handlers = new Map<number, number>();
  for (let i = 0; i < chunk.unwind.length; i += 2) {
    handlers.set(chunk.unwind[i], chunk.unwind[i + 1]);
  }
  const text = [head];
  let region = "function";
  for (let pc = 0; pc < chunk.code.length; pc += instructionLength(chunk.code, pc)) {
    const here = regionAt(chunk, pc);
    if (here !== region) text.push(`${here}:`);
    region = here;
    const handler = handlers.get(pc);
    const notes = [
      handler === undefined ? "" : `unwind ${handler}`,
      lines.get(pc) ?? "",
    ].filter((note) => note !== "").join(", ");
    const instruction = `${String(pc).padStart(5)}  ${instructionText(chunk, pc, program)}`;
    text.push(notes === "" ? instruction : `${instruction.padEnd(60)} # ${notes}`);
  }
  return `${text.join("\n")}\n`;
}

function linesByPc(chunk: Chunk, program: BytecodeProgram): Map<number, string> {
  const lines = new Map<number, string>();
  for (let i = 0; i < chunk.lines.length; i += 4) {
    const [pc, file, line, column] = chunk.lines.slice(i, i + 4);
    lines.set(pc, `${program.files[file]}:${line}:${column}`);
  }
  return lines;
}

function instructionText(chunk: Chunk, pc: number, program: BytecodeProgram): string {
  const { code } = chunk;
  const operands = OPERANDS[code[pc]];
  const words: string[] = [];
  for (let i = 0; i < operands.length; i++) {
    const word = code[pc + 1 + i];
    if (operands[i] === "*" || operands[i] === "#") {
      const list = Array.from(code.subarray(pc + 2 + i, pc + 2 + i + word));
      const kind = operands[i] === "*" ? "w" : "j";
      words.push(`[${list.map((each) => operandText(kind, each, chunk, pc, program)).join(", ")}]`);
    } else words.push(operandText(operands[i], word, chunk, pc, program));
  }
  return `${OPCODE_NAMES[code[pc]].padEnd(12)} ${words.join(", ")}`.trimEnd();
}

function operandText(
  kind: string,
  word: number,
  chunk: Chunk,
  pc: number,
  program: BytecodeProgram,
): string {
  switch (kind) {
    case "d":
    case "r":
      return `r${word}`;
    case "w":
      return `${(word & 3) === REF ? "r" : "s"}${word >> 2}`;
    case "i":
      return String(word);
    case "k":
      return constantText(chunk.constants[word]);
    case "f":
      return program.chunks[word].name;
    case "t":
      return word < 0 ? "-" : program.types[word].name;
    case "p":
      return PRIM_NAMES[word];
    case "n":
      return INTRINSIC_NAMES[word];
    default:
      return `@${pc + word}`;
  }
}

function constantText(constant: Constant): string {
  switch (constant.kind) {
    case "int":
      return String(constant.value);
    case "float":
      return Object.is(constant.value, -0) ? "-0" : String(constant.value);
    case "str":
      return JSON.stringify(constant.value);
    default:
      assertNever(constant, "bytecode");
  }
}
