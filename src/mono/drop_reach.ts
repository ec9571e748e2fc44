/** Which types have a value with an impl of `Drop` inside. */
import { assertNever } from "../base/mod.ts";
import type { MonoType, MonoTypeId, MonoTypes } from "./program.ts";

/**
 * Answers whether releasing a value may reach one of a set of dropping types. What a closure captures is not in its
 * type, so the answer for all closures is given.
 */
export class DropReach<T extends Pick<MonoTypes, "get"> = MonoTypes> {
  readonly #known = new Map<MonoTypeId, boolean>();

  /** `starts` tells the dropping types that count, `inClosures` whether a closure may hold one. */
  constructor(
    readonly types: T,
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
      return assertNever(type, "mono");
  }
}
