/** Totals of an RC trace: how often each function allocates, counts and frees (seeds VER-2). */
import { RC_EVENTS, type RcEvent, type RcEventKind } from "./rc_trace.ts";

export type RcTotals = Readonly<Record<RcEventKind, number>>;

export interface RcReport {
  readonly schemaVersion: 2;
  /** One row per function, in order of decreasing number of events. */
  readonly functions: readonly (RcFunction & RcTotals)[];
  /** The events of each loop and join in order of decreasing number; absent where the trace does not have them. */
  readonly regions?: readonly (RcRegion & RcTotals)[];
  readonly total: RcTotals;
  /** Blocks that were allocated and not freed, by type; negative where more were freed. Empty when all is in balance. */
  readonly unbalanced: readonly { readonly type: string; readonly blocks: number }[];
}

export interface RcFunction {
  /** The symbol, as in the trace; `(start)` and `(end)` around the program. */
  readonly fn: string;
  /** `Type.method/arity`, where the program is at hand. */
  readonly name?: string;
}

export interface RcRegion extends RcFunction {
  /** `function`, `loop#1`, `join#2`; empty for what is in no function. */
  readonly region_id: string;
}

type Row<T> = T & Record<RcEventKind, number>;

/** Adds up events as they come. */
export class RcStats {
  readonly #functions = new Map<string, Row<RcFunction>>();
  readonly #regions = new Map<string, Row<RcRegion>>();
  readonly #blocks = new Map<string, number>();
  #hasRegions = false;
  /** Gives the name of a function, once the program is known. */
  nameOf: (fn: string) => string | undefined = () => undefined;

  add({ kind, fn, type, region_id: place }: RcEvent): void {
    const region_id = place.replace(/\/.*/, "");
    if (region_id !== "") this.#hasRegions = true;
    this.#row(this.#functions, fn, { fn })[kind]++;
    this.#row(this.#regions, `${fn} ${region_id}`, { fn, region_id })[kind]++;
    const change = kind === "alloc" ? 1 : kind === "free" ? -1 : 0;
    if (change !== 0) this.#blocks.set(type, (this.#blocks.get(type) ?? 0) + change);
  }

  /** The row with `key`, which begins as `fresh` without events. */
  #row<T extends RcFunction>(rows: Map<string, Row<T>>, key: string, fresh: T): Row<T> {
    const known = rows.get(key);
    if (known !== undefined) return known;
    const name = this.nameOf(fresh.fn);
    const row: Row<T> = { ...fresh, ...(name === undefined ? {} : { name }), ...noEvents() };
    rows.set(key, row);
    return row;
  }

  report(): RcReport {
    const total = noEvents();
    for (const totals of this.#functions.values()) {
      for (const kind of RC_EVENTS) total[kind] += totals[kind];
    }
    const unbalanced = [...this.#blocks]
      .filter(([, blocks]) => blocks !== 0)
      .map(([type, blocks]) => ({ type, blocks }))
      .sort((a, b) => a.type < b.type ? -1 : 1);
    return {
      schemaVersion: 2,
      functions: inOrder(this.#functions),
      ...(this.#hasRegions ? { regions: inOrder(this.#regions) } : {}),
      total,
      unbalanced,
    };
  }
}

/** Those with most events first. */
function inOrder<T extends RcTotals>(rows: ReadonlyMap<string, T>): readonly T[] {
  return [...rows]
    .sort(([a, one], [b, other]) => sum(other) - sum(one) || (a < b ? -1 : 1))
    .map(([, row]) => row);
}

function noEvents(): Record<RcEventKind, number> {
  return { alloc: 0, inc: 0, dec: 0, free: 0 };
}

function sum(totals: RcTotals): number {
  return totals.alloc + totals.inc + totals.dec + totals.free;
}

/** A table, and whether every block that was allocated was freed. */
export function describeRcReport(report: RcReport): string {
  const header = ["function", "alloc", "inc", "dec", "free", "alloc - free"];
  const rows = [...report.functions, { fn: "all", ...report.total }].map((f) => [
    f.fn,
    ...RC_EVENTS.map((kind) => String(f[kind])),
    String(f.alloc - f.free),
  ]);
  const widths = header.map((cell, i) =>
    Math.max(cell.length, ...rows.map((row) => row[i].length))
  );
  const lines = [header, ...rows].map((row) =>
    row.map((cell, i) => i === 0 ? cell.padEnd(widths[i]) : cell.padStart(widths[i])).join("  ")
  );
  const unbalanced = report.unbalanced.map(({ type, blocks }) =>
    blocks > 0 ? `not freed: ${blocks} x ${type}` : `freed too often: ${-blocks} x ${type}`
  );
  const verdict = unbalanced.length === 0 ? ["balanced"] : unbalanced;
  return [...lines, ...verdict].map((line) => line.trimEnd() + "\n").join("");
}
