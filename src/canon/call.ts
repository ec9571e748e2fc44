/** Calls and construction: arguments are evaluated as written, then put in parameter order. */
import type { Span } from "../base/mod.ts";
import type * as ast from "../syntax/mod.ts";
import {
  type ArgSource,
  type Callee,
  fieldDefs,
  fieldTypes,
  isBuiltin,
  prune,
  type Resolution,
  substitute,
  substitutionOf,
  type Type,
} from "../types/mod.ts";
import { canonPlace } from "./assign.ts";
import * as b from "./build.ts";
import { callOnPlace } from "./call_on_place.ts";
import type { CanonContext } from "./context.ts";
import type { CoreLocal } from "./core.ts";
import type { CanonCallee, CanonExpr, CanonStmt } from "./generic.ts";
import { canonMemoCall } from "./memo.ts";
import { callOnTemporary, shapeOf } from "./hidden_results.ts";
import { canonName, coerced, fieldOf } from "./names.ts";
import { convertBy } from "./operator.ts";
import { handlerArgs, handlerValue } from "./with.ts";

/** The node of a call, and what is written behind the name. */
interface Called {
  readonly id: ast.NodeId;
  readonly span: Span;
  readonly args: readonly ast.Arg[];
}

/** The value that is piped into a call. */
type Piped = (() => CanonExpr) | undefined;

export function canonCall(
  cx: CanonContext,
  expr: ast.ExprOf<"Call">,
  piped?: Piped,
): CanonExpr {
  const resolution = cx.resolution(expr.id);
  if (resolution?.kind === "callValue") {
    const fn = cx.expr(expr.callee);
    return callValue(cx, fn, expr.args, cx.typeOf(expr.id), expr.span, piped);
  }
  if (resolution?.kind === "prim" || resolution?.kind === "identity") {
    return convertBy(cx, expr, cx.expr((expr.args[0] as ast.Arg).value));
  }
  const place = changedPlace(cx, expr, resolution);
  if (place !== undefined) return callChanging(cx, expr, resolution, place, piped);
  const memo = expr.callee.kind === "Self" ? cx.memoCache : undefined;
  return callResolved(cx, expr, resolution, undefined, piped, memo);
}

/** A pipe into a function, constructor or conversion by its name alone; undefined when the name is a value. */
export function callBare(
  cx: CanonContext,
  node: ast.ExprOf<"Ident">,
  piped: () => CanonExpr,
): CanonExpr | undefined {
  const resolution = cx.resolution(node.id);
  switch (resolution?.kind) {
    case "prim":
    case "identity":
      return convertBy(cx, node, piped());
    case "call":
    case "variant":
    case "newtype":
      if (resolution.args === undefined) return undefined;
      return callResolved(cx, { ...node, args: [] }, resolution, undefined, piped);
    default:
      return undefined;
  }
}

export function canonMethodCall(
  cx: CanonContext,
  expr: ast.ExprOf<"MethodCall">,
  piped?: Piped,
): CanonExpr {
  const resolution = cx.resolution(expr.id);
  const place = changedPlace(cx, expr, resolution);
  if (place !== undefined) return callChanging(cx, expr, resolution, place, piped);
  const onPath = cx.resolution(expr.receiver.id)?.kind === "path";
  const receiver = onPath ? undefined : cx.expr(expr.receiver);
  if (receiver !== undefined && isBuiltin(receiver.type, "Never")) return receiver;
  if (resolution?.kind === "callValue") {
    const fn = receiver !== undefined && resolution.field !== undefined
      ? fieldOf(receiver, resolution.field, expr.span)
      : canonName(cx, expr.receiver.id, expr.span);
    return callValue(cx, fn, expr.args, cx.typeOf(expr.id), expr.span, piped);
  }
  // `.unwrap()` of a newtype is its inside.
  if (resolution?.kind === "field" && receiver !== undefined) {
    return fieldOf(receiver, resolution.index, expr.span);
  }
  return callResolved(cx, expr, resolution, receiver, piped);
}

/** A form that is a call of a function of std. */
export function canonForm(cx: CanonContext, expr: ast.ExprOf<"Special">): CanonExpr {
  return callResolved(cx, expr, cx.resolution(expr.id), undefined, undefined);
}

