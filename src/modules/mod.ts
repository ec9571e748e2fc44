export type { ImportTarget, LoadedModule, ModuleGraph, ModuleId } from "./graph.ts";
export { loadProgram } from "./load.ts";
