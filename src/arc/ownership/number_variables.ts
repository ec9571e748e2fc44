/**
 * Numbers the variables of a function in the order in which unwinding has to let go of them, the last first: those of
 * a local as it was declared, all others as they are defined (spec 21.3.3). `insertRc` and `insertDropChecks` release what a
 * frame owns from the highest number down.
 *
 *     before                                after
 *       %1 x = Construct #0(%0)               %1 x = Construct #0(%0)
 *       %2 y = Construct #0(%0)               %4 y = Construct #0(%0)
 *       %3 x = Construct #0(%0)               %2 x = Construct #0(%0)
 *       Jump bb1(%3)                          Jump bb1(%2)
 *     bb1(%4 x):                            bb1(%3 x):
 *       %5 = Apply @work(ref %4, ref %2)      %5 = Apply @work(ref %3, ref %4)
 *
 * Inlining, and what an assignment gives to a local, leave other numbers. Those of the function's parameters stay.
 *
 * Requires:    blocks in reverse postorder; no `Invoke`.
 */
import type { MonoTypeId } from "../../mono/mod.ts";
import type { ArcFunction, VarId } from "../ir/ir.ts";
import { incomingValues } from "../scalar/remove_trivial_params.ts";
import {
  copyTerminatorShape,
  eachResult,
  mapOperands,
  mapTerminatorOperands,
  renameResults,
} from "../ir/visit.ts";

/** A variable, and the `ScopeStart` of a local whose value it is at times. */
export type Declaration = readonly [value: VarId, start: VarId];

/** `matters` holds for the types whose order of release is seen. Returns whether anything changed. */
export function numberVariables(
  fn: ArcFunction,
  declarations: readonly Declaration[],
  matters: (type: MonoTypeId) => boolean,
): boolean {
  if (!fn.varTypes.some(matters)) return false;
  const defined = inOrderOfDefinition(fn);
  const keys = new Int32Array(fn.varTypes.length);
  defined.forEach((v, position) => keys[v] = position);
  moveToDeclarations(fn, declarations, keys);
  const order = [...defined].sort((a, b) => keys[a] - keys[b]);
  const seen = order.filter((v) => matters(fn.varTypes[v]));
  const isOutOfOrder = seen.some((v, i) => i > 0 && v < seen[i - 1]);
  if (isOutOfOrder) renumber(fn, order);
  return isOutOfOrder;
}

function inOrderOfDefinition(fn: ArcFunction): VarId[] {
  const defined = fn.params.map((param) => param.var);
  for (const block of fn.blocks) {
    defined.push(...block.params);
    for (const op of block.ops) eachResult(op, (v) => defined.push(v));
  }
  return defined;
}

/**
 * Gives the values of a declared local the place of its declaration, if that comes first, and likewise what jumps pass on to
 * be such a value.
 */
function moveToDeclarations(
  fn: ArcFunction,
  declarations: readonly Declaration[],
  keys: Int32Array,
): void {
  if (declarations.length === 0) return;
  const incoming = incomingValues(fn);
  const queue: VarId[] = [];
  const move = (v: VarId, key: number): void => {
    if (key >= keys[v]) return;
    keys[v] = key;
    queue.push(v);
  };
  const moveIncoming = (): void => {
    for (let v = queue.pop(); v !== undefined; v = queue.pop()) {
      for (const value of incoming.get(v) ?? []) move(value, keys[v]);
    }
  };
  // Where a declaration was copied, the copies meet in parameters.
  for (const [, start] of declarations) {
    for (const copy of incoming.get(start) ?? []) move(start, keys[copy]);
  }
  queue.length = 0;
  for (const [v, start] of declarations) move(v, keys[start]);
  moveIncoming();
}

function renumber(fn: ArcFunction, order: readonly VarId[]): void {
  const numbers = new Int32Array(fn.varTypes.length);
  order.forEach((v, number) => numbers[v] = number);
  const map = (v: VarId): VarId => numbers[v] as VarId;
  const types = order.map((v) => fn.varTypes[v]);
  const names = order.map((v) => fn.varNames[v]);
  fn.varTypes.splice(0, fn.varTypes.length, ...types);
  fn.varNames.splice(0, fn.varNames.length, ...names);
  for (const [i, param] of fn.params.entries()) fn.params[i] = { ...param, var: map(param.var) };
  for (const block of fn.blocks) {
    block.params = block.params.map(map);
    block.ops = block.ops.map((op) => renameResults(op, map));
    for (const op of block.ops) mapOperands(op, map);
    block.terminator = copyTerminatorShape(block.terminator);
    mapTerminatorOperands(block.terminator, map);
  }
}
