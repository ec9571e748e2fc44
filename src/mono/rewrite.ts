/**
 * Rewrites the Core of one function for concrete types: types become monomorphic, callees become
 * instances, lambdas are lifted out, `#inline` functions are expanded where they are called.
 */
import { assertNever, type Span } from "../base/mod.ts";
import type {
  CanonCallee,
  CanonExpr,
  CanonExprOf,
  CanonFn,
  CanonStmt,
  CoreStmt,
} from "../canon/mod.ts";
import { type Expansion, INTRINSICS, isExpansion, isIntrinsic, isPrim } from "../operations/mod.ts";
import { callShape, type FnDef, hasSelf, pairWithSelf, someType, type Type } from "../types/mod.ts";
import { Frame } from "./frame.ts";
import type { MonoCoreExpr, MonoFnId, MonoTypeId } from "./program.ts";
import type { Target } from "./resolve.ts";
import { rewriteMatch } from "./rewrite_match.ts";

type MonoStmt = CoreStmt<MonoTypeId, MonoFnId>;

/** Deeper nesting of `#inline` calls than this is a function that expands into itself. */
const MAX_INLINE_DEPTH = 64;

/** The monomorphic form of `expr`. */
export function rewrite(frame: Frame, expr: CanonExpr): MonoCoreExpr {
  const type = frame.type(expr.type);
  const span = frame.span(expr.span);
  switch (expr.kind) {
    case "Int":
      return { kind: "Int", value: expr.value, type, span };
    case "Float":
      return { kind: "Float", value: expr.value, type, span };
    case "Bool":
      return { kind: "Bool", value: expr.value, type, span };
    case "Str":
      return { kind: "Str", value: expr.value, type, span };
    case "Unit":
      return { kind: "Unit", type, span };
    case "Local":
      return { kind: "Local", local: frame.use(expr.local, span), type, span };
    case "FnValue":
      return { kind: "FnValue", callee: instanceOf(frame, expr.callee, span), type, span };
    case "Call":
      return rewriteCall(frame, expr);
    case "CallValue": {
      const fn = rewrite(frame, expr.fn);
      return { kind: "CallValue", fn, args: rewriteAll(frame, expr.args), type, span };
    }
    case "Prim":
      return { kind: "Prim", op: expr.op, args: rewriteAll(frame, expr.args), type, span };
    case "Intrinsic": {
      const typeArgs = expr.typeArgs.map((arg) => frame.type(arg));
      const args = rewriteAll(frame, expr.args);
      if (INTRINSICS[expr.name].signature.result.kind === "tuple") {
        frame.mono.types.keepInline(type);
      }
      return { kind: "Intrinsic", name: expr.name, typeArgs, args, type, span };
    }
    case "SourcePosition":
      return { kind: "Str", value: frame.mono.sources.describe(span), type, span };
    case "Catch":
      return { kind: "Catch", thunk: rewrite(frame, expr.thunk), type, span };
    case "DropValue":
      throw frame.bug("a drop before monomorphization", span);
    case "Construct": {
      const args = rewriteAll(frame, expr.args);
      const variant = expr.variant ?? (frame.mono.types.isDropping(type) ? 0 : undefined);
      return variant === undefined
        ? { kind: "Construct", args, type, span }
        : { kind: "Construct", variant, args, type, span };
    }
    case "ListLit":
      return { kind: "ListLit", elements: rewriteAll(frame, expr.elements), type, span };
    case "Field": {
      const object = rewrite(frame, expr.object);
      return part(frame, object, expr.index, type, span);
    }
    case "Payload": {
      const { variant, index } = expr;
      return { kind: "Payload", object: rewrite(frame, expr.object), variant, index, type, span };
    }
    case "Retype":
      return retype(frame, rewrite(frame, expr.value), type, span);
    default:
      return rewriteControl(frame, expr, type, span);
  }
}

/** A field of a struct or tuple; one of a type that drops lies in its cell. */
function part(
  frame: Frame,
  object: MonoCoreExpr,
  index: number,
  type: MonoTypeId,
  span: Span,
): MonoCoreExpr {
  return frame.mono.types.isDropping(object.type)
    ? { kind: "Payload", object, variant: 0, index, type, span }
    : { kind: "Field", object, index, type, span };
}

/** Into or out of a newtype; one that drops has a cell. */
function retype(frame: Frame, value: MonoCoreExpr, type: MonoTypeId, span: Span): MonoCoreExpr {
  const { types } = frame.mono;
  if (value.type === type) return value;
  if (types.isDropping(type)) return { kind: "Construct", variant: 0, args: [value], type, span };
  if (types.isDropping(value.type)) return part(frame, value, 0, type, span);
  return { kind: "Retype", value, type, span };
}

function rewriteAll(frame: Frame, exprs: readonly CanonExpr[]): readonly MonoCoreExpr[] {
  return exprs.map((expr) => rewrite(frame, expr));
}

