/** The standard streams of this process, as a program's. */
import { type ProgramIo, readAll } from "../driver/mod.ts";

export function terminalIo(): ProgramIo {
  return {
    writeOut: (bytes) => writeAll(Deno.stdout, bytes),
    writeError: (bytes) => writeAll(Deno.stderr, bytes),
    readIn: (buffer) => Deno.stdin.readSync(buffer) ?? 0,
    isInherited: true,
    environment: (name) => Deno.env.get(name),
  };
}

/** All that is piped into this process; nothing when stdin is a terminal. */
export function pipedInput(): Uint8Array {
  return Deno.stdin.isTerminal() ? new Uint8Array() : readAll(terminalIo());
}

function writeAll(stream: { writeSync(bytes: Uint8Array): number }, bytes: Uint8Array): void {
  for (let sent = 0; sent < bytes.length;) sent += stream.writeSync(bytes.subarray(sent));
}
