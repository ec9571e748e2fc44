/**
 * Notes where locals come into scope and go out of it, and which operands are held while others are evaluated, for those whose
 * type has to do with `Drop`: spec 21.3.3 says when and in which order destructors run. Writes a `ScopeStart` for each, and a
 * `ScopeEnd`, last created first; `settleScopes` decides what becomes of it.
 */
import type { Span } from "../../base/mod.ts";
import type { MonoTypeId } from "../../mono/mod.ts";
import type { CoreLocal } from "../../canon/mod.ts";
import { type DropReach, isDropping } from "../analysis/drop_types.ts";
import type { VarId } from "../ir/ir.ts";
import type { SsaBuilder } from "./ssa_builder.ts";

/** A local in scope, or an operand that is held. */
interface Held {
  /** The `ScopeStart` that marks its creation. */
  readonly start: VarId;
  readonly of: { readonly local: CoreLocal } | { readonly operand: VarId };
  /** A local of the source, which goes at the end of its scope. Others go when they are taken, or after their last use. */
  readonly isDeclared: boolean;
}

/** The scopes that are open, and the operands that are held, at the place that is lowered. */
export class ScopeEnds {
  /** In the order of creation. */
  readonly #held: Held[] = [];
  /** The operands of the operation at hand. */
  #taken: readonly Held[] = [];

  constructor(
    readonly b: SsaBuilder,
    readonly reach: DropReach,
    readonly unitType: MonoTypeId,
  ) {}

  /**
   * `local` is in scope from here on. One of the compiler holds an operand, or a value that a construct looks at until it is
   * complete (what is matched, the base of a struct, the collection of a loop): that goes like a local of the source, unless it
   * is an alias, another name of a value that is held already.
   */
  declare(local: CoreLocal, span: Span, isAlias = false): void {
    const def = this.b.fn?.locals[local];
    if (def === undefined || !this.reach.reaches(def.type)) return;
    if (isAlias && !def.isDeclared && !def.isOperand) return;
    this.#hold({ local }, !def.isOperand, span);
  }

  /** `value` waits from here on for the operation that takes it. Gives the depth before it. */
  operand(value: VarId, span: Span): number {
    const depth = this.#held.length;
    if (this.reach.reaches(this.b.varTypes[value])) this.#hold({ operand: value }, false, span);
    return depth;
  }

  #hold(of: Held["of"], isDeclared: boolean, span: Span): void {
    const start = this.b.define(this.unitType, (dst) => ({ kind: "ScopeStart", dst, span }));
    this.#held.push({ start, of, isDeclared });
  }

  /** Whether the source declares `local`, and its value may drop. */
  #isWatched(local: CoreLocal): boolean {
    const def = this.b.fn?.locals[local];
    return def?.isDeclared === true && this.reach.reaches(def.type);
  }

  /** A place in the nesting of scopes and operands, to leave to. */
  get depth(): number {
    return this.#held.length;
  }

  /** Control leaves to `depth`, by a jump out of what is inside: all of it is released. */
  jumpTo(depth: number, span: Span): void {
    for (let i = this.#held.length - 1; i >= depth; i--) this.#end(this.#held[i], span);
  }

  /** The scopes inside `depth` end here, if control comes here at all. */
  leaveTo(depth: number, span: Span): void {
    for (let i = this.#held.length - 1; i >= depth && this.b.current !== undefined; i--) {
      if (this.#held[i].isDeclared) this.#end(this.#held[i], span);
    }
    this.#held.length = depth;
  }

  /** The operation that follows takes the operands inside `depth`. */
  take(depth: number): void {
    this.#taken = this.#held.splice(depth);
  }

  /**
   * The operation before put what it took into its result, or looked at it. Should that turn out to be not needed, since only
   * parts of it are read, the operands go here and no earlier.
   */
  endTaken(span: Span): void {
    for (const held of this.#taken.toReversed()) this.#end(held, span);
  }

  /** Nothing takes `value`: it goes here, and not before the operands of what made it. */
  discard(value: VarId, span: Span): void {
    this.take(this.operand(value, span));
    this.endTaken(span);
  }

  /** `value`, which is a part of an operand, with a reference of its own. */
  partOf(value: VarId, span: Span): VarId {
    const type = this.b.varTypes[value];
    if (!this.reach.reaches(type)) return value;
    return this.b.define(type, (dst) => ({ kind: "ShareValue", dst, src: value, span }));
  }

  /** A statement reads a local that has `value`, be it for a name that is never used: what stands before is not its last use. */
  read(value: VarId, span: Span): void {
    if (!this.reach.reaches(this.b.varTypes[value])) return;
    this.b.define(this.unitType, (dst) => ({ kind: "LocalRead", dst, value, span }));
  }

  /** The value of `local` is replaced. */
  replace(local: CoreLocal, span: Span): void {
    const held = this.#held.findLast(({ of, isDeclared }) =>
      isDeclared && "local" in of && of.local === local
    );
    if (held !== undefined) this.#end(held, span);
  }

  /** `value` of `local` for a closure that is called here: the local keeps a reference until its scope ends. */
  keep(local: CoreLocal, value: VarId, span: Span): VarId {
    if (!this.#isWatched(local)) return value;
    const type = this.b.varTypes[value];
    return this.b.define(type, (dst) => ({ kind: "ShareValue", dst, src: value, span }));
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

  #end({ of, start }: Held, span: Span): void {
    const value = "local" in of ? this.b.read(of.local) : of.operand;
    this.b.define(this.unitType, (dst) => ({ kind: "ScopeEnd", dst, value, start, span }));
  }
}
