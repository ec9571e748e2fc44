/** Forms of the syntax tree that more than one room asks for. */
import type * as ast from "../../syntax/mod.ts";
import type { FnDef } from "./model.ts";

/** The expression that `fn` evaluates; undefined for intrinsics and signatures. */
export function bodyOf(fn: FnDef): ast.Expr | undefined {
  return fn.item.kind === "Const" ? fn.item.value : fn.item.body;
}

/** A `let` with a `?`. */
export type FallibleLet = Extract<ast.Stmt, { kind: "Let" }> & { readonly fallible: ast.Fallible };

/** Whether the pattern of `statement` may fail. */
export function isFallible(statement: ast.Stmt): statement is FallibleLet {
  return statement.kind === "Let" && statement.fallible !== undefined;
}

/** The `recurse` with `memo: true` that the body of `fn` is, if it is one. */
export function memoBody(fn: FnDef): ast.ExprOf<"Special"> | undefined {
  const body = fn.item.kind === "Function" && fn.clauses === undefined ? fn.item.body : undefined;
  if (body?.kind !== "Special" || body.form !== "recurse") return undefined;
  const memo = body.args.find((arg) => arg.name?.text === "memo")?.value;
  return memo?.kind === "Bool" && memo.value ? body : undefined;
}

/** Whether `fn` is called on a value. */
export function hasSelf(fn: FnDef): boolean {
  return fn.params[0]?.name === "self";
}
