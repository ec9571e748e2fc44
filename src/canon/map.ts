/** Literals of maps and sets, and updates of structs that are written like them. */
import { asStructUpdate, type ExprOf } from "../syntax/mod.ts";
import { isBuiltin } from "../types/mod.ts";
import * as b from "./build.ts";
import { foldLeft } from "./chains.ts";
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
  const [first, ...rest] = expr.entries;
  const start = first?.kind === "spread" ? cx.expr(first.value) : emptyTable(cx, type, expr.span);
  const entries = first?.kind === "spread" ? rest : expr.entries;
  return foldLeft(start, entries, (map, entry) => {
    if (entry.kind === "spread") {
      return callHelper(cx, "map_merge", [map, cx.expr(entry.value)], type, expr.span);
    }
    const args = [map, cx.expr(entry.key), cx.expr(entry.value)];
    return callHelper(cx, "map_insert", args, type, expr.span);
  }, cx.chain(expr.span));
}
