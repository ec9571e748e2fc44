/** Failures of the standard streams of this process. */

/** The exit code that a shell reports for a process ended by SIGPIPE. */
const READER_GONE_EXIT = 141;
const FAILURE_EXIT = 1;

/** Thrown where a standard stream cannot be read or written: the program or command ends, with output that was printed before. */
export class StreamFailed extends Error {
  /** `reason` is the system's; undefined when the reader of the stream has left, which ends a process silently. */
  constructor(stream: "stdin" | "stdout" | "stderr", reason: string | undefined) {
    const action = stream === "stdin" ? "cannot read stdin" : `cannot write to ${stream}`;
    super(`${action}: ${reason ?? "its reader has left"}`);
    this.isSilent = reason === undefined;
  }

  readonly isSilent: boolean;

  get exitCode(): number {
    return this.isSilent ? READER_GONE_EXIT : FAILURE_EXIT;
  }

  /** The line on stderr. */
  get report(): string {
    return this.isSilent ? "" : `ori: ${this.message}\n`;
  }
}
