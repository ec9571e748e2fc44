/**
 * Live ranges of variables over the numbered instructions of a function.
 *
 * Slot `2 i` is where instruction `i` reads, `2 i + 1` where it writes; each block starts with a
 * number of its own, at which its parameters are written. A range is a list of segments, so that a
 * variable takes no register where its value is not needed: the next value of a loop variable can
 * be made in the register of the present one, even if that is used after the loop.
 */
import type { BlockId, VarId } from "../arc/mod.ts";
import type { Instruction, SelectedBlock, SelectedFunction } from "./instruction.ts";
import { OPCODES } from "./opcodes.ts";

export interface LiveRanges {
  /** Flat pairs of first and last slot of each variable, in no order; undefined when never live. */
  readonly segments: readonly (readonly number[] | undefined)[];
  /** Variables in the order of their definitions, parameters first. */
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

/** `params` are written before the first block. Requires every block to be numbered by its place. */
export function computeLiveRanges(
  fn: SelectedFunction,
  params: readonly VarId[],
  varCount: number,
): LiveRanges {
  const liveOut = computeLiveOut(fn, varCount);
  const ranges = new RangeBuilder(varCount);
  let number = 1;
  for (const block of fn.blocks) {
    ranges.addBlock(block, number, liveOut[block.id], fn.immediates);
    number += block.code.length + 1;
  }
  for (const v of params) ranges.add(v, 1, 1);
  const order = [...params, ...definitionOrder(fn, ranges)];
  return { segments: ranges.segments, order, slots: 2 * number };
}

/** Constants that only serve as immediates have no range. */
function definitionOrder(fn: SelectedFunction, { segments }: RangeBuilder): VarId[] {
  const order: VarId[] = [];
  const define = (v: VarId) => {
    if (segments[v] !== undefined) order.push(v);
  };
  for (const block of fn.blocks) {
    block.params.forEach(define);
    for (const ins of block.code) eachDef(ins, define);
  }
  return order;
}

/** Opcodes whose result is not needed when nothing reads it. */
export const LOADS: ReadonlySet<number> = new Set([
  OPCODES.LOAD_I,
  OPCODES.LOAD_K,
  OPCODES.LOAD_STR,
  OPCODES.NO_TOKEN,
  OPCODES.LOAD_EMPTY,
]);

class RangeBuilder {
  readonly segments: (number[] | undefined)[];
  /** Last slot where a variable is live, seen from the instruction being visited; -1: not live. */
  readonly #until: Int32Array;

  constructor(varCount: number) {
    this.segments = new Array(varCount).fill(undefined);
    this.#until = new Int32Array(varCount).fill(-1);
  }

  add(v: VarId, first: number, last: number): void {
    (this.segments[v] ??= []).push(first, last);
  }

  /** Walks a block from its end; its own number is `number`, its first instruction's the next. */
  addBlock(
    block: SelectedBlock,
    number: number,
    liveOut: Uint32Array,
    immediates: ReadonlyMap<VarId, number>,
  ): void {
    const until = this.#until;
    const live: VarId[] = [];
    const use = (v: VarId, slot: number) => {
      if (until[v] >= 0) return;
      until[v] = slot;
      live.push(v);
    };
    const end = 2 * (number + block.code.length) + 1;
    eachMember(liveOut, (v) => use(v, end));
    for (let i = block.code.length - 1; i >= 0; i--) {
      const slot = 2 * (number + 1 + i);
      const ins = block.code[i];
      eachDef(ins, (v) => {
        if (until[v] >= 0 || !LOADS.has(ins.opcode)) this.#define(v, slot + 1);
      });
      eachUse(ins, immediates, (v) => use(v, slot));
    }
    for (const v of block.params) this.#define(v, 2 * number + 1);
    for (const v of live) {
      if (until[v] >= 0) this.add(v, 2 * number, until[v]);
      until[v] = -1;
    }
  }

  #define(v: VarId, slot: number): void {
    this.add(v, slot, Math.max(slot, this.#until[v]));
    this.#until[v] = -1;
  }
}

function eachMember(set: Uint32Array, visit: (v: VarId) => void): void {
  for (let word = 0; word < set.length; word++) {
    for (let bits = set[word]; bits !== 0; bits &= bits - 1) {
      visit((word * 32 + 31 - Math.clz32(bits & -bits)) as VarId);
    }
  }
}

/** Bit sets of the variables live at the end of each block. */
function computeLiveOut(fn: SelectedFunction, varCount: number): Uint32Array[] {
  const words = (varCount + 31) >> 5;
  const fresh = () => new Uint32Array(words);
  const liveIn = fn.blocks.map(fresh);
  const liveOut = fn.blocks.map(fresh);
  const defined = fn.blocks.map(fresh);
  const successors: BlockId[][] = fn.blocks.map(() => []);
  for (const block of fn.blocks) {
    eachSuccessor(block, (id) => successors[block.id].push(id));
    const defs = defined[block.id];
    const uses = liveIn[block.id];
    const define = (v: VarId) => defs[v >> 5] |= 1 << (v & 31);
    block.params.forEach(define);
    for (const ins of block.code) {
      eachUse(ins, fn.immediates, (v) => {
        if ((defs[v >> 5] & (1 << (v & 31))) === 0) uses[v >> 5] |= 1 << (v & 31);
      });
      eachDef(ins, define);
    }
  }
  for (let changed = true; changed;) {
    changed = false;
    for (let i = fn.blocks.length - 1; i >= 0; i--) {
      const { id } = fn.blocks[i];
      for (const next of successors[id]) {
        if (flow(liveIn[next], liveOut[id], liveIn[id], defined[id])) changed = true;
      }
    }
  }
  return liveOut;
}

/** Adds `from` to `out` and, but for `defined`, to `into`; whether anything was new in `into`. */
function flow(
  from: Uint32Array,
  out: Uint32Array,
  into: Uint32Array,
  defined: Uint32Array,
): boolean {
  let changed = false;
  for (let word = 0; word < from.length; word++) {
    out[word] |= from[word];
    const before = into[word];
    into[word] |= from[word] & ~defined[word];
    if (into[word] !== before) changed = true;
  }
  return changed;
}
