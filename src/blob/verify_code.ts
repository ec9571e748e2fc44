/**
 * Checks that bytecode can be run. Here: every instruction is known and whole, every register, constant, function, type and
 * jump is there. `verify_entries.ts` checks the functions that the engine calls, `verify_flow.ts` types and ownership.
 */
import { InternalError } from "../base/mod.ts";
import {
  type BytecodeProgram,
  type Chunk,
  INTRINSIC_NAMES,
  OPCODES,
  OPERANDS,
  PRIM_NAMES,
  REGION_WIDTH,
} from "../bytecode/mod.ts";
import { BlobError } from "./blob_error.ts";
import { ENDS } from "./code_blocks.ts";
import { LINE_WIDTH, UNWIND_WIDTH } from "./encode.ts";
import { ProgramTypes } from "./program_types.ts";
import { verifyEntries } from "./verify_entries.ts";
import { verifyFlow } from "./verify_flow.ts";

/** Throws `BlobError` where a chunk of `program` is not whole. */
export function verifyCode(program: BytecodeProgram): void {
  const targets = program.chunks.map((chunk) => new ChunkVerifier(program, chunk).run());
  const types = new ProgramTypes(program.types);
  verifyEntries(program, types);
  verifyFlow(program, types, targets);
}

class ChunkVerifier {
  readonly #starts = new Set<number>();
  readonly #targets: number[] = [];

  constructor(readonly program: BytecodeProgram, readonly chunk: Chunk) {}

  /** Gives the pcs of all jumps and handlers. */
  run(): readonly number[] {
    const { code, lines, regions, unwind, params, registerCount } = this.chunk;
    if (params.length > registerCount) throw this.#broken("has no room for its parameters");
    if (registerCount > params.length + code.length) {
      throw this.#broken("has more registers than it can set");
    }
    let last = -1;
    for (let pc = 0; pc < code.length;) {
      this.#starts.add(pc);
      last = code[pc] ?? -1;
      pc = this.#instruction(pc);
    }
    if (!ENDS.has(last)) throw this.#broken("does not end");
    this.#table(lines, LINE_WIDTH);
    this.#table(regions, REGION_WIDTH);
    this.#table(unwind, UNWIND_WIDTH);
    for (let i = 1; i < unwind.length; i += UNWIND_WIDTH) this.#targets.push(unwind[i] ?? -1);
    if (!this.#targets.every((pc) => this.#starts.has(pc))) {
      throw this.#broken("jumps into an instruction");
    }
    return this.#targets;
  }

  /** Checks the pcs of a table, the first number of each row: it is searched by them. */
  #table(table: readonly number[], width: number): void {
    let last = -1;
    for (let i = 0; i < table.length; i += width) {
      const pc = table[i] ?? -1;
      if (pc <= last || !this.#starts.has(pc)) throw this.#broken("has a table out of order");
      last = pc;
    }
  }

  /** Checks the instruction at `pc`; gives the pc behind it. */
  #instruction(pc: number): number {
    const { code } = this.chunk;
    const operands = OPERANDS[code[pc] ?? -1];
    if (operands === undefined || code[pc] === OPCODES.STEP) {
      throw this.#broken("has an unknown instruction");
    }
    let at = pc + 1;
    for (const letter of operands) {
      if (at >= code.length) throw this.#broken("is cut");
      const word = code[at++] ?? 0;
      if (letter === "*" || letter === "#") {
        if (word < 0 || word > code.length - at) throw this.#broken("is cut");
        for (const end = at + word; at < end; at++) {
          this.#operand(letter === "*" ? "w" : "j", code[at] ?? 0, pc);
        }
      } else this.#operand(letter, word, pc);
    }
    return at;
  }

  #operand(letter: string, word: number, pc: number): void {
    switch (letter) {
      case "d":
      case "r":
        return this.#require(word, this.chunk.registerCount);
      case "w":
        this.#require(word & 3, 3);
        return this.#require(word >> 2, this.chunk.registerCount);
      case "k":
        return this.#constant(word, this.chunk.code[pc]);
      case "f":
        return this.#require(word, this.program.chunks.length);
      case "t":
        return this.#require(word + 1, this.program.types.length + 1);
      case "p":
        return this.#require(word, PRIM_NAMES.length);
      case "n":
        return this.#require(word, INTRINSIC_NAMES.length);
      case "j":
        this.#targets.push(pc + word);
        return;
      case "i":
        return;
      default:
        throw new InternalError(`no operand ${letter}`, { stage: "blob" });
    }
  }

  #constant(word: number, opcode: number | undefined): void {
    this.#require(word, this.chunk.constants.length);
    const kind = this.chunk.constants[word]?.kind;
    const isText = opcode === OPCODES.LOAD_STR;
    if ((kind === "str") !== isText || (kind === "float" && opcode === OPCODES.JEQ_K)) {
      throw this.#broken("loads a constant of another kind");
    }
  }

  #require(word: number, limit: number): void {
    if (word < 0 || word >= limit) throw this.#broken("refers to what is not there");
  }

  #broken(what: string): BlobError {
    return new BlobError(`the code of ${this.chunk.name} ${what}`);
  }
}
