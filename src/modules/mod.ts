export type { ImportTarget, LoadedModule, ModuleGraph, ModuleId, UnreadFile } from "./graph.ts";
export { loadProgram } from "./load.ts";
export { ParsedFiles } from "./parsed_files.ts";
export { packageAround, type PackageFiles, packageIn } from "./package_files.ts";
export {
  type BuildSettings,
  isFlagName,
  parseTarget,
  plainSettings,
  settingsKey,
  type Target,
  targetName,
  targetNames,
} from "./settings.ts";
