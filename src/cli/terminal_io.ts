/** The standard streams of this process, as a program's. */
import type { ProgramIo } from "../driver/mod.ts";

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
  if (Deno.stdin.isTerminal()) return new Uint8Array();
  const chunks: Uint8Array[] = [];
  const buffer = new Uint8Array(1 << 16);
  for (let n = Deno.stdin.readSync(buffer); n !== null; n = Deno.stdin.readSync(buffer)) {
    chunks.push(buffer.slice(0, n));
  }
  const all = new Uint8Array(chunks.reduce((size, chunk) => size + chunk.length, 0));
  let at = 0;
  for (const chunk of chunks) {
    all.set(chunk, at);
    at += chunk.length;
  }
  return all;
}

function writeAll(stream: { writeSync(bytes: Uint8Array): number }, bytes: Uint8Array): void {
  for (let sent = 0; sent < bytes.length;) sent += stream.writeSync(bytes.subarray(sent));
}
