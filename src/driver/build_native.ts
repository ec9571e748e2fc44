/** ARC IR to a native executable. */
import type { ArcFunction, FnId } from "../arc/mod.ts";
import type { FullHost } from "../base/mod.ts";
import { type CodeOptions, emitLlvm, ModuleEmitter, type StartOptions } from "../llvm/mod.ts";
import {
  buildExecutable,
  type BuildResult,
  buildUnits,
  type NativeFailure,
  sha256Of,
  type UnitEvent,
  type UnitListener,
  type UnitText,
  writeNinja,
} from "../native/mod.ts";
import { type BuildUnit, packUnits, UNIT_SIZES, type UnitSizes } from "../plan/mod.ts";
import { type Policy, policyText } from "../world/mod.ts";
import type { Compiled } from "./engine.ts";
import { makeBlob } from "./program_blob.ts";
import { addSpan } from "./reached_trees.ts";

export interface NativeOptions {
  readonly release: boolean;
  /** Instruments the program with AddressSanitizer. */
  readonly sanitize: boolean;
  /** Links the runtime that checks every block, for the tests of ori. */
  readonly canaries?: boolean;
  /** What the program may do, which it holds to itself; everything where absent. */
  readonly policy?: Policy | undefined;
  /** The executable runs `@main` repeatedly and prints its times. */
  readonly isBench?: boolean;
  /** The executable runs the test whose index it is given, instead of `@main`. */
  readonly isTestHarness: boolean;
  /** How many compilers run at once; the number of processors where absent. */
  readonly jobs?: number;
  /** How large units are, for measurements and tests. */
  readonly unitSizes?: UnitSizes;
  /** Called when a unit is done. With it, a program of one unit is kept in the cache, as the objects of several always are. */
  readonly onUnit?: (event: BuiltUnit) => void;
  /** Gets what the user should know of a build that goes on; without it no remote cache is asked. */
  readonly onNotice?: (message: string) => void;
}

/** What became of a unit, and the files whose code is in it. */
export interface BuiltUnit extends UnitEvent {
  /** Its functions, `Type.method/arity`. */
  readonly functions: readonly string[];
  /** Paths of the sources of its functions. */
  readonly own: readonly string[];
  /** Paths of other sources that code was inlined from, by ori or by clang. */
  readonly inlined: readonly string[];
}

type UnitFacts = Pick<BuiltUnit, "functions" | "own" | "inlined">;

interface PlannedUnit extends UnitText, UnitFacts {}

/** Builds `output`; gives what went wrong, if anything did. An existing file is replaced on success only. */
export async function buildNative(
  program: Compiled,
  host: FullHost,
  output: string,
  options: NativeOptions,
): Promise<NativeFailure | undefined> {
  const { release, sanitize, canaries = false } = options;
  const kind = { output, release, sanitize, canaries };
  const texts = unitTexts(program, options);
  const result = texts === undefined
    ? await buildWhole(program, host, kind, options)
    : await buildUnits(host, {
      ...kind,
      units: texts,
      jobs: options.jobs ?? host.processors,
      ...listenerOf(texts, options),
      ...(options.onNotice === undefined ? {} : { onNotice: options.onNotice }),
    });
  return result.kind === "failed" ? result.failure : undefined;
}

async function buildWhole(
  program: Compiled,
  host: FullHost,
  kind: Pick<NativeOptions, "release" | "sanitize" | "canaries"> & { readonly output: string },
  options: NativeOptions,
): Promise<BuildResult> {
  const ir = wholeIr(program, options);
  const result = await buildExecutable(host, { ...kind, ir, isKept: options.onUnit !== undefined });
  if (result.kind === "built" && options.onUnit !== undefined) {
    const { fns } = program.arc;
    const outcome = result.isCached ? "cached" : "compiled";
    const event = { name: WHOLE, outcome, done: 1, total: 1 } as const;
    options.onUnit({ ...event, text: await sha256Of([ir]), ...factsOf(program, fns, []) });
  }
  return result;
}

/** The unit of a program of one module. */
const WHOLE = "program";

function listenerOf(
  units: readonly PlannedUnit[],
  { onUnit }: NativeOptions,
): { readonly listener?: UnitListener } {
  if (onUnit === undefined) return {};
  const byName = new Map(units.map((unit) => [unit.name, unit]));
  return {
    listener: (event) => {
      const { functions = [], own = [], inlined = [] } = byName.get(event.name) ?? {};
      onUnit({ ...event, functions, own, inlined });
    },
  };
}

