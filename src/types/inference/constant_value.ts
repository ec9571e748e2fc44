/**
 * Arithmetic of constants of modules: what overflows or divides by zero there is an error of the program (spec 12.6, 24.5),
 * not a panic when it starts. Values that take more than operators are left to the run.
 */
import type { Span } from "../../base/mod.ts";
import type * as ast from "../../syntax/mod.ts";
import { constantFails } from "../messages/errors_constant.ts";
import type { FnDef, Type, TypedBody } from "../model/model.ts";
import { prune } from "../model/type.ts";
import type { BodyContext } from "./body_context.ts";

/** Constants that name one another; longer chains are left to the run. */
const MAX_DEPTH = 64;

type Value = { readonly kind: "int"; readonly value: bigint } | {
  readonly kind: "bool";
  readonly value: boolean;
};

/** The range of the integers of a type by its name. */
const RANGES: ReadonlyMap<string, readonly [bigint, bigint]> = new Map([
  ["int", [-(2n ** 63n), 2n ** 63n - 1n]],
  ["byte", [0n, 255n]],
  ["Duration", [-(2n ** 63n), 2n ** 63n - 1n]],
  ["Size", [0n, 2n ** 64n - 1n]],
]);

/** Reports a constant whose value cannot be computed. */
export function checkConstant(cx: BodyContext, typed: TypedBody, value: ast.Expr): void {
  new Evaluator(cx, typed, 0).value(value);
}

class Evaluator {
  /** The values of the parts of chains, where they are known. */
  readonly #parts = new Map<ast.NodeId | undefined, Value | undefined>();

  constructor(
    readonly cx: BodyContext,
    readonly typed: TypedBody,
    readonly depth: number,
    /** The values of other constants that were asked for, each computed once. */
    readonly constants: Map<FnDef, Value | undefined> = new Map(),
  ) {}

  /** The value of `expr`, where it is a scalar that operators alone make. */
  value(expr: ast.Expr): Value | undefined {
    switch (expr.kind) {
      case "Int":
        return int(expr.isNegative ? -expr.value : expr.value);
      case "Byte":
        return int(BigInt(expr.value));
      case "Duration":
      case "Size":
        return int(expr.value);
      case "Bool":
        return { kind: "bool", value: expr.value };
      case "Paren":
        return this.value(expr.inner);
      case "Chain":
        for (const part of expr.parts) this.#parts.set(part.id, this.value(part));
        return this.#parts.get(expr.parts[expr.parts.length - 1]?.id);
      case "Held":
        return this.#parts.get(expr.of);
      case "Ident":
      case "ConstIdent":
        return this.#constant(expr);
      case "If":
        return this.#if(expr);
      case "Unary":
        return this.#unary(expr);
      case "Binary":
        return this.#binary(expr);
      case "Tuple":
        for (const element of expr.elements) this.value(element);
        return undefined;
      case "List":
        for (const element of expr.elements) this.value(element.value);
        return undefined;
      case "Struct":
        for (const { value } of expr.fields) if (value !== undefined) this.value(value);
        return undefined;
      default:
        return undefined;
    }
  }

  #constant(expr: ast.ExprOf<"Ident"> | ast.ExprOf<"ConstIdent">): Value | undefined {
    const resolution = this.typed.facts.resolutions.get(expr.id);
    if (resolution?.kind !== "fn" || resolution.callee.kind !== "fn") return undefined;
    const { fn } = resolution.callee;
    if (!this.constants.has(fn)) this.constants.set(fn, this.#valueOf(fn));
    return this.constants.get(fn);
  }

