/** The one place that knows the children of an expression and of a pattern. */
import { assertNever } from "../base/mod.ts";
import type { Expr, Pattern, Stmt, TypeArg } from "./ast.ts";

/** Calls `visit` with each direct subexpression, in source order; types hold const arguments. */
export function eachChildExpr(expr: Expr, visit: (child: Expr) => void): void {
  switch (expr.kind) {
    case "Int":
    case "Float":
    case "Bool":
    case "Str":
    case "Char":
    case "Byte":
    case "Duration":
    case "Size":
    case "Ident":
    case "ConstIdent":
    case "Self":
    case "SelfType":
    case "TypePath":
    case "Length":
    case "Held":
    case "Error":
      return;
    case "Template":
      for (const part of expr.parts) if (part.kind === "expr") visit(part.expr);
      return;
    case "List":
      for (const element of expr.elements) visit(element.value);
      return;
    case "Map":
      for (const entry of expr.entries) {
        if (entry.kind === "entry") visit(entry.key);
        visit(entry.value);
      }
      return;
    case "Struct":
      eachTypeArg(expr.typeArgs, visit);
      for (const field of expr.fields) if (field.value !== undefined) visit(field.value);
      return;
    case "Tuple":
      return expr.elements.forEach((element) => visit(element));
    case "Chain":
      return expr.parts.forEach((part) => visit(part));
    case "Paren":
      return visit(expr.inner);
    case "Block":
      for (const statement of expr.statements) eachStmtExpr(statement, visit);
      if (expr.result !== undefined) visit(expr.result);
      return;
    default:
      return eachOperand(expr, visit);
  }
}

type Composite = Exclude<Expr, {
  kind:
    | "Int"
    | "Float"
    | "Bool"
    | "Str"
    | "Char"
    | "Byte"
    | "Duration"
    | "Size"
    | "Ident"
    | "ConstIdent"
    | "Self"
    | "SelfType"
    | "TypePath"
    | "Length"
    | "Held"
    | "Error"
    | "Template"
    | "List"
    | "Map"
    | "Struct"
    | "Tuple"
    | "Chain"
    | "Paren"
    | "Block";
}>;

function eachOperand(expr: Composite, visit: (child: Expr) => void): void {
  switch (expr.kind) {
    case "Binary":
      visit(expr.left);
      return visit(expr.right);
    case "Unary":
    case "Try":
    case "Cast":
      return visit(expr.operand);
    case "Range":
      return eachPresent([expr.start, expr.end, expr.step], visit);
    case "Pipe":
      visit(expr.value);
      if (expr.step.kind === "call") visit(expr.step.expr);
      else if (expr.step.kind === "lambda") visit(expr.step.lambda);
      else for (const arg of expr.step.args) visit(arg.value);
      return;
    case "Call":
      visit(expr.callee);
      eachTypeArg(expr.typeArgs, visit);
      for (const arg of expr.args) visit(arg.value);
      return;
    case "MethodCall":
      visit(expr.receiver);
      eachTypeArg(expr.typeArgs, visit);
      for (const arg of expr.args) visit(arg.value);
      return;
    case "Field":
    case "TupleField":
      return visit(expr.object);
    case "Index":
      visit(expr.object);
      return visit(expr.index);
    default:
      return eachControlExpr(expr, visit);
  }
}

type Control = Exclude<Composite, {
  kind:
    | "Binary"
    | "Unary"
    | "Try"
    | "Cast"
    | "Range"
    | "Pipe"
    | "Call"
    | "MethodCall"
    | "Field"
    | "TupleField"
    | "Index";
}>;

function eachControlExpr(expr: Control, visit: (child: Expr) => void): void {
  switch (expr.kind) {
    case "If":
      return eachPresent([expr.condition, expr.then, expr.else], visit);
    case "Match":
      visit(expr.scrutinee);
      for (const arm of expr.arms) eachPresent([arm.guard, arm.body], visit);
      return;
    case "For":
      for (const clause of expr.clauses) eachPresent([clause.iterable, clause.guard], visit);
      return visit(expr.body);
    case "While":
      visit(expr.condition);
      return visit(expr.body);
    case "Loop":
    case "Lambda":
    case "TryBlock":
    case "Unsafe":
      return visit(expr.body);
    case "Break":
    case "Continue":
      return eachPresent([expr.value], visit);
    case "With":
      for (const { value } of expr.bindings) {
        if (value.kind === "expr") visit(value.expr);
        else eachPresent([value.state, ...value.operations.map((o) => o.value)], visit);
      }
      return visit(expr.body);
    case "Special":
      eachTypeArg(expr.typeArgs, visit);
      for (const arg of expr.args) visit(arg.value);
      return eachPresent([expr.arm?.guard, expr.arm?.body], visit);
    default:
      return assertNever(expr, "syntax");
  }
}

function eachPresent(
  exprs: readonly (Expr | undefined)[],
  visit: (child: Expr) => void,
): void {
  for (const expr of exprs) if (expr !== undefined) visit(expr);
}

function eachTypeArg(args: readonly TypeArg[], visit: (child: Expr) => void): void {
  for (const arg of args) if (arg.kind === "const") visit(arg.value);
}

/** The expressions of a statement. */
export function eachStmtExpr(statement: Stmt, visit: (child: Expr) => void): void {
  switch (statement.kind) {
    case "Let":
      return visit(statement.value);
    case "Assign":
      visit(statement.target);
      return visit(statement.value);
    case "Expr":
      return visit(statement.expr);
    default:
      assertNever(statement, "syntax");
  }
}

/** Calls `visit` with each pattern that `expr` itself introduces, outermost only. */
export function eachPatternOf(expr: Expr, visit: (pattern: Pattern) => void): void {
  switch (expr.kind) {
    case "Block":
      for (const s of expr.statements) if (s.kind === "Let") visit(s.pattern);
      return;
    case "Match":
      return expr.arms.forEach((arm) => visit(arm.pattern));
    case "For":
      return expr.clauses.forEach((clause) => visit(clause.pattern));
    case "Lambda":
      return expr.params.forEach((param) => visit(param.pattern));
    case "Special":
      if (expr.arm !== undefined) visit(expr.arm.pattern);
      return;
    default:
      return;
  }
}

/** Calls `visit` with each direct subpattern, in source order. */
export function eachChildPattern(pattern: Pattern, visit: (child: Pattern) => void): void {
  switch (pattern.kind) {
    case "Wildcard":
    case "Bind":
    case "Literal":
    case "Range":
    case "Error":
      return;
    case "Variant":
    case "Struct":
      return pattern.fields.forEach((field) => visit(field.pattern));
    case "Tuple":
      return pattern.elements.forEach((element) => visit(element));
    case "List":
      pattern.before.forEach((element) => visit(element));
      if (pattern.rest?.pattern !== undefined) visit(pattern.rest.pattern);
      return pattern.after.forEach((element) => visit(element));
    case "Or":
      return pattern.alternatives.forEach((alternative) => visit(alternative));
    case "At":
      return visit(pattern.pattern);
    default:
      assertNever(pattern, "syntax");
  }
}