/** The names and sources of functions, and the sources of what is inlined into them; `imports` are inlined by clang. */
function factsOf(
  { sources, names }: Compiled,
  fns: readonly ArcFunction[],
  imports: readonly ArcFunction[],
): UnitFacts {
  const own = new Set(fns.map((fn) => sources.file(fn.span.file).path));
  const inlined = new Set<string>();
  const add = ({ file }: ArcFunction["span"]) => {
    const { path } = sources.file(file);
    if (!own.has(path)) inlined.add(path);
  };
  for (const fn of [...fns, ...imports]) {
    add(fn.span);
    for (const { ops, terminator } of fn.blocks) {
      for (const op of ops) addSpan(op, add);
      addSpan(terminator, add);
    }
  }
  return { functions: fns.map(names), own: [...own].sort(), inlined: [...inlined].sort() };
}

/** Writes `build.ninja` and all that it names into `folder`, which exists (docs/build.md). */
export async function buildNinja(
  program: Compiled,
  host: FullHost,
  folder: string,
  options: NativeOptions,
): Promise<NativeFailure | undefined> {
  const { release, sanitize } = options;
  const units = unitTexts(program, options)?.map(({ name, emit }) => ({ name, ir: emit() })) ??
    [{ name: WHOLE, ir: wholeIr(program, options) }];
  return await writeNinja(host, { folder, units, release, sanitize });
}

/** The LLVM text that native code is built from; of several units, one after the other. */
export function nativeIr(program: Compiled, options: NativeOptions): string {
  const units = unitTexts(program, options);
  if (units === undefined) return wholeIr(program, options);
  return units.map(({ name, emit }) => `; --- unit ${name} ---\n${emit()}`).join("\n");
}

function wholeIr(program: Compiled, options: NativeOptions): string {
  const blob = makeBlob(program);
  const { arc, sources, events } = program;
  const code = codeOptions(options);
  return emitLlvm(arc, sources, { ...code, ...startOptions(options), blob, events });
}

/** The units of the program, the one with its start last; undefined for a program of one module. */
export function unitTexts(
  program: Compiled,
  options: NativeOptions,
): readonly PlannedUnit[] | undefined {
  const { arc, sources, events } = program;
  const units = buildPlan(program, options);
  if (units.length === 1) return undefined;
  const emitter = new ModuleEmitter(arc, sources, {
    ...codeOptions(options),
    marksFunctions: true,
    events,
  });
  return [
    ...units.map((unit) => {
      const fns = (ids: readonly FnId[]) => ids.map((id) => arc.fns[id]);
      const facts = factsOf(program, fns(unit.fns), fns(unit.imports));
      return { name: unit.name, emit: () => emitter.part(unit), ...facts };
    }),
    {
      name: START_UNIT,
      functions: [],
      own: [],
      inlined: [],
      emit: () => emitter.start(START_UNIT, { ...startOptions(options), blob: makeBlob(program) }),
    },
  ];
}

/** The unit of the entry and the program's bytes. No module of the user has this name. */
export const START_UNIT = "(start)";

/** The units that the program is built in. */
export function buildPlan(
  { arc, sources, names, modules }: Compiled,
  { release, unitSizes = UNIT_SIZES }: NativeOptions,
): readonly BuildUnit[] {
  const ofStd = new Set(modules.flatMap(({ tree, isStd }) => isStd ? [tree.span.file] : []));
  const moduleOf = ({ span: { file } }: ArcFunction) =>
    ofStd.has(file) ? undefined : sources.file(file).path;
  return packUnits(arc, {
    sizes: release ? unitSizes : { ...unitSizes, imported: 0 },
    names,
    moduleOf,
    // The table of functions for traces.
    exportsAll: !release,
  });
}

function codeOptions({ release, sanitize }: NativeOptions): Omit<CodeOptions, "marksFunctions"> {
  return {
    mode: release ? "release" : "debug",
    tracesRc: !release,
    sanitizesAddress: sanitize,
    directory: ".",
  };
}

function startOptions(
  { release, isTestHarness, isBench = false, policy }: NativeOptions,
): Omit<StartOptions, "blob"> {
  return {
    tracesRc: !release,
    checksLeaks: false,
    isTestHarness,
    isBench,
    sandbox: policy && policyText(policy),
  };
}
