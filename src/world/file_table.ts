/** Files that a program reads piece by piece. */
import { InternalError, joinBytes } from "../base/mod.ts";

const CHUNK_BYTES = 1 << 16;
const LINE_FEED = 10;

interface OpenFile {
  readonly file: Deno.FsFile;
  /** Bytes that were read behind the last line break that was given. */
  rest: Uint8Array;
}

/** The open files of one run by number: the smallest that is free. */
export class FileTable {
  readonly #files: (OpenFile | undefined)[] = [];

  add(file: Deno.FsFile): number {
    const free = this.#files.indexOf(undefined);
    const number = free < 0 ? this.#files.length : free;
    this.#files[number] = { file, rest: new Uint8Array() };
    return number;
  }

  /** The next bytes of a file; none at its end. */
  chunk(number: number): Uint8Array {
    const open = this.#at(number);
    const { rest } = open;
    open.rest = new Uint8Array();
    return rest.length > 0 ? rest : read(open.file);
  }

  /** The next bytes up to and including a line break, or up to the end of the file; none there. */
  lines(number: number): Uint8Array {
    const open = this.#at(number);
    const parts = [open.rest];
    open.rest = new Uint8Array();
    for (;;) {
      const chunk = read(open.file);
      const end = chunk.lastIndexOf(LINE_FEED) + 1;
      parts.push(end === 0 ? chunk : chunk.subarray(0, end));
      if (end > 0) open.rest = chunk.subarray(end);
      if (end > 0 || chunk.length === 0) return joinBytes(parts);
    }
  }

  close(number: number): void {
    this.#at(number).file.close();
    this.#files[number] = undefined;
  }

  closeAll(): void {
    for (const open of this.#files.splice(0)) open?.file.close();
  }

  #at(number: number): OpenFile {
    const open = this.#files[number];
    if (open === undefined) throw new InternalError(`no open file ${number}`, { stage: "world" });
    return open;
  }
}

function read(file: Deno.FsFile): Uint8Array {
  const buffer = new Uint8Array(CHUNK_BYTES);
  return buffer.subarray(0, file.readSync(buffer) ?? 0);
}
