/** ARC IR to a native executable. */
import type { FullHost } from "../base/mod.ts";
import { emitLlvm, type EmitOptions } from "../llvm/mod.ts";
import { buildExecutable, type NativeFailure } from "../native/mod.ts";
import type { Compiled } from "./engine.ts";
import { makeBlob } from "./program_blob.ts";

export interface NativeOptions {
  readonly release: boolean;
  /** Instruments the program with AddressSanitizer. */
  readonly sanitize: boolean;
  /** Links the runtime that checks every block, for the tests of ori. */
  readonly canaries?: boolean;
  /** The executable runs `@main` repeatedly and prints its times. */
  readonly isBench?: boolean;
  /** The executable runs the test whose index it is given, instead of `@main`. */
  readonly isTestHarness: boolean;
}

/** Builds `output`; gives what went wrong, if anything did. An existing file is replaced on success only. */
export async function buildNative(
  program: Compiled,
  host: FullHost,
  output: string,
  options: NativeOptions,
): Promise<NativeFailure | undefined> {
  const ir = nativeIr(program, options);
  const { release, sanitize, canaries = false } = options;
  const result = await buildExecutable(host, { ir, output, release, sanitize, canaries });
  return result.kind === "failed" ? result.failure : undefined;
}

/** The LLVM text that native code is built from. */
export function nativeIr(program: Compiled, options: NativeOptions): string {
  const { events } = program;
  const blob = makeBlob(program);
  return emitLlvm(program.arc, program.sources, { ...llvmOptions(options), blob, events });
}

function llvmOptions(
  { release, sanitize, isTestHarness, isBench = false }: NativeOptions,
): EmitOptions {
  return {
    mode: release ? "release" : "debug",
    tracesRc: !release,
    checksLeaks: false,
    sanitizesAddress: sanitize,
    isTestHarness,
    isBench,
    directory: ".",
  };
}
