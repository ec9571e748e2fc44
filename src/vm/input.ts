/** stdin by lines. Invalid UTF-8 becomes U+FFFD. */
import { joinBytes } from "../base/mod.ts";
import { decodeUtf8 } from "./text.ts";

const LINE_FEED = 10;

export class Input {
  #chunk = new Uint8Array(0);
  #at = 0;
  #isAtEnd = false;

  /** `read` gives the next bytes, or undefined at the end. */
  constructor(readonly read: () => Uint8Array | undefined) {}

  /** The next line with its line break; the last one may lack it; empty at the end. */
  line(): string {
    const parts: Uint8Array[] = [];
    while (this.#fill()) {
      const end = this.#chunk.indexOf(LINE_FEED, this.#at);
      if (end >= 0) {
        parts.push(this.#take(end + 1));
        break;
      }
      parts.push(this.#take(this.#chunk.length));
    }
    return decodeUtf8(joinBytes(parts));
  }

  /** The next bytes, at most `limit`; none at the end. */
  bytes(limit: number): Uint8Array {
    if (!this.#fill()) return new Uint8Array();
    return this.#take(Math.min(this.#at + limit, this.#chunk.length));
  }

  rest(): string {
    const parts: Uint8Array[] = [];
    while (this.#fill()) parts.push(this.#take(this.#chunk.length));
    return decodeUtf8(joinBytes(parts));
  }

  /** Whether there is anything left. */
  #fill(): boolean {
    while (this.#at === this.#chunk.length) {
      const next = this.#isAtEnd ? undefined : this.read();
      this.#isAtEnd = next === undefined;
      if (next === undefined) return false;
      this.#chunk = Uint8Array.from(next);
      this.#at = 0;
    }
    return true;
  }

  #take(end: number): Uint8Array {
    const part = this.#chunk.subarray(this.#at, end);
    this.#at = end;
    return part;
  }
}
