/** `with Capability = handler in body` (spec 20.4). */
import type * as ast from "../../syntax/mod.ts";
import { MARKERS } from "../declarations/declare_uses.ts";
import * as errors from "../messages/errors_capability.ts";
import type { LocalDef, LocalId, TraitDef, TraitRef, Type } from "../model/model.ts";
import { lookupType } from "../model/scope.ts";
import { ERROR_TYPE, prune } from "../model/type.ts";
import { findImpl } from "../traits/traits.ts";
import type { BodyContext } from "./body_context.ts";
import { parentOf } from "./capabilities.ts";
import { decideLiterals } from "./coerce.ts";
import { inferHandler } from "./infer_handler.ts";
import { requireTrait } from "./require_trait.ts";
import type { Provided } from "./scopes.ts";

type With = ast.ExprOf<"With">;
type Binding = With["bindings"][number];

/** Bindings are evaluated in order; each sees those before it, as if they were nested. */
export function inferWith(cx: BodyContext, expr: With, expected: Type | undefined): Type {
  const locals: LocalId[] = [];
  cx.facts.bindings.set(expr.id, locals);
  const type = bindFrom(cx, expr, 0, locals, expected);
  cx.record.providers.push({ expr, locals, type });
  return type;
}

function bindFrom(
  cx: BodyContext,
  expr: With,
  index: number,
  locals: LocalId[],
  expected: Type | undefined,
): Type {
  const binding = expr.bindings[index];
  if (binding === undefined) return cx.infer(expr.body, expected);
  return cx.scopes.block(() => {
    const provided = bind(cx, binding);
    locals.push(provided.local.id);
    return cx.scopes.within(
      { provided: { ...provided, ...parentOf(cx.scopes.env.provided) } },
      () => bindFrom(cx, expr, index + 1, locals, expected),
    );
  });
}

function bind(cx: BodyContext, binding: Binding): Omit<Provided, "parent"> {
  const { name } = binding;
  const entity = lookupType(cx.module, name.text);
  if (entity?.kind === "trait") return bindTrait(cx, binding, entity.trait);
  const type = valueType(cx, binding);
  if (MARKERS.has(name.text)) cx.record.report(errors.markerBound(name));
  else if (entity?.kind === "capset") cx.record.report(errors.capsetBound(name));
  else if (entity !== undefined) cx.record.report(errors.notACapability(name));
  else if (!cx.module.brokenNames.has(name.text)) cx.record.report(errors.boundByName(name));
  const local = cx.scopes.declareAs(
    "parameter",
    () => cx.scopes.declare(name.text, type, false, name.span),
  );
  return { name: name.text, local };
}

function bindTrait(cx: BodyContext, binding: Binding, trait: TraitDef): Omit<Provided, "parent"> {
  const { name, value } = binding;
  const traitArgs = trait.params.map(() => cx.unifier.fresh());
  const provided = (type: Type) => ({
    name: name.text,
    trait,
    ...(traitArgs.length > 0 && { traitArgs }),
    local: hidden(cx, name, type),
  });
  if (value.kind === "handler") {
    return provided(inferHandler(cx, binding, value, trait, traitArgs));
  }
  const type = valueType(cx, binding);
  const what = "the type of this handler";
  const need = { span: value.expr.span, what, literal: "isInt" } as const;
  cx.work.whenKnown(type, need, (known) => {
    if (known.kind === "error") return;
    if (traitArgs.length > 0) return bindGeneric(cx, known, { trait, args: traitArgs }, value.expr);
    const found = findImpl(cx.program, trait, known);
    const isHandler = found.kind !== "missing" || prune(known) === handlerParam(cx, trait);
    if (!isHandler) cx.record.report(errors.notAHandler(trait.name, known, value.expr.span));
  });
  return provided(type);
}

/** A handler of a generic trait: its impl says for which arguments, as the function does for a handler that it takes. */
function bindGeneric(cx: BodyContext, type: Type, ref: TraitRef, { span }: ast.Expr): void {
  const { trait, args } = ref;
  const taken = cx.fn.handlers.find((handler) => handler.trait === trait);
  if (taken !== undefined && prune(type) === taken.type) {
    args.forEach((arg, i) => cx.unifier.unify(arg, taken.traitArgs?.[i] ?? ERROR_TYPE));
    return;
  }
  const report = () => errors.notAHandler(trait.name, type, span);
  requireTrait(cx, type, ref, { span, report, isHandler: true });
}

/** The type parameter that the function itself has for a handler of `trait`: it may be bound again. */
function handlerParam(cx: BodyContext, trait: TraitDef): Type | undefined {
  return cx.fn.handlers.find((handler) => handler.trait === trait)?.type;
}

/** A variable that no name of the body means. */
function hidden(cx: BodyContext, name: ast.Name, type: Type): LocalDef {
  return cx.scopes.hide(name.text, type, name.span);
}

function valueType(cx: BodyContext, { name, value }: Binding): Type {
  if (value.kind === "handler") {
    if (value.state !== undefined) cx.infer(value.state);
    for (const operation of value.operations) cx.infer(operation.value);
    cx.record.report(errors.notACapability(name));
    return ERROR_TYPE;
  }
  const type = cx.infer(value.expr);
  cx.work.settle();
  decideLiterals(cx.unifier, type);
  return type;
}
