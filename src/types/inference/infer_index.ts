/** `value[key]` by the trait `Index`, which a type may implement for several types of keys. */
import type * as ast from "../../syntax/mod.ts";
import { ambiguousIndex, wrongIndexType } from "../messages/errors_convert.ts";
import { notIndexable, notIndexAssignable, typeMismatch } from "../messages/errors_infer.ts";
import { INT } from "../model/builtin.ts";
import type { FnDef, TraitDef, Type } from "../model/model.ts";
import type { Program } from "../model/program.ts";
import { ERROR_TYPE, prune } from "../model/type.ts";
import { traitArgsOf } from "../traits/lookup_method.ts";
import { compareTypes } from "../traits/match_type.ts";
import { knownBounds, matchingImpls } from "../traits/traits.ts";
import type { BodyContext } from "./body_context.ts";
import { isNever } from "./coerce.ts";
import { instantiateTraitMethod } from "./instantiate_method.ts";

/** The key and the value of an `Index` that a type has; undefined is decided by the use. */
type IndexArgs = readonly (Type | undefined)[];

/** The type of `object[key]` where `type` is that of the object. */
export function indexByTrait(cx: BodyContext, expr: ast.ExprOf<"Index">, type: Type): Type {
  const trait = cx.program.builtins.trait("Index");
  const all = type.kind === "error" ? [] : indexesOf(cx.program, trait, type);
  const key = cx.infer(expr.index, onlyKey(all));
  if (type.kind === "error" || isNever(key)) return type.kind === "error" ? type : key;
  if (all.length === 0) return cx.record.report(notIndexable(type, expr.object.span));
  const chosen = choose(cx, expr, type, all, key);
  return chosen === undefined ? ERROR_TYPE : call(cx, expr, type, trait, chosen);
}

/**
 * The type of the place `object[key]` that is assigned, by the trait `IndexSet`. One that is read as well, for a place inside
 * it or by a compound assignment, needs `Index` for the same value.
 */
export function placeByTrait(
  cx: BodyContext,
  expr: ast.ExprOf<"Index">,
  type: Type,
  isRead: boolean,
): Type {
  const read = isRead ? indexByTrait(cx, expr, type) : undefined;
  if (type.kind === "error" || read?.kind === "error") return ERROR_TYPE;
  const trait = cx.program.builtins.trait("IndexSet");
  const all = indexesOf(cx.program, trait, type);
  const key = cx.facts.types.get(expr.index.id) ?? cx.infer(expr.index, onlyKey(all));
  if (isNever(key)) return key;
  if (all.length === 0) return cx.record.report(notIndexAssignable(type, expr.span));
  const chosen = choose(cx, expr, type, all, key);
  if (chosen === undefined) return ERROR_TYPE;
  const fn = trait.methods.get("updated") as FnDef;
  const { callee, params } = instantiateTraitMethod(cx, trait, chosen, fn, type, [], expr.span);
  const value = params[2] as Type;
  if (read !== undefined && !cx.unifier.unify(value, read)) {
    return cx.record.report(typeMismatch(value, read, expr.span));
  }
  cx.facts.stores.set(expr.id, callee);
  return value;
}

/**
 * Whether the place `object[key]`, which was read by `Index`, can be stored to by the only `IndexSet` for the same key and value;
 * noted then, for calls that may change it.
 */
export function storeForRead(cx: BodyContext, expr: ast.ExprOf<"Index">, type: Type): boolean {
  const trait = cx.program.builtins.trait("IndexSet");
  const key = prune(cx.facts.types.get(expr.index.id) ?? ERROR_TYPE);
  const read = prune(cx.facts.types.get(expr.id) ?? ERROR_TYPE);
  const [chosen, ...others] = indexesOf(cx.program, trait, type).filter((args) =>
    [key, read].every((found, i) => {
      const wanted = args[i];
      return wanted === undefined || fits(wanted, found);
    })
  );
  if (chosen === undefined || others.length > 0) return false;
  const fn = trait.methods.get("updated") as FnDef;
  const all = [chosen[0] ?? key, chosen[1] ?? read];
  const { callee, params } = instantiateTraitMethod(cx, trait, all, fn, type, [], expr.span);
  if (!cx.unifier.unify(params[1] as Type, key) || !cx.unifier.unify(params[2] as Type, read)) {
    return false;
  }
  cx.facts.stores.set(expr.id, callee);
  return true;
}

function onlyKey(all: readonly IndexArgs[]): Type | undefined {
  return all.length === 1 ? all[0]?.[0] : undefined;
}

function indexesOf(program: Program, trait: TraitDef, type: Type): readonly IndexArgs[] {
  const bounds = (knownBounds(type) ?? []).filter((ref) => ref.trait === trait);
  if (bounds.length > 0) return bounds.map((ref) => ref.args);
  return matchingImpls(program, trait, type).map(traitArgsOf);
}

function choose(
  cx: Pick<BodyContext, "record" | "unifier">,
  expr: ast.ExprOf<"Index">,
  type: Type,
  all: readonly IndexArgs[],
  key: Type,
): IndexArgs | undefined {
  const k = prune(key);
  const fitting = all.filter(([wanted]) => wanted === undefined || fits(wanted, k));
  // An int literal is an int where that fits.
  const literal = k.kind === "var" && k.isIntLiteral ? INT : k;
  const exact = fitting.filter(([wanted]) => wanted !== undefined && fits(wanted, literal));
  const best = exact.length > 0 ? exact : fitting;
  const [chosen] = best;
  const keys = all.flatMap(([wanted]) => wanted ?? []);
  if (chosen === undefined) {
    cx.record.report(wrongIndexType(type, key, keys, expr.index.span));
  } else if (best.length > 1) {
    cx.record.report(ambiguousIndex(type, keys, expr.index.span));
  } else if (chosen[0] === undefined || cx.unifier.unify(chosen[0], key)) {
    return [chosen[0] ?? key, ...chosen.slice(1)];
  } else cx.record.report(wrongIndexType(type, key, keys, expr.index.span));
  return undefined;
}

function fits(wanted: Type, key: Type): boolean {
  return compareTypes(key, wanted) !== "no";
}

function call(
  cx: BodyContext,
  expr: ast.ExprOf<"Index">,
  type: Type,
  trait: TraitDef,
  args: IndexArgs,
): Type {
  const fn = trait.methods.get("index") as FnDef;
  const instance = instantiateTraitMethod(cx, trait, args, fn, type, [], expr.span);
  const { callee, result } = instance;
  const sources = [{ kind: "receiver" }, { kind: "arg", index: 0 }] as const;
  cx.facts.resolutions.set(expr.id, { kind: "call", callee, args: sources });
  return result;
}
