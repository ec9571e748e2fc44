/** From a checked program to functions and types without type variables. */
import type { SourceMap } from "../base/mod.ts";
import type { Events } from "../events/mod.ts";
import { type FnDef, isBuiltin, type Program, type TestDef, type TypedBody } from "../types/mod.ts";
import { needsEntry } from "./entry.ts";
import { type LimitPassed, Monomorphizer } from "./monomorphizer.ts";
import type { MonoProgram } from "./program.ts";
import { tellInstances } from "./tell_instances.ts";

export interface MonoInput {
  readonly program: Program;
  readonly sources: SourceMap;
  /** The roots: everything else is instantiated because these need it. */
  readonly main?: FnDef | undefined;
  readonly tests: readonly TestDef[];
  /** The checked body of a function; it must have no errors. */
  readonly bodyOf: (fn: FnDef) => TypedBody;
  readonly events?: Events | undefined;
}

/**
 * Makes every function that `main` and the tests need, for the types they need it with. Reports
 * E2060 for an instantiation without end, and gives no program then.
 */
export function monomorphize(
  input: MonoInput,
  diagnostics: { report(error: LimitPassed): void },
): MonoProgram | undefined {
  const mono = new Monomorphizer(input.program, input.sources, input.bodyOf);
  const { main } = input;
  const hasEntry = main !== undefined && needsEntry(input.program, main);
  const mainId = main && mono.instance({ kind: hasEntry ? "entry" : "fn", fn: main, typeArgs: [] });
  const tests = input.tests.map(({ fn }) => ({
    fn: mono.instance({ kind: "fn", fn, typeArgs: [] }),
    name: fn.name,
    span: fn.span,
  }));
  const fns = mono.run();
  if (mono.passed !== undefined) {
    diagnostics.report(mono.passed);
    return undefined;
  }
  const types = mono.types.finish();
  const { stdFiles } = input.sources;
  const program = { types, fns, tests, drops: mono.drops, updates: mono.updates, stdFiles };
  if (input.events?.log) tellInstances(program, input.events);
  if (main === undefined || mainId === undefined) return program;
  const takesArgs = main.params.length > 0;
  const returnsInt = hasEntry || isBuiltin(main.result, "int");
  return { ...program, main: { fn: mainId, takesArgs, returnsInt } };
}
