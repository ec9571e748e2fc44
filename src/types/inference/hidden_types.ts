/** The types behind `impl Trait` inside the function that gives them: variables that its body solves. */
import { opaqueContainsItself } from "../messages/errors_declare.ts";
import { boundNotMet, typeNotInferred } from "../messages/errors_infer.ts";
import type { FnDef, Type, TypeDef } from "../model/model.ts";
import { conType, paramType, prune, someType, substitutionOf } from "../model/type.ts";
import { instantiateRef } from "../traits/traits.ts";
import type { BodyContext } from "./body_context.ts";
import { requireTrait } from "./require_trait.ts";

/** The types that the body of a function with an opaque result has to decide. */
export interface HiddenTypes {
  /** A variable for each type of `FnDef.opaque`. */
  readonly types: ReadonlyMap<TypeDef, Type>;
  /** The type that the body has to give. */
  readonly result: Type;
}

/** Variables for the opaque types of `fn`. */
export function openHidden(fn: FnDef, fresh: () => Type): HiddenTypes {
  const types = new Map((fn.opaque ?? []).map((def) => [def, fresh()] as const));
  return { types, result: revealed(fn.result, types) };
}

/** Demands that what the body gives meets the bounds, when the body is checked. */
export function demandOpaqueBounds(cx: BodyContext): void {
  const { fn, hidden } = cx;
  const [def] = fn.opaque ?? [];
  if (def?.body.kind !== "opaque") return;
  const span = fn.item.kind === "Function" && fn.item.result ? fn.item.result.span : fn.span;
  const own = substitutionOf(def.params, fn.typeParams.map(paramType));
  for (const bound of def.body.bounds) {
    const { trait, args } = instantiateRef(bound, own);
    const ref = { trait, args: args.map((arg) => revealed(arg, hidden.types)) };
    requireTrait(cx, hidden.result, ref, {
      span,
      report: (because) => boundNotMet(hidden.result, ref, fn.name, span, because),
    });
  }
}

/** The types behind the opaque ones, at the end of the body. */
export function finishHidden(cx: BodyContext): ReadonlyMap<TypeDef, Type> {
  const { fn, hidden } = cx;
  return new Map([...hidden.types].map(([def, open]) => {
    const type = cx.unifier.finish(open);
    if (type.kind === "error" && cx.record.errorCount === 0) {
      cx.record.report(typeNotInferred(def.span, "the type of the result"));
    }
    if (someType(type, (part) => part.kind === "con" && part.def === def)) {
      cx.record.report(opaqueContainsItself(fn, def));
    }
    return [def, type];
  }));
}

function revealed(type: Type, hidden: ReadonlyMap<TypeDef, Type>): Type {
  const t = prune(type);
  if (t.kind !== "con") return t;
  const known = hidden.get(t.def);
  if (known !== undefined) return known;
  const args = t.args.map((arg) => revealed(arg, hidden));
  return args.every((arg, i) => arg === t.args[i]) ? t : conType(t.def, args);
}
