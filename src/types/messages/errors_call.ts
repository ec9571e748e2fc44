/** Diagnostics of calls and their arguments. */
import type { Span } from "../../base/mod.ts";
import type { Diagnostic, Fix } from "../../diagnostics/mod.ts";
import type { Name } from "../../syntax/mod.ts";
import type { Type } from "../model/model.ts";
import { showType } from "../model/show_type.ts";
import { didYouMean, error, list, plural } from "./errors_common.ts";

export function wrongArgumentCount(
  what: string,
  expected: number,
  found: number,
  span: Span,
): Diagnostic {
  const message = `${what} expects ${plural(expected, "argument")}, found ${found}`;
  const text = found > expected ? "one too many" : `expected ${plural(expected, "argument")}`;
  return error("E2004", message, span, text);
}

export function missingArguments(
  what: string,
  expected: number,
  found: number,
  missing: readonly string[],
  span: Span,
): Diagnostic {
  const message = `${what} expects ${plural(expected, "argument")}, found ${found}`;
  const text = `missing ${list(missing)}`;
  return error("E2013", message, span, text, {
    help: `add ${missing.map((name) => `\`${name}: ..\``).join(", ")}`,
  });
}

/** A pipe into a call whose arguments leave no parameter open, or several. */
export function pipeTarget(what: string, open: readonly string[], span: Span): Diagnostic {
  if (open.length === 0) {
    const message = `nothing for the pipe to fill: ${what} has all its arguments`;
    return error("E2004", message, span, "no parameter is left", {
      help: "leave out the argument that the piped value stands for",
    });
  }
  const message = "ambiguous pipe target; specify all parameters except one";
  return error("E2013", message, span, `${list(open)} are open`);
}

/** A clause of a function with another number of parameters than the first one. */
export function clauseArity(name: Name, expected: number, found: number, first: Span): Diagnostic {
  const message = `a clause of \`${name.text}\` has ${plural(found, "parameter")}, ` +
    `the first one has ${expected}`;
  return error("E2004", message, name.span, `expected ${plural(expected, "parameter")}`, {
    related: [{ span: first, text: "the first clause" }],
  });
}

/** A later clause with type parameters or defaults. */
export function clauseRepeats(span: Span, first: Span): Diagnostic {
  const message = "type parameters and defaults stand in the first clause of a function";
  return error("E2006", message, span, "belongs to the first clause", {
    related: [{ span: first, text: "the first clause" }],
  });
}

/** `memo: x`: how a `recurse` runs is decided when it is compiled. */
export function flagNotLiteral(name: string, span: Span): Diagnostic {
  const message = `\`${name}\` must be \`true\` or \`false\``;
  return error("E2001", `type mismatch: ${message}`, span, "not a literal");
}

export function unknownArgument(
  name: Name,
  what: string,
  candidates: readonly string[],
): Diagnostic {
  const message = `${what} has no parameter \`${name.text}\``;
  const help = didYouMean(name.text, candidates);
  return error("E2012", message, name.span, "no such parameter", {
    ...help,
    ...(candidates.length === 0 ? {} : { notes: [`it has ${list(candidates)}`] }),
  });
}

export function duplicateArgument(name: Name): Diagnostic {
  const message = `argument \`${name.text}\` is given twice`;
  return error("E2012", message, name.span, "given again here");
}

export function namesRequired(what: string, span: Span, fix: Fix): Diagnostic {
  return error("E2011", `arguments of ${what} need names`, span, "no name", {
    fix,
    help: "write `name: value` for each argument",
  });
}

export function notCallable(message: string, span: Span): Diagnostic {
  return error("E2057", message, span, "cannot be called");
}

export function structIsWritten(name: string, span: Span): Diagnostic {
  const message = `struct \`${name}\` is not a function`;
  return error("E2057", message, span, "cannot be called", {
    help: `write its fields: \`${name} { .. }\``,
  });
}

export function notCallableType(type: Type, span: Span): Diagnostic {
  return notCallable(`a value of type \`${showType(type)}\` is not a function`, span);
}
