/** LLVM text to an executable: one module in one call of clang, or several units that are compiled side by side. */
import { type FullHost, InternalError } from "../base/mod.ts";
import { cacheFolder, sha256Of } from "./cache.ts";
import {
  type CodeKind,
  compileArgs,
  inlinesRuntime,
  linkArgs,
  runtimeArgs,
  runtimeKind,
} from "./clang_args.ts";
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
import { isElf } from "./elf.ts";
import { ObjectCache } from "./object_cache.ts";
import { type PreparedRuntime, prepareRuntime } from "./prepare_runtime.ts";
import { remoteCache } from "./remote_cache.ts";
import { moveInPlace, programIn, type Target, withTarget, writeProgram } from "./target.ts";
import { findToolchain, type Toolchain } from "./toolchain.ts";

export interface BuildRequest extends CodeKind {
  /** A module in LLVM's textual form; it defines `main`. */
  readonly ir: string;
  /** Path of the executable. A file that is there stays unless the build succeeds, and then keeps its permissions. */
  readonly output: string;
  /** The program is kept in the cache, and taken from there. */
  readonly isKept?: boolean;
}

/** A program in several units, one of which defines `main`. */
export interface UnitsRequest extends CodeKind {
  readonly units: readonly UnitText[];
  readonly output: string;
  /** How many compilers run at once. */
  readonly jobs: number;
  readonly listener?: UnitListener;
  /** Gets what the user should know; without it no remote cache is asked. */
  readonly onNotice?: (message: string) => void;
}

export type BuildResult =
  | {
    readonly kind: "built";
    /** Warnings of clang; empty for sound modules. */
    readonly warnings: readonly string[];
    /** Nothing was compiled: the cache held the program. */
    readonly isCached?: boolean;
  }
  | { readonly kind: "failed"; readonly failure: NativeFailure };

/** Builds an executable. Equal requests give equal bytes. Of a build that fails or is interrupted nothing stays. */
export async function buildExecutable(
  host: FullHost,
  request: BuildRequest,
): Promise<BuildResult> {
  let isCached = false;
  const result = await buildWith(host, request, async ({ clang, runtime, target }) => {
    const kept = request.isKept ? await keptProgram(host, request, { clang, runtime }) : undefined;
    if (kept !== undefined && "code" in kept) return kept;
    const found = await kept?.cache.find(kept.key);
    isCached = found !== undefined;
    if (found !== undefined) return writeProgram(host, target, found.bytes) ?? [];
    const module = ["-x", "ir", "-", "-x", "none"];
    const link = linkArgs(clang.toolchain, request);
    const args = [...compileArgs(request, runtime), ...link, ...module, ...runtimeArgs(runtime)];
    const stdin = new TextEncoder().encode(request.ir);
    const made = await clang.run([...args, "-o", programIn(target)], stdin);
    const bytes = "code" in made ? undefined : host.readBytes(programIn(target));
    if (bytes !== undefined && isElf(bytes)) await kept?.cache.store(kept.key, bytes);
    return made;
  });
  return result.kind === "built" && isCached ? { ...result, isCached } : result;
}

/** Where a whole program is kept: by all that it is made of, linked files of ori and the linker among them. */
async function keptProgram(
  host: FullHost,
  request: BuildRequest,
  { clang: { toolchain }, runtime }: Pick<Tools, "clang" | "runtime">,
): Promise<{ readonly cache: ObjectCache; readonly key: string } | NativeFailure> {
  const folder = cacheFolder(host);
  if (typeof folder !== "string") return folder;
  const args = [...compileArgs(request, undefined), ...linkArgs(toolchain, request)];
  const tools = [toolchain.identity, toolchain.key, runtime.key];
  const key = await sha256Of([PROGRAM_VERSION, ...tools, ...args, request.ir]);
  return { cache: new ObjectCache(host, folder), key };
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
    const { onNotice } = request;
    const remote = onNotice === undefined ? undefined : remoteCache(host, onNotice);
    const bitcode = inlinesRuntime(request) ? runtime.key : "";
    const compiled = await compileUnits(host, request.units, {
      cache: new ObjectCache(host, cache, remote),
      scratch: target.scratch,
      jobs: request.jobs,
      actionKey: await sha256Of([OBJECT_VERSION, toolchain.identity, bitcode, ...args]),
      compile: (from, to) =>
        clang.run([...compileArgs(request, runtime), ...args.slice(-1), "-c", from, "-o", to]),
      ...(request.listener === undefined ? {} : { listener: request.listener }),
    });
    if ("code" in compiled) return compiled;
    const linked = await clang.run([
      ...linkArgs(toolchain, request),
      ...compiled.objects,
      ...runtimeArgs(runtime),
      "-o",
      programIn(target),
    ]);
    return "code" in linked ? linked : [...compiled.warnings, ...linked];
  });
}

/** Changes when programs of equal keys would differ for a reason that the key does not hold. */
const PROGRAM_VERSION = "ori program 1";

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
