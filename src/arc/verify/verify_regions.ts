/**
 * Checks loops and regions (seeds DBG-1, DBG-3).
 *
 * - every cycle has one entry, which dominates it: it is a loop
 * - a loop is entered from a preheader, which only jumps to the header, and goes back from one latch, which is another block; so each
 *   parameter of the header has two values
 * - the regions are those of the flow: a region for each loop and each join and no others, each block in the innermost one with its role
 *   (`analysis/regions.ts`)
 * - a join is entered from blocks within its region, two or more; never from the split itself, as its edges are not critical
 */
import { LoopForest } from "../analysis/loop_forest.ts";
import { regionTree } from "../analysis/regions.ts";
import type { ArcFunction, RegionId } from "../ir/ir.ts";
import { predecessors } from "../ir/visit.ts";
import type { Findings } from "./findings.ts";

/** Requires: edges and dominance are sound. Later checks lean on what earlier ones have found sound. */
export function verifyRegions(fn: ArcFunction, findings: Findings): void {
  const before = findings.count;
  for (const verify of [verifyLoops, verifyTable, verifyTree, verifyPlaces, verifyJoins]) {
    verify(fn, findings);
    if (findings.count > before) return;
  }
}

function verifyLoops(fn: ArcFunction, findings: Findings): void {
  const forest = LoopForest.of(fn);
  for (const { from, to } of forest.irreducible) {
    findings.add({ fn, block: from }, `the edge to bb${to} makes a cycle with several entries`);
  }
  for (const { header, latches, preheader } of forest.loops) {
    const place = { fn, block: header };
    if (preheader === undefined) findings.add(place, "a loop without a preheader");
    if (latches.length > 1) findings.add(place, `a loop with ${latches.length} latches`);
    if (latches.includes(header)) findings.add(place, "a loop whose header is its latch");
  }
}

/** The regions are ordered by id, and the function is the first and the only one that lies in no other. */
function verifyTable(fn: ArcFunction, findings: Findings): void {
  let last = -1;
  for (const { id, kind, parent } of fn.regions) {
    const isFunction = kind === "function";
    if (isFunction !== (last < 0) || isFunction !== (parent === undefined)) {
      findings.add({ fn }, `the ${kind} as region ${id} in ${parent ?? "nothing"}`);
    }
    if (id === last) findings.add({ fn }, `region ${id} is there twice`);
    if (id < last) findings.add({ fn }, `region ${id} comes after ${last}`);
    last = id;
  }
}

function verifyTree(fn: ArcFunction, findings: Findings): void {
  const known = new Map(fn.regions.map((region) => [region.id, region]));
  const { regions } = regionTree(fn);
  const missing = regions.find(({ id }) => !known.has(id));
  if (missing !== undefined) return findings.add({ fn }, `a ${missing.kind} without a region`);
  for (const { id, parent } of regions) {
    const found = known.get(id)?.parent;
    if (found !== parent) findings.add({ fn }, `region ${id} lies in ${parent}, not ${found}`);
    known.delete(id);
  }
  for (const { id, kind } of known.values()) {
    findings.add({ fn }, `region ${id} is no ${kind} of the function`);
  }
}

function verifyPlaces(fn: ArcFunction, findings: Findings): void {
  const { places } = regionTree(fn);
  for (const { id, region, role } of fn.blocks) {
    const { region: { id: inside }, role: as } = places[id];
    if (region === inside && role === as) continue;
    const rule = `is ${as ?? "no part"} of region ${inside}, not ${role ?? "no part"} of ${region}`;
    findings.add({ fn, block: id }, rule);
  }
}

function verifyJoins(fn: ArcFunction, findings: Findings): void {
  const preds = predecessors(fn);
  const parents = new Map(fn.regions.map(({ id, parent }) => [id, parent]));
  const isWithin = (inner: RegionId | undefined, outer: RegionId): boolean => {
    let at = inner;
    while (at !== undefined && at !== outer) at = parents.get(at);
    return at === outer;
  };
  for (const { id, region, role } of fn.blocks) {
    if (role !== "join") continue;
    for (const pred of preds[id]) {
      if (isWithin(fn.blocks[pred].region, region)) continue;
      findings.add({ fn, block: pred }, `enters the join bb${id} from outside of region ${region}`);
    }
  }
}
