/** Totals of an RC trace: how often each function allocates, counts and frees (seeds VER-2). */
import { RC_EVENTS, type RcEvent, type RcEventKind } from "./rc_trace.ts";

export type RcTotals = Readonly<Record<RcEventKind, number>>;

export interface RcReport {
  readonly schemaVersion: 1;
  /** One row per function, in order of decreasing number of events. */
  readonly functions: readonly ({ readonly name: string } & RcTotals)[];
  /**
   * The events of each loop and join, where the program is at hand; `region_id` is empty for positions that several regions have.
   * In order of decreasing number of events.
   */
  readonly regions?: readonly (RcRegion & RcTotals)[];
  readonly total: RcTotals;
  /** Blocks that were allocated and not freed, by type; negative where more were freed. Empty when all is in balance. */
  readonly unbalanced: readonly { readonly type: string; readonly blocks: number }[];
}

export interface RcRegion {
  readonly name: string;
  readonly region_id: string;
}

/** Adds up events as they come. */
export class RcStats {
  readonly #functions = new Map<string, Record<RcEventKind, number>>();
  readonly #blocks = new Map<string, number>();
  readonly #regions = new Map<string, RcRegion & Record<RcEventKind, number>>();
  /** Gives the region of an event, once the program is known. */
  regionOf: ((fn: string, position: string) => string | undefined) | undefined;

  add({ kind, fn, type, position }: RcEvent): void {
    if (this.regionOf !== undefined) this.#addRegion(kind, fn, this.regionOf(fn, position) ?? "");
    let totals = this.#functions.get(fn);
    if (totals === undefined) this.#functions.set(fn, totals = noEvents());
    totals[kind]++;
    const change = kind === "alloc" ? 1 : kind === "free" ? -1 : 0;
    if (change !== 0) this.#blocks.set(type, (this.#blocks.get(type) ?? 0) + change);
  }

  #addRegion(kind: RcEventKind, name: string, region_id: string): void {
    const key = `${name} ${region_id}`;
    const known = this.#regions.get(key) ?? { name, region_id, ...noEvents() };
    this.#regions.set(key, known);
    known[kind]++;
  }

  report(): RcReport {
    const total = noEvents();
    for (const totals of this.#functions.values()) {
      for (const kind of RC_EVENTS) total[kind] += totals[kind];
    }
    const functions = [...this.#functions]
      .map(([name, totals]) => ({ name, ...totals }))
      .sort((a, b) => sum(b) - sum(a) || (a.name < b.name ? -1 : 1));
    const unbalanced = [...this.#blocks]
      .filter(([, blocks]) => blocks !== 0)
      .map(([type, blocks]) => ({ type, blocks }))
      .sort((a, b) => a.type < b.type ? -1 : 1);
    const regions = [...this.#regions.values()].sort((a, b) =>
      sum(b) - sum(a) || (a.name + a.region_id < b.name + b.region_id ? -1 : 1)
    );
    return {
      schemaVersion: 1,
      functions,
      ...(this.regionOf === undefined ? {} : { regions }),
      total,
      unbalanced,
    };
  }
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
  const rows = [...report.functions, { name: "all", ...report.total }].map((f) => [
    f.name,
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
