/** The interface of the compiler to files, processes and environment. `driver/host.ts` implements it. */

import { assertNever } from "./internal_error.ts";
import type { SharedWork } from "./shared_work.ts";

/** Why a file could not be read as text. */
export type ReadFailure =
  | { readonly kind: "not found" }
  | { readonly kind: "is a directory" }
  | { readonly kind: "permission denied" }
  /** `text` has U+FFFD for what is not UTF-8, to show where. */
  | { readonly kind: "invalid UTF-8"; readonly text: string }
  /** Anything else the system says, in its words. */
  | { readonly kind: "other"; readonly message: string };

export type ReadResult =
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "failure"; readonly failure: ReadFailure };

/** What a file that a program embeds holds, or why it cannot be had. */
export type EmbedResult =
  | { readonly kind: "bytes"; readonly bytes: Uint8Array }
  | { readonly kind: "failure"; readonly reason: "not found" | "is a directory" | "unreadable" }
  /** It lies outside of the folder, perhaps behind a link. */
  | { readonly kind: "outside" }
  | { readonly kind: "too large"; readonly size: number };

/** The path under which a host gives what stdin holds; no file is meant by it. */
export const STDIN_PATH = "<stdin>";

/** Synchronous access to files. Paths use `/`; relative ones start at the working directory. */
export interface Host {
  readText(path: string): ReadResult;
  /** A source of std: `file:` URLs, which may lie inside the compiled binary. */
  readStdText(url: URL): ReadResult;
  /** A file inside of `folder`, links followed, of at most `limit` bytes. */
  readEmbedded(path: string, folder: string, limit: number): EmbedResult;
  /** Whether `path` names something that exists and is not a directory. */
  isFile(path: string): boolean;
  /** Names in a directory; empty when it cannot be read. For suggestions. */
  listDirectory(path: string): readonly string[];
}

/** Why a file could not be written, in words: `no such file or directory`, `no space left on device`. */
export interface WriteFailure {
  readonly path: string;
  readonly message: string;
}

/** Facts about a file, links followed. */
export interface FileFacts {
  /** Equal for two paths exactly when both lead to one file, whatever links and spellings they go through. */
  readonly identity: string;
  readonly isDirectory: boolean;
  /** A plain file, as opposed to a directory, device or pipe. */
  readonly isRegular: boolean;
  /** In bytes. */
  readonly size: number;
  /** Time of the last change in milliseconds since 1970; 0 where the system has none. */
  readonly changedMs: number;
  /** The nine bits of `rwxrwxrwx`. */
  readonly permissions: number;
}

export interface ProcessOptions {
  /** The input of the process; empty when absent. */
  readonly stdin?: Uint8Array;
  /** Added to the environment of this process. */
  readonly environment?: Readonly<Record<string, string>>;
  /** The streams are those of this process, and `stdin` is ignored; nothing is captured then. */
  readonly inheritStreams?: boolean;
}

export type ProcessResult =
  | {
    readonly kind: "finished";
    /** The exit code; 128 plus its number when a signal ended the process. */
    readonly code: number;
    /** The signal that ended the process, as `SIGSEGV`. */
    readonly signal?: string;
    readonly stdout: Uint8Array;
    readonly stderr: Uint8Array;
  }
  /** The program is missing or may not be run. */
  | { readonly kind: "not started"; readonly message: string };

/** A file that is open for writing. */
export interface OpenFile {
  /** Writes all of `bytes` at the end; `undefined` is success. */
  write(bytes: Uint8Array): WriteFailure | undefined;
  close(): void;
}

/** What a server answered, or why it did not. */
export type HttpResult =
  | { readonly kind: "answer"; readonly status: number; readonly bytes: Uint8Array }
  | { readonly kind: "failed"; readonly message: string };

export interface HttpOptions {
  readonly body?: Uint8Array;
  /** How long the request may take, the answer included. */
  readonly timeoutMs: number;
  /** The most bytes of an answer. */
  readonly limit: number;
}

/** The world outside with all that a build needs: files are also written, and processes run. */
export interface FullHost extends Host {
  /** What several builds on this host need, and do once. */
  readonly shared: SharedWork;
  isDirectory(path: string): boolean;
  /** Undefined when nothing is there or it cannot be seen. */
  fileFacts(path: string): FileFacts | undefined;
  /** Undefined when the file cannot be read. A pipe is read once; asked again, the same bytes are given. */
  readBytes(path: string): Uint8Array | undefined;
  /** Writes a file whole; `undefined` is success. A failure can leave a part behind. */
  writeFile(path: string, bytes: Uint8Array): WriteFailure | undefined;
  /** Like `writeFile`, but fails when anything is at `path`. */
  createFile(path: string, bytes: Uint8Array): WriteFailure | undefined;
  /** Opens a file to write it piece by piece: what is there is emptied, unless it is a device, a pipe or a stream of this process. */
  openFile(path: string): OpenFile | WriteFailure;
  /** Writes into what exists at `path`: a device, a pipe, or a stream of this process (`isStandardStream`). */
  writeInPlace(path: string, bytes: Uint8Array): WriteFailure | undefined;
  /** Sets the time of the last change to now; that there is no file is fine. */
  touchFile(path: string): void;
  setPermissions(path: string, permissions: number): WriteFailure | undefined;
  /** The path of an existing file without links in it; undefined when the file has none. */
  realPath(path: string): string | undefined;
  /** The text of the symbolic link at `path`; undefined when something else or nothing is there. */
  linkTarget(path: string): string | undefined;
  /** Moves a file over whatever `to` names, in one step. Both lie on one file system. */
  renameFile(from: string, to: string): WriteFailure | undefined;
  /** Removes a file; that it is not there is fine. */
  removeFile(path: string): void;
  /** Removes a directory with all that is in it; that it is not there is fine. */
  removeDirectory(path: string): void;
  /** Makes a directory and those above it; that it exists is fine. */
  makeDirectory(path: string): WriteFailure | undefined;
  /**
   * A name in the folder of `path` that nothing has and no other run of ori uses. Nothing is created. Until it is removed
   * or renamed, a signal that ends ori removes what is there.
   */
  scratchPath(path: string): string;
  /** Makes a directory that only this user can open, in one that exists; fails when anything is at `path`. */
  createDirectory(path: string): WriteFailure | undefined;
  /** Asks a server over HTTP. */
  request(method: "GET" | "PUT", url: string, options: HttpOptions): Promise<HttpResult>;
  /** Differs whenever the ori that runs differs. */
  toolIdentity(): string;
  /** How many processes can run at once. */
  readonly processors: number;
  /** A variable of the environment. */
  environment(name: string): string | undefined;
  /** Runs a program to its end. `command` is a path, or a name to look for on PATH. */
  runProcess(
    command: string,
    args: readonly string[],
    options?: ProcessOptions,
  ): Promise<ProcessResult>;
}

/** Describes in words why a file could not be read. */
export function describeFailure(failure: ReadFailure): string {
  switch (failure.kind) {
    case "not found":
      return "no such file";
    case "is a directory":
      return "it is a directory";
    case "permission denied":
      return "permission denied";
    case "invalid UTF-8":
      return "it is not valid UTF-8";
    case "other":
      return failure.message;
    default:
      return assertNever(failure, "base");
  }
}
