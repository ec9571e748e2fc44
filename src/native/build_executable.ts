/** LLVM text to an executable, in one call of clang. */
import {
  type FullHost,
  InternalError,
  planReplacement,
  renameOver,
  type Replacement,
  type WriteFailure,
} from "../base/mod.ts";
import { cacheFolder } from "./cache.ts";
import { isElf } from "./elf.ts";
import {
  describeEnd,
  diskTrouble,
  type FinishedProcess,
  firstLines,
  madeNothing,
  type NativeFailure,
  notStarted,
  unwritable,
} from "./failure.ts";
import { type PreparedRuntime, prepareRuntime, type RuntimeKind } from "./prepare_runtime.ts";
import { findToolchain, type Toolchain } from "./toolchain.ts";

export interface BuildRequest {
  /** A module in LLVM's textual form; it defines `main`. */
  readonly ir: string;
  /** Path of the executable. A file that is there stays unless the build succeeds, and then keeps its permissions. */
  readonly output: string;
  /** -O2 with the runtime's hot functions inlined, in place of -O0. */
  readonly release: boolean;
  /** AddressSanitizer; functions of the module need the attribute `sanitize_address` to be checked. */
  readonly sanitize: boolean;
  /** The runtime checks every block that it frees or uses again, instead of being fast. */
  readonly canaries?: boolean;
}

export type BuildResult =
  | {
    readonly kind: "built";
    /** Warnings of clang; empty for sound modules. */
    readonly warnings: readonly string[];
  }
  | { readonly kind: "failed"; readonly failure: NativeFailure };

/** Builds an executable. Equal requests give equal bytes. Of a build that fails or is interrupted nothing stays. */
export async function buildExecutable(
  host: FullHost,
  request: BuildRequest,
): Promise<BuildResult> {
  const target = chooseTarget(host, request.output);
  if ("code" in target) return failed(target);
  try {
    return await buildTarget(host, request, target);
  } finally {
    host.removeDirectory(target.scratch);
  }
}

async function buildTarget(
  host: FullHost,
  request: BuildRequest,
  target: Target,
): Promise<BuildResult> {
  const toolchain = await findToolchain(host);
  if ("code" in toolchain) return failed(toolchain);
  const runtime = await prepareRuntime(host, toolchain, runtimeKind(request));
  if ("code" in runtime) return failed(runtime);
  const { clang } = toolchain;
  const args = clangArgs(request, toolchain, runtime, programIn(target));
  const stdin = new TextEncoder().encode(request.ir);
  const environment = { TMPDIR: target.scratch };
  const result = await host.runProcess(clang, args, { stdin, environment });
  if (result.kind === "not started") return failed(notStarted(clang, result.message));
  const failure = result.code === 0 && result.signal === undefined
    ? moveInPlace(host, target, clang)
    : explainClang(request, clang, result);
  if (failure !== undefined) return failed(failure);
  return { kind: "built", warnings: firstLines(result.stderr) };
}

function runtimeKind({ sanitize, canaries = false }: BuildRequest): RuntimeKind {
  if (sanitize) return "sanitized";
  return canaries ? "canaries" : "plain";
}

function failed(failure: NativeFailure): BuildResult {
  return { kind: "failed", failure };
}

/** Where clang writes, and what becomes of it. */
interface Target {
  readonly output: string;
  /** A folder for the program and for files of clang: what they leave behind when they are ended goes with it. */
  readonly scratch: string;
  readonly replacement: Replacement;
}

function programIn({ scratch }: Target): string {
  return `${scratch}/program`;
}

/** Also finds out that the output cannot be written before clang is started. */
function chooseTarget(host: FullHost, output: string): Target | NativeFailure {
  if (host.isDirectory(output)) return unwritable(output, "it is a directory");
  const replacement = planReplacement(host, output);
  const place = scratchPlace(host, replacement);
  if (typeof place !== "string") return place;
  const scratch = host.scratchPath(place);
  const failure = host.createDirectory(scratch);
  if (failure === undefined) return { output, scratch, replacement };
  host.removeDirectory(scratch);
  return unwritable(output, failure.message);
}

/** A path in the folder of the output, or in the cache where the output is no file that can be replaced. */
function scratchPlace(host: FullHost, replacement: Replacement): string | NativeFailure {
  if (replacement.kind === "rename") return replacement.path;
  const cache = cacheFolder(host);
  return typeof cache === "string" ? `${cache}/program` : cache;
}

function moveInPlace(host: FullHost, target: Target, clang: string): NativeFailure | undefined {
  const { output, replacement } = target;
  const program = programIn(target);
  const bytes = host.readBytes(program);
  if (bytes === undefined || !isElf(bytes)) return madeNothing(clang, "a program");
  let failure: WriteFailure | undefined;
  if (replacement.kind === "rename") {
    const { permissions } = replacement;
    const kept = permissions === undefined ? undefined : executable(permissions);
    failure = renameOver(host, program, replacement, kept);
  } else failure = host.writeInPlace(output, bytes);
  return failure === undefined ? undefined : unwritable(output, failure.message);
}

/** Who may read the file may also run it. */
function executable(permissions: number): number {
  return permissions | ((permissions & 0o444) >> 2);
}

function clangArgs(
  request: BuildRequest,
  toolchain: Toolchain,
  runtime: PreparedRuntime,
  output: string,
): string[] {
  const inlined = request.release && !request.sanitize;
  return [
    request.release ? "-O2" : "-O0",
    ...(inlined ? ["-Xclang", "-mlink-builtin-bitcode", "-Xclang", runtime.bitcode] : []),
    ...(request.sanitize ? ["-fsanitize=address,undefined"] : []),
    "-Wno-override-module",
    ...(toolchain.lld === undefined ? [] : lldArgs(toolchain.lld)),
    "-Wl,--gc-sections",
    "-x",
    "ir",
    "-",
    "-x",
    "none",
    runtime.object,
    "-pthread",
    "-lm",
    "-o",
    output,
  ];
}

/** Without a mapped output a full disk is an error with words, not a signal. */
function lldArgs(path: string): string[] {
  return [`--ld-path=${path}`, "-Wl,--no-mmap-output-file"];
}

function explainClang(
  request: BuildRequest,
  clang: string,
  result: FinishedProcess,
): NativeFailure {
  const { stderr } = result;
  const text = new TextDecoder().decode(stderr);
  const notes = firstLines(stderr);
  const disk = diskTrouble(stderr);
  if (disk !== undefined) return { ...unwritable(request.output, disk), notes };
  if (/^<stdin>:\d+:\d+: error:/m.test(text)) {
    const message = `clang does not accept the generated code (E5001)\n${notes.join("\n")}`;
    throw new InternalError(message, { stage: "native" });
  }
  if (text.includes("linker command failed")) {
    return { code: "E5003", message: "the linker failed", notes };
  }
  return { code: "E5001", message: describeEnd(clang, result), notes };
}
