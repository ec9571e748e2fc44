/** Programs as native code under AddressSanitizer and the leak check. */
import {
  CapturedIo,
  checkFiles,
  type Compiled,
  compileMain,
  createHost,
  engineNamed,
} from "../../src/driver/mod.ts";
import type { ProgramCase, ProgramResult } from "./program_case.ts";

const host = createHost();

/** Compiles `program` and runs it; what the sanitizer finds is in its stderr and exit code. */
export async function runSanitized(program: ProgramCase): Promise<ProgramResult> {
  const compiled = compileMain(checkFiles([program.path], host), { verify: false });
  if (compiled === undefined) throw new Error(`${program.path} does not compile`);
  return await sanitizedResult(compiled, program);
}

/** Runs `compiled` with the input of `program`. */
export async function sanitizedResult(
  compiled: Compiled,
  program: ProgramCase,
): Promise<ProgramResult> {
  const io = new CapturedIo(program.stdin, { ORI_CHECK_LEAKS: "1" });
  const options = { host, io, args: program.args, release: false, sanitize: true };
  const { exitCode } = await engineNamed("aot").run(compiled, options);
  return { stdout: io.stdout(), stderr: io.stderr(), exitCode };
}
