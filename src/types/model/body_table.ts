/** The bodies of a program that are checked, and those that are being checked. */
import type { FnDef, TypedBody } from "./model.ts";

export class BodyTable {
  readonly #checked = new Map<FnDef, TypedBody>();
  readonly #inProgress = new Set<FnDef>();

  /** How many bodies wait for one another: a body may need another one first, as that of a constant without a type. */
  get waiting(): number {
    return this.#inProgress.size;
  }

  /** Whether the body of `fn` is the one being checked, or one that this one waits for. */
  isBeingChecked(fn: FnDef): boolean {
    return this.#inProgress.has(fn);
  }

  /** The body of `fn` as `check` gives it, which runs on the first call. Nothing is kept when `check` throws. */
  get(fn: FnDef, check: () => TypedBody): TypedBody {
    const known = this.#checked.get(fn);
    if (known !== undefined) return known;
    this.#inProgress.add(fn);
    try {
      const typed = check();
      this.#checked.set(fn, typed);
      return typed;
    } finally {
      this.#inProgress.delete(fn);
    }
  }
}
