/** Finds types whose values are too large to lie inline in a variable: pairs of pairs double with each level. */
import type { MonoField, MonoType, MonoTypeId } from "./program.ts";

/** The numbers, references and other single parts that a value may hold inline. */
export const MAX_INLINE_PARTS = 65_536;

/** Ids of the types of `all`, of which boxed sums are chosen, whose values hold more inline; in the order of their ids. */
export function oversizedTypes(all: readonly MonoType[]): readonly MonoTypeId[] {
  const known: (number | undefined)[] = [];
  const sum = (fields: readonly MonoField[]) =>
    fields.reduce((total, field) => Math.min(total + size(field.type), MAX_INLINE_PARTS + 1), 0);
  const largest = ({ variants }: Extract<MonoType, { kind: "sum" }>) =>
    variants.reduce((most, { fields }) => Math.max(most, sum(fields)), 0);
  const size = (id: MonoTypeId): number => known[id] ??= compute(all[id]);
  const compute = (type: MonoType | undefined): number => {
    switch (type?.kind) {
      case "unit":
      case "never":
        return 0;
      case "struct":
        return sum(type.fields);
      case "sum":
        return type.isBoxed ? 1 : 1 + largest(type);
      default:
        return 1;
    }
  };
  return all.map((_, id) => id as MonoTypeId).filter((id) => {
    const type = all[id];
    // The cell of a boxed sum is laid out as well.
    return (type?.kind === "sum" ? largest(type) : size(id)) > MAX_INLINE_PARTS;
  });
}
