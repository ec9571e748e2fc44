/** Mutations of reference counting: each one has to be noticed. */
import type { ArcFunction, ArcProgram, Op, VarId } from "../../src/arc/mod.ts";
import { findUnwinding, type Unwinding } from "../../src/arc/analysis/unwinding.ts";
import { Findings } from "../../src/arc/verify/findings.ts";
import { verifyBalance } from "../../src/arc/verify/verify_balance.ts";

/** What is done to which operation. */
export type Mutation = `${MutatedOp["kind"]} ${"deleted" | "doubled"}`;

export const MUTATIONS: readonly Mutation[] = [
  "RcInc deleted",
  "RcInc doubled",
  "RcDec deleted",
  "RcDec doubled",
  "Reset deleted",
  "Reset doubled",
  "Reuse deleted",
  "Reuse doubled",
  "Unpack deleted",
  "Unpack doubled",
];

/** What is mutated: ops that count, and those that hand a cell on, an `Unpack` with a token too. */
export type MutatedOp = Extract<
  Op,
  { kind: "RcInc" | "RcDec" | "Reset" | "Reuse" | "Unpack" }
>;

export interface Mutant {
  readonly mutation: Mutation;
  /** The operation, as it stands in the function that is not mutated. */
  readonly op: MutatedOp;
  /** Function and place. */
  readonly name: string;
}

export interface MutationCount {
  readonly tried: number;
  /** Mutants that were not rejected, as text. */
  readonly survivors: readonly string[];
}

/** Deletes and duplicates each `MutatedOp` of `program`, one at a time: the verifier has to reject each. */
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
  const findings = new Findings("a mutation");
  verifyBalance(fn, program.types, unwinding, findings);
  return findings.count > 0;
}

/** Calls `visit` while `fn` is mutated, once for each mutant. */
export function eachMutant(fn: ArcFunction, visit: (mutant: Mutant) => void): void {
  for (const block of fn.blocks) {
    const original = block.ops;
    original.forEach((op, i) => {
      if (!isMutated(op)) return;
      const name = `${fn.name} bb${block.id} op ${i}: ${op.kind} %${subjectOf(op)}`;
      block.ops = original.toSpliced(i, 1);
      visit({ mutation: `${op.kind} deleted`, op, name });
      block.ops = original.toSpliced(i, 0, op);
      visit({ mutation: `${op.kind} doubled`, op, name });
      block.ops = original;
    });
  }
}

function isMutated(op: Op): op is MutatedOp {
  switch (op.kind) {
    case "RcInc":
    case "RcDec":
    case "Reset":
    case "Reuse":
      return true;
    case "Unpack":
      return op.token !== undefined;
    default:
      return false;
  }
}

/** Under which name each op keeps what it counts, takes apart or fills. */
const SUBJECT = {
  RcInc: "target",
  RcDec: "target",
  Reset: "src",
  Reuse: "token",
  Unpack: "src",
} as const;

function subjectOf(op: MutatedOp): VarId {
  switch (op.kind) {
    case "RcInc":
    case "RcDec":
      return op.target;
    case "Reset":
    case "Unpack":
      return op.src;
    case "Reuse":
      return op.token;
  }
}

/** The ops of `fn` to mutate that are executed while `run` runs. */
export function executedCounts(fn: ArcFunction, run: () => void): ReadonlySet<MutatedOp> {
  const executed = new Set<MutatedOp>();
  const originals = fn.blocks.map((block) => block.ops);
  for (const block of fn.blocks) {
    block.ops = block.ops.map((op) => isMutated(op) ? watched(op, executed) : op);
  }
  try {
    run();
  } finally {
    fn.blocks.forEach((block, i) => block.ops = originals[i]);
  }
  return executed;
}

/** An operation that notes when an engine asks for its operand. */
function watched(op: MutatedOp, executed: Set<MutatedOp>): Op {
  const operand = {
    get(): VarId {
      executed.add(op);
      return subjectOf(op);
    },
    set(): never {
      throw new Error("a pass ran on a watched function");
    },
  };
  return Object.defineProperty({ ...op }, SUBJECT[op.kind], operand);
}
