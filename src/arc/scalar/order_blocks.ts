/**
 * Numbers the blocks in reverse postorder and drops those that nothing reaches.
 *
 *     before                 after
 *       bb0:                   bb0:
 *         Jump bb2               Jump bb1
 *       bb1:                   bb1:
 *         Return %0              Jump bb2
 *       bb2:                   bb2:
 *         Jump bb1               Return %0
 *
 * Requires:    nothing but a first block that is the entry. Passes that add or cut off blocks end with it.
 * Establishes: a block's id is its index; each block is reached, and definitions come before uses in the order of blocks.
 */
import type { ArcFunction, BlockId, JumpTarget, Terminator } from "../ir/ir.ts";
import { eachJumpTarget, reversePostorder } from "../ir/visit.ts";

/** Returns whether anything changed. */
export function orderBlocks(fn: ArcFunction): boolean {
  const order = reversePostorder(fn);
  if (order.length === fn.blocks.length && order.every((id, i) => id === i)) {
    return false;
  }
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
  return true;
}

function renumber(t: Terminator, renumbered: Int32Array): Terminator {
  if (t.kind !== "Invoke") return t;
  const normal = renumbered[t.normal] as BlockId;
  const unwind = renumbered[t.unwind] as BlockId;
  return { ...t, normal, unwind };
}
