/** Method calls and calls on paths: `xs.len()`, `Point.new(..)`, `math.sqrt(..)`, `Trait.method(v)`. */
import type * as ast from "../../syntax/mod.ts";
import { missingCapability } from "../messages/errors_capability.ts";
import { traitNotInScope } from "../messages/errors_extend.ts";
import { noInto } from "../messages/errors_convert.ts";
import * as errors from "../messages/errors_infer.ts";
import { NEVER } from "../model/builtin.ts";
import { hasSelf } from "../model/forms.ts";
import type { FnDef, TraitDef, Type } from "../model/model.ts";
import type { Program } from "../model/program.ts";
import {
  ERROR_TYPE,
  paramType,
  prune,
  someType,
  substitute,
  substitutionOf,
} from "../model/type.ts";
import { fieldOf, variantNamed, variantsOf } from "../model/type_members.ts";
import { chooseMethod } from "../traits/choose_method.ts";
import {
  lookupAssociated,
  lookupMethod,
  type MethodCandidate,
  traitOutOfScope,
} from "../traits/lookup_method.ts";
import { methodNames } from "../traits/method_names.ts";
import { findImpl } from "../traits/traits.ts";
import type { BodyContext } from "./body_context.ts";
import { resolveTypeArgs } from "./body_types.ts";
import { handlerLocal, passHandlers, provide } from "./capabilities.ts";
import { isNever } from "./coerce.ts";
import { checkFieldAccess } from "./field_access.ts";
import { callEntity, callValue, callVariant, fnShape, fnSlots } from "./infer_call.ts";
import {
  moduleMember,
  type PathTarget,
  pathTarget,
  readHandler,
  targetType,
} from "./infer_name.ts";
import {
  adoptExpected,
  applyDefaults,
  demandBounds,
  type FnInstance,
  freshArgs,
  visibleCount,
} from "./instantiate.ts";
import { instantiateCandidate, instantiateTraitMethod, ownParams } from "./instantiate_method.ts";
import { checkEnd, warnOfInfinite } from "./lint_infinite.ts";
import { checkArgs, inferArgs } from "./match_args.ts";
import { noteArgument, noteReceiver } from "./receiver.ts";
import { noteField, noteMethod, tellsChoices } from "./tell_choice.ts";

type MethodCall = ast.ExprOf<"MethodCall">;

export function inferMethodCall(
  cx: BodyContext,
  expr: MethodCall,
  expected: Type | undefined,
): Type {
  const target = pathTarget(cx, expr.receiver);
  if (target !== undefined) return callOnPath(cx, expr, target, expected);
  const self = cx.infer(expr.receiver);
  if (isNever(self)) {
    inferArgs(cx, expr.args);
    return NEVER;
  }
  const need = {
    span: expr.receiver.span,
    what: "the type of this receiver",
    literal: "isInt",
  } as const;
  const wasOpen = prune(self).kind === "var";
  return cx.work.typeWhenKnown(
    self,
    need,
    (type) => callMethod(cx, expr, { type, wasOpen }, expected),
  );
}

/** The type of a receiver, and whether it was unknown when the call was first looked at. */
interface Receiver {
  readonly type: Type;
  readonly wasOpen: boolean;
}

function callMethod(
  cx: BodyContext,
  expr: MethodCall,
  receiver: Receiver,
  expected: Type | undefined,
): Type {
  const self = receiver.type;
  if (self.kind === "error") {
    inferArgs(cx, expr.args);
    return ERROR_TYPE;
  }
  const candidates = lookupMethod(cx.program, self, expr.method.text, cx.module.id);
  const chosen = choose(cx, candidates, expr, receiver);
  if (chosen !== undefined) return callCandidate(cx, expr, self, chosen, expected);
  const field = fieldOf(self, expr.method.text);
  if (field !== undefined && prune(field.type).kind === "fn") {
    checkFieldAccess(cx, self, expr.method);
    if (tellsChoices(cx)) noteField(cx);
    return callValue(cx, expr, field.type, field.index);
  }
  if (expr.method.text === "unwrap" && expr.args.length === 0) {
    const inner = fieldOf(self, "inner");
    if (inner !== undefined && inner.index < 0) {
      if (tellsChoices(cx)) noteField(cx);
      cx.facts.resolutions.set(expr.id, { kind: "field", index: inner.index });
      return inner.type;
    }
  }
  inferArgs(cx, expr.args);
  if (expr.method.text === "into") {
    return cx.record.report(noInto(self, undefined, expr.method.span));
  }
  if (needsDoubleEnded(cx.program, self, expr.method.text)) {
    return cx.record.report(errors.doubleEndedRequired(expr.method, self));
  }
  const hidden = traitOutOfScope(cx.program, self, expr.method.text, cx.module.id);
  if (hidden !== undefined) {
    return cx.record.report(
      traitNotInScope(expr.method, hidden, cx.program.modules[hidden.module]),
    );
  }
  return cx.record.report(errors.unknownMethod(expr.method, self, methodNames(cx.program, self)));
}

