/** The methods that change their `self`: bodies note, `self_change_table.ts` decides, later stages ask. */
import type { Span } from "../../base/mod.ts";
import type { Diagnostics } from "../../diagnostics/mod.ts";
import type { FnDef, LocalDef, Type } from "./model.ts";
import type { Program } from "./program.ts";

/** The reason why a variable cannot be assigned. */
export type VariableObstacle =
  | { readonly kind: "immutable" | "parameter" | "loop"; readonly local: LocalDef }
  | { readonly kind: "captured"; readonly local: LocalDef; readonly isCatch: boolean };

/** The reason why the value of a receiver cannot be changed. */
export type Obstacle =
  | VariableObstacle
  | { readonly kind: "item"; readonly name: string }
  /** An index by a trait, where the type has no matching `IndexSet`. */
  | { readonly kind: "index"; readonly type: Type };

/** A call of a method on a variable or a part of it. */
export interface ReceiverCall {
  readonly caller: FnDef;
  readonly callee: FnDef;
  /** The place of the receiver in the source. */
  readonly span: Span;
  /** The receiver is the caller's own `self` or a part of it. */
  readonly isOnSelf: boolean;
  readonly obstacle?: Obstacle;
}

/** What a body does to its `self`, and its calls of methods. */
export interface SelfNote {
  readonly write: Span | undefined;
  readonly calls: readonly ReceiverCall[];
}

export interface SelfChanges {
  /** Notes what the body of `fn` does: where it first assigns to its `self` or a part of it, and its calls. */
  noteBody(fn: FnDef, write: Span | undefined, calls: readonly ReceiverCall[]): void;
  /** What was noted of the body of `fn`. */
  noteOf(fn: FnDef): SelfNote;
  /** Whether an assignment of `fn` to its `self` was noted: for a method of std by its mark, before any body is read. */
  isNoted(fn: FnDef): boolean;
  /** Whether the body of `fn` changes its `self`, be it for the caller or for itself alone. */
  isChanged(fn: FnDef): boolean;
  /** Whether calls of `fn` change their receiver: its result comes with the new one, see `pairWithSelf` of `type.ts`. */
  isMutating(fn: FnDef): boolean;
  /**
   * Whether the caller does not get the changed `self` of `fn` back: `fn` never returns, or its result is `Self`, which
   * is the changed value. For the method of a trait, the trait has to say so: `-> int` in an impl for `int` does not.
   */
  keepsChange(fn: FnDef): boolean;
  /** Decides all methods; reports calls that cannot change their receiver, and impls that must not. Once per program. */
  settle(program: Program, diagnostics: Diagnostics): void;
}
