/** Where the lines of a log go. */
import { type FullHost, isStandardStream, type OpenFile } from "../base/mod.ts";
import { SettingsError } from "./settings.ts";

/** Takes lines without their ends. */
export interface Sink {
  write(line: string): void;
  /** Writes what is left. A write that failed is in `failure`. */
  close(): void;
  /** Why lines are missing, if they are. */
  readonly failure: string | undefined;
}

/** Lines are collected up to this many code units before they are written. */
const CHUNK = 1 << 16;

/** What `-` means: stdout belongs to the program and to reports. */
const STDERR = "/dev/stderr";

/** The first bytes of a log, by which one may be replaced by the next. */
export const LOG_MARK = '{"schemaVersion":1,"tool":"ori",';

/**
 * Opens the file at `given`, which is emptied; `-` is stderr. Throws `SettingsError` when it cannot be written, and when that would destroy
 * anything but an earlier log: a source, a file of the user.
 */
export function openSink(host: FullHost, given: string): Sink {
  const path = given === "-" ? STDERR : given;
  const refusal = refusalOf(host, path);
  if (refusal !== undefined) throw cannotWrite(path, refusal);
  const file = host.openFile(path);
  if ("message" in file) throw cannotWrite(path, file.message);
  return new FileSink(path, file);
}

function cannotWrite(path: string, reason: string): SettingsError {
  return new SettingsError(`cannot write the debug sink \`${path}\`: ${reason}`);
}

/** Why what is at `path` must not be replaced, if so. */
function refusalOf(host: FullHost, path: string): string | undefined {
  if ((host.realPath(path) ?? path).endsWith(".ori")) return "it is an Ori source";
  if (isStandardStream(path)) return undefined;
  const facts = host.fileFacts(path);
  if (facts === undefined) return undefined;
  if (facts.isDirectory) return "it is a directory";
  if (!facts.isRegular || facts.size === 0) return undefined;
  const start = host.readBytes(path)?.subarray(0, LOG_MARK.length);
  const isLog = start !== undefined && new TextDecoder().decode(start) === LOG_MARK;
  return isLog ? undefined : "it exists and is no log of ori";
}

/** The first line is in the file at once: what else writes files can tell that this one is a log. */
class FileSink implements Sink {
  failure: string | undefined;
  #isMarked = false;
  #lines: string[] = [];
  #size = 0;
  readonly #path: string;
  readonly #file: OpenFile;

  constructor(path: string, file: OpenFile) {
    this.#path = path;
    this.#file = file;
  }

  write(line: string): void {
    if (this.failure !== undefined) return;
    this.#lines.push(line);
    this.#size += line.length;
    if (this.#size > CHUNK || !this.#isMarked) this.#flush();
    this.#isMarked = true;
  }

  close(): void {
    this.#flush();
    this.#file.close();
  }

  #flush(): void {
    if (this.#lines.length === 0 || this.failure !== undefined) return;
    const bytes = new TextEncoder().encode(this.#lines.join("\n") + "\n");
    this.#lines = [];
    this.#size = 0;
    const failure = this.#file.write(bytes);
    if (failure === undefined) return;
    this.failure = `cannot write the debug sink \`${this.#path}\`: ${failure.message}`;
  }
}
