/** Keys of maps and elements of sets in written types: they need `Hashable`, which brings `Eq`. */
import type { Span } from "../base/mod.ts";
import type { DeclareState } from "./declare_state.ts";
import { notAKey } from "./errors_infer.ts";
import type { FieldDef, Type } from "./model.ts";
import type { Program } from "./program.ts";
import { findImpl } from "./traits.ts";
import { eachType, isBuiltin } from "./type.ts";

/** Reports keys that cannot be told apart, in fields, parameters and results; std is left alone. */
export function checkKeys(state: DeclareState, program: Program): void {
  const check = (type: Type, span: Span) => {
    const found = unusableKey(program, type);
    if (found !== undefined) state.report(notAKey(found, span, undefined));
  };
  const checkField = ({ type, span }: FieldDef) => check(type, span);
  for (const { module, def } of state.pendingTypes) {
    if (module.isStd) continue;
    if (def.body.kind === "struct") def.body.fields.forEach(checkField);
    if (def.body.kind === "sum") {
      def.body.variants.forEach(({ fields }) => fields.forEach(checkField));
    }
  }
  for (const fn of program.fns) {
    if (program.modules[fn.module]?.isStd || fn.item.kind !== "Function") continue;
    for (const { type, span } of fn.params) check(type, span);
    check(fn.result, fn.item.result?.span ?? fn.span);
  }
}

/** The first key in `type` without `Hashable`. Type parameters may turn out to have it. */
export function unusableKey(program: Program, type: Type): Type | undefined {
  let found: Type | undefined;
  eachType(type, (part) => {
    if (part.kind !== "con" || !isBuiltin(part, "map") && !isBuiltin(part, "Set")) return;
    const [key] = part.args;
    if (key === undefined || key.kind === "param" || found !== undefined) return;
    const result = findImpl(program, program.builtins.trait("Hashable"), key);
    const isOpen = result.kind === "missing" && result.because?.self.kind === "param";
    if (result.kind === "missing" && !isOpen) found = key;
  });
  return found;
}
