/** The variables that a body assigns, by their names. */
import type * as ast from "../../syntax/mod.ts";
import { eachChildExpr } from "../../syntax/mod.ts";
import type { FnDef } from "../model/model.ts";

/** The names at the roots of all targets of assignments in `fn`, whichever variables they mean. */
export function assignedNames(fn: FnDef): ReadonlySet<string> {
  const names = new Set<string>();
  const walk = (expr: ast.Expr) => {
    if (expr.kind === "Block") {
      for (const statement of expr.statements) {
        const name = statement.kind === "Assign" ? rootName(statement.target) : undefined;
        if (name !== undefined) names.add(name);
      }
    }
    eachChildExpr(expr, walk);
  };
  for (const body of bodiesOf(fn)) walk(body);
  return names;
}

function bodiesOf({ item, clauses }: FnDef): readonly ast.Expr[] {
  if (item.kind === "Const") return [item.value];
  const all = clauses ?? [item];
  return all.flatMap(({ body }) => body === undefined ? [] : [body]);
}

function rootName(target: ast.Expr): string | undefined {
  switch (target.kind) {
    case "Ident":
    case "ConstIdent":
      return target.name;
    case "Field":
    case "TupleField":
    case "Index":
      return rootName(target.object);
    case "Paren":
      return rootName(target.inner);
    default:
      return undefined;
  }
}
