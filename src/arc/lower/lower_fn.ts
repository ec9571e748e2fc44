/**
 * Lowers the body of one function from Core to SSA.
 *
 *     before                          after
 *       if a then f(x) else y           bb0:  Branch %a, bb1, bb2
 *                                       bb1:  %3 = Apply @f(%x)
 *                                             Jump bb3(%3)
 *                                       bb2:  Jump bb3(%y)
 *                                       bb3(%4):
 *
 * Requires:    Core after monomorphization and lambda lifting.
 * Establishes: no critical edges; loops as preheader, header, body, latch, exit; every call a `Call` op,
 *              without marks for `Apply`; no RC operation, no `Invoke`.
 *
 * Each function returns the value, or `undefined` when control does not come back.
 */
import { assertNever, type Span } from "../../base/mod.ts";
import type { MonoCoreExpr, MonoFnId, MonoTypeId } from "../../mono/mod.ts";
import type { CoreExprOf, CoreLabel, CoreStmt } from "../../canon/mod.ts";
import { intrinsicInfo, primPanics } from "../../operations/mod.ts";
import type { Call, VarId } from "../ir/ir.ts";
import {
  cellVariant,
  emitCall,
  isOfLocal,
  joinEnds,
  joinType,
  type LabelTarget,
  type LowerContext,
  type Lowered,
  partOf,
  type Sides,
  sliceOf,
  unit,
  valueOf,
} from "./lower_context.ts";
import { lowerMatch } from "./lower_match.ts";
import type { End, OpenBlock } from "./ssa_builder.ts";

type Expr<K extends MonoCoreExpr["kind"]> =
  & CoreExprOf<MonoTypeId, MonoFnId, K>
  & { readonly type: MonoTypeId; readonly span: Span };

/** Lowers `expr` at the point the builder is at. Its frame is kept small: Core may be nested deeply. */
export function lowerExpr(c: LowerContext, expr: MonoCoreExpr): Lowered {
  switch (expr.kind) {
    case "Call":
      return lowerCall(c, expr);
    case "CallValue":
      return lowerCallValue(c, expr);
    case "Prim":
      return lowerPrim(c, expr);
    case "Intrinsic":
      return lowerIntrinsic(c, expr);
    case "Catch":
      return lowerCatch(c, expr);
    case "DropValue":
      return lowerDropValue(c, expr);
    case "Construct":
      return lowerConstruct(c, expr);
    case "ListLit":
      return lowerListLit(c, expr);
    case "Field":
    case "Payload":
      return lowerPart(c, expr);
    case "Retype":
      return lowerRetype(c, expr);
    case "Block":
      return lowerBlock(c, expr);
    case "If":
      return lowerIf(c, expr);
    case "Match":
      return lowerMatch(c, expr.match, expr, lowerExpr, lowerCondition);
    case "Loop":
      return lowerLoop(c, expr);
    case "Labeled":
      return lowerLabeled(c, expr);
    case "Break":
      return lowerBreak(c, expr);
    case "Continue":
      return lowerContinue(c, expr);
    case "Return":
      return lowerReturn(c, expr);
    case "Lambda":
      throw c.b.error("a lambda was not lifted");
    case "SourcePosition":
      throw c.b.error("a position was not expanded");
    default:
      return lowerAtom(c, expr);
  }
}

type AtomKind = "Int" | "Float" | "Bool" | "Str" | "Unit" | "Local" | "FnValue" | "Closure";

function lowerAtom(c: LowerContext, expr: Expr<AtomKind>): Lowered {
  switch (expr.kind) {
    case "Int":
      return c.b.constant(expr.type, { kind: "int", value: expr.value });
    case "Float":
      return c.b.constant(expr.type, { kind: "float", value: expr.value });
    case "Bool":
      return c.b.constant(expr.type, { kind: "bool", value: expr.value });
    case "Str":
      return c.b.constant(expr.type, { kind: "str", value: expr.value });
    case "Unit":
      return unit(c);
    case "Local":
      return valueOf(c, c.b.read(expr.local), expr.type, expr.span);
    case "FnValue":
      return lowerClosure(c, expr, expr.callee, []);
    case "Closure":
      return lowerClosure(c, expr, expr.callee, expr.captures.map((local) => c.b.read(local)));
    default:
      return assertNever(expr, "arc");
  }
}

/** The operands in order, for the operation that follows; `undefined` when one of them does not come back. */
function lowerAll(c: LowerContext, exprs: readonly MonoCoreExpr[]): VarId[] | undefined {
  const values: VarId[] = [];
  const depth = c.scopes?.depth ?? 0;
  for (let i = 0; i < exprs.length; i++) {
    const expr = exprs[i];
    const value = expr.kind === "Closure" ? lowerLentClosure(c, expr) : lowerExpr(c, expr);
    if (value === undefined) break;
    if (exprs[i].kind !== "Local") c.scopes?.operand(value, exprs[i].span);
    values.push(value);
  }
  c.scopes?.take(depth);
  return values.length === exprs.length ? values : undefined;
}

