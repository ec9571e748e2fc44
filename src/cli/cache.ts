/** `ori cache`. */
import { type CacheContents, cacheContents, clearCache } from "../driver/mod.ts";
import { UsageError } from "./args.ts";
import { type Command, EXIT, formatOf } from "./command.ts";
import { fail, printText } from "./output.ts";

export const cacheCommand: Command = (args, host) => {
  const [action, ...more] = args.operands;
  if (more.length > 0 || action !== undefined && action !== "clear") {
    throw new UsageError("`ori cache` takes nothing or `clear`");
  }
  const failure = action === "clear" ? clearCache(host) : undefined;
  const contents = failure ?? cacheContents(host);
  if ("code" in contents) return fail(contents, formatOf(args));
  printText(args.flag("json") ? `${JSON.stringify(contents)}\n` : asText(contents));
  return EXIT.ok;
};

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
