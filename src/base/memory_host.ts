import type { EmbedResult, Host, ReadResult } from "./host.ts";
import { isBelow } from "./is_below.ts";

/** Files in memory, by path; std comes from wherever `readStd` says. */
export class MemoryHost implements Host {
  readonly #files: ReadonlyMap<string, string>;
  readonly #readStd: (url: URL) => string | undefined;

  constructor(
    files: Readonly<Record<string, string>>,
    readStd: (url: URL) => string | undefined = () => undefined,
  ) {
    this.#files = new Map(Object.entries(files));
    this.#readStd = readStd;
  }

  readText(path: string): ReadResult {
    const text = this.#files.get(path);
    if (text !== undefined) return found(text);
    const isDirectory = this.listDirectory(path).length > 0;
    return { kind: "failure", failure: { kind: isDirectory ? "is a directory" : "not found" } };
  }

  readStdText(url: URL): ReadResult {
    const text = this.#readStd(url);
    if (text === undefined) return { kind: "failure", failure: { kind: "not found" } };
    return found(text);
  }

  readEmbedded(path: string, folder: string, limit: number): EmbedResult {
    const text = this.#files.get(path);
    if (!isBelow(path, folder)) return { kind: "outside" };
    if (text === undefined) {
      const isDirectory = this.listDirectory(path).length > 0;
      return { kind: "failure", reason: isDirectory ? "is a directory" : "not found" };
    }
    // U+FFFD stands for a byte that is not UTF-8.
    const bytes = text.split("\uFFFD").map((part) => [...new TextEncoder().encode(part)]);
    const all = Uint8Array.from(bytes.flatMap((part, i) => i === 0 ? part : [0xff, ...part]));
    return all.length > limit
      ? { kind: "too large", size: all.length }
      : { kind: "bytes", bytes: all };
  }

  isFile(path: string): boolean {
    return this.#files.has(path);
  }

  listDirectory(path: string): readonly string[] {
    const prefix = path === "." || path === "" ? "" : `${path}/`;
    const names = new Set<string>();
    for (const file of this.#files.keys()) {
      if (!file.startsWith(prefix)) continue;
      const name = file.slice(prefix.length).split("/")[0];
      if (name !== undefined && name !== "") names.add(name);
    }
    return [...names];
  }
}

/** U+FFFD in the text of a test stands for bytes that are not UTF-8. */
function found(text: string): ReadResult {
  if (!text.includes("\uFFFD")) return { kind: "text", text };
  return { kind: "failure", failure: { kind: "invalid UTF-8", text } };
}