type Control = CanonExprOf<
  | "Block"
  | "If"
  | "Match"
  | "Loop"
  | "Labeled"
  | "Break"
  | "Continue"
  | "Return"
  | "Lambda"
  | "Closure"
>;

function rewriteControl(
  frame: Frame,
  expr: Control,
  type: MonoTypeId,
  span: Span,
): MonoCoreExpr {
  switch (expr.kind) {
    case "Block": {
      const statements = expr.statements.map((stmt) => rewriteStmt(frame, stmt));
      return { kind: "Block", statements, result: rewrite(frame, expr.result), type, span };
    }
    case "If": {
      const condition = rewrite(frame, expr.condition);
      const then = rewrite(frame, expr.then);
      return { kind: "If", condition, then, else: rewrite(frame, expr.else), type, span };
    }
    case "Match":
      return {
        kind: "Match",
        match: rewriteMatch(frame, expr.match, span, (of) => rewrite(frame, of)),
        type,
        span,
      };
    case "Loop":
    case "Labeled": {
      const label = frame.label(expr.label);
      return { kind: expr.kind, label, body: rewrite(frame, expr.body), type, span };
    }
    case "Break": {
      const label = frame.label(expr.label);
      return expr.value === undefined
        ? { kind: "Break", label, type, span }
        : { kind: "Break", label, value: rewrite(frame, expr.value), type, span };
    }
    case "Continue":
      return { kind: "Continue", label: frame.label(expr.label), type, span };
    case "Return":
      return rewriteReturn(frame, rewrite(frame, expr.value), type, span);
    case "Lambda":
      return lift(frame, expr, type, span);
    case "Closure":
      throw frame.bug("closure before lambda lifting", span);
    default:
      return assertNever(expr, "mono");
  }
}

function rewriteStmt(frame: Frame, stmt: CanonStmt): MonoStmt {
  switch (stmt.kind) {
    case "Let": {
      const value = rewrite(frame, stmt.value);
      return { kind: "Let", local: frame.define(stmt.local), value };
    }
    case "Assign": {
      const span = frame.span(stmt.span);
      const value = rewrite(frame, stmt.value);
      const local = frame.use(stmt.local, span);
      frame.out.markMutable(local);
      return { kind: "Assign", local, value, span };
    }
    case "Expr":
      return { kind: "Expr", value: rewrite(frame, stmt.value) };
    default:
      return assertNever(stmt, "mono");
  }
}

function rewriteReturn(
  frame: Frame,
  value: MonoCoreExpr,
  type: MonoTypeId,
  span: Span,
): MonoCoreExpr {
  const label = frame.inlined?.returnLabel;
  if (label === undefined) return { kind: "Return", value, type, span };
  frame.returns = true;
  return { kind: "Break", label, value, type, span };
}

// --- Calls -----------------------------------------------------------------------------------------

function instanceOf(frame: Frame, callee: CanonCallee, span: Span): MonoFnId {
  const target = frame.mono.resolve(callee, frame.map, span);
  return frame.mono.instance(target, { from: frame.out.symbol, span });
}

function rewriteCall(frame: Frame, expr: CanonExprOf<"Call">): MonoCoreExpr {
  const span = frame.span(expr.span);
  const target = frame.mono.resolve(expr.callee, frame.map, span);
  const { callee } = expr;
  const isOperation = callee.kind === "trait" && target.kind === "fn" &&
    (callee.byHandler || hasSelf(callee.method) && !hasSelf(target.fn));
  return isOperation ? rewriteOperation(frame, expr, target) : callTarget(frame, expr, target);
}

/**
 * An operation of a capability, whose first argument is the handler: a function without `self` does without it, as those
 * of a `def impl`, and what one that changes its `self` gives back is dropped.
 */
function rewriteOperation(
  frame: Frame,
  expr: CanonExprOf<"Call">,
  target: Target & { readonly kind: "fn" },
): MonoCoreExpr {
  const { program } = frame.mono;
  const [handler] = expr.args;
  const args = hasSelf(target.fn) ? expr.args : expr.args.slice(1);
  if (handler === undefined) throw frame.bug("operation without a handler", expr.span);
  if (!callShape(program, target.fn).givesSelf) return callTarget(frame, { ...expr, args }, target);
  const pair = pairWithSelf(handler.type, expr.type);
  const object = callTarget(frame, { ...expr, args, type: pair }, target);
  return { kind: "Field", object, index: 1, type: frame.type(expr.type), span: object.span };
}

