/** The bodies of a program that are checked, and those that are being checked. */
import type { FnDef, ModuleId, TypedBody } from "./model.ts";

export class BodyTable {
  readonly #checked = new Map<FnDef, TypedBody>();
  readonly #inProgress = new Set<FnDef>();
  readonly #known = new Set<ModuleId>();

  /** States that the findings of all bodies of `module` are reported: those that are checked later report nothing. */
  setKnown(module: ModuleId): void {
    this.#known.add(module);
  }

  isKnown(module: ModuleId): boolean {
    return this.#known.has(module);
  }

  /** The number of bodies that wait for one another: a body may first need that of a constant without a type. */
  get waiting(): number {
    return this.#inProgress.size;
  }

  /** Whether the body of `fn` is the one being checked, or one that this one waits for. */
  isBeingChecked(fn: FnDef): boolean {
    return this.#inProgress.has(fn);
  }

  /**
   * The body of `fn` as `check` gives it, which runs on the first call. When `check` throws, nothing is kept of it, nor of the
   * bodies that it needed: their diagnostics went with those of `fn`.
   */
  get(fn: FnDef, check: () => TypedBody): TypedBody {
    const known = this.#checked.get(fn);
    if (known !== undefined) return known;
    const before = this.#checked.size;
    this.#inProgress.add(fn);
    try {
      const typed = check();
      this.#checked.set(fn, typed);
      return typed;
    } catch (error) {
      for (const later of [...this.#checked.keys()].slice(before)) this.#checked.delete(later);
      throw error;
    } finally {
      this.#inProgress.delete(fn);
    }
  }
}
