import { SourceMap } from "../base/mod.ts";

/** The sources of diagnostics that have no place in one. */
export function noSources(): SourceMap {
  return new SourceMap();
}
