/**
 * Functions written in clauses (spec 10, "Multiple clauses"): each clause is an arm that matches the parameters as one
 * tuple, from top to bottom. The first one declares the signature.
 */
import type * as ast from "../../syntax/mod.ts";
import * as errors from "../messages/errors_infer.ts";
import type { BodyContext } from "./body_context.ts";
import { resolveBodyType } from "./body_types.ts";
import { checkCondition } from "./coerce.ts";
import { bindParams } from "./infer_pattern.ts";

/** Checks patterns, guard and body of every clause of `cx.fn`. */
export function checkClauses(cx: BodyContext, clauses: readonly ast.FunctionItem[]): void {
  const first = clauses[0]?.result?.span;
  const why = first && { span: first, text: "expected because of this result type" };
  clauses.forEach((clause, i) => {
    cx.scopes.block(() => {
      if (i > 0) checkHead(cx, clause);
      const types = cx.fn.params.map((param) => param.type);
      const patterns = clause.params.map((param) => param.pattern);
      cx.scopes.declareAs("parameter", () => bindParams(cx, patterns, types));
      if (clause.guard !== undefined) checkCondition(cx, clause.guard, "a guard");
      if (clause.body !== undefined) cx.check(clause.body, cx.hidden.result, why);
    });
  });
}

/** Reports parts of the signature that a later clause repeats and that differ from the first one. */
function checkHead(cx: BodyContext, clause: ast.FunctionItem): void {
  const { fn } = cx;
  if (clause.params.length !== fn.params.length) {
    const { length } = fn.params;
    cx.record.report(errors.clauseArity(clause.name, length, clause.params.length, fn.span));
  }
  const [generic] = clause.generics;
  if (generic !== undefined) cx.record.report(errors.clauseRepeats(generic.name.span, fn.span));
  clause.params.forEach(({ type, default: value }, i) => {
    const param = fn.params[i];
    if (param === undefined) return;
    if (value !== undefined) cx.record.report(errors.clauseRepeats(value.span, fn.span));
    if (type === undefined) return;
    const found = resolveBodyType(cx, type);
    if (cx.unifier.unify(param.type, found)) return;
    const why = { span: param.span, text: "the first clause says this" };
    cx.record.report(errors.typeMismatch(param.type, found, type.span, why));
  });
  if (clause.result === undefined) return;
  const found = resolveBodyType(cx, clause.result);
  if (!cx.unifier.unify(fn.result, found)) {
    const why = { span: fn.span, text: "the first clause has another result" };
    cx.record.report(errors.typeMismatch(fn.result, found, clause.result.span, why));
  }
}