/** Whether an iterator lacks a method only because it does not go backwards. */
function needsDoubleEnded(program: Program, self: Type, name: string): boolean {
  const { builtins } = program;
  if (!builtins.trait("DoubleEndedIterator").methods.has(name)) return false;
  return findImpl(program, builtins.trait("Iterator"), self).kind !== "missing";
}

/** The best candidate; two of different traits are ambiguous, which is reported. */
function choose(
  cx: BodyContext,
  candidates: readonly MethodCandidate[],
  expr: MethodCall,
  receiver: Receiver,
): MethodCandidate | undefined {
  const choice = chooseMethod(cx.program, cx.module, candidates);
  const { chosen, rivals } = choice;
  if (tellsChoices(cx)) noteMethod(cx, expr, receiver, candidates, choice);
  if (rivals.length > 0) {
    cx.record.report(errors.ambiguousMethod(expr.method, rivals.map((trait) => trait.name)));
  }
  return chosen;
}

function callCandidate(
  cx: BodyContext,
  expr: MethodCall,
  self: Type,
  candidate: MethodCandidate,
  expected: Type | undefined,
): Type {
  const { fn } = candidate;
  const instance = instantiateCandidate(cx, candidate, self, expr.typeArgs, expr.method.span);
  cx.unifier.unify(instance.params[0] ?? ERROR_TYPE, self);
  adoptExpected(cx.unifier, instance.result, expected);
  applyDefaults(cx, fn, instance.callee, expected);
  passHandlers(cx, expr.id, fn, instance.callee, expr.span);
  warnOfInfinite(cx, expr, candidate);
  checkEnd(cx, expr);
  const slots = fnSlots(cx.program, fn, instance.params, 1);
  const args = checkArgs(cx, expr.args, slots, fnShape(cx.program, fn, expr.span));
  if (args !== undefined) {
    const { callee } = instance;
    cx.facts.resolutions.set(expr.id, {
      kind: "call",
      callee,
      args: [{ kind: "receiver" }, ...args],
    });
    noteReceiver(cx, expr.id, callee, expr.receiver);
  }
  return instance.result;
}

// --- On paths ------------------------------------------------------------------------------------

function callOnPath(
  cx: BodyContext,
  expr: MethodCall,
  target: PathTarget,
  expected: Type | undefined,
): Type {
  switch (target.kind) {
    case "module": {
      const entity = moduleMember(cx, target, expr.method);
      if (entity !== undefined) return callEntity(cx, expr, expr.method.text, entity, expected);
      inferArgs(cx, expr.args);
      return ERROR_TYPE;
    }
    case "type":
      return callOnType(cx, expr, targetType(cx.unifier, target), expected);
    case "trait":
      return callOnTrait(cx, expr, target.trait, expected);
  }
}

function callOnType(
  cx: BodyContext,
  expr: MethodCall,
  type: Type,
  expected: Type | undefined,
): Type {
  const variant = variantNamed(type, expr.method.text);
  if (variant !== undefined && type.kind === "con") {
    return callVariant(cx, expr, type, variant, expected);
  }
  const found = lookupAssociated(cx.program, type, expr.method.text, cx.module.id)
    .filter(({ fn }) => fn.kind !== "const");
  const chosen = choose(
    cx,
    found.filter((c) => hasSelf(c.fn) === hasSelf(found[0]?.fn ?? c.fn)),
    expr,
    { type, wasOpen: false },
  );
  if (chosen === undefined) {
    inferArgs(cx, expr.args);
    if (type.kind === "error") return ERROR_TYPE;
    const names = [...variantsOf(type).map((v) => v.name), ...methodNames(cx.program, type)];
    return cx.record.report(errors.unknownAssociated(expr.method, type, names));
  }
  const instance = instantiateCandidate(cx, chosen, type, expr.typeArgs, expr.method.span);
  return callInstance(cx, expr, chosen.fn, instance, expected);
}

/**
 * `Http.get(..)` on the handler that is provided for `Http`; undefined when the call names a method of the trait for a
 * value that it states, `Shape.area(circle)`.
 */
