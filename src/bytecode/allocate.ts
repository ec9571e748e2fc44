/**
 * Register allocation: a scan over live ranges in the order of definitions. Registers are not
 * limited, only few.
 *
 * Parameters get the first registers in order. A jump argument and the block parameter it goes to
 * share a register where their ranges allow it, so that most jumps move nothing. After Traub,
 * Holloway and Smith, "Quality and Speed in Linear-scan Register Allocation" (1998): ranges with
 * holes, here without spilling.
 */
import type { VarId } from "../arc/mod.ts";
import type { Operand, SelectedFunction } from "./instruction.ts";
import { computeLiveRanges } from "./liveness.ts";
import { OPCODES } from "./opcodes.ts";

export interface Allocation {
  /** Register of each variable, by `VarId`; -1 for those without one. */
  readonly registers: Int32Array;
  readonly count: number;
}

/** Requires each definition to come before its uses, as in reverse postorder. */
export function allocateRegisters(
  fn: SelectedFunction,
  params: readonly VarId[],
  varCount: number,
): Allocation {
  const { segments, order, slots } = computeLiveRanges(fn, params, varCount);
  const hints = collectHints(fn, varCount);
  const registers = new Int32Array(varCount).fill(-1);
  const occupied: Occupancy[] = [];
  for (const v of order) {
    const range = segments[v];
    if (range === undefined) continue;
    const register = hinted(hints[v], registers, occupied, range) ?? firstFree(occupied, range);
    if (register === occupied.length) occupied.push(new Occupancy(slots));
    occupied[register].add(range);
    registers[v] = register;
  }
  return { registers, count: occupied.length };
}

/** Variables that should share a register with each variable, if they can. */
function collectHints(fn: SelectedFunction, varCount: number): (VarId[] | undefined)[] {
  const hints: (VarId[] | undefined)[] = new Array(varCount).fill(undefined);
  const pair = (a: VarId, b: VarId) => {
    (hints[a] ??= []).push(b);
    (hints[b] ??= []).push(a);
  };
  for (const block of fn.blocks) {
    for (const ins of block.code) {
      const [first, second] = ins.operands;
      if (ins.opcode === OPCODES.MOVE_R || ins.opcode === OPCODES.MOVE_S) {
        if (isRegister(first) && isRegister(second)) pair(first.var, second.var);
      }
      for (const operand of ins.operands) {
        if (typeof operand === "number" || operand.kind !== "edge") continue;
        const { params } = fn.blocks[operand.target.block];
        operand.target.args.forEach((arg, i) => pair(arg, params[i]));
      }
    }
  }
  return hints;
}

function isRegister(operand: Operand): operand is Extract<Operand, { var: VarId }> {
  return typeof operand !== "number" && "var" in operand;
}

function hinted(
  hints: readonly VarId[] | undefined,
  registers: Int32Array,
  occupied: readonly Occupancy[],
  range: readonly number[],
): number | undefined {
  for (const v of hints ?? []) {
    const register = registers[v];
    if (register >= 0 && occupied[register].isFree(range)) return register;
  }
  return undefined;
}

function firstFree(occupied: readonly Occupancy[], range: readonly number[]): number {
  const found = occupied.findIndex((register) => register.isFree(range));
  return found >= 0 ? found : occupied.length;
}

/** The slots at which a register is taken, as a bit set. */
class Occupancy {
  readonly #words: Uint32Array;

  constructor(slots: number) {
    this.#words = new Uint32Array((slots + 31) >> 5);
  }

  isFree(range: readonly number[]): boolean {
    for (let i = 0; i < range.length; i += 2) {
      const last = range[i + 1] >> 5;
      for (let word = range[i] >> 5; word <= last; word++) {
        if ((this.#words[word] & maskOf(word, range[i], range[i + 1])) !== 0) return false;
      }
    }
    return true;
  }

  add(range: readonly number[]): void {
    for (let i = 0; i < range.length; i += 2) {
      const last = range[i + 1] >> 5;
      for (let word = range[i] >> 5; word <= last; word++) {
        this.#words[word] |= maskOf(word, range[i], range[i + 1]);
      }
    }
  }
}

/** The bits of slots `first..=last` that lie in `word`. */
function maskOf(word: number, first: number, last: number): number {
  const low = word === first >> 5 ? -1 << (first & 31) : -1;
  const high = word === last >> 5 ? -1 >>> (31 - (last & 31)) : -1;
  return low & high;
}
