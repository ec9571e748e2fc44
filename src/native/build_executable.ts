/** LLVM text to an executable: one module in one call of clang, or several units that are compiled side by side. */
import { type FullHost, InternalError } from "../base/mod.ts";
import { cacheFolder, sha256Of } from "./cache.ts";
import { compileUnits, type UnitListener, type UnitText } from "./compile_units.ts";
import {
  describeEnd,
  diskTrouble,
  type FinishedProcess,
  firstLines,
  type NativeFailure,
  notStarted,
  unwritable,
} from "./failure.ts";
import { ObjectCache } from "./object_cache.ts";
import { type PreparedRuntime, prepareRuntime, type RuntimeKind } from "./prepare_runtime.ts";
import { moveInPlace, programIn, type Target, withTarget } from "./target.ts";
import { findToolchain, type Toolchain } from "./toolchain.ts";

/** How code is compiled and linked. */
export interface CodeKind {
  /** -O2 with the runtime's hot functions inlined, in place of -O0. */
  readonly release: boolean;
  /** AddressSanitizer; functions of the module need the attribute `sanitize_address` to be checked. */
  readonly sanitize: boolean;
  /** The runtime checks every block that it frees or uses again, instead of being fast. */
  readonly canaries?: boolean;
}

export interface BuildRequest extends CodeKind {
  /** A module in LLVM's textual form; it defines `main`. */
  readonly ir: string;
  /** Path of the executable. A file that is there stays unless the build succeeds, and then keeps its permissions. */
  readonly output: string;
}

/** A program in several units, one of which defines `main`. */
export interface UnitsRequest extends CodeKind {
  readonly units: readonly UnitText[];
  readonly output: string;
  /** How many compilers run at once. */
  readonly jobs: number;
  readonly listener?: UnitListener;
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
  return await buildWith(host, request, async ({ clang, runtime, target }) => {
    const module = ["-x", "ir", "-", "-x", "none"];
    const args = [...compileArgs(request, runtime), ...linkArgs(clang.toolchain), ...module];
    const stdin = new TextEncoder().encode(request.ir);
    return await clang.run([...args, ...linkedLast(runtime, target)], stdin);
  });
}

/**
 * Builds an executable of several units; those whose objects the cache holds are not compiled. Equal requests give equal bytes, with any
 * number of jobs and whatever the cache holds.
 */
export async function buildUnits(host: FullHost, request: UnitsRequest): Promise<BuildResult> {
  return await buildWith(host, request, async ({ clang, runtime, target }) => {
    const { toolchain } = clang;
    const args = [...compileArgs(request, undefined), "-ffunction-sections"];
    const cache = cacheFolder(host);
    if (typeof cache !== "string") return cache;
    const bitcode = inlinesRuntime(request) ? runtime.key : "";
    const compiled = await compileUnits(host, request.units, {
      cache: new ObjectCache(host, cache),
      scratch: target.scratch,
      jobs: request.jobs,
      actionKey: await sha256Of([OBJECT_VERSION, toolchain.identity, bitcode, ...args]),
      compile: (from, to) =>
        clang.run([...compileArgs(request, runtime), ...args.slice(-1), "-c", from, "-o", to]),
      ...(request.listener === undefined ? {} : { listener: request.listener }),
    });
    if ("code" in compiled) return compiled;
    const linked = await clang.run([
      ...linkArgs(toolchain),
      ...(request.sanitize ? SANITIZE : []),
      ...compiled.objects,
      ...linkedLast(runtime, target),
    ]);
    return "code" in linked ? linked : [...compiled.warnings, ...linked];
  });
}

/** Changes when objects of equal keys would differ for a reason that the key does not hold. */
const OBJECT_VERSION = "ori object 1";

interface Tools {
  readonly clang: Clang;
  readonly runtime: PreparedRuntime;
  readonly target: Target;
}

/** Runs `make`, which gives the warnings of the program that it made, and moves the program to its place. */
async function buildWith(
  host: FullHost,
  request: CodeKind & { readonly output: string },
  make: (tools: Tools) => Promise<readonly string[] | NativeFailure>,
): Promise<BuildResult> {
  const made = await withTarget(host, request.output, async (target) => {
    const toolchain = await findToolchain(host);
    if ("code" in toolchain) return toolchain;
    const runtime = await prepareRuntime(host, toolchain, runtimeKind(request));
    if ("code" in runtime) return runtime;
    const clang = new Clang(host, toolchain, target);
    const warnings = await make({ clang, runtime, target });
    return "code" in warnings ? warnings : moveInPlace(host, target, toolchain.clang) ?? warnings;
  });
  return "code" in made ? { kind: "failed", failure: made } : { kind: "built", warnings: made };
}

function runtimeKind({ sanitize, canaries = false }: CodeKind): RuntimeKind {
  if (sanitize) return "sanitized";
  return canaries ? "canaries" : "plain";
}

/** Runs clang with its files in the folder of the target. */
class Clang {
  constructor(
    readonly host: FullHost,
    readonly toolchain: Toolchain,
    readonly target: Target,
  ) {}

  /** The warnings of a call that succeeds. */
  async run(
    args: readonly string[],
    stdin?: Uint8Array,
  ): Promise<readonly string[] | NativeFailure> {
    const { clang } = this.toolchain;
    const environment = { TMPDIR: this.target.scratch };
    const input = stdin === undefined ? {} : { stdin };
    const result = await this.host.runProcess(clang, args, { ...input, environment });
    if (result.kind === "not started") return notStarted(clang, result.message);
    if (result.code === 0 && result.signal === undefined) return firstLines(result.stderr);
    return explainClang(this.target.output, clang, result);
  }
}

const SANITIZE = ["-fsanitize=address,undefined"];

function inlinesRuntime({ release, sanitize }: CodeKind): boolean {
  return release && !sanitize;
}

/** Options of compilation; without a runtime they hold no path. */
function compileArgs(request: CodeKind, runtime: PreparedRuntime | undefined): string[] {
  const isInlined = inlinesRuntime(request) && runtime !== undefined;
  return [
    request.release ? "-O2" : "-O0",
    ...(isInlined ? ["-Xclang", "-mlink-builtin-bitcode", "-Xclang", runtime.bitcode] : []),
    ...(request.sanitize ? SANITIZE : []),
    "-Wno-override-module",
  ];
}

function linkArgs({ lld }: Toolchain): string[] {
  return [...(lld === undefined ? [] : lldArgs(lld)), "-Wl,--gc-sections"];
}

/** Without a mapped output a full disk is an error with words, not a signal. */
function lldArgs(path: string): string[] {
  return [`--ld-path=${path}`, "-Wl,--no-mmap-output-file"];
}

function linkedLast(runtime: PreparedRuntime, target: Target): string[] {
  return [runtime.object, "-pthread", "-lm", "-o", programIn(target)];
}

/** What clang says of text that it does not accept. */
const REFUSAL = /^(?:<stdin>|\S+\.ll):\d+:\d+: error:/m;

function explainClang(output: string, clang: string, result: FinishedProcess): NativeFailure {
  const { stderr } = result;
  const text = new TextDecoder().decode(stderr);
  const notes = firstLines(stderr);
  const disk = diskTrouble(stderr);
  if (disk !== undefined) return { ...unwritable(output, disk), notes };
  if (REFUSAL.test(text)) {
    const message = `clang does not accept the generated code (E5001)\n${notes.join("\n")}`;
    throw new InternalError(message, { stage: "native" });
  }
  if (text.includes("linker command failed")) {
    return { code: "E5003", message: "the linker failed", notes };
  }
  return { code: "E5001", message: describeEnd(clang, result), notes };
}
