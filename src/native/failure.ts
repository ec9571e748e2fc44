import type { ProcessResult } from "../base/mod.ts";

export type FinishedProcess = Extract<ProcessResult, { kind: "finished" }>;

/** Why there is no executable. The driver makes a diagnostic of it. */
export interface NativeFailure {
  readonly code: "E5001" | "E5002" | "E5003" | "E5005";
  readonly message: string;
  readonly notes: readonly string[];
  readonly help?: string;
}

/** Lines of a tool's output that a report shows, and characters of each. */
const SHOWN_LINES = 8;
const SHOWN_LENGTH = 400;

/** The first lines of what a tool said, without what a terminal would act on; none when it said nothing. */
export function firstLines(output: Uint8Array): string[] {
  const text = new TextDecoder().decode(output).trimEnd();
  if (text === "") return [];
  const lines = text.split("\n").map(printable);
  const shown = lines.slice(0, SHOWN_LINES);
  const left = lines.length - shown.length;
  return left > 0 ? [...shown, `... and ${left} more lines`] : shown;
}

function printable(line: string): string {
  const text = line.replaceAll("\t", " ").replace(/[\p{Cc}\p{Cf}]/gu, "\uFFFD");
  return text.length > SHOWN_LENGTH ? `${text.slice(0, SHOWN_LENGTH)}...` : text;
}

/** How a tool ended that did not succeed: with a code, or by a signal. */
export function describeEnd(tool: string, result: FinishedProcess): string {
  const { signal, code } = result;
  return signal === undefined
    ? `${tool} ended with code ${code}`
    : `${tool} was ended by the signal ${signal}`;
}

/** The output or the cache cannot be written. */
export function unwritable(path: string, reason: string): NativeFailure {
  return { code: "E5005", message: `cannot write \`${path}\`: ${reason}`, notes: [] };
}

/** Words by which clang and linkers say that the disk is the trouble. */
const DISK_TROUBLE =
  /No space left on device|Disk quota exceeded|Read-only file system|File too large/;

/** Describes the fault of the disk, if that is why a tool failed. */
export function diskTrouble(stderr: Uint8Array): string | undefined {
  return DISK_TROUBLE.exec(new TextDecoder().decode(stderr))?.[0].toLowerCase();
}

/** A tool that is there but cannot be run. */
export function notStarted(tool: string, reason: string): NativeFailure {
  return { code: "E5002", message: `cannot run ${tool}`, notes: [reason] };
}

/** A tool that says it succeeded, without the file that it was to write. */
export function madeNothing(tool: string, what: string): NativeFailure {
  return { code: "E5001", message: `${tool} reported success but did not make ${what}`, notes: [] };
}
