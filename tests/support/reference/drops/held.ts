/** What is alive where a program is, in the order of its creation, and where its owners are. */
import type { CoreLocal } from "../../../../src/canon/mod.ts";
import type { MonoFn, MonoTypeId } from "../../../../src/mono/mod.ts";
import type { Value } from "../values.ts";
import type { LastUses } from "./last_uses.ts";
import type { View } from "./places.ts";
import type { References } from "./releases.ts";

/** What is known of a function. */
export interface Known {
  readonly fn: MonoFn;
  readonly views: ReadonlyMap<CoreLocal, View>;
  readonly uses: LastUses;
}

/** A call. */
export interface Frame extends Known {
  readonly values: (Value | undefined)[];
  /** The locals that own their values. */
  readonly owners: Map<CoreLocal, Owner>;
  /** Locals of which one is a copy of the other: which of them is the last holder is not defined. */
  readonly copied: Set<CoreLocal>;
}

/** A local or an operand that owns a value. */
export interface Owner {
  readonly type: MonoTypeId;
  readonly local?: { readonly frame: Frame; readonly id: CoreLocal };
  /** Goes when it is taken, or after its last use. */
  readonly isOperand: boolean;
  /** Of an operand. */
  value: Value;
  isGone: boolean;
}

/** All owners, the oldest first. */
export class Held {
  readonly #owners: Owner[] = [];

  constructor(readonly references: References) {}

  get depth(): number {
    return this.#owners.length;
  }

  local(frame: Frame, id: CoreLocal): void {
    const def = frame.fn.locals[id];
    if (def === undefined || !this.references.reaches(def.type)) return;
    const owner: Owner = {
      type: def.type,
      local: { frame, id },
      isOperand: def.isOperand === true,
      value: null,
      isGone: false,
    };
    frame.owners.set(id, owner);
    this.#owners.push(owner);
  }

  operand(value: Value, type: MonoTypeId): Owner {
    const owner: Owner = { type, isOperand: true, value, isGone: false };
    if (this.references.reaches(type)) this.#owners.push(owner);
    return owner;
  }

  /** The operand has another owner now. */
  take(owner: Owner): void {
    const at = this.#owners.lastIndexOf(owner);
    if (at >= 0) this.#owners.splice(at, 1);
  }

  /** Control leaves: all behind `depth` goes, the last first. */
  leaveTo(depth: number): void {
    while (this.#owners.length > depth) {
      const owner = this.#owners.pop();
      if (owner !== undefined) this.release(owner);
    }
  }

  /** The operands behind `depth`, and `used`, go after the operation that looked at them. */
  leaveOperands(depth: number, used: readonly Owner[]): void {
    const going = this.#owners.filter((owner, i) => i >= depth || used.includes(owner));
    for (const owner of going.toReversed()) {
      this.take(owner);
      this.release(owner);
    }
  }

  release(owner: Owner): void {
    if (owner.isGone) return;
    owner.isGone = true;
    const { local, type } = owner;
    const value = local === undefined ? owner.value : local.frame.values[local.id] ?? null;
    this.references.release(value, type);
  }
}
