/** The standard streams of this process. What fails is a `StreamFailed`. */
import { type ProgramIo, readAll, StreamFailed } from "../driver/mod.ts";

/** The streams as those of a program that runs in this process. */
export function terminalIo(): ProgramIo {
  return {
    writeOut,
    writeError,
    readIn,
    isInherited: true,
    isInteractive: Deno.stdout.isTerminal(),
    isTerminal: (stream) => STREAMS[stream]?.isTerminal() ?? false,
    environment: (name) => Deno.env.get(name),
  };
}

/** By file descriptor. */
const STREAMS = [Deno.stdin, Deno.stdout, Deno.stderr];

/** All that is piped into this process; nothing when stdin is a terminal. */
export function pipedInput(): Uint8Array {
  return Deno.stdin.isTerminal() ? new Uint8Array() : readAll(terminalIo());
}

/** Writes all of `bytes` to stdout. */
export function writeOut(bytes: Uint8Array): void {
  try {
    writeAll(Deno.stdout, bytes);
  } catch (error) {
    throw streamFailed("stdout", error);
  }
}

/** Writes all of `bytes` to stderr. That they are lost cannot be reported anywhere, unless the reader has left. */
export function writeError(bytes: Uint8Array): void {
  try {
    writeAll(Deno.stderr, bytes);
  } catch (error) {
    const failure = streamFailed("stderr", error);
    if (failure.isSilent) throw failure;
  }
}

function readIn(buffer: Uint8Array): number {
  try {
    return Deno.stdin.readSync(buffer) ?? 0;
  } catch (error) {
    throw streamFailed("stdin", error);
  }
}

function writeAll(stream: { writeSync(bytes: Uint8Array): number }, bytes: Uint8Array): void {
  for (let sent = 0; sent < bytes.length;) sent += stream.writeSync(bytes.subarray(sent));
}

/** `error` without the number that Deno adds to the system's words; rethrows what the system did not report. */
function streamFailed(stream: "stdin" | "stdout" | "stderr", error: unknown): StreamFailed {
  if (error instanceof Deno.errors.BrokenPipe) return new StreamFailed(stream, undefined);
  const words = error instanceof Error ? /^(.*) \(os error \d+\)/.exec(error.message) : null;
  if (words === null) throw error;
  return new StreamFailed(stream, words[1]);
}
