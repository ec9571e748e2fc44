/** What became of operators (seeds DBG-11). */
import { type ArcFunction, type ArcProgram, type Op, regionId, type VarId } from "../arc/mod.ts";
import type { Span } from "../base/mod.ts";
import type { Events, OpApply } from "../events/mod.ts";
import { isPrim, type PrimOp, PRIMS } from "../operations/mod.ts";

/** Tells the primitive operations of a function that was just lowered; `spans` are those of operations that cannot panic. */
export function tellOperators(
  program: ArcProgram,
  fn: ArcFunction,
  events: Events,
  spans: ReadonlyMap<Op, Span>,
): void {
  for (const block of fn.blocks) {
    for (const op of block.ops) {
      const applied = primOf(op);
      if (applied === undefined) continue;
      const span = applied.span ?? spans.get(op);
      const place = { fn: fn.name, region_id: regionId(fn, block) };
      const typeOf = (v: VarId | undefined) =>
        v === undefined ? "" : program.types.get(fn.varTypes[v]).name;
      events.emit(
        "op.apply",
        span === undefined ? place : { ...place, span },
        describe(applied.op, applied.args.map(typeOf), typeOf(applied.dst)),
      );
    }
  }
}

function primOf(op: Op) {
  if (op.kind === "Prim") return { op: op.op, args: op.args, dst: op.dst, span: undefined };
  if (op.kind !== "Call" || op.call.kind !== "CheckedPrim") return undefined;
  const { call, dst } = op;
  return { op: call.op, args: call.args, dst, span: call.span };
}

function describe(op: PrimOp, [lhs = "", rhs = ""]: readonly string[], result: string): OpApply {
  const adopted = adoptedAs(op);
  const guard = isPrim(op) ? PRIMS[op].panics.join(", ") : "";
  return {
    op,
    lhs_type: lhs,
    rhs_type: rhs,
    result_type: result,
    adopted,
    ...(guard === "" ? {} : { guard }),
  };
}

function adoptedAs(op: PrimOp): OpApply["adopted"] {
  if (PRIMS[op].panics.length > 0) return "checked";
  if (op.includes("_wrap_")) return "wrapping";
  return op.startsWith("float_") ? "float" : "plain";
}
