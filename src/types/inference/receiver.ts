/** Places that calls of methods may change: a variable, or a part of it, in front of the dot. */
import type * as ast from "../../syntax/mod.ts";
import type { Facts } from "../model/facts.ts";
import type { ArgSource, Callee, LocalDef } from "../model/model.ts";
import type { Obstacle, VariableObstacle } from "../model/self_changes.ts";
import { ERROR_TYPE, prune } from "../model/type.ts";
import { hasSelf } from "../model/forms.ts";
import type { BodyContext } from "./body_context.ts";
import { storeForRead } from "./infer_index.ts";

/** The variable that a place is a part of, and the reason why it cannot be changed. */
interface Place {
  readonly root?: LocalDef;
  readonly obstacle?: Obstacle;
}

/**
 * Notes the call `node` of a method on `receiver`, whose type is known: when the method turns out to change its `self`, the
 * changed value goes back to where the receiver stands. What is no place is a temporary; its change is of no consequence.
 */
export function noteReceiver(
  cx: BodyContext,
  node: ast.NodeId,
  callee: Callee,
  receiver: ast.Expr,
): void {
  const method = callee.kind === "fn" ? callee.fn : callee.method;
  if (!hasSelf(method)) return;
  const isStd = cx.program.modules[method.module]?.isStd ?? true;
  if (isStd && !cx.program.selfChanges.isNoted(method)) return;
  const place = cx.hints.temporaryReceivers.has(node) ? undefined : placeOf(cx, receiver);
  if (place === undefined) return;
  cx.facts.receiverPlaces.set(node, receiver);
  const { root, obstacle } = place;
  cx.record.receiverCalls.push({
    caller: cx.fn,
    callee: method,
    span: receiver.span,
    isOnSelf: root !== undefined && isOwnSelf(cx, root),
    ...(obstacle === undefined ? {} : { obstacle }),
  });
}

/** `noteReceiver` where the receiver is an argument of a call that states all parameters, as in `Trait.method(x)`. */
export function noteArgument(
  cx: BodyContext,
  site: { readonly id: ast.NodeId; readonly args: readonly ast.Arg[] },
  callee: Callee,
  sources: readonly ArgSource[],
): void {
  const [self] = sources;
  const receiver = self?.kind === "arg" ? site.args[self.index]?.value : undefined;
  if (receiver !== undefined) noteReceiver(cx, site.id, callee, receiver);
}

/** Whether `local` is the `self` of the function at hand, which may be assigned. */
export function isOwnSelf(cx: Pick<BodyContext, "fn" | "scopes">, local: LocalDef): boolean {
  return local.name === "self" && cx.scopes.originOf(local) === "parameter" && hasSelf(cx.fn);
}

function placeOf(cx: BodyContext, expr: ast.Expr): Place | undefined {
  switch (expr.kind) {
    case "Ident":
    case "ConstIdent":
    case "Self":
      return variable(cx, expr.kind === "Self" ? "self" : expr.name, expr.id);
    case "Paren":
      return placeOf(cx, expr.inner);
    case "TupleField":
      return placeOf(cx, expr.object);
    case "Field":
      return cx.facts.resolutions.get(expr.id)?.kind === "field"
        ? placeOf(cx, expr.object)
        : constant(cx.facts, expr.field.text, expr.id);
    case "Index":
      return element(cx, expr);
    default:
      return undefined;
  }
}

function variable(
  cx: Pick<BodyContext, "facts" | "fn" | "scopes">,
  name: string,
  node: ast.NodeId,
): Place | undefined {
  const local = cx.scopes.lookup(name);
  if (local === undefined) return constant(cx.facts, name, node);
  const obstacle = obstacleOf(cx, local);
  return obstacle === undefined ? { root: local } : { root: local, obstacle };
}

function constant(facts: Facts, name: string, node: ast.NodeId): Place | undefined {
  const resolution = facts.resolutions.get(node);
  const isConstant = resolution?.kind === "fn" && resolution.callee.kind === "fn" &&
    resolution.callee.fn.kind === "const";
  return isConstant ? { obstacle: { kind: "item", name } } : undefined;
}

/** The reason why `local` cannot be assigned at the place that is being checked. */
export function obstacleOf(
  cx: Pick<BodyContext, "fn" | "scopes">,
  local: LocalDef,
): VariableObstacle | undefined {
  if (cx.scopes.isCaptured(local)) {
    return { kind: "captured", local, isCatch: cx.scopes.env.frame.isCatch };
  }
  if (isOwnSelf(cx, local)) return undefined;
  const origin = cx.scopes.originOf(local);
  if (origin !== undefined) return { kind: origin, local };
  return local.isMutable ? undefined : { kind: "immutable", local };
}

/** An element of a list, or of what has `IndexSet`. A key of a map and a character of a str give values of their own. */
function element(cx: BodyContext, expr: ast.ExprOf<"Index">): Place | undefined {
  const resolution = cx.facts.resolutions.get(expr.id);
  if (resolution?.kind === "index") {
    return resolution.of === "list" ? placeOf(cx, expr.object) : undefined;
  }
  const place = placeOf(cx, expr.object);
  if (resolution?.kind !== "call" || place === undefined || place.obstacle !== undefined) {
    return place;
  }
  const type = prune(cx.facts.types.get(expr.object.id) ?? ERROR_TYPE);
  return storeForRead(cx, expr, type) ? place : { ...place, obstacle: { kind: "index", type } };
}
