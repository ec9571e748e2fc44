/**
 * Operations on maps and sets: empty ones, indexing, the entries of a loop, the elements that `yield` adds. All of them are
 * calls of functions in `std/prelude/map.ori` and `set.ori`.
 */
import type { Span } from "../base/mod.ts";
import { conType, isBuiltin, listType, prune, type Type, VOID } from "../types/mod.ts";
import * as b from "./build.ts";
import type { CanonContext } from "./context.ts";
import type { CanonExpr, CanonStmt } from "./generic.ts";

/** Functions of std that canon calls, each with the type arguments of the map or set it works on. */
type Helper =
  | "map_insert"
  | "map_merge"
  | "map_get"
  | "map_entries"
  | "set_insert"
  | "set_entries";

export function callHelper(
  cx: CanonContext,
  name: Helper,
  args: readonly CanonExpr[],
  type: Type,
  span: Span,
): CanonExpr {
  const fn = cx.program.builtins.fn(name);
  return b.call({ kind: "fn", fn, typeArgs: argsOf(args[0]?.type ?? type) }, args, type, span);
}

function argsOf(type: Type): readonly Type[] {
  const t = prune(type);
  return t.kind === "con" ? t.args : [];
}

/** A map or set without elements. */
export function emptyTable(cx: CanonContext, type: Type, span: Span): CanonExpr {
  const [key, value] = argsOf(type);
  const { builtins } = cx.program;
  const typeArgs = [key as Type, value ?? VOID];
  const rep = conType(builtins.type("MapRep"), typeArgs);
  const table = conType(builtins.type("MapTable"), typeArgs);
  const none = b.construct(0, [], table, span);
  const zero = b.intLit(0, span);
  return b.retype(b.construct(undefined, [zero, zero, none], rep, span), type, span);
}

/** `map[key]`: an Option. */
export function readKey(
  cx: CanonContext,
  map: CanonExpr,
  key: CanonExpr,
  type: Type,
  span: Span,
): CanonExpr {
  return callHelper(cx, "map_get", [map, key], type, span);
}

/** `map` with `value` at `key`. */
export function storeKey(
  cx: CanonContext,
  map: CanonExpr,
  key: CanonExpr,
  value: CanonExpr,
  span: Span,
): CanonExpr {
  return callHelper(cx, "map_insert", [map, key, value], map.type, span);
}

/** The entries of a map or set, holes included: a list of `MapEntry`. */
export function entriesOf(cx: CanonContext, table: CanonExpr, span: Span): CanonExpr {
  const [key, value] = argsOf(table.type);
  const entry = conType(cx.program.builtins.type("MapEntry"), [key as Type, value ?? VOID]);
  const helper = isBuiltin(table.type, "map") ? "map_entries" : "set_entries";
  return callHelper(cx, helper, [table], listType(entry), span);
}

/** The collection `result` with what a `yield` gives: an element, or the pair of key and value. */
export function collect(
  cx: CanonContext,
  result: CanonExpr,
  value: CanonExpr,
  statements: CanonStmt[],
): CanonExpr {
  const { type, span } = result;
  if (isBuiltin(type, "Set")) return callHelper(cx, "set_insert", [result, value], type, span);
  const read = cx.hold(value, "pair", statements);
  const [key, item] = argsOf(type).map((part, i) => b.field(read(), i, part, span));
  return storeKey(cx, result, key as CanonExpr, item as CanonExpr, span);
}
