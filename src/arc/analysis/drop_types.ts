/** Which types have to do with `Drop`. */
import { assertNever } from "../../base/mod.ts";
import type { ArcProgram } from "../ir/ir.ts";
import type { MonoType, MonoTypeId, MonoTypes } from "../../mono/mod.ts";

/** Whether values of the type have an impl of `Drop` themselves. */
export function isDropping(types: MonoTypes, id: MonoTypeId): boolean {
  const type = types.get(id);
  return type.kind === "sum" && type.drops === true;
}

/**
 * Answers whether releasing a value may reach one of a set of dropping types. What a closure captures is not in its
 * type, so the answer for all closures is given.
 */
export class DropReach {
  readonly #known = new Map<MonoTypeId, boolean>();

  /** `starts` tells the dropping types that count, `inClosures` whether a closure may hold one. */
  constructor(
    readonly types: MonoTypes,
    readonly starts: (id: MonoTypeId) => boolean,
    readonly inClosures: boolean,
  ) {}

  /** Searches what the type contains, which may be cyclic. */
  reaches(id: MonoTypeId): boolean {
    const known = this.#known.get(id);
    if (known !== undefined) return known;
    const seen = new Set([id]);
    const found = this.#search(seen);
    // Nothing that the search came by reaches one either.
    if (found) this.#known.set(id, true);
    else for (const part of seen) this.#known.set(part, false);
    return found;
  }

  /** Whether a type of `seen`, or one inside them, is a start; `seen` grows while it is walked. */
  #search(seen: Set<MonoTypeId>): boolean {
    for (const at of seen) {
      if (this.#known.get(at) === true || this.starts(at)) return true;
      const type = this.types.get(at);
      if (type.kind === "fn" && this.inClosures) return true;
      for (const part of partsOf(type)) if (this.#known.get(part) !== false) seen.add(part);
    }
    return false;
  }
}

/** The types whose release may run an impl of `Drop`; a closure may hold anything. */
export function typesThatDrop({ types }: ArcProgram): DropReach {
  return new DropReach(types, (type) => isDropping(types, type), true);
}

/** The types of values that have an impl of `Drop` inside, whatever closures hold. */
export function typesWithDrop({ types }: ArcProgram): DropReach {
  return new DropReach(types, (type) => isDropping(types, type), false);
}

/** The types of what a value holds, behind pointers too. */
function partsOf(type: MonoType): readonly MonoTypeId[] {
  switch (type.kind) {
    case "scalar":
    case "unit":
    case "never":
    case "str":
    case "fn":
    case "token":
      return [];
    case "builder":
      return [type.of];
    case "list":
      return [type.element];
    case "struct":
      return type.fields.map((field) => field.type);
    case "sum":
      return type.variants.flatMap((variant) => variant.fields.map((field) => field.type));
    case "env":
      return type.captures;
    default:
      return assertNever(type, "arc");
  }
}
