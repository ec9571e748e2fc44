/** Decides which types are counted. */
import { assertNever } from "../base/mod.ts";
import type { MonoType, MonoTypeId } from "./program.ts";

/**
 * Whether a value of `type` holds a counted reference anywhere inside; `isCounted` answers for the types it contains.
 * Ends because every cycle of inline containment passes a boxed sum.
 */
export function holdsReference(type: MonoType, isCounted: (id: MonoTypeId) => boolean): boolean {
  switch (type.kind) {
    case "scalar":
    case "unit":
    case "never":
      return false;
    case "str":
    case "list":
    case "fn":
    case "env":
    case "token":
    case "builder":
      return true;
    case "struct":
      return type.fields.some((field) => isCounted(field.type));
    case "sum":
      return type.isBoxed ||
        type.variants.some(({ fields }) => fields.some((field) => isCounted(field.type)));
    default:
      return assertNever(type, "mono");
  }
}
