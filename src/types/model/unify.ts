/**
 * Unification of types with mutable variables: linking with path compression and an occurs check.
 * Source: Hindley-Milner as in Pierce, TAPL chapter 22; variables carry no levels, because the
 * bindings inside a body stay monomorphic.
 */
import { assertNever } from "../../base/mod.ts";
import { BUILTIN_DEFS, INT, VOID } from "./builtin.ts";
import type { Type, TypeVar } from "./model.ts";
import {
  conType,
  eachType,
  equalTypes,
  ERROR_TYPE,
  fnType,
  makeTypeVar,
  prune,
  someType,
} from "./type.ts";

/** The variables of one body. */
export class Unifier {
  #nextVar = 0;
  /** Variables of `[]`, `None`, `Ok(..)` and relatives: `void` when nothing else decides. */
  readonly #defaultable = new Set<TypeVar>();

  /** `onBind` learns of each variable that gets a type or becomes another variable. */
  constructor(readonly onBind: (variable: TypeVar, to: Type) => void) {}

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
    const a = prune(left);
    const b = prune(right);
    if (a === b) return true;
    if (a.kind === "var") return this.#bind(a, b);
    if (b.kind === "var") return this.#bind(b, a);
    if (a.kind === "error") return this.#silence(b);
    if (b.kind === "error") return this.#silence(a);
    switch (a.kind) {
      case "con":
        return b.kind === "con" && a.def === b.def && this.#unifyAll(a.args, b.args);
      case "tuple":
        return b.kind === "tuple" && this.#unifyAll(a.elements, b.elements);
      case "fn":
        return b.kind === "fn" && this.#unifyAll(a.params, b.params) &&
          this.unify(a.result, b.result);
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

  #unifyAll(left: readonly Type[], right: readonly Type[]): boolean {
    if (left.length !== right.length) return false;
    let isEqual = true;
    for (let i = 0; i < left.length; i++) {
      isEqual = this.unify(left[i] as Type, right[i] as Type) && isEqual;
    }
    return isEqual;
  }

  #bind(variable: TypeVar, to: Type): boolean {
    if (to.kind === "var") {
      to.isIntLiteral ||= variable.isIntLiteral;
      if (this.#defaultable.has(variable)) this.#defaultable.add(to);
    } else {
      if (variable.isIntLiteral && !acceptsIntLiteral(to)) return false;
      if (someType(to, (part) => part === variable)) return false;
    }
    variable.link = to;
    this.onBind(variable, to);
    return true;
  }

  /**
   * The type without variables: open int literals become `int`, what nothing decides `void`.
   * Shares what does not change.
   */
  finish(type: Type): Type {
    const t = prune(type);
    switch (t.kind) {
      case "con": {
        const args = this.#finishAll(t.args);
        return args === t.args ? t : conType(t.def, args);
      }
      case "tuple": {
        const elements = this.#finishAll(t.elements);
        return elements === t.elements ? t : { kind: "tuple", elements };
      }
      case "fn": {
        const params = this.#finishAll(t.params);
        const result = this.finish(t.result);
        return params === t.params && result === t.result ? t : fnType(params, result);
      }
      case "var":
        t.link = t.isIntLiteral ? INT : VOID;
        return t.link;
      case "param":
      case "error":
        return t;
      default:
        return assertNever(t, "types");
    }
  }

  #finishAll(types: readonly Type[]): readonly Type[] {
    let changed: Type[] | undefined;
    for (let i = 0; i < types.length; i++) {
      const before = types[i] as Type;
      const after = this.finish(before);
      if (after !== before && changed === undefined) changed = types.slice(0, i);
      changed?.push(after);
    }
    return changed ?? types;
  }
}

function acceptsIntLiteral(type: Type): boolean {
  return type.kind === "error" ||
    type.kind === "con" && (type.def === BUILTIN_DEFS.int || type.def === BUILTIN_DEFS.byte);
}

/** Whether unification could succeed, without linking anything: a quick test of the outer shape. */
export function mayUnify(left: Type, right: Type): boolean {
  const a = prune(left);
  const b = prune(right);
  if (a.kind === "error" || b.kind === "error") return true;
  if (a.kind === "var") return b.kind === "var" || !a.isIntLiteral || acceptsIntLiteral(b);
  if (b.kind === "var") return !b.isIntLiteral || acceptsIntLiteral(a);
  if (a.kind === "con") {
    return b.kind === "con" && a.def === b.def &&
      a.args.every((arg, i) => mayUnify(arg, b.args[i] ?? ERROR_TYPE));
  }
  if (a.kind === "tuple") {
    return b.kind === "tuple" && a.elements.length === b.elements.length &&
      a.elements.every((element, i) => mayUnify(element, b.elements[i] ?? ERROR_TYPE));
  }
  if (a.kind === "fn") {
    return b.kind === "fn" && a.params.length === b.params.length &&
      a.params.every((param, i) => mayUnify(param, b.params[i] ?? ERROR_TYPE)) &&
      mayUnify(a.result, b.result);
  }
  return equalTypes(a, b);
}
