/** Chooses among the methods of a name that a type has (spec 10.6.4). */
import type { ChoiceReason } from "../../events/mod.ts";
import type { ModuleScope, TraitDef } from "../model/model.ts";
import type { Program } from "../model/program.ts";
import type { MethodCandidate } from "./lookup_method.ts";

export interface Choice {
  readonly chosen: MethodCandidate | undefined;
  readonly reason: ChoiceReason;
  /** Traits that have the method with equal right, where they are several: `chosen` is of the first. */
  readonly rivals: readonly TraitDef[];
}

/** The best of `candidates`, which are ordered by `lookupMethod`, as seen from `module`. */
export function chooseMethod(
  program: Program,
  module: ModuleScope,
  candidates: readonly MethodCandidate[],
): Choice {
  const first = candidates[0];
  if (first?.kind !== "trait") {
    return { chosen: first, reason: reasonOfFirst(first, candidates), rivals: [] };
  }
  const all = candidates.filter((c): c is TraitCandidate => c.kind === "trait");
  const own = preferred(program, all, first.trait);
  const fits = inScope(module, own);
  const best = fits[0] as TraitCandidate;
  const traits = [...new Set(fits.map((candidate) => candidate.trait))];
  const isSole = fits.filter((candidate) => candidate.trait === best.trait).length === 1;
  const rivals = traits.length > 1 ? traits : [];
  return {
    chosen: isSole ? best : { ...best, traitArgs: [] },
    reason: reasonOfTrait(best, { isSole, rivals, counts: [candidates, all, own, fits] }),
    rivals,
  };
}

function reasonOfFirst(
  first: MethodCandidate | undefined,
  candidates: readonly MethodCandidate[],
): ChoiceReason {
  if (first === undefined) return "none";
  if (candidates.length === 1) return "unique";
  return candidates.some((other) => other.source !== first.source)
    ? "inherent-first"
    : "program-before-std";
}

/** `counts` are the candidates as the rules leave fewer and fewer. */
function reasonOfTrait(
  best: TraitCandidate,
  { isSole, rivals, counts: [candidates, all, own, fits] }: {
    readonly isSole: boolean;
    readonly rivals: readonly TraitDef[];
    readonly counts: readonly (readonly MethodCandidate[])[];
  },
): ChoiceReason {
  if (rivals.length > 0) return "ambiguous";
  if (best.source === "bound") return "bound";
  if (!isSole) return "decided-by-types";
  if (fits.length < own.length) return "trait-in-scope";
  if (own.length < all.length) return "program-before-std";
  return all.length < candidates.length ? "trait-before-extension" : "unique";
}

type TraitCandidate = MethodCandidate & { readonly kind: "trait" };

/** Traits of the program go before those of std. */
function preferred(
  program: Program,
  all: readonly TraitCandidate[],
  best: TraitDef,
): readonly TraitCandidate[] {
  const isStd = (trait: TraitDef) => program.modules[trait.module]?.isStd ?? false;
  return isStd(best) ? all : all.filter(({ trait }) => !isStd(trait));
}

/** The candidates where several traits have the method: those of bounds, then of traits that the module names (10.6.4). */
function inScope(module: ModuleScope, found: readonly TraitCandidate[]): readonly TraitCandidate[] {
  if (found.every(({ trait }) => trait === found[0]?.trait)) return found;
  const bounds = found.filter(({ source }) => source === "bound");
  if (bounds.length > 0) return bounds;
  const named = found.filter(({ trait }) => {
    const entity = module.types.get(trait.name);
    return entity?.kind === "trait" && entity.trait === trait;
  });
  return named.length > 0 ? named : found;
}
