/** Long chains of operators, methods and steps: part by part, from the first operand on. */
import type * as ast from "../../syntax/mod.ts";
import type { Type } from "../model/model.ts";
import { ERROR_TYPE, isBuiltin } from "../model/type.ts";
import type { BodyContext } from "./body_context.ts";

export function inferChain(
  cx: BodyContext,
  expr: ast.ExprOf<"Chain">,
  expected: Type | undefined,
): Type {
  // Of what a chain is expected to be, its first operands only learn that their literals are bytes.
  const hint = expected !== undefined && isBuiltin(expected, "byte") ? expected : undefined;
  const errorsBefore = cx.record.errorCount;
  let type: Type = ERROR_TYPE;
  for (const [i, part] of expr.parts.entries()) {
    type = cx.infer(part, i === expr.parts.length - 1 ? expected : hint);
    // What is wrong with one part is wrong with all that follow, most likely: it is reported once.
    if (cx.record.errorCount > errorsBefore) return ERROR_TYPE;
  }
  return type;
}
