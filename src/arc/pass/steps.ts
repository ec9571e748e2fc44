/**
 * Steps of the pipeline: passes, and what is made of them. A step runs on a set of functions and gives those that it changed.
 */
import type { ArcFunction, Phase } from "../ir/ir.ts";
import type { Pass } from "./pass.ts";

export type Step<P extends Phase> =
  | Pass<P>
  /** Runs `rest` on the functions that `first` changed, which are the result. */
  | { readonly kind: "then"; readonly first: Step<P>; readonly rest: readonly Step<P>[] }
  /** Runs `second` on the functions that none of `first` changed. */
  | {
    readonly kind: "orElse";
    readonly first: readonly Step<P>[];
    readonly second: readonly Step<P>[];
  }
  /** Runs `first` to make ready for `main`; what `main` changed is the result. */
  | { readonly kind: "prepared"; readonly first: readonly Step<P>[]; readonly main: Step<P> }
  | Group<P>;

/** Steps with a name of their own. */
export interface Group<P extends Phase> {
  readonly kind: "group";
  readonly name: string;
  /** Each round runs on the functions that the one before changed, until there are none, or `limit` rounds are over. */
  readonly limit: number;
  /** Whether a function is worth looking at. */
  readonly where?: (fn: ArcFunction<P>) => boolean;
  readonly steps: readonly Step<P>[];
}

/** `first`; then `rest` on what it changed. */
export function then<P extends Phase>(first: Step<P>, rest: readonly Step<P>[]): Step<P> {
  return { kind: "then", first, rest };
}

/** `first`; `second` on what that left as it was. */
export function orElse<P extends Phase>(
  first: readonly Step<P>[],
  second: readonly Step<P>[],
): Step<P> {
  return { kind: "orElse", first, second };
}

/** `main` after `first`, whose changes alone are no reason for another round. */
export function prepared<P extends Phase>(first: readonly Step<P>[], main: Step<P>): Step<P> {
  return { kind: "prepared", first, main };
}

/** `steps` again and again on what they change, at most `limit` times. */
export function rounds<P extends Phase>(
  name: string,
  limit: number,
  steps: readonly Step<P>[],
): Group<P> {
  return { kind: "group", name, limit, steps };
}

/** `steps` on the functions for which `where` holds. */
export function onlyWhere<P extends Phase>(
  name: string,
  where: (fn: ArcFunction<P>) => boolean,
  steps: readonly Step<P>[],
): Group<P> {
  return { kind: "group", name, limit: 1, where, steps };
}

/** The steps directly inside of `step`, in order. */
export function partsOf<P extends Phase>(step: Step<P>): readonly Step<P>[] {
  switch (step.kind) {
    case "pass":
      return [];
    case "then":
      return [step.first, ...step.rest];
    case "orElse":
      return [...step.first, ...step.second];
    case "prepared":
      return [...step.first, step.main];
    case "group":
      return step.steps;
  }
}
