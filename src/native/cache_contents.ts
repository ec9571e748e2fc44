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

/** What is in the cache; `limit` is that of ORI_CACHE_SIZE, or 1 GiB. */
export function cacheContents(host: FullHost): CacheContents | NativeFailure {
  const folder = cacheFolder(host);
  if (typeof folder !== "string") return folder;
  const runtimes = host.listDirectory(folder).filter((name) => name.startsWith("runtime-"));
  return {
    folder,
    limit: cacheLimit(host),
    objects: sumOf(filesBelow(host, `${folder}/${PARTS.objects}`)),
    entries: sumOf(filesBelow(host, `${folder}/${PARTS.entries}`)),
    builds: sumOf(filesBelow(host, `${folder}/${PARTS.builds}`)),
    runtimes: sumOf(runtimes.flatMap((name) => filesBelow(host, `${folder}/${name}`))),
  };
}

/** Removes everything but runtimes, which builds that run now may be linking. */
export function clearCache(host: FullHost): NativeFailure | undefined {
  const folder = cacheFolder(host);
  if (typeof folder !== "string") return folder;
  for (const part of Object.values(PARTS)) host.removeDirectory(`${folder}/${part}`);
  return undefined;
}

/**
 * Removes the files that were not used for the longest time, until four fifths of the limit are left, if there is more than the limit;
 * also what ended builds left. A build that has found an object has read it, so that its removal does no harm.
 */
export function sweepCache(host: FullHost, folder: string, nowMs: number): void {
  const files = Object.values(PARTS).flatMap((part) => filesBelow(host, `${folder}/${part}`));
  const [kept, left] = [files.filter(isEntry), files.filter((file) => !isEntry(file))];
  for (const { path, usedMs } of left) if (nowMs - usedMs > STALE_MS) host.removeFile(path);
  const limit = cacheLimit(host);
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

/** The number of bytes that ORI_CACHE_SIZE says: `500M`. What cannot be read is no limit of the user: the usual one holds. */
function cacheLimit(host: FullHost): number {
  const [, digits, unit = ""] = /^(\d{1,9})([KMG]?)$/.exec(
    host.environment("ORI_CACHE_SIZE") ?? "",
  ) ?? [];
  return digits === undefined ? DEFAULT_LIMIT : Number(digits) * (UNITS[unit] ?? 1);
}
