/** Functions written in clauses (spec 10.1.1): which definitions of one name belong together. */
import type * as ast from "../../syntax/mod.ts";
import type { FnDef } from "../model/model.ts";

/** A function of a module with the definitions of its name so far. */
export interface Clauses {
  readonly fn: FnDef;
  readonly first: ast.FunctionItem;
  /** `first`, then those that were added. */
  readonly clauses: ast.FunctionItem[];
}

/** Adds `item` as a further clause, unless it is a second definition with another signature. */
export function addClause({ fn, first, clauses }: Clauses, item: ast.FunctionItem): boolean {
  if (!isClause(first) && !hasSignatureOf(first, item)) return false;
  clauses.push(item);
  fn.clauses = clauses;
  return true;
}

/** Whether a function matches its parameters by a pattern or a guard. */
export function isClause(item: ast.FunctionItem): boolean {
  return item.guard !== undefined || item.params.some(({ pattern }) => pattern.kind !== "Bind");
}

/** Whether `item` has the parameters and the result of `first`, where it states their types. */
function hasSignatureOf(first: ast.FunctionItem, item: ast.FunctionItem): boolean {
  return item.params.length === first.params.length &&
    item.params.every(({ type }, i) => isAlike(type, first.params[i]?.type)) &&
    isAlike(item.result, first.result);
}

function isAlike(type: ast.TypeExpr | undefined, first: ast.TypeExpr | undefined): boolean {
  return type === undefined || isSameTree(type, first);
}

/** Whether two parts of the tree are written alike, wherever they stand. */
function isSameTree(a: unknown, b: unknown): boolean {
  if (typeof a !== "object" || typeof b !== "object" || a === null || b === null) return a === b;
  const keys = Object.keys(a).filter(isContent);
  if (keys.length !== Object.keys(b).filter(isContent).length) return false;
  return keys.every((key) =>
    isSameTree((a as Record<string, unknown>)[key], (b as Record<string, unknown>)[key])
  );
}

function isContent(key: string): boolean {
  return key !== "span" && key !== "id";
}
