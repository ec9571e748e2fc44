/** Regions as boxes on the lines of a file: nested, without overlap. */
import type { FunctionReport, RegionReport } from "./regions.ts";

export interface Box {
  readonly first: number;
  readonly last: number;
  readonly kind: "function" | "loop" | "join";
  /** The regions that have these lines: those of all instances of a function. */
  readonly entries: BoxEntry[];
  readonly inside: Box[];
}

export interface BoxEntry {
  readonly fn: string;
  readonly region: RegionReport;
}

/** The outermost boxes of the functions in the file `path` of `lineCount` lines, in order, each with those inside. */
export function boxesOf(
  functions: readonly FunctionReport[],
  path: string,
  lineCount: number,
): readonly Box[] {
  const byRange = new Map<string, Box>();
  for (const { fn, root } of functions) {
    for (const region of regionsIn(root)) {
      if (!region.at.startsWith(`${path}:`)) continue;
      const [first, end] = region.lines;
      const last = Math.min(lineCount, Math.max(first, end, ...lastLines(region, path)));
      const kind = kindOf(region);
      const key = `${first} ${last} ${region.at} ${kind}`;
      const known = byRange.get(key);
      if (known === undefined) {
        byRange.set(key, { first, last, kind, entries: [{ fn, region }], inside: [] });
      } else known.entries.push({ fn, region });
    }
  }
  // Outer boxes come first: of those that start together, the longer ones.
  const all = [...byRange.values()].sort((a, b) =>
    a.first - b.first || b.last - a.last || rank(a) - rank(b)
  );
  return nest(all);
}

/** Puts each box into the last one that still holds its first line; what would stick out is cut. */
function nest(all: readonly Box[]): Box[] {
  const roots: Box[] = [];
  const open: Box[] = [];
  for (const box of all) {
    while (open.length > 0 && (open.at(-1) as Box).last < box.first) open.pop();
    const outer = open.at(-1);
    const fitting = outer === undefined || box.last <= outer.last
      ? box
      : { ...box, last: outer.last };
    const siblings = outer?.inside ?? roots;
    const before = siblings.at(-1);
    if (before !== undefined && before.last >= fitting.first) {
      // The lines of a sibling are its own: what begins on its last line goes into it.
      before.inside.push({ ...fitting, last: Math.min(fitting.last, before.last) });
      continue;
    }
    siblings.push(fitting);
    open.push(fitting);
  }
  return roots;
}

function rank({ kind }: Box): number {
  return kind === "function" ? 0 : 1;
}

function kindOf({ region_id }: RegionReport): Box["kind"] {
  if (region_id.startsWith("loop")) return "loop";
  return region_id.startsWith("join") ? "join" : "function";
}

function regionsIn(region: RegionReport): readonly RegionReport[] {
  return [region, ...region.regions.flatMap(regionsIn)];
}

/** A function has the lines of what is in it: its own span is that of its name. */
function lastLines({ regions }: RegionReport, path: string): readonly number[] {
  return regions.flatMap((inner) =>
    inner.at.startsWith(`${path}:`) ? [inner.lines[1], ...lastLines(inner, path)] : []
  );
}
