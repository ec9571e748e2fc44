/** Reports of bugs in ori itself. */
import { InternalError } from "../base/mod.ts";
import { VERSION } from "./version.ts";

/** What to tell the user when ori itself fails; the stack only with ORI_BACKTRACE=1. */
export function describeCrash(error: unknown, showsStack: boolean): string {
  const lines = [`error[E9001]: internal compiler error: ${messageOf(error)}`];
  if (error instanceof InternalError) {
    const { stage, fn, span } = error.place;
    lines.push(`  = stage: ${stage}`);
    if (fn !== undefined) lines.push(`  = function: ${fn}`);
    if (span !== undefined) lines.push(`  = source: file ${span.file}, ${span.start}..${span.end}`);
  }
  lines.push(`  = ori ${VERSION}; this is a bug in ori, not in your program`);
  if (showsStack && error instanceof Error) lines.push(error.stack ?? "");
  return lines.join("\n") + "\n";
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
