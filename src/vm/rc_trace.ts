/**
 * ORI_TRACE_RC on the VM: a line on stderr for each event of counting, as native programs print it (runtime/src/trace.c);
 * a block is told by the number of its allocation in place of an address.
 */
import { assertNever } from "../base/mod.ts";
import type { RcEvent } from "./heap.ts";
import type { Machine } from "./machine.ts";
import type { Block } from "./value.ts";

export class RcTrace {
  readonly #numbers = new WeakMap<Block, number>();
  #count = 0;

  constructor(readonly machine: Machine) {}

  /** `block` after the event. */
  tell(event: RcEvent, block: Block, type: string): void {
    const { machine } = this;
    if (event === "alloc") this.#numbers.set(block, ++this.#count);
    const change = describeChange(event, block.count);
    const site = machine.siteText(machine.site);
    machine.errors.write(
      `[RC] ${event} #${this.#numbers.get(block)} ${type}${change} in ${site}\n`,
    );
    if (machine.options.trace !== "verbose") return;
    for (const name of machine.callers()) machine.errors.write(`[RC]   called by ${name}\n`);
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
