/** Values of the reference interpreter: immutable, without counts or owners. */
import type { SourceMap, Span } from "../../../src/base/mod.ts";
import type { MonoFnId } from "../../../src/mono/mod.ts";

/**
 * An int, byte, char or Duration is a bigint, a float a number, `void` is null. A str is the bytes of its UTF-8, one per
 * code unit, so that offsets of the language are indexes.
 */
export type Value = bigint | number | boolean | string | null | List | Compound | Closure;

/** A struct, a tuple (variant 0) or a value of a sum. */
export class Compound {
  constructor(readonly variant: number, readonly fields: readonly Value[]) {}
}

/** A function value; the captures are the first arguments of `fn`. */
export class Closure {
  constructor(readonly fn: MonoFnId, readonly captures: readonly Value[]) {}
}

/** How an older version of a list differs from a newer one. */
type Difference =
  | { readonly kind: "set"; readonly at: number; readonly value: Value }
  | { readonly kind: "push"; readonly value: Value }
  | { readonly kind: "pop" };

/**
 * A persistent list: the newest version holds the elements, older ones hold a difference to the version made from them (Baker,
 * "Shallow Binding Makes Functional Arrays Fast", 1991). Updates of the newest version take constant time, without any
 * knowledge of who else holds it.
 */
export class List {
  #state:
    | { readonly kind: "elements"; readonly elements: Value[] }
    | { readonly kind: "older"; readonly than: List; readonly by: Difference };

  constructor(elements: Value[]) {
    this.#state = { kind: "elements", elements };
  }

  /** The elements; not to be changed, and valid until another version is asked for. */
  get elements(): readonly Value[] {
    return this.#own();
  }

  set(at: number, value: Value): List {
    return this.#change({ kind: "set", at, value });
  }

  push(value: Value): List {
    return this.#change({ kind: "push", value });
  }

  /** Changes this very list, as only the unchecked moves of std do. */
  replace(at: number, value: Value): void {
    this.#own()[at] = value;
  }

  #change(by: Difference): List {
    const elements = this.#own();
    const newer = new List(elements);
    this.#state = { kind: "older", than: newer, by: apply(elements, by) };
    return newer;
  }

  /** Makes this version the one with the elements. */
  #own(): Value[] {
    if (this.#state.kind === "elements") return this.#state.elements;
    const chain: List[] = [this];
    let newest = this.#state.than;
    while (newest.#state.kind === "older") {
      chain.push(newest);
      newest = newest.#state.than;
    }
    const { elements } = newest.#state;
    for (let older = chain.pop(); older !== undefined; older = chain.pop()) {
      if (older.#state.kind !== "older") throw new Error("a version without a difference");
      const inverse = apply(elements, older.#state.by);
      older.#state.than.#state = { kind: "older", than: older, by: inverse };
      older.#state = { kind: "elements", elements };
    }
    return elements;
  }
}

/** Applies a difference; gives the one that takes it back. */
function apply(elements: Value[], by: Difference): Difference {
  switch (by.kind) {
    case "set": {
      const value = elements[by.at] as Value;
      elements[by.at] = by.value;
      return { kind: "set", at: by.at, value };
    }
    case "push":
      elements.push(by.value);
      return { kind: "pop" };
    case "pop":
      return { kind: "push", value: elements.pop() as Value };
  }
}

/** A panic that unwinds. */
export class Panic {
  constructor(readonly message: string, readonly position: string) {}
}

/** Thrown by an operation that panics; the interpreter adds where. */
export class PanicText {
  constructor(readonly message: string) {}
}

/** What `run` gives; its panic has the position of `span`. */
export function located(sources: SourceMap, span: Span, run: () => Value): Value {
  try {
    return run();
  } catch (thrown) {
    if (!(thrown instanceof PanicText)) throw thrown;
    throw new Panic(thrown.message, sources.describe(span));
  }
}

/** The program ended itself with code 134. */
export class Aborted {}

/** The program does more than the reference is made for. */
export class OutOfBudget {
  constructor(readonly reason: string) {}
}
