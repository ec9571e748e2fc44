export type { ImportTarget, LoadedModule, ModuleGraph, ModuleId, UnreadFile } from "./graph.ts";
export { loadProgram } from "./load.ts";
