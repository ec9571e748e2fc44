/**
 * Unification of types with mutable variables: linking with path compression and an occurs check.
 * Source: Hindley-Milner as in Pierce, TAPL chapter 22; variables carry no levels, because nothing inside a body is
 * generalized: polymorphic lambdas are copied (`inference/let_copies.ts`).
 */
import { assertNever } from "../../base/mod.ts";
import { BUILTIN_DEFS, INT, VOID } from "./builtin.ts";
import type { Type, TypeVar } from "./model.ts";
import {
  eachType,
  equalTypes,
  ERROR_TYPE,
  makeTypeVar,
  mapParts,
  prune,
  someType,
} from "./type.ts";
import { PairMemo, WalkMemo } from "./walk_memo.ts";

/** The variables of one body. */
export class Unifier {
  #nextVar = 0;
  /** Variables of `[]`, `None`, `Ok(..)` and relatives: `void` when nothing else decides. */
  readonly #defaultable = new Set<TypeVar>();
  /** Finished types, which have no variables any more, by the open ones. */
  readonly #finished = new WalkMemo<Type>();

  /**
   * `onBind` learns of each variable that gets a type or becomes another variable, and whether that makes an int
   * literal of the other one, which was none.
   */
  constructor(
    readonly onBind: (variable: TypeVar, to: Type, makesLiteral: boolean) => void,
  ) {}

  fresh(): TypeVar {
    return makeTypeVar(this.#nextVar++);
  }

  /** A variable that a literal leaves open and that no use has to decide. */
  freshDefaultable(): TypeVar {
    const made = this.fresh();
    this.#defaultable.add(made);
    return made;
  }

  freshIntLiteral(): TypeVar {
    return makeTypeVar(this.#nextVar++, true);
  }

  isDefaultable(variable: TypeVar): boolean {
    return this.#defaultable.has(variable);
  }

  makeDefaultable(type: Type): void {
    const t = prune(type);
    if (t.kind === "var") this.#defaultable.add(t);
  }

  /** Makes both types equal; false when that is impossible (what was linked so far stays). */
  unify(left: Type, right: Type): boolean {
    return this.#unifyIn(left, right, new PairMemo());
  }

  /** A pair that was unified is equal from then on, and one that cannot be stays different: `memo` holds both. */
  #unifyIn(left: Type, right: Type, memo: PairMemo<boolean>): boolean {
    const a = prune(left);
    const b = prune(right);
    if (a === b) return true;
    if (a.kind === "var") return this.#bind(a, b);
    if (b.kind === "var") return this.#bind(b, a);
    if (a.kind === "error") return this.#silence(b);
    if (b.kind === "error") return this.#silence(a);
    const known = memo.get(a, b);
    if (known !== undefined) return known;
    const isEqual = this.#unifyParts(a, b, memo);
    memo.set(a, b, isEqual);
    return isEqual;
  }

  #unifyParts(
    a: Exclude<Type, { kind: "var" | "error" }>,
    b: Type,
    memo: PairMemo<boolean>,
  ): boolean {
    switch (a.kind) {
      case "con":
        return b.kind === "con" && a.def === b.def && this.#unifyAll(a.args, b.args, memo);
      case "tuple":
        return b.kind === "tuple" && this.#unifyAll(a.elements, b.elements, memo);
      case "fn":
        return b.kind === "fn" && this.#unifyAll(a.params, b.params, memo) &&
          this.#unifyIn(a.result, b.result, memo);
      case "param":
        return b.kind === "param" && a.param === b.param;
      default:
        return assertNever(a, "types");
    }
  }

  /** Makes errors of the variables in `type`, which met an error: it is not reported again. */
  #silence(type: Type): true {
    eachType(type, (part) => {
      if (part.kind === "var") this.#bind(part, ERROR_TYPE);
    });
    return true;
  }

  #unifyAll(left: readonly Type[], right: readonly Type[], memo: PairMemo<boolean>): boolean {
    if (left.length !== right.length) return false;
    let isEqual = true;
    for (let i = 0; i < left.length; i++) {
      isEqual = this.#unifyIn(left[i] as Type, right[i] as Type, memo) && isEqual;
    }
    return isEqual;
  }

  #bind(variable: TypeVar, to: Type): boolean {
    const makesLiteral = to.kind === "var" && variable.isIntLiteral && !to.isIntLiteral;
    if (to.kind === "var") {
      to.isIntLiteral ||= variable.isIntLiteral;
      if (this.#defaultable.has(variable)) this.#defaultable.add(to);
    } else {
      if (variable.isIntLiteral && !acceptsIntLiteral(to)) return false;
      if (someType(to, (part) => part === variable)) return false;
    }
    variable.link = to;
    this.onBind(variable, to, makesLiteral);
    return true;
  }

  /**
   * The type without variables: open int literals become `int`, what nothing decides `void`.
   * Shares what does not change, and gives one object for a type however often it is asked for.
   */
  finish(type: Type): Type {
    const t = prune(type);
    if (t.kind !== "var") return mapParts(t, (part) => this.finish(part), this.#finished);
    t.link = t.isIntLiteral ? INT : VOID;
    return t.link;
  }
}

function acceptsIntLiteral(type: Type): boolean {
  return type.kind === "error" ||
    type.kind === "con" && (type.def === BUILTIN_DEFS.int || type.def === BUILTIN_DEFS.byte);
}

/** Whether unification could succeed, without linking anything: a quick test of the outer shape. */
export function mayUnify(left: Type, right: Type): boolean {
  return mayUnifyIn(left, right, new PairMemo());
}

function mayUnifyIn(left: Type, right: Type, memo: PairMemo<true>): boolean {
  const a = prune(left);
  const b = prune(right);
  if (a === b || a.kind === "error" || b.kind === "error") return true;
  if (a.kind === "var") return b.kind === "var" || !a.isIntLiteral || acceptsIntLiteral(b);
  if (b.kind === "var") return !b.isIntLiteral || acceptsIntLiteral(a);
  if (memo.get(a, b)) return true;
  const isPossible = mayUnifyParts(a, b, memo);
  if (isPossible) memo.set(a, b, true);
  return isPossible;
}

function mayUnifyParts(a: Type, b: Type, memo: PairMemo<true>): boolean {
  const each = (left: readonly Type[], right: readonly Type[]) =>
    left.every((type, i) => mayUnifyIn(type, right[i] ?? ERROR_TYPE, memo));
  if (a.kind === "con") return b.kind === "con" && a.def === b.def && each(a.args, b.args);
  if (a.kind === "tuple") {
    return b.kind === "tuple" && a.elements.length === b.elements.length &&
      each(a.elements, b.elements);
  }
  if (a.kind === "fn") {
    return b.kind === "fn" && a.params.length === b.params.length && each(a.params, b.params) &&
      mayUnifyIn(a.result, b.result, memo);
  }
  return equalTypes(a, b);
}
