import { Layouts } from "../../layout/mod.ts";
import type { MonoTypeId, MonoTypes } from "../../mono/mod.ts";
import type { Analyses } from "./analyses.ts";
import { dominatorsOf } from "./dominators.ts";
import type { ArcFunction, ArcProgram, BlockId, Op } from "../ir/ir.ts";

/** Bytes of a pointer where sizes are only compared: cells that are equal here may differ for wasm32. */
const POINTER_BYTES = 8;

/** Answers which ops allocate cells of boxed sums, and what they need. */
export class Cells {
  readonly #layouts: Layouts;

  constructor(readonly types: MonoTypes) {
    this.#layouts = new Layouts(types, POINTER_BYTES);
  }

  /** Whether a variant of the type is a counted cell, not a constant. */
  isCell(type: MonoTypeId, variant: number): boolean {
    return this.isBoxed(type) && !this.#layouts.isNullary(type, variant);
  }

  isBoxed(id: MonoTypeId): boolean {
    const type = this.types.get(id);
    return type.kind === "sum" && type.isBoxed;
  }

  /** The type of the cell that `op` allocates, if it does. */
  madeBy(op: Op, fn: ArcFunction): MonoTypeId | undefined {
    if (op.kind !== "Construct" || op.variant === undefined) return undefined;
    const type = fn.varTypes[op.dst];
    return this.isCell(type, op.variant) ? type : undefined;
  }
}

/** The cells of the types of a program. */
export function cellsOf({ types }: ArcProgram): Cells {
  return new Cells(types);
}

/** Where a function allocates cells. */
export class CellMakers {
  readonly #fn: ArcFunction;
  readonly #places = new Map<MonoTypeId, { readonly block: BlockId; readonly index: number }[]>();
  readonly #analyses: Analyses;

  constructor(fn: ArcFunction, analyses: Analyses) {
    const cells = analyses.ofTypes(cellsOf);
    this.#fn = fn;
    this.#analyses = analyses;
    for (const { id, ops } of fn.blocks) {
      ops.forEach((op, index) => {
        const type = cells.madeBy(op, fn);
        if (type === undefined) return;
        const known = this.#places.get(type);
        if (known === undefined) this.#places.set(type, [{ block: id, index }]);
        else known.push({ block: id, index });
      });
    }
  }

  get isEmpty(): boolean {
    return this.#places.size === 0;
  }

  /** Whether a cell of the type is made at op `index` of `block` or later, on ways that all pass there. */
  isMadeAfter(type: MonoTypeId, block: BlockId, index: number): boolean {
    return (this.#places.get(type) ?? []).some((place) => {
      if (place.block === block) return place.index >= index;
      return this.#analyses.ofFunction(this.#fn, dominatorsOf).dominates(block, place.block);
    });
  }
}