/** A call whose meaning is a function, a constructor or a primitive operation. */
function callResolved(
  cx: CanonContext,
  expr: Called,
  resolution: Resolution | undefined,
  receiver: CanonExpr | undefined,
  piped: Piped,
  memo?: CoreLocal,
): CanonExpr {
  const type = cx.typeOf(expr.id);
  const { span } = expr;
  const withArgs = (
    sources: readonly ArgSource[],
    of: CanonCallee | undefined,
    make: (args: readonly CanonExpr[]) => CanonExpr,
  ) => inOrder(cx, { written: expr.args, sources, receiver, piped, of, span }, make);
  switch (resolution?.kind) {
    case "call":
      return withArgs(
        resolution.args,
        resolution.callee,
        (args) => {
          const { callee } = resolution;
          const all = [...args, ...handlerArgs(cx, expr.id, span)];
          if (shapeOf(cx, callee).givesSelf && !isByHandler(callee)) {
            return callOnTemporary({ callee, result: type, span }, all);
          }
          return memo === undefined || callee.kind !== "fn"
            ? b.call(callee, all, type, span)
            : canonMemoCall(cx, callee.fn, args, memo, span);
        },
      );
    case "variant":
      return withArgs(
        resolution.args ?? [],
        undefined,
        (args) => b.construct(resolution.variant.index, args, type, span),
      );
    case "newtype":
      return withArgs(
        resolution.args ?? [],
        undefined,
        ([inner]) => b.retype(inner as CanonExpr, type, span),
      );
    case "prim": {
      const args = expr.args.map((arg) => cx.expr(arg.value));
      const all = receiver === undefined ? args : [receiver, ...args];
      return b.primOf(resolution.op, all, type, span);
    }
    default:
      throw cx.bug(`call without meaning (${resolution?.kind})`, span);
  }
}

// --- Calls that change their receiver --------------------------------------------------------------

/** Whether the callee is an operation of a capability: what it does to a handler is lost, `mono` knows whether it does. */
function isByHandler(callee: CanonCallee): boolean {
  return callee.kind === "trait" && callee.byHandler === true;
}

/** The place that a call changes, if its method is mutating and the receiver no temporary. */
function changedPlace(
  cx: CanonContext,
  expr: Called,
  resolution: Resolution | undefined,
): ast.Expr | undefined {
  if (resolution?.kind !== "call" || !shapeOf(cx, resolution.callee).givesSelf) return undefined;
  return cx.body.facts.receiverPlaces.get(expr.id);
}

/** The call of a mutating method on `receiver`, which stands in front of the dot or among the arguments. */
function callChanging(
  cx: CanonContext,
  expr: Called,
  resolution: Resolution | undefined,
  receiver: ast.Expr,
  piped: Piped,
): CanonExpr {
  const { span } = expr;
  if (resolution?.kind !== "call") throw cx.bug("change by what is no call", span);
  const statements: CanonStmt[] = [];
  let place = resolution.args[0]?.kind === "receiver"
    ? canonPlace(cx, receiver, statements)
    : undefined;
  const values = expr.args.map((arg) => {
    if (arg.value !== receiver) return cx.holdOperand(cx.expr(arg.value), "argument", statements);
    place = canonPlace(cx, receiver, statements);
    return b.unit(span);
  });
  if (place === undefined) throw cx.bug("call without its receiver", span);
  const { callee } = resolution;
  const call = { written: expr.args, sources: resolution.args, piped, of: callee, span };
  const args = resolution.args.slice(1).map((source) =>
    argument(cx, { ...call, receiver: undefined }, source, values, undefined)
  );
  const result = cx.typeOf(expr.id);
  const all = [...args, ...handlerArgs(cx, expr.id, span)];
  return callOnPlace(cx, { callee, result, span }, place, all, statements);
}

function callValue(
  cx: CanonContext,
  fn: CanonExpr,
  args: readonly ast.Arg[],
  type: Type,
  span: Span,
  piped: Piped,
): CanonExpr {
  if (isBuiltin(fn.type, "Never")) return fn;
  const values = args.map((arg) => cx.expr(arg.value));
  if (piped !== undefined) values.push(piped());
  return { kind: "CallValue", fn, args: values, type, span };
}

interface WrittenArgs {
  readonly written: readonly ast.Arg[];
  readonly sources: readonly ArgSource[];
  readonly receiver: CanonExpr | undefined;
  readonly piped: Piped;
  readonly of: CanonCallee | undefined;
  readonly span: Span;
}

