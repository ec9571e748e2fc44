/** Loops and the jumps out of them. */
import type { Span } from "../../base/mod.ts";
import type * as ast from "../../syntax/mod.ts";
import * as errors from "../messages/errors_infer.ts";
import { CHAR, INT, NEVER, tupleType, VOID } from "../model/builtin.ts";
import type { Resolution, Type } from "../model/model.ts";
import type { Program } from "../model/program.ts";
import { ERROR_TYPE, isBuiltin } from "../model/type.ts";
import type { BodyContext } from "./body_context.ts";
import { checkCondition, isConverted, isNever } from "./coerce.ts";
import { wrapperOf } from "./infer_coalesce.ts";
import { iterateByTrait } from "./infer_iterate.ts";
import { collectedInto } from "./infer_map.ts";
import { bindIrrefutable } from "./infer_pattern.ts";
import { findTarget, makeJump } from "./jumps.ts";
import type { JumpTarget } from "./scopes.ts";

export function inferLoop(
  cx: BodyContext,
  expr: ast.ExprOf<"Loop">,
  expected: Type | undefined,
): Type {
  const jumps = makeJump(cx, expr, expr.label, "loop", expected ?? cx.unifier.fresh());
  cx.scopes.within({ jumps }, () => cx.infer(expr.body));
  return jumps.breaks === 0 ? NEVER : jumps.value;
}

export function inferWhile(cx: BodyContext, expr: ast.ExprOf<"While">): Type {
  const jumps = makeJump(cx, expr, expr.label, "while", VOID);
  cx.scopes.within({ jumps }, () => {
    checkCondition(cx, expr.condition, "while");
    cx.infer(expr.body);
  });
  return VOID;
}

export function inferFor(
  cx: BodyContext,
  expr: ast.ExprOf<"For">,
  expected: Type | undefined,
): Type {
  const isYield = expr.mode === "yield";
  const { type, element } = collectedInto(cx, isYield ? expected : undefined, expr.span);
  const jumps = makeJump(cx, expr, expr.label, isYield ? "yield" : "do", isYield ? element : VOID);
  cx.scopes.block(() => {
    for (const clause of expr.clauses) checkClause(cx, expr, clause, jumps);
    cx.scopes.within({ jumps }, () => {
      if (isYield) cx.check(expr.body, element);
      else cx.infer(expr.body);
    });
  });
  return isYield ? type : VOID;
}

function checkClause(
  cx: BodyContext,
  expr: ast.ExprOf<"For">,
  clause: ast.ForClause,
  jumps: JumpTarget,
): void {
  const iterable = cx.infer(clause.iterable);
  const isFirst = clause === expr.clauses[0];
  const element = inferElement(cx, clause.iterable, iterable, (of) => {
    if (isFirst) cx.facts.resolutions.set(expr.id, { kind: "iterate", of });
  });
  cx.scopes.declareAs("loop", () => bindIrrefutable(cx, clause.pattern, element, "for"));
  const { guard } = clause;
  if (guard !== undefined) {
    cx.scopes.within({ jumps }, () => checkCondition(cx, guard, "a `for` guard"));
  }
}

/** The type of the elements of `iterable`, a value of the type `type`; `note` receives how they are iterated. */
export function inferElement(
  cx: BodyContext,
  iterable: ast.Expr,
  type: Type,
  note: (of: (Resolution & { kind: "iterate" })["of"]) => void = () => {},
): Type {
  const need = {
    span: iterable.span,
    what: "the type of what is iterated",
    literal: "isInt",
  } as const;
  if (isNever(type)) return ERROR_TYPE;
  return cx.work.typeWhenKnown(type, need, (known) => {
    const byTrait = isBuiltinCollection(cx.program, known)
      ? undefined
      : iterateByTrait(cx, known, iterable);
    if (byTrait !== undefined) {
      note("trait");
      return byTrait;
    }
    const found = iterationOf(cx, known, iterable.span);
    if (found.of !== undefined) note(found.of);
    return found.element;
  });
}

