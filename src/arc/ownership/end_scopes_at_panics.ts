/**
 * Writes the scope ends of paths that never come to a return. Lowering ends all scopes behind a call that does not come back,
 * so that what is in scope there stays until the unwinding. Where such a call was inlined, the scopes of its caller lack:
 *
 *     before                           after
 *       Branch %0, bb1, bb2              Branch %0, bb1, bb2
 *     bb1:                             bb1:
 *       %3 = panic(own %2)               %3 = panic(own %2)
 *       Unreachable                      %5 = ScopeEnd %1 from %9
 *     bb2:                               Unreachable
 *       %4 = ScopeEnd %1 from %9       bb2: ...
 *
 * A local is in scope when one way of a branch comes to the end of its scope, or passes its value on, and the other does
 * not, though it comes to no return.
 *
 * The branch must be there still: this comes before branches are decided.
 *
 * Requires:    blocks in reverse postorder; no `Invoke`.
 * Establishes: each local in scope at an `Unreachable` has a `ScopeEnd` before it.
 */
import type { ArcBlock, ArcFunction, BlockId, VarId } from "../ir/ir.ts";
import type { Analyses } from "../analysis/analyses.ts";
import { dominatorsOf } from "../analysis/dominators.ts";
import { computeLiveness, type Liveness } from "../analysis/liveness.ts";
import { newVar } from "../ir/new_var.ts";
import { incomingValues } from "../scalar/remove_trivial_params.ts";
import { endsOf } from "./scoped_values.ts";
import { isScopeEnd, type ScopeEnd } from "../ir/scope_marks.ts";
import { eachTerminatorOperand, predecessors } from "../ir/visit.ts";

/** Returns whether anything changed. */
export function endScopesAtPanics(fn: ArcFunction, analyses: Analyses): boolean {
  const panics = fn.blocks.filter(({ terminator }) => terminator.kind === "Unreachable");
  const ended = panics.length === 0 ? new Map<VarId, ScopeEnd>() : endsOf(fn);
  if (ended.size === 0) return false;
  const ends = endsOfValues(fn, ended);
  const liveness = computeLiveness(fn, (v) => ends.has(v) ? v : undefined, eachEndIn);
  const lacking = findLacking(fn, liveness);
  const startedIn = blocksOfStarts(fn);
  let isChanged = false;
  for (const block of panics) {
    for (const v of lacking[block.id]) {
      const end = ends.get(v) as ScopeEnd;
      const fresh = () => newVar(fn, fn.varTypes[end.dst]);
      const home = startedIn.get(end.start);
      let { start } = end;
      // What is on its way to a local that is declared later has no place among the locals yet.
      if (home === undefined || !analyses.ofFunction(fn, dominatorsOf).dominates(home, block.id)) {
        block.ops.push({ kind: "ScopeStart", dst: start = fresh(), span: end.span });
      }
      block.ops.push({ ...end, dst: fresh(), value: v, start });
      isChanged = true;
    }
  }
  return isChanged;
}

function blocksOfStarts(fn: ArcFunction): ReadonlyMap<VarId, BlockId> {
  const blocks = new Map<VarId, BlockId>();
  for (const { id, params, ops } of fn.blocks) {
    for (const param of params) blocks.set(param, id);
    for (const op of ops) if (op.kind === "ScopeStart") blocks.set(op.dst, id);
  }
  return blocks;
}

/** Also of the values that jumps pass on to become such a variable. */
function endsOfValues(
  fn: ArcFunction,
  ended: ReadonlyMap<VarId, ScopeEnd>,
): ReadonlyMap<VarId, ScopeEnd> {
  const ends = new Map(ended);
  const incoming = incomingValues(fn);
  for (const [v, end] of ends) {
    for (const value of incoming.get(v) ?? []) if (!ends.has(value)) ends.set(value, end);
  }
  return ends;
}

function eachEndIn({ ops, terminator }: ArcBlock, use: (v: VarId) => void): void {
  for (const op of ops) if (isScopeEnd(op)) use(op.value);
  eachTerminatorOperand(terminator, use);
}

/** By block: what is in scope on all ways to it, and ended or passed on by none from it. */
function findLacking(fn: ArcFunction, liveness: Liveness): readonly ReadonlySet<VarId>[] {
  const preds = predecessors(fn);
  const returns = comesToReturn(fn, preds);
  const lacking: Set<VarId>[] = [];
  for (const { id } of fn.blocks) {
    const [first, ...others] = preds[id].filter((pred) => pred < id).map((pred) => {
      const inScope = new Set(liveness.liveAtEnd(pred));
      for (const v of lacking[pred]) inScope.add(v);
      return inScope;
    });
    const found = returns[id] === 1 ? new Set<VarId>() : first ?? new Set<VarId>();
    for (const other of others) for (const v of found) if (!other.has(v)) found.delete(v);
    for (const v of liveness.liveIn[id]) found.delete(v);
    lacking.push(found);
  }
  return lacking;
}

/** 1 for the blocks that a path to a return goes through. */
function comesToReturn(fn: ArcFunction, preds: readonly (readonly BlockId[])[]): Uint8Array {
  const returns = new Uint8Array(fn.blocks.length);
  const queue = fn.blocks.filter(({ terminator }) => terminator.kind === "Return");
  for (let block = queue.pop(); block !== undefined; block = queue.pop()) {
    if (returns[block.id] === 1) continue;
    returns[block.id] = 1;
    for (const pred of preds[block.id]) queue.push(fn.blocks[pred]);
  }
  return returns;
}
