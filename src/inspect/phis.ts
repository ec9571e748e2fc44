/** The block parameters of loops and joins with the values that reach them (seeds DBG-10). */
import {
  type ArcBlock,
  type ArcFunction,
  type ArcProgram,
  eachJumpTarget,
  predecessors,
  regionId,
} from "../arc/mod.ts";
import type { Events, SsaPhi } from "../events/mod.ts";
import { Origins } from "./names.ts";

/** A block parameter, and the place of its block. */
export interface Phi extends Omit<SsaPhi, "pass"> {
  readonly region_id: string;
  readonly bb: number;
}

/** The parameters of all headers and joins of `fn`, by block. */
export function phisOf(program: ArcProgram, fn: ArcFunction): readonly Phi[] {
  const merging = fn.blocks.filter(({ params, role }) =>
    params.length > 0 && (role === "header" || role === "join")
  );
  if (merging.length === 0) return [];
  const origins = new Origins(program, fn);
  const preds = predecessors(fn);
  return merging.flatMap((block) => {
    const jumps = preds[block.id].map((bb) => ({ bb, args: argsTo(fn.blocks[bb], block) }));
    return block.params.map((dst, index): Phi => {
      const sources = jumps.flatMap(({ bb, args }) => {
        const v = args?.[index];
        if (v === undefined) return [];
        return [{ bb, v, type: typeName(program, fn, v), origin: origins.of(v) }];
      });
      const name = fn.varNames[dst];
      return {
        region_id: regionId(fn, block),
        bb: block.id,
        dst,
        preds: sources,
        decided_type: typeName(program, fn, dst),
        decided_origin: mergedOrigin(sources.map(({ origin }) => origin)),
        ...(name === undefined ? {} : { name }),
      };
    });
  });
}

function argsTo({ terminator }: ArcBlock, { id }: ArcBlock) {
  let args: readonly ArcFunction["params"][0]["var"][] | undefined;
  eachJumpTarget(terminator, (target) => {
    if (target.block === id) args = target.args;
  });
  return args;
}

function typeName(program: ArcProgram, fn: ArcFunction, v: ArcFunction["params"][0]["var"]) {
  return program.types.get(fn.varTypes[v]).name;
}

function mergedOrigin(origins: readonly string[]): string {
  const all = [...new Set(origins)];
  return all.length === 1 ? all[0] : `merge(${all.join(",")})`;
}

/** Tells the parameters of `fn`: those after `pass` at level trace, or the final ones. */
export function tellPhis(
  program: ArcProgram,
  fn: ArcFunction,
  events: Events,
  pass?: string,
): void {
  for (const { region_id, bb: _, ...phi } of phisOf(program, fn)) {
    const meta = pass === undefined ? phi : { ...phi, pass };
    const options = pass === undefined ? {} : { level: "trace" } as const;
    const span = fn.regions.find((region) => region_id.startsWith(`${region.kind}#${region.id}/`))
      ?.span;
    const place = { fn: fn.name, region_id, ...(span === undefined ? {} : { span }) };
    events.emit("ssa.phi", place, meta, options);
  }
}
