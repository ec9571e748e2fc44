export { type DiagnosticCode, CODES } from "./codes.ts";
export { type Diagnostic, Diagnostics, type Fix, type Label } from "./diagnostic.ts";
export { suggest } from "./suggest.ts";
