/**
 * Leaves out latches that only hand their parameters on, in which several turns of a loop meet: each jump there goes on to the header, so
 * that arguments move once.
 *
 *     before                   after
 *       bb2:                     bb2:
 *         Jump bb4(%2)             Jump bb1(%2)
 *       bb3:                     bb3:
 *         Jump bb4(%3)             Jump bb1(%3)
 *       bb4(%4):
 *         Jump bb1(%4)
 *
 * Latches without parameters stay: the encoder sends jumps past them.
 *
 * Requires: blocks in reverse postorder. The result has edges that are critical, which bytecode may have.
 */
import {
  type ArcBlock,
  type ArcFunction,
  type BlockId,
  copyTerminatorShape,
  eachJumpTarget,
  eachOperand,
  eachTerminatorOperand,
  type JumpTarget,
  type Terminator,
  type VarId,
} from "../arc/mod.ts";

/** Gives `fn` itself if there is nothing to leave out. */
export function bypassJumps(fn: ArcFunction): ArcFunction {
  const bypassed = findBypassed(fn);
  if (bypassed.size === 0) return fn;
  const kept = fn.blocks.filter((block) => !bypassed.has(block));
  const ids = new Map(kept.map(({ id }, index) => [id, index as BlockId]));
  const newId = (id: BlockId): BlockId => ids.get(id) ?? id;
  const blocks = kept.map((block): ArcBlock => {
    const terminator = copyTerminatorShape(block.terminator);
    eachJumpTarget(terminator, (target) => {
      goPast(fn, target, bypassed);
      target.block = newId(target.block);
    });
    return { ...block, id: newId(block.id), terminator: renumberInvoke(terminator, newId) };
  });
  return { ...fn, blocks };
}

/** Ends, as each such block jumps to one before it. */
function goPast(fn: ArcFunction, target: JumpTarget, bypassed: ReadonlySet<ArcBlock>): void {
  for (let block = fn.blocks[target.block]; bypassed.has(block);) {
    const { params, terminator } = block;
    if (terminator.kind !== "Jump") return;
    const values = new Map(params.map((param, i) => [param, target.args[i]]));
    target.args = terminator.target.args.map((arg) => values.get(arg) ?? arg);
    target.block = terminator.target.block;
    block = fn.blocks[target.block];
  }
}

function renumberInvoke(t: Terminator, newId: (id: BlockId) => BlockId): Terminator {
  return t.kind === "Invoke" ? { ...t, normal: newId(t.normal), unwind: newId(t.unwind) } : t;
}

/** The blocks without ops that jump back, and whose parameters nothing but that jump uses. */
function findBypassed(fn: ArcFunction): ReadonlySet<ArcBlock> {
  const found = new Set<ArcBlock>();
  const owners = new Map<VarId, ArcBlock>();
  for (const block of fn.blocks) {
    const { params, ops, terminator } = block;
    if (params.length === 0 || ops.length > 0 || terminator.kind !== "Jump") continue;
    if (terminator.target.block >= block.id) continue;
    found.add(block);
    for (const param of params) owners.set(param, block);
  }
  if (found.size === 0) return found;
  const keepOwner = (v: VarId, user: ArcBlock): void => {
    const owner = owners.get(v);
    if (owner !== undefined && owner !== user) found.delete(owner);
  };
  for (const block of fn.blocks) {
    for (const op of block.ops) eachOperand(op, (v) => keepOwner(v, block));
    eachTerminatorOperand(block.terminator, (v) => keepOwner(v, block));
  }
  return found;
}