/** A closure that is made for one operation leaves what it captures to the locals that have it. */
function lowerLentClosure(c: LowerContext, expr: Expr<"Closure">): Lowered {
  const captures = expr.captures.map((local) => {
    const value = c.b.read(local);
    return c.scopes?.keep(local, value, expr.span) ?? value;
  });
  return lowerClosure(c, expr, expr.callee, captures);
}

function lowerClosure(
  c: LowerContext,
  expr: { readonly type: MonoTypeId; readonly span: Span },
  callee: MonoFnId,
  captures: VarId[],
): Lowered {
  const fn = c.program.wrapperOf(callee);
  return c.b.define(
    expr.type,
    (dst) => ({ kind: "PartialApply", dst, fn, captures, span: expr.span }),
  );
}

function lowerCall(c: LowerContext, expr: Expr<"Call">): Lowered {
  const args = lowerAll(c, expr.args);
  if (args === undefined) return undefined;
  const fn = c.program.fnOf(expr.callee);
  const call: Call = {
    kind: "Apply",
    fn,
    ...late(expr.isLate),
    args,
    ownership: [],
    span: expr.span,
  };
  return emitCall(c, call, expr.type, c.program.isDiverging(expr.callee));
}

/** Marks are absent where they are not set, so that objects keep their shape. */
function late(isLate: true | undefined): { readonly isLate?: true } {
  return isLate === undefined ? {} : { isLate };
}

function lowerCallValue(c: LowerContext, expr: Expr<"CallValue">): Lowered {
  const args = lowerAll(c, [expr.fn, ...expr.args]);
  if (args === undefined) return undefined;
  return emitCall(c, {
    kind: "ApplyIndirect",
    args,
    ownership: args.map((_, i) => i === 0 ? "borrowed" : "owned"),
    span: expr.span,
  }, expr.type);
}

function lowerIntrinsic(c: LowerContext, expr: Expr<"Intrinsic">): Lowered {
  const args = lowerAll(c, expr.args);
  if (args === undefined) return undefined;
  const info = intrinsicInfo(expr.name);
  const value = emitCall(
    c,
    {
      kind: "Intrinsic",
      name: expr.name === "list_slice" ? sliceOf(c, expr.type) : expr.name,
      typeArgs: expr.typeArgs,
      args,
      ownership: [...info.args],
      span: expr.span,
    },
    expr.type,
    info.signature.result.kind === "Never",
  );
  if (info.result !== "borrowed" || value === undefined) return value;
  // What a part is read of goes, like the struct of a field.
  const part = isOfLocal(expr.args[0]) ? value : partOf(c, value, expr.span);
  c.scopes?.endTaken(expr.span);
  return part;
}

function lowerCatch(c: LowerContext, expr: Expr<"Catch">): Lowered {
  const { thunk: called, span } = expr;
  const thunk = called.kind === "Closure" ? lowerLentClosure(c, called) : lowerExpr(c, called);
  if (thunk === undefined) return undefined;
  return c.b.define(expr.type, (dst) => ({ kind: "Catch", dst, thunk, span }));
}

function lowerDropValue(c: LowerContext, expr: Expr<"DropValue">): Lowered {
  const value = lowerExpr(c, expr.value);
  if (value === undefined) return undefined;
  return c.b.define(expr.type, (dst) => ({ kind: "DropValue", dst, value, span: expr.span }));
}

function lowerPrim(c: LowerContext, expr: Expr<"Prim">): Lowered {
  const args = lowerAll(c, expr.args);
  if (args === undefined) return undefined;
  const { op, span } = expr;
  if (!primPanics(op)) {
    const dst = c.b.newVar(expr.type);
    const prim = { kind: "Prim", dst, op, args } as const;
    c.b.emit(prim);
    c.program.primSpans?.set(prim, span);
    return dst;
  }
  const ownership = args.map(() => "borrowed" as const);
  return emitCall(c, { kind: "CheckedPrim", op, args, ownership, span }, expr.type);
}

function lowerConstruct(c: LowerContext, expr: Expr<"Construct">): Lowered {
  const args = lowerAll(c, expr.args);
  if (args === undefined) return undefined;
  const { span } = expr;
  const variant = expr.variant === undefined
    ? cellVariant(c, expr.type)
    : { variant: expr.variant };
  const dst = c.b.define(
    expr.type,
    (dst) => ({ kind: "Construct", dst, ...variant, args, span }),
  );
  c.scopes?.endTaken(span);
  return dst;
}

