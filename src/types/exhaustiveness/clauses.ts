/** The clauses of a function as arms of one match over its parameters. */
import type { Diagnostics } from "../../diagnostics/mod.ts";
import type * as ast from "../../syntax/mod.ts";
import { tupleType } from "../model/builtin.ts";
import type { FnDef, Type } from "../model/model.ts";
import { checkClauseCoverage, type ClauseToCheck } from "./coverage.ts";
import { type Pat, type PatternView, resolvePattern } from "./pattern.ts";

/** Reports values that no clause takes, and clauses that no value reaches. */
export function checkClauseMatch(
  view: PatternView,
  fn: FnDef,
  clauses: readonly ast.FunctionItem[],
  diagnostics: Diagnostics,
): void {
  const arms: ClauseToCheck[] = [];
  for (const clause of clauses) {
    const pat = clausePattern(view, fn, clause);
    if (pat === undefined) return;
    arms.push({ pat, isGuarded: clause.guard !== undefined });
  }
  checkClauseCoverage(fn.name, fn.span, clauseSubject(fn), arms, diagnostics);
}

/** The type of what the clauses match: of the only parameter, or of several as one tuple. */
export function clauseSubject(fn: FnDef): Type {
  const types = fn.params.map((param) => param.type);
  const [only] = types;
  return only !== undefined && types.length === 1 ? only : tupleType(types);
}

/** The patterns of a clause as one; undefined when one of them was reported as wrong. */
export function clausePattern(
  view: PatternView,
  fn: FnDef,
  clause: ast.FunctionItem,
): Pat | undefined {
  const fields: Pat[] = [];
  for (const { pattern } of clause.params) {
    const pat = resolvePattern(view, pattern);
    if (pat === undefined) return undefined;
    fields.push(pat);
  }
  const [only] = fields;
  if (only !== undefined && fields.length === 1) return only;
  const type = clauseSubject(fn);
  const [first] = clause.params;
  if (first === undefined) return { kind: "any", type, span: clause.name.span, binds: [] };
  const last = clause.params[clause.params.length - 1] ?? first;
  const span = { ...first.span, end: last.span.end };
  return { kind: "product", fields, type, span, binds: [] };
}
