/** The machine that ori runs on. The only file of the compiler that touches `Deno`. */
import {
  type EmbedResult,
  type FileFacts,
  type FullHost,
  type HttpOptions,
  type HttpResult,
  InternalError,
  isBelow,
  isStandardStream,
  type OpenFile,
  type ProcessOptions,
  type ProcessResult,
  type ReadFailure,
  type ReadResult,
  SharedWork,
  STDIN_PATH,
  StreamFailed,
  type WriteFailure,
} from "../base/mod.ts";
import { request } from "./http.ts";
import { type BuildSettings, parseTarget, plainSettings } from "../modules/mod.ts";
import { readAll } from "./read_all.ts";
import { expectSystemError, systemMessage } from "./system_message.ts";

/** Files, processes and environment of this machine. */
export function createHost(): FullHost {
  return new DenoHost();
}

/** The settings of a debug build for this machine. */
export function machineSettings(): BuildSettings {
  const name = `${Deno.build.os}-${Deno.build.arch}`;
  const target = parseTarget(name);
  if (target === undefined) {
    throw new InternalError(`no target is called ${name}`, {
      stage: "driver",
      fn: "machineSettings",
    });
  }
  return plainSettings(target, false);
}

class DenoHost implements FullHost {
  readonly shared = new SharedWork();
  readonly processors = navigator.hardwareConcurrency;
  #scratchCount = 0;
  readonly #unfinished = new Unfinished();
  /** The contents of pipes, terminals and stdin by path; each can be read only once. */
  readonly #streams = new Map<string, Uint8Array>();

  readText(path: string): ReadResult {
    return readText(() => this.#read(path));
  }

  readStdText(url: URL): ReadResult {
    return readText(() => Deno.readFileSync(url));
  }

  readEmbedded(path: string, folder: string, limit: number): EmbedResult {
    const [real, root] = [this.realPath(path), this.realPath(folder)];
    if (real === undefined || root === undefined) return { kind: "failure", reason: "not found" };
    if (!isBelow(real, root)) return { kind: "outside" };
    const facts = this.fileFacts(real);
    if (facts?.isDirectory) return { kind: "failure", reason: "is a directory" };
    if (facts?.isRegular !== true) return { kind: "failure", reason: "unreadable" };
    if (facts.size > limit) return { kind: "too large", size: facts.size };
    const bytes = this.readBytes(real);
    return bytes === undefined
      ? { kind: "failure", reason: "unreadable" }
      : { kind: "bytes", bytes };
  }

  /** All of a file. Throws what the system throws. */
  #read(path: string): Uint8Array {
    const known = this.#streams.get(path);
    if (known !== undefined) return known;
    if (STDIN.test(path)) return this.#keep(path, readToEnd(Deno.stdin));
    const bytes = Deno.readFileSync(path);
    return this.fileFacts(path)?.isRegular === false ? this.#keep(path, bytes) : bytes;
  }

