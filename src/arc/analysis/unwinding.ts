import { assertNever } from "../../base/mod.ts";
import { unwinds } from "../../operations/mod.ts";
import { effectsOfCall } from "./effects.ts";
import type { ArcBlock, ArcFunction, ArcProgram, Call, FnId, Terminator } from "../ir/ir.ts";

/** By `FnId`: whether a call of the function can unwind. */
export type Unwinding = readonly boolean[];

/**
 * Finds the functions that can unwind: those with a panicking op, an indirect call, or a call of such a function;
 * and those that `alsoUnwinds` tells.
 */
export function findUnwinding(
  program: ArcProgram,
  alsoUnwinds: (fn: ArcFunction) => boolean = () => false,
): Unwinding {
  return spreadToCallers(program, (fn, { mark, follow }) => {
    if (alsoUnwinds(fn)) mark();
    eachEscapingCall(fn, (call) => {
      if (call.kind === "Apply") follow(call.fn);
      else if (unwinds(effectsOfCall(call))) mark();
    });
  });
}

/** What is said of a function of which `spreadToCallers` asks. */
export interface Spread {
  /** It has the property. */
  mark(): void;
  /** It has the property if `callee` has. */
  follow(callee: FnId): void;
}

/** By `FnId`: the functions with a property that `collect` finds in them or that they have from their callees. */
export function spreadToCallers(
  program: ArcProgram,
  collect: (fn: ArcFunction, spread: Spread) => void,
): readonly boolean[] {
  const found = program.fns.map(() => false);
  const callers: FnId[][] = program.fns.map(() => []);
  const queue: FnId[] = [];
  const mark = (fn: FnId): void => {
    if (found[fn]) return;
    found[fn] = true;
    queue.push(fn);
  };
  for (const fn of program.fns) {
    collect(fn, { mark: () => mark(fn.id), follow: (callee) => void callers[callee].push(fn.id) });
  }
  for (let fn = queue.pop(); fn !== undefined; fn = queue.pop()) callers[fn].forEach(mark);
  return found;
}

/** Whether `call` can unwind. */
export function canUnwind(call: Call, unwinding: Unwinding): boolean {
  switch (call.kind) {
    case "Apply":
      return unwinding[call.fn];
    case "ApplyIndirect":
    case "CheckedPrim":
    case "Intrinsic":
    case "DropCheck":
      return unwinds(effectsOfCall(call));
    default:
      return assertNever(call, "arc");
  }
}

/** Whether `block` ends a panic: an unwind block that takes it instead of unwinding further. */
export function isHandler(block: ArcBlock): boolean {
  return block.ops[0]?.kind === "TakePanic";
}

/** Whether the call of `t` unwinds to a handler in `fn`. */
export function isCaught(fn: ArcFunction, t: Terminator): boolean {
  return t.kind === "Invoke" && isHandler(fn.blocks[t.unwind]);
}

/** The calls whose panics leave `fn`, unless no call of it can unwind. */
function eachEscapingCall(fn: ArcFunction, visit: (call: Call) => void): void {
  for (const block of fn.blocks) {
    for (const op of block.ops) if (op.kind === "Call") visit(op.call);
    if (block.terminator.kind === "Invoke" && !isCaught(fn, block.terminator)) {
      visit(block.terminator.call);
    }
  }
}

/** Visits the calls of `fn`, as ops and as terminators. */
export function eachCall(fn: ArcFunction, visit: (call: Call) => void): void {
  for (const block of fn.blocks) {
    for (const op of block.ops) if (op.kind === "Call") visit(op.call);
    if (block.terminator.kind === "Invoke") visit(block.terminator.call);
  }
}
