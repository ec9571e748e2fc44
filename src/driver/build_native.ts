/** ARC IR to a native executable. */
import type { ArcFunction } from "../arc/mod.ts";
import type { FullHost } from "../base/mod.ts";
import { type CodeOptions, emitLlvm, ModuleEmitter, type StartOptions } from "../llvm/mod.ts";
import {
  buildExecutable,
  type BuildResult,
  buildUnits,
  type NativeFailure,
  type UnitListener,
  type UnitText,
} from "../native/mod.ts";
import { type BuildUnit, packUnits, UNIT_SIZES, type UnitSizes } from "../plan/mod.ts";
import type { Compiled } from "./engine.ts";
import { makeBlob } from "./program_blob.ts";

export interface NativeOptions {
  readonly release: boolean;
  /** Instruments the program with AddressSanitizer. */
  readonly sanitize: boolean;
  /** Links the runtime that checks every block, for the tests of ori. */
  readonly canaries?: boolean;
  /** The executable runs `@main` repeatedly and prints its times. */
  readonly isBench?: boolean;
  /** The executable runs the test whose index it is given, instead of `@main`. */
  readonly isTestHarness: boolean;
  /** How many compilers run at once; the number of processors where absent. */
  readonly jobs?: number;
  /** How large units are, for measurements and tests. */
  readonly unitSizes?: UnitSizes;
  /** Called when a unit is done. */
  readonly onUnit?: UnitListener;
}

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
      ...(options.onUnit === undefined ? {} : { listener: options.onUnit }),
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
  return await buildExecutable(host, { ...kind, ir });
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
): readonly UnitText[] | undefined {
  const { arc, sources, events } = program;
  const units = buildPlan(program, options);
  if (units.length === 1) return undefined;
  const emitter = new ModuleEmitter(arc, sources, {
    ...codeOptions(options),
    marksFunctions: true,
    events,
  });
  return [
    ...units.map((unit) => ({ name: unit.name, emit: () => emitter.part(unit) })),
    {
      name: START_UNIT,
      emit: () => emitter.start(START_UNIT, { ...startOptions(options), blob: makeBlob(program) }),
    },
  ];
}

/** The unit of the entry and the program's bytes. No module of the user has this name. */
const START_UNIT = "(start)";

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
  { release, isTestHarness, isBench = false }: NativeOptions,
): Omit<StartOptions, "blob"> {
  return { tracesRc: !release, checksLeaks: false, isTestHarness, isBench };
}