function lowerListLit(c: LowerContext, expr: Expr<"ListLit">): Lowered {
  const elements = lowerAll(c, expr.elements);
  if (elements === undefined) return undefined;
  const { span } = expr;
  const dst = c.b.define(expr.type, (dst) => ({ kind: "MakeList", dst, elements, span }));
  c.scopes?.endTaken(span);
  return dst;
}

/** A path of fields is one read. What it starts at goes then, unless that is a local; the part has a reference of its own. */
function lowerPart(c: LowerContext, expr: Expr<"Field" | "Payload">): Lowered {
  const steps: Expr<"Field" | "Payload">[] = [expr];
  let base = expr.object;
  for (; base.kind === "Field" || base.kind === "Payload"; base = base.object) steps.push(base);
  const whole = lowerExpr(c, base);
  if (whole === undefined) return undefined;
  const isTemporary = base.kind !== "Local";
  if (isTemporary) c.scopes?.take(c.scopes.operand(whole, expr.span));
  let part = whole;
  for (const step of steps.toReversed()) {
    const [src, field] = [part, step.index];
    const variant = step.kind === "Payload"
      ? { variant: step.variant }
      : cellVariant(c, step.object.type);
    part = c.b.define(step.type, (dst) => ({ kind: "Project", dst, src, ...variant, field }));
  }
  if (isTemporary) {
    part = partOf(c, part, expr.span);
    c.scopes?.endTaken(expr.span);
  }
  return valueOf(c, part, expr.type, expr.span);
}

function lowerRetype(c: LowerContext, expr: Expr<"Retype">): Lowered {
  const src = lowerExpr(c, expr.value);
  if (src === undefined || c.b.varTypes[src] === expr.type) return src;
  return c.b.define(expr.type, (dst) => ({ kind: "Copy", dst, src }));
}

function lowerBlock(c: LowerContext, expr: Expr<"Block">): Lowered {
  const depth = c.scopes?.depth ?? 0;
  const isPassed = expr.statements.every((statement) => lowerStatement(c, statement));
  const value = isPassed ? lowerExpr(c, expr.result) : undefined;
  c.scopes?.leaveTo(depth, expr.span);
  return value;
}

/** Whether control goes on after the statement. */
function lowerStatement(c: LowerContext, statement: CoreStmt<MonoTypeId, MonoFnId>): boolean {
  const value = lowerExpr(c, statement.value);
  if (value === undefined) return false;
  if (statement.value.kind === "Local") c.scopes?.read(value, statement.value.span);
  if (statement.kind === "Expr") {
    if (!isOfLocal(statement.value)) c.scopes?.discard(value, statement.value.span);
    return true;
  }
  if (statement.kind === "Assign") c.scopes?.replace(statement.local, statement.span);
  // A part of another value is a copy as well: what it is a part of may be changed or go earlier.
  const isCopy = statement.value.kind === "Local" || statement.value.kind === "Field";
  const own = isCopy && c.scopes
    ? c.scopes.share(statement.local, value, statement.value.span)
    : value;
  c.b.write(statement.local, own);
  if (statement.kind === "Let") c.scopes?.declare(statement.local, statement.value.span, isCopy);
  return true;
}

/** Lowers an arm or branch whose value goes to a join. */
function lowerToEnd(c: LowerContext, expr: MonoCoreExpr, ends: End[]): void {
  const value = lowerExpr(c, expr);
  if (value !== undefined) ends.push({ block: c.b.here(), value });
}

function lowerIf(c: LowerContext, expr: Expr<"If">): Lowered {
  if (expr.condition.kind === "Bool") {
    return lowerExpr(c, expr.condition.value ? expr.then : expr.else);
  }
  const outer = c.b.enterRegion("join", expr.span);
  const sides = lowerCondition(c, expr.condition);
  const ends: End[] = [];
  c.b.continueFrom(sides.thens);
  if (c.b.current !== undefined) lowerToEnd(c, expr.then, ends);
  c.b.continueFrom(sides.elses);
  if (c.b.current !== undefined) lowerToEnd(c, expr.else, ends);
  const result = joinEnds(c, ends, expr.type);
  c.b.exitRegion(outer);
  return result;
}

/**
 * Lowers a condition to control flow: `a && b` takes two branches and no bool is made. Leaves the
 * builder nowhere; the caller goes on from the sides.
 */
export function lowerCondition(c: LowerContext, expr: MonoCoreExpr): Sides {
  if (expr.kind === "Bool") {
    const here = c.b.here();
    c.b.current = undefined;
    return expr.value ? { thens: [here], elses: [] } : { thens: [], elses: [here] };
  }
  if (expr.kind === "If") return lowerConditionIf(c, expr);
  if (expr.kind === "Prim" && expr.op === "bool_not") {
    const { thens, elses } = lowerCondition(c, expr.args[0]);
    return { thens: elses, elses: thens };
  }
  const value = lowerExpr(c, expr);
  if (value === undefined) return { thens: [], elses: [] };
  const { then, else: other } = c.b.branch(value);
  return { thens: [then], elses: [other] };
}

