/** Reverse postorder of the reachable blocks: every definition comes before its uses. */
import { invariant } from "../base/mod.ts";
import type { ArcBlock, ArcFunction, BlockId, Terminator } from "../arc/mod.ts";
import { assertNever } from "../base/mod.ts";

/** The blocks that can be reached from the entry, entry first. */
export function reversePostorder(fn: ArcFunction): readonly ArcBlock[] {
  const seen = new Set<BlockId>();
  const postorder: ArcBlock[] = [];
  const path: { readonly block: ArcBlock; readonly left: BlockId[] }[] = [];
  const enter = (id: BlockId) => {
    if (seen.has(id)) return;
    seen.add(id);
    const block = fn.blocks[id];
    invariant(block !== undefined, { stage: "llvm", fn: fn.name }, `no block ${id}`);
    path.push({ block, left: successors(block.terminator).reverse() });
  };
  enter(0 as BlockId);
  for (let top = path.at(-1); top !== undefined; top = path.at(-1)) {
    const next = top.left.pop();
    if (next !== undefined) enter(next);
    else {
      postorder.push(top.block);
      path.pop();
    }
  }
  return postorder.reverse();
}

function successors(t: Terminator): BlockId[] {
  switch (t.kind) {
    case "Jump":
      return [t.target.block];
    case "Branch":
      return [t.then.block, t.else.block];
    case "Switch": {
      const targets = t.cases.map((c) => c.target.block);
      return t.default === undefined ? targets : [...targets, t.default.block];
    }
    case "Invoke":
      return [t.normal, t.unwind];
    case "Return":
    case "Resume":
    case "Unreachable":
      return [];
    default:
      return assertNever(t, "llvm");
  }
}
