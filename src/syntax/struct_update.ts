import type { ExprOf, Name, StructElement } from "./ast.ts";

/**
 * Reads `{ ...p, x: 1 }` as a struct like `p` with other fields. It looks like a map; the type of the spread value decides.
 * Returns undefined for what can only be a map: without a leading spread, or with a key that is not a plain name.
 */
export function asStructUpdate(map: ExprOf<"Map">): ExprOf<"Struct"> | undefined {
  if (map.entries[0]?.kind !== "spread") return undefined;
  const fields: StructElement[] = [];
  for (const entry of map.entries) {
    if (entry.kind === "spread") fields.push(entry);
    else if (entry.name === undefined) return undefined;
    else fields.push({ kind: "field", name: entry.name, value: entry.value, id: entry.key.id });
  }
  const { id, span } = map;
  const names: Name[] = [];
  return { kind: "Struct", id, span, path: { names, span }, typeArgs: [], fields };
}
