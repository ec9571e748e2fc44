/**
 * The table of regions of a chunk: flat triples of a pc, the id of a region and the index of a role in `REGION_ROLES`; ascending pcs. A row
 * holds up to the next one. In front of the first row, and where there is none, the code is of the function itself.
 */
import type { ArcBlock, BlockRole } from "../arc/mod.ts";
import type { Chunk } from "./program.ts";

/** Numbers in a row of a table of regions. */
export const REGION_WIDTH = 3;

/** What a block is to its region, by number: the function's own code, the roles in a loop, those in a join. */
export const REGION_ROLES = [
  "",
  "preheader",
  "header",
  "body",
  "latch",
  "exit",
  "then",
  "else",
  "join",
] as const satisfies readonly (BlockRole | "")[];

const FIRST_OF_JOIN = REGION_ROLES.indexOf("then");

/** Adds rows to a table as code is written. */
export class RegionTable {
  readonly rows: number[] = [];
  #region = 0;
  #role = 0;

  /** The code from `pc` on is of `block`. */
  begin(pc: number, { region, role }: Pick<ArcBlock, "region" | "role">): void {
    const number = REGION_ROLES.indexOf(role ?? "");
    const id = number === 0 ? 0 : region;
    if (id === this.#region && number === this.#role) return;
    this.#region = id;
    this.#role = number;
    // A block without code leaves no row.
    if (this.rows.at(-REGION_WIDTH) === pc) this.rows.length -= REGION_WIDTH;
    this.rows.push(pc, id, number);
  }
}

/** The `region_id` of the code at `pc`, relative to the start of `chunk`: `loop#1/header`, `function`. */
export function regionAt({ regions }: Chunk, pc: number): string {
  const row = findRow(regions, REGION_WIDTH, pc);
  const number = row < 0 ? 0 : regions[row + 2];
  if (number === 0) return "function";
  const kind = number < FIRST_OF_JOIN ? "loop" : "join";
  return `${kind}#${regions[row + 1]}/${REGION_ROLES[number]}`;
}

/** Index of the last row of a flat table whose first number is at most `key`, or -1. */
export function findRow(table: readonly number[], width: number, key: number): number {
  let low = -1;
  let high = table.length / width;
  while (low + 1 < high) {
    const middle = (low + high) >> 1;
    if (table[middle * width] <= key) low = middle;
    else high = middle;
  }
  return low < 0 ? -1 : low * width;
}
