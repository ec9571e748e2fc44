/** The table of `--emit=passes`: what ran, how often, what it changed and how long it took. */
import type { ArcProgram } from "../ir/ir.ts";
import type { PassPlace, PassRun } from "./run_steps.ts";

/** The runs of a pass or group at one place of the pipeline, added up. */
interface Row extends PassPlace {
  runs: number;
  looked: number;
  changed: number;
  blocks: number;
  ops: number;
  milliseconds: number;
}

interface Size {
  readonly blocks: number;
  readonly ops: number;
}

const HEAD = ["pass", "runs", "functions", "changed", "blocks", "ops", "ms"];

export class PassReport {
  readonly #rows: readonly Row[];
  /** Of the program after the last run. */
  #size: Size | undefined;

  /** `places` are those that may run, in the order of the table; one that does so twice has one row. */
  constructor(places: readonly PassPlace[]) {
    const rows = new Map<string, Row>();
    for (const { name, path } of places) {
      const key = [...path, name].join("/");
      const none = { runs: 0, looked: 0, changed: 0, blocks: 0, ops: 0, milliseconds: 0 };
      if (!rows.has(key)) rows.set(key, { name, path, ...none });
    }
    this.#rows = [...rows.values()];
  }

  /** Adds a run. One that had no function to look at only counts for the size of the program. */
  note(run: PassRun): void {
    const size = sizeOf(run.program);
    const before = this.#size ?? size;
    this.#size = size;
    for (const row of this.#rows) {
      if (isSame(row, run)) {
        row.runs += run.looked > 0 ? 1 : 0;
        row.looked += run.looked;
        row.changed += run.changed.length;
        row.milliseconds += run.milliseconds;
      }
      if (!isSame(row, run) && !isAround(row, run)) continue;
      row.blocks += size.blocks - before.blocks;
      row.ops += size.ops - before.ops;
    }
  }

  text(): string {
    const table = [HEAD, ...this.#rows.map(cellsOf)];
    const widths = HEAD.map((_, i) => Math.max(...table.map((cells) => cells[i].length)));
    return table.map((cells) => {
      const padded = cells.map((cell, i) =>
        i === 0 ? cell.padEnd(widths[i]) : cell.padStart(widths[i])
      );
      return padded.join("  ").trimEnd() + "\n";
    }).join("");
  }
}

function cellsOf(row: Row): string[] {
  const name = "  ".repeat(row.path.length) + row.name;
  const counts = [row.runs, row.looked, row.changed].map(String);
  return [name, ...counts, signed(row.blocks), signed(row.ops), row.milliseconds.toFixed(2)];
}

function signed(n: number): string {
  return n > 0 ? `+${n}` : String(n);
}

function isSame(a: PassPlace, b: PassPlace): boolean {
  return a.name === b.name && a.path.join("/") === b.path.join("/");
}

/** Whether `row` is a group around `run`. */
function isAround(row: PassPlace, run: PassPlace): boolean {
  const group = [...row.path, row.name];
  return group.every((name, i) => run.path[i] === name);
}

function sizeOf({ fns }: ArcProgram): Size {
  let [blocks, ops] = [0, 0];
  for (const fn of fns) {
    blocks += fn.blocks.length;
    for (const block of fn.blocks) ops += block.ops.length;
  }
  return { blocks, ops };
}