function lowerConditionIf(c: LowerContext, expr: Expr<"If">): Sides {
  const first = lowerCondition(c, expr.condition);
  const sides = { thens: [], elses: [] };
  lowerConditionSide(c, first.thens, expr.then, sides);
  lowerConditionSide(c, first.elses, expr.else, sides);
  return sides;
}

function lowerConditionSide(
  c: LowerContext,
  from: readonly OpenBlock[],
  expr: MonoCoreExpr,
  into: { readonly thens: OpenBlock[]; readonly elses: OpenBlock[] },
): void {
  if (from.length === 0) return;
  if (expr.kind === "Bool") {
    (expr.value ? into.thens : into.elses).push(...from);
    return;
  }
  c.b.continueFrom(from);
  const { thens, elses } = lowerCondition(c, expr);
  into.thens.push(...thens);
  into.elses.push(...elses);
}

function lowerLoop(c: LowerContext, expr: Expr<"Loop">): Lowered {
  const outer = c.b.enterRegion("loop", expr.span);
  const header = openLoop(c);
  const target = openLabel(c);
  c.labels.set(expr.label, target);
  if (lowerExpr(c, expr.body) !== undefined) target.continues.push(c.b.here());
  closeLoop(c, header, target.continues);
  const result = exitLoop(c, target.ends, expr);
  c.b.exitRegion(outer);
  return result;
}

/** Preheader, header and body; goes on in the body. Gives the header, whose back edge is to come. */
function openLoop({ b }: LowerContext): OpenBlock {
  const preheader = b.block();
  b.jump(b.here(), preheader, []);
  b.seal(preheader);
  const header = b.block("header");
  b.jump(preheader, header, []);
  const body = b.block();
  b.jump(header, body, []);
  b.seal(body);
  b.current = body;
  return header;
}

/** The one back edge, from a block of its own, if the loop can turn at all. */
function closeLoop(c: LowerContext, header: OpenBlock, turns: readonly OpenBlock[]): void {
  const { b } = c;
  if (turns.length > 0) {
    const latch = b.block();
    for (const block of turns) b.jump(block, latch, []);
    b.seal(latch);
    b.jump(latch, header, []);
  }
  b.seal(header);
}

function exitLoop(c: LowerContext, ends: readonly End[], expr: Expr<"Loop">): Lowered {
  const { b } = c;
  if (ends.length === 0) {
    b.current = undefined;
    return undefined;
  }
  const exit = b.block();
  const type = joinType(c, expr.type);
  const result = type === undefined ? undefined : b.newVar(type);
  if (result !== undefined) exit.params.push(result);
  for (const { block, value } of ends) {
    if (result === undefined) b.jump(block, exit, []);
    else if (value !== undefined) b.jump(block, exit, [value]);
    else throw b.error("a loop with a value has a break without one");
  }
  b.seal(exit);
  b.current = exit;
  return result ?? unit(c);
}

function lowerLabeled(c: LowerContext, expr: Expr<"Labeled">): Lowered {
  const outer = c.b.enterRegion("join", expr.span);
  const target = openLabel(c);
  c.labels.set(expr.label, target);
  lowerToEnd(c, expr.body, target.ends);
  const result = joinEnds(c, target.ends, expr.type);
  c.b.exitRegion(outer);
  return result;
}

function openLabel(c: LowerContext): LabelTarget {
  return { ends: [], continues: [], depth: c.scopes?.depth ?? 0 };
}

function labelOf(c: LowerContext, label: CoreLabel): LabelTarget {
  const target = c.labels.get(label);
  if (target === undefined) throw c.b.error(`no label ${label}`);
  return target;
}

function lowerBreak(c: LowerContext, expr: Expr<"Break">): Lowered {
  const target = labelOf(c, expr.label);
  let value: Lowered;
  if (expr.value !== undefined) {
    value = lowerExpr(c, expr.value);
    if (value === undefined) return undefined;
  }
  c.scopes?.jumpTo(target.depth, expr.span);
  target.ends.push({ block: c.b.here(), value });
  c.b.current = undefined;
  return undefined;
}

function lowerContinue(c: LowerContext, expr: Expr<"Continue">): Lowered {
  const target = labelOf(c, expr.label);
  c.scopes?.jumpTo(target.depth, expr.span);
  target.continues.push(c.b.here());
  c.b.current = undefined;
  return undefined;
}

function lowerReturn(c: LowerContext, expr: Expr<"Return">): Lowered {
  const value = lowerExpr(c, expr.value);
  if (value === undefined) return undefined;
  c.scopes?.jumpTo(0, expr.span);
  c.b.terminate({ kind: "Return", value });
  return undefined;
}
