/**
 * Gives each loop the form that DBG-3 of the seeds asks for: a header with two predecessors, the preheader and the latch.
 *
 *     before                        after
 *       bb1(%1):  # from bb0, bb2,    bb1(%1):        # from bb0, bb4
 *         ...     # and bb3             ...
 *       bb2:                          bb2:
 *         Jump bb1(%2)                  Jump bb4(%2)
 *       bb3:                          bb3:
 *         Jump bb1(%3)                  Jump bb4(%3)
 *                                     bb4(%4):
 *                                       Jump bb1(%4)
 *
 * Lowering makes loops in this form and passes keep it; those that make loops of calls leave it to this step. The blocks it adds only
 * jump: bytecode goes past them, LLVM has such blocks of its own.
 *
 * Requires:    no critical edges; no ownership and no RC operation.
 * Establishes: each loop has a preheader and one latch; the blocks of a changed function are in no order.
 */
import { LoopForest } from "../analysis/loop_forest.ts";
import type { ArcFunction, BlockId } from "../ir/ir.ts";
import { newVar } from "../ir/new_var.ts";
import { predecessors } from "../ir/visit.ts";

/** Whether anything changed. */
export function simplifyLoops(fn: ArcFunction): boolean {
  const forest = LoopForest.of(fn);
  const preds = predecessors(fn);
  let isChanged = false;
  for (const { header, latches, preheader } of forest.loops) {
    const outside = preds[header].filter((id) => !latches.includes(id));
    const hasLatch = latches.length === 1 && latches[0] !== header;
    if (!hasLatch) join(fn, header, latches);
    if (preheader === undefined) join(fn, header, outside);
    isChanged ||= !hasLatch || preheader === undefined;
  }
  return isChanged;
}

/** Lets the jumps from `froms` to `to` go through a block of their own. */
function join(fn: ArcFunction, to: BlockId, froms: readonly BlockId[]): void {
  const { params, region } = fn.blocks[to];
  const id = fn.blocks.length as BlockId;
  for (const from of froms) {
    const { terminator } = fn.blocks[from];
    if (terminator.kind === "Jump") terminator.target.block = id;
  }
  const values = params.map((v) => newVar(fn, fn.varTypes[v], fn.varNames[v]));
  const target = { block: to, args: [...values] };
  fn.blocks.push({ id, params: values, ops: [], terminator: { kind: "Jump", target }, region });
}
