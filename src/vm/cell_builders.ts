/**
 * Values of boxed sums that are built from the outside in (the type `builder`): `[first cell, last cell, field]`, where `field` of
 * the last cell is still empty. A builder has one owner, so its cells are changed in place.
 */
import { InternalError } from "../base/mod.ts";
import { Cell, type Value } from "./value.ts";

/** `Extend`: puts `cell`, whose field `field` is empty, into the empty field of `builder`. */
export function extendBuilder(builder: Value, cell: Cell, field: number): Value {
  if (cell.count !== 1 || cell.items[field] !== undefined) {
    throw new InternalError("Extend by a cell that is shared or full", { stage: "vm" });
  }
  return builder === undefined ? [cell, cell, field] : [fill(builder, cell), cell, field];
}

/** `Finish`: puts `value` into the last empty field and gives the first cell. */
export function finishBuilder(builder: Value, value: Value): Value {
  return builder === undefined ? value : fill(builder, value);
}

/** The first cell of `builder`, once its empty field holds `value`. */
function fill(builder: Value, value: Value): Value {
  const [first, last, field] = Array.isArray(builder) ? builder : [];
  if (!(last instanceof Cell) || typeof field !== "number" || last.items[field] !== undefined) {
    throw new InternalError("no builder with an empty field", { stage: "vm" });
  }
  last.items[field] = value;
  return first;
}
