/** Diagnostics of control flow and assignment. */
import { assertNever, type Span } from "../../base/mod.ts";
import type { Diagnostic } from "../../diagnostics/mod.ts";
import type { Expr, Name } from "../../syntax/mod.ts";
import type { FallibleLet } from "../model/forms.ts";
import type { LocalDef, Type } from "../model/model.ts";
import type { VariableObstacle } from "../model/self_changes.ts";
import { showTogether, showType } from "../model/show_type.ts";
import { didYouMean, error, expectedFound } from "./errors_common.ts";

// --- Control flow --------------------------------------------------------------------------------

/** What stands at `span`, behind a statement that does not complete. */
export function unreachable(last: { readonly span: Span }, span: Span): Diagnostic {
  return {
    code: "W2006",
    message: "unreachable code",
    primary: { span, text: "never runs" },
    related: [{ span: last.span, text: "control does not get past this" }],
    help: "remove what follows",
  };
}

export function ifWithoutElse(found: Type, span: Span): Diagnostic {
  const message = `type mismatch: an \`if\` without \`else\` has no value, ` +
    `but this branch has type \`${showType(found)}\``;
  return error("E2001", message, span, `expected \`void\`, found \`${showType(found)}\``, {
    help: "add an `else`, or end the branch with `;` inside a block",
  });
}

export function notIterable(type: Type, span: Span): Diagnostic {
  return error("E2009", `\`${showType(type)}\` cannot be iterated`, span, "not iterable");
}

export function rangeNotIterable(type: Type, span: Span): Diagnostic {
  const message = `\`${showType(type)}\` cannot be iterated: only ranges of \`int\` have steps`;
  return error("E2009", message, span, "not iterable");
}

export function breakValue(kind: "while" | "do", span: Span): Diagnostic {
  const loop = kind === "while" ? "`while`" : "`for .. do`";
  return error(
    "E0860",
    `\`break\` with a value in a ${loop} loop`,
    span,
    "this loop has no value",
    {
      help: "use `loop` to give a value",
    },
  );
}

export function breakNeedsValue(type: Type, span: Span): Diagnostic {
  const message = `type mismatch: this \`break\` needs a value of type \`${showType(type)}\``;
  return error("E2001", message, span, "no value");
}

export function continueValue(isForDo: boolean, span: Span): Diagnostic {
  const message = "`continue` with a value outside `for .. yield`";
  return error(isForDo ? "E0873" : "E0861", message, span, "this loop collects nothing");
}

export function labelTypesDiffer(
  label: Name,
  expected: Type,
  found: Type,
  span: Span,
): Diagnostic {
  const text = expectedFound(expected, found);
  return error("E0872", `type mismatch: ${text}`, span, text, {
    notes: [`all values that leave \`${label.text}\` have one type`],
  });
}

export function continueBlock(label: Name): Diagnostic {
  const message = `\`continue\` cannot name the block \`${label.text}\``;
  return error("E2054", message, label.span, "a block is not repeated");
}

export function jumpOutsideLoop(word: string, span: Span): Diagnostic {
  return error("E2054", `\`${word}\` outside a loop`, span, "no loop around it in this function");
}

/** `?`, `break` or `continue` in the expression of a `catch`, with its target outside. */
export function leavesCatch(what: string, span: Span, catchSpan?: Span): Diagnostic {
  return error("E2054", `${what} cannot leave \`catch\``, span, "its target is outside", {
    ...(catchSpan === undefined
      ? {}
      : { related: [{ span: catchSpan, text: "only a value leaves this" }] }),
    help: "let `catch` give the value, and leave after it",
  });
}

export function unknownLabel(label: Name, candidates: readonly string[]): Diagnostic {
  const message = `unknown label \`${label.text}\``;
  return error("E2055", message, label.span, "not found", didYouMean(label.text, candidates));
}

export function labelInUse(label: Name): Diagnostic {
  const message = `label \`${label.text}\` is in use by an outer loop or block`;
  return error("E0871", message, label.span, "names the outer one already");
}

export function notTryable(type: Type, span: Span): Diagnostic {
  const message = `type mismatch: \`?\` needs an \`Option\` or a \`Result\`, ` +
    `found \`${showType(type)}\``;
  return error("E2001", message, span, "cannot be absent or an error");
}

export function canNotLeave(
  of: "Option" | "Result",
  target: Type,
  kind: "function" | "lambda" | "try",
  span: Span,
  targetSpan: Span,
): Diagnostic {
  const what = kind === "try" ? "`try` block" : kind;
  const message = `\`?\` on ${of === "Option" ? "an" : "a"} \`${of}\` in a ${what} ` +
    `that gives \`${showType(target)}\``;
  return error("E2056", message, span, `needs a result of type \`${of}\``, {
    related: [{ span: targetSpan, text: `this ${what} gives \`${showType(target)}\`` }],
  });
}

export function errorTypesDiffer(
  found: Type,
  wanted: Type,
  span: Span,
  targetSpan: Span,
): Diagnostic {
  const [passed, expected] = showTogether(found, wanted);
  const message = `type mismatch: \`?\` passes on an error of type \`${passed}\`, ` +
    `expected \`${expected}\``;
  return error("E2056", message, span, `error of type \`${passed}\``, {
    related: [{ span: targetSpan, text: `errors here have type \`${expected}\`` }],
    help: "convert the error first: `.map_err(transform: e -> ..)?`",
  });
}

