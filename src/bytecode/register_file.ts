/** Which registers are taken at which slots, for a scan over live ranges in the order of their first slots. */
import { IndexSet } from "./index_set.ts";

/** Segments of one register, apart from each other, the last first; those before the scan may be gone. */
interface Occupancy {
  readonly firsts: number[];
  readonly lasts: number[];
}

/** As many registers as are needed. A range is a list of first and last slots, ascending. */
export class RegisterFile {
  readonly #occupied: Occupancy[] = [];
  /** The registers that nothing takes at the slot of the scan. */
  readonly #free: IndexSet;
  /** Registers that become taken, or free, at a slot. */
  readonly #taken: number[][];
  readonly #released: number[][];
  #slot = 0;

  /** For ranges below `slots`, at most `limit` of them. */
  constructor(slots: number, limit: number) {
    this.#free = new IndexSet(limit);
    this.#taken = new Array(slots + 1);
    this.#released = new Array(slots + 1);
  }

  get count(): number {
    return this.#occupied.length;
  }

  /** Moves the scan to `slot`, from where on ranges are asked for. */
  advance(slot: number): void {
    while (this.#slot < slot) {
      const at = ++this.#slot;
      for (const register of this.#released[at] ?? []) this.#free.add(register);
      for (const register of this.#taken[at] ?? []) this.#free.delete(register);
    }
  }

  isFree(register: number, range: readonly number[]): boolean {
    const { firsts, lasts } = this.#comingOf(register);
    for (let i = 0; i < range.length; i += 2) {
      // The earliest segment that ends no sooner than this one begins.
      const at = firstBelow(lasts, range[i]) - 1;
      if (at >= 0 && firsts[at] <= range[i + 1]) return false;
    }
    return true;
  }

  /** The first register that is free for all of `range`, which starts at the slot of the scan; perhaps one more. */
  firstFree(range: readonly number[]): number {
    for (let r = this.#free.next(0); r !== undefined; r = this.#free.next(r + 1)) {
      if (this.isFree(r, range)) return r;
    }
    return this.count;
  }

  /** Takes `register`, free or the next one, for `range`, which starts at the slot of the scan. */
  add(register: number, range: readonly number[]): void {
    if (register === this.count) this.#occupied.push({ firsts: [], lasts: [] });
    const { firsts, lasts } = this.#comingOf(register);
    this.#free.delete(register);
    for (let i = range.length - 2; i >= 0; i -= 2) {
      const [first, last] = [range[i], range[i + 1]];
      const at = firstBelow(lasts, first);
      firsts.splice(at, 0, first);
      lasts.splice(at, 0, last);
      if (first > this.#slot) (this.#taken[first] ??= []).push(register);
      (this.#released[last + 1] ??= []).push(register);
    }
  }

  /** The segments of `register` that do not end before the scan. */
  #comingOf(register: number): Occupancy {
    const { firsts, lasts } = this.#occupied[register];
    while (lasts.length > 0 && lasts[lasts.length - 1] < this.#slot) {
      firsts.pop();
      lasts.pop();
    }
    return this.#occupied[register];
  }
}

/** The place of the first of `values`, descending, that is below `limit`. */
function firstBelow(values: readonly number[], limit: number): number {
  let [low, high] = [0, values.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (values[middle] >= limit) low = middle + 1;
    else high = middle;
  }
  return low;
}
