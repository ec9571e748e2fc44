/** Which types have to do with `Drop`. */
import type { ArcProgram } from "../ir/ir.ts";
import { DropReach, type MonoTypeId, type MonoTypes } from "../../mono/mod.ts";

export { DropReach };

/** Whether values of the type have an impl of `Drop` themselves. */
export function isDropping(types: MonoTypes, id: MonoTypeId): boolean {
  const type = types.get(id);
  return type.kind === "sum" && type.drops === true;
}

/** The types whose release may run an impl of `Drop`; a closure may hold anything. */
export function typesThatDrop({ types }: ArcProgram): DropReach {
  return new DropReach(types, (type) => isDropping(types, type), true);
}

/** The types of values that have an impl of `Drop` inside, whatever closures hold. */
export function typesWithDrop({ types }: ArcProgram): DropReach {
  return new DropReach(types, (type) => isDropping(types, type), false);
}
