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
  /** The executable runs `@main` again and again and tells its times. */
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
  const blob = makeBlob(program);
  const ir = emitLlvm(program.arc, program.sources, { ...llvmOptions(options), blob });
  const { release, sanitize } = options;
  const result = await buildExecutable(host, { ir, output, release, sanitize });
  return result.kind === "failed" ? result.failure : undefined;
}

/** How LLVM text is emitted for `options`, but for the blob. */
export function llvmOptions(
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
