/** Diagnostics of constants of modules. */
import type { Span } from "../../base/mod.ts";
import type { Diagnostic } from "../../diagnostics/mod.ts";
import type { FnDef } from "../model/model.ts";

/** Arithmetic that would panic, at `span` in the value of a constant. */
export function constantFails(span: Span, what: string): Diagnostic {
  return {
    code: "E2109",
    message: `${what} in a constant`,
    primary: { span, text: "has no value" },
    help: "a constant is computed when the program is compiled; compute the value in a function " +
      "if it may fail",
  };
}

/** A call at `span` that reaches `reached`, which reads input or writes output. */
export function constantReaches(
  constant: FnDef,
  span: Span,
  callee: FnDef,
  reached: FnDef,
): Diagnostic {
  const through = callee === reached ? "" : ` through \`${reached.name}\``;
  return {
    code: "E2107",
    message: `the constant \`$${constant.name}\` is not pure: \`${callee.name}\` reads input or ` +
      `writes output${through}`,
    primary: { span, text: "not allowed in a constant" },
    help: `make it a function: \`@${constant.name} () -> ..\``,
  };
}

/** `?` that would leave the value of a constant. */
export function tryInConstant(span: Span): Diagnostic {
  return {
    code: "E2108",
    message: "`?` in a constant",
    primary: { span, text: "nothing to return from" },
    help: "use `match` or `??` to say what the value is in the other case",
  };
}
