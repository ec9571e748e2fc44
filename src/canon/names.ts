/** Names, fields and coercions: what a resolution of the checker means in Core. */
import type { Span } from "../base/mod.ts";
import type * as ast from "../syntax/mod.ts";
import { fieldType, newtypeInner, prune, type Type } from "../types/mod.ts";
import * as b from "./build.ts";
import type { CanonContext } from "./context.ts";
import type { CanonExpr } from "./generic.ts";
import { callOnTemporary, shapeOf } from "./hidden_results.ts";
import { handlerArgs } from "./with.ts";

/** `value` of the node `id` as what is expected there. */
export function coerced(cx: CanonContext, id: ast.NodeId, value: CanonExpr): CanonExpr {
  const coercion = cx.body.facts.coercions.get(id);
  if (coercion === undefined) return value;
  return b.call(coercion.callee, [value], coercion.type, value.span);
}

/** A name, `self` or a punned struct field, by its resolution. */
export function canonName(cx: CanonContext, id: ast.NodeId, span: Span): CanonExpr {
  const resolution = cx.resolution(id);
  const type = cx.typeOf(id);
  switch (resolution?.kind) {
    case "local":
      return cx.read(cx.coreLocal(resolution.local, span), span);
    case "fn": {
      const { callee } = resolution;
      const isConst = callee.kind === "fn" && callee.fn.kind === "const";
      if (isConst) return b.call(callee, [], type, span);
      const { givesSelf } = shapeOf(cx, callee);
      const isPlain = !givesSelf && !cx.body.facts.handlers.has(id);
      if (isPlain) return { kind: "FnValue", callee, type, span };
      // Callers of a function value know the source's parameters and result only.
      return functionOf(cx, type, span, (args, result) => {
        const handlers = handlerArgs(cx, id, span);
        const isOperation = callee.kind === "trait" && callee.byHandler;
        const all = isOperation ? [...handlers, ...args] : [...args, ...handlers];
        return givesSelf
          ? callOnTemporary({ callee, result, span }, all)
          : b.call(callee, all, result, span);
      });
    }
    case "variant":
      return variantValue(cx, resolution.variant.index, type, span);
    case "newtype":
      return functionOf(
        cx,
        type,
        span,
        ([inner], result) => b.retype(inner as CanonExpr, result, span),
      );
    default:
      throw cx.bug(`name without meaning (${resolution?.kind})`, span);
  }
}

/** A variant named as a value: itself, or its constructor as a function. */
function variantValue(cx: CanonContext, variant: number, type: Type, span: Span): CanonExpr {
  if (prune(type).kind !== "fn") return b.construct(variant, [], type, span);
  return functionOf(
    cx,
    type,
    span,
    (args, result) => b.construct(variant, args, result, span),
  );
}

/** A lambda of type `type` that gives what `make` makes of its parameters. */
function functionOf(
  cx: CanonContext,
  type: Type,
  span: Span,
  make: (args: readonly CanonExpr[], result: Type) => CanonExpr,
): CanonExpr {
  const t = prune(type);
  if (t.kind !== "fn") throw cx.bug("constructor is not a function", span);
  const { made, captures } = cx.inLambda(t.result, () => {
    const params = t.params.map((param) => cx.fresh("value", param));
    return { params, body: make(params.map((local) => cx.read(local, span)), t.result) };
  });
  return { kind: "Lambda", lambda: { ...made, captures, result: t.result }, type, span };
}

/** Field `index` of `object`; -1 is the inside of a newtype. */
export function fieldOf(object: CanonExpr, index: number, span: Span): CanonExpr {
  if (index < 0) return b.retype(object, newtypeInner(object.type), span);
  return b.field(object, index, fieldType(object.type, index), span);
}
