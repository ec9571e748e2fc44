/**
 * The output streams of a program, buffered. Both together keep the order in which the program wrote: text for one stream
 * is passed on before the other stream accepts any.
 */
import { encodeUtf8 } from "./text.ts";

const BUFFER_UNITS = 1 << 16;
/** So many writes in a burst are passed on at once; further ones are joined. */
const BURST = 1000;
/** Writes that are passed on at once for each millisecond without one. */
const WRITES_PER_MS = 10;
/** The clock is read for one in so many writes of a burst. */
const CLOCK_INTERVAL = 16;

export class Output {
  /** The stream whose text goes first. */
  other: Output | undefined;
  /** Takes the text in the place of this stream. */
  #diverted: Output | undefined;
  #pending = "";
  #credit = BURST;
  #emptySince = 0;
  #joined = 0;

  /** `isInteractive` passes on each write at once. */
  constructor(readonly sink: (bytes: Uint8Array) => void, readonly isInteractive = false) {}

  /** From here on `to` takes what is written; with undefined this stream does again. */
  divert(to: Output | undefined): void {
    this.#diverted = to;
  }

  /** Adds `text` to the buffer, to be passed on with what follows. */
  add(text: string): void {
    if (this.other !== undefined && this.other.#pending !== "") this.other.flush();
    this.#pending += text;
    if (this.#pending.length >= BUFFER_UNITS) this.flush();
  }

  /** Writes `text` and a line break, as `write` does. */
  writeLine(text: string): void {
    this.write(text + "\n");
  }

  /**
   * Writes `text`, at once unless the program writes very often: so a signal that ends the process loses the last lines
   * of a burst at most.
   */
  write(text: string): void {
    if (this.#diverted !== undefined) return this.#diverted.write(text);
    this.add(text);
    if (this.isInteractive || this.#takeCredit()) this.flush();
  }

  /** Likewise with bytes, which need not be text. */
  writeBytes(bytes: Uint8Array): void {
    this.other?.flush();
    this.flush();
    if (bytes.length > 0) this.sink(bytes);
  }

  flush(): void {
    if (this.#pending === "") return;
    const text = this.#pending;
    this.#pending = "";
    this.sink(encodeUtf8(text));
  }

  #takeCredit(): boolean {
    if (this.#credit < 1) {
      if (++this.#joined % CLOCK_INTERVAL !== 0) return false;
      const now = performance.now();
      this.#credit = Math.min(BURST, (now - this.#emptySince) * WRITES_PER_MS);
      this.#emptySince = now;
    }
    if (this.#credit < 1) return false;
    this.#credit--;
    return true;
  }
}
