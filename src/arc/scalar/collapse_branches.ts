/**
 * Leaves out a branch whose two ways only choose between values that the condition tells anyway.
 *
 *     before                                after
 *       Branch %c, bb1, bb2                   Jump bb3(%c, %x)
 *       bb1:                                  bb3(%4, %5):
 *         %1 = Const true                       ...
 *         Jump bb3(%1, %x)
 *       bb2:
 *         %2 = Const false
 *         Jump bb3(%2, %x)
 *       bb3(%4, %5):
 *         ...
 *
 * An argument may be the same variable or literal on both ways, or a bool that is the condition or its opposite.
 *
 * Requires:    dead code removed; no RC operation.
 * Establishes: no critical edge; blocks in reverse postorder.
 */
import type {
  ArcBlock,
  ArcFunction,
  JumpTarget,
  Literal,
  Op,
  Terminator,
  VarId,
} from "../ir/ir.ts";
import { isSameLiteral } from "./fold_constant_params.ts";
import { orderBlocks } from "./order_blocks.ts";
import { predecessors } from "../ir/visit.ts";

/** How many blocks with literals alone a way may pass. */
const MAX_BLOCKS = 8;

/** Where a way ends, and what it passes there. */
interface Way {
  readonly target: JumpTarget;
  readonly literals: ReadonlyMap<VarId, Literal>;
}
type Branch = Extract<Terminator, { kind: "Branch" }>;

/** Returns whether anything changed. */
export function collapseBranches(fn: ArcFunction): boolean {
  const preds = predecessors(fn);
  const isOwn = (target: JumpTarget): boolean => preds[target.block].length === 1;
  let isChanged = false;
  for (const block of fn.blocks) {
    const { terminator } = block;
    if (terminator.kind === "Branch" && collapse(fn, block, terminator, isOwn)) isChanged = true;
  }
  if (isChanged) orderBlocks(fn); // drops the blocks of the ways
  return isChanged;
}

function collapse(
  fn: ArcFunction,
  block: ArcBlock,
  branch: Branch,
  isOwn: (target: JumpTarget) => boolean,
): boolean {
  const first = follow(fn, branch.then, isOwn);
  const second = follow(fn, branch.else, isOwn);
  if (first === undefined || second?.target.block !== first.target.block) return false;
  const ops: Op[] = [];
  const args: VarId[] = [];
  for (const [i, arg] of first.target.args.entries()) {
    const literals = [first.literals.get(arg), second.literals.get(second.target.args[i])] as const;
    const value = choose(fn, { arg, other: second.target.args[i], literals, branch }, ops);
    if (value === undefined) return false;
    args.push(value);
  }
  for (const op of ops) block.ops.push(op);
  block.terminator = { kind: "Jump", target: { block: first.target.block, args } };
  return true;
}

/** The first block that does more than name literals or has another entry, and what is passed to it. */
function follow(
  fn: ArcFunction,
  start: JumpTarget,
  isOwn: (target: JumpTarget) => boolean,
): Way | undefined {
  const literals = new Map<VarId, Literal>();
  let target = start;
  for (let passed = 0; passed < MAX_BLOCKS; passed++) {
    const block = fn.blocks[target.block];
    const { terminator } = block;
    const isBare = isOwn(target) && terminator.kind === "Jump" && block.params.length === 0 &&
      block.ops.every((op) => op.kind === "Const");
    if (!isBare) return { target, literals };
    for (const op of block.ops) if (op.kind === "Const") literals.set(op.dst, op.value);
    target = terminator.target;
  }
  return undefined;
}

interface Choice {
  readonly arg: VarId;
  readonly other: VarId;
  readonly literals: readonly [Literal | undefined, Literal | undefined];
  readonly branch: Branch;
}

/** One value for both ways, if there is one; `ops` receives what makes it. */
function choose(fn: ArcFunction, choice: Choice, ops: Op[]): VarId | undefined {
  const { arg, other, literals: [a, b], branch } = choice;
  if (arg === other) return arg;
  if (a === undefined || b === undefined) return undefined;
  const dst = fn.varTypes.length as VarId;
  if (isSameLiteral(a, b)) ops.push({ kind: "Const", dst, value: a });
  else if (a.kind !== "bool") return undefined;
  else if (a.value) return branch.condition;
  else ops.push({ kind: "Prim", op: "bool_not", dst, args: [branch.condition] });
  fn.varTypes.push(fn.varTypes[arg]);
  fn.varNames.push(undefined);
  return dst;
}