/** Whether `canon` iterates over `type` without an iterator. */
function isBuiltinCollection(program: Program, type: Type): boolean {
  if (type.kind !== "con") return false;
  return type.def.body.kind === "builtin" || wrapperOf(program, type) === "Option" ||
    type.def === program.builtins.type("Range");
}

interface Found {
  readonly of?: (Resolution & { kind: "iterate" })["of"];
  readonly element: Type;
}

/** The type of the elements of `type`, and the loop that `canon` makes; reports a type that cannot be iterated. */
function iterationOf(
  cx: Pick<BodyContext, "program" | "record" | "unifier">,
  type: Type,
  span: Span,
): Found {
  if (type.kind === "error") return { element: ERROR_TYPE };
  if (type.kind === "con") {
    const [argument] = type.args;
    if (argument !== undefined && isBuiltin(type, "list")) return { of: "list", element: argument };
    if (isBuiltin(type, "str")) return { of: "str", element: CHAR };
    if (isBuiltin(type, "map")) return { of: "map", element: tupleType(type.args) };
    if (argument !== undefined && isBuiltin(type, "Set")) return { of: "set", element: argument };
    if (argument !== undefined && wrapperOf(cx.program, type) === "Option") {
      return { of: "option", element: argument };
    }
    if (argument !== undefined && type.def === cx.program.builtins.type("Range")) {
      if (cx.unifier.unify(argument, INT)) return { of: "range", element: INT };
      return { element: cx.record.report(errors.rangeNotIterable(type, span)) };
    }
  }
  return { element: cx.record.report(errors.notIterable(type, span)) };
}

export function inferBreak(cx: BodyContext, expr: ast.ExprOf<"Break">): Type {
  const target = findTarget(cx, expr, "break");
  if (target === undefined) {
    if (expr.value !== undefined) cx.infer(expr.value);
    return NEVER;
  }
  target.breaks++;
  cx.facts.jumpTargets.set(expr.id, target.node);
  if (expr.value === undefined) breakWithoutValue(cx, expr, target);
  else if (target.kind === "while" || target.kind === "do") {
    cx.infer(expr.value);
    cx.record.report(errors.breakValue(target.kind, expr.value.span));
  } else if (expr.label === undefined) cx.check(expr.value, target.value);
  else breakWithLabel(cx, expr.label, expr.value, target);
  return NEVER;
}

/** All values for one label have one type (spec 16.3.5). */
function breakWithLabel(
  cx: BodyContext,
  label: ast.Name,
  value: ast.Expr,
  target: JumpTarget,
): void {
  const found = cx.infer(value, target.value);
  if (isNever(found) || isConverted(cx, value, found, target.value)) return;
  if (cx.unifier.unify(target.value, found)) return;
  cx.record.report(errors.labelTypesDiffer(label, target.value, found, value.span));
}

function breakWithoutValue(
  cx: Pick<BodyContext, "record" | "unifier">,
  expr: ast.ExprOf<"Break">,
  target: JumpTarget,
): void {
  if (target.kind !== "loop" && target.kind !== "block") return;
  if (!cx.unifier.unify(target.value, VOID)) {
    cx.record.report(errors.breakNeedsValue(target.value, expr.span));
  }
}

export function inferContinue(cx: BodyContext, expr: ast.ExprOf<"Continue">): Type {
  const target = findTarget(cx, expr, "continue");
  if (target !== undefined) cx.facts.jumpTargets.set(expr.id, target.node);
  if (expr.value !== undefined) {
    if (target?.kind === "yield") cx.check(expr.value, target.value);
    else {
      cx.infer(expr.value);
      if (target !== undefined) {
        cx.record.report(errors.continueValue(target.kind === "do", expr.value.span));
      }
    }
  }
  return NEVER;
}
