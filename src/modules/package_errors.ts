/** Diagnostics of packages and their manifests. */
import type { FileId, Span } from "../base/mod.ts";
import type { Diagnostic } from "../diagnostics/mod.ts";
import type { ManifestProblem } from "./manifest.ts";

/** A problem in the manifest that is the file `file`. */
export function manifestProblem(problem: ManifestProblem, file: FileId): Diagnostic {
  const { code, message, start, end, label: text, help, replacement } = problem;
  const span = { file, start, end };
  const fix = replacement === undefined ? undefined : {
    title: `write \`${replacement}\``,
    edits: [{ span, text: replacement }],
  };
  return { code, message, primary: { span, text }, ...(help && { help }), ...(fix && { fix }) };
}

/** `--feature` of a feature that the package `name` does not have. */
export function unknownFeature(
  feature: string,
  name: string,
  suggestion: string | undefined,
): Diagnostic {
  return {
    code: "E0953",
    message: `the package \`${name}\` has no feature \`${feature}\``,
    help: suggestion === undefined
      ? `add \`${feature} = []\` to \`[features]\` of its \`ori.toml\``
      : `did you mean \`${suggestion}\`?`,
  };
}

/** `use "name"` of what is no dependency of the package `of`. */
export function unknownPackage(
  span: Span,
  name: string,
  of: string,
  suggestion: string | undefined,
): Diagnostic {
  return {
    code: "E0952",
    message: `\`${of}\` has no dependency \`${name}\``,
    primary: { span, text: "not in its `ori.toml`" },
    help: suggestion === undefined
      ? `add \`${name} = { path = ".." }\` to \`[dependencies]\`; files are imported by \`"./${name}"\``
      : `did you mean \`${suggestion}\`?`,
  };
}

/** A dependency that these settings leave out. */
export function absentPackage(span: Span, name: string, reason: string): Diagnostic {
  return {
    code: "E0952",
    message: `the dependency \`${name}\` is not there`,
    primary: { span, text: reason },
  };
}

/** `use "name/part"`. */
export function partOfPackage(span: Span, name: string): Diagnostic {
  return {
    code: "E0952",
    message: `parts of the package \`${name}\` cannot be imported`,
    primary: { span, text: "only its `lib.ori` is public" },
    help: `write \`use "${name}" { .. }\``,
  };
}

/** A dependency without a manifest or public file. */
export function brokenPackage(span: Span, name: string, lacks: string): Diagnostic {
  return {
    code: "E0952",
    message: `the package \`${name}\` cannot be used`,
    primary: { span, text: lacks },
  };
}

/** `::name` of another package. */
export function privateOfPackage(span: Span, name: string, of: string): Diagnostic {
  return {
    code: "E0954",
    message: `\`${name}\` is private to the package \`${of}\``,
    primary: { span, text: "only public names of a package can be imported" },
    help: `make it \`pub\` in \`lib.ori\` of \`${of}\``,
  };
}
