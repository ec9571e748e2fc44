/** The options of clang for programs of every kind. */
import type { PreparedRuntime, RuntimeKind } from "./prepare_runtime.ts";
import type { Toolchain } from "./toolchain.ts";

/** How code is compiled and linked. */
export interface CodeKind {
  /** -O2 with the runtime's hot functions inlined, in place of -O0. */
  readonly release: boolean;
  /** AddressSanitizer; functions of the module need the attribute `sanitize_address` to be checked. */
  readonly sanitize: boolean;
  /** The runtime checks every block that it frees or uses again, instead of being fast. */
  readonly canaries?: boolean;
}

/** The runtime that a program of this kind is linked with. */
export function runtimeKind({ sanitize, canaries = false }: CodeKind): RuntimeKind {
  if (sanitize) return "sanitized";
  return canaries ? "canaries" : "plain";
}

const SANITIZE = ["-fsanitize=address,undefined"];

/** Whether the runtime's hot functions are inlined. */
export function inlinesRuntime({ release, sanitize }: CodeKind): boolean {
  return release && !sanitize;
}

/** Options of compilation; without a runtime they hold no path. */
export function compileArgs(
  request: CodeKind,
  runtime: Pick<PreparedRuntime, "bitcode"> | undefined,
): string[] {
  const isInlined = inlinesRuntime(request) && runtime !== undefined;
  return [
    request.release ? "-O2" : "-O0",
    ...(isInlined ? ["-Xclang", "-mlink-builtin-bitcode", "-Xclang", runtime.bitcode] : []),
    ...(request.sanitize ? SANITIZE : []),
    "-Wno-override-module",
  ];
}

/** Options of linking. */
export function linkArgs({ lld }: Toolchain, { sanitize }: CodeKind): string[] {
  return [
    ...(lld === undefined ? [] : lldArgs(lld)),
    "-Wl,--gc-sections",
    ...(sanitize ? SANITIZE : []),
  ];
}

/** Without a mapped output a full disk is an error with words, not a signal. */
function lldArgs(path: string): string[] {
  return [`--ld-path=${path}`, "-Wl,--no-mmap-output-file"];
}

/** What every program is linked with. */
export function runtimeArgs({ object }: Pick<PreparedRuntime, "object">): string[] {
  return [object, "-pthread", "-lm"];
}
