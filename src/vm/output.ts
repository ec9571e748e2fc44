/** A buffered text stream. */
import { encodeUtf8 } from "./text.ts";

const BUFFER_UNITS = 1 << 16;

export class Output {
  #pending = "";

  constructor(readonly sink: (bytes: Uint8Array) => void) {}

  write(text: string): void {
    this.#pending += text;
    if (this.#pending.length >= BUFFER_UNITS) this.flush();
  }

  flush(): void {
    if (this.#pending === "") return;
    const text = this.#pending;
    this.#pending = "";
    this.sink(encodeUtf8(text));
  }
}