/** Evaluates arguments in the order written; `make` gets them in the order of the parameters. */
function inOrder(
  cx: CanonContext,
  call: WrittenArgs,
  make: (args: readonly CanonExpr[]) => CanonExpr,
): CanonExpr {
  const values = call.written.map((arg) => cx.expr(arg.value));
  const statements: CanonStmt[] = [];
  let { receiver } = call;
  if (!isInOrder(call.sources)) {
    if (receiver !== undefined) receiver = cx.holdOperand(receiver, "receiver", statements);
    values.forEach((value, i) => {
      values[i] = cx.holdOperand(value, "argument", statements);
    });
  }
  const args = call.sources.map((source) => argument(cx, call, source, values, receiver));
  return b.block(statements, make(args), call.span);
}

function argument(
  cx: CanonContext,
  call: WrittenArgs,
  source: ArgSource,
  values: readonly CanonExpr[],
  receiver: CanonExpr | undefined,
): CanonExpr {
  switch (source.kind) {
    case "arg":
      return values[source.index] as CanonExpr;
    case "receiver": {
      const value = receiver ?? values[0];
      if (value === undefined) throw cx.bug("call without a receiver", call.span);
      return value;
    }
    case "handler":
      return handlerValue(cx, source.source, call.span);
    case "piped":
      if (call.piped === undefined) throw cx.bug("call without a piped value", call.span);
      return call.piped();
    case "default": {
      const { of } = call;
      const type = source.fn.params[source.param]?.type;
      if (
        of === undefined || of.kind === "default" || of.kind === "object" || of.kind === "memo" ||
        type === undefined
      ) {
        throw cx.bug("default without a function", call.span);
      }
      const callee: CanonCallee = { kind: "default", of, fn: source.fn, param: source.param };
      const map = substitutionOf(source.fn.typeParams, calleeTypeArgs(of));
      return b.call(callee, [], substitute(type, map), call.span);
    }
  }
}

function isInOrder(sources: readonly ArgSource[]): boolean {
  let last = -1;
  for (const source of sources) {
    if (source.kind === "default" || source.kind === "piped" || source.kind === "handler") continue;
    const index = source.kind === "receiver" ? -1 : source.index;
    if (index < last) return false;
    last = index;
  }
  return true;
}

// --- Struct literals -------------------------------------------------------------------------------

/** `Point { x: 1, ...p }`: elements are evaluated as written; later ones win. */
export function canonStruct(cx: CanonContext, expr: ast.ExprOf<"Struct">): CanonExpr {
  const resolution = cx.resolution(expr.id);
  if (resolution?.kind !== "struct") throw cx.bug("struct literal without meaning", expr.span);
  const type = prune(cx.typeOf(expr.id));
  const variant = resolution.variant?.index;
  const defs = fieldDefs(type, variant);
  const indexOf = new Map(defs.map((def, i) => [def.name, i]));
  const order = expr.fields.map((element) =>
    element.kind === "field" ? indexOf.get(element.name.text) ?? -1 : -1
  );
  const isPlain = order.every((index, i) => index === i);
  const statements: CanonStmt[] = [];
  const fields: (CanonExpr | undefined)[] = defs.map(() => undefined);
  expr.fields.forEach((element, i) => {
    if (element.kind === "spread") {
      spreadInto(cx, cx.expr(element.value), variant, fields, statements);
      return;
    }
    const value = element.value === undefined
      ? coerced(cx, element.id, canonName(cx, element.id, element.name.span))
      : cx.expr(element.value);
    fields[order[i] as number] = isPlain ? value : cx.holdOperand(value, "field", statements);
  });
  const types = fieldTypes(type, variant);
  const args = fields.map((field, i) => {
    const make = resolution.defaults?.get(defs[i]?.name ?? "");
    if (field !== undefined) return field;
    if (make === undefined) throw cx.bug("missing field", expr.span);
    return b.call(make, [], types[i] as Type, expr.span);
  });
  return b.block(statements, b.construct(variant, args, type, expr.span), expr.span);
}

function spreadInto(
  cx: CanonContext,
  value: CanonExpr,
  variant: number | undefined,
  fields: (CanonExpr | undefined)[],
  statements: CanonStmt[],
): void {
  if (variant !== undefined) throw cx.bug("spread into a variant", value.span);
  const read = cx.hold(value, "spread", statements);
  fieldTypes(value.type).forEach((_, i) => {
    fields[i] = fieldOf(read(), i, value.span);
  });
}

/** The type arguments of a callee, in the order of the type parameters of its function. */
export function calleeTypeArgs(callee: Callee): readonly Type[] {
  return callee.kind === "fn"
    ? callee.typeArgs
    : [callee.self, ...callee.trait.args, ...callee.typeArgs];
}
