/** Mutations of reference counting: the verifier has to reject each one. */
import type { ArcFunction, ArcProgram, Op } from "../../src/arc/mod.ts";
import { findUnwinding } from "../../src/arc/unwinding.ts";
import { verifyBalance } from "../../src/arc/verify_balance.ts";

export interface MutationCount {
  readonly tried: number;
  /** Mutants that were not rejected, as text. */
  readonly survivors: readonly string[];
}

/** Deletes and duplicates each `RcInc` and `RcDec` of `program`, one at a time. */
export function mutateCounts(program: ArcProgram): MutationCount {
  const unwinding = findUnwinding(program);
  let tried = 0;
  const survivors: string[] = [];
  for (const fn of program.fns) {
    eachMutant(fn, (what) => {
      tried++;
      try {
        verifyBalance(fn, program.types, unwinding, "a mutation");
        survivors.push(`${fn.name}: ${what}`);
      } catch {
        // Rejected, as it should be.
      }
    });
  }
  return { tried, survivors };
}

function eachMutant(fn: ArcFunction, visit: (what: string) => void): void {
  for (const block of fn.blocks) {
    const original = block.ops;
    original.forEach((op, i) => {
      if (op.kind !== "RcInc" && op.kind !== "RcDec") return;
      const name = `${op.kind} %${op.target} in bb${block.id}`;
      const mutants: [string, Op[]][] = [
        [`without ${name}`, original.toSpliced(i, 1)],
        [`twice ${name}`, original.toSpliced(i, 0, op)],
      ];
      for (const [what, ops] of mutants) {
        block.ops = ops;
        visit(what);
      }
      block.ops = original;
    });
  }
}
