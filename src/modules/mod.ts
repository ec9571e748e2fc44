export type { ImportTarget, LoadedModule, ModuleGraph, ModuleId } from "./graph.ts";
