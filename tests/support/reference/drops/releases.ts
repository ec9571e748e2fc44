/** References to values with an impl of `Drop`: each owner of a value has one of every such value inside. */
import { DropReach, type MonoProgram, type MonoTypeId } from "../../../../src/mono/mod.ts";
import { Closure, Compound, List, type Value } from "../values.ts";

/** A value with an impl of `Drop`: one thing, however often it is passed on. */
export class Loud extends Compound {
  owners = 1;
}

/** The model does not say what happens here. */
export class NotModelled {
  constructor(readonly why: string) {}
}

type Part = readonly [value: Value, type: MonoTypeId];

export class References {
  readonly #reach: DropReach;

  /** `destroy` runs the impl of `Drop`. */
  constructor(
    readonly program: MonoProgram,
    readonly destroy: (value: Loud, type: MonoTypeId) => void,
  ) {
    this.#reach = new DropReach(program.types, (type) => program.drops.has(type), true);
  }

  /** Whether a value of the type may hold one that drops. */
  reaches(type: MonoTypeId): boolean {
    return this.#reach.reaches(type);
  }

  /** Whether `value` holds one that drops. */
  holds(value: Value, type: MonoTypeId): boolean {
    if (value === null || !this.reaches(type)) return false;
    return value instanceof Loud || this.#partsOf(value, type).some((part) => this.holds(...part));
  }

  /** `value` gets another owner. */
  retain(value: Value, type: MonoTypeId): void {
    if (value === null || !this.reaches(type)) return;
    if (value instanceof Loud) value.owners++;
    else for (const part of this.#partsOf(value, type)) this.retain(...part);
  }

  /** `value` loses an owner: what has none any more is destroyed, then its parts, the last first. */
  release(value: Value, type: MonoTypeId): void {
    if (value === null || !this.reaches(type)) return;
    if (value instanceof Loud) {
      if (--value.owners > 0) return;
      this.destroy(value, type);
    }
    for (const part of this.#partsOf(value, type).toReversed()) this.release(...part);
  }

  #partsOf(value: Value, id: MonoTypeId): readonly Part[] {
    const type = this.program.types.get(id);
    if (value instanceof Closure) {
      const fn = this.program.fns[value.fn];
      return value.captures.map((one, i) => [one, fn?.locals[fn.params[i] ?? 0]?.type ?? id]);
    }
    if (value instanceof List && type.kind === "list") {
      return value.elements.map((one) => [one, type.element]);
    }
    if (!(value instanceof Compound)) return [];
    const fields = type.kind === "struct"
      ? type.fields
      : type.kind === "sum"
      ? type.variants[value.variant]?.fields
      : undefined;
    return value.fields.map((one, i) => [one, fields?.[i]?.type ?? id]);
  }
}
