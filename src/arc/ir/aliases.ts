import type { ArcFunction, VarId } from "./ir.ts";
import { mapOperands, mapTerminatorOperands } from "./visit.ts";

/** Variables found to be the same value as another one: union-find with path compression. */
export class Aliases {
  readonly #target = new Map<VarId, VarId>();

  get isEmpty(): boolean {
    return this.#target.size === 0;
  }

  has(v: VarId): boolean {
    return this.#target.has(v);
  }

  /** From now on `v` is `other`, which must not be an alias of `v`. */
  set(v: VarId, other: VarId): void {
    this.#target.set(v, other);
  }

  /** What stands for `v`. */
  find(v: VarId): VarId {
    if (this.#target.size === 0) return v;
    let root = v;
    for (let next = this.#target.get(root); next !== undefined; next = this.#target.get(root)) {
      root = next;
    }
    for (let at = v; at !== root;) {
      const next = this.#target.get(at) as VarId;
      this.#target.set(at, root);
      at = next;
    }
    return root;
  }

  /** Rewrites every operand of `fn`. */
  apply(fn: ArcFunction): void {
    if (this.isEmpty) return;
    const map = (v: VarId): VarId => this.find(v);
    for (const block of fn.blocks) {
      for (const op of block.ops) mapOperands(op, map);
      mapTerminatorOperands(block.terminator, map);
    }
  }
}
