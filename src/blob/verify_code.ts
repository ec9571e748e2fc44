/**
 * Checks that bytecode can be run: every instruction is known and whole, every register, constant, function, type and jump
 * is there. What a value is at run time is not checked: that follows from the program it was compiled from.
 */
import { InternalError } from "../base/mod.ts";
import {
  type BytecodeProgram,
  type Chunk,
  INTRINSIC_NAMES,
  OPCODES,
  OPERANDS,
  PRIM_NAMES,
} from "../bytecode/mod.ts";
import { BlobError } from "./blob_error.ts";

/** Instructions after which nothing follows. */
const ENDS: ReadonlySet<number | undefined> = new Set<number>([
  OPCODES.JUMP,
  OPCODES.RET_S,
  OPCODES.RET_R,
  OPCODES.RESUME,
  OPCODES.UNREACHABLE,
  OPCODES.SWITCH,
]);

/** Throws `BlobError` where a chunk of `program` is not whole. */
export function verifyCode(program: BytecodeProgram): void {
  for (const chunk of program.chunks) new ChunkVerifier(program, chunk).run();
}

class ChunkVerifier {
  readonly #starts = new Set<number>();
  readonly #targets: number[] = [];

  constructor(readonly program: BytecodeProgram, readonly chunk: Chunk) {}

  run(): void {
    const { code, unwind, params, registerCount } = this.chunk;
    if (params.length > registerCount) throw this.#broken("has no room for its parameters");
    let last = -1;
    for (let pc = 0; pc < code.length;) {
      this.#starts.add(pc);
      last = code[pc] ?? -1;
      pc = this.#instruction(pc);
    }
    if (!ENDS.has(last)) throw this.#broken("does not end");
    this.#targets.push(...unwind);
    if (!this.#targets.every((pc) => this.#starts.has(pc))) {
      throw this.#broken("jumps into an instruction");
    }
  }

  /** Checks the instruction at `pc`; gives the pc behind it. */
  #instruction(pc: number): number {
    const { code } = this.chunk;
    const operands = OPERANDS[code[pc] ?? -1];
    if (operands === undefined) throw this.#broken("has an unknown instruction");
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
        return this.#constant(word, this.chunk.code[pc] === OPCODES.LOAD_STR);
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

  #constant(word: number, isText: boolean): void {
    this.#require(word, this.chunk.constants.length);
    if ((this.chunk.constants[word]?.kind === "str") !== isText) {
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
