/**
 * The analyses that passes have asked for, kept until a function changes.
 *
 * An analysis is a function from a function, a program or its types to a fact. It is computed when it is first asked for, so
 * nothing depends on the order in which passes run; after a change it is computed anew. A pass that changes a function and
 * then asks about it again calls `invalidate` in between; what it returns as changed is invalidated when it is over.
 */
import type { MonoTypes } from "../../mono/mod.ts";
import type { ArcFunction, ArcProgram } from "../ir/ir.ts";

/** A fact about one function, stale when that function changes. */
export type FunctionAnalysis<T> = (fn: ArcFunction, analyses: Analyses) => T;
/** A fact about all functions of a program, stale when one of them changes. */
export type ProgramAnalysis<T> = (program: ArcProgram, analyses: Analyses) => T;
/** A fact about the types of a program, which never is stale: passes add types, but change none. */
export type TypeAnalysis<T> = (program: ArcProgram) => T;

export class Analyses {
  readonly program: ArcProgram;
  // Analyses are their own keys: each gives values of one type, which the methods below know.
  readonly #types = new Map<TypeAnalysis<unknown>, unknown>();
  readonly #whole = new Map<ProgramAnalysis<unknown>, unknown>();
  readonly #functions = new Map<ArcFunction, Map<FunctionAnalysis<unknown>, unknown>>();

  constructor(program: ArcProgram) {
    this.program = program;
  }

  get types(): MonoTypes {
    return this.program.types;
  }

  ofTypes<T>(analysis: TypeAnalysis<T>): T {
    return remember(this.#types, analysis, () => analysis(this.program));
  }

  ofProgram<T>(analysis: ProgramAnalysis<T>): T {
    return remember(this.#whole, analysis, () => analysis(this.program, this));
  }

  ofFunction<T>(fn: ArcFunction, analysis: FunctionAnalysis<T>): T {
    const known = remember(
      this.#functions,
      fn,
      () => new Map<FunctionAnalysis<unknown>, unknown>(),
    );
    return remember(known, analysis, () => analysis(fn, this));
  }

  /** `fns` have changed: what was known of them and of the whole program is stale. */
  invalidate(fns: Iterable<ArcFunction>): void {
    let isAny = false;
    for (const fn of fns) {
      this.#functions.delete(fn);
      isAny = true;
    }
    if (isAny) this.#whole.clear();
  }
}

function remember<K, V, T extends V>(known: Map<K, V>, key: K, compute: () => T): T {
  if (known.has(key)) return known.get(key) as T;
  const value = compute();
  known.set(key, value);
  return value;
}
