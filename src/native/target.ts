/** Where a program is made and where it goes. */
import {
  type FullHost,
  planReplacement,
  renameOver,
  type Replacement,
  type WriteFailure,
} from "../base/mod.ts";
import { cacheFolder } from "./cache.ts";
import { isElf } from "./elf.ts";
import { madeNothing, type NativeFailure, unwritable } from "./failure.ts";

/** Runs `build` with a folder for `output`; of a build that fails or is interrupted nothing stays. */
export async function withTarget<T>(
  host: FullHost,
  output: string,
  build: (target: Target) => Promise<T>,
): Promise<T | NativeFailure> {
  const target = chooseTarget(host, output);
  if ("code" in target) return target;
  try {
    return await build(target);
  } finally {
    host.removeDirectory(target.scratch);
  }
}

/** Where clang writes, and what becomes of it. */
export interface Target {
  readonly output: string;
  /** A folder for the program and for files of clang: what they leave behind when they are ended goes with it. */
  readonly scratch: string;
  readonly replacement: Replacement;
}

/** Where the program is made, before it gets to its place. */
export function programIn({ scratch }: Target): string {
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

/** Writes a program where clang would, with the permissions that it would have. */
export function writeProgram(
  host: FullHost,
  target: Target,
  bytes: Uint8Array,
): NativeFailure | undefined {
  const path = programIn(target);
  const failure = host.writeFile(path, bytes) ??
    host.setPermissions(path, executable(host.fileFacts(path)?.permissions ?? 0));
  return failure === undefined ? undefined : unwritable(path, failure.message);
}

/** Moves the program that `clang` made to the output. */
export function moveInPlace(
  host: FullHost,
  target: Target,
  clang: string,
): NativeFailure | undefined {
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
