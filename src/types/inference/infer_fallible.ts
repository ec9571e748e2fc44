/** `let? pattern = value` in a body: its pattern and where it leaves. The rest waits for the types (`fallible_let.ts`). */
import type { FallibleLet } from "../model/forms.ts";
import type { Type } from "../model/model.ts";
import { conType } from "../model/type.ts";
import type { Patterns } from "./body_context.ts";
import { bindPattern } from "./infer_pattern.ts";
import { leaveEarly } from "./infer_try.ts";

/** Binds the pattern to a value of type `type`; the rest waits for all types of the body. */
export function bindFallible(cx: Patterns, statement: FallibleLet, type: Type): void {
  const absent = conType(cx.program.builtins.type("Option"), [cx.unifier.fresh()]);
  const { span } = statement.fallible;
  leaveEarly(cx, span, absent as Type & { kind: "con" }, "Option", cx.scopes.env.tryTarget);
  bindPattern(cx, statement.pattern, type);
  cx.record.fallibleLets.push(statement);
}
