/**
 * Removes block parameters that always are the same value.
 *
 *     before                  after
 *       bb1(%2):  # %2 from     bb1():
 *         Jump bb1(%2)  # %0      Jump bb1()
 *                               (%2 is %0 everywhere)
 *
 * A parameter is trivial when its incoming values, itself left aside, are one value (Braun et al. 2013, 3.2). When one goes,
 * those that took it as a value are looked at again. On the reducible graphs of lowering the result is
 * minimal SSA.
 *
 * Requires:    SSA.
 * Establishes: each block parameter has two incoming values that are not the same variable.
 */
import { Aliases } from "../ir/aliases.ts";
import type { ArcFunction, BlockId, VarId } from "../ir/ir.ts";
import { eachJumpTarget } from "../ir/visit.ts";

/** Returns whether anything changed. */
export function removeTrivialParams(fn: ArcFunction): boolean {
  const incoming = incomingValues(fn);
  const users = paramUsers(incoming);
  const aliases = new Aliases();
  const queue = [...incoming.keys()];
  for (let param = queue.pop(); param !== undefined; param = queue.pop()) {
    if (aliases.has(param)) continue;
    const only = onlyValue(param, incoming.get(param) ?? [], aliases);
    if (only === undefined) continue;
    aliases.set(param, only);
    const affected = users.get(param) ?? [];
    queue.push(...affected);
    const merged = users.get(only);
    if (merged === undefined) users.set(only, [...affected]);
    else for (const user of affected) merged.push(user);
  }
  if (aliases.isEmpty) return false;
  dropParams(fn, (param) => aliases.has(param));
  aliases.apply(fn);
  return true;
}

/** The values that each block parameter takes, one per edge. */
export function incomingValues(fn: ArcFunction): Map<VarId, VarId[]> {
  const incoming = new Map<VarId, VarId[]>();
  for (const block of fn.blocks) for (const param of block.params) incoming.set(param, []);
  for (const block of fn.blocks) {
    eachJumpTarget(block.terminator, (target) => {
      const { params } = fn.blocks[target.block];
      target.args.forEach((arg, i) => incoming.get(params[i])?.push(arg));
    });
  }
  return incoming;
}

function paramUsers(incoming: ReadonlyMap<VarId, readonly VarId[]>): Map<VarId, VarId[]> {
  const users = new Map<VarId, VarId[]>();
  for (const [param, values] of incoming) {
    for (const value of values) {
      const known = users.get(value);
      if (known === undefined) users.set(value, [param]);
      else known.push(param);
    }
  }
  return users;
}

function onlyValue(param: VarId, values: readonly VarId[], aliases: Aliases): VarId | undefined {
  let only: VarId | undefined;
  for (const value of values) {
    const v = aliases.find(value);
    if (v === param || v === only) continue;
    if (only !== undefined) return undefined;
    only = v;
  }
  return only;
}

/** Removes the block parameters for which `isGone` holds, and the arguments for them. Returns whether there were any. */
export function dropParams(fn: ArcFunction, isGone: (param: VarId) => boolean): boolean {
  const kept = new Map<BlockId, boolean[]>();
  for (const block of fn.blocks) {
    if (block.params.length === 0) continue;
    const keep = block.params.map((param) => !isGone(param));
    if (!keep.includes(false)) continue;
    kept.set(block.id, keep);
    block.params = block.params.filter((_, i) => keep[i]);
  }
  for (const block of fn.blocks) {
    eachJumpTarget(block.terminator, (target) => {
      const keep = kept.get(target.block);
      if (keep !== undefined) target.args = target.args.filter((_, i) => keep[i]);
    });
  }
  return kept.size > 0;
}
