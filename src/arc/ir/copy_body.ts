/** Copies the blocks of one function into another one. */
import type { Span } from "../../base/mod.ts";
import type {
  ArcBlock,
  ArcFunction,
  BlockId,
  Call,
  Op,
  RegionId,
  Terminator,
  VarId,
} from "./ir.ts";
import { nextRegion } from "./declare_region.ts";
import { newVar } from "./new_var.ts";
import {
  copyTerminatorShape,
  eachJumpTarget,
  mapOperands,
  mapTerminatorOperands,
  renameResults,
} from "./visit.ts";

export interface BodyCopy {
  /** The first block of the copy; the others follow in the order of the source. */
  readonly entry: BlockId;
  varOf(v: VarId): VarId;
}

/** What a copy puts into its place. */
export interface CopyPlan {
  /** The region that stands for region 0 of the source. */
  readonly around: RegionId;
  /** What parameters of the source are; fresh variables where nothing is given. */
  readonly args: readonly VarId[];
  /** Where a return jumps with its value; it stays a return without one. */
  readonly end?: BlockId;
  /** The position of a call of the source in the copy; the same without it. */
  readonly callSpan?: (span: Span) => Span;
}

/** Adds the blocks, variables and regions of `source` to `fn`. */
export function copyBody(fn: ArcFunction, source: ArcFunction, plan: CopyPlan): BodyCopy {
  const entry = fn.blocks.length as BlockId;
  const blockOf = (id: BlockId): BlockId => (entry + id) as BlockId;
  const regionOf = addRegions(fn, source, plan.around);
  const varOf = addVars(fn, source, plan.args);
  for (const { id, params, ops, terminator, region, role } of source.blocks) {
    const copy: ArcBlock = {
      id: blockOf(id),
      params: params.map(varOf),
      ops: ops.map((op) => copyOp(op, varOf, plan)),
      terminator: copyTerminator(terminator, varOf, blockOf, plan),
      region: regionOf(region),
      role,
    };
    fn.blocks.push(copy);
  }
  return { entry, varOf };
}

function addRegions(
  fn: ArcFunction,
  source: ArcFunction,
  around: RegionId,
): (region: RegionId) => RegionId {
  const inner = source.regions.slice(1);
  const first = nextRegion(fn);
  const ids = new Map(inner.map(({ id }, index) => [id, first + index as RegionId]));
  const regionOf = (id: RegionId | undefined): RegionId => ids.get(id as RegionId) ?? around;
  for (const { id, kind, parent, span } of inner) {
    fn.regions.push({ id: regionOf(id), kind, span, parent: regionOf(parent) });
  }
  return regionOf;
}

function addVars(
  fn: ArcFunction,
  source: ArcFunction,
  args: readonly VarId[],
): (v: VarId) => VarId {
  const vars = new Map<VarId, VarId>();
  args.forEach((arg, i) => vars.set(source.params[i].var, arg));
  return (v) => {
    const known = vars.get(v);
    if (known !== undefined) return known;
    const fresh = newVar(fn, source.varTypes[v], source.varNames[v]);
    vars.set(v, fresh);
    return fresh;
  };
}

function copyOp(op: Op, varOf: (v: VarId) => VarId, plan: CopyPlan): Op {
  const copy = renameResults(op, varOf);
  mapOperands(copy, varOf);
  return copy.kind === "Call" ? { ...copy, call: placeCall(copy.call, plan) } : copy;
}

function placeCall(call: Call, { callSpan }: CopyPlan): Call {
  return callSpan === undefined ? call : { ...call, span: callSpan(call.span) };
}

function copyTerminator(
  t: Terminator,
  varOf: (v: VarId) => VarId,
  blockOf: (id: BlockId) => BlockId,
  plan: CopyPlan,
): Terminator {
  if (t.kind === "Return" && plan.end !== undefined) {
    return { kind: "Jump", target: { block: plan.end, args: [varOf(t.value)] } };
  }
  const copy = copyTerminatorShape(t);
  mapTerminatorOperands(copy, varOf);
  eachJumpTarget(copy, (target) => target.block = blockOf(target.block));
  return copy.kind === "Invoke" ? { ...copy, call: placeCall(copy.call, plan) } : copy;
}
