export { CODES, type DiagnosticCode } from "./codes.ts";
export { type Diagnostic, Diagnostics, type Fix, type Label } from "./diagnostic.ts";
export { suggest } from "./suggest.ts";
export { renderJson } from "./render_json.ts";
export { type RenderOptions, renderText } from "./render_text.ts";
export { explain, EXPLANATIONS } from "./explanations.ts";
