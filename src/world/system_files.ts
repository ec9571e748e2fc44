/** The operations on files, over the system under ori. */
import type { WorldAnswer } from "../base/mod.ts";
import { failure, success, textAnswer } from "./failures.ts";

/** Bits of `rwxrwxrwx`. */
const PERMISSION_BITS = 0o777n;
const NANOSECONDS_PER_MS = 1_000_000n;
/** Names of temporary files are as likely as this to be taken already, which is tried again. */
const TEMPORARY_TRIES = 100;

export function readFile(path: string): WorldAnswer {
  const bytes = Deno.readFileSync(path);
  return success(bytes.length, bytes);
}

export function writeFile(path: string, bytes: Uint8Array, options: Deno.WriteFileOptions) {
  Deno.writeFileSync(path, bytes, options);
  return success();
}

/**
 * Writes a file beside `path`, with the permissions of what is there, and moves it over that. A link is replaced, not
 * what it leads to.
 */
export function replaceFile(path: string, bytes: Uint8Array): WorldAnswer {
  const slash = path.lastIndexOf("/") + 1;
  const scratch = `${path.slice(0, slash)}.${path.slice(slash)}.${randomName()}`;
  using file = Deno.openSync(scratch, { write: true, createNew: true });
  try {
    for (let sent = 0; sent < bytes.length;) sent += file.writeSync(bytes.subarray(sent));
    file.syncSync();
    const mode = permissionsOf(path);
    if (mode !== undefined) Deno.chmodSync(scratch, mode);
    Deno.renameSync(scratch, path);
  } catch (error) {
    Deno.removeSync(scratch);
    throw error;
  }
  return success();
}

function permissionsOf(path: string): number | undefined {
  try {
    return Number(BigInt(Deno.statSync(path).mode ?? 0) & PERMISSION_BITS);
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return undefined;
    throw error;
  }
}

/** The system gives names as text already: those that are not have U+FFFD, and so has none that is. */
export function listDirectory(path: string): WorldAnswer {
  const entries = [...Deno.readDirSync(path)];
  if (entries.some(({ name }) => name.includes("\uFFFD"))) return failure("badName");
  const texts = entries.map((entry) => `${kindOf(entry)}${entry.name}\0`);
  return textAnswer(texts.join(""), entries.length);
}

export function fileFacts(info: Deno.FileInfo): WorldAnswer {
  const permissions = BigInt(info.mode ?? 0) & PERMISSION_BITS;
  const modified = BigInt(info.mtime?.getTime() ?? 0) * NANOSECONDS_PER_MS;
  return textAnswer(`${kindOf(info)} ${info.size} ${modified} ${permissions}`);
}

function kindOf(
  { isFile, isDirectory, isSymlink }: Pick<Deno.FileInfo, "isFile" | "isDirectory" | "isSymlink">,
): string {
  return isFile ? "f" : isDirectory ? "d" : isSymlink ? "l" : "s";
}

/** Makes a file or directory with a new name in `parent`. */
export function makeTemporary(parent: string, make: (path: string) => void): WorldAnswer {
  const prefix = parent === "" || parent.endsWith("/") ? parent : `${parent}/`;
  for (let tries = 0;; tries++) {
    const path = `${prefix}ori-${randomName()}`;
    try {
      make(path);
      return textAnswer(path);
    } catch (error) {
      if (!(error instanceof Deno.errors.AlreadyExists) || tries === TEMPORARY_TRIES) throw error;
    }
  }
}

/** The directory of the system for temporary files. */
export function temporaryDirectory(): string {
  const folder = Deno.env.get("TMPDIR");
  return folder === undefined || folder === "" ? "/tmp" : folder;
}

export function makeFile(path: string): void {
  Deno.writeFileSync(path, new Uint8Array(), { createNew: true, mode: 0o600 });
}

export function makeDirectory(path: string): void {
  Deno.mkdirSync(path, { mode: 0o700 });
}

function randomName(): string {
  return crypto.getRandomValues(new Uint32Array(2)).reduce((name, n) => name + n.toString(36), "");
}
