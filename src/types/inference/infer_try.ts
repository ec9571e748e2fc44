/** The `?` that leaves a function early, and the `try` block that it leaves. */
import type { Span } from "../../base/mod.ts";
import type * as ast from "../../syntax/mod.ts";
import { tryInConstant } from "../messages/errors_constant.ts";
import * as errors from "../messages/errors_infer.ts";
import { NEVER } from "../model/builtin.ts";
import type { Callee, Type } from "../model/model.ts";
import type { Program } from "../model/program.ts";
import { conType, ERROR_TYPE, prune } from "../model/type.ts";
import { mayUnify } from "../model/unify.ts";
import { findImpl } from "../traits/traits.ts";
import type { BodyContext } from "./body_context.ts";
import { coerce, isNever } from "./coerce.ts";
import { wrapperOf } from "./infer_coalesce.ts";
import type { TryTarget } from "./scopes.ts";

export function inferTry(cx: BodyContext, expr: ast.ExprOf<"Try">): Type {
  return tryOperand(cx, expr, cx.infer(expr.operand));
}

/** The type of `operand?`. */
export function tryOperand(cx: BodyContext, expr: ast.ExprOf<"Try">, operand: Type): Type {
  if (isNever(operand)) return NEVER;
  const need = {
    span: expr.operand.span,
    what: "the type of this operand",
    literal: "isInt",
  } as const;
  return cx.work.typeWhenKnown(operand, need, (type) => {
    const of = wrapperOf(cx.program, type);
    if (of === undefined || type.kind !== "con") {
      return type.kind === "error"
        ? type
        : cx.record.report(errors.notTryable(type, expr.operand.span));
    }
    const convert = leaveEarly(cx, expr.span, type, of, cx.scopes.env.tryTarget);
    cx.facts.resolutions.set(expr.id, { kind: "try", of, ...(convert && { convert }) });
    return type.args[0] as Type;
  });
}

/** Demands that what `?` leaves can hold the absent value or the error; gives the conversion it takes. */
export function leaveEarly(
  cx: Pick<BodyContext, "fn" | "program" | "record" | "unifier">,
  span: Span,
  operand: Type & { kind: "con" },
  of: "Option" | "Result",
  target: TryTarget,
): Callee | undefined {
  const { fn } = cx;
  const error = operand.args[1];
  const wanted = conType(
    operand.def,
    error === undefined ? [cx.unifier.fresh()] : [cx.unifier.fresh(), error],
  );
  if (target.kind === "function" && fn.kind === "const") {
    cx.record.report(tryInConstant(span));
    return;
  }
  if (target.kind === "catch") {
    cx.record.report(errors.leavesCatch("`?`", span, target.span));
    return;
  }
  const known = prune(target.type);
  if (known.kind === "error") return undefined;
  if (known.kind === "var" || wrapperOf(cx.program, known) === of) {
    if (cx.unifier.unify(known, wanted)) return undefined;
    const targetError = known.kind === "con" ? known.args[1] ?? ERROR_TYPE : ERROR_TYPE;
    const convert = error && intoError(cx.program, error, targetError);
    if (convert !== undefined) return convert;
    cx.record.report(errors.errorTypesDiffer(error ?? ERROR_TYPE, targetError, span, target.span));
    return undefined;
  }
  cx.record.report(errors.canNotLeave(of, known, target.kind, span, target.span));
  return undefined;
}

/** The error that leaves becomes that of the target by `Into`. */
function intoError(program: Program, from: Type, to: Type): Callee | undefined {
  const trait = program.builtins.trait("Into");
  const method = trait.methods.get("into");
  const found = findImpl(program, trait, from, [to]);
  if (method === undefined || found.kind !== "impl" && found.kind !== "bound") return undefined;
  return { kind: "trait", trait: { trait, args: [to] }, method, self: from, typeArgs: [] };
}

/**
 * `try { .. }`: `?` inside ends the block. A last value that is an `Ok`, `Err`, `Some` or `None` itself is the value of the
 * block, as in the body of a function (spec 15.2.2); any other is wrapped in `Ok` or `Some`.
 */
export function inferTryBlock(
  cx: BodyContext,
  expr: ast.ExprOf<"TryBlock">,
  expected: Type | undefined,
): Type {
  const type = expected ?? cx.unifier.fresh();
  const body = cx.scopes.within(
    { tryTarget: { kind: "try", type, span: expr.span } },
    () => cx.infer(expr.body),
  );
  cx.work.settle();
  if (isWhole(cx.program, body, type)) {
    coerce(cx, body, type, expr.body.span);
    return type;
  }
  const known = prune(type);
  if (known.kind === "var") {
    const result = cx.program.builtins.type("Result");
    cx.unifier.unify(
      known,
      conType(result, [cx.unifier.freshDefaultable(), cx.unifier.freshDefaultable()]),
    );
  }
  const wrapper = prune(type);
  if (wrapper.kind !== "con" || wrapperOf(cx.program, wrapper) === undefined) {
    return cx.record.report(errors.tryBlockType(wrapper, expr.span));
  }
  coerce(cx, body, wrapper.args[0] as Type, expr.body.span);
  return type;
}

/** Whether the value `body` is of the type of its block, and not what `Ok` or `Some` is to be put around. */
function isWhole(program: Program, body: Type, block: Type): boolean {
  const of = wrapperOf(program, body);
  if (of === undefined) return false;
  const wanted = prune(block);
  if (wanted.kind === "var") return true;
  if (wanted.kind !== "con" || wrapperOf(program, wanted) !== of) return false;
  const payload = prune(wanted.args[0] as Type);
  return wrapperOf(program, payload) !== of || !mayUnify(payload, body);
}
