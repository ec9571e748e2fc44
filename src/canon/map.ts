/** Literals of maps and sets, and updates of structs that are written like them. */
import { asStructUpdate, type ExprOf } from "../syntax/mod.ts";
import { isBuiltin } from "../types/mod.ts";
import * as b from "./build.ts";
import { canonStruct } from "./call.ts";
import type { CanonContext } from "./context.ts";
import type { CanonExpr } from "./generic.ts";
import { callHelper, emptyTable } from "./tables.ts";

/** Entries are added in order; one given again changes the value. What is like a struct is made as one. */
export function canonMap(cx: CanonContext, expr: ExprOf<"Map">): CanonExpr {
  const update = cx.resolution(expr.id)?.kind === "struct" ? asStructUpdate(expr) : undefined;
  if (update !== undefined) return canonStruct(cx, update);
  const type = cx.typeOf(expr.id);
  if (isBuiltin(type, "void")) return b.unit(expr.span);
  let map: CanonExpr | undefined;
  for (const entry of expr.entries) {
    if (entry.kind === "spread") {
      const rest = cx.expr(entry.value);
      map = map === undefined ? rest : callHelper(cx, "map_merge", [map, rest], type, expr.span);
    } else {
      map ??= emptyTable(cx, type, expr.span);
      map = insertInto(map, cx.expr(entry.key), cx.expr(entry.value));
    }
  }
  return map ?? emptyTable(cx, type, expr.span);

  function insertInto(into: CanonExpr, key: CanonExpr, value: CanonExpr): CanonExpr {
    return callHelper(cx, "map_insert", [into, key, value], type, expr.span);
  }
}
