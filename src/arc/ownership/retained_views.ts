/**
 * Chooses the views that take a reference of their own as soon as they are made.
 *
 *     let node = arena[i]               %2 = list_get(%0, %1)
 *     arena = arena.push(x)             %4 = list_push(%0, %3)
 *     use(node)                         %5 = use(%2)
 *
 * If `%2` only borrowed from `%0`, then `%0` would have to live on past the push, which would find the list
 * shared and copy it: a loop turns quadratic. One `RcInc %2` keeps the list unique. A view is chosen
 * when its owner is consumed for the last time while the view is still needed.
 *
 * Requires: final ownership; blocks in reverse postorder.
 */
import type { ArgMark } from "../../operations/mod.ts";
import type { ArcBlock, ArcFunction, VarId } from "../ir/ir.ts";
import { computeLiveness } from "../analysis/liveness.ts";
import type { Standings } from "../analysis/ownership.ts";
import { eachOperand, eachResult, eachTerminatorOperand } from "../ir/visit.ts";

type UseWalk = (visit: (v: VarId, mark: ArgMark) => void) => void;

export function chooseRetainedViews(fn: ArcFunction, standings: Standings): Set<VarId> {
  const views = viewsByOwner(fn, standings);
  const retained = new Set<VarId>();
  if (views.size === 0) return retained;
  const isTracked = (v: VarId): boolean => standings.owner(v) !== undefined;
  const liveness = computeLiveness(fn, (v) => isTracked(v) ? v : undefined);
  for (const block of fn.blocks) {
    visitBackwards(block, liveness.liveOut(block.id), (eachUse, live) => {
      const moved = movedOwners(eachUse, live, standings);
      if (moved.length === 0) return;
      const looked = new Set<VarId>();
      eachUse((v, mark) => {
        if (mark === "borrowed") looked.add(v);
      });
      for (const owner of moved) {
        for (const view of views.get(owner) ?? []) {
          if (live.has(view) || looked.has(view)) retained.add(view);
        }
      }
    });
  }
  return retained;
}

function viewsByOwner(fn: ArcFunction, standings: Standings): Map<VarId, VarId[]> {
  const views = new Map<VarId, VarId[]>();
  for (let v = 0 as VarId; v < fn.varTypes.length; v++) {
    const owner = standings.of(v) === "view" ? standings.owner(v) : undefined;
    if (owner === undefined) continue;
    const known = views.get(owner);
    if (known === undefined) views.set(owner, [v]);
    else known.push(v);
  }
  return views;
}

/** Calls `visit` for the terminator and each op, last first, with what is live after it. */
function visitBackwards(
  block: ArcBlock,
  live: Set<VarId>,
  visit: (eachUse: UseWalk, live: ReadonlySet<VarId>) => void,
): void {
  const step = (eachUse: UseWalk): void => {
    visit(eachUse, live);
    eachUse((v) => live.add(v));
  };
  step((use) => eachTerminatorOperand(block.terminator, use));
  for (let i = block.ops.length - 1; i >= 0; i--) {
    const op = block.ops[i];
    eachResult(op, (v) => live.delete(v));
    step((use) => eachOperand(op, use));
  }
}

/** Owned variables that the op consumes and nothing needs by themselves afterwards. */
function movedOwners(
  eachUse: UseWalk,
  live: ReadonlySet<VarId>,
  standings: Standings,
): readonly VarId[] {
  const moved: VarId[] = [];
  eachUse((v, mark) => {
    if (mark === "owned" && standings.of(v) === "owned" && !live.has(v)) moved.push(v);
  });
  return moved;
}
