/**
 * The walk over a pattern matrix: which values no row covers, and which rows some value reaches.
 * Equal sets of rows are walked once, rows behind one that matches everything are left out, and
 * only parts that the first row tests are split. The question is NP-hard, so the walk counts its
 * steps and gives up after a limit.
 */
import { type Head, headsOf, indexHeads } from "./column.ts";
import {
  type Constructor,
  hasEmptyPart,
  partCount,
  partsMatching,
  showConstructor,
  splitColumn,
} from "./constructors.ts";
import type { Pat } from "./pattern.ts";
import { type Place, type Row, RowTable } from "./rows.ts";

/** How many values without a row are looked for. */
export const WITNESS_LIMIT = 4;

/** What is known of a value without a row: the constructors of some of its parts. */
export type Witness = Known | undefined;
interface Known {
  readonly place: Place;
  readonly by: Constructor;
  readonly rest: Witness;
}

/** What follows from a set of rows. */
interface Found {
  readonly witnesses: readonly Witness[];
  /** Indexes of the rows that some value reaches. */
  readonly reached: readonly number[];
}

const NOTHING: Found = { witnesses: [], reached: [] };

export class Walk {
  readonly table = new RowTable();
  /** Alternatives of or-patterns that some value reaches. */
  readonly reachedPats = new Set<Pat>();
  /** Rows looked at so far. */
  steps = 0;
  readonly #known = new Map<string, Found>();

  constructor(private readonly stepLimit: number) {}

  /** Whether the walk gave up: what it found then means nothing. */
  get isExhausted(): boolean {
    return this.steps > this.stepLimit;
  }

  /** Follows `rows`, of which only the last may be one that every value matches. */
  follow(rows: readonly Row[]): Found {
    const open: Split[] = [];
    let found = this.#enter(rows, open);
    for (let top = open.at(-1); top !== undefined; top = open.at(-1)) {
      if (this.isExhausted) return NOTHING;
      if (found !== undefined) top.take(found);
      const under = top.next();
      if (under !== undefined) {
        found = this.#enter(under, open);
        continue;
      }
      open.pop();
      found = top.found;
      this.#known.set(top.key, found);
    }
    return found ?? NOTHING;
  }

  /** What is known of `rows` without a split; else opens the split that they need. */
  #enter(rows: readonly Row[], open: Split[]): Found | undefined {
    this.steps += rows.length;
    const tested = rows.findIndex((row) => row.tests !== undefined || !row.isGuarded);
    // Rows that match everything, if their guards say so.
    const guards = tested < 0 ? rows.length : tested;
    const place = rows[guards]?.tests?.test.place;
    if (place === undefined) {
      const reached = rows.slice(0, guards + 1).map((_, at) => at);
      return { witnesses: guards === rows.length ? [undefined] : [], reached };
    }
    const key = rows.map((row) => row.id).join();
    const known = this.#known.get(key);
    if (known === undefined) open.push(new Split(this, rows, guards, place, key));
    return known;
  }
}

/** Rows divided by the constructors of one place, one constructor after the other. */
class Split {
  readonly #branches: readonly Branch[];
  readonly #headsUnder: (by: Constructor) => readonly Head[];
  readonly #witnesses: Witness[] = [];
  readonly #reached = new Set<number>();
  #next = 0;
  #heads: readonly Head[] = [];

  /** The first `guards` of `rows` are guarded rows without tests; `place` is what the next one tests. */
  constructor(
    private readonly walk: Walk,
    private readonly rows: readonly Row[],
    guards: number,
    private readonly place: Place,
    readonly key: string,
  ) {
    for (let at = 0; at < guards; at++) this.#reached.add(at);
    const heads = headsOf(rows, place).filter(({ row }) => row >= guards);
    const { present, hasMissing, missing } = splitColumn(
      place.type,
      heads.flatMap(({ pat }) => pat === undefined ? [] : [pat]),
    );
    const named = present.map((by) => ({ by, shown: [by] }));
    this.#branches = hasMissing ? [...named, { by: { kind: "other" }, shown: missing }] : named;
    this.#headsUnder = indexHeads(heads, present);
  }

  get found(): Found {
    return { witnesses: this.#witnesses, reached: [...this.#reached].sort((a, b) => a - b) };
  }

  /**
   * The rows under the next constructor, up to one that every value matches, each once; undefined
   * when there is no other constructor.
   */
  next(): readonly Row[] | undefined {
    const by = this.#branches[this.#next++]?.by;
    if (by === undefined) return undefined;
    const { table } = this.walk;
    const found: Row[] = [];
    const heads: Head[] = [];
    const seen = new Set<Row>();
    const candidates = this.#headsUnder(by);
    this.walk.steps += candidates.length + 1;
    for (const head of candidates) {
      const parts = head.pat === undefined ? [] : partsMatching(head.pat, by);
      if (parts === undefined) continue;
      const { tests, isGuarded } = this.rows[head.row] as Row;
      const row = table.row(table.replace(tests, this.place, by, parts), isGuarded);
      if (seen.has(row)) continue;
      if (!isGuarded) seen.add(row);
      found.push(row);
      heads.push(head);
      if (row.tests === undefined && !isGuarded) break;
    }
    this.#heads = heads;
    return found;
  }

  /** Takes over what follows from the rows that `next` gave. */
  take(found: Found): void {
    const branch = this.#branches[this.#next - 1];
    if (branch === undefined) return;
    for (const at of found.reached) {
      const head = this.#heads[at] as Head;
      this.#reached.add(head.row);
      for (const pat of head.chosen) this.walk.reachedPats.add(pat);
    }
    if (hasEmptyPart(this.place.type, branch.by)) return;
    addWitnesses(this.place, branch.shown, found.witnesses, this.#witnesses);
  }
}

/** A constructor, and those that show in a witness for it. */
interface Branch {
  readonly by: Constructor;
  readonly shown: readonly Constructor[];
}

function addWitnesses(
  place: Place,
  shown: readonly Constructor[],
  found: readonly Witness[],
  witnesses: Witness[],
): void {
  for (const rest of found) {
    for (const by of shown) {
      if (witnesses.length >= WITNESS_LIMIT) return;
      witnesses.push({ place, by, rest });
    }
  }
}

/** The value in source notation. */
export function showWitness(table: RowTable, root: Place, witness: Witness): string {
  const known = new Map<Place, Constructor>();
  for (let at = witness; at !== undefined; at = at.rest) known.set(at.place, at.by);
  const show = (place: Place): string => {
    const by = known.get(place);
    if (by === undefined) return "_";
    const fields = Array.from(
      { length: partCount(place.type, by) },
      (_, i) => show(table.part(place, by, i)),
    );
    return showConstructor(place.type, by, fields);
  };
  return show(root);
}
