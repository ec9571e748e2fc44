export { CODES, type DiagnosticCode, type Severity } from "./codes.ts";
export {
  type Diagnostic,
  Diagnostics,
  type Fix,
  headlineOf,
  inSourceOrder,
  type Label,
  type ReportedDiagnostic,
  withSeverity,
} from "./diagnostic.ts";
export { suggest } from "./suggest.ts";
export { noSources } from "./no_sources.ts";
export { renderJson, toJson } from "./render_json.ts";
export { displayLines } from "./row.ts";
export { type RenderOptions, renderText } from "./render_text.ts";
export { explain, explanationOf, EXPLANATIONS } from "./explanations.ts";
