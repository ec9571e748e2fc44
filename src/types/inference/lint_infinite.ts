/** W2001: what wants all elements of an iterator that, as it is written, has no end. */
import type * as ast from "../../syntax/mod.ts";
import { infiniteIterator } from "../messages/errors_infer.ts";
import type { MethodCandidate } from "../traits/lookup_method.ts";
import type { BodyContext } from "./body_context.ts";

/** Methods of `Iterator` that come to no result before the end. */
const CONSUMERS: ReadonlySet<string> = new Set([
  "collect",
  "count",
  "fold",
  "for_each",
  "join",
  "max",
  "min",
  "product",
  "reduce",
  "sum",
]);

/** Adapters of which the result is infinite when the receiver is. */
const ADAPTERS: ReadonlySet<string> = new Set([
  "chain",
  "enumerate",
  "filter",
  "flat_map",
  "flatten",
  "inspect",
  "iter",
  "map",
  "skip",
  "skip_while",
  "step_by",
]);

/** Warns when `expr`, a call of `candidate`, visibly consumes an infinite iterator. */
export function warnOfInfinite(
  cx: Pick<BodyContext, "facts" | "program" | "record">,
  expr: ast.ExprOf<"MethodCall">,
  candidate: MethodCandidate,
): void {
  if (candidate.kind !== "trait" || !CONSUMERS.has(candidate.fn.name)) return;
  if (candidate.trait !== cx.program.builtins.trait("Iterator")) return;
  if (isInfinite(cx, expr.receiver)) cx.record.report(infiniteIterator(expr.method));
}

function isInfinite(cx: Pick<BodyContext, "facts" | "program">, expr: ast.Expr): boolean {
  switch (expr.kind) {
    case "Paren":
      return isInfinite(cx, expr.inner);
    case "Range":
      return expr.end === undefined;
    case "Call":
      return expr.callee.kind === "Ident" && expr.callee.name === "repeat" && isOfStd(cx, expr);
    case "MethodCall":
      return expr.method.text === "cycle" ||
        ADAPTERS.has(expr.method.text) && isInfinite(cx, expr.receiver);
    default:
      return false;
  }
}

function isOfStd(cx: Pick<BodyContext, "facts" | "program">, expr: ast.Expr): boolean {
  const found = cx.facts.resolutions.get(expr.id);
  if (found?.kind !== "call") return false;
  const fn = found.callee.kind === "fn" ? found.callee.fn : found.callee.method;
  return cx.program.modules[fn.module]?.isStd ?? false;
}
