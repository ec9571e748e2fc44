/** The operations of stateful handlers: calls of the functions that the handler keeps. */
import { InternalError } from "../base/mod.ts";
import type { CanonExpr, CanonFn, CoreLocal } from "../canon/mod.ts";
import {
  type FnDef,
  hasSelf,
  operationOf,
  showType,
  type TraitDef,
  type Type,
} from "../types/mod.ts";

/**
 * `method` of `trait` for handlers of type `self`: takes the handler, the arguments, and handlers of the types `passed`,
 * which the function of the operation does without: it keeps those of its place.
 */
export function operationMethod(
  trait: TraitDef,
  method: FnDef,
  self: Type,
  passed: readonly Type[],
): CanonFn {
  const found = operationOf(trait, method, self);
  if (found === undefined || found.type.kind !== "fn") {
    throw new InternalError(`no ${method.name} in ${showType(self)}`, { stage: "mono" });
  }
  const { span } = method;
  const { params, result } = found.type;
  const first = hasSelf(method) ? 1 : 0;
  const names = ["handler", ...method.params.slice(first).map(({ name }) => name)];
  const locals = [self, ...params, ...passed].map((type, i) => ({
    name: names[i] ?? "passed",
    type,
    isMutable: false,
  }));
  const [handler, ...args] = locals.slice(0, 1 + params.length).map(({ type }, i): CanonExpr => ({
    kind: "Local",
    local: i as CoreLocal,
    type,
    span,
  }));
  const object = {
    kind: "Field",
    object: handler as CanonExpr,
    index: 0,
    type: found.operations,
    span,
  } as const;
  const fn: CanonExpr = { kind: "Field", object, index: found.index, type: found.type, span };
  return {
    name: `${trait.name}.${method.name}`,
    span,
    params: locals.map((_, i) => i as CoreLocal),
    result,
    locals,
    body: { kind: "CallValue", fn, args, type: result, span },
  };
}
