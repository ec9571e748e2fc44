/** Puts an empty block on each edge from a block with several successors to one with several predecessors. */
import type { ArcFunction, BlockId } from "./ir.ts";
import { eachJumpTarget, predecessors, reversePostorder } from "./visit.ts";

export function splitCriticalEdges(fn: ArcFunction): void {
  const preds = predecessors({ ...fn, blocks: fn.blocks });
  for (const id of reversePostorder(fn)) {
    const { terminator, region } = fn.blocks[id];
    if (terminator.kind === "Jump") continue;
    eachJumpTarget(terminator, (target) => {
      if (preds[target.block].length < 2) return;
      const block = fn.blocks.length as BlockId;
      const jump = { block: target.block, args: target.args };
      fn.blocks.push({
        id: block,
        params: [],
        ops: [],
        terminator: { kind: "Jump", target: jump },
        region,
      });
      target.block = block;
      target.args = [];
    });
  }
}
