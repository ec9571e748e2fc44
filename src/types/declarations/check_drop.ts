/** Checks impls of `Drop` beyond their signature (spec 21.3.5, proposal "Drop Trait"). */
import * as errors from "../messages/errors_drop.ts";
import type { ImplDef, Type } from "../model/model.ts";
import { prune } from "../model/type.ts";
import { objectTrait } from "../traits/trait_objects.ts";
import type { DeclareState } from "./declare_state.ts";

/** Reports what is wrong with an impl of `Drop`; whether its signature is reported already. */
export function checkDropImpl(state: DeclareState, impl: ImplDef): boolean {
  // Other types that cannot have it belong to other modules, or to none (E2010).
  if (objectTrait(impl.self) !== undefined) state.report(errors.dropOnObject(impl));
  const drop = impl.methods.get("drop");
  if (drop?.item.kind !== "Function") return false;
  const suspend = drop.item.uses.find((name) => name.text === "Suspend");
  if (suspend !== undefined) state.report(errors.dropSuspends(suspend.span));
  const { result, params } = drop;
  const isVoid = result.kind === "error" || isBuiltinVoid(result);
  if (isVoid || params.length !== 1) return false;
  state.report(errors.dropGivesValue(drop, drop.item.result?.span ?? drop.span));
  return true;
}

function isBuiltinVoid(type: Type): boolean {
  const t = prune(type);
  return t.kind === "con" && t.def.body.kind === "builtin" && t.def.body.name === "void";
}