function callCapability(
  cx: BodyContext,
  expr: MethodCall,
  trait: TraitDef,
  fn: FnDef | undefined,
  expected: Type | undefined,
): Type | undefined {
  const local = handlerLocal(cx, trait);
  if (fn === undefined) {
    if (local === undefined) return undefined;
    const self = readHandler(cx, expr.receiver, local);
    return cx.work.typeWhenKnown(
      self,
      { span: expr.receiver.span, what: "the type of this handler", literal: "isInt" },
      (type) => callMethod(cx, expr, { type, wasOpen: false }, expected),
    );
  }
  const first = hasSelf(fn) ? 1 : 0;
  const piped = cx.hints.piped.has(expr.args) ? 1 : 0;
  if (first === 1 && expr.args.length + piped >= fn.params.length) return undefined;
  const found = provide(cx, trait, expr.span);
  if (found === undefined) {
    if (trait.params.length > 0 && first === 1) return undefined;
    if (first === 0 && isTypeFunction(fn, trait)) return undefined;
    inferArgs(cx, expr.args);
    const what = `\`${trait.name}.${fn.name}\``;
    return cx.record.report(missingCapability(trait.name, what, cx.fn, expr.span, false));
  }
  const own = ownParams(fn, 1 + trait.params.length);
  const { method, typeArgs } = expr;
  const given = resolveTypeArgs(cx, typeArgs, visibleCount(own), method.span, fn.name);
  const fresh = freshArgs(cx, own, given, fn.name, method.span);
  const map = substitutionOf(fn.typeParams, [found.type, ...found.traitArgs, ...fresh]);
  demandBounds(cx, own, map, fn.name, method.span);
  const params = fn.params.map((param) => substitute(param.type, map));
  const result = substitute(fn.result, map);
  adoptExpected(cx.unifier, result, expected);
  const slots = fnSlots(cx.program, fn, params, first);
  const args = checkArgs(cx, expr.args, slots, fnShape(cx.program, fn, expr.span));
  if (args === undefined) return result;
  const callee = {
    kind: "trait",
    trait: { trait, args: found.traitArgs },
    method: fn,
    self: found.type,
    typeArgs: fresh,
    byHandler: true,
  } as const;
  passHandlers(cx, expr.id, fn, callee, expr.span);
  cx.facts.resolutions.set(expr.id, {
    kind: "call",
    callee,
    args: [{ kind: "handler", source: found.source }, ...args],
  });
  return result;
}

/** Whether `fn` of a trait is a function of types, which a use decides: it mentions `Self`. */
function isTypeFunction(fn: FnDef, trait: TraitDef): boolean {
  return [...fn.params.map((param) => param.type), fn.result].some((type) =>
    someType(type, (part) => part.kind === "param" && part.param === trait.self)
  );
}

function callOnTrait(
  cx: BodyContext,
  expr: MethodCall,
  trait: TraitDef,
  expected: Type | undefined,
): Type {
  const fn = trait.methods.get(expr.method.text);
  const operation = callCapability(cx, expr, trait, fn, expected);
  if (operation !== undefined) return operation;
  if (fn === undefined) {
    inferArgs(cx, expr.args);
    return cx.record.report(
      errors.unknownTraitMethod(expr.method, trait.name, trait.methods.keys()),
    );
  }
  const inherited = inheritedDefault(cx, expr, trait, fn);
  if (inherited !== undefined) return callInstance(cx, expr, fn, inherited, expected);
  const self = cx.unifier.fresh();
  const what = `the type that \`${trait.name}.${fn.name}\` is called for`;
  cx.record.mustInfer.push({ type: self, span: expr.span, what });
  const { typeArgs, method } = expr;
  const instance = instantiateTraitMethod(cx, trait, [], fn, self, typeArgs, method.span);
  return callInstance(cx, expr, fn, instance, expected);
}

/** In `m` of an impl of the trait, `Trait.m(self)` is the default body that this `m` replaces (spec 10.6.5). */
function inheritedDefault(
  cx: BodyContext,
  expr: MethodCall,
  trait: TraitDef,
  fn: FnDef,
): FnInstance | undefined {
  const { owner, name } = cx.fn;
  const impl = owner?.kind === "impl" ? owner.impl : undefined;
  const isDefault = fn.item.kind === "Function" && fn.item.hasBody;
  const isOwn = impl?.trait?.trait === trait && name === fn.name &&
    expr.args[0]?.value.kind === "Self";
  if (!isDefault || !isOwn || impl?.trait === undefined) return undefined;
  const own = ownParams(fn, 1 + trait.params.length);
  const { method, typeArgs } = expr;
  const given = resolveTypeArgs(cx, typeArgs, visibleCount(own), method.span, fn.name);
  // A method with a `where` has copies of the parameters of its impl.
  const here = substitutionOf(impl.params, cx.fn.typeParams.map(paramType));
  const types = [impl.self, ...impl.trait.args].map((type) => substitute(type, here));
  const all = [...types, ...freshArgs(cx, own, given, fn.name, method.span)];
  const map = substitutionOf(fn.typeParams, all);
  demandBounds(cx, own, map, fn.name, method.span);
  return {
    callee: { kind: "fn", fn, typeArgs: all },
    params: fn.params.map((param) => substitute(param.type, map)),
    result: substitute(fn.result, map),
  };
}

/** A call that states all parameters, the receiver too if there is one. */
function callInstance(
  cx: BodyContext,
  expr: MethodCall,
  fn: FnDef,
  instance: FnInstance,
  expected: Type | undefined,
): Type {
  adoptExpected(cx.unifier, instance.result, expected);
  const { callee, params, result } = instance;
  passHandlers(cx, expr.id, fn, callee, expr.span);
  const args = checkArgs(
    cx,
    expr.args,
    fnSlots(cx.program, fn, params, 0),
    fnShape(cx.program, fn, expr.span),
  );
  if (args === undefined) return result;
  cx.facts.resolutions.set(expr.id, { kind: "call", callee, args });
  noteArgument(cx, expr, callee, args);
  return result;
}
