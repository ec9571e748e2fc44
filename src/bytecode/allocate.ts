/**
 * Register allocation: a linear scan over live intervals. Registers are not limited, only few.
 *
 * Parameters get the first registers in order. A jump argument and the block parameter it goes to
 * share a register where their intervals allow it, so that most jumps move nothing. Linear scan
 * after Poletto and Sarkar, "Linear Scan Register Allocation" (1999), without spilling.
 */
import type { VarId } from "../arc/mod.ts";
import type { SelectedFunction } from "./instruction.ts";
import { computeIntervals, type Intervals } from "./liveness.ts";

export interface Allocation {
  /** Register of each variable, by `VarId`; -1 for those without one. */
  readonly registers: Int32Array;
  readonly count: number;
}

/** Requires blocks in an order in which definitions come before uses. */
export function allocateRegisters(
  fn: SelectedFunction,
  params: readonly VarId[],
  varCount: number,
): Allocation {
  const intervals = computeIntervals(fn, params, varCount);
  const hints = collectHints(fn, varCount);
  const registers = new Int32Array(varCount).fill(-1);
  const free = new FreeRegisters();
  const ending: VarId[][] = [];
  let freedUpTo = 0;
  for (const v of inOrderOfStart(intervals, params)) {
    for (; freedUpTo < intervals.start[v]; freedUpTo++) {
      for (const done of ending[freedUpTo] ?? []) free.release(registers[done]);
    }
    registers[v] = free.take(hintedRegister(hints[v], registers));
    (ending[intervals.end[v]] ??= []).push(v);
  }
  return { registers, count: free.count };
}

/** Variables that should share a register with each variable, if they can. */
function collectHints(fn: SelectedFunction, varCount: number): (VarId[] | undefined)[] {
  const hints: (VarId[] | undefined)[] = new Array(varCount);
  for (const block of fn.blocks) {
    for (const ins of block.code) {
      for (const operand of ins.operands) {
        if (typeof operand === "number" || operand.kind !== "edge") continue;
        const { params } = fn.blocks[operand.target.block];
        operand.target.args.forEach((arg, i) => {
          (hints[arg] ??= []).push(params[i]);
          (hints[params[i]] ??= []).push(arg);
        });
      }
    }
  }
  return hints;
}

function hintedRegister(hints: readonly VarId[] | undefined, registers: Int32Array): number[] {
  return hints === undefined ? [] : hints.map((v) => registers[v]).filter((r) => r >= 0);
}

function inOrderOfStart({ start }: Intervals, params: readonly VarId[]): VarId[] {
  const isParam = new Set(params);
  const others: VarId[] = [];
  for (let v = 0; v < start.length; v++) {
    if (start[v] >= 0 && !isParam.has(v as VarId)) others.push(v as VarId);
  }
  others.sort((a, b) => start[a] - start[b]);
  return [...params, ...others];
}

class FreeRegisters {
  readonly #isFree: boolean[] = [];
  #lowest = 0;

  get count(): number {
    return this.#isFree.length;
  }

  /** The first of `wanted` that is free, else the lowest free register. */
  take(wanted: readonly number[]): number {
    const register = wanted.find((r) => this.#isFree[r]) ?? this.#lowestFree();
    this.#isFree[register] = false;
    return register;
  }

  release(register: number): void {
    this.#isFree[register] = true;
    if (register < this.#lowest) this.#lowest = register;
  }

  #lowestFree(): number {
    while (this.#lowest < this.#isFree.length && !this.#isFree[this.#lowest]) this.#lowest++;
    return this.#lowest;
  }
}
