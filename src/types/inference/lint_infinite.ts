/** Iterators that, as they are written, have no end: what wants all elements (W2001), and what wants the end. */
import type * as ast from "../../syntax/mod.ts";
import { endlessRange, infiniteIterator } from "../messages/errors_iterator.ts";
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

/** Methods that need an end. */
const ENDED: ReadonlySet<string> = new Set([
  "last",
  "len",
  "length",
  "next_back",
  "rev",
  "rfind",
  "rfold",
]);

/** Reports a method that needs an end on a range that has none: on the range itself or on a variable that holds it. */
export function checkEnd(
  cx: Pick<BodyContext, "facts" | "module" | "program" | "record" | "scopes">,
  expr: ast.ExprOf<"MethodCall">,
): void {
  if (!ENDED.has(expr.method.text)) return;
  const { method, receiver } = expr;
  if (isEndless(receiver)) {
    cx.record.report(endlessRange(method));
    return;
  }
  const local = receiver.kind === "Ident" || receiver.kind === "ConstIdent"
    ? cx.scopes.lookup(receiver.name)
    : undefined;
  if (local !== undefined) cx.record.endRequired.push({ local, method });
}

/** Notes the variable that a `let` binds to a range without end. */
export function noteEndless(
  cx: Pick<BodyContext, "facts" | "record" | "scopes">,
  { pattern, value }: { readonly pattern: ast.Pattern; readonly value: ast.Expr },
): void {
  const local = pattern.kind === "Bind" && isEndless(value)
    ? cx.scopes.lookup(pattern.name)
    : undefined;
  if (local !== undefined) cx.record.endless.add(local);
}

/** Reports calls on variables that held a range without end from their `let` on, and were not assigned. */
export function reportEndless({ record }: Pick<BodyContext, "record">): void {
  for (const { local, method } of record.endRequired) {
    if (record.endless.has(local) && !record.assigned.has(local)) {
      record.report(endlessRange(method));
    }
  }
}

/** A range without end, also as an iterator that can go backwards where its source can. */
function isEndless(expr: ast.Expr): boolean {
  switch (expr.kind) {
    case "Paren":
      return isEndless(expr.inner);
    case "Range":
      return expr.end === undefined;
    case "MethodCall":
      return ["iter", "map", "filter"].includes(expr.method.text) && isEndless(expr.receiver);
    default:
      return false;
  }
}

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
