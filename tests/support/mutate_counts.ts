/** Mutations of reference counting: each one has to be noticed. */
import type { ArcFunction, ArcProgram, Op } from "../../src/arc/mod.ts";
import { findUnwinding, type Unwinding } from "../../src/arc/unwinding.ts";
import { verifyBalance } from "../../src/arc/verify_balance.ts";

/** What is done to which operation. */
export type Mutation = "RcInc deleted" | "RcInc doubled" | "RcDec deleted" | "RcDec doubled";

export const MUTATIONS: readonly Mutation[] = [
  "RcInc deleted",
  "RcInc doubled",
  "RcDec deleted",
  "RcDec doubled",
];

export type RcOp = Extract<Op, { kind: "RcInc" | "RcDec" }>;

export interface Mutant {
  readonly mutation: Mutation;
  /** The operation, as it stands in the function that is not mutated. */
  readonly op: RcOp;
  /** Function and place. */
  readonly name: string;
}

export interface MutationCount {
  readonly tried: number;
  /** Mutants that were not rejected, as text. */
  readonly survivors: readonly string[];
}

/** Deletes and duplicates each `RcInc` and `RcDec` of `program`, one at a time: the verifier has to reject each. */
export function mutateCounts(program: ArcProgram): MutationCount {
  const unwinding = findUnwinding(program);
  let tried = 0;
  const survivors: string[] = [];
  for (const fn of program.fns) {
    eachMutant(fn, ({ name, mutation }) => {
      tried++;
      if (!isRejected(fn, program, unwinding)) survivors.push(`${name}: ${mutation}`);
    });
  }
  return { tried, survivors };
}

/** Whether the verifier finds fault with the counts of `fn`. */
export function isRejected(fn: ArcFunction, program: ArcProgram, unwinding: Unwinding): boolean {
  try {
    verifyBalance(fn, program.types, unwinding, "a mutation");
    return false;
  } catch {
    return true;
  }
}

/** Calls `visit` while `fn` is mutated, once for each mutant. */
export function eachMutant(fn: ArcFunction, visit: (mutant: Mutant) => void): void {
  for (const block of fn.blocks) {
    const original = block.ops;
    original.forEach((op, i) => {
      if (op.kind !== "RcInc" && op.kind !== "RcDec") return;
      const name = `${fn.name} bb${block.id} op ${i}: ${op.kind} %${op.target}`;
      block.ops = original.toSpliced(i, 1);
      visit({ mutation: `${op.kind} deleted`, op, name });
      block.ops = original.toSpliced(i, 0, op);
      visit({ mutation: `${op.kind} doubled`, op, name });
      block.ops = original;
    });
  }
}

/** The `RcInc` and `RcDec` of `fn` that are executed while `run` runs. */
export function executedCounts(fn: ArcFunction, run: () => void): ReadonlySet<RcOp> {
  const executed = new Set<RcOp>();
  const originals = fn.blocks.map((block) => block.ops);
  for (const block of fn.blocks) block.ops = block.ops.map((op) => watched(op, executed));
  try {
    run();
  } finally {
    fn.blocks.forEach((block, i) => block.ops = originals[i]);
  }
  return executed;
}

/** An operation that notes when an engine asks for its operand. */
function watched(op: Op, executed: Set<RcOp>): Op {
  if (op.kind !== "RcInc" && op.kind !== "RcDec") return op;
  return {
    kind: op.kind,
    span: op.span,
    get target() {
      executed.add(op);
      return op.target;
    },
    set target(_) {
      throw new Error("a pass ran on a watched function");
    },
  };
}
