/** `left ?? right`: the payload of an Option or Result, or what stands in for it. */
import type * as ast from "../../syntax/mod.ts";
import * as errors from "../messages/errors_infer.ts";
import type { Type } from "../model/model.ts";
import type { Program } from "../model/program.ts";
import { ERROR_TYPE, prune } from "../model/type.ts";
import { mayUnify } from "../model/unify.ts";
import { objectTrait } from "../traits/trait_objects.ts";
import type { BodyContext, Conversions } from "./body_context.ts";
import { isNever } from "./coerce.ts";

type Coalesce = ast.ExprOf<"Binary">;

export function inferCoalesce(cx: BodyContext, expr: Coalesce, expected: Type | undefined): Type {
  const left = cx.infer(expr.left);
  const object = objectAsked(cx.program, left, expected);
  const right = object === undefined
    ? cx.infer(expr.right, undefined)
    : cx.check(expr.right, object);
  if (isNever(left)) return right;
  const need = {
    span: expr.left.span,
    what: "the type of the left side of `??`",
    literal: "isInt",
  } as const;
  return cx.work.typeWhenKnown(left, need, (type) => {
    const of = wrapperOf(cx.program, type);
    if (of === undefined) {
      return type.kind === "error"
        ? type
        : cx.record.report(errors.notCoalescable(type, expr.left.span));
    }
    return coalesceWith(cx, expr, type as Type & { kind: "con" }, of, right, expected);
  });
}

/**
 * The trait object that the right side has to be: the payload of the left side decides; where that is not known, what the
 * place expects. A payload of another type becomes an object together with the right side, after one of them was chosen.
 */
function objectAsked(
  program: Program,
  left: Type,
  expected: Type | undefined,
): Type | undefined {
  const type = prune(left);
  const payload = wrapperOf(program, type) !== undefined && type.kind === "con"
    ? prune(type.args[0] as Type)
    : undefined;
  const isOpen = payload === undefined || payload.kind === "var" && !payload.isIntLiteral;
  const deciding = isOpen ? expected : payload;
  return deciding !== undefined && objectTrait(deciding) !== undefined ? deciding : undefined;
}

/** Whether `type` is an Option or a Result of the prelude. */
export function wrapperOf(program: Program, type: Type): "Option" | "Result" | undefined {
  const t = prune(type);
  if (t.kind !== "con") return undefined;
  if (t.def === program.builtins.type("Option")) return "Option";
  return t.def === program.builtins.type("Result") ? "Result" : undefined;
}

function coalesceWith(
  cx: Conversions,
  expr: Coalesce,
  left: Type & { kind: "con" },
  of: "Option" | "Result",
  right: Type,
  expected: Type | undefined,
): Type {
  const payload = left.args[0] as Type;
  const decide = (rightType: Type): Type => {
    const isChained = chains(left, payload, rightType, expected);
    const result = isChained ? left : payload;
    if (!isNever(rightType) && !cx.unifier.unify(result, rightType)) {
      return cx.record.report(errors.typeMismatch(payload, rightType, expr.right.span));
    }
    cx.facts.resolutions.set(expr.id, { kind: "coalesce", of, isChained });
    return result;
  };
  const t = prune(right);
  if (t.kind === "var" && t.isIntLiteral) return decide(t);
  const guess = () => cx.unifier.unify(payload, right);
  const need = { span: expr.right.span, literal: "waits", guess } as const;
  return cx.work.typeWhenKnown(right, need, decide);
}

/** Whether the right side has the whole type of the left one, so that a `??` may follow. */
function chains(left: Type, payload: Type, right: Type, expected: Type | undefined): boolean {
  const r = prune(right);
  const l = prune(left);
  if (r.kind !== "con" || l.kind !== "con" || r.def !== l.def) return false;
  const inner = prune(payload);
  const mayUnwrap = inner.kind === "con" && inner.def === l.def && mayUnify(inner, r);
  if (!mayUnwrap) return true;
  return !mayUnify(inner, expected ?? ERROR_TYPE);
}
