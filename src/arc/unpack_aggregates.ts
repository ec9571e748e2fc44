/**
 * Takes owned aggregates apart where they end, so that their parts move instead of being shared.
 *
 *     before                                    after
 *       %items = Project %state.0                 (%items, %n) = Unpack %state
 *       %n = Project %state.1
 *       %more = Intrinsic list_push(%items, %x)   %more = Intrinsic list_push(%items, %x)
 *
 * In the block where the last direct use of an owned struct, tuple or sum is a `Project`, and some part
 * of it is consumed later, the first `Project` after all other uses becomes an `Unpack` of all fields. A list
 * that is updated through a field is then unique. Parts are taken apart in turn. What has an impl of `Drop` stays whole
 * until it is dropped.
 *
 * Requires:    final ownership; blocks in reverse postorder; no two equal `Project`s in a block; no RC
 *              operation.
 */
import type { MonoTypeId, MonoTypes } from "../mono/mod.ts";
import type { ArcBlock, ArcFunction, Op, VarId } from "./ir.ts";
import { computeLiveness, type Liveness } from "./liveness.ts";
import { isDropping } from "./drop_types.ts";
import { type Standings, standingsOf } from "./ownership.ts";
import { eachOperand, eachTerminatorOperand } from "./visit.ts";

type Project = Extract<Op, { kind: "Project" }>;

interface UnpackContext {
  readonly fn: ArcFunction;
  readonly types: MonoTypes;
  readonly standings: Standings;
  readonly liveness: Liveness;
  /** Variables that are consumed somewhere, themselves or in parts. */
  readonly consumed: ReadonlySet<VarId>;
  /** The views into each variable, direct ones only. */
  readonly views: ReadonlyMap<VarId, readonly VarId[]>;
}

export function unpackAggregates(fn: ArcFunction, types: MonoTypes): void {
  if (!fn.blocks.some((block) => block.ops.some((op) => op.kind === "Project"))) return;
  const standings = standingsOf(fn, types);
  const isTracked = (v: VarId): boolean => {
    const standing = standings.of(v);
    return standing === "owned" || standing === "view";
  };
  const context: UnpackContext = {
    fn,
    types,
    standings,
    liveness: computeLiveness(fn, (v) => isTracked(v) ? v : undefined),
    consumed: consumedParts(fn, standings),
    views: directViews(fn, standings),
  };
  for (const block of fn.blocks) unpackInBlock(context, block);
}

function consumedParts(fn: ArcFunction, standings: Standings): Set<VarId> {
  const consumed = new Set<VarId>();
  const visit = (v: VarId, mark: string): void => {
    if (mark !== "owned") return;
    for (let at = v; !consumed.has(at); at = standings.source(at)) {
      consumed.add(at);
      if (standings.of(at) !== "view") return;
    }
  };
  for (const block of fn.blocks) {
    for (const op of block.ops) eachOperand(op, visit);
    eachTerminatorOperand(block.terminator, visit);
  }
  return consumed;
}

function directViews(fn: ArcFunction, standings: Standings): Map<VarId, VarId[]> {
  const views = new Map<VarId, VarId[]>();
  for (let v = 0 as VarId; v < fn.varTypes.length; v++) {
    if (standings.of(v) !== "view") continue;
    const source = standings.source(v);
    const known = views.get(source);
    if (known === undefined) views.set(source, [v]);
    else known.push(v);
  }
  return views;
}

/** Where the variables of a block are used, by index of op; the terminator counts as one more op. */
interface BlockUses {
  readonly lastUse: ReadonlyMap<VarId, number>;
  /** Last use that is no `Project`. */
  readonly lastOther: ReadonlyMap<VarId, number>;
  readonly projects: ReadonlyMap<VarId, readonly number[]>;
}

