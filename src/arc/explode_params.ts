/**
 * Splits block parameters of struct or tuple type into their fields, so that a loop over a record keeps its
 * fields in variables and no record is made per turn.
 *
 *     before                                    after
 *       bb1(%s):                                  bb1(%s.0, %s.1):
 *         %x = Project %s.0                         %t = Apply @f(%s.0)
 *         %t = Apply @f(%x)                         Jump bb1(%t, %s.1)
 *         %n = Construct(%t, ...)
 *         Jump bb1(%n)
 *
 * A parameter qualifies when it is only projected or passed on to a parameter that qualifies, and a
 * `Construct` flows into it. Other values that flow in are projected before the jump.
 *
 * Requires:    blocks in reverse postorder; no RC operation.
 */
import type { MonoTypes } from "../mono/mod.ts";
import { Aliases } from "./aliases.ts";
import type { ArcBlock, ArcFunction, JumpTarget, Op, VarId } from "./ir.ts";
import { incomingValues } from "./remove_trivial_params.ts";
import { eachJumpTarget, eachOperand, eachTerminatorOperand } from "./visit.ts";

/** Wider records stay whole: their fields would not fit in registers. */
const MAX_FIELDS = 8;

/** Splits one level of nesting; returns whether anything changed. */
export function explodeParams(fn: ArcFunction, types: MonoTypes): boolean {
  const constructs = constructsOf(fn);
  const chosen = chooseParams(fn, types, constructs);
  if (chosen.size === 0) return false;
  const fields = new Map<VarId, VarId[]>();
  for (const param of chosen) fields.set(param, makeFields(fn, types, param));
  const aliases = new Aliases();
  for (const block of fn.blocks) {
    block.ops = block.ops.filter((op) => {
      const parts = op.kind === "Project" ? fields.get(op.src) : undefined;
      if (op.kind === "Project" && parts !== undefined) aliases.set(op.dst, parts[op.field]);
      return parts === undefined;
    });
    eachJumpTarget(block.terminator, (target) => {
      splitArgs(fn, block, target, { chosen, fields, constructs });
    });
  }
  for (const block of fn.blocks) {
    block.params = block.params.flatMap((param) => fields.get(param) ?? [param]);
  }
  aliases.apply(fn);
  return true;
}

interface Split {
  readonly chosen: ReadonlySet<VarId>;
  readonly fields: ReadonlyMap<VarId, readonly VarId[]>;
  readonly constructs: ReadonlyMap<VarId, readonly VarId[]>;
}

function constructsOf(fn: ArcFunction): Map<VarId, readonly VarId[]> {
  const all = new Map<VarId, readonly VarId[]>();
  for (const block of fn.blocks) {
    for (const op of block.ops) {
      if (op.kind === "Construct" && op.variant === undefined) all.set(op.dst, op.args);
    }
  }
  return all;
}

function chooseParams(
  fn: ArcFunction,
  types: MonoTypes,
  constructs: ReadonlyMap<VarId, readonly VarId[]>,
): ReadonlySet<VarId> {
  const chosen = new Set<VarId>();
  for (const block of fn.blocks) {
    for (const param of block.params) {
      const type = types.get(fn.varTypes[param]);
      if (type.kind === "struct" && type.fields.length > 0 && type.fields.length <= MAX_FIELDS) {
        chosen.add(param);
      }
    }
  }
  if (chosen.size === 0) return chosen;
  const incoming = incomingValues(fn);
  dropWithOtherUses(fn, chosen, incoming);
  keepConstructed(chosen, incoming, constructs);
  return chosen;
}

/** Leaves the parameters that are only projected or passed on to such parameters. */
function dropWithOtherUses(
  fn: ArcFunction,
  chosen: Set<VarId>,
  incoming: ReadonlyMap<VarId, readonly VarId[]>,
): void {
  const drop = (v: VarId): void => {
    const queue = [v];
    for (let next = queue.pop(); next !== undefined; next = queue.pop()) {
      if (chosen.delete(next)) queue.push(...incoming.get(next) ?? []);
    }
  };
  for (const block of fn.blocks) {
    for (const op of block.ops) if (op.kind !== "Project") eachOperand(op, drop);
    const t = block.terminator;
    if (t.kind === "Return" || t.kind === "Invoke") eachTerminatorOperand(t, drop);
  }
  // What flows into a parameter that stays whole stays whole.
  for (const [param, values] of incoming) if (!chosen.has(param)) values.forEach(drop);
}

/** Leaves the groups of connected parameters that some `Construct` flows into. */
function keepConstructed(
  chosen: Set<VarId>,
  incoming: ReadonlyMap<VarId, readonly VarId[]>,
  constructs: ReadonlyMap<VarId, unknown>,
): void {
  const groups = new Aliases();
  for (const param of chosen) {
    for (const value of incoming.get(param) ?? []) {
      if (!chosen.has(value)) continue;
      const a = groups.find(param);
      const b = groups.find(value);
      if (a !== b) groups.set(a, b);
    }
  }
  const made = new Set<VarId>();
  for (const param of chosen) {
    if (incoming.get(param)?.some((v) => constructs.has(v))) made.add(groups.find(param));
  }
  for (const param of [...chosen]) if (!made.has(groups.find(param))) chosen.delete(param);
}

function makeFields(fn: ArcFunction, types: MonoTypes, param: VarId): VarId[] {
  const type = types.get(fn.varTypes[param]);
  if (type.kind !== "struct") return [];
  const name = fn.varNames[param];
  return type.fields.map((field) => {
    fn.varTypes.push(field.type);
    fn.varNames.push(name === undefined ? undefined : `${name}.${field.name}`);
    return fn.varTypes.length - 1 as VarId;
  });
}

function splitArgs(fn: ArcFunction, block: ArcBlock, target: JumpTarget, split: Split): void {
  const { params } = fn.blocks[target.block];
  if (!params.some((param) => split.chosen.has(param))) return;
  target.args = target.args.flatMap((arg, i) => {
    const parts = split.fields.get(params[i]);
    if (parts === undefined) return [arg];
    return split.fields.get(arg) ?? split.constructs.get(arg) ?? projectAll(fn, block, arg, parts);
  });
}

function projectAll(
  fn: ArcFunction,
  block: ArcBlock,
  src: VarId,
  parts: readonly VarId[],
): readonly VarId[] {
  return parts.map((part, field) => {
    fn.varTypes.push(fn.varTypes[part]);
    fn.varNames.push(undefined);
    const dst = fn.varTypes.length - 1 as VarId;
    const op: Op = { kind: "Project", dst, src, field };
    block.ops.push(op);
    return dst;
  });
}
