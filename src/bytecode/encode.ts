/** Selected instructions to code words, and to the tables of lines, regions and unwinding. */
import { InternalError, type SourceMap, type Span } from "../base/mod.ts";
import type { ArcBlock, BlockId, JumpTarget, VarId } from "../arc/mod.ts";
import type { Allocation } from "./allocate.ts";
import type { Instruction, Operand, SelectedFunction } from "./instruction.ts";
import { LOADS } from "./liveness.ts";
import { type Move, orderMoves } from "./moves.ts";
import { OPCODES, REF, type RegisterClass } from "./opcodes.ts";
import { RegionTable } from "./regions.ts";

export interface Encoded {
  readonly code: Int32Array;
  readonly lines: number[];
  readonly regions: readonly number[];
  readonly unwind: number[];
  readonly registerCount: number;
}

export interface EncodeInput {
  readonly name: string;
  readonly fn: SelectedFunction;
  /** The blocks that `fn` was selected from, by id. */
  readonly blocks: readonly ArcBlock[];
  readonly allocation: Allocation;
  readonly sources: SourceMap;
  classOf(v: VarId): RegisterClass;
}

export function encode(input: EncodeInput): Encoded {
  return new Encoder(input).run();
}

/** An endless loop may be a cycle of jumps. */
const MAX_HOPS = 8;

