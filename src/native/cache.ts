/** The folder where things are kept that are costly to make again. Everything in it may be deleted at any time. */
import type { FullHost } from "../base/mod.ts";
import { type NativeFailure, unwritable } from "./failure.ts";

const CACHE_HELP = "set XDG_CACHE_HOME to a folder that can be written";

/** `$XDG_CACHE_HOME/ori` or `~/.cache/ori`, made if need be. */
export function cacheFolder(host: FullHost): string | NativeFailure {
  const path = cachePath(host);
  if (path === undefined) {
    const message = "no folder for the cache: neither XDG_CACHE_HOME nor HOME is an absolute path";
    return { code: "E5005", message, notes: [], help: CACHE_HELP };
  }
  const failure = host.makeDirectory(path);
  return failure === undefined ? path : unwritableCache(path, failure.message);
}

/** The folder of the cache if it is there: nothing is made. */
export function existingCacheFolder(host: FullHost): string | undefined {
  const path = cachePath(host);
  return path !== undefined && host.isDirectory(path) ? path : undefined;
}

/** The cache at `path`, or a file in it, cannot be written. */
export function unwritableCache(path: string, reason: string): NativeFailure {
  return { ...unwritable(path, reason), help: CACHE_HELP };
}

/** Relative paths are ignored, as the XDG specification says: a cache in whatever folder is the current one helps nobody. */
function cachePath(host: FullHost): string | undefined {
  const cache = host.environment("XDG_CACHE_HOME");
  if (cache?.startsWith("/")) return `${cache}/ori`;
  const home = host.environment("HOME");
  return home?.startsWith("/") ? `${home}/.cache/ori` : undefined;
}

/** The SHA-256 of `bytes` in hexadecimal. */
export async function digestOf(bytes: Uint8Array): Promise<string> {
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", asPlain(bytes)));
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** The SHA-256 of texts and their order, in hexadecimal. */
export async function sha256Of(texts: readonly string[]): Promise<string> {
  const all = texts.map((text) => `${text.length}:${text}`).join("");
  return await digestOf(new TextEncoder().encode(all));
}

/** 16 hexadecimal digits that stand for the texts and their order (the start of their SHA-256). */
export async function contentKey(texts: readonly string[]): Promise<string> {
  return (await sha256Of(texts)).slice(0, 16);
}

/** The bytes as `crypto` takes them: not shared with other threads. They are copied only where they are. */
function asPlain(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  const { buffer, byteOffset, byteLength } = bytes;
  return buffer instanceof ArrayBuffer
    ? new Uint8Array(buffer, byteOffset, byteLength)
    : new Uint8Array(bytes);
}
