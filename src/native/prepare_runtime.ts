/** The runtime in the forms that programs are linked with, built once per clang and source. */
import type { FullHost } from "../base/mod.ts";
import { cacheFolder, contentKey, digestOf, unwritableCache } from "./cache.ts";
import { isElf } from "./elf.ts";
import {
  describeEnd,
  diskTrouble,
  type FinishedProcess,
  firstLines,
  madeNothing,
  type NativeFailure,
  notStarted,
} from "./failure.ts";
import { readRuntimeSources, type RuntimeSource } from "./runtime_sources.ts";
import type { Toolchain } from "./toolchain.ts";

/** As users run it, with canaries around every block (`guard.c`), or with the sanitizers. */
export type RuntimeKind = "plain" | "canaries" | "sanitized";

/** Paths of the runtime's two forms. */
export interface PreparedRuntime {
  /** All of it, to link with. */
  readonly object: string;
  /** Its hot functions as bitcode, to inline from. */
  readonly bitcode: string;
  /** Stands for the sources and how they were compiled, on every machine. */
  readonly key: string;
}

const C_FLAGS = [
  "-std=c17",
  "-fexceptions",
  "-ffunction-sections",
  "-fdata-sections",
];

const PLAIN_FLAGS = ["-O2"];
const CANARY_FLAGS = [...PLAIN_FLAGS, "-DORI_CANARIES"];
const SANITIZE_FLAGS = ["-O1", "-g", "-fsanitize=address,undefined", "-fno-sanitize-recover=all"];

const FLAGS: Readonly<Record<RuntimeKind, readonly string[]>> = {
  plain: PLAIN_FLAGS,
  canaries: CANARY_FLAGS,
  sanitized: SANITIZE_FLAGS,
};

/**
 * The runtime for `toolchain`, from the cache or built now. Several runs may build it at once: each works in a folder
 * of its own and moves it into place when it is complete. What is damaged in the cache is built again.
 */
export async function prepareRuntime(
  host: FullHost,
  toolchain: Toolchain,
  kind: RuntimeKind,
): Promise<PreparedRuntime | NativeFailure> {
  const cache = cacheFolder(host);
  if (typeof cache !== "string") return cache;
  const sources = readRuntimeSources(host);
  const flags = [...C_FLAGS, ...FLAGS[kind]];
  const parts = sources.flatMap(({ path, text }) => [path, text]);
  const key = await contentKey([toolchain.key, toolchain.version, ...flags, ...parts]);
  const folder = `${cache}/runtime-${key}`;
  const made = await host.shared.join(folder, async () => {
    if (await isIntact(host, folder)) return filesIn(folder);
    return await buildFolder(host, folder, { toolchain, flags, sources });
  });
  if ("code" in made) return made;
  return { ...made, key: await contentKey([toolchain.identity, ...flags, ...parts]) };
}

async function buildFolder(
  host: FullHost,
  folder: string,
  build: Build,
): Promise<RuntimeFiles | NativeFailure> {
  const scratch = host.scratchPath(folder);
  try {
    const failure = await buildInto(host, scratch, build) ??
      await moveFolder(host, scratch, folder);
    return failure ?? filesIn(folder);
  } finally {
    host.removeDirectory(scratch);
  }
}

type RuntimeFiles = Omit<PreparedRuntime, "key">;

function filesIn(folder: string): RuntimeFiles {
  return { object: `${folder}/ori_rt.o`, bitcode: `${folder}/ori_rt.bc` };
}

/** The file of a complete folder that holds the digests of the two forms of the runtime. */
function sumsIn(folder: string): string {
  return `${folder}/sums`;
}

async function sumsOf(host: FullHost, folder: string): Promise<string | undefined> {
  const { object, bitcode } = filesIn(folder);
  const [code, hot] = [host.readBytes(object), host.readBytes(bitcode)];
  if (code === undefined || hot === undefined) return undefined;
  return `${await digestOf(code)} ${await digestOf(hot)}\n`;
}

async function isIntact(host: FullHost, folder: string): Promise<boolean> {
  const sums = host.readText(sumsIn(folder));
  return sums.kind === "text" && sums.text === await sumsOf(host, folder);
}

/** Moves a complete folder to `to`, where another run may have been quicker, or something damaged may be. */
async function moveFolder(
  host: FullHost,
  from: string,
  to: string,
): Promise<NativeFailure | undefined> {
  if (host.renameFile(from, to) === undefined || await isIntact(host, to)) return undefined;
  const old = host.scratchPath(to);
  const failure = host.renameFile(to, old) ?? host.renameFile(from, to);
  host.removeDirectory(old);
  if (failure === undefined || await isIntact(host, to)) return undefined;
  return unwritableCache(to, failure.message);
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
  const { clang } = toolchain;
  const compile = (more: readonly string[], output: string) =>
    host.runProcess(clang, [...flags, ...more, "-c", source, "-o", output], {
      environment: { TMPDIR: folder },
    });
  const results = await Promise.all([
    compile([], object),
    compile(["-DORI_RT_HOT", "-emit-llvm"], bitcode),
  ]);
  for (const result of results) {
    if (result.kind === "not started") return notStarted(clang, result.message);
    if (result.code !== 0 || result.signal !== undefined) {
      return notCompiled(clang, folder, result);
    }
  }
  const isMade = isElf(host.readBytes(object) ?? NO_BYTES) &&
    isBitcode(host.readBytes(bitcode) ?? NO_BYTES);
  if (!isMade) return madeNothing(clang, "the runtime");
  return await writeSums(host, folder);
}

async function writeSums(host: FullHost, folder: string): Promise<NativeFailure | undefined> {
  const sums = await sumsOf(host, folder) ?? "";
  const failure = host.writeFile(sumsIn(folder), new TextEncoder().encode(sums));
  return failure === undefined ? undefined : unwritableCache(failure.path, failure.message);
}

const NO_BYTES = new Uint8Array();

function isBitcode(bytes: Uint8Array): boolean {
  return [0x42, 0x43, 0xc0, 0xde].every((byte, i) => bytes[i] === byte);
}

function notCompiled(clang: string, folder: string, result: FinishedProcess): NativeFailure {
  const disk = diskTrouble(result.stderr);
  if (disk !== undefined) return unwritableCache(folder, disk);
  const notes = firstLines(result.stderr);
  const end = describeEnd(clang, result);
  if (result.signal !== undefined) return { code: "E5001", message: end, notes };
  return {
    code: "E5001",
    message: `${clang} could not compile the runtime`,
    notes: notes.length === 0 ? [end] : notes,
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
    if (failure !== undefined) return unwritableCache(path, failure.message);
  }
  for (const { path, text } of sources) {
    const failure = host.writeFile(`${folder}/${path}`, new TextEncoder().encode(text));
    if (failure !== undefined) return unwritableCache(failure.path, failure.message);
  }
  return undefined;
}
