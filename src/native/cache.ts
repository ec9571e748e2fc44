/** The folder where things are kept that are costly to make again. Everything in it may be deleted at any time. */
import type { FullHost } from "../base/mod.ts";
import { type NativeFailure, unwritable } from "./failure.ts";

/** `$XDG_CACHE_HOME/ori` or `~/.cache/ori`, made if need be. */
export function cacheFolder(host: FullHost): string | NativeFailure {
  const path = cachePath(host);
  if (path === undefined) {
    return {
      code: "E5005",
      message: "no folder for the cache: neither XDG_CACHE_HOME nor HOME is set",
      notes: [],
      help: "set XDG_CACHE_HOME to a folder that can be written",
    };
  }
  const failure = host.makeDirectory(path);
  if (failure === undefined) return path;
  const help = "set XDG_CACHE_HOME to a folder that can be written";
  return { ...unwritable(path, failure.message), help };
}

function cachePath(host: FullHost): string | undefined {
  const cache = host.environment("XDG_CACHE_HOME");
  // The XDG specification says to ignore relative paths.
  if (cache?.startsWith("/")) return `${cache}/ori`;
  const home = host.environment("HOME");
  return home === undefined || home === "" ? undefined : `${home}/.cache/ori`;
}

/** 16 hexadecimal digits that stand for the texts and their order (the start of their SHA-256). */
export async function contentKey(texts: readonly string[]): Promise<string> {
  const all = texts.map((text) => `${text.length}:${text}`).join("");
  const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(all));
  const bytes = new Uint8Array(digest, 0, 8);
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
