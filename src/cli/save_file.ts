import type { Diagnostic } from "../diagnostics/mod.ts";
import { type FullHost, replaceFile } from "../driver/mod.ts";

/** Writes a file; gives what is wrong when it cannot be written. */
export function saveFile(host: FullHost, path: string, bytes: Uint8Array): Diagnostic | undefined {
  const failure = replaceFile(host, path, bytes);
  if (failure === undefined) return undefined;
  return { code: "E5005", message: `cannot write \`${failure.path}\`: ${failure.message}` };
}
