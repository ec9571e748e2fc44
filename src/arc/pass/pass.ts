/** Passes, as the pipeline sees them: a name, a contract that the verifier holds, and what they do. */
import type { Analyses } from "../analysis/analyses.ts";
import type { ArcFunction, ArcProgram, Phase } from "../ir/ir.ts";
import type { Events } from "../../events/mod.ts";
import type { RcEvents } from "../ownership/rc_events.ts";

/** What passes tell while they run. */
export interface PassListeners {
  readonly events?: Events;
  /** Tells why values are owned and counted; there if `events` is. */
  readonly rc?: RcEvents;
}

/** What a pass works on. */
export interface PassContext<P extends Phase> {
  readonly program: ArcProgram<P>;
  /** The functions to look at. A pass over whole programs may look at all. */
  readonly fns: readonly ArcFunction<P>[];
  readonly analyses: Analyses;
  readonly listeners: PassListeners;
}

/** A pass that leaves functions in their phase. */
export interface Pass<P extends Phase> {
  readonly kind: "pass";
  readonly name: string;
  readonly requires: P;
  readonly establishes: P;
  /** Whether it may change how functions are called, so that callers have to be verified with them. */
  readonly isWhole: boolean;
  /** Returns the functions that changed. */
  run(context: PassContext<P>): Iterable<ArcFunction<P>>;
}

/** A pass that takes a program to the next phase. */
export interface PhaseChange<From extends Phase, To extends Phase> {
  readonly name: string;
  readonly requires: From;
  readonly establishes: To;
  run(context: PassContext<From>): ArcProgram<To>;
}

/** A pass that looks at one function at a time; `run` returns whether it changed the function. */
export function onEachFunction<P extends Phase>(
  name: string,
  phase: P,
  run: (fn: ArcFunction<P>, context: PassContext<P>) => boolean,
): Pass<P> {
  return {
    kind: "pass",
    name,
    requires: phase,
    establishes: phase,
    isWhole: false,
    run: (context) => context.fns.filter((fn) => run(fn, context)),
  };
}

/** A pass that looks at all functions together; `run` returns those that it changed. */
export function onProgram<P extends Phase>(
  name: string,
  phase: P,
  run: (context: PassContext<P>) => Iterable<ArcFunction<P>>,
): Pass<P> {
  return { kind: "pass", name, requires: phase, establishes: phase, isWhole: true, run };
}
