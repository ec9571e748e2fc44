/**
 * Reads parts from the value that holds them, where reads were forwarded past it: what a local holds to the end of its scope goes
 * then and as a whole, not with the last use of one of its parts.
 *
 *     before                                after
 *       %2 = Construct(%0, %1)                %2 = Construct(%0, %1)
 *       %3 = Apply @look(ref %0)              %5 = Project %2.0
 *       %4 = DropValue %2                     %3 = Apply @look(ref %5)
 *                                             %4 = DropValue %2
 *
 * Requires: scope ends are settled; blocks in reverse postorder.
 */
import type { MonoTypes } from "../../mono/mod.ts";
import { Dominators } from "../analysis/dominators.ts";
import { type DropReach, isDropping } from "../analysis/drop_types.ts";
import { newVar } from "../ir/new_var.ts";
import type { ArcFunction, BlockId, Op, VarId } from "../ir/ir.ts";
import { Splices } from "../ir/splices.ts";
import {
  eachOperand,
  eachTerminatorOperand,
  mapOperands,
  mapTerminatorOperands,
} from "../ir/visit.ts";

type Construct = Extract<Op, { kind: "Construct" }>;

/** A part, and the op behind which it is read from what it was put into. */
interface Held {
  readonly block: BlockId;
  readonly index: number;
  readonly read: VarId;
}

/** `scoped` has the variables whose scopes end in `fn`. */
export function readFromHolders(
  fn: ArcFunction,
  types: MonoTypes,
  reach: DropReach,
  scoped: { has(v: VarId): boolean },
): void {
  const makers = makersOf(fn, types, scoped);
  if (makers.length === 0) return;
  const dominators = new Dominators(fn);
  const held = new Map<VarId, Held>();
  const splices = new Splices();
  for (const { op, block, index } of makers) {
    const { variant, dst: src } = op;
    op.args.forEach((arg, field) => {
      if (held.has(arg) || !reach.reaches(fn.varTypes[arg])) return;
      const place = { block, index };
      if (!isUsedBehind(fn, arg, place, dominators)) return;
      const read = newVar(fn, fn.varTypes[arg], fn.varNames[arg]);
      held.set(arg, { ...place, read });
      const of = variant === undefined ? {} : { variant };
      splices.insert(block, index + 1, { kind: "Project", dst: read, src, ...of, field });
    });
  }
  if (held.size === 0) return;
  for (const block of fn.blocks) {
    const mapAt = (index: number) => (v: VarId): VarId => {
      const part = held.get(v);
      return part !== undefined && isBehind(block.id, index, part, dominators) ? part.read : v;
    };
    block.ops.forEach((op, index) => mapOperands(op, mapAt(index)));
    mapTerminatorOperands(block.terminator, mapAt(block.ops.length));
  }
  splices.apply(fn);
}

interface Place {
  readonly block: BlockId;
  readonly index: number;
}

/** The ops that make what a local still holds. */
function makersOf(
  fn: ArcFunction,
  types: MonoTypes,
  scoped: { has(v: VarId): boolean },
): readonly (Place & { readonly op: Construct })[] {
  const used = new Set<VarId>();
  for (const { ops, terminator } of fn.blocks) {
    for (const op of ops) eachOperand(op, (v) => used.add(v));
    eachTerminatorOperand(terminator, (v) => used.add(v));
  }
  return fn.blocks.flatMap(({ id, ops }) =>
    ops.flatMap((op, index) =>
      op.kind === "Construct" && scoped.has(op.dst) && used.has(op.dst) &&
        !isDropping(types, fn.varTypes[op.dst])
        ? [{ op, block: id, index }]
        : []
    )
  );
}

function isUsedBehind(fn: ArcFunction, v: VarId, place: Place, dominators: Dominators): boolean {
  return fn.blocks.some(({ id, ops, terminator }) => {
    let found = false;
    const noteAt = (index: number) => (operand: VarId): void => {
      if (operand === v && isBehind(id, index, place, dominators)) found = true;
    };
    ops.forEach((op, index) => eachOperand(op, noteAt(index)));
    eachTerminatorOperand(terminator, noteAt(ops.length));
    return found;
  });
}

function isBehind(block: BlockId, index: number, place: Place, dominators: Dominators): boolean {
  return block === place.block ? index > place.index : dominators.dominates(place.block, block);
}
