/**
 * Trait objects: the functions that make them and the methods that call what they keep.
 *
 *     Shape of Circle(value) = Shape { area: () -> Shape.area(value), scale: by -> Shape.scale(value, by) }
 *     Shape.area(self)       = (self.area)()
 *
 * Each function value owns a reference to the value, so that an object is counted like any other struct.
 */
import { InternalError } from "../base/mod.ts";
import type { CanonCallee, CanonExpr, CanonFn, CoreLocal, CoreLocalDef } from "../canon/mod.ts";
import {
  type CallShape,
  callShape,
  type FnDef,
  objectMethods,
  objectMethodType,
  objectTrait,
  pairWithSelf,
  type Program,
  prune,
  resultBesideSelf,
  showType,
  substituteAll,
  substitutionOf,
  type TraitDef,
  type Type,
} from "../types/mod.ts";

/** The function that makes an object of type `to` of a value of type `from`. */
export function makeObject(program: Program, from: Type, to: Type): CanonFn {
  const { trait, map } = traitOf(to);
  const { span } = trait;
  const locals: CoreLocalDef<Type>[] = [{ name: "value", type: from, isMutable: false }];
  const value = 0 as CoreLocal;
  const read = (local: CoreLocal): CanonExpr => {
    const type = locals[local]?.type as Type;
    return { kind: "Local", local, type, span };
  };
  const args = objectMethods(trait).map((one): CanonExpr => {
    const ref = { trait: one.ref.trait, args: substituteAll(one.ref.args, map) };
    const shape = callShape(program, one.method);
    const type = objectMethodType({ ref, method: one.method }, to, shape);
    const params = type.params.map((param, i) => {
      const name = one.method.params[i + 1]?.name ?? "argument";
      return locals.push({ name, type: param, isMutable: false }) - 1 as CoreLocal;
    });
    const callee: CanonCallee = {
      kind: "trait",
      trait: ref,
      method: one.method,
      self: from,
      typeArgs: [],
    };
    const args = [value, ...params].map(read);
    const call = (type: Type): CanonExpr => ({ kind: "Call", callee, args, type, span });
    const body = objectResult(shape, { from, to, result: type.result, locals }, call);
    const lambda = { params, body, captures: [value], result: type.result };
    return { kind: "Lambda", lambda, type, span };
  });
  return {
    name: `${showType(to)} of ${showType(from)}`,
    span,
    params: [value],
    result: to,
    locals,
    body: { kind: "Construct", args, type: to, span },
  };
}

/** The value of `call`; where it gives `self` back, the changed value becomes an object again. */
function objectResult(
  shape: CallShape,
  { from, to, result, locals }: {
    readonly from: Type;
    readonly to: Type;
    readonly result: Type;
    readonly locals: CoreLocalDef<Type>[];
  },
  call: (type: Type) => CanonExpr,
): CanonExpr {
  if (!shape.givesSelf) return call(result);
  const value = resultBesideSelf(result);
  if (value === undefined) throw new InternalError("no pair with self", { stage: "mono" });
  const type = pairWithSelf(from, value);
  const local = locals.push({ name: "changed", type, isMutable: false }) - 1 as CoreLocal;
  const made = call(type);
  const { span } = made;
  const changed: CanonExpr = { kind: "Local", local, type, span };
  const part = (index: number, type: Type): CanonExpr => ({
    kind: "Field",
    object: changed,
    index,
    type,
    span,
  });
  const callee: CanonCallee = { kind: "object", from, to };
  const object: CanonExpr = { kind: "Call", callee, args: [part(0, from)], type: to, span };
  const args = [object, part(1, value)];
  return {
    kind: "Block",
    statements: [{ kind: "Let", local, value: made }],
    result: { kind: "Construct", args, type: result, span },
    type: result,
    span,
  };
}

/** The method of the objects of type `self`: a call of the function value that they keep. */
export function objectMethod(
  program: Program,
  trait: TraitDef,
  method: FnDef,
  self: Type,
): CanonFn {
  const { trait: of, map } = traitOf(self);
  const kept = objectMethods(of);
  const index = kept.findIndex((one) => one.ref.trait === trait && one.method === method);
  const found = kept[index];
  if (found === undefined) {
    throw new InternalError(`no ${method.name} in ${showType(self)}`, { stage: "mono" });
  }
  const ref = { trait, args: substituteAll(found.ref.args, map) };
  const type = objectMethodType({ ref, method }, self, callShape(program, method));
  const { span } = method;
  const locals = [self, ...type.params].map((param, i) => ({
    name: method.params[i]?.name ?? "argument",
    type: param,
    isMutable: false,
  }));
  const [object, ...args] = locals.map(({ type }, i): CanonExpr => ({
    kind: "Local",
    local: i as CoreLocal,
    type,
    span,
  }));
  const fn: CanonExpr = { kind: "Field", object: object as CanonExpr, index, type, span };
  return {
    name: `${showType(self)}.${method.name}`,
    span,
    params: locals.map((_, i) => i as CoreLocal),
    result: type.result,
    locals,
    body: { kind: "CallValue", fn, args, type: type.result, span },
  };
}

function traitOf(object: Type) {
  const trait = objectTrait(object);
  const t = prune(object);
  if (trait === undefined || t.kind !== "con") {
    throw new InternalError(`${showType(object)} is no trait object`, { stage: "mono" });
  }
  return { trait, map: substitutionOf(trait.params, t.args) };
}
