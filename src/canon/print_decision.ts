/** Decision graphs as text. */
import { assertNever } from "../base/mod.ts";
import type { Decision, Occurrence } from "./core.ts";
import { countDecisions } from "./decisions.ts";

/**
 * A decision tree; lines after the first are indented by `indent`. A node with several references
 * is written as `node N` where it is referred to, and in full below the tree.
 */
export function printDecision<T>(tree: Decision<T>, indent = ""): string {
  const shared = new Map<Decision<T>, number>();
  for (const [node, count] of [...countDecisions(tree)].reverse()) {
    if (count > 1 && hasOutcomes(node)) shared.set(node, shared.size);
  }
  const nodes = [...shared].map(([node, id]) =>
    `\n${indent}node ${id}: ${printNode(node, shared, indent)}`
  );
  return printNode(tree, shared, indent) + nodes.join("");
}

function hasOutcomes<T>(node: Decision<T>): boolean {
  return node.kind === "leaf" ? node.otherwise !== undefined : node.kind !== "unreachable";
}

function printNode<T>(
  tree: Decision<T>,
  shared: ReadonlyMap<Decision<T>, number>,
  indent: string,
): string {
  const deeper = `${indent}  `;
  const at = (occurrence: Occurrence<T>) => printOccurrence(occurrence);
  const goTo = (next: Decision<T>): string => {
    const id = shared.get(next);
    return id === undefined ? printNode(next, shared, deeper) : `node ${id}`;
  };
  const cases = (
    head: string,
    rows: readonly (readonly [string, Decision<T>])[],
    otherwise: Decision<T> | undefined,
  ) => {
    const all = otherwise === undefined ? rows : [...rows, ["_", otherwise] as const];
    const lines = all.map(([key, next]) => `\n${deeper}${key} => ${goTo(next)}`);
    return `${head}${lines.join("")}`;
  };
  const test = (head: string, then: Decision<T>, otherwise: Decision<T>) =>
    cases(head, [["yes", then], ["no", otherwise]], undefined);
  switch (tree.kind) {
    case "leaf": {
      const leaf = `arm ${tree.arm}(${tree.bindings.map(at).join(", ")})`;
      return tree.otherwise === undefined
        ? leaf
        : `${leaf}\n${deeper}otherwise ${goTo(tree.otherwise)}`;
    }
    case "variant":
      return cases(
        `variant of ${at(tree.at)}`,
        tree.cases.map(({ variant, next }) => [`#${variant}`, next]),
        tree.default,
      );
    case "int":
      return cases(
        `value of ${at(tree.at)}`,
        tree.cases.map(({ value, next }) => [String(value), next]),
        tree.default,
      );
    case "str":
      return cases(
        `text of ${at(tree.at)}`,
        tree.cases.map(({ value, next }) => [JSON.stringify(value), next]),
        tree.default,
      );
    case "float":
      return test(`${at(tree.at)} == ${tree.value}`, tree.then, tree.else);
    case "range": {
      const range = `${tree.low ?? ""}..=${tree.high ?? ""}`;
      return test(`${at(tree.at)} in ${range}`, tree.then, tree.else);
    }
    case "length": {
      const op = tree.orMore ? ">=" : "==";
      return test(`length of ${at(tree.at)} ${op} ${tree.length}`, tree.then, tree.else);
    }
    case "unreachable":
      return "unreachable";
    default:
      return assertNever(tree, "canon");
  }
}

function printOccurrence<T>(occurrence: Occurrence<T>): string {
  switch (occurrence.kind) {
    case "subject":
      return "subject";
    case "field":
      return `${printOccurrence(occurrence.of)}.${occurrence.index}`;
    case "payload":
      return `${printOccurrence(occurrence.of)}#${occurrence.variant}.${occurrence.index}`;
    case "element":
      return `${printOccurrence(occurrence.of)}[${
        occurrence.fromEnd ? "-" : ""
      }${occurrence.index}]`;
    case "rest":
      return `${printOccurrence(occurrence.of)}[${occurrence.before}..-${occurrence.after}]`;
    case "inner":
      return `${printOccurrence(occurrence.of)}.inner`;
    default:
      return assertNever(occurrence, "canon");
  }
}