function usesOf(block: ArcBlock): BlockUses {
  const lastUse = new Map<VarId, number>();
  const lastOther = new Map<VarId, number>();
  const projects = new Map<VarId, number[]>();
  block.ops.forEach((op, i) => {
    eachOperand(op, (v) => {
      lastUse.set(v, i);
      if (op.kind !== "Project") lastOther.set(v, i);
    });
    if (op.kind !== "Project") return;
    const known = projects.get(op.src);
    if (known === undefined) projects.set(op.src, [i]);
    else known.push(i);
  });
  eachTerminatorOperand(block.terminator, (v) => {
    lastUse.set(v, block.ops.length);
    lastOther.set(v, block.ops.length);
  });
  return { lastUse, lastOther, projects };
}

function unpackInBlock(context: UnpackContext, block: ArcBlock): void {
  const uses = usesOf(block);
  if (uses.projects.size === 0) return;
  const liveOut = context.liveness.liveOut(block.id);
  const replaced = new Map<number, Op | undefined>();
  // In the order of first projections, so that a part is seen after what it is part of.
  for (const [src, indices] of uses.projects) {
    if (context.standings.of(src) !== "owned" || !context.consumed.has(src)) continue;
    if (isDropping(context.types, context.fn.varTypes[src])) continue;
    if (liveOut.has(src)) continue;
    const last = uses.lastOther.get(src) ?? -1;
    const taken = indices.filter((i) => i > last);
    const parts = taken.map((i) => block.ops[i] as Project);
    if (!isWorthwhile(context, parts) || !isAlone(context, src, parts, taken[0], uses, liveOut)) {
      continue;
    }
    taken.forEach((i) => replaced.set(i, undefined));
    replaced.set(taken[0], unpack(context, src, parts));
    for (const { dst } of parts) {
      if (context.standings.of(dst) === "view") context.standings.setOwned(dst);
    }
  }
  if (replaced.size === 0) return;
  block.ops = block.ops.flatMap((op, i) => {
    if (!replaced.has(i)) return [op];
    const other = replaced.get(i);
    return other === undefined ? [] : [other];
  });
}

/** Whether a part is consumed; all parts are of one variant. */
function isWorthwhile(context: UnpackContext, parts: readonly Project[]): boolean {
  return parts.some(({ dst }) =>
    context.standings.of(dst) === "view" && context.consumed.has(dst)
  ) &&
    parts.every(({ variant }) => variant === parts[0].variant);
}

/** Whether no other view into `src` is needed at `index` or later. */
function isAlone(
  context: UnpackContext,
  src: VarId,
  parts: readonly Project[],
  index: number,
  uses: BlockUses,
  liveOut: ReadonlySet<VarId>,
): boolean {
  const own = new Set(parts.map(({ dst }) => dst));
  const queue = (context.views.get(src) ?? []).filter((v) => !own.has(v));
  for (let v = queue.pop(); v !== undefined; v = queue.pop()) {
    if (liveOut.has(v) || (uses.lastUse.get(v) ?? -1) >= index) return false;
    queue.push(...context.views.get(v) ?? []);
  }
  return true;
}

function unpack(context: UnpackContext, src: VarId, parts: readonly Project[]): Op {
  const { fn } = context;
  const [{ variant }] = parts;
  const known = new Map(parts.map((part) => [part.field, part.dst]));
  const dsts = fieldTypes(context, src, variant).map((type, field) => {
    const dst = known.get(field);
    if (dst !== undefined) return dst;
    fn.varTypes.push(type);
    fn.varNames.push(undefined);
    return fn.varTypes.length - 1 as VarId;
  });
  return { kind: "Unpack", dsts, src, ...(variant === undefined ? {} : { variant }) };
}

function fieldTypes(
  context: UnpackContext,
  src: VarId,
  variant: number | undefined,
): readonly MonoTypeId[] {
  const type = context.types.get(context.fn.varTypes[src]);
  if (type.kind === "struct") return type.fields.map((field) => field.type);
  if (type.kind === "sum" && variant !== undefined) {
    return type.variants[variant].fields.map((field) => field.type);
  }
  return [];
}
