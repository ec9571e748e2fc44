/** Streams that keep what a program writes. */
import type { ProgramIo } from "./engine.ts";

/** Streams in memory; `stdout()` and `stderr()` are what was written so far. */
export class CapturedIo implements ProgramIo {
  readonly isInherited = false;
  readonly #out: Uint8Array[] = [];
  readonly #error: Uint8Array[] = [];
  readonly #environment: ReadonlyMap<string, string>;
  #input: Uint8Array;

  constructor(
    stdin: string | Uint8Array = "",
    environment: Readonly<Record<string, string>> = {},
  ) {
    this.#input = typeof stdin === "string" ? new TextEncoder().encode(stdin) : stdin;
    this.#environment = new Map(Object.entries(environment));
  }

  writeOut(bytes: Uint8Array): void {
    this.#out.push(bytes.slice());
  }

  writeError(bytes: Uint8Array): void {
    this.#error.push(bytes.slice());
  }

  readIn(buffer: Uint8Array): number {
    const chunk = this.#input.subarray(0, buffer.length);
    buffer.set(chunk);
    this.#input = this.#input.subarray(chunk.length);
    return chunk.length;
  }

  environment(name: string): string | undefined {
    return this.#environment.get(name);
  }

  stdout(): string {
    return decode(this.#out);
  }

  stderr(): string {
    return decode(this.#error);
  }
}

function decode(chunks: readonly Uint8Array[]): string {
  const decoder = new TextDecoder();
  return chunks.map((chunk) => decoder.decode(chunk, { stream: true })).join("") + decoder.decode();
}
