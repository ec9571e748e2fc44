/**
 * Alias information for LLVM about accesses to memory (its "type-based alias analysis"): no count is a value, and an
 * element of a list is none of a list with elements of another form. So a store to an element leaves counts and the
 * heads of inner lists known. Blocks change their use only through the runtime, whose accesses have tags of
 * another family, which exclude nothing.
 *
 *     memory
 *     |- count
 *     `- value          fields, captures, stack slots: a reused cell may hold fields of other types than before
 *        |- [double]    elements of such lists; a list's buffer is never taken for another use
 *        `- [%ori.list] ...
 */
import type { Module } from "./module.ts";

export class MemoryTags {
  readonly #nodes = new Map<string, string>();
  readonly #tags = new Map<string, string>();

  /** Only optimised code `uses` the tags. */
  constructor(readonly module: Module, readonly uses: boolean) {}

  /** The suffix of a load or store of a count. */
  count(): string {
    return this.#tag("count", "memory");
  }

  /** The suffix of a load or store of a value anywhere. */
  value(): string {
    return this.#tag("value", "memory");
  }

  /** The suffix of a load or store of an element of a list; `memoryType` is LLVM's type of elements. */
  element(memoryType: string): string {
    return this.#tag(`[${memoryType}]`, "value");
  }

  #tag(name: string, parent: "memory" | "value"): string {
    if (!this.uses) return "";
    let tag = this.#tags.get(name);
    if (tag === undefined) {
      const node = this.#node(name, parent);
      tag = `, !tbaa ${this.module.metadata(`!{${node}, ${node}, i64 0}`)}`;
      this.#tags.set(name, tag);
    }
    return tag;
  }

  #node(name: string, parent?: "memory" | "value"): string {
    const known = this.#nodes.get(name);
    if (known !== undefined) return known;
    const text = `!"ori ${name.replaceAll('"', "'")}"`;
    const outer = parent === undefined
      ? undefined
      : this.#node(parent, parent === "value" ? "memory" : undefined);
    const node = this.module.metadata(
      outer === undefined ? `!{${text}}` : `!{${text}, ${outer}, i64 0}`,
    );
    this.#nodes.set(name, node);
    return node;
  }
}