  #keep(path: string, bytes: Uint8Array): Uint8Array {
    this.#streams.set(path, bytes);
    return bytes;
  }

  isFile(path: string): boolean {
    return this.fileFacts(path)?.isDirectory === false;
  }

  isDirectory(path: string): boolean {
    return this.fileFacts(path)?.isDirectory === true;
  }

  listDirectory(path: string): readonly string[] {
    try {
      return Array.from(Deno.readDirSync(path === "" ? "." : path), (entry) => entry.name);
    } catch (error) {
      expectSystemError(error);
      return [];
    }
  }

  fileFacts(path: string): FileFacts | undefined {
    try {
      const place = path === STDIN_PATH ? "/dev/stdin" : path;
      const { isDirectory, isFile, size, mtime, dev, ino, mode } = Deno.statSync(place);
      return {
        identity: `${dev}:${ino ?? Deno.realPathSync(path)}`,
        isDirectory,
        isRegular: isFile,
        size,
        changedMs: mtime?.getTime() ?? 0,
        permissions: (mode ?? 0o666) & 0o777,
      };
    } catch (error) {
      expectSystemError(error);
      return undefined;
    }
  }

  readBytes(path: string): Uint8Array | undefined {
    try {
      return this.#read(path);
    } catch (error) {
      expectSystemError(error);
      return undefined;
    }
  }

  writeFile(path: string, bytes: Uint8Array): WriteFailure | undefined {
    return attempt(path, () => Deno.writeFileSync(path, bytes));
  }

  createFile(path: string, bytes: Uint8Array): WriteFailure | undefined {
    return attempt(path, () => Deno.writeFileSync(path, bytes, { createNew: true }));
  }

  writeInPlace(path: string, bytes: Uint8Array): WriteFailure | undefined {
    return attempt(path, () => {
      if (isStandardStream(path)) {
        return writeStandardStream(path, bytes);
      }
      using file = Deno.openSync(path, { write: true });
      writeAll(file, bytes);
    });
  }

  openFile(path: string): OpenFile | WriteFailure {
    if (isStandardStream(path)) {
      return { write: (bytes) => this.writeInPlace(path, bytes), close() {} };
    }
    let file: Deno.FsFile | undefined;
    const failure = attempt(path, () => {
      file = Deno.openSync(path, { write: true, create: true, truncate: true });
    });
    if (failure !== undefined) return failure;
    const open = file as Deno.FsFile;
    return {
      write: (bytes) => attempt(path, () => writeAll(open, bytes)),
      close: () => open.close(),
    };
  }

  request(method: "GET" | "PUT", url: string, options: HttpOptions): Promise<HttpResult> {
    return request(method, url, options);
  }

  toolIdentity(): string {
    const facts = (path: string) => {
      const { size, mtime, ino } = Deno.statSync(path);
      return `${path} ${size} ${mtime?.getTime() ?? 0} ${ino ?? 0}`;
    };
    if (Deno.build.standalone) return facts(Deno.execPath());
    // From source, each file may differ from one run to the next.
    const rows = [facts(Deno.execPath())];
    const visit = (folder: string): void => {
      for (const { name, isDirectory } of Deno.readDirSync(folder)) {
        if (isDirectory) visit(`${folder}/${name}`);
        else rows.push(facts(`${folder}/${name}`));
      }
    };
    for (const folder of ["..", "../../runtime"]) {
      visit(decodeURIComponent(new URL(folder, import.meta.url).pathname));
    }
    return rows.sort().join("\n");
  }

  touchFile(path: string): void {
    try {
      const now = new Date();
      Deno.utimeSync(path, now, now);
    } catch (error) {
      expectSystemError(error);
    }
  }

  setPermissions(path: string, permissions: number): WriteFailure | undefined {
    return attempt(path, () => Deno.chmodSync(path, permissions));
  }

  realPath(path: string): string | undefined {
    try {
      return Deno.realPathSync(path);
    } catch (error) {
      expectSystemError(error);
      return undefined;
    }
  }

  linkTarget(path: string): string | undefined {
    try {
      return Deno.readLinkSync(path);
    } catch (error) {
      expectSystemError(error);
      return undefined;
    }
  }

  renameFile(from: string, to: string): WriteFailure | undefined {
    return attempt(to, () => {
      Deno.renameSync(from, to);
      this.#unfinished.deletePath(from);
    });
  }

  removeFile(path: string): void {
    this.#unfinished.deletePath(path);
    try {
      Deno.removeSync(path);
    } catch (error) {
      expectSystemError(error);
    }
  }

  removeDirectory(path: string): void {
    this.#unfinished.deletePath(path);
    removeAll(path);
  }

  makeDirectory(path: string): WriteFailure | undefined {
    return attempt(path, () => Deno.mkdirSync(path, { recursive: true }));
  }

  createDirectory(path: string): WriteFailure | undefined {
    return attempt(path, () => Deno.mkdirSync(path, { mode: 0o700 }));
  }

  scratchPath(path: string): string {
    this.#scratchCount++;
    const folder = path.slice(0, path.lastIndexOf("/") + 1);
    const unique = crypto.randomUUID().slice(0, 8);
    const scratch = `${folder}.ori-${Deno.pid}-${this.#scratchCount}-${unique}.tmp`;
    this.#unfinished.addPath(scratch);
    return scratch;
  }

  environment(name: string): string | undefined {
    return Deno.env.get(name);
  }

  async runProcess(
    command: string,
    args: readonly string[],
    options: ProcessOptions = {},
  ): Promise<ProcessResult> {
    const stream = options.inheritStreams ? "inherit" : "piped";
    const input = options.stdin === undefined ? "null" : "piped";
    try {
      const child = new Deno.Command(command, {
        args: [...args],
        ...(options.environment === undefined ? {} : { env: { ...options.environment } }),
        stdin: options.inheritStreams ? "inherit" : input,
        stdout: stream,
        stderr: stream,
      }).spawn();
      return await this.#unfinished.whileRunning(child, () => outcome(child, options));
    } catch (error) {
      return { kind: "not started", message: systemMessage(error) };
    }
  }
}

