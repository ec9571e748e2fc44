/**
 * Live variables at block boundaries. Each variable is followed from its uses back to its definition, so the
 * cost is the size of the answer (Boissinot et al., "Computing Liveness Sets for SSA-Form Programs").
 */
import type { ArcBlock, ArcFunction, BlockId, VarId } from "../ir/ir.ts";
import {
  eachOperand,
  eachResult,
  eachTerminatorOperand,
  predecessors,
  successors,
} from "../ir/visit.ts";

export interface Liveness {
  /** By block, ascending: variables whose value is needed on entry. Block parameters are not among them. */
  readonly liveIn: readonly (readonly VarId[])[];
  /** Variables that some successor needs on entry; a fresh set. */
  liveOut(block: BlockId): Set<VarId>;
  /** The same, not to be changed: computed once for a block of many successors, of which each may ask. */
  liveAtEnd(block: BlockId): ReadonlySet<VarId>;
}

/** `tracked` gives the variable that a use keeps alive, or nothing; `eachUse` the uses of a block that count. */
export function computeLiveness(
  fn: ArcFunction,
  tracked: (v: VarId) => VarId | undefined,
  eachUse: (block: ArcBlock, use: (v: VarId) => void) => void = eachUseIn,
): Liveness {
  const definedIn = definingBlocks(fn);
  const exposed = exposedUses(fn, definedIn, tracked, eachUse);
  const preds = predecessors(fn);
  const liveIn: VarId[][] = fn.blocks.map(() => []);
  const reached = new Int32Array(fn.blocks.length).fill(-1);
  const vars = [...exposed.keys()].sort((a, b) => a - b);
  for (const v of vars) {
    const queue = exposed.get(v) as BlockId[];
    for (let block = queue.pop(); block !== undefined; block = queue.pop()) {
      if (reached[block] === v) continue;
      reached[block] = v;
      liveIn[block].push(v);
      for (const pred of preds[block]) if (definedIn[v] !== pred) queue.push(pred);
    }
  }
  // Taken now: the answers stay those of this moment while a pass rewrites the blocks.
  const next = fn.blocks.map((block) => successors(block.terminator));
  const liveOut = (block: BlockId): Set<VarId> => {
    const all = new Set<VarId>();
    for (const successor of next[block]) for (const v of liveIn[successor]) all.add(v);
    return all;
  };
  const ofSwitches = new Map<BlockId, ReadonlySet<VarId>>();
  const liveAtEnd = (block: BlockId): ReadonlySet<VarId> => {
    if (next[block].length <= 2) return liveOut(block);
    const live = ofSwitches.get(block) ?? liveOut(block);
    ofSwitches.set(block, live);
    return live;
  };
  return { liveIn, liveOut, liveAtEnd };
}

/** The block in which each variable is available from its definition on. */
function definingBlocks(fn: ArcFunction): Int32Array {
  const definedIn = new Int32Array(fn.varTypes.length).fill(-1);
  for (const param of fn.params) definedIn[param.var] = 0;
  for (const block of fn.blocks) {
    for (const param of block.params) definedIn[param] = block.id;
    for (const op of block.ops) eachResult(op, (v) => definedIn[v] = block.id);
    const t = block.terminator;
    if (t.kind === "Invoke") definedIn[t.dst] = t.normal;
  }
  return definedIn;
}

function exposedUses(
  fn: ArcFunction,
  definedIn: Int32Array,
  tracked: (v: VarId) => VarId | undefined,
  eachUse: (block: ArcBlock, use: (v: VarId) => void) => void,
): Map<VarId, BlockId[]> {
  const exposed = new Map<VarId, BlockId[]>();
  for (const block of fn.blocks) {
    const use = (operand: VarId): void => {
      const v = tracked(operand);
      if (v === undefined || definedIn[v] === block.id) return;
      const blocks = exposed.get(v);
      if (blocks === undefined) exposed.set(v, [block.id]);
      else if (blocks[blocks.length - 1] !== block.id) blocks.push(block.id);
    };
    eachUse(block, use);
  }
  return exposed;
}

function eachUseIn({ ops, terminator }: ArcBlock, use: (v: VarId) => void): void {
  for (const op of ops) eachOperand(op, use);
  eachTerminatorOperand(terminator, use);
}
