/**
 * Appends a block to the only one that jumps to it, so that passes which look at a block see more. Inlining leaves
 * such chains. The latch or preheader of a loop stays where the block before it is the header, join or exit of a region, so that both have
 * a block.
 *
 *     before                after
 *       bb1:                  bb1:
 *         %1 = ...              %1 = ...
 *         Jump bb2              %2 = ...
 *       bb2:                    Return %2
 *         %2 = ...
 *         Return %2
 *
 * Requires:    trivial block parameters removed.
 * Establishes: blocks in reverse postorder.
 */
import type { ArcBlock, ArcFunction } from "../ir/ir.ts";
import { successors } from "../ir/visit.ts";
import { orderBlocks } from "./order_blocks.ts";

/** Returns whether anything changed. */
export function mergeBlocks(fn: ArcFunction): boolean {
  const entries = countEntries(fn);
  const merged = new Set<ArcBlock>();
  for (const block of fn.blocks) {
    if (merged.has(block)) continue;
    for (let next = follower(fn, block, entries); next !== undefined;) {
      for (const op of next.ops) block.ops.push(op);
      block.terminator = next.terminator;
      merged.add(next);
      next = follower(fn, block, entries);
    }
  }
  if (merged.size === 0) return false;
  orderBlocks(fn); // drops the blocks that were appended
  return true;
}

/** How many edges lead to each block. */
function countEntries(fn: ArcFunction): number[] {
  const entries = new Array<number>(fn.blocks.length).fill(0);
  for (const block of fn.blocks) for (const to of successors(block.terminator)) entries[to]++;
  return entries;
}

function follower(
  fn: ArcFunction,
  block: ArcBlock,
  entries: readonly number[],
): ArcBlock | undefined {
  const t = block.terminator;
  if (t.kind !== "Jump" || entries[t.target.block] !== 1) return undefined;
  const next = fn.blocks[t.target.block];
  const isFree = next.params.length === 0 && next !== block;
  return isFree && !(hasOwnRole(block) && isBesideHeader(next)) ? next : undefined;
}

function hasOwnRole({ role }: ArcBlock): boolean {
  return role === "header" || role === "join" || role === "exit";
}

function isBesideHeader({ role }: ArcBlock): boolean {
  return role === "latch" || role === "preheader";
}
