/** Which files a check looked at, and whether it would find something else now: for processes that wait for edits. */
import type { EmbedResult, FullHost, Host, ReadResult } from "../base/mod.ts";
import { embedAnswer } from "./embed_answer.ts";

/** For so long after its last change a file may change again without a new time or size. */
const UNSURE_MS = 2000;

interface TextLook {
  /** Size, time and identity of the file when it was last found to hold `text`. */
  stamp: string;
  readonly text: string;
}

/** Passes every look at a file on to `inner` and remembers the answer. */
export class FileLooks implements Host {
  readonly #texts = new Map<string, TextLook>();
  readonly #files = new Map<string, boolean>();
  readonly #names = new Map<string, string>();
  readonly #embedded = new Map<string, string>();

  /** `host` knows sizes and times of the files. */
  constructor(readonly host: FullHost, readonly inner: Host) {}

  readText(path: string): ReadResult {
    const { stamp } = this.#stampOf(path); // before reading: a change in between is noticed later
    const result = this.inner.readText(path);
    this.#texts.set(path, { stamp, text: answerOf(result) });
    return result;
  }

  readStdText(url: URL): ReadResult {
    return this.inner.readStdText(url);
  }

  readEmbedded(path: string, folder: string, limit: number): EmbedResult {
    const result = this.inner.readEmbedded(path, folder, limit);
    this.#embedded.set(JSON.stringify([path, folder, limit]), embedAnswer(result));
    return result;
  }

  isFile(path: string): boolean {
    const result = this.inner.isFile(path);
    this.#files.set(path, result);
    return result;
  }

  listDirectory(path: string): readonly string[] {
    const names = this.inner.listDirectory(path);
    this.#names.set(path, namesOf(names));
    return names;
  }

  /** Whether a look would have another answer now. A file that was written with the text that it had has not changed. */
  haveChanged(nowMs: number): boolean {
    for (const [path, look] of this.#texts) if (this.#hasChanged(path, look, nowMs)) return true;
    for (const [path, was] of this.#files) if (this.host.isFile(path) !== was) return true;
    for (const [look, was] of this.#embedded) {
      const [path, folder, limit] = JSON.parse(look) as [string, string, number];
      if (embedAnswer(this.host.readEmbedded(path, folder, limit)) !== was) return true;
    }
    for (const [path, was] of this.#names) {
      if (namesOf(this.host.listDirectory(path)) !== was) return true;
    }
    return false;
  }

  #hasChanged(path: string, look: TextLook, nowMs: number): boolean {
    const { stamp, changedMs } = this.#stampOf(path);
    if (stamp === look.stamp && nowMs - changedMs > UNSURE_MS) return false;
    if (answerOf(this.host.readText(path)) !== look.text) return true;
    look.stamp = stamp;
    return false;
  }

  #stampOf(path: string): { readonly stamp: string; readonly changedMs: number } {
    const facts = this.host.fileFacts(path);
    if (facts === undefined) return { stamp: "none", changedMs: 0 };
    const { identity, size, changedMs, permissions } = facts;
    return { stamp: `${identity} ${size} ${changedMs} ${permissions}`, changedMs };
  }
}

function answerOf(result: ReadResult): string {
  return result.kind === "text" ? `=${result.text}` : `!${result.failure.kind}`;
}

function namesOf(names: readonly string[]): string {
  return names.toSorted().join("\n");
}
