export {
  type FullHost,
  type Host,
  isStandardStream,
  replaceFile,
  STDIN_PATH,
  StreamFailed,
} from "../base/mod.ts";
export { renderJson, renderText } from "../diagnostics/mod.ts";
export { buildNative, buildNinja, type BuiltUnit, type NativeOptions } from "./build_native.ts";
export { type BuildRecord, BuildRecords, LookNotes, UnitReasons } from "./build_record.ts";
export {
  type CacheContents,
  cacheContents,
  cacheFolder,
  cacheLimit,
  clearCache,
  type NativeFailure,
  NINJA_MARK,
  sweepCache,
} from "../native/mod.ts";
export { CapturedIo } from "./captured_io.ts";
export { type Checked, checkFiles } from "./check.ts";
export { compileMain, type CompileOptions, compileTests, monoMain } from "./compile.ts";
export { describeCrash } from "./crash.ts";
export {
  EMIT_AFTER,
  EMIT_KINDS,
  type EmitKind,
  emitStage,
  isEmitKind,
  markStage,
} from "./emit_stage.ts";
export {
  type BuildSettings,
  isFlagName,
  packageAround,
  type PackageFiles,
  packageIn,
  parseTarget,
  settingsKey,
  targetName,
  targetNames,
} from "../modules/mod.ts";
export { checkOutput } from "./check_output.ts";
export type { Compiled, Engine, Outcome, ProgramIo, RunOptions, TestOutcome } from "./engine.ts";
export { ENGINE_NAMES, engineNamed, ENGINES, TRACING_ENGINE_NAMES } from "./engines.ts";
export { readAll } from "./read_all.ts";
export { FileLooks } from "./file_looks.ts";
export { findSources } from "./find_sources.ts";
export { createHost, machineSettings } from "./host.ts";
export { type BinarySizes, type Embedded, measureBinary, readEmbedded } from "./embedded.ts";
export { Project } from "./project.ts";
export { makeBlob } from "./program_blob.ts";
export { describeEmbedded, type ProgramDescription } from "./describe_embedded.ts";
export { runBinary } from "./aot_engine.ts";
export type { Limits } from "../vm/mod.ts";
export { type RunBounds, runBytecode, runDecoded, silentIo } from "./vm_engine.ts";
export { parsePolicy, type Policy, policyText } from "../world/mod.ts";
export {
  type DebugEvent,
  type EventMeta,
  type Events,
  Hub,
  listener,
  type Output,
  SettingsError,
} from "../events/mod.ts";
export { openHub } from "./open_hub.ts";
export type { FunctionReport, ProgramReport, RegionReport, Rewrite } from "../inspect/mod.ts";
export { hasFunction, runProbed, type Watch } from "./run_probed.ts";
export {
  explainMethod,
  type Explanation,
  functionNames,
  hasFunctionNamed,
} from "./resolve_queries.ts";
export { explainRegions, type RegionOptions, type Regions, regionsPage } from "./regions.ts";
export { explainRc, type RcExplanation, type SourceLine } from "./why_rc.ts";
export { VERSION } from "./version.ts";
