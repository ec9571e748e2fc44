/** The world outside, as far as the compiler's stages ask for it. The real one stands in `driver/host.ts`. */

/** Why a file could not be read as text. */
export type ReadFailure =
  | { readonly kind: "not found" }
  | { readonly kind: "is a directory" }
  | { readonly kind: "permission denied" }
  /** `text` has U+FFFD for what is not UTF-8, to show where. */
  | { readonly kind: "invalid UTF-8"; readonly text: string }
  /** Anything else the system says, in its words. */
  | { readonly kind: "other"; readonly message: string };

export type ReadResult =
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "failure"; readonly failure: ReadFailure };

/** Synchronous access to files. Paths use `/`; relative ones start at the working directory. */
export interface Host {
  readText(path: string): ReadResult;
  /** A source of std: `file:` URLs, which may lie inside the compiled binary. */
  readStdText(url: URL): ReadResult;
  /** Whether `path` names something that exists and is not a directory. */
  isFile(path: string): boolean;
  /** Names in a directory; empty when it can not be read. For suggestions. */
  listDirectory(path: string): readonly string[];
}

/** What to say about a file that could not be read. */
export function describeFailure(failure: ReadFailure): string {
  switch (failure.kind) {
    case "not found":
      return "no such file";
    case "is a directory":
      return "it is a directory";
    case "permission denied":
      return "permission denied";
    case "invalid UTF-8":
      return "it is not valid UTF-8";
    case "other":
      return failure.message;
  }
}
