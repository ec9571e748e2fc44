/**
 * Live intervals of variables over the numbered instructions of a function.
 *
 * Slot `2 i` is where instruction `i` reads, `2 i + 1` where it writes; each block starts with a
 * number of its own, at which its parameters are written. An interval runs from the definition to
 * the last place where the variable is live, without holes.
 */
import type { BlockId, VarId } from "../arc/mod.ts";
import type { Instruction, SelectedBlock, SelectedFunction } from "./instruction.ts";

export interface Intervals {
  /** First slot of each variable; -1 where it is never defined. */
  readonly start: Int32Array;
  /** Last slot of each variable. */
  readonly end: Int32Array;
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

/** `params` are live from the start. Requires every block to be numbered by its place. */
export function computeIntervals(
  fn: SelectedFunction,
  params: readonly VarId[],
  varCount: number,
): Intervals {
  const start = new Int32Array(varCount).fill(-1);
  const end = new Int32Array(varCount).fill(-1);
  for (const v of params) start[v] = end[v] = 1;
  const liveOut = computeLiveOut(fn, varCount);
  let number = 1;
  for (const block of fn.blocks) {
    for (const v of block.params) start[v] = end[v] = 2 * number + 1;
    number++;
    for (const ins of block.code) {
      eachUse(ins, fn.immediates, (v) => end[v] = Math.max(end[v], 2 * number));
      eachDef(ins, (v) => {
        start[v] = 2 * number + 1;
        end[v] = Math.max(end[v], start[v]);
      });
      number++;
    }
    eachMember(liveOut[block.id], (v) => end[v] = Math.max(end[v], 2 * number - 1));
  }
  return { start, end, slots: 2 * number };
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
