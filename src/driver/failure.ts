/** Failures that have no place in a source: of tools and of the file system. */
import type { NativeFailure } from "../native/mod.ts";

/** `error[E5002]: no usable clang found`, notes and help. */
export function reportFailure({ code, message, notes, help }: NativeFailure): string {
  const lines = [`error[${code}]: ${message}`, ...notes.map((note) => `  = note: ${note}`)];
  if (help !== undefined) lines.push(`  = help: ${help}`);
  return lines.join("\n") + "\n";
}
