/**
 * Stateful handlers (spec 20.5): each operation takes the state and the arguments, and gives the next state with its result.
 *
 *     handler(state: 0) { increment: (s) -> (s + 1, s), get: (s) -> (s, s) }
 */
import type * as ast from "../../syntax/mod.ts";
import * as errors from "../messages/errors_capability.ts";
import { duplicateArgument, notSupported } from "../messages/errors_infer.ts";
import { tupleType, VOID } from "../model/builtin.ts";
import { hasSelf } from "../model/forms.ts";
import type { FnDef, TraitDef, Type } from "../model/model.ts";
import { conType, ERROR_TYPE, fnType, substitute, substitutionOf } from "../model/type.ts";
import type { BodyContext } from "./body_context.ts";
import { decideLiterals } from "./coerce.ts";

type Binding = ast.ExprOf<"With">["bindings"][number];
type Handler = Extract<Binding["value"], { kind: "handler" }>;

/** The type of the handler: for each operation of the trait a function of its arguments. */
export function inferHandler(
  cx: BodyContext,
  binding: Binding,
  handler: Handler,
  trait: TraitDef,
  traitArgs: readonly Type[],
): Type {
  const state = handler.state === undefined ? VOID : cx.infer(handler.state);
  cx.work.settle();
  decideLiterals(cx.unifier, state);
  const def = cx.program.builtins.type("StatefulHandler");
  const self = cx.unifier.fresh();
  const map = new Map([[trait.self, self], ...substitutionOf(trait.params, traitArgs)]);
  const given = operationsByName(cx, handler, trait);
  const missing: string[] = [];
  const types = [...new Set(trait.methods.values())].map((method, index) => {
    const written = given.get(method.name);
    if (written !== undefined) cx.facts.operations.set(written.value.id, index);
    if (written !== undefined) return inferOperation(cx, written, method, state, map);
    if (method.item.kind !== "Function" || !method.item.hasBody) missing.push(method.name);
    return VOID;
  });
  if (missing.length > 0) {
    cx.record.report(errors.missingOperations(trait, missing, binding.name.span));
  }
  const type = conType(def, [tupleType([...types, VOID])]);
  cx.unifier.unify(self, type);
  return type;
}

type Operation = Handler["operations"][number];

function operationsByName(
  cx: BodyContext,
  { operations }: Handler,
  trait: TraitDef,
): ReadonlyMap<string, Operation> {
  const found = new Map<string, Operation>();
  for (const operation of operations) {
    const { name, value } = operation;
    const method = trait.methods.get(name.text);
    if (method !== undefined && !found.has(method.name)) {
      found.set(method.name, operation);
      continue;
    }
    cx.record.report(
      method === undefined ? errors.unknownOperation(name, trait) : duplicateArgument(name),
    );
    cx.check(value, ERROR_TYPE);
  }
  return found;
}

function inferOperation(
  cx: BodyContext,
  { name, value }: Operation,
  method: FnDef,
  state: Type,
  map: ReadonlyMap<TraitDef["self"], Type>,
): Type {
  const written = method.params.slice(hasSelf(method) ? 1 : 0);
  const ofTrait = 1 + (method.owner?.kind === "trait" ? method.owner.trait.params.length : 0);
  if (method.typeParams.length > ofTrait + method.handlers.length) {
    cx.record.report(notSupported("generic operations of stateful handlers", name.span));
    cx.check(value, ERROR_TYPE);
    return ERROR_TYPE;
  }
  if (value.kind !== "Lambda" || value.params.length !== written.length + 1) {
    cx.record.report(errors.operationForm(name, written.length));
    cx.check(value, ERROR_TYPE);
    return ERROR_TYPE;
  }
  const params = written.map((param) => substitute(param.type, map));
  const result = substitute(method.result, map);
  cx.check(value, fnType([state, ...params], tupleType([state, result])), {
    span: method.span,
    text: "expected because of this operation: the next state and the result",
  });
  return fnType(params, result);
}
