/** Fresh type arguments for a use of a method. */
import type { Span } from "../../base/mod.ts";
import type * as ast from "../../syntax/mod.ts";
import { noInto } from "../messages/errors_convert.ts";
import { dropCalled } from "../messages/errors_drop.ts";
import * as errors from "../messages/errors_infer.ts";
import type { FnDef, TraitDef, Type, TypeParam } from "../model/model.ts";
import { substitute, substitutionOf } from "../model/type.ts";
import type { MethodCandidate } from "../traits/lookup_method.ts";
import type { Instances } from "./body_context.ts";
import { resolveTypeArgs } from "./body_types.ts";
import {
  demandBounds,
  type FnInstance,
  freshArgs,
  instanceOf,
  visibleCount,
} from "./instantiate.ts";
import { requireTrait } from "./require_trait.ts";

/** A method with its type arguments: those of the receiver's impl or trait, and fresh ones of its own. */
export function instantiateCandidate(
  cx: Instances,
  candidate: MethodCandidate,
  self: Type,
  written: readonly ast.TypeArg[],
  span: Span,
): FnInstance {
  const { fn } = candidate;
  if (candidate.kind === "trait") {
    return instantiateTraitMethod(
      cx,
      candidate.trait,
      candidate.traitArgs,
      fn,
      self,
      written,
      span,
    );
  }
  const own = ownParams(fn, candidate.impl.params.length);
  const given = resolveTypeArgs(cx, written, visibleCount(own), span, fn.name);
  return instanceOf(cx, fn, [...candidate.implArgs, ...given], span);
}

/** The type parameters of `fn` itself, after those that it has from an impl or trait. */
export function ownParams(fn: FnDef, inherited: number): readonly TypeParam[] {
  return fn.typeParams.slice(inherited);
}

/** Method `fn` of `trait` for `self`; undefined trait arguments are open. */
export function instantiateTraitMethod(
  cx: Instances,
  trait: TraitDef,
  traitArgs: readonly (Type | undefined)[],
  fn: FnDef,
  self: Type,
  written: readonly ast.TypeArg[],
  span: Span,
): FnInstance {
  const args = trait.params.map((_, i) => traitArgs[i] ?? cx.unifier.fresh());
  const own = ownParams(fn, 1 + trait.params.length);
  const given = resolveTypeArgs(cx, written, visibleCount(own), span, fn.name);
  const typeArgs = freshArgs(cx, own, given, fn.name, span);
  const map = substitutionOf(fn.typeParams, [self, ...args, ...typeArgs]);
  const ref = { trait, args };
  if (trait === cx.program.builtins.trait("Drop")) cx.record.report(dropCalled(span));
  requireTrait(cx, self, ref, {
    span,
    report: (because) =>
      trait === cx.program.builtins.trait("Into")
        ? noInto(self, args[0], span)
        : errors.traitMissing(self, ref, fn.name, span, because),
  });
  // A `where` of the method itself bounds copies of the parameters of the trait.
  const copied = fn.typeParams[0] === trait.self ? [] : fn.typeParams.slice(1, 1 + args.length);
  demandBounds(cx, [...copied, ...own], map, fn.name, span);
  return {
    callee: { kind: "trait", trait: ref, method: fn, self, typeArgs },
    params: fn.params.map((param) => substitute(param.type, map)),
    result: substitute(fn.result, map),
  };
}
