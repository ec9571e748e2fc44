export {
  buildExecutable,
  type BuildRequest,
  type BuildResult,
  buildUnits,
  type UnitsRequest,
} from "./build_executable.ts";
export { type UnitEvent, type UnitListener, type UnitText } from "./compile_units.ts";
export { type NativeFailure } from "./failure.ts";
export { type PreparedRuntime, prepareRuntime } from "./prepare_runtime.ts";
export { RUNTIME_FILES, runtimeUrl } from "./runtime_sources.ts";
export { findToolchain, type Toolchain } from "./toolchain.ts";
export { type ElfFile, isElf, readElf } from "./elf.ts";
export { temporaryFolder, TMPDIR_HELP } from "./temporary_folder.ts";
export { cacheFolder, digestOf, existingCacheFolder, sha256Of } from "./cache.ts";
export { NINJA_MARK, type NinjaRequest, writeNinja } from "./ninja.ts";
export { ObjectCache } from "./object_cache.ts";
export {
  type CacheContents,
  cacheContents,
  cacheLimit,
  clearCache,
  sweepCache,
} from "./cache_contents.ts";
