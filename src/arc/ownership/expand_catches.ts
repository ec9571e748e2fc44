/**
 * Turns `Catch` into control flow: a call with a handler.
 *
 *     before                                after
 *       %1: Result<T, str> = Catch %0         Invoke %2: T = ApplyIndirect(ref %0) -> bb1, unwind bb2
 *       rest                                bb1:
 *                                             %3 = Construct Ok(%2)
 *                                             Jump bb3(%3)
 *                                           bb2:                       # a handler: no Resume
 *                                             %4: str = TakePanic
 *                                             %5 = Construct Err(%4)
 *                                             Jump bb3(%5)
 *                                           bb3(%1):
 *                                             rest
 *
 * What the frame owns stays owned on both paths, so nothing is released at the handler. The pass comes after
 * the counts are in: until then `Catch` only looks at a closure and cannot unwind, and no
 * other pass has to know of edges that come back from a panic.
 *
 * Requires:    counts are in place.
 * Establishes: no `Catch` is left; `TakePanic` stands first in the unwind block of exactly one `Invoke`; blocks in
 *              reverse postorder.
 */
import { InternalError } from "../../base/mod.ts";
import type { MonoTypeId, MonoTypes } from "../../mono/mod.ts";
import type { ArcBlock, ArcFunction, BlockId, Call, Op, VarId } from "../ir/ir.ts";
import { declareRegion } from "../ir/declare_region.ts";
import { newVar } from "../ir/new_var.ts";
import { orderBlocks } from "../scalar/order_blocks.ts";

type CatchOp = Extract<Op, { kind: "Catch" }>;

/** Expands every `Catch` of `fn`; returns whether there was one. */
export function expandCatches(fn: ArcFunction, types: MonoTypes): boolean {
  const before = fn.blocks.length;
  // Blocks that an expansion adds come at the end, and are looked at in turn.
  for (let at = 0; at < fn.blocks.length; at++) {
    const block = fn.blocks[at];
    const index = block.ops.findIndex(isCatch);
    if (index >= 0) expand(fn, types, block, index);
  }
  if (fn.blocks.length === before) return false;
  orderBlocks(fn);
  return true;
}

function isCatch(op: Op): op is CatchOp {
  return op.kind === "Catch";
}

/** Ends `block` with the call at `index`; what followed it goes to a block of its own. */
function expand(fn: ArcFunction, types: MonoTypes, block: ArcBlock, index: number): void {
  const { dst, thunk, span } = block.ops[index] as CatchOp;
  const { ok, error } = partsOf(types, fn.varTypes[dst]);
  const [value, made, message, failed] = [ok, fn.varTypes[dst], error, fn.varTypes[dst]]
    .map((type) => newVar(fn, type));
  const [normal, unwind, rest] = [0, 1, 2].map((i) => fn.blocks.length + i as BlockId);
  const add = (id: BlockId, ops: Op[], result: VarId) => {
    const target = { block: rest, args: [result] };
    fn.blocks.push({
      id,
      params: [],
      ops,
      terminator: { kind: "Jump", target },
      region: block.region,
    });
  };
  add(normal, [
    { kind: "Construct", dst: made, variant: 0, args: [value], span },
  ], made);
  add(unwind, [
    { kind: "TakePanic", dst: message, span },
    { kind: "Construct", dst: failed, variant: 1, args: [message], span },
  ], failed);
  fn.blocks.push({
    id: rest,
    params: [dst],
    ops: block.ops.slice(index + 1),
    terminator: block.terminator,
    ...declareRegion(fn, "join", span),
  });
  block.ops = block.ops.slice(0, index);
  const indirect: Call = {
    kind: "ApplyIndirect",
    args: [thunk],
    ownership: ["borrowed"],
    span,
  };
  block.terminator = { kind: "Invoke", dst: value, call: indirect, normal, unwind };
}

/** The payload types of a `Result`. */
function partsOf(
  types: MonoTypes,
  result: MonoTypeId,
): { readonly ok: MonoTypeId; readonly error: MonoTypeId } {
  const type = types.get(result);
  const [ok, error] = type.kind === "sum" ? type.variants.map(({ fields }) => fields[0]?.type) : [];
  if (ok === undefined || error === undefined) {
    throw new InternalError("a Catch of no Result", { stage: "arc" });
  }
  return { ok, error };
}
