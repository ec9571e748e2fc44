/** Constants of modules whose value is a literal, for patterns. */
import type * as ast from "../../syntax/mod.ts";
import type { FnDef, ModuleScope } from "../model/model.ts";
import type { Program } from "../model/program.ts";

/** Constants that name one another; more are a cycle, which is reported where they are declared. */
const MAX_LINKS = 32;

/** The constant that `name` means in `module`. */
export function constantNamed(
  module: ModuleScope | undefined,
  name: string,
): FnDef | undefined {
  const entity = module?.values.get(name);
  return entity?.kind === "fn" && entity.fn.kind === "const" ? entity.fn : undefined;
}

/** The literal that `constant` is, through other constants; undefined for one that is computed. */
export function constantLiteral(program: Program, constant: FnDef): ast.LiteralPattern | undefined {
  let fn: FnDef | undefined = constant;
  for (let links = 0; links < MAX_LINKS && fn?.item.kind === "Const"; links++) {
    const value = withoutParens(fn.item.value);
    if (value.kind !== "Ident" && value.kind !== "ConstIdent") return literalOf(value);
    fn = constantNamed(program.modules[fn.module], value.name);
  }
  return undefined;
}

function withoutParens(expr: ast.Expr): ast.Expr {
  return expr.kind === "Paren" ? withoutParens(expr.inner) : expr;
}

function literalOf(expr: ast.Expr): ast.LiteralPattern | undefined {
  switch (expr.kind) {
    case "Int":
      return { kind: "int", value: expr.isNegative ? -expr.value : expr.value };
    case "Float":
      return { kind: "float", value: expr.value };
    case "Bool":
      return { kind: "bool", value: expr.value };
    case "Str":
      return { kind: "str", value: expr.value };
    case "Char":
      return { kind: "char", value: expr.value };
    case "Byte":
      return { kind: "byte", value: expr.value };
    case "Duration":
      return { kind: "duration", value: expr.value };
    case "Size":
      return { kind: "size", value: expr.value };
    case "Unary": {
      const operand = expr.op === "-" ? literalOf(withoutParens(expr.operand)) : undefined;
      if (operand?.kind === "float") return { kind: "float", value: -operand.value };
      if (operand?.kind === "duration") return { kind: "duration", value: -operand.value };
      return undefined;
    }
    default:
      return undefined;
  }
}
