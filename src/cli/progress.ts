/** One line on the terminal while a build lasts. */
import { printError } from "./output.ts";

/** Builds that are done sooner show nothing. */
const QUIET_MS = 1000;

export class BuildProgress {
  #isShown = false;

  /** Times are in milliseconds from any start. */
  constructor(
    readonly startMs: number,
    readonly isTerminal = Deno.stderr.isTerminal(),
    readonly write = printError,
  ) {}

  /** Shows how many units are done; nothing where stderr is no terminal. */
  show(done: number, total: number, nowMs: number): void {
    this.step(`${done} of ${total} units`, nowMs);
  }

  /** Shows what the build does now. */
  step(text: string, nowMs: number): void {
    const elapsed = nowMs - this.startMs;
    if (!this.isTerminal || elapsed < QUIET_MS) return;
    this.#isShown = true;
    this.write(`\r\x1b[K${text}, ${(elapsed / 1000).toFixed(1)} s`);
  }

  /** The result of `work`, while which the line says `text`. */
  during<T>(text: string, nowMs: number, work: () => T): T {
    this.step(text, nowMs);
    try {
      return work();
    } finally {
      this.clear();
    }
  }

  clear(): void {
    if (this.#isShown) this.write("\r\x1b[K");
    this.#isShown = false;
  }
}
