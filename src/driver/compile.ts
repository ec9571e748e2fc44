/** The back half of the front end: a checked program to ARC IR. */
import { lowerProgram, type PassRun } from "../arc/mod.ts";
import type { Diagnostic } from "../diagnostics/mod.ts";
import type { Events } from "../events/mod.ts";
import { Inspector } from "../inspect/mod.ts";
import { monomorphize, type MonoProgram } from "../mono/mod.ts";
import { checkFunction, type FnDef, type TestDef, withExclusion } from "../types/mod.ts";
import type { Checked } from "./check.ts";
import type { Compiled } from "./engine.ts";
import { planNames, symbolNames } from "./plan_names.ts";

/** Options of compilation that change nothing about its result. */
export interface CompileOptions {
  /** Checks ARC IR after every pass (ORI_VERIFY_ARC=1); a finding is an internal error. */
  readonly verify: boolean;
  /** Are told what the stages decide, in place of those of the checked program. */
  readonly events?: Events;
  /** Called after every pass of the ARC stage. */
  readonly afterPass?: (run: PassRun) => void;
}

/** The program that starts at `@main` of the first file; undefined when there are errors. */
export function compileMain(checked: Checked, options: CompileOptions): Compiled | undefined {
  const mono = monoMain(checked);
  return mono === undefined ? undefined : lower(checked, mono, options);
}

/** The program of these tests; undefined when there are errors. */
export function compileTests(
  checked: Checked,
  tests: readonly TestDef[],
  options: CompileOptions,
): Compiled | undefined {
  const mono = makeMono(checked, undefined, tests);
  return mono === undefined ? undefined : lower(checked, mono, options);
}

/** The monomorphic program of `@main`, before ARC; undefined when there are errors. */
export function monoMain(checked: Checked): MonoProgram | undefined {
  if (checked.diagnostics.hasErrors) return undefined;
  const main = findMain(checked);
  return main === undefined ? undefined : makeMono(checked, main, []);
}

function lower(checked: Checked, mono: MonoProgram, options: CompileOptions): Compiled {
  const { verify, afterPass, events = checked.events } = options;
  const { sources } = checked;
  const nameOf = symbolNames(mono, sources);
  events?.nameFunctions(nameOf);
  const inspector = Inspector.of(events);
  const arc = lowerProgram(mono, {
    verify,
    ...(events === undefined ? {} : { events }),
    ...(inspector === undefined ? (afterPass === undefined ? {} : { afterPass }) : {
      primSpans: inspector.spans,
      afterPass(run) {
        inspector.afterPass(run);
        afterPass?.(run);
      },
    }),
  });
  const names = planNames(nameOf);
  inspector?.finish(arc, names);
  return { arc, sources, modules: checked.program.modules, names, events };
}

function makeMono(
  checked: Checked,
  main: FnDef | undefined,
  tests: readonly TestDef[],
): MonoProgram | undefined {
  const { program, sources, diagnostics, events } = checked;
  const bodyOf = (fn: FnDef) => checkFunction(program, fn, diagnostics);
  return monomorphize({ program, sources, main, tests, bodyOf, events }, diagnostics);
}

/** `@main` of the first file; one that is missing is reported. */
function findMain(checked: Checked): FnDef | undefined {
  const [scope] = checked.entries;
  const main = scope?.functions.find((fn) => fn.name === "main" && fn.kind === "function");
  if (scope === undefined) return undefined;
  if (main === undefined) {
    const missing: Diagnostic = {
      code: "E2061",
      message: `\`${scope.name}\` has no \`@main\` function`,
      primary: {
        span: { ...scope.tree.span, end: scope.tree.span.start },
        text: "a program starts there",
      },
      help: "add `@main () -> void = { ... }`; files that only hold tests run with `ori test`",
    };
    checked.diagnostics.report(withExclusion(missing, scope.tree.excluded.get("main")));
    return undefined;
  }
  return main;
}