  #valueOf(fn: FnDef): Value | undefined {
    const body = this.depth < MAX_DEPTH ? checkedConstant(this.cx, fn) : undefined;
    if (body === undefined || fn.item.kind !== "Const") return undefined;
    return new Evaluator(this.cx, body, this.depth + 1, this.constants).value(fn.item.value);
  }

  #if(expr: ast.ExprOf<"If">): Value | undefined {
    const condition = this.value(expr.condition);
    if (condition?.kind !== "bool" || expr.else === undefined) return undefined;
    return this.value(condition.value ? expr.then : expr.else);
  }

  #unary(expr: ast.ExprOf<"Unary">): Value | undefined {
    const operand = this.value(expr.operand);
    if (operand?.kind === "bool") return { kind: "bool", value: !operand.value };
    if (operand === undefined) return undefined;
    return expr.op === "-" ? this.#inRange(expr, -operand.value, "negation") : undefined;
  }

  #binary(expr: ast.ExprOf<"Binary">): Value | undefined {
    const left = this.value(expr.left);
    if (left?.kind === "bool" && (expr.op === "&&" || expr.op === "||")) {
      return left.value === (expr.op === "||") ? left : this.value(expr.right);
    }
    const right = this.value(expr.right);
    if (left?.kind !== "int" || right?.kind !== "int") {
      if (right?.kind === "int" && right.value === 0n) {
        this.#checkDivisor(expr, this.#rangeOf(expr));
      }
      return undefined;
    }
    return compare(expr.op, left.value, right.value) ??
      this.#arithmetic(expr, left.value, right.value);
  }

  #arithmetic(expr: ast.ExprOf<"Binary">, a: bigint, b: bigint): Value | undefined {
    const range = this.#rangeOf(expr);
    if (range === undefined || b === 0n && this.#checkDivisor(expr, range)) return undefined;
    switch (expr.op) {
      case "+":
        return this.#inRange(expr, a + b, "addition");
      case "-":
        return this.#inRange(expr, a - b, "subtraction");
      case "*":
        return this.#inRange(expr, a * b, "multiplication");
      case "/":
        return this.#inRange(expr, a / b, "division");
      case "div":
        return this.#inRange(expr, floorDiv(a, b), "division");
      case "%":
        return this.#inRange(expr, a % b, "division");
      case "**":
        return b < 0n
          ? undefined
          : this.#inRange(expr, boundedPower(a, b, range), "exponentiation");
      default:
        return undefined;
    }
  }

  /** Reports a division by zero; true if it is one. */
  #checkDivisor(expr: ast.ExprOf<"Binary">, range: readonly [bigint, bigint] | undefined): boolean {
    if (range === undefined || !["/", "%", "div"].includes(expr.op)) return false;
    this.#fail(expr.span, expr.op === "%" ? "modulo by zero" : "division by zero");
    return true;
  }

  #inRange(expr: ast.Expr, value: bigint, what: string): Value | undefined {
    const range = this.#rangeOf(expr);
    if (range === undefined) return undefined;
    if (value >= range[0] && value <= range[1]) return int(value);
    this.#fail(expr.span, `integer overflow in ${what}`);
    return undefined;
  }

  #rangeOf(expr: ast.Expr): readonly [bigint, bigint] | undefined {
    const type = this.typed.facts.types.get(expr.id);
    return type === undefined ? undefined : rangeOf(type);
  }

  /** What another constant does wrong is reported there. */
  #fail(span: Span, what: string): void {
    if (this.depth === 0) this.cx.record.report(constantFails(span, what));
  }
}

function checkedConstant(cx: BodyContext, fn: FnDef): TypedBody | undefined {
  const { bodies } = cx.program;
  if (fn.kind !== "const" || bodies.isBeingChecked(fn) || bodies.waiting > MAX_DEPTH) {
    return undefined;
  }
  const typed = cx.checkOther(fn);
  return typed.hasErrors ? undefined : typed;
}

function rangeOf(type: Type): readonly [bigint, bigint] | undefined {
  const t = prune(type);
  if (t.kind !== "con" || t.def.body.kind !== "builtin") return undefined;
  return RANGES.get(t.def.name);
}

function int(value: bigint): Value {
  return { kind: "int", value };
}

function compare(op: ast.BinaryOp, a: bigint, b: bigint): Value | undefined {
  switch (op) {
    case "==":
      return { kind: "bool", value: a === b };
    case "!=":
      return { kind: "bool", value: a !== b };
    case "<":
      return { kind: "bool", value: a < b };
    case "<=":
      return { kind: "bool", value: a <= b };
    case ">":
      return { kind: "bool", value: a > b };
    case ">=":
      return { kind: "bool", value: a >= b };
    default:
      return undefined;
  }
}

function floorDiv(a: bigint, b: bigint): bigint {
  const quotient = a / b;
  return a % b !== 0n && (a < 0n) !== (b < 0n) ? quotient - 1n : quotient;
}

/** `a ** b`, or a value outside of `range` as soon as the power is: it may have more digits than fit in memory. */
function boundedPower(a: bigint, b: bigint, range: readonly [bigint, bigint]): bigint {
  if (a === 0n || a === 1n) return b === 0n ? 1n : a;
  if (a === -1n) return b % 2n === 0n ? 1n : -1n;
  let value = 1n;
  for (let i = 0n; i < b && value >= range[0] && value <= range[1]; i++) value *= a;
  return value;
}