function callTarget(frame: Frame, expr: CanonExprOf<"Call">, target: Target): MonoCoreExpr {
  const span = frame.span(expr.span);
  if (target.kind === "fn") {
    const { fn } = target;
    if (fn.intrinsic !== undefined) return intrinsicCall(frame, expr, fn, target.typeArgs);
    if (fn.isInline) return expandInline(frame, expr, target);
    const literal = fn.kind === "const" ? literalOf(frame.mono.canonOf(target)) : undefined;
    if (literal !== undefined) return { ...rewrite(frame, literal), span };
  }
  const callee = frame.mono.instance(target, { from: frame.out.symbol, span });
  const args = rewriteAll(frame, expr.args);
  const call = { kind: "Call", callee, args, type: frame.type(expr.type), span } as const;
  return isLate(expr.callee) ? { ...call, isLate: true } : call;
}

/** Whether a callee is a method of a trait for a type that differs between instances. */
function isLate(callee: CanonCallee): boolean {
  return callee.kind === "trait" && someType(callee.self, (part) => part.kind === "param");
}

/** The value of a constant that is a literal. */
function literalOf(fn: CanonFn): CanonExpr | undefined {
  switch (fn.body.kind) {
    case "Int":
    case "Float":
    case "Bool":
    case "Str":
      return fn.body;
    default:
      return undefined;
  }
}

function intrinsicCall(
  frame: Frame,
  expr: CanonExprOf<"Call">,
  fn: FnDef,
  typeArgs: readonly Type[],
): MonoCoreExpr {
  const name = fn.intrinsic as string;
  const type = frame.type(expr.type);
  const span = frame.span(expr.span);
  const args = rewriteAll(frame, expr.args);
  if (isExpansion(name)) return expand(frame, name, args, type, span);
  if (isPrim(name)) return { kind: "Prim", op: name, args, type, span };
  if (!isIntrinsic(name)) throw frame.bug(`no intrinsic ${name}`, span);
  const monoArgs = typeArgs.map((arg) => frame.mono.types.monoOf(arg));
  return { kind: "Intrinsic", name, typeArgs: monoArgs, args, type, span };
}

/** Expands a form that no later stage knows. */
function expand(
  frame: Frame,
  name: Expansion,
  args: readonly MonoCoreExpr[],
  type: MonoTypeId,
  span: Span,
): MonoCoreExpr {
  switch (name) {
    case "source_position": {
      const file = frame.mono.sources.file(span.file);
      const value = `${file.path}:${file.position(span.start).line}`;
      return { kind: "Str", value, type, span };
    }
    // The representation of a builtin type, stated in std, and back.
    case "retype":
      return retype(frame, args[0] as MonoCoreExpr, type, span);
    case "drop_value":
      return { kind: "DropValue", value: args[0] as MonoCoreExpr, type, span };
    default:
      return assertNever(name, "mono");
  }
}

/**
 * The body of an `#inline` function in place of its call:
 *
 *     f(a)      Labeled L { let x = a; body, in which `return v` is `break L v` }
 */
function expandInline(
  frame: Frame,
  expr: CanonExprOf<"Call">,
  target: Target & { readonly kind: "fn" },
): MonoCoreExpr {
  const span = frame.span(expr.span);
  const depth = (frame.inlined?.depth ?? 0) + 1;
  if (depth > MAX_INLINE_DEPTH) throw frame.bug(`#inline ${target.fn.name} expands itself`, span);
  const source = frame.mono.canonOf(target);
  const args = rewriteAll(frame, expr.args);
  const returnLabel = frame.out.freshLabel();
  const map = frame.mono.substitution(target);
  const inner = new Frame(frame.mono, frame.out, source, map, { span, depth, returnLabel });
  const statements = source.params.map((param, i): MonoStmt => ({
    kind: "Let",
    local: inner.define(param),
    value: args[i] as MonoCoreExpr,
  }));
  const result = rewrite(inner, source.body);
  const body: MonoCoreExpr = statements.length === 0
    ? result
    : { kind: "Block", statements, result, type: result.type, span };
  if (!inner.returns) return body;
  return { kind: "Labeled", label: returnLabel, body, type: frame.type(expr.type), span };
}

// --- Lambdas ---------------------------------------------------------------------------------------

/** Makes a lambda a function of its own, with its captures as leading params. */
function lift(
  frame: Frame,
  expr: CanonExprOf<"Lambda">,
  type: MonoTypeId,
  span: Span,
): MonoCoreExpr {
  const { lambda } = expr;
  const captures = lambda.captures.map((local) => frame.use(local, span));
  const inlined = frame.inlined && { span: frame.inlined.span, depth: frame.inlined.depth };
  const out = frame.out.lambda();
  const inner = new Frame(frame.mono, out, frame.source, frame.map, inlined);
  const params = [...lambda.captures, ...lambda.params].map((local) => inner.define(local));
  const callee = frame.mono.reserve();
  frame.mono.define(callee, {
    out,
    span,
    params,
    captureCount: captures.length,
    result: inner.type(lambda.result),
    body: rewrite(inner, lambda.body),
  });
  return { kind: "Closure", callee, captures, type, span };
}
