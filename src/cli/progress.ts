/** One line on the terminal while a build lasts. */
import { printError } from "./output.ts";

/** Builds that are done sooner show nothing. */
const QUIET_MS = 1000;

export class BuildProgress {
  #isShown = false;

  /** Times are in milliseconds from any start. */
  constructor(readonly startMs: number, readonly isTerminal = Deno.stderr.isTerminal()) {}

  /** Shows how many units are done; nothing where stderr is no terminal. */
  show(done: number, total: number, nowMs: number): void {
    const elapsed = nowMs - this.startMs;
    if (!this.isTerminal || elapsed < QUIET_MS) return;
    this.#isShown = true;
    printError(`\r\x1b[K${done} of ${total} units, ${(elapsed / 1000).toFixed(1)} s`);
  }

  clear(): void {
    if (this.#isShown) printError("\r\x1b[K");
    this.#isShown = false;
  }
}
