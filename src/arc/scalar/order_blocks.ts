/**
 * Numbers the blocks in reverse postorder and drops those that nothing reaches.
 *
 * Establishes: a block's id is its index; definitions come before uses in the order of blocks.
 */
import type { ArcFunction, BlockId, JumpTarget, Terminator } from "../ir/ir.ts";
import { eachJumpTarget, reversePostorder } from "../ir/visit.ts";

export function orderBlocks(fn: ArcFunction): void {
  const order = reversePostorder(fn);
  const renumbered = new Int32Array(fn.blocks.length);
  order.forEach((id, index) => renumbered[id] = index);
  const seen = new Set<JumpTarget>();
  fn.blocks = order.map((id, index) => {
    const block = fn.blocks[id];
    eachJumpTarget(block.terminator, (target) => {
      if (seen.has(target)) return;
      seen.add(target);
      target.block = renumbered[target.block] as BlockId;
    });
    return { ...block, id: index as BlockId, terminator: renumber(block.terminator, renumbered) };
  });
}

function renumber(t: Terminator, renumbered: Int32Array): Terminator {
  if (t.kind !== "Invoke") return t;
  const normal = renumbered[t.normal] as BlockId;
  const unwind = renumbered[t.unwind] as BlockId;
  return { ...t, normal, unwind };
}
