import { SourceMap } from "../base/mod.ts";

/** The sources of diagnostics that have no place in one. */
export const NO_SOURCES: SourceMap = new SourceMap();
