/** A stream to its end. */
import { joinBytes } from "../base/mod.ts";
import type { ProgramIo } from "./engine.ts";

const CHUNK_BYTES = 1 << 16;

/** All that is left to read from `io`. */
export function readAll(io: Pick<ProgramIo, "readIn">): Uint8Array {
  const chunks: Uint8Array[] = [];
  const buffer = new Uint8Array(CHUNK_BYTES);
  for (let n = io.readIn(buffer); n > 0; n = io.readIn(buffer)) chunks.push(buffer.slice(0, n));
  return joinBytes(chunks);
}
