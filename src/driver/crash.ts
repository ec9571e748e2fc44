/** Reports of bugs in ori itself. */
import { InternalError } from "../base/mod.ts";
import type { Diagnostic } from "../diagnostics/mod.ts";
import { VERSION } from "./version.ts";

/** The diagnostic of an exception that no stage expects; its stack is noted only where `showsStack` (ORI_BACKTRACE=1). */
export function describeCrash(error: unknown, showsStack: boolean): Diagnostic {
  const notes: string[] = [];
  if (error instanceof InternalError) {
    const { stage, fn, span } = error.place;
    notes.push(`stage: ${stage}`);
    if (fn !== undefined) notes.push(`function: ${fn}`);
    if (span !== undefined) notes.push(`source: file ${span.file}, ${span.start}..${span.end}`);
  }
  notes.push(`ori ${VERSION}; this is a bug in ori, not in your program`);
  if (showsStack && error instanceof Error) notes.push(error.stack ?? "no stack");
  return { code: "E9001", message: `internal compiler error: ${messageOf(error)}`, notes };
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
