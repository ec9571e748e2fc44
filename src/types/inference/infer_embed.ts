/** `embed("path")`: a `str` or `[byte]`, as the place asks. `modules` has read the file. */
import { textOfUtf8 } from "../../base/mod.ts";
import type * as ast from "../../syntax/mod.ts";
import * as errors from "../messages/errors_embed.ts";
import { isBuiltin } from "../model/type.ts";
import type { Type } from "../model/model.ts";
import type { BodyContext } from "./body_context.ts";

export function inferEmbed(
  cx: BodyContext,
  expr: ast.ExprOf<"Special">,
  expected: Type | undefined,
): Type {
  const { span } = expr;
  const bytes = cx.module.tree.embedded[expr.embedded ?? -1];
  if (bytes === undefined) return cx.record.report(errors.embedInStd(span));
  const type = expected ?? cx.unifier.fresh();
  const what = "whether the file is embedded as `str` or as `[byte]`";
  cx.work.whenKnown(type, { span, what, literal: "isInt" }, (known) => {
    if (isBuiltin(known, "str")) {
      if (textOfUtf8(bytes) === undefined) cx.record.report(errors.embeddedNoText(span));
    } else if (known.kind !== "error" && !isBytes(known)) {
      cx.record.report(errors.embeddedAs(known, span));
    }
  });
  return type;
}

function isBytes(type: Type): boolean {
  const element = type.kind === "con" && isBuiltin(type, "list") ? type.args[0] : undefined;
  return element !== undefined && isBuiltin(element, "byte");
}
