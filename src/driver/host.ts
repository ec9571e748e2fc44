/** The machine that ori runs on. The only file of the compiler that touches `Deno`. */
import {
  type FileFacts,
  type FullHost,
  isStandardStream,
  type ProcessOptions,
  type ProcessResult,
  type ReadFailure,
  type ReadResult,
  type WriteFailure,
} from "../base/mod.ts";

/** Files, processes and environment of this machine. */
export function createHost(): FullHost {
  return new DenoHost();
}

class DenoHost implements FullHost {
  #scratchCount = 0;

  readText(path: string): ReadResult {
    return readText(path);
  }

  readStdText(url: URL): ReadResult {
    return readText(url);
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
      const { isDirectory, isFile, size, mtime, dev, ino, mode } = Deno.statSync(path);
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
      return Deno.readFileSync(path);
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
        writeAll(/(?:stdout|1)$/.test(path) ? Deno.stdout : Deno.stderr, bytes);
        return;
      }
      using file = Deno.openSync(path, { write: true });
      writeAll(file, bytes);
    });
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
    return attempt(to, () => Deno.renameSync(from, to));
  }

  removeFile(path: string): void {
    try {
      Deno.removeSync(path);
    } catch (error) {
      expectSystemError(error);
    }
  }

  removeDirectory(path: string): void {
    try {
      Deno.removeSync(path, { recursive: true });
    } catch (error) {
      expectSystemError(error);
    }
  }

  makeDirectory(path: string): WriteFailure | undefined {
    return attempt(path, () => Deno.mkdirSync(path, { recursive: true }));
  }

  scratchPath(path: string): string {
    this.#scratchCount++;
    const folder = path.slice(0, path.lastIndexOf("/") + 1);
    return `${folder}.ori-${Deno.pid}-${this.#scratchCount}-${crypto.randomUUID().slice(0, 8)}.tmp`;
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
      if (options.inheritStreams) {
        const { code } = await child.status;
        return { kind: "finished", code, stdout: NO_BYTES, stderr: NO_BYTES };
      }
      const [{ code, stdout, stderr }] = await Promise.all([
        child.output(),
        options.stdin === undefined ? undefined : feed(child.stdin, options.stdin),
      ]);
      return { kind: "finished", code, stdout, stderr };
    } catch (error) {
      return { kind: "not started", message: systemMessage(error) };
    }
  }
}

const NO_BYTES = new Uint8Array();

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

function readText(path: string | URL): ReadResult {
  let bytes: Uint8Array;
  try {
    bytes = Deno.readFileSync(path);
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

const strictDecoder = new TextDecoder("utf-8", { fatal: true });
const lenientDecoder = new TextDecoder("utf-8");

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

/** The words of the system, without the call and the code that Deno adds. */
function systemMessage(error: unknown): string {
  expectSystemError(error);
  const text = error.message.replace(/ \(os error \d+\).*$/s, "").replace(/^Failed .*?: /, "");
  return text.charAt(0).toLowerCase() + text.slice(1);
}

/** Only what the system refused is expected here; anything else is a bug of ours and goes on. */
function expectSystemError(error: unknown): asserts error is Error {
  if (!(error instanceof Error)) throw error;
  const isOurs = error instanceof TypeError || error instanceof RangeError ||
    error instanceof ReferenceError || error instanceof SyntaxError;
  // Deno makes a TypeError of a path with a zero byte, and of what the system calls an invalid argument.
  if (isOurs && !/NUL byte|\(os error \d+\)/.test(error.message)) throw error;
}
