/**
 * The results of calls that the source does not name (`CallShape` of `types`). Methods that change their `self` give it back
 * with their result, and a call puts it where the receiver stands, as an assignment would.
 *
 *     @advance (self) -> int = { self.pos += 1; self.pos }      cursor.advance()
 *
 *     advance(self) = { self = Cursor { pos: self.pos + 1 };     { let changed = advance(cursor);
 *                       let result = self.pos;                     cursor = changed.0;
 *                       (self, result) }                           changed.1 }
 *
 * What is indexed and the arguments are evaluated as written. The receiver is read after them, by the call, so that what an
 * argument does to it is not lost: `stack.push(stack.pop() + 1)`.
 */
import { assertNever, type Span } from "../base/mod.ts";
import {
  type CallShape,
  callShape,
  equalTypes,
  type FnDef,
  isBuiltin,
  pairWithSelf,
  PLAIN_CALL,
  type Type,
} from "../types/mod.ts";
import * as b from "./build.ts";
import type { CanonContext } from "./context.ts";
import type { CoreLocal } from "./core.ts";
import type { CanonCallee, CanonExpr, CanonStmt } from "./generic.ts";

/** The call shape of `callee`. */
export function shapeOf(cx: CanonContext, callee: CanonCallee): CallShape {
  switch (callee.kind) {
    case "fn":
      return callShape(cx.program, callee.fn);
    case "trait":
      return callShape(cx.program, callee.method);
    case "object":
    case "memo":
    case "default":
      return PLAIN_CALL;
    default:
      return assertNever(callee, "canon");
  }
}

/** A call of a mutating method. */
export interface MutatingCall {
  readonly callee: CanonCallee;
  /** The result that the source sees. */
  readonly result: Type;
  readonly span: Span;
}

/** A call whose receiver, the first of `args`, is a temporary: what becomes of it is dropped. */
export function callOnTemporary(call: MutatingCall, args: readonly CanonExpr[]): CanonExpr {
  const self = args[0] as CanonExpr;
  const pair = b.call(call.callee, args, pairWithSelf(self.type, call.result), call.span);
  if (!isBuiltin(call.result, "void")) return b.field(pair, 1, call.result, call.span);
  return b.block([b.exprStmt(pair)], b.unit(call.span), call.span);
}

// --- The method ------------------------------------------------------------------------------------

/** The body that `make` makes of a mutating method, with its result and the value of `self`, its first parameter. */
export function giveSelfBack(
  cx: CanonContext,
  fn: FnDef,
  self: CoreLocal,
  make: () => CanonExpr,
): CanonExpr {
  const { span } = fn;
  const type = cx.typeOfLocal(self);
  const statements: CanonStmt[] = [];
  // One that gives `Self` as its result changes a copy; others of its trait do not.
  const { selfChanges } = cx.program;
  const isCopy = selfChanges.isChanged(fn) && selfChanges.keepsChange(fn);
  const back = isCopy ? cx.fresh("unchanged", type) : self;
  if (isCopy) statements.push(b.letStmt(back, cx.read(self, span)));
  cx.giveBack(back);
  return b.block(statements, withSelf(cx, back, make()), span);
}

/** `value` as the second of a pair with `self`. Branches give pairs of their own, so that a call in tail position stays there. */
export function withSelf(cx: CanonContext, self: CoreLocal, value: CanonExpr): CanonExpr {
  const { span } = value;
  if (isBuiltin(value.type, "Never")) return value;
  const type = pairWithSelf(cx.typeOfLocal(self), value.type);
  switch (value.kind) {
    case "Block":
      return blockWithSelf(cx, self, value, type);
    case "If": {
      const then = withSelf(cx, self, value.then);
      return { ...value, then, else: withSelf(cx, self, value.else), type };
    }
    case "Match": {
      const { match } = value;
      const arms = match.arms.map((arm) => ({ ...arm, body: withSelf(cx, self, arm.body) }));
      return { ...value, match: { ...match, arms }, type };
    }
    default: {
      const statements: CanonStmt[] = [];
      const result = cx.hold(value, "result", statements);
      const pair = b.construct(undefined, [cx.read(self, span), result()], type, span);
      return b.block(statements, pair, span);
    }
  }
}

function blockWithSelf(
  cx: CanonContext,
  self: CoreLocal,
  block: CanonExpr & { readonly kind: "Block" },
  type: Type,
): CanonExpr {
  const call = lastCallOn(self, block, type);
  if (call !== undefined) return b.block(block.statements.slice(0, -2), call, block.span);
  const last = block.statements.at(-1);
  if (block.result.kind === "Unit" && last?.kind === "Expr" && isBuiltin(last.value.type, "void")) {
    const result = withSelf(cx, self, last.value);
    return b.block(block.statements.slice(0, -1), result, block.span);
  }
  return { ...block, result: withSelf(cx, self, block.result), type };
}

/** The call whose pair is what the block ends with, when nothing but `callOnPlace` of `self` is behind it. */
function lastCallOn(
  self: CoreLocal,
  { statements, result }: CanonExpr & { readonly kind: "Block" },
  type: Type,
): CanonExpr | undefined {
  const [call, assign] = statements.slice(-2);
  if (call?.kind !== "Let" || call.value.kind !== "Call") return undefined;
  if (!equalTypes(call.value.type, type)) return undefined;
  const isBack = assign?.kind === "Assign" && assign.local === self &&
    isPartOf(assign.value, call.local, 0);
  return isBack && (result.kind === "Unit" || isPartOf(result, call.local, 1))
    ? call.value
    : undefined;
}

function isPartOf(value: CanonExpr, pair: CoreLocal, index: number): boolean {
  return value.kind === "Field" && value.index === index && value.object.kind === "Local" &&
    value.object.local === pair;
}
