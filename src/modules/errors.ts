/** Diagnostics of loading files. */
import { describeFailure, type ReadFailure, type Span } from "../base/mod.ts";
import type { Diagnostic } from "../diagnostics/mod.ts";

/** A file of the command line, or the one that is imported at `span`, cannot be read. */
export function unreadableFile(
  span: Span | undefined,
  path: string,
  failure: ReadFailure,
): Diagnostic {
  const help = helpFor(path, failure);
  return {
    code: "E6001",
    message: `cannot read \`${path}\`: ${describeFailure(failure)}`,
    ...(span === undefined ? {} : { primary: { span, text: labelOf(failure) } }),
    ...(help === undefined ? {} : { help }),
  };
}

function helpFor(path: string, failure: ReadFailure): string | undefined {
  if (failure.kind === "is a directory") return "name a file that ends in `.ori`";
  // Bytes of a name that are not UTF-8 were replaced by U+FFFD before.
  const isLossy = failure.kind === "not found" && path.includes("\uFFFD");
  return isLossy ? "rename the file: names of sources must be UTF-8" : undefined;
}

function labelOf(failure: ReadFailure): string {
  return failure.kind === "not found" ? "not found" : "cannot be read";
}

/** The file is read, but is not UTF-8 at `span`. */
export function invalidUtf8(span: Span, path: string): Diagnostic {
  return {
    code: "E0016",
    message: `\`${path}\` is not valid UTF-8`,
    primary: { span, text: "the first byte that is not UTF-8 is here" },
    help: "save the file in the UTF-8 encoding",
  };
}

export function moduleNotFound(
  span: Span,
  written: string,
  tried: readonly string[],
  suggestion: string | undefined,
): Diagnostic {
  return {
    code: "E2063",
    message: `cannot find module \`${written}\``,
    primary: { span, text: "module not found" },
    ...(tried.length === 0 ? {} : { notes: [`looked for ${tried.map(quoted).join(" and ")}`] }),
    ...(suggestion === undefined ? {} : { help: `did you mean \`${suggestion}\`?` }),
  };
}

/** `cycle` lists the files from the imported one back to it. */
export function cyclicImport(span: Span, cycle: readonly string[]): Diagnostic {
  return {
    code: "E2065",
    message: `cyclic import: ${cycle.join(" -> ")}`,
    primary: { span, text: "this import closes the cycle" },
    help: "move what both files need into a third one",
  };
}

function quoted(path: string): string {
  return `\`${path}\``;
}

/** The file that is imported at `span` has a name that no module can have. */
export function wrongModuleName(span: Span, path: string): Diagnostic {
  const file = path.slice(path.lastIndexOf("/") + 1);
  const stem = file.replace(/\.ori$/, "").replace(/[^A-Za-z0-9_]/g, "_").replace(/^(?=[0-9])/, "_");
  return {
    code: "E2111",
    message: `\`${file}\` is not a name for a module`,
    primary: { span, text: "letters, digits and `_`, not a digit first" },
    help: `rename the file, for instance to \`${stem}.ori\``,
  };
}