class Encoder {
  readonly #code: number[] = [];
  readonly #lines: number[] = [];
  /** Words that hold the size of the frame. */
  readonly #windows: number[] = [];
  readonly #handlers: { readonly pc: number; readonly block: BlockId }[] = [];
  readonly #blockPc: Int32Array;
  /** Words that hold a jump offset, to fill in when blocks are placed. */
  readonly #patches: { readonly at: number; readonly base: number; readonly block: BlockId }[] = [];
  readonly #stubs: {
    readonly at: number;
    readonly base: number;
    readonly target: JumpTarget;
    /** The block that jumps. */
    readonly from: BlockId;
  }[] = [];
  readonly #regions = new RegionTable();
  #registerCount: number;
  #lastSpan: Span | undefined;

  constructor(readonly input: EncodeInput) {
    this.#registerCount = input.allocation.count;
    this.#blockPc = new Int32Array(input.fn.blocks.length).fill(-1);
  }

  run(): Encoded {
    const { blocks } = this.input.fn;
    blocks.forEach((block, index) => {
      this.#begin(block.id);
      this.#blockPc[block.id] = this.#code.length;
      for (const ins of block.code) this.#instruction(ins, block.id, blocks[index + 1]?.id);
    });
    for (const { at, base, target, from } of this.#stubs) {
      this.#begin(from);
      this.#code[at] = this.#code.length - base;
      this.#jump(target, undefined);
    }
    for (const { at, base, block } of this.#patches) this.#patch(at, base, this.#pcOf(block));
    const code = Int32Array.from(this.#code);
    this.#patchWindows(code);
    const unwind = this.#handlers.flatMap(({ pc, block }) => [pc, this.#pcOf(block)]);
    return {
      code,
      lines: this.#lines,
      regions: this.#regions.rows,
      unwind,
      registerCount: this.#registerCount,
    };
  }

  /** What follows is code of `block`. */
  #begin(block: BlockId): void {
    this.#regions.begin(this.#code.length, this.input.blocks[block]);
  }

  /** Sets a jump; a jump to a jump goes on to its end, and one to a return returns at once. */
  #patch(at: number, base: number, target: number): void {
    const code = this.#code;
    for (let hops = 0; hops < MAX_HOPS && code[target] === OPCODES.JUMP; hops++) {
      target += code[target + 1];
    }
    const isReturn = code[target] === OPCODES.RET_S || code[target] === OPCODES.RET_R;
    if (code[base] === OPCODES.JUMP && isReturn) {
      code[base] = code[target];
      code[at] = code[target + 1];
    } else code[at] = target - base;
  }

  /** The frame may have grown by a scratch register until the end. */
  #patchWindows(code: Int32Array): void {
    for (const at of this.#windows) code[at] = this.#registerCount;
  }

  #pcOf(block: BlockId): number {
    const pc = this.#blockPc[block];
    if (pc < 0) this.#fail(`jump to block ${block}, which is not there`);
    return pc;
  }

  #instruction(ins: Instruction, block: BlockId, following: BlockId | undefined): void {
    if (LOADS.has(ins.opcode) && this.#isDeadLoad(ins)) return;
    const [first] = ins.operands;
    if (ins.opcode === OPCODES.JUMP && typeof first !== "number" && first.kind === "edge") {
      return this.#jump(first.target, following);
    }
    const pc = this.#code.push(ins.opcode) - 1;
    for (const operand of ins.operands) this.#operand(operand, pc, block);
    if (ins.span !== undefined) this.#line(pc, ins.span);
    if (ins.handler !== undefined) this.#handlers.push({ pc, block: ins.handler });
    const isMove = ins.opcode === OPCODES.MOVE_R || ins.opcode === OPCODES.MOVE_S;
    if (isMove && this.#code[pc + 1] === this.#code[pc + 2]) this.#code.length = pc;
  }

  /** Constants that only serve as immediates are never loaded. */
  #isDeadLoad(ins: Instruction): boolean {
    const [target] = ins.operands;
    if (typeof target === "number" || target.kind !== "def") return false;
    return this.input.allocation.registers[target.var] < 0;
  }

  #operand(operand: Operand, base: number, block: BlockId): void {
    if (typeof operand === "number") return void this.#code.push(operand);
    if (operand.kind === "edge") return this.#edge(operand.target, base, block);
    if (operand.kind === "window") return void this.#windows.push(this.#code.push(0) - 1);
    const register = this.#registerOf(operand.var);
    const word = operand.isTagged ? register * 4 + this.input.classOf(operand.var) : register;
    this.#code.push(word);
  }

  #edge(target: JumpTarget, base: number, from: BlockId): void {
    const at = this.#code.push(0) - 1;
    if (this.#movesOf(target).length === 0 && this.#immediatesOf(target).length === 0) {
      this.#patches.push({ at, base, block: target.block });
    } else {
      this.#stubs.push({ at, base, target, from });
    }
  }

  /** Moves the arguments, then jumps unless the target comes next. */
  #jump(target: JumpTarget, following: BlockId | undefined): void {
    const moves = orderMoves(this.#movesOf(target), () => this.#registerCount++);
    for (const { to, from, isRef } of moves) {
      this.#code.push(isRef ? OPCODES.MOVE_R : OPCODES.MOVE_S, to, from);
    }
    for (const { to, value } of this.#immediatesOf(target)) {
      this.#code.push(OPCODES.LOAD_I, to, value);
    }
    if (target.block === following) return;
    const base = this.#code.push(OPCODES.JUMP) - 1;
    this.#patches.push({ at: this.#code.push(0) - 1, base, block: target.block });
  }

  #movesOf(target: JumpTarget): Move[] {
    const moves: Move[] = [];
    const { params } = this.input.fn.blocks[target.block];
    target.args.forEach((arg, i) => {
      if (this.input.fn.immediates.has(arg)) return;
      const [to, from] = [this.#registerOf(params[i]), this.#registerOf(arg)];
      if (to !== from) moves.push({ to, from, isRef: this.input.classOf(arg) === REF });
    });
    return moves;
  }

  #immediatesOf(target: JumpTarget): { to: number; value: number }[] {
    const loads: { to: number; value: number }[] = [];
    const { params } = this.input.fn.blocks[target.block];
    target.args.forEach((arg, i) => {
      const value = this.input.fn.immediates.get(arg);
      if (value !== undefined) loads.push({ to: this.#registerOf(params[i]), value });
    });
    return loads;
  }

  #registerOf(v: VarId): number {
    const register = this.input.allocation.registers[v];
    if (register < 0) this.#fail(`%${v} has no register`);
    return register;
  }

  #line(pc: number, span: Span): void {
    if (span === this.#lastSpan) {
      this.#lines.push(pc, ...this.#lines.slice(-3));
      return;
    }
    this.#lastSpan = span;
    const { line, column } = this.input.sources.file(span.file).position(span.start);
    this.#lines.push(pc, span.file, line, column);
  }

  #fail(message: string): never {
    throw new InternalError(message, { stage: "bytecode", fn: this.input.name });
  }
}
