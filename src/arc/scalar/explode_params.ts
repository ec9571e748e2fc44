/**
 * Splits block parameters of struct or tuple type, or of one variant, into their fields, so that a loop over a record keeps its
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
 * `Construct` flows into it. Other values that flow in are projected before the jump. A parameter of sum type
 * qualifies when nothing but one and the same variant flows in and is projected.
 *
 * Requires:    blocks in reverse postorder; no RC operation.
 * Establishes: no parameter qualifies any more but for one that is a field of what was split.
 */
import type { MonoField, MonoTypes } from "../../mono/mod.ts";
import { Aliases } from "../ir/aliases.ts";
import type { ArcBlock, ArcFunction, JumpTarget, Op, VarId } from "../ir/ir.ts";
import { incomingValues } from "./remove_trivial_params.ts";
import { eachJumpTarget, eachOperand, eachTerminatorOperand } from "../ir/visit.ts";

/** Wider records stay whole: their fields would not fit in registers. */
const MAX_FIELDS = 8;

/** Splits one level of nesting; returns whether anything changed. */
export function explodeParams(fn: ArcFunction, types: MonoTypes): boolean {
  const constructs = constructsOf(fn);
  const chosen = chooseParams(fn, types, constructs);
  if (chosen.size === 0) return false;
  const fields = new Map<VarId, VarId[]>();
  for (const [param, shape] of chosen) fields.set(param, makeFields(fn, param, shape));
  const aliases = new Aliases();
  for (const block of fn.blocks) {
    block.ops = block.ops.filter((op) => {
      const parts = op.kind === "Project" ? fields.get(op.src) : undefined;
      if (op.kind === "Project" && parts !== undefined) aliases.set(op.dst, parts[op.field]);
      return parts === undefined;
    });
    eachJumpTarget(block.terminator, (target) => {
      splitArgs(fn, block, target, { fields, constructs });
    });
  }
  for (const block of fn.blocks) {
    block.params = block.params.flatMap((param) => fields.get(param) ?? [param]);
  }
  aliases.apply(fn);
  return true;
}

type Construct = Extract<Op, { kind: "Construct" }>;
type Constructs = ReadonlyMap<VarId, Construct>;
type Incoming = ReadonlyMap<VarId, readonly VarId[]>;
/** The fields that a parameter is split into. */
type Shape = readonly MonoField[];

interface Split {
  readonly fields: ReadonlyMap<VarId, readonly VarId[]>;
  readonly constructs: Constructs;
}

function constructsOf(fn: ArcFunction): Constructs {
  const all = new Map<VarId, Construct>();
  for (const block of fn.blocks) {
    for (const op of block.ops) if (op.kind === "Construct") all.set(op.dst, op);
  }
  return all;
}

function chooseParams(
  fn: ArcFunction,
  types: MonoTypes,
  constructs: Constructs,
): ReadonlyMap<VarId, Shape> {
  const chosen = new Set<VarId>();
  for (const block of fn.blocks) {
    for (const param of block.params) {
      const type = types.get(fn.varTypes[param]);
      const isStruct = type.kind === "struct" && type.fields.length > 0;
      if (type.kind === "sum" || isStruct && type.fields.length <= MAX_FIELDS) chosen.add(param);
    }
  }
  const shapes = new Map<VarId, Shape>();
  if (chosen.size === 0) return shapes;
  const incoming = incomingValues(fn);
  dropWithOtherUses(fn, chosen, incoming);
  const groups = groupParams(chosen, incoming);
  keepConstructed(chosen, incoming, constructs, groups);
  const variants = oneVariant(fn, chosen, { incoming, constructs, groups });
  for (const param of chosen) {
    const type = types.get(fn.varTypes[param]);
    if (type.kind === "struct") shapes.set(param, type.fields);
    const variant = type.kind === "sum" ? variants.get(groups.find(param)) : undefined;
    if (type.kind !== "sum" || variant === undefined) continue;
    const { fields } = type.variants[variant];
    if (fields.length <= MAX_FIELDS) shapes.set(param, fields);
  }
  return shapes;
}

/** Leaves the parameters that are only projected or passed on to such parameters. */
function dropWithOtherUses(
  fn: ArcFunction,
  chosen: Set<VarId>,
  incoming: Incoming,
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

/** Parameters that are passed on to each other are one group. */
function groupParams(chosen: ReadonlySet<VarId>, incoming: Incoming): Aliases {
  const groups = new Aliases();
  for (const param of chosen) {
    for (const value of incoming.get(param) ?? []) {
      if (!chosen.has(value)) continue;
      const a = groups.find(param);
      const b = groups.find(value);
      if (a !== b) groups.set(a, b);
    }
  }
  return groups;
}

/** Leaves the groups that some `Construct` flows into. */
function keepConstructed(
  chosen: Set<VarId>,
  incoming: Incoming,
  constructs: Constructs,
  groups: Aliases,
): void {
  const made = new Set<VarId>();
  for (const param of chosen) {
    if (incoming.get(param)?.some((v) => constructs.has(v))) made.add(groups.find(param));
  }
  for (const param of [...chosen]) if (!made.has(groups.find(param))) chosen.delete(param);
}

/** The variant of each group of sums into which nothing else flows, and of which nothing else is read. */
function oneVariant(
  fn: ArcFunction,
  chosen: ReadonlySet<VarId>,
  { incoming, constructs, groups }: {
    readonly incoming: Incoming;
    readonly constructs: Constructs;
    readonly groups: Aliases;
  },
): ReadonlyMap<VarId, number> {
  const variants = new Map<VarId, number>();
  const mixed = new Set<VarId>();
  const note = (param: VarId, variant: number | undefined): void => {
    const group = groups.find(param);
    const known = variants.get(group);
    if (variant === undefined || known !== undefined && known !== variant) mixed.add(group);
    else variants.set(group, variant);
  };
  for (const param of chosen) {
    for (const value of incoming.get(param) ?? []) {
      if (!chosen.has(value)) note(param, constructs.get(value)?.variant);
    }
  }
  for (const { ops } of fn.blocks) {
    for (const op of ops) {
      if (op.kind === "Project" && chosen.has(op.src)) note(op.src, op.variant);
    }
  }
  for (const group of mixed) variants.delete(group);
  return variants;
}

function makeFields(fn: ArcFunction, param: VarId, shape: Shape): VarId[] {
  const name = fn.varNames[param];
  return shape.map((field) => {
    fn.varTypes.push(field.type);
    fn.varNames.push(name === undefined ? undefined : `${name}.${field.name}`);
    return fn.varTypes.length - 1 as VarId;
  });
}

function splitArgs(fn: ArcFunction, block: ArcBlock, target: JumpTarget, split: Split): void {
  const { params } = fn.blocks[target.block];
  if (!params.some((param) => split.fields.has(param))) return;
  target.args = target.args.flatMap((arg, i) => {
    const parts = split.fields.get(params[i]);
    if (parts === undefined) return [arg];
    const known = split.fields.get(arg) ?? split.constructs.get(arg)?.args;
    return known ?? projectAll(fn, block, arg, parts);
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
