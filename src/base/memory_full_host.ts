import type {
  EmbedResult,
  FileFacts,
  FullHost,
  HttpResult,
  OpenFile,
  ProcessOptions,
  ProcessResult,
  ReadResult,
  WriteFailure,
} from "./host.ts";
import { isBelow } from "./is_below.ts";
import { SharedWork } from "./shared_work.ts";

/** A program of a `MemoryFullHost`: it may read and write the host's files. */
export type MemoryProgram = (
  args: readonly string[],
  options: ProcessOptions,
  host: MemoryFullHost,
) => ProcessResult;

export interface MemoryFullHostOptions {
  readonly files?: Readonly<Record<string, string>>;
  readonly environment?: Readonly<Record<string, string>>;
  /** Programs by the path under which they run. */
  readonly programs?: Readonly<Record<string, MemoryProgram>>;
  readonly readStd?: (url: URL) => string | undefined;
}

/** Facts that are the same for all files in memory. */
const CONSTANT_FACTS = { changedMs: 0, permissions: 0o644 };

/** A machine in memory, for tests: files, an environment, programs that are functions. */
export class MemoryFullHost implements FullHost {
  readonly shared = new SharedWork();
  readonly processors = 2;
  /** The processes that were run: path and arguments. */
  readonly runs: { readonly command: string; readonly args: readonly string[] }[] = [];
  /** Writing below these paths fails with the words given. */
  readonly unwritable = new Map<string, string>();
  readonly #files = new Map<string, Uint8Array>();
  readonly #folders = new Set<string>();
  readonly #options: MemoryFullHostOptions;
  #scratchCount = 0;

  constructor(options: MemoryFullHostOptions = {}) {
    this.#options = options;
    for (const [path, text] of Object.entries(options.files ?? {})) {
      this.#files.set(path, new TextEncoder().encode(text));
    }
    for (const path of Object.keys(options.programs ?? {})) {
      this.#files.set(path, new TextEncoder().encode("program"));
    }
  }

  readText(path: string): ReadResult {
    const bytes = this.#files.get(path);
    if (bytes !== undefined) return { kind: "text", text: new TextDecoder().decode(bytes) };
    const kind = this.isDirectory(path) ? "is a directory" : "not found";
    return { kind: "failure", failure: { kind } };
  }

  readStdText(url: URL): ReadResult {
    const text = this.#options.readStd?.(url);
    if (text === undefined) return { kind: "failure", failure: { kind: "not found" } };
    return { kind: "text", text };
  }

  readEmbedded(path: string, folder: string, limit: number): EmbedResult {
    const bytes = this.#files.get(path);
    if (!isBelow(path, folder)) return { kind: "outside" };
    if (bytes === undefined) {
      const reason = this.isDirectory(path) ? "is a directory" : "not found";
      return { kind: "failure", reason };
    }
    return bytes.length > limit
      ? { kind: "too large", size: bytes.length }
      : { kind: "bytes", bytes };
  }

  isFile(path: string): boolean {
    return this.#files.has(path);
  }

  isDirectory(path: string): boolean {
    return this.#folders.has(path) || this.listDirectory(path).length > 0;
  }

  listDirectory(path: string): readonly string[] {
    const names = new Set<string>();
    for (const file of this.#files.keys()) {
      if (!file.startsWith(`${path}/`)) continue;
      names.add(file.slice(path.length + 1).split("/", 1).join());
    }
    return [...names];
  }

  fileFacts(path: string): FileFacts | undefined {
    const bytes = this.#files.get(path);
    if (bytes !== undefined) {
      const { length: size } = bytes;
      return { identity: path, isDirectory: false, isRegular: true, size, ...CONSTANT_FACTS };
    }
    if (!this.isDirectory(path)) return undefined;
    return { identity: path, isDirectory: true, isRegular: false, size: 0, ...CONSTANT_FACTS };
  }

  readBytes(path: string): Uint8Array | undefined {
    return this.#files.get(path);
  }

  writeFile(path: string, bytes: Uint8Array): WriteFailure | undefined {
    const failure = this.#refusal(path);
    if (failure === undefined) this.#files.set(path, bytes);
    return failure;
  }

  createFile(path: string, bytes: Uint8Array): WriteFailure | undefined {
    if (this.fileFacts(path) !== undefined) return { path, message: "file exists" };
    return this.writeFile(path, bytes);
  }

  writeInPlace(path: string, bytes: Uint8Array): WriteFailure | undefined {
    return this.writeFile(path, bytes);
  }

  openFile(path: string): OpenFile | WriteFailure {
    const failure = this.writeFile(path, new Uint8Array());
    if (failure !== undefined) return failure;
    return {
      write: (bytes) => {
        const before = this.#files.get(path) ?? new Uint8Array();
        const all = new Uint8Array(before.length + bytes.length);
        all.set(before);
        all.set(bytes, before.length);
        return this.writeFile(path, all);
      },
      close() {},
    };
  }

  /** There is no network in memory. */
  request(): Promise<HttpResult> {
    return Promise.resolve({ kind: "failed", message: "there is no network" });
  }

  toolIdentity(): string {
    return "memory";
  }

  /** Files in memory have no time. */
  touchFile(_path: string): void {}

  setPermissions(): undefined {}

  realPath(path: string): string | undefined {
    return this.fileFacts(path) === undefined ? undefined : path;
  }

  linkTarget(): undefined {}

  renameFile(from: string, to: string): WriteFailure | undefined {
    const failure = this.#refusal(to);
    if (failure !== undefined) return failure;
    const moved = [...this.#files].filter(([path]) => path === from || path.startsWith(`${from}/`));
    if (moved.length === 0) return { path: to, message: "no such file or directory" };
    for (const [path, bytes] of moved) {
      this.#files.delete(path);
      this.#files.set(to + path.slice(from.length), bytes);
    }
    return undefined;
  }

  removeFile(path: string): void {
    this.#files.delete(path);
  }

  removeDirectory(path: string): void {
    this.#folders.delete(path);
    for (const file of this.paths()) if (file.startsWith(`${path}/`)) this.#files.delete(file);
  }

  makeDirectory(path: string): WriteFailure | undefined {
    const failure = this.#refusal(path);
    if (failure === undefined) this.#folders.add(path);
    return failure;
  }

  createDirectory(path: string): WriteFailure | undefined {
    if (this.fileFacts(path) !== undefined) return { path, message: "file exists" };
    return this.makeDirectory(path);
  }

  scratchPath(path: string): string {
    this.#scratchCount++;
    return `${path.slice(0, path.lastIndexOf("/") + 1)}.ori-${this.#scratchCount}.tmp`;
  }

  environment(name: string): string | undefined {
    const { environment = {} } = this.#options;
    return Object.hasOwn(environment, name) ? environment[name] : undefined;
  }

  runProcess(
    command: string,
    args: readonly string[],
    options: ProcessOptions = {},
  ): Promise<ProcessResult> {
    this.runs.push({ command, args });
    const { programs = {} } = this.#options;
    const program = Object.hasOwn(programs, command) ? programs[command] : undefined;
    if (program === undefined) {
      return Promise.resolve({ kind: "not started", message: "no such file or directory" });
    }
    return Promise.resolve(program(args, options, this));
  }

  /** Paths of all files, sorted. */
  paths(): readonly string[] {
    return [...this.#files.keys()].sort();
  }

  #refusal(path: string): WriteFailure | undefined {
    for (const [prefix, message] of this.unwritable) {
      if (path.startsWith(prefix)) return { path, message };
    }
    return undefined;
  }
}
