import type { MonoTypes } from "../../mono/mod.ts";
import type { Analyses } from "./analyses.ts";
import type { ArcFunction, BlockId, Terminator, VarId } from "../ir/ir.ts";

/** That `of` has a certain variant. */
export interface Proof {
  readonly of: VarId;
  readonly variant: number;
}

/** Returns by block what a `Switch` on the `Tag` of a sum proves there. Requires: no critical edges. */
export function provenVariants(
  fn: ArcFunction,
  { types }: Analyses,
): ReadonlyMap<BlockId, Proof> {
  const tags = new Map<VarId, VarId>();
  for (const { ops } of fn.blocks) {
    for (const op of ops) if (op.kind === "Tag") tags.set(op.dst, op.src);
  }
  const proofs = new Map<BlockId, Proof>();
  for (const { terminator } of fn.blocks) {
    const of = terminator.kind === "Switch" ? tags.get(terminator.subject) : undefined;
    if (terminator.kind !== "Switch" || of === undefined) continue;
    for (const { value, target } of terminator.cases) {
      proofs.set(target.block, { of, variant: Number(value) });
    }
    const rest = variantLeft(terminator, types, fn.varTypes[of]);
    const { default: other } = terminator;
    if (rest !== undefined && other !== undefined) {
      proofs.set(other.block, { of, variant: rest });
    }
  }
  return proofs;
}

/** The one variant that no case names. */
function variantLeft(
  { cases }: Extract<Terminator, { kind: "Switch" }>,
  types: MonoTypes,
  of: ArcFunction["result"],
): number | undefined {
  const type = types.get(of);
  if (type.kind !== "sum" || type.variants.length !== cases.length + 1) return undefined;
  const named = new Set(cases.map(({ value }) => Number(value)));
  return type.variants.findIndex((_, variant) => !named.has(variant));
}
