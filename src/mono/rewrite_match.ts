/** Matches and their decision trees for concrete types. */
import { assertNever, type Span } from "../base/mod.ts";
import {
  type CanonDecision,
  type CanonExpr,
  type CanonMatch,
  type CanonOccurrence,
  type CoreMatch,
  countDecisions,
  type Decision,
  type Occurrence,
} from "../canon/mod.ts";
import type { Frame } from "./frame.ts";
import type { MonoCoreExpr, MonoFnId, MonoTypeId } from "./program.ts";

type MonoDecision = Decision<MonoTypeId>;
type MonoOccurrence = Occurrence<MonoTypeId>;

/** The match, with the bindings of its arms defined; `rewrite` gives the monomorphic form of an expression. */
export function rewriteMatch(
  frame: Frame,
  match: CanonMatch,
  span: Span,
  rewrite: (expr: CanonExpr) => MonoCoreExpr,
): CoreMatch<MonoTypeId, MonoFnId> {
  const subject = frame.use(match.subject, span);
  const tree = new TreeRewriter(frame).rewrite(match.tree);
  const arms = match.arms.map((arm) => {
    const bindings = arm.bindings.map((local) => frame.define(local));
    return arm.guard === undefined
      ? { bindings, body: rewrite(arm.body) }
      : { bindings, guard: rewrite(arm.guard), body: rewrite(arm.body) };
  });
  return { subject, arms, tree };
}

class TreeRewriter {
  readonly #occurrences = new Map<CanonOccurrence, MonoOccurrence>();
  readonly #decisions = new Map<CanonDecision, MonoDecision>();

  constructor(private readonly frame: Frame) {}

  /** The graph over concrete types; a node with several references stays one node. */
  rewrite(root: CanonDecision): MonoDecision {
    for (const node of countDecisions(root).keys()) {
      this.#decisions.set(node, this.#decision(node));
    }
    return this.#decisions.get(root) as MonoDecision;
  }

  #decision(tree: CanonDecision): MonoDecision {
    const next = (of: CanonDecision) => this.#decisions.get(of) as MonoDecision;
    switch (tree.kind) {
      case "leaf": {
        const bindings = tree.bindings.map((binding) => this.#occurrence(binding));
        return tree.otherwise === undefined
          ? { kind: "leaf", arm: tree.arm, bindings }
          : { kind: "leaf", arm: tree.arm, bindings, otherwise: next(tree.otherwise) };
      }
      case "variant": {
        const cases = tree.cases.map((each) => ({ ...each, next: next(each.next) }));
        const made = { kind: "variant", at: this.#occurrence(tree.at), cases } as const;
        return tree.default === undefined ? made : { ...made, default: next(tree.default) };
      }
      case "int": {
        const cases = tree.cases.map((each) => ({ ...each, next: next(each.next) }));
        const made = { kind: "int", at: this.#occurrence(tree.at), cases } as const;
        return tree.default === undefined ? made : { ...made, default: next(tree.default) };
      }
      case "str": {
        const cases = tree.cases.map((each) => ({ ...each, next: next(each.next) }));
        return { kind: "str", at: this.#occurrence(tree.at), cases, default: next(tree.default) };
      }
      case "float":
      case "range":
      case "length": {
        const at = this.#occurrence(tree.at);
        return { ...tree, at, then: next(tree.then), else: next(tree.else) };
      }
      case "unreachable":
        return tree;
      default:
        return assertNever(tree, "mono");
    }
  }

  #occurrence(occurrence: CanonOccurrence): MonoOccurrence {
    const known = this.#occurrences.get(occurrence);
    if (known !== undefined) return known;
    const type = this.frame.type(occurrence.type);
    const made: MonoOccurrence = occurrence.kind === "subject"
      ? { kind: "subject", type }
      : this.#partOf(occurrence, this.#occurrence(occurrence.of), type);
    this.#occurrences.set(occurrence, made);
    return made;
  }

  /** Fields of a type that drops, and the inside of such a newtype, lie in its cell. */
  #partOf(
    occurrence: Exclude<CanonOccurrence, { readonly kind: "subject" }>,
    of: MonoOccurrence,
    type: MonoTypeId,
  ): MonoOccurrence {
    const isInCell = occurrence.kind === "field" || occurrence.kind === "inner";
    if (!isInCell || !this.frame.mono.types.isDropping(of.type)) return { ...occurrence, type, of };
    const index = occurrence.kind === "field" ? occurrence.index : 0;
    return { kind: "payload", variant: 0, index, type, of };
  }
}
