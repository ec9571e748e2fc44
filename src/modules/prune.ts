/**
 * Removes from the tree of a file what its conditions exclude (25.7), before any name of it is looked up: so
 * excluded code may use what does not exist, and names may be defined once for each target.
 */
import type { SourceFile, Span } from "../base/mod.ts";
import type { Diagnostics } from "../diagnostics/mod.ts";
import type { Attribute, FunctionItem, Item, Name, SourceTree } from "../syntax/mod.ts";
import { unknownFileAttribute } from "./condition_errors.ts";
import { conditionsHold, isCondition, type Report } from "./conditions.ts";
import type { FileEmbeds } from "./embed.ts";
import { mentionsConstants, pruneBranches } from "./prune_branches.ts";
import type { BuildSettings } from "./settings.ts";

/**
 * The part of `tree` that is compiled with `settings`. In files of std, whose bodies are not parsed yet, only
 * items are removed; they embed nothing.
 */
export function pruneTree(
  tree: SourceTree,
  { text }: SourceFile,
  settings: BuildSettings,
  diagnostics: Diagnostics,
  embeds: FileEmbeds | undefined,
): SourceTree {
  const report: Report = (diagnostic) => diagnostics.report(diagnostic);
  const items = new ItemPruner(settings, report).prune(tree);
  const hasBranches = embeds !== undefined && mentionsConstants(text);
  if (items === tree.items && !hasBranches) return tree;
  return {
    ...tree,
    items: hasBranches ? pruneBranches(items, settings, report, embeds) : items,
    embedded: embeds?.texts ?? [],
    excluded: excludedNames(tree.items, items),
  };
}

/** What a condition may stand at. */
interface Conditional {
  readonly attributes: readonly Attribute[];
}

class ItemPruner {
  constructor(readonly settings: BuildSettings, readonly report: Report) {}

  prune({ items, fileAttributes }: SourceTree): readonly Item[] {
    for (const attribute of fileAttributes) {
      if (!isCondition(attribute)) this.report(unknownFileAttribute(attribute));
    }
    if (!this.#holds(fileAttributes)) return [];
    if (!items.some(hasConditions)) return items;
    const kept = new Set<Item>();
    for (const [i, item] of items.entries()) {
      const previous = items[i - 1];
      // A later clause of a function goes with the first one.
      const isLost = isLaterClause(item, previous) && previous !== undefined && !kept.has(previous);
      if (this.#holds(item.attributes) && !isLost) kept.add(item);
    }
    const lost = lostFunctions(items, kept);
    return items.filter((item) => kept.has(item) && !isTestOf(item, lost))
      .map((item) => this.#inner(item));
  }

  /** Removes methods and foreign functions. */
  #inner(item: Item): Item {
    switch (item.kind) {
      case "Trait":
      case "Impl":
      case "Extend":
        return { ...item, methods: this.#keep(item.methods) };
      case "Extern":
        return { ...item, functions: this.#keep(item.functions) };
      default:
        return item;
    }
  }

  #keep<T extends Conditional>(
    parts: readonly T[],
  ): readonly T[] {
    return parts.filter(({ attributes }) => this.#holds(attributes));
  }

  #holds(attributes: readonly Attribute[]): boolean {
    return conditionsHold(attributes, this.settings, this.report);
  }
}

/** Whether there is a condition at an item or a part of it; attributes of other kinds are frequent in std. */
function hasConditions(item: Item): boolean {
  return [item, ...partsOf(item)].some(({ attributes }) => attributes.some(isCondition));
}

function partsOf(item: Item): readonly Conditional[] {
  switch (item.kind) {
    case "Trait":
    case "Impl":
    case "Extend":
      return item.methods;
    case "Extern":
      return item.functions;
    default:
      return [];
  }
}

function isLaterClause(item: Item, previous: Item | undefined): boolean {
  return item.kind === "Function" && item.result === undefined &&
    previous?.kind === "Function" && previous.name.text === item.name.text;
}

/** The names of functions that are removed, with no other of the name left. */
function lostFunctions(items: readonly Item[], kept: ReadonlySet<Item>): ReadonlySet<string> {
  const functions = items.filter((item): item is FunctionItem => item.kind === "Function");
  const present = new Set(functions.filter((fn) => kept.has(fn)).map((fn) => fn.name.text));
  return new Set(functions.map((fn) => fn.name.text).filter((name) => !present.has(name)));
}

/** A test goes with the functions that it tests. */
function isTestOf(item: Item, lost: ReadonlySet<string>): boolean {
  return item.kind === "Test" && item.targets.some(({ text }) => lost.has(text));
}

// --- Names that are removed ----------------------------------------------------------------------

function excludedNames(all: readonly Item[], kept: readonly Item[]): ReadonlyMap<string, Span> {
  if (all === kept) return new Map();
  const names = new Map(all.flatMap(namesOf).map(({ text, span }) => [text, span]));
  for (const { text } of kept.flatMap(namesOf)) names.delete(text);
  return names;
}

/** The names that an item defines or imports. */
function namesOf(item: Item): readonly Name[] {
  switch (item.kind) {
    case "Function":
    case "Type":
    case "Trait":
    case "Const":
    case "Capset":
      return [item.name];
    case "Extern":
      return item.functions.map(({ name }) => name);
    case "Use":
      if (item.clause.kind === "module") return [];
      if (item.clause.kind === "alias") return [item.clause.name];
      return item.clause.items.map(({ name, alias }) => alias ?? name);
    default:
      return [];
  }
}
