/** Parts of values, and the tests of patterns. */
import { assertNever } from "../../../src/base/mod.ts";
import type { Decision, Occurrence } from "../../../src/canon/mod.ts";
import type { MonoTypeId, MonoTypes } from "../../../src/mono/mod.ts";
import { toBytes } from "./texts.ts";
import { Compound, List, type Value } from "./values.ts";

export function fieldOf(value: Value, index: number): Value {
  const field = value instanceof Compound ? value.fields[index] : undefined;
  if (field === undefined) throw new Error(`no field ${index}`);
  return field;
}

/** The number of a variant of a sum. */
export function variantNamed(types: MonoTypes, id: MonoTypeId, name: string): number {
  const sum = types.get(id);
  if (sum.kind !== "sum") throw new Error(`${sum.name} is no sum`);
  return sum.variants.findIndex((variant) => variant.name === name);
}

function elementsOf(value: Value): readonly Value[] {
  if (!(value instanceof List)) throw new Error("no list");
  return value.elements;
}

/** The part of `subject` at `at`. */
export function partAt(at: Occurrence<MonoTypeId>, subject: Value): Value {
  if (at.kind === "subject") return subject;
  const whole = partAt(at.of, subject);
  switch (at.kind) {
    case "field":
    case "payload":
      return fieldOf(whole, at.index);
    case "element": {
      const elements = elementsOf(whole);
      return elements[at.fromEnd ? elements.length - 1 - at.index : at.index] as Value;
    }
    case "rest": {
      const elements = elementsOf(whole);
      return new List(elements.slice(at.before, elements.length - at.after));
    }
    case "inner":
      return whole;
    default:
      return assertNever(at, "mono");
  }
}

/** The tree behind a test. */
export function decide(
  tree: Exclude<Decision<MonoTypeId>, { kind: "leaf" }>,
  subject: Value,
): Decision<MonoTypeId> | undefined {
  if (tree.kind === "unreachable") throw new Error("an unreachable case was reached");
  const value = partAt(tree.at, subject);
  switch (tree.kind) {
    case "variant": {
      const variant = value instanceof Compound ? value.variant : undefined;
      return tree.cases.find((one) => one.variant === variant)?.next ?? tree.default;
    }
    case "int": {
      const int = typeof value === "boolean" ? BigInt(value) : value;
      return tree.cases.find((one) => one.value === int)?.next ?? tree.default;
    }
    case "str":
      return tree.cases.find((one) => toBytes(one.value) === value)?.next ?? tree.default;
    case "float":
      return value === tree.value ? tree.then : tree.else;
    case "range": {
      const int = value as bigint;
      const isInside = int >= (tree.low ?? int) && int <= (tree.high ?? int);
      return isInside ? tree.then : tree.else;
    }
    case "length": {
      const { length } = elementsOf(value);
      const fits = tree.orMore ? length >= tree.length : length === tree.length;
      return fits ? tree.then : tree.else;
    }
    default:
      return assertNever(tree, "mono");
  }
}
