import type { Expr, NodeId } from "./ast.ts";

/** A copy of `expr` whose nodes have the ids that `freshId` gives: what is found out about one says nothing of the other. */
export function copyExpr(expr: Expr, freshId: () => NodeId): Expr {
  return copyTree(expr, freshId) as Expr;
}

function copyTree(part: unknown, freshId: () => NodeId): unknown {
  if (typeof part !== "object" || part === null) return part;
  if (Array.isArray(part)) return part.map((element) => copyTree(element, freshId));
  const copy: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(part)) {
    copy[key] = key === "id" ? freshId() : isSpan(key) ? value : copyTree(value, freshId);
  }
  return copy;
}

function isSpan(key: string): boolean {
  return key === "span" || key === "opSpan";
}
