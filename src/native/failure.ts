/** Why there is no executable. The driver makes a diagnostic of it. */
export interface NativeFailure {
  readonly code: "E5001" | "E5002" | "E5003" | "E5005";
  readonly message: string;
  readonly notes: readonly string[];
  readonly help?: string;
}

/** Lines of a tool's output that a report shows. */
const SHOWN_LINES = 8;

/** The first lines of what a tool said. */
export function firstLines(output: Uint8Array): string[] {
  const lines = new TextDecoder().decode(output).trimEnd().split("\n");
  const shown = lines.slice(0, SHOWN_LINES);
  const left = lines.length - shown.length;
  return left > 0 ? [...shown, `... and ${left} more lines`] : shown;
}

/** The output or the cache cannot be written. */
export function unwritable(path: string, reason: string): NativeFailure {
  return { code: "E5005", message: `cannot write \`${path}\`: ${reason}`, notes: [] };
}

/** Words by which clang and linkers say that the disk is the trouble. */
const DISK_TROUBLE = /No space left on device|Disk quota exceeded|Read-only file system/;

/** What is wrong with the disk, if that is why a tool failed. */
export function diskTrouble(stderr: Uint8Array): string | undefined {
  return DISK_TROUBLE.exec(new TextDecoder().decode(stderr))?.[0].toLowerCase();
}
