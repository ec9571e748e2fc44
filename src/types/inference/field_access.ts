/** Who may name the fields of a struct: the module that defines it (spec 10.0.3). */
import type * as ast from "../../syntax/mod.ts";
import { foreignField } from "../messages/errors_extend.ts";
import type { Type } from "../model/model.ts";
import type { BodyContext } from "./body_context.ts";

/** Reports a use of `field` of a struct of another module. Those of std, and the inside of a newtype, are open to all. */
export function checkFieldAccess(
  cx: Pick<BodyContext, "module" | "program" | "record">,
  type: Type,
  field: ast.Name,
): void {
  if (type.kind !== "con" || type.def.body.kind !== "struct") return;
  const { module } = type.def;
  if (module === cx.module.id || cx.module.isTestModule) return;
  if (cx.module.isStd || cx.program.modules[module]?.isStd === true) return;
  cx.record.report(foreignField(field, type.def));
}
