/** What the cache holds: its size, its limit, and what goes when it is full. */
import type { FullHost } from "../base/mod.ts";
import { cacheFolder } from "./cache.ts";
import type { NativeFailure } from "./failure.ts";

/** Files of a kind, and their bytes together. */
export interface CachePart {
  readonly files: number;
  readonly bytes: number;
}

export interface CacheContents {
  readonly folder: string;
  /** Most bytes of all but runtimes. */
  readonly limit: number;
  /** Objects of units, and programs. */
  readonly objects: CachePart;
  /** What names objects by what they are made of. */
  readonly entries: CachePart;
  /** What builds had as input. */
  readonly builds: CachePart;
  /** The C runtime, for each clang and kind of build. */
  readonly runtimes: CachePart;
}

/** Folders whose files go when the cache is full, the ones that were not used for the longest time first. */
const PARTS = { objects: "cas", entries: "ac", builds: "builds" } as const;

const DEFAULT_LIMIT = 1024 ** 3;

/** After so many milliseconds a temporary file belongs to a build that was ended. */
const STALE_MS = 24 * 3600 * 1000;

interface CachedFile {
  readonly path: string;
  readonly bytes: number;
  readonly usedMs: number;
}

/** What is in the cache, which may hold `limit` bytes. */
export function cacheContents(host: FullHost, limit: number): CacheContents | NativeFailure {
  const folder = cacheFolder(host);
  if (typeof folder !== "string") return folder;
  const runtimes = host.listDirectory(folder).filter((name) => name.startsWith("runtime-"));
  return {
    folder,
    limit,
    objects: sumOf(filesBelow(host, `${folder}/${PARTS.objects}`)),
    entries: sumOf(filesBelow(host, `${folder}/${PARTS.entries}`)),
    builds: sumOf(filesBelow(host, `${folder}/${PARTS.builds}`)),
    runtimes: sumOf(runtimes.flatMap((name) => filesBelow(host, `${folder}/${name}`))),
  };
}

/** Removes everything but runtimes, which builds that run now may be linking or making. */
export function clearCache(host: FullHost, nowMs: number): NativeFailure | undefined {
  const folder = cacheFolder(host);
  if (typeof folder !== "string") return folder;
  removeLeftFolders(host, folder, nowMs);
  for (const part of Object.values(PARTS)) host.removeDirectory(`${folder}/${part}`);
  return undefined;
}

/** What is left of runtimes that ended builds were making. */
function removeLeftFolders(host: FullHost, folder: string, nowMs: number): void {
  for (const name of host.listDirectory(folder)) {
    if (!/^\.ori-.*\.tmp$/.test(name)) continue;
    const changedMs = host.fileFacts(`${folder}/${name}`)?.changedMs ?? nowMs;
    if (nowMs - changedMs > STALE_MS) host.removeDirectory(`${folder}/${name}`);
  }
}

/**
 * Removes the files that were not used for the longest time, until four fifths of `limit` bytes are left, if there is more than that;
 * also what ended builds left. A build that has found an object has read it, so that its removal does no harm.
 */
export function sweepCache(host: FullHost, folder: string, limit: number, nowMs: number): void {
  removeLeftFolders(host, folder, nowMs);
  const files = Object.values(PARTS).flatMap((part) => filesBelow(host, `${folder}/${part}`));
  const [kept, left] = [files.filter(isEntry), files.filter((file) => !isEntry(file))];
  for (const { path, usedMs } of left) if (nowMs - usedMs > STALE_MS) host.removeFile(path);
  let total = sumOf(kept).bytes;
  if (total <= limit) return;
  for (const { path, bytes } of kept.sort((a, b) => a.usedMs - b.usedMs)) {
    if (total <= limit * 0.8) return;
    host.removeFile(path);
    total -= bytes;
  }
}

/** Whether a file is complete. */
function isEntry({ path }: CachedFile): boolean {
  return !path.endsWith(".tmp");
}

function sumOf(files: readonly CachedFile[]): CachePart {
  return { files: files.length, bytes: files.reduce((sum, { bytes }) => sum + bytes, 0) };
}

function filesBelow(host: FullHost, folder: string): CachedFile[] {
  return host.listDirectory(folder).flatMap((name): CachedFile[] => {
    const path = `${folder}/${name}`;
    const facts = host.fileFacts(path);
    if (facts === undefined) return [];
    if (facts.isDirectory) return filesBelow(host, path);
    return [{ path, bytes: facts.size, usedMs: facts.changedMs }];
  });
}

const UNITS: Readonly<Record<string, number>> = { "": 1, K: 1024, M: 1024 ** 2, G: 1024 ** 3 };

/** The number of bytes that `text`, the value of ORI_CACHE_SIZE, says: `500M`. 1 GiB where it is not set, nothing where it is no size. */
export function cacheLimit(text: string | undefined): number | undefined {
  if (text === undefined || text === "") return DEFAULT_LIMIT;
  const [, digits, unit = ""] = /^(\d{1,9})([KMG]?)$/.exec(text) ?? [];
  return digits === undefined ? undefined : Number(digits) * (UNITS[unit] ?? 1);
}
