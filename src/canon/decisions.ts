/** Walks over decision graphs: a node may have several references. */
import { assertNever } from "../base/mod.ts";
import type { Decision } from "./core.ts";

/** The nodes that `node` leads to, in the order of its outcomes. */
export function nextDecisions<T>(node: Decision<T>): readonly Decision<T>[] {
  switch (node.kind) {
    case "leaf":
      return node.otherwise === undefined ? [] : [node.otherwise];
    case "variant":
    case "int":
    case "str": {
      const all: Decision<T>[] = node.cases.map((one) => one.next);
      if (node.default !== undefined) all.push(node.default);
      return all;
    }
    case "float":
    case "range":
    case "length":
      return [node.then, node.else];
    case "unreachable":
      return [];
    default:
      return assertNever(node, "canon");
  }
}

/** All nodes below `root` with the number of references to each, each before those that lead to it. */
export function countDecisions<T>(root: Decision<T>): ReadonlyMap<Decision<T>, number> {
  const counts = new Map<Decision<T>, number>();
  const postorder: Decision<T>[] = [];
  const stack: { node: Decision<T>; next: readonly Decision<T>[]; at: number }[] = [];
  const reach = (node: Decision<T>): void => {
    const count = counts.get(node) ?? 0;
    counts.set(node, count + 1);
    if (count === 0) stack.push({ node, next: nextDecisions(node), at: 0 });
  };
  reach(root);
  for (let top = stack[0]; top !== undefined; top = stack[stack.length - 1]) {
    const next = top.next[top.at++];
    if (next !== undefined) reach(next);
    else {
      postorder.push(top.node);
      stack.pop();
    }
  }
  return new Map(postorder.map((node) => [node, counts.get(node) ?? 0]));
}
