/**
 * Boxes types whose values are too large to lie inline. A variable, an argument and a copy of an inline value take each of its parts,
 * and pairs of pairs double with each level; a cell is one part, however large it is.
 */
import type { MonoField, MonoType, MonoTypeId } from "./program.ts";

/** The numbers, references and other single parts that a value may hold inline. */
export const MAX_INLINE_PARTS = 64;

/**
 * Boxes the structs, tuples and sums of `all` whose values would hold more parts inline; the sums on cycles are boxed already. A struct
 * becomes a sum of one variant. The parts of large types are boxed first, so most cells are small. The types of `inline` stay as they are.
 */
export function boxLargeTypes(all: MonoType[], inline: ReadonlySet<MonoTypeId>): void {
  const known: (number | undefined)[] = [];
  const sum = (fields: readonly MonoField[]) =>
    fields.reduce((total, field) => total + size(field.type), 0);
  const size = (id: MonoTypeId): number => known[id] ??= compute(id);
  const box = (id: MonoTypeId, boxed: MonoType) => {
    all[id] = boxed;
    return 1;
  };
  const compute = (id: MonoTypeId): number => {
    const type = all[id];
    switch (type.kind) {
      case "unit":
      case "never":
        return 0;
      case "struct": {
        const { name, fields } = type;
        const parts = sum(fields);
        if (parts <= MAX_INLINE_PARTS || inline.has(id)) return parts;
        return box(id, {
          kind: "sum",
          name,
          variants: [{ name, fields }],
          isBoxed: true,
          large: "struct",
        });
      }
      case "sum": {
        if (type.isBoxed) return 1;
        const parts = type.variants.reduce((most, { fields }) => Math.max(most, sum(fields)), 1);
        if (parts <= MAX_INLINE_PARTS) return parts;
        return box(id, { ...type, isBoxed: true, large: "sum" });
      }
      default:
        return 1;
    }
  };
  for (const id of all.keys()) size(id as MonoTypeId);
}
