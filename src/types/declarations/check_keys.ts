/** Keys of maps and elements of sets in declarations. */
import type { Span } from "../../base/mod.ts";
import { notAKey } from "../messages/errors_infer.ts";
import type { FieldDef, Type } from "../model/model.ts";
import type { Program } from "../model/program.ts";
import { unusableKey } from "../traits/map_keys.ts";
import type { DeclareState } from "./declare_state.ts";

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
