/**
 * Core as text, for `--emit=core` and tests: one statement a line, locals as `name.number`,
 * labels as `L0`, types only where they are declared.
 */
import { assertNever } from "../base/mod.ts";
import type { CoreExpr, CoreFn, CoreLabel, CoreLocal, CoreMatch, CoreStmt } from "./core.ts";
import { printDecision } from "./print_decision.ts";

/** Prints the types and callees of one form of Core. */
export interface CorePrinter<T, C> {
  readonly type: (type: T) => string;
  readonly callee: (callee: C) => string;
}

/** The text of a function; ends with a line break. */
export function printCore<T, C>(fn: CoreFn<T, C>, printer: CorePrinter<T, C>): string {
  return new Writer(fn, printer).print();
}

class Writer<T, C> {
  constructor(
    private readonly fn: CoreFn<T, C>,
    private readonly printer: CorePrinter<T, C>,
  ) {}

  print(): string {
    const { fn, printer } = this;
    const params = fn.params.map((local) => this.#declared(local)).join(", ");
    const body = this.#expr(fn.body, "  ");
    return `fn ${fn.name}(${params}) -> ${printer.type(fn.result)} =\n  ${body}\n`;
  }

  #local(local: CoreLocal): string {
    return `${this.fn.locals[local]?.name ?? "?"}.${local}`;
  }

  #declared(local: CoreLocal): string {
    const def = this.fn.locals[local];
    return def === undefined
      ? `?.${local}`
      : `${this.#local(local)}: ${this.printer.type(def.type)}`;
  }

  /** The text of `expr`; lines after the first are indented by `indent`. */
  #expr(expr: CoreExpr<T, C>, indent: string): string {
    switch (expr.kind) {
      case "Int":
        return String(expr.value);
      case "Float":
        return Object.is(expr.value, -0)
          ? "-0.0"
          : `${expr.value}${Number.isInteger(expr.value) ? ".0" : ""}`;
      case "Bool":
        return String(expr.value);
      case "Str":
        return JSON.stringify(expr.value);
      case "Unit":
        return "()";
      case "SourcePosition":
        return "source_position";
      case "Local":
        return this.#local(expr.local);
      case "FnValue":
        return `@${this.printer.callee(expr.callee)}`;
      case "Call":
        return `${this.printer.callee(expr.callee)}(${this.#list(expr.args, indent)})`;
      case "CallValue":
        return `(${this.#expr(expr.fn, indent)})(${this.#list(expr.args, indent)})`;
      case "Prim":
        return `${expr.op}(${this.#list(expr.args, indent)})`;
      case "Intrinsic": {
        const types = expr.typeArgs.map((type) => this.printer.type(type)).join(", ");
        return `%${expr.name}${types === "" ? "" : `<${types}>`}(${this.#list(expr.args, indent)})`;
      }
      case "Catch":
        return `catch(${this.#expr(expr.thunk, indent)})`;
      case "DropValue":
        return `drop(${this.#expr(expr.value, indent)})`;
      case "Construct": {
        const variant = expr.variant === undefined ? "" : `#${expr.variant}`;
        return `${this.printer.type(expr.type)}${variant}{${this.#list(expr.args, indent)}}`;
      }
      case "ListLit":
        return `[${this.#list(expr.elements, indent)}]`;
      case "Field":
        return `${this.#expr(expr.object, indent)}.${expr.index}`;
      case "Payload":
        return `${this.#expr(expr.object, indent)}#${expr.variant}.${expr.index}`;
      case "Retype":
        return `${this.#expr(expr.value, indent)} as ${this.printer.type(expr.type)}`;
      case "Closure": {
        const captures = expr.captures.map((local) => this.#local(local)).join(", ");
        return `closure @${this.printer.callee(expr.callee)}[${captures}]`;
      }
      default:
        return this.#control(expr, indent);
    }
  }

  #control(
    expr: Extract<
      CoreExpr<T, C>,
      {
        kind:
          | "Block"
          | "If"
          | "Match"
          | "Loop"
          | "Labeled"
          | "Break"
          | "Continue"
          | "Return"
          | "Lambda";
      }
    >,
    indent: string,
  ): string {
    const deeper = `${indent}  `;
    switch (expr.kind) {
      case "Block": {
        const lines = expr.statements.map((stmt) => `${deeper}${this.#stmt(stmt, deeper)};\n`);
        return `{\n${lines.join("")}${deeper}${this.#expr(expr.result, deeper)}\n${indent}}`;
      }
      case "If": {
        const condition = this.#expr(expr.condition, indent);
        const then = this.#expr(expr.then, deeper);
        const otherwise = this.#expr(expr.else, deeper);
        return `if ${condition}\n${deeper}then ${then}\n${deeper}else ${otherwise}`;
      }
      case "Match":
        return this.#match(expr.match, indent);
      case "Loop":
        return `loop ${label(expr.label)} ${this.#expr(expr.body, indent)}`;
      case "Labeled":
        return `labeled ${label(expr.label)} ${this.#expr(expr.body, indent)}`;
      case "Break":
        return expr.value === undefined
          ? `break ${label(expr.label)}`
          : `break ${label(expr.label)} ${this.#expr(expr.value, indent)}`;
      case "Continue":
        return `continue ${label(expr.label)}`;
      case "Return":
        return `return ${this.#expr(expr.value, indent)}`;
      case "Lambda": {
        const { params, captures, body } = expr.lambda;
        const inputs = params.map((local) => this.#declared(local)).join(", ");
        const held = captures.map((local) => this.#local(local)).join(", ");
        return `lambda[${held}](${inputs}) -> ${this.#expr(body, indent)}`;
      }
      default:
        return assertNever(expr, "canon");
    }
  }

  #list(exprs: readonly CoreExpr<T, C>[], indent: string): string {
    return exprs.map((expr) => this.#expr(expr, indent)).join(", ");
  }

  #stmt(stmt: CoreStmt<T, C>, indent: string): string {
    switch (stmt.kind) {
      case "Let":
        return `let ${this.#declared(stmt.local)} = ${this.#expr(stmt.value, indent)}`;
      case "Assign":
        return `${this.#local(stmt.local)} = ${this.#expr(stmt.value, indent)}`;
      case "Expr":
        return this.#expr(stmt.value, indent);
      default:
        return assertNever(stmt, "canon");
    }
  }

  #match(match: CoreMatch<T, C>, indent: string): string {
    const deeper = `${indent}  `;
    const arms = match.arms.map((arm, i) => {
      const bindings = arm.bindings.map((local) => this.#local(local)).join(", ");
      const guard = arm.guard === undefined ? "" : ` if ${this.#expr(arm.guard, deeper)}`;
      return `${deeper}arm ${i}(${bindings})${guard} -> ${this.#expr(arm.body, deeper)}\n`;
    });
    const tree = printDecision(match.tree, deeper);
    return `match ${this.#local(match.subject)} {\n${deeper}${tree}\n${arms.join("")}${indent}}`;
  }
}

function label(id: CoreLabel): string {
  return `L${id}`;
}
