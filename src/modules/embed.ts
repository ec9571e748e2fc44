/**
 * The files that a source embeds: `embed("path")` and `has_embed("path")`. They lie in the package of the source, or, where it
 * belongs to none, in its folder or below, links followed.
 */
import { dirname, join, normalize } from "@std/path/posix";
import { type EmbedResult, type Host, isBelow, textOfBytes, textOfUtf8 } from "../base/mod.ts";
import { suggest } from "../diagnostics/mod.ts";

/** The most bytes of a file, unless the manifest says otherwise. */
export const EMBED_LIMIT = 10_000_000;

/** Reads the files that one source embeds. */
export class FileEmbeds {
  /** What was embedded: a character for each byte. */
  readonly texts: string[] = [];
  /** Every answer, as far as it decides what the source means. */
  readonly answers: string[] = [];

  constructor(
    readonly host: Host,
    /** The source. */
    readonly source: string,
    /** The folder that paths may not leave. */
    readonly root: string,
    readonly limit: number,
  ) {}

  /** The path of a file that is written as `written`; undefined for one that is absolute or leaves the folder. */
  resolve(written: string): string | undefined {
    if (written.startsWith("/") || written.includes("\\") || /^[A-Za-z]:/.test(written)) {
      return undefined;
    }
    const path = normalize(join(dirname(this.source), written));
    return isBelow(path, this.root) ? path : undefined;
  }

  read(path: string): EmbedResult {
    const result = this.host.readEmbedded(path, this.root, this.limit);
    const facts = result.kind === "bytes"
      ? [result.bytes.length, textOfUtf8(textOfBytes(result.bytes)) !== undefined]
      : [];
    this.answers.push([path, result.kind, ...facts].join(" "));
    return result;
  }

  /** Whether something that can be embedded is at `path`, or a folder. */
  exists(path: string): boolean {
    const result = this.read(path);
    return result.kind === "bytes" || result.kind === "too large" ||
      result.kind === "failure" && result.reason === "is a directory";
  }

  /** Keeps the bytes of a file; gives their number in `texts`. */
  keep(bytes: Uint8Array): number {
    return this.texts.push(textOfBytes(bytes)) - 1;
  }

  /** A name in the folder of `path` that is nearly the one that is missing. */
  similar(path: string): string | undefined {
    return suggest(path.slice(path.lastIndexOf("/") + 1), this.host.listDirectory(dirname(path)));
  }
}
