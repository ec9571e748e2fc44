/** Where cells come free in a function, and what a plan says about who fills them again. */
import type { MonoTypeId } from "../../mono/mod.ts";
import type { Loop } from "../analysis/loop_forest.ts";
import type { BlockId, Op, VarId } from "../ir/ir.ts";

/** A cell of `type` that comes free, in each turn of `loop`; perhaps nobody wants it. */
export type Source =
  & { readonly type: MonoTypeId; readonly loop: Loop | undefined }
  & (
    | { readonly kind: "unpacked"; readonly op: Extract<Op, { kind: "Unpack" }> }
    /** `value` is not needed from op `index` of `block` on. */
    | {
      readonly kind: "dead";
      readonly value: VarId;
      readonly block: BlockId;
      readonly index: number;
    }
    /** One for each way into `block`; nothing for ways that bring no cell, which makes it partial. */
    | {
      readonly kind: "joined";
      readonly isPartial: boolean;
      readonly block: BlockId;
      readonly inputs: readonly (readonly [BlockId, Source | undefined])[];
    }
    /** The caller's: parameter `index` of those that are added for tokens. */
    | { readonly kind: "given"; readonly index: number }
  );

/** How many cells of one type a function fills beyond those that it takes apart itself. */
export interface Want {
  readonly type: MonoTypeId;
  /** On some way through the function. */
  readonly most: number;
  /** On every way that returns. */
  readonly least: number;
}

/** What becomes of the cells of a function. */
export interface CellPlan {
  /** The cell that each `Construct` fills, where there is one. */
  readonly filled: ReadonlyMap<Op, Source>;
  /** The cells that go with a call, for the callee to fill. */
  readonly handed: ReadonlyMap<Op, readonly Source[]>;
  readonly wants: readonly Want[];
}

export function isPartial(source: Source | undefined): boolean {
  return source === undefined || source.kind === "joined" && source.isPartial;
}
