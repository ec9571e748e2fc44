/**
 * Takes out the `MoveValue`s whose value goes into an intrinsic at once: it consumes the local's value itself then, which passes
 * that change lists in place look for.
 *
 *     before                                          after
 *       %3 = MoveValue %0                               %2 = Intrinsic list_push(own %0, own %1)
 *       %2 = Intrinsic list_push(own %3, own %1)
 *
 * Requires: scope ends are settled.
 */
import { Aliases } from "../ir/aliases.ts";
import type { ArcBlock, ArcFunction, Op, VarId } from "../ir/ir.ts";
import { eachOperand, eachTerminatorOperand, mapOperands } from "../ir/visit.ts";

type Move = Extract<Op, { kind: "MoveValue" }>;

export function removePlainMoves(fn: ArcFunction): void {
  const uses = countUses(fn);
  for (const block of fn.blocks) {
    const aliases = new Aliases();
    const removed = new Set<Op>();
    block.ops.forEach((op, index) => {
      if (op.kind !== "MoveValue" || uses.get(op.dst) !== 1) return;
      if (!goesIntoIntrinsic(block, op, index)) return;
      aliases.set(op.dst, op.src);
      removed.add(op);
    });
    if (removed.size === 0) continue;
    block.ops = block.ops.filter((op) => !removed.has(op));
    for (const op of block.ops) mapOperands(op, (v) => aliases.find(v));
  }
}

/** Whether the value goes into an intrinsic with nothing but other moves in between. */
function goesIntoIntrinsic({ ops }: ArcBlock, move: Move, index: number): boolean {
  const user = ops.slice(index + 1).find((op) => op.kind !== "MoveValue");
  if (user?.kind !== "Call" || user.call.kind !== "Intrinsic") return false;
  return user.call.args.includes(move.dst);
}

function countUses(fn: ArcFunction): ReadonlyMap<VarId, number> {
  const uses = new Map<VarId, number>();
  const count = (v: VarId): void => void uses.set(v, (uses.get(v) ?? 0) + 1);
  for (const { ops, terminator } of fn.blocks) {
    for (const op of ops) eachOperand(op, count);
    eachTerminatorOperand(terminator, count);
  }
  return uses;
}
