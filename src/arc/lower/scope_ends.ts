/**
 * Notes where locals come into scope and go out of it, for those whose type has to do with `Drop`: spec 21.3.3 says when and in
 * which order destructors run. Writes a `ScopeStart` for each, and a `ScopeEnd`, last declared first; `settleScopes` decides
 * what becomes of it.
 */
import type { Span } from "../../base/mod.ts";
import type { MonoTypeId } from "../../mono/mod.ts";
import type { CoreLocal } from "../../canon/mod.ts";
import { type DropReach, isDropping } from "../analysis/drop_types.ts";
import type { VarId } from "../ir/ir.ts";
import type { SsaBuilder } from "./ssa_builder.ts";

/** The scopes that are open at the place that is lowered. */
export class ScopeEnds {
  /** Locals in scope, in the order of their declarations, with what marks those. */
  readonly #open: { readonly local: CoreLocal; readonly start: VarId }[] = [];

  constructor(
    readonly b: SsaBuilder,
    readonly reach: DropReach,
    readonly unitType: MonoTypeId,
  ) {}

  /** `local` is in scope from here on. */
  declare(local: CoreLocal, span: Span): void {
    if (!this.#isWatched(local)) return;
    const start = this.b.define(this.unitType, (dst) => ({ kind: "ScopeStart", dst, span }));
    this.#open.push({ local, start });
  }

  /** What the compiler holds for itself goes after its last use. */
  #isWatched(local: CoreLocal): boolean {
    const def = this.b.fn?.locals[local];
    return def?.isDeclared === true && this.reach.reaches(def.type);
  }

  /** A place in the nesting of scopes, to leave to. */
  get depth(): number {
    return this.#open.length;
  }

  /** Control leaves to `depth`, by a jump out of the scopes inside. */
  jumpTo(depth: number, span: Span): void {
    for (let i = this.#open.length - 1; i >= depth; i--) {
      const { local, start } = this.#open[i];
      this.#end(local, start, span);
    }
  }

  /** The scopes inside `depth` end here, if control comes here at all. */
  leaveTo(depth: number, span: Span): void {
    if (this.b.current !== undefined) this.jumpTo(depth, span);
    this.#open.length = depth;
  }

  /** The value of `local` is replaced. */
  replace(local: CoreLocal, span: Span): void {
    const declared = this.#open.findLast((open) => open.local === local);
    if (declared !== undefined) this.#end(local, declared.start, span);
  }

  /**
   * `value` for a second local, with a reference of its own: giving up one of the two leaves the other what it was.
   * Containers need none: which of two locals is the last holder is not seen, and one of them may be changed in place.
   */
  share(local: CoreLocal, value: VarId, span: Span): VarId {
    const type = this.b.varTypes[value];
    if (!isDropping(this.b.types, type) || !this.#isWatched(local)) return value;
    return this.b.define(type, (dst) => ({ kind: "ShareValue", dst, src: value, span }));
  }

  #end(local: CoreLocal, start: VarId, span: Span): void {
    const value = this.b.read(local);
    this.b.define(this.unitType, (dst) => ({ kind: "ScopeEnd", dst, value, start, span }));
  }
}