/** Waits for the end of `child`. */
async function outcome(
  child: Deno.ChildProcess,
  { inheritStreams, stdin }: ProcessOptions,
): Promise<ProcessResult> {
  if (inheritStreams) {
    return {
      kind: "finished",
      ...statusOf(await child.status),
      stdout: NO_BYTES,
      stderr: NO_BYTES,
    };
  }
  const [output] = await Promise.all([
    child.output(),
    stdin === undefined ? undefined : feed(child.stdin, stdin),
  ]);
  const { stdout, stderr } = output;
  return { kind: "finished", ...statusOf(output), stdout, stderr };
}

function statusOf({ code, signal }: Deno.CommandStatus): { code: number; signal?: string } {
  return { code, ...(signal === null ? {} : { signal }) };
}

/** Throws `StreamFailed` where the reader has left: the command ends silently then. */
function writeStandardStream(path: string, bytes: Uint8Array): void {
  const name = /(?:stdout|1)$/.test(path) ? "stdout" : "stderr";
  try {
    writeAll(Deno[name], bytes);
  } catch (error) {
    throw error instanceof Deno.errors.BrokenPipe ? new StreamFailed(name, undefined) : error;
  }
}

const NO_BYTES = new Uint8Array();

/** The signals that end a process unless it says otherwise, and that leave it time to clean up. */
const ENDING_SIGNALS = { SIGHUP: 1, SIGINT: 2, SIGTERM: 15 } as const;
type EndingSignal = keyof typeof ENDING_SIGNALS;
const ENDING_SIGNAL_NAMES = Object.keys(ENDING_SIGNALS) as EndingSignal[];

/** How long processes that got a signal may take to end, in milliseconds. */
const GRACE_MS = 2000;

/**
 * The work that is left when a signal ends ori: processes that receive the signal too, and scratch files to remove.
 * Signals are caught only while there is such work, since a listener keeps a signal from ending code that does not wait.
 */
class Unfinished {
  readonly #paths = new Set<string>();
  readonly #children = new Set<Deno.ChildProcess>();
  readonly #listeners = new Map<EndingSignal, () => void>();
  #heeded: readonly EndingSignal[] | undefined;
  #isEnding = false;

