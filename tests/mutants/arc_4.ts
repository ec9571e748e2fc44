/** Faults of the ARC stage: elements that move out of containers, and what locals hand on. */
import { type Mutant, pass } from "./mutant.ts";

export const ARC_4: readonly Mutant[] = [
  {
    name: "arc: an element moves out for a write at another number",
    file: "src/arc/reuse/element_uses.ts",
    find: "values.includes(list) || this.#numberOf(at) !== place) return [];",
    replace: "values.includes(list)) return [];",
    killers: [pass("move_elements")],
  },
  {
    name: "arc: an element moves out where some ways do not put one back",
    file: "src/arc/reuse/element_uses.ts",
    find: "isEnd(access) || leads(block) ||",
    replace: "isEnd(access) || true ||",
    killers: [pass("move_elements")],
  },
  {
    name: "arc: an element moves out in front of an effect",
    file: "src/arc/reuse/move_elements.ts",
    find: "if (!between.every((op) => hasNoEffect(op, this.#fn, this.#types))) return undefined;",
    replace: "",
    killers: [pass("move_elements")],
  },
  {
    name: "arc: a read that no op needs is no use of a local",
    file: "src/arc/ownership/mark_moves.ts",
    find: "return removeReads(fn) || isChanged;",
    replace: "return isChanged;",
    killers: [pass("mark_moves")],
  },
  {
    name: "arc: a struct that a second local has is taken apart",
    file: "src/arc/ownership/second_names.ts",
    find: "return count > 1;",
    replace: "return count > 2;",
    killers: [pass("mark_moves")],
  },
  {
    name: "arc: a second local that is gone still has the struct",
    file: "src/arc/ownership/second_names.ts",
    find: "if (live.has(start) && live.has(hold)) count++;",
    replace: "count++;",
    killers: [pass("mark_moves")],
  },
];
