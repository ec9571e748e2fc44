import type { ExprOf, Name, StructElement } from "./ast.ts";

/**
 * `{ ...p, x: 1 }` read as a struct like `p` with other fields: it looks like a map, and only the type of what is spread
 * tells. Nothing when it can be a map only: without a spread in front, or with a key that is no bare name.
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
