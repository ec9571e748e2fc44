/** The runtime in the forms that programs are linked with, built once per clang and source. */
import type { FullHost } from "../base/mod.ts";
import { cacheFolder, contentKey } from "./cache.ts";
import { diskTrouble, firstLines, type NativeFailure, unwritable } from "./failure.ts";
import { readRuntimeSources, type RuntimeSource } from "./runtime_sources.ts";
import type { Toolchain } from "./toolchain.ts";

/** Paths of the runtime's two forms. */
export interface PreparedRuntime {
  /** All of it, to link with. */
  readonly object: string;
  /** Its hot functions as bitcode, to inline from. */
  readonly bitcode: string;
}

const C_FLAGS = [
  "-std=c17",
  "-fexceptions",
  "-ffunction-sections",
  "-fdata-sections",
];

const PLAIN_FLAGS = ["-O2"];
const SANITIZE_FLAGS = ["-O1", "-g", "-fsanitize=address,undefined", "-fno-sanitize-recover=all"];

/**
 * The runtime for `toolchain`, from the cache or built now. Several runs may build it at once: each works in a folder
 * of its own and moves it into place when it is complete.
 */
export async function prepareRuntime(
  host: FullHost,
  toolchain: Toolchain,
  sanitize: boolean,
): Promise<PreparedRuntime | NativeFailure> {
  const cache = cacheFolder(host);
  if (typeof cache !== "string") return cache;
  const sources = readRuntimeSources(host);
  const flags = [...C_FLAGS, ...(sanitize ? SANITIZE_FLAGS : PLAIN_FLAGS)];
  const parts = sources.flatMap(({ path, text }) => [path, text]);
  const key = await contentKey([toolchain.key, toolchain.version, ...flags, ...parts]);
  const folder = `${cache}/runtime-${key}`;
  if (host.isDirectory(folder)) return filesIn(folder);
  const scratch = host.scratchPath(folder);
  const failure = await buildInto(host, scratch, { toolchain, flags, sources });
  const moved = failure === undefined ? host.renameFile(scratch, folder) : undefined;
  host.removeDirectory(scratch);
  if (failure !== undefined) return failure;
  // Another run was quicker: what it made is the same.
  if (moved !== undefined && !host.isDirectory(folder)) return unwritable(folder, moved.message);
  return filesIn(folder);
}

function filesIn(folder: string): PreparedRuntime {
  return { object: `${folder}/ori_rt.o`, bitcode: `${folder}/ori_rt.bc` };
}

interface Build {
  readonly toolchain: Toolchain;
  readonly flags: readonly string[];
  readonly sources: readonly RuntimeSource[];
}

async function buildInto(
  host: FullHost,
  folder: string,
  { toolchain, flags, sources }: Build,
): Promise<NativeFailure | undefined> {
  const failure = writeSources(host, folder, sources);
  if (failure !== undefined) return failure;
  const { object, bitcode } = filesIn(folder);
  const source = `${folder}/${sources[0]?.path}`;
  const compile = (more: readonly string[], output: string) =>
    host.runProcess(toolchain.clang, [...flags, ...more, "-c", source, "-o", output]);
  const results = await Promise.all([
    compile([], object),
    compile(["-DORI_RT_HOT", "-emit-llvm"], bitcode),
  ]);
  for (const result of results) {
    if (result.kind === "not started") {
      return { code: "E5002", message: `cannot run ${toolchain.clang}`, notes: [result.message] };
    }
    if (result.code !== 0) return notCompiled(toolchain, folder, result.stderr);
  }
  return undefined;
}

function notCompiled(toolchain: Toolchain, folder: string, stderr: Uint8Array): NativeFailure {
  const disk = diskTrouble(stderr);
  if (disk !== undefined) return unwritable(folder, disk);
  return {
    code: "E5001",
    message: `${toolchain.clang} could not compile the runtime`,
    notes: firstLines(stderr),
    help: "the C library's headers are needed: `apt-get install libc6-dev`",
  };
}

function writeSources(
  host: FullHost,
  folder: string,
  sources: readonly RuntimeSource[],
): NativeFailure | undefined {
  for (const path of [folder, `${folder}/include`, `${folder}/src`]) {
    const failure = host.makeDirectory(path);
    if (failure !== undefined) return unwritable(path, failure.message);
  }
  for (const { path, text } of sources) {
    const failure = host.writeFile(`${folder}/${path}`, new TextEncoder().encode(text));
    if (failure !== undefined) return unwritable(failure.path, failure.message);
  }
  return undefined;
}
