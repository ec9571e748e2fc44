/** The parts of the syntax trees that a program reaches, so that its blob stays small. */
import type { ArcProgram, Op, Terminator } from "../arc/mod.ts";
import { assertNever, type Span } from "../base/mod.ts";
import type { ModuleTree } from "../blob/mod.ts";
import type { FunctionItem, Item } from "../syntax/mod.ts";
import type { CompiledModule } from "./engine.ts";

/**
 * Selects from modules of std the functions and methods that the code of `arc` comes from, and from other modules
 * also everything that is not code.
 * Modules with nothing left are not there.
 */
export function reachedTrees(
  arc: ArcProgram,
  modules: readonly CompiledModule[],
): readonly ModuleTree[] {
  const reached = reachedPlaces(arc);
  return modules.flatMap(({ tree, isStd }) => {
    const { file } = tree.span;
    const places = reached.get(file) ?? [];
    const items = tree.items.flatMap((item) => keptItem(item, isStd, places));
    return items.length === 0 ? [] : [{ file, items }];
  });
}

/** Where the code of a program comes from: offsets by file, ascending. */
function reachedPlaces(arc: ArcProgram): ReadonlyMap<number, readonly number[]> {
  const found = new Map<number, Set<number>>();
  const add = ({ file, start }: Span) => {
    const starts = found.get(file);
    if (starts === undefined) found.set(file, new Set([start]));
    else starts.add(start);
  };
  for (const fn of arc.fns) {
    add(fn.span);
    for (const { ops, terminator } of fn.blocks) {
      for (const op of ops) addSpan(op, add);
      addSpan(terminator, add);
    }
  }
  const sorted = new Map<number, readonly number[]>();
  for (const [file, starts] of found) sorted.set(file, [...starts].sort((a, b) => a - b));
  return sorted;
}

/** Calls `add` with the place in the sources that a step comes from. */
export function addSpan(step: Op | Terminator, add: (span: Span) => void): void {
  if ("call" in step) add(step.call.span);
  else if ("span" in step) add(step.span);
}

function keptItem(item: Item, isStd: boolean, places: readonly number[]): readonly Item[] {
  switch (item.kind) {
    case "Function":
    case "Test":
      return isReached(item.span, places) ? [item] : [];
    case "Impl":
    case "Extend":
    case "Trait": {
      const methods = item.methods.filter((method) => isKeptMethod(method, isStd, places));
      return isStd && methods.length === 0 ? [] : [{ ...item, methods }];
    }
    case "Use":
    case "ExtensionImport":
    case "Type":
    case "Const":
    case "Extern":
    case "Capset":
      return isStd ? [] : [item];
    default:
      assertNever(item, "driver");
  }
}

function isKeptMethod(method: FunctionItem, isStd: boolean, places: readonly number[]): boolean {
  return isReached(method.span, places) || !isStd && !method.hasBody;
}

/** Whether one of `places`, ascending, lies in a span. */
function isReached({ start, end }: Span, places: readonly number[]): boolean {
  let low = 0;
  let high = places.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((places[middle] ?? 0) < start) low = middle + 1;
    else high = middle;
  }
  const place = places[low];
  return place !== undefined && place < end;
}
