/** Which calls come last in a function: what `loopTailCalls` and `joinTailCalls` turn into jumps. */
import type { MonoTypes } from "../../mono/mod.ts";
import type { ArcBlock, ArcFunction, BlockId, Call, JumpTarget, Op, VarId } from "../ir/ir.ts";
import { isScopeEnd } from "../ir/scope_marks.ts";

/** A call after whose return its function only returns as well. */
export interface TailCall {
  readonly block: ArcBlock;
  /** Index of the op. */
  readonly at: number;
  readonly call: Call & { readonly kind: "Apply" };
}

/** The tail call in `block`, if there is one. Requires: no ownership and no RC operation. */
export function tailCallOf(
  fn: ArcFunction,
  block: ArcBlock,
  types: MonoTypes,
): TailCall | undefined {
  const at = block.ops.findLastIndex((op) => !isScopeEnd(op) && !isUnit(op));
  const op = block.ops[at];
  if (op?.kind !== "Call" || op.call.kind !== "Apply") return undefined;
  const { call } = op;
  return returnsOnly(fn, { block, at, call }, op.dst, types) ? { block, at, call } : undefined;
}

/** Puts a jump in the place of a tail call and what follows it. */
export function jumpInstead({ block, at, call }: TailCall, to: BlockId): void {
  block.ops.length = at;
  const target: JumpTarget = { block: to, args: call.args };
  block.terminator = { kind: "Jump", target };
}

/**
 * Whether all that happens after the call is that `result` is returned, or nothing where nothing is to be returned, and that
 * locals go out of scope which the call was given: those are no longer the function's to drop.
 */
function returnsOnly(
  fn: ArcFunction,
  { block, at, call }: TailCall,
  result: VarId,
  types: MonoTypes,
): boolean {
  const givesNothing = types.get(fn.result).kind === "unit";
  const given = new Set<VarId>(call.args);
  for (const op of block.ops) {
    if (op.kind === "MoveValue" && given.has(op.dst)) given.add(op.src);
  }
  const isNothing = (op: Op): boolean =>
    isScopeEnd(op) ? given.has(op.value) : givesNothing && isUnit(op);
  if (!block.ops.slice(at + 1).every(isNothing)) return false;
  const seen = new Set<BlockId>();
  for (let from = block, value = result;;) {
    const { terminator } = from;
    if (terminator.kind === "Return") return givesNothing || terminator.value === value;
    if (terminator.kind !== "Jump" || seen.has(terminator.target.block)) return false;
    const { block: id, args } = terminator.target;
    const next = fn.blocks[id];
    args.forEach((arg, i) => given.has(arg) && given.add(next.params[i]));
    if (!next.ops.every(isNothing)) return false;
    const index = args.indexOf(value);
    if (index < 0 && !givesNothing) return false;
    value = index < 0 ? value : next.params[index];
    seen.add(id);
    from = next;
  }
}

function isUnit(op: Op): boolean {
  return op.kind === "Const" && op.value.kind === "unit";
}
