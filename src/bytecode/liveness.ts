/**
 * Live ranges of variables over the numbered instructions of a function.
 *
 * Slot `2 i` is where instruction `i` reads, `2 i + 1` where it writes; each block starts with a
 * number of its own, at which its parameters are written. A range is a list of segments, so that a
 * variable takes no register where its value is not needed: the next value of a loop variable can
 * be made in the register of the present one, even if that is used after the loop.
 *
 * Each variable is followed from its uses back to its definition, so the cost is the number of blocks in which variables live.
 */
import type { BlockId, VarId } from "../arc/mod.ts";
import type { Instruction, SelectedBlock, SelectedFunction } from "./instruction.ts";
import { OPCODES } from "./opcodes.ts";

export interface LiveRanges {
  /** Flat pairs of first and last slot of each variable, ascending, with gaps between; undefined when never live. */
  readonly segments: readonly (readonly number[] | undefined)[];
  /** Variables in the order of their definitions, parameters first: each range starts no earlier than the one before. */
  readonly order: readonly VarId[];
  /** Number of slots. */
  readonly slots: number;
}

/** Calls `visit` for each variable that an instruction reads into a register. */
export function eachUse(
  ins: Instruction,
  immediates: ReadonlyMap<VarId, number>,
  visit: (v: VarId) => void,
): void {
  for (const operand of ins.operands) {
    if (typeof operand === "number") continue;
    if (operand.kind === "use") visit(operand.var);
    if (operand.kind !== "edge") continue;
    for (const v of operand.target.args) if (!immediates.has(v)) visit(v);
  }
}

/** Calls `visit` for each variable that an instruction writes. */
export function eachDef(ins: Instruction, visit: (v: VarId) => void): void {
  for (const operand of ins.operands) {
    if (typeof operand !== "number" && operand.kind === "def") visit(operand.var);
  }
}

/** Blocks that can follow, also by unwinding. */
function eachSuccessor(block: SelectedBlock, visit: (id: BlockId) => void): void {
  for (const ins of block.code) {
    if (ins.handler !== undefined) visit(ins.handler);
    for (const operand of ins.operands) {
      if (typeof operand !== "number" && operand.kind === "edge") visit(operand.target.block);
    }
  }
}

/** Opcodes whose result is not needed when nothing reads it. */
export const LOADS: ReadonlySet<number> = new Set([
  OPCODES.LOAD_I,
  OPCODES.LOAD_K,
  OPCODES.LOAD_STR,
  OPCODES.NO_TOKEN,
  OPCODES.LOAD_EMPTY,
]);

/** `params` are written before the first block. Requires every block to be numbered by its place. */
export function computeLiveRanges(
  fn: SelectedFunction,
  params: readonly VarId[],
  varCount: number,
): LiveRanges {
  const flow = flowOf(fn);
  const uses = collectUses(fn, flow, varCount);
  const walk = new RangeWalk(flow, uses);
  const segments: (readonly number[] | undefined)[] = new Array(varCount).fill(undefined);
  const order: VarId[] = [];
  const define = (v: VarId, block: BlockId, slot: number) => {
    segments[v] = walk.rangeOf(v, block, slot);
    order.push(v);
  };
  for (const v of params) define(v, 0 as BlockId, 1);
  for (const block of fn.blocks) {
    const first = flow.firstSlot[block.id];
    for (const v of block.params) define(v, block.id, first + 1);
    block.code.forEach((ins, i) =>
      eachDef(ins, (v) => {
        // Constants that only serve as immediates have no range.
        if (uses.isUsed(v) || !LOADS.has(ins.opcode)) define(v, block.id, first + 2 * i + 3);
      })
    );
  }
  return { segments, order, slots: flow.slots };
}

/** The blocks of a function as ranges of slots. */
interface Flow {
  readonly predecessors: readonly (readonly BlockId[])[];
  /** The slot of the number that a block starts with, by block. */
  readonly firstSlot: Int32Array;
  readonly lastSlot: Int32Array;
  readonly slots: number;
}

