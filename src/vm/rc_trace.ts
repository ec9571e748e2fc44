/**
 * Prints ORI_TRACE_RC: a line on stderr for each event of counting, as native programs print it (runtime/src/trace.c),
 * with the number of a block's allocation in place of its address.
 */
import { assertNever } from "../base/mod.ts";
import type { RcEvent, Site } from "./heap.ts";
import type { Output } from "./output.ts";
import type { Block } from "./value.ts";

/** The places of a program: see `Executor`. */
interface Places {
  readonly site: Site;
  siteText(site: Site): string;
  region(): string;
  callers(): Iterable<string>;
}

export class RcTrace {
  readonly #numbers = new WeakMap<Block, number>();
  #count = 0;

  constructor(
    readonly errors: Output,
    readonly isVerbose: boolean,
    readonly places: Places,
  ) {}

  /** Prints `event`; `block` is in the state after it. */
  write(event: RcEvent, block: Block, type: string): void {
    if (event === "alloc") this.#numbers.set(block, ++this.#count);
    const change = describeChange(event, block.count);
    const site = this.places.siteText(this.places.site);
    const region = this.places.region();
    const place = region === "" ? site : `${site} (${region})`;
    this.errors.add(
      `[RC] ${event} #${this.#numbers.get(block)} ${type}${change} in ${place}\n`,
    );
    if (!this.isVerbose) return;
    for (const name of this.places.callers()) this.errors.add(`[RC]   called by ${name}\n`);
  }
}

function describeChange(event: RcEvent, count: number): string {
  switch (event) {
    case "alloc":
      return ` count=${count}`;
    case "inc":
      return ` count=${count - 1}->${count}`;
    case "dec":
      return ` count=${count + 1}->${count}`;
    case "free":
      return "";
    default:
      return assertNever(event, "vm");
  }
}
