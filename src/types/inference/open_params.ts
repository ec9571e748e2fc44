/**
 * Parameters without a written type: the body tells it. What the body leaves open inside the type
 * becomes a type parameter of the function: `(res) -> int = match res { Ok(x) -> x, Err(_) -> 0 }`
 * takes any `Result<int, T>`. A parameter that is open as a whole needs a type.
 */
import { missingParamType, recursionNeedsType } from "../messages/errors_declare.ts";
import type { FnDef, Type, TypeParam, TypeVar } from "../model/model.ts";
import { eachType, ERROR_TYPE, hasErrorType, paramType, prune, someType } from "../model/type.ts";
import type { Unifier } from "../model/unify.ts";
import type { BodyContext } from "./body_context.ts";
import { decideLiterals } from "./coerce.ts";
import type { Worklist } from "./worklist.ts";

/** Functions that infer their parameters from one another: each takes a recursion of the checker. */
const MAX_WAITING = 100;

/** Makes the signature of `fn` known, which may need its body to be checked first. */
export function completeSignature(cx: BodyContext, fn: FnDef): void {
  if (fn.openParams === undefined) return;
  const { bodies } = cx.program;
  if (!bodies.isBeingChecked(fn) && bodies.waiting <= MAX_WAITING) {
    cx.checkOther(fn);
    return;
  }
  cx.program.events?.metrics.count("reentry_guard_hits");
  for (const param of fn.params) {
    if (!someType(param.type, (type) => type.kind === "var")) continue;
    cx.record.report(recursionNeedsType(param.name, fn.name, param.span));
    spoil(cx.unifier, param.type);
  }
}

/** At the end of the body of a function with such parameters: decides what is still open. */
export function closeParams(cx: BodyContext): void {
  const { fn } = cx;
  if (fn.openParams === undefined) return;
  for (const param of fn.params) {
    decideLiterals(cx.unifier, param.type);
    const isOpen = prune(param.type).kind === "var" || isBounded(cx.work, param.type);
    if (isOpen) {
      // Another error may be why nothing told the type.
      if (cx.record.errorCount === 0) cx.record.report(missingParamType(param.name, param.span));
      spoil(cx.unifier, param.type);
    } else generalize(cx, param.type, fn.openParams);
  }
  for (const handler of fn.handlers) {
    decideLiterals(cx.unifier, handler.type);
    generalize(cx, handler.type, fn.openParams);
    handler.type = cx.unifier.finish(handler.type);
  }
  fn.params = fn.params.map((param) => ({ ...param, type: cx.unifier.finish(param.type) }));
  if (fn.params.some((param) => hasErrorType(param.type))) cx.record.errorCount++;
  delete fn.openParams;
}

/** Whether a part of `type` has to meet a bound that nothing has decided. */
function isBounded(work: Worklist, type: Type): boolean {
  const vars = varsOf(type);
  return vars.size > 0 &&
    work.openBounds.some(({ self }) =>
      someType(self, (part) => part.kind === "var" && vars.has(part))
    );
}

function varsOf(type: Type): Set<TypeVar> {
  const vars = new Set<TypeVar>();
  eachType(type, (part) => {
    if (part.kind === "var") vars.add(part);
  });
  return vars;
}

function generalize(
  cx: Pick<BodyContext, "program" | "unifier">,
  type: Type,
  typeParams: TypeParam[],
): void {
  for (const variable of varsOf(type)) {
    const id = cx.program.freshTypeParamId();
    const param: TypeParam = { id, name: `T${typeParams.length}`, bounds: [] };
    typeParams.push(param);
    cx.unifier.unify(variable, paramType(param));
  }
}

function spoil(unifier: Unifier, type: Type): void {
  for (const variable of varsOf(type)) unifier.unify(variable, ERROR_TYPE);
}

/** The variables that the body of `fn` solves in the types of its parameters. */
export function openVars(fn: FnDef): readonly TypeVar[] {
  if (fn.openParams === undefined) return [];
  return [...fn.params, ...fn.handlers].flatMap(({ type }) => [...varsOf(type)]);
}

/** Undoes what a body that was not checked to its end found out about `vars`. */
export function reopen(vars: readonly TypeVar[]): void {
  for (const variable of vars) {
    delete variable.link;
    variable.isIntLiteral = false;
  }
}
