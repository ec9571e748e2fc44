/**
 * Drops the functions that nothing calls and no closure points to, starting from `@main`, the
 * tests, what types call when they are dropped and what `moveElements` may want, and numbers the rest anew. A program without either keeps all.
 *
 *     before                          after
 *       fn used() -> int { .. }         fn used() -> int { .. }
 *       fn unused() -> int { .. }       fn main() -> int { .. }     # calls @used
 *       fn main() -> int { .. }         main main
 *       main main
 *
 * Requires:    nothing; wrappers and lambdas are used by the closures that point to them.
 * Establishes: every function is reached from an entry of the program, or from an update that `moveElements` may want.
 */
import { mapUpdate, wantedUpdates } from "../analysis/updates.ts";
import type { ArcFunction, ArcProgram, Call, FnId, Op, Terminator } from "../ir/ir.ts";

/** Returns the functions that are left with new numbers, none if all were used. */
export function removeUnusedFunctions(
  program: ArcProgram<"lowered">,
): readonly ArcFunction<"lowered">[] {
  const used = new Set<FnId>();
  const queue: FnId[] = program.tests.map((test) => test.fn);
  if (program.main !== undefined) queue.push(program.main.fn);
  if (queue.length === 0) return [];
  queue.push(...program.drops.values());
  program.updates = wantedUpdates(program);
  queue.push(...program.updates.flatMap(({ take, put }) => [take, put]));
  for (let id = queue.pop(); id !== undefined; id = queue.pop()) {
    if (used.has(id)) continue;
    used.add(id);
    eachReference(program.fns[id], (fn) => queue.push(fn));
  }
  if (used.size === program.fns.length) return [];
  const kept = program.fns.filter((fn) => used.has(fn.id));
  const renumbered = new Map(kept.map((fn, index) => [fn.id, index as FnId]));
  const idOf = (id: FnId): FnId => renumbered.get(id) ?? id;
  program.fns = kept.map((fn) => renumber(fn, idOf));
  if (program.main !== undefined) program.main = { ...program.main, fn: idOf(program.main.fn) };
  program.tests = program.tests.map((test) => ({ ...test, fn: idOf(test.fn) }));
  program.updates = program.updates.map((update) => mapUpdate(update, idOf));
  program.drops = new Map([...program.drops].map(([type, fn]) => [type, idOf(fn)]));
  return program.fns;
}

function eachReference(fn: ArcFunction, visit: (fn: FnId) => void): void {
  const call = (call: Call) => call.kind === "Apply" && visit(call.fn);
  if (fn.kind.kind === "wrapper") visit(fn.kind.body);
  for (const { ops, terminator } of fn.blocks) {
    for (const op of ops) {
      if (op.kind === "Call") call(op.call);
      if (op.kind === "PartialApply") visit(op.fn);
    }
    if (terminator.kind === "Invoke") call(terminator.call);
  }
}

function renumber(fn: ArcFunction<"lowered">, idOf: (id: FnId) => FnId): ArcFunction<"lowered"> {
  const { kind } = fn;
  for (const block of fn.blocks) {
    block.ops = block.ops.map((op) => renumberOp(op, idOf));
    block.terminator = renumberTerminator(block.terminator, idOf);
  }
  return {
    ...fn,
    id: idOf(fn.id),
    kind: kind.kind === "wrapper" ? { ...kind, body: idOf(kind.body) } : kind,
  };
}

function renumberOp(op: Op, idOf: (id: FnId) => FnId): Op {
  if (op.kind === "PartialApply") return { ...op, fn: idOf(op.fn) };
  return op.kind === "Call" ? { ...op, call: renumberCall(op.call, idOf) } : op;
}

function renumberTerminator(t: Terminator, idOf: (id: FnId) => FnId): Terminator {
  return t.kind === "Invoke" ? { ...t, call: renumberCall(t.call, idOf) } : t;
}

function renumberCall(call: Call, idOf: (id: FnId) => FnId): Call {
  return call.kind === "Apply" ? { ...call, fn: idOf(call.fn) } : call;
}
