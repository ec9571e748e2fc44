/**
 * ori as a library: check, compile, run and test Ori programs from TypeScript.
 *
 * ```ts
 * import { CapturedIo, checkFiles, compileMain, createHost, engineNamed } from "./mod.ts";
 *
 * const host = createHost();
 * const checked = checkFiles(["examples/hello.ori"], host);
 * const program = compileMain(checked, { verify: false });
 * if (program !== undefined) {
 *   const io = new CapturedIo();
 *   await engineNamed("vm").run(program, { host, io, args: [], release: false });
 *   console.log(io.stdout());
 * }
 * ```
 */
export * from "./src/driver/mod.ts";
export * from "./src/testing/mod.ts";
export {
  type Diagnostic,
  type DiagnosticCode,
  Diagnostics,
  explain,
} from "./src/diagnostics/mod.ts";
