/** `ori cache`. */
import {
  type CacheContents,
  cacheContents,
  cacheLimit,
  clearCache,
  type FullHost,
} from "../driver/mod.ts";
import { UsageError } from "./args.ts";
import { type Command, EXIT, formatOf } from "./command.ts";
import { fail, printText } from "./output.ts";

export const cacheCommand: Command = (args, host) => {
  const [action, ...more] = args.operands;
  if (more.length > 0 || action !== undefined && action !== "clear") {
    throw new UsageError("`ori cache` takes nothing or `clear`");
  }
  const limit = cacheLimitOf(host);
  const failure = action === "clear" ? clearCache(host, Date.now()) : undefined;
  const contents = failure ?? cacheContents(host, limit);
  if ("code" in contents) return fail(contents, formatOf(args));
  printText(formatOf(args) === "json" ? `${JSON.stringify(contents)}\n` : asText(contents));
  return EXIT.ok;
};

/** How many bytes the cache may hold; throws `UsageError` where ORI_CACHE_SIZE is no size. */
export function cacheLimitOf(host: FullHost): number {
  const text = host.environment("ORI_CACHE_SIZE");
  const limit = cacheLimit(text);
  if (limit !== undefined) return limit;
  throw new UsageError(`ORI_CACHE_SIZE: \`${text}\` is no size such as 500M or 2G`);
}

function asText(contents: CacheContents): string {
  const { folder, limit } = contents;
  const rows = (["objects", "entries", "builds", "runtimes"] as const).map((part) => {
    const { files, bytes } = contents[part];
    return `  ${part.padEnd(9)}${String(files).padStart(7)} files ${megabytes(bytes)}\n`;
  });
  return `${folder}, limit ${megabytes(limit).trim()} without runtimes\n${rows.join("")}`;
}

function megabytes(bytes: number): string {
  return `${(bytes / 1024 ** 2).toFixed(1)} MiB`.padStart(12);
}
