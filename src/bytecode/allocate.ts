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
import { RegisterFile } from "./register_file.ts";

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
  const file = new RegisterFile(slots, varCount);
  for (const v of order) {
    const range = segments[v];
    if (range === undefined) continue;
    file.advance(range[0]);
    const register = hinted(hints[v], registers, file, range) ?? file.firstFree(range);
    file.add(register, range);
    registers[v] = register;
  }
  return { registers, count: file.count };
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
  file: RegisterFile,
  range: readonly number[],
): number | undefined {
  for (const v of hints ?? []) {
    const register = registers[v];
    if (register >= 0 && file.isFree(register, range)) return register;
  }
  return undefined;
}
