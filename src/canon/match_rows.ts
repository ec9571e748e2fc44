/**
 * What the code of a match works on: rows, each a set of tests at places of the subject, after
 * Jules Jacobs, "How to compile pattern matching" (2021).
 */
import { assertNever } from "../base/mod.ts";
import {
  elementType,
  type LocalId,
  newtypeInner,
  partsOf,
  type Pat,
  type PatOf,
  type Type,
} from "../types/mod.ts";
import type { CanonOccurrence } from "./generic.ts";

/** The pattern of an arm, and the locals its leaves bind, in order. */
export interface TreeArm {
  readonly pat: Pat;
  readonly bindings: readonly LocalId[];
  readonly hasGuard: boolean;
}

/** Locals that `pat` binds, in source order, each once (alternatives bind the same ones). */
export function boundLocals(pat: Pat): readonly LocalId[] {
  const found = new Set<LocalId>();
  eachPat(pat, (part) => {
    for (const local of part.binds) found.add(local);
  });
  return [...found];
}

/** An occurrence with its identity: equal keys, same place. */
export interface Place {
  readonly key: string;
  readonly id: number;
  readonly occurrence: CanonOccurrence;
}
export interface Test {
  readonly at: Place;
  /** Never `any`, `product`, `newtype`: those hold nothing to test of their own. */
  readonly pat: Pat;
}
export interface Row {
  readonly arm: number;
  readonly tests: readonly Test[];
  readonly bindings: ReadonlyMap<LocalId, CanonOccurrence>;
}
/** Makes places, each once, and the rows that test them. */
export class Places {
  readonly #places = new Map<string, Place>();
  readonly #ids = new Map<CanonOccurrence, number>();

  /** The place with `key`, made for `occurrence` when it is new. */
  occurrence(key: string, occurrence: CanonOccurrence): Place {
    const known = this.#places.get(key);
    if (known !== undefined) return known;
    const place = { key, id: this.#places.size, occurrence };
    this.#places.set(key, place);
    this.#ids.set(occurrence, place.id);
    return place;
  }

  /** The number of the place of an occurrence that was made here. */
  idOf(occurrence: CanonOccurrence): number {
    return this.#ids.get(occurrence) as number;
  }

  /** A row with `added` tests taken apart: bindings noted, products opened, trivial tests dropped. */
  row(
    arm: number,
    tests: readonly Test[],
    added: readonly Test[],
    bindings: ReadonlyMap<LocalId, CanonOccurrence>,
  ): Row {
    const allTests = [...tests];
    const allBindings = new Map(bindings);
    for (const test of added) this.open(test, allTests, allBindings);
    return { arm, tests: allTests, bindings: allBindings };
  }

  /** Takes `test` apart into the tests that it stands for, added to `tests`, and its bindings. */
  open({ at, pat }: Test, tests: Test[], bindings: Map<LocalId, CanonOccurrence>): void {
    for (const local of pat.binds) bindings.set(local, at.occurrence);
    switch (pat.kind) {
      case "any":
        return;
      case "product":
        pat.fields.forEach((field, i) => {
          this.open({ at: this.#field(at, i, field.type), pat: field }, tests, bindings);
        });
        return;
      case "newtype":
        return this.open({ at: this.#inner(at), pat: pat.inner }, tests, bindings);
      case "list":
        if (pat.rest !== undefined && pat.before.length + pat.after.length === 0) {
          return this.open({ at: this.#rest(at, 0, 0), pat: pat.rest }, tests, bindings);
        }
        tests.push({ at, pat });
        return;
      case "variant":
      case "int":
      case "str":
      case "float":
      case "or":
        tests.push({ at, pat });
        return;
      default:
        assertNever(pat, "canon");
    }
  }

  /** Tests of the payload of a variant. */
  payload(at: Place, pat: PatOf<"variant">): readonly Test[] {
    return pat.fields.map((field, i) => ({
      at: this.#payload(at, pat.variant, i, field.type),
      pat: field,
    }));
  }

  /** Tests of the elements of a list that is long enough; `length` where it is known exactly. */
  elements(at: Place, pat: PatOf<"list">, length: number | undefined): readonly Test[] {
    const tests = pat.before.map((element, i): Test => ({
      at: this.#element(at, i, false),
      pat: element,
    }));
    const { after } = pat;
    after.forEach((element, i) => {
      const place = length === undefined
        ? this.#element(at, after.length - 1 - i, true)
        : this.#element(at, length - after.length + i, false);
      tests.push({ at: place, pat: element });
    });
    if (pat.rest !== undefined) {
      tests.push({ at: this.#rest(at, pat.before.length, after.length), pat: pat.rest });
    }
    return tests;
  }

  #field(of: Place, index: number, type: Type): Place {
    const occurrence = { kind: "field", of: of.occurrence, index, type } as const;
    return this.occurrence(`${of.key}.${index}`, occurrence);
  }

  #payload(of: Place, variant: number, index: number, type: Type): Place {
    const occurrence = { kind: "payload", of: of.occurrence, variant, index, type } as const;
    return this.occurrence(`${of.key}.${variant}:${index}`, occurrence);
  }

  #element(of: Place, index: number, fromEnd: boolean): Place {
    const type = elementType(of.occurrence.type);
    const occurrence = { kind: "element", of: of.occurrence, index, fromEnd, type } as const;
    return this.occurrence(`${of.key}[${fromEnd ? "-" : ""}${index}]`, occurrence);
  }

  #rest(of: Place, before: number, after: number): Place {
    if (before + after === 0) return of;
    const { type } = of.occurrence;
    const occurrence = { kind: "rest", of: of.occurrence, before, after, type } as const;
    return this.occurrence(`${of.key}[${before}..${after}]`, occurrence);
  }

  #inner(of: Place): Place {
    const type = newtypeInner(of.occurrence.type);
    return this.occurrence(`${of.key}!`, { kind: "inner", of: of.occurrence, type });
  }
}

/** Calls `visit` on `pat` and all patterns inside it. */
export function eachPat(pat: Pat, visit: (pat: Pat) => void): void {
  visit(pat);
  for (const part of partsOf(pat)) eachPat(part, visit);
}

/** The number of variants of a sum; -1 for other types. */
export function variantCount(type: Type): number {
  return type.kind === "con" && type.def.body.kind === "sum" ? type.def.body.variants.length : -1;
}

/** The bounds of a range test: absent where open. */
export function boundsOf(pat: PatOf<"int">): { readonly low?: bigint; readonly high?: bigint } {
  return {
    ...(pat.low === undefined ? {} : { low: pat.low }),
    ...(pat.high === undefined ? {} : { high: pat.high }),
  };
}
