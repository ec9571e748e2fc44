/**
 * Numbers the blocks in reverse postorder, drops those that nothing reaches, and says of each block where it stands in which region.
 *
 *     before                      after
 *         region 1 loop in 0          region 1 loop in 0
 *       bb0:                        bb0 region 1 preheader:
 *         Jump bb2                    Jump bb1
 *       bb1:                        bb1 region 1 header:
 *         Jump bb2                    Branch %0, bb2, bb3
 *       bb2 region 1 header:        bb2 region 1 latch:
 *         Branch %0, bb1, bb4         Jump bb1
 *       bb3:                        bb3 region 1 exit:
 *         Return %1                   Return %1
 *       bb4:
 *         Return %1
 *
 * Regions whose header or join is none any more are removed; loops and joins that no pass declared get one (`regions.ts`).
 *
 * Requires:    nothing but a first block that is the entry. Passes that add or cut off blocks end with it.
 * Establishes: a block's id is its index; each block is reached, and definitions come before uses in the order of blocks; regions and
 *              roles are those of the flow.
 */
import { regionTree } from "../analysis/regions.ts";
import type { ArcFunction, BlockId, JumpTarget, Terminator } from "../ir/ir.ts";
import { eachJumpTarget, reversePostorder } from "../ir/visit.ts";

/** Returns whether anything changed. */
export function orderBlocks(fn: ArcFunction): boolean {
  const order = reversePostorder(fn);
  const isOrdered = order.length === fn.blocks.length && order.every((id, i) => id === i);
  if (!isOrdered) renumberBlocks(fn, order);
  return placeBlocks(fn, fn.blocks.map(({ id }) => id)) || !isOrdered;
}

/** Writes the regions and roles that the flow of `fn` gives; returns whether anything changed. Requires: every block is reached; `order` is the reverse postorder. */
export function placeBlocks(fn: ArcFunction, order = reversePostorder(fn)): boolean {
  const { regions, places } = regionTree(fn, order);
  let isChanged = false;
  if (regions.length !== fn.regions.length || regions.some((one, i) => one !== fn.regions[i])) {
    fn.regions = [...regions];
    isChanged = true;
  }
  fn.blocks.forEach((block, index) => {
    const { region, role } = places[index];
    if (block.region === region.id && block.role === role) return;
    block.region = region.id;
    block.role = role;
    isChanged = true;
  });
  return isChanged;
}

function renumberBlocks(fn: ArcFunction, order: readonly BlockId[]): void {
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
