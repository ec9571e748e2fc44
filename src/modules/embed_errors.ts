/** Diagnostics of embedded files. */
import type { EmbedResult, Span } from "../base/mod.ts";
import type { Diagnostic } from "../diagnostics/mod.ts";

/** `embed` or `has_embed` of what is no text that is known when the program is compiled. */
export function unknownPath(form: string, span: Span): Diagnostic {
  return {
    code: "E0940",
    message: `\`${form}\` takes one path, which is known when the program is compiled`,
    primary: { span, text: "not a constant text" },
    help: "write the path, or make it of texts and constants of this file",
  };
}

/** An absolute path, or one that leads out of `root`. */
export function outsideOfProject(written: string, root: string, span: Span): Diagnostic {
  return {
    code: "E0941",
    message: `\`${written}\` lies outside of the project`,
    primary: { span, text: `paths start at the file and stay inside of \`${root}\`` },
    help: "copy the file into the project; a folder with an `ori.toml` is one project",
  };
}

/** A file that cannot be embedded. */
export function notEmbedded(
  path: string,
  result: Exclude<EmbedResult, { kind: "bytes" } | { kind: "outside" }>,
  { limit, similar, span }: {
    readonly limit: number;
    readonly similar: string | undefined;
    readonly span: Span;
  },
): Diagnostic {
  if (result.kind === "too large") {
    return {
      code: "E0944",
      message: `\`${path}\` is too large to be embedded`,
      primary: { span, text: `has ${result.size} bytes, the limit is ${limit}` },
      help:
        'raise `max_file_size = "50mb"` in `[embed]` of `ori.toml`, or read it when it is needed',
    };
  }
  const { reason } = result;
  return {
    code: "E0942",
    message: `cannot embed \`${path}\``,
    primary: { span, text: reason === "unreadable" ? "cannot be read" : reason },
    ...(similar === undefined ? {} : { help: `did you mean \`${similar}\`?` }),
  };
}