export function tryBlockType(type: Type, span: Span): Diagnostic {
  const message = `type mismatch: a \`try\` block gives an \`Option\` or a \`Result\`, ` +
    `expected \`${showType(type)}\``;
  return error("E2001", message, span, "the value is wrapped");
}

// --- Assignment ----------------------------------------------------------------------------------

/** An assignment to a variable that `obstacle` keeps from being assigned. */
export function notAssignable(local: LocalDef, obstacle: VariableObstacle, span: Span): Diagnostic {
  switch (obstacle.kind) {
    case "captured":
      return assignToCaptured(local, span, obstacle.isCatch);
    case "parameter":
      return assignToParameter(local, span);
    case "loop":
      return assignToLoopVariable(local, span);
    case "immutable":
      return assignToImmutable(local, span);
    default:
      return assertNever(obstacle, "types");
  }
}

function assignToLoopVariable(local: LocalDef, span: Span): Diagnostic {
  const message = `cannot assign to immutable binding \`${local.name}\``;
  return error("E2039", message, span, "loop variables are immutable", {
    related: [{ span: local.span, text: "the loop variable" }],
    help: `copy it first: \`let ${local.name} = ${local.name};\``,
  });
}

function assignToImmutable(local: LocalDef, span: Span): Diagnostic {
  const message = `cannot assign to immutable binding \`${local.name}\``;
  return error("E2039", message, span, "cannot be assigned", {
    related: [{ span: local.span, text: "`$` makes it immutable" }],
    help: `remove the \`$\` where \`${local.name}\` is bound`,
  });
}

function assignToParameter(local: LocalDef, span: Span): Diagnostic {
  const message = `cannot assign to parameter \`${local.name}\``;
  return error("E2051", message, span, "parameters are immutable", {
    related: [{ span: local.span, text: "the parameter" }],
    help: `copy it first: \`let ${local.name} = ${local.name};\``,
  });
}

function assignToCaptured(local: LocalDef, span: Span, isInCatch: boolean): Diagnostic {
  const message = `cannot assign to captured variable \`${local.name}\``;
  const what = isInCatch ? "the expression of `catch`" : "a lambda";
  const whose = isInCatch ? "`catch` takes copies" : "lambdas capture by value";
  return error("E2050", message, span, `${what} has its own copy`, {
    related: [{ span: local.span, text: "captured from here" }],
    notes: [`${whose}: an assignment would not reach the outer variable`],
    ...(isInCatch
      ? { help: `give the new value as the result: \`${local.name} = catch(expr: ..) ?? ..\`` }
      : {}),
  });
}

export function assignToItem(name: string, span: Span): Diagnostic {
  const message = `cannot assign to immutable binding \`${name}\``;
  return error("E2039", message, span, "defined by the module, not a variable");
}

export function assignToStr(span: Span): Diagnostic {
  const message = "cannot assign to a character of a `str`";
  return error("E2050", message, span, "a `str` does not change in place");
}

export function errorDropped(span: Span): Diagnostic {
  const message = "`let?` drops an error: an `Err` may be what the pattern does not match";
  return error("E2070", message, span, "does not match every `Err`", {
    help: "take the value out by `?` first, as in `let x = ..?;`, or drop the error by `.ok()`",
  });
}

export function inertFallible(span: Span): Diagnostic {
  return {
    code: "W2003",
    message: "this pattern always matches",
    primary: { span, text: "the `?` does nothing" },
    fix: { title: "write `let`", edits: [{ span, text: "let" }] },
  };
}

/** `let? Some(x) = e` is `let x = e?`. */
export function plainTry(statement: FallibleLet): Diagnostic {
  const { pattern, value, fallible, type } = statement;
  const message = "`let? Some(x) = ..` is written `let x = ..?`";
  const primary = { span: pattern.span, text: "only takes the value out" };
  const payload = pattern.kind === "Variant" ? pattern.fields[0]?.pattern : undefined;
  if (payload === undefined || type !== undefined || !takesSuffix(value)) {
    return { code: "W2004", message, primary, help: "use `?` on the value" };
  }
  const { file } = pattern.span;
  const edits = [
    { span: fallible.span, text: "let" },
    { span: { file, start: pattern.span.start, end: payload.span.start }, text: "" },
    { span: { file, start: payload.span.end, end: pattern.span.end }, text: "" },
    { span: { file, start: value.span.end, end: value.span.end }, text: "?" },
  ];
  return { code: "W2004", message, primary, fix: { title: "use `?`", edits } };
}

/** Whether a `?` behind the expression takes all of it. */
function takesSuffix(value: Expr): boolean {
  return ["Ident", "Call", "MethodCall", "Field", "Index", "Paren"].includes(value.kind);
}

export function notIndexAssignable(type: Type, span: Span): Diagnostic {
  const message = `\`${showType(type)}\` does not support index assignment`;
  return error("E2050", message, span, "needs `IndexSet` for this type", {
    help: "implement `IndexSet<Key, Value>`: `@updated (self, key: Key, value: Value) -> Self`",
  });
}

export function noLengthMark(type: Type, span: Span): Diagnostic {
  return error(
    "E2025",
    `\`#\` is not defined for \`${showType(type)}\``,
    span,
    "no list or `str`",
    {
      help: "call `.len()`",
    },
  );
}