  addPath(path: string): void {
    this.#paths.add(path);
    if (this.#listeners.size > 0) return;
    for (const signal of this.#heededSignals()) {
      const listener = () => void this.#end(signal);
      this.#listeners.set(signal, listener);
      Deno.addSignalListener(signal, listener);
    }
  }

  deletePath(path: string): void {
    if (!this.#paths.delete(path) || this.#paths.size > 0) return;
    for (const [signal, listener] of this.#listeners) Deno.removeSignalListener(signal, listener);
    this.#listeners.clear();
  }

  /**
   * All but those that this process was started to ignore, as by `nohup`. To listen to one signal makes Deno end the
   * process by any of the others, so those that are ignored get a listener as well, and keep it.
   */
  #heededSignals(): readonly EndingSignal[] {
    if (this.#heeded === undefined) {
      const ignored = ignoredSignals();
      this.#heeded = ENDING_SIGNAL_NAMES.filter((signal) => !ignored.includes(signal));
      for (const signal of ignored) Deno.addSignalListener(signal, () => {});
    }
    return this.#heeded;
  }

  /** The result of `wait`, unless ori is about to end by a signal: then nobody may act on it any more. */
  async whileRunning<T>(child: Deno.ChildProcess, wait: () => Promise<T>): Promise<T> {
    this.#children.add(child);
    try {
      const result = await wait();
      return this.#isEnding ? await new Promise<never>(() => {}) : result;
    } finally {
      this.#children.delete(child);
    }
  }

  async #end(signal: EndingSignal): Promise<void> {
    if (this.#isEnding) return;
    this.#isEnding = true;
    const children = [...this.#children];
    for (const child of children) stop(child, signal);
    const graceIsOver = new Promise((resolve) => setTimeout(resolve, GRACE_MS));
    await Promise.race([Promise.all(children.map((child) => child.status)), graceIsOver]);
    for (const child of children) stop(child, "SIGKILL");
    for (const path of this.#paths) removeAll(path);
    Deno.exit(128 + ENDING_SIGNALS[signal]);
  }
}

function ignoredSignals(): readonly EndingSignal[] {
  const status = readText(() => Deno.readFileSync("/proc/self/status"));
  const text = status.kind === "text" ? status.text : "";
  const mask = BigInt(`0x${/^SigIgn:\s*([0-9a-f]+)$/m.exec(text)?.[1] ?? "0"}`);
  return ENDING_SIGNAL_NAMES.filter((name) =>
    (mask >> BigInt(ENDING_SIGNALS[name] - 1)) % 2n === 1n
  );
}

function stop(child: Deno.ChildProcess, signal: Deno.Signal): void {
  try {
    child.kill(signal);
  } catch (error) {
    // Deno says so of a process that has ended.
    if (!(error instanceof TypeError)) throw error;
  }
}

/** How often a folder is emptied again into which another process, left over by one that was ended, writes meanwhile. */
const REMOVAL_TRIES = 5;

function removeAll(path: string): void {
  for (let i = 0; i < REMOVAL_TRIES; i++) {
    try {
      Deno.removeSync(path, { recursive: true });
      return;
    } catch (error) {
      expectSystemError(error);
      if (error instanceof Deno.errors.NotFound) return;
    }
  }
}

/** Writes all of `bytes`; a process that ends without reading them is fine. */
async function feed(stream: WritableStream<Uint8Array>, bytes: Uint8Array): Promise<void> {
  const writer = stream.getWriter();
  try {
    await writer.write(bytes);
    await writer.close();
  } catch (error) {
    if (!(error instanceof Deno.errors.BrokenPipe)) throw error;
  }
}

/** Paths of stdin. It is read through the handle of this process, whose position the program shares. */
const STDIN = /^(?:<stdin>|\/dev\/stdin|(?:\/dev|\/proc\/self)\/fd\/0)$/;

function readToEnd(stream: { readSync(buffer: Uint8Array): number | null }): Uint8Array {
  const readIn = (buffer: Uint8Array) => stream.readSync(buffer) ?? 0;
  return readAll({ readIn });
}

function readText(read: () => Uint8Array): ReadResult {
  let bytes: Uint8Array;
  try {
    bytes = read();
  } catch (error) {
    return { kind: "failure", failure: readFailure(error) };
  }
  try {
    return { kind: "text", text: strictDecoder.decode(bytes) };
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    return {
      kind: "failure",
      failure: { kind: "invalid UTF-8", text: lenientDecoder.decode(bytes) },
    };
  }
}

const strictDecoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
const lenientDecoder = new TextDecoder("utf-8", { ignoreBOM: true });

function readFailure(error: unknown): ReadFailure {
  const message = systemMessage(error);
  if (error instanceof Deno.errors.NotFound) return { kind: "not found" };
  if (error instanceof Deno.errors.IsADirectory || message.includes("is a directory")) {
    return { kind: "is a directory" };
  }
  if (error instanceof Deno.errors.PermissionDenied) return { kind: "permission denied" };
  return { kind: "other", message };
}

function writeAll(stream: { writeSync(bytes: Uint8Array): number }, bytes: Uint8Array): void {
  for (let sent = 0; sent < bytes.length;) sent += stream.writeSync(bytes.subarray(sent));
}

function attempt(path: string, action: () => void): WriteFailure | undefined {
  try {
    action();
    return undefined;
  } catch (error) {
    return { path, message: systemMessage(error) };
  }
}
