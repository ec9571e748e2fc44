/** What lowering an expression takes and gives, and the steps that all kinds of expressions share. */
import type { Span } from "../../base/mod.ts";
import type { MonoCoreExpr, MonoFnId, MonoTypeId } from "../../mono/mod.ts";
import type { CoreLabel } from "../../canon/mod.ts";
import type { Call, FnId, Op, VarId } from "../ir/ir.ts";
import type { ScopeEnds } from "./scope_ends.ts";
import type { End, OpenBlock, SsaBuilder } from "./ssa_builder.ts";

/** The value of an expression; `undefined` when control does not come back from it. */
export type Lowered = VarId | undefined;
/** What lowering knows of the rest of the program. */
export interface ProgramContext {
  readonly boolType: MonoTypeId;
  readonly intType: MonoTypeId;
  readonly strType: MonoTypeId;
  readonly unitType: MonoTypeId;
  /** The function that a Core callee becomes. */
  fnOf(callee: MonoFnId): FnId;
  /** Whether a call never comes back, by its declared result. */
  isDiverging(callee: MonoFnId): boolean;
  /** The wrapper that closures of `callee` point to. */
  wrapperOf(callee: MonoFnId): FnId;
  /** Takes the spans of primitive operations, which have none in the IR; there if the hub wants them. */
  readonly primSpans?: Map<Op, Span> | undefined;
}

/** One function being lowered. */
export interface LowerContext {
  readonly b: SsaBuilder;
  readonly program: ProgramContext;
  readonly labels: Map<CoreLabel, LabelTarget>;
  /** Absent in programs without an impl of `Drop`. */
  readonly scopes?: ScopeEnds;
}
/** Where breaks and continues of a label come together. */
export interface LabelTarget {
  /** Where breaks to the label leave from. */
  readonly ends: End[];
  /** Where `Continue` leaves from. */
  readonly continues: OpenBlock[];
  /** Of the scopes around the label. */
  readonly depth: number;
}

/** The open blocks where a condition was found true or false. */
export interface Sides {
  readonly thens: readonly OpenBlock[];
  readonly elses: readonly OpenBlock[];
}

/** The variant of a struct or tuple that lies in a cell, whose fields Core names without one; nothing for one that lies inline. */
export function cellVariant(c: LowerContext, type: MonoTypeId): { readonly variant?: 0 } {
  return c.b.types.get(type).kind === "sum" ? { variant: 0 } : {};
}

/** `part` of an operand, which may go before it. */
export function partOf(c: LowerContext, part: VarId, span: Span): VarId {
  return c.scopes?.partOf(part, span) ?? part;
}

/** Whether an expression only reads what a local has. */
export function isOfLocal(expr: MonoCoreExpr): boolean {
  if (expr.kind === "Field" || expr.kind === "Payload") return isOfLocal(expr.object);
  return expr.kind === "Local";
}

/** The unit value. */
export function unit(c: LowerContext): VarId {
  return c.b.constant(c.program.unitType, { kind: "unit" });
}

/** A call, and the end of the path when it never comes back. */
export function emitCall(
  c: LowerContext,
  call: Call,
  type: MonoTypeId,
  isDiverging = false,
): Lowered {
  const dst = c.b.define(type, (dst) => ({ kind: "Call", dst, call }));
  return isDiverging ? endPath(c, call.span) : valueOf(c, dst, type, call.span);
}

/** A value of `type`; there is none of type `Never`, so that the path ends where one is read. */
export function valueOf(c: LowerContext, value: VarId, type: MonoTypeId, span: Span): Lowered {
  return c.b.types.get(type).kind === "never" ? endPath(c, span) : value;
}

function endPath(c: LowerContext, span: Span): undefined {
  c.scopes?.jumpTo(0, span); // never reached: what is in scope is released by the unwinding
  c.b.terminate({ kind: "Unreachable" });
  return undefined;
}

/**
 * How parts of a list are made. One that shares the buffer keeps the elements outside of it too: where these run code of the user when
 * they are released, they go with their list, and the part is a copy.
 */
export function sliceOf(c: LowerContext, list: MonoTypeId): "list_slice" | "list_copy" {
  return c.scopes?.reach.reaches(list) ? "list_copy" : "list_slice";
}

/** The type that a construct's value joins at; absent when there is none to join. */
export function joinType(c: LowerContext, type: MonoTypeId): MonoTypeId | undefined {
  const { kind } = c.b.types.get(type);
  return kind === "unit" || kind === "never" ? undefined : type;
}

/** Joins the ends of an `If`, `Match`, `Loop` or `Labeled` of type `type`. */
export function joinEnds(
  c: LowerContext,
  ends: readonly End[],
  type: MonoTypeId,
): Lowered {
  if (ends.length === 0) {
    c.b.current = undefined;
    return undefined;
  }
  const value = c.b.join(ends, joinType(c, type));
  return value ?? unit(c);
}
