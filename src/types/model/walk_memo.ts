/**
 * Results that a walk over a type has found so far. Types share their parts: `(a, a)` holds one part twice, and a walk
 * that visits it twice takes twice as long with each level. So the walks remember composite types by identity.
 */
import type { Type } from "./model.ts";

/** The number of composite types that a walk finishes before it keeps a result: most types are smaller than this. */
const UNKEPT = 16;

/** Results of one walk, by the pruned composite type. The first few are not kept, so that small types cost no table. */
export class WalkMemo<Result> {
  #count = 0;
  #results: Map<Type, Result> | undefined;

  /** The result for `type` if it was kept. */
  get(type: Type): Result | undefined {
    return this.#results?.get(type);
  }

  set(type: Type, result: Result): void {
    if (this.#count++ >= UNKEPT) (this.#results ??= new Map()).set(type, result);
  }
}

/** Results of one walk over two types at once, by the pair of pruned composite types. */
export class PairMemo<Result> {
  #count = 0;
  #results: Map<Type, Map<Type, Result>> | undefined;

  /** The result for `left` and `right` if it was kept. */
  get(left: Type, right: Type): Result | undefined {
    return this.#results?.get(left)?.get(right);
  }

  set(left: Type, right: Type, result: Result): void {
    if (this.#count++ < UNKEPT) return;
    this.#results ??= new Map();
    const known = this.#results.get(left);
    if (known !== undefined) known.set(right, result);
    else this.#results.set(left, new Map([[right, result]]));
  }
}
