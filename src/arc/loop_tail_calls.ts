/**
 * Turns calls of a function to itself in tail position into jumps, so that such recursion needs no
 * stack, on any engine.
 *
 *     before                              after
 *       fn f(%0: int) -> int {              fn f(%0: int) -> int {
 *       bb0:                                bb0:
 *         ...                                 Jump bb3(%0)
 *       bb1:                                bb3(%9: int):
 *         %5 = Apply @f(%4)                   ...          # with %9 for %0
 *         Jump bb2(%5)                      bb1:
 *       bb2(%6: int):                         Jump bb3(%4)
 *         Return %6
 *
 * Requires:    no ownership and no RC operation; nothing jumps to the entry.
 * Establishes: nothing new; the blocks of a changed function are in no order.
 */
import type { MonoTypes } from "../mono/mod.ts";
import type { ArcBlock, ArcFunction, BlockId, Op, VarId } from "./ir.ts";
import { mapOperands, mapTerminatorOperands } from "./visit.ts";

/** Whether anything changed. */
export function loopTailCalls(fn: ArcFunction, types: MonoTypes): boolean {
  const givesNothing = types.get(fn.result).kind === "unit";
  const sites = fn.blocks.filter((block) => isTailSite(fn, block, givesNothing));
  if (sites.length === 0) return false;
  const header = splitEntry(fn);
  for (const site of sites) {
    // The entry itself may be a site; its content now stands in the header.
    const block = site === header.old ? header.block : site;
    const op = block.ops.pop();
    if (op?.kind !== "Call") continue;
    block.terminator = { kind: "Jump", target: { block: header.block.id, args: op.call.args } };
  }
  return true;
}

function isTailSite(fn: ArcFunction, block: ArcBlock, givesNothing: boolean): boolean {
  const op = block.ops.at(-1);
  if (op?.kind !== "Call" || op.call.kind !== "Apply" || op.call.fn !== fn.id) return false;
  return returnsOnly(fn, block, op.dst, givesNothing);
}

/** Whether all that happens after the ops of `block` is that `v` is returned (or nothing, as unit). */
function returnsOnly(
  fn: ArcFunction,
  block: ArcBlock,
  v: VarId,
  givesNothing: boolean,
): boolean {
  const seen = new Set<BlockId>();
  for (let at = block, value = v;;) {
    const { terminator } = at;
    if (terminator.kind === "Return") return givesNothing || terminator.value === value;
    if (terminator.kind !== "Jump" || seen.has(terminator.target.block)) return false;
    const next = fn.blocks[terminator.target.block];
    const index = terminator.target.args.indexOf(value);
    if (!next.ops.every((op) => givesNothing && isUnit(op))) return false;
    if (index < 0 && !givesNothing) return false;
    value = index < 0 ? value : next.params[index];
    seen.add(terminator.target.block);
    at = next;
  }
}

function isUnit(op: Op): boolean {
  return op.kind === "Const" && op.value.kind === "unit";
}

/** Moves the entry's content into a block that takes the parameters, and lets the entry jump there. */
function splitEntry(fn: ArcFunction): { readonly old: ArcBlock; readonly block: ArcBlock } {
  const old = fn.blocks[0];
  const renamed = new Map<VarId, VarId>();
  for (const param of fn.params) {
    const fresh = fn.varTypes.length as VarId;
    fn.varTypes.push(fn.varTypes[param.var]);
    fn.varNames.push(fn.varNames[param.var]);
    renamed.set(param.var, fresh);
  }
  const map = (v: VarId): VarId => renamed.get(v) ?? v;
  for (const { ops, terminator } of fn.blocks) {
    for (const op of ops) mapOperands(op, map);
    mapTerminatorOperands(terminator, map);
  }
  const id = fn.blocks.length as BlockId;
  const { role: _entry, ...content } = old;
  const block: ArcBlock = { ...content, id, params: [...renamed.values()] };
  fn.blocks.push(block);
  fn.blocks[0] = {
    id: old.id,
    params: [],
    ops: [],
    terminator: { kind: "Jump", target: { block: id, args: [...renamed.keys()] } },
    region: old.region,
    role: "entry",
  };
  return { old, block };
}