function flowOf(fn: SelectedFunction): Flow {
  const predecessors: BlockId[][] = fn.blocks.map(() => []);
  const firstSlot = new Int32Array(fn.blocks.length);
  const lastSlot = new Int32Array(fn.blocks.length);
  let number = 1;
  for (const block of fn.blocks) {
    eachSuccessor(block, (id) => predecessors[id].push(block.id));
    firstSlot[block.id] = 2 * number;
    number += block.code.length + 1;
    lastSlot[block.id] = 2 * number - 1;
  }
  return { predecessors, firstSlot, lastSlot, slots: 2 * number };
}

/** The last slot at which each block reads each variable. */
class Uses {
  /** The place of the latest entry of each variable, -1 without one; entries of a variable are linked. */
  readonly #heads: Int32Array;
  readonly #next: number[] = [];
  readonly #blocks: BlockId[] = [];
  readonly #slots: number[] = [];

  constructor(varCount: number) {
    this.#heads = new Int32Array(varCount).fill(-1);
  }

  /** Notes uses in the order of slots. */
  add(v: VarId, block: BlockId, slot: number): void {
    const head = this.#heads[v];
    if (head >= 0 && this.#blocks[head] === block) {
      this.#slots[head] = slot;
      return;
    }
    this.#heads[v] = this.#next.push(head) - 1;
    this.#blocks.push(block);
    this.#slots.push(slot);
  }

  isUsed(v: VarId): boolean {
    return this.#heads[v] >= 0;
  }

  each(v: VarId, visit: (block: BlockId, slot: number) => void): void {
    for (let at = this.#heads[v]; at >= 0; at = this.#next[at]) {
      visit(this.#blocks[at], this.#slots[at]);
    }
  }
}

function collectUses(fn: SelectedFunction, { firstSlot }: Flow, varCount: number): Uses {
  const uses = new Uses(varCount);
  for (const { id, code } of fn.blocks) {
    code.forEach((ins, i) =>
      eachUse(ins, fn.immediates, (v) => uses.add(v, id, firstSlot[id] + 2 * i + 2))
    );
  }
  return uses;
}

/** Computes one range after the other; what it keeps by block is of the variable that marked it. */
class RangeWalk {
  readonly #flow: Flow;
  readonly #uses: Uses;
  /** The variable that was last found to be live on entry of a block. */
  readonly #liveIn: Int32Array;
  readonly #liveOut: Int32Array;
  /** The variable that `#lastUse` of a block is about. */
  readonly #usedBy: Int32Array;
  readonly #lastUse: Int32Array;

  constructor(flow: Flow, uses: Uses) {
    this.#flow = flow;
    this.#uses = uses;
    const count = flow.firstSlot.length;
    this.#liveIn = new Int32Array(count).fill(-1);
    this.#liveOut = new Int32Array(count).fill(-1);
    this.#usedBy = new Int32Array(count).fill(-1);
    this.#lastUse = new Int32Array(count);
  }

  /** The segments of `v`, which `block` defines at `slot`. */
  rangeOf(v: VarId, block: BlockId, slot: number): number[] {
    const entered = this.#enteredBlocks(v, block);
    const range = [slot, Math.max(slot, this.#end(v, block))];
    for (const id of entered) {
      const first = this.#flow.firstSlot[id];
      const end = this.#end(v, id);
      if (range[range.length - 1] === first - 1) range[range.length - 1] = end;
      else range.push(first, end);
    }
    return range;
  }

  /** The blocks on whose entry `v` is live, ascending. */
  #enteredBlocks(v: VarId, definition: BlockId): readonly BlockId[] {
    const queue: BlockId[] = [];
    this.#uses.each(v, (block, slot) => {
      this.#usedBy[block] = v;
      this.#lastUse[block] = slot;
      if (block !== definition) queue.push(block);
    });
    const entered: BlockId[] = [];
    for (let block = queue.pop(); block !== undefined; block = queue.pop()) {
      if (this.#liveIn[block] === v) continue;
      this.#liveIn[block] = v;
      entered.push(block);
      for (const pred of this.#flow.predecessors[block]) {
        this.#liveOut[pred] = v;
        if (pred !== definition) queue.push(pred);
      }
    }
    return entered.sort((a, b) => a - b);
  }

  /** The last slot of `block` at which `v` is live; 0 if it is not. */
  #end(v: VarId, block: BlockId): number {
    if (this.#liveOut[block] === v) return this.#flow.lastSlot[block];
    return this.#usedBy[block] === v ? this.#lastUse[block] : 0;
  }
}
