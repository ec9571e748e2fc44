/**
 * Decisions about callees, between the stage that makes them and the one that knows their region. The checker and `mono` decide
 * when types are known; loops and joins have their ids only once the function is lowered. So a decision is noted with the span of
 * its call, and told when a call with that span has a place (seeds DBG-15, DBG-16).
 */
import type { Span } from "../base/mod.ts";
import type { OpApply, ResolveChoose } from "./event.ts";
import type { Events } from "./hub.ts";

export interface Decision {
  /** Of the call, operation or conversion. */
  readonly span: Span;
  /** The symbol of the instance that it was made for, or the function as declared, for all its instances. */
  readonly fn: string;
  readonly isOfInstance: boolean;
  readonly choice: Omit<ResolveChoose, "lowered">;
  /** Of an operator or conversion that calls a method. */
  readonly operation?: Omit<OpApply, "adopted" | "fallback">;
}

export class Decisions {
  readonly #bySpan = new Map<string, Decision[]>();
  readonly #told = new Set<Decision>();
  /** What was told of the function at hand. */
  #here = new Set<Decision>();

  note(decision: Decision): void {
    const key = keyOf(decision.span);
    const known = this.#bySpan.get(key);
    if (known === undefined) this.#bySpan.set(key, [decision]);
    else known.push(decision);
  }

  /** What follows is about another function. */
  enterFunction(): void {
    this.#here = new Set();
  }

  /** Tells the decisions about the call at `span` in the function `fn`, unless they were told of it already. */
  tellAt(events: Events, span: Span, fn: string, region_id: string): void {
    for (const decision of this.#bySpan.get(keyOf(span)) ?? []) {
      if (decision.isOfInstance && !isWithin(fn, decision.fn)) continue;
      if (this.#here.has(decision)) continue;
      this.#here.add(decision);
      this.#told.add(decision);
      tell(events, decision, fn, region_id, true);
    }
  }

  /** Tells the decisions in functions of which no instance was made. */
  tellRest(events: Events): void {
    for (const decision of [...this.#bySpan.values()].flat()) {
      if (this.#told.has(decision)) continue;
      this.#told.add(decision);
      tell(events, decision, decision.fn, "function", false);
    }
  }
}

function keyOf({ file, start, end }: Span): string {
  return `${file}:${start}:${end}`;
}

/** Whether `fn` is `outer` or a lambda in it. */
function isWithin(fn: string, outer: string): boolean {
  return fn === outer || fn.startsWith(`${outer}.lambda`);
}

function tell(
  events: Events,
  { choice, span, operation }: Decision,
  fn: string,
  region_id: string,
  lowered: boolean,
): void {
  const place = { fn, region_id, span };
  const { chosen, reason, certain, ...tried } = choice;
  if (events.resolve) {
    events.emit("resolve.try", place, tried);
    events.emit("resolve.choose", place, { ...tried, chosen, reason, certain, lowered });
  }
  if (events.op && operation !== undefined) {
    events.emit("op.apply", place, { ...operation, adopted: "call", fallback: chosen });
  }
}
