/** Runs commands with standard streams in odd states, through redirections of `sh`. */
import { fromFileUrl, join } from "@std/path";

const ROOT = fromFileUrl(new URL("../../", import.meta.url));
/** How many commands run at once. */
const PARALLEL = 2;

export interface HostResult {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** The states of each stream: `gone` is a pipe whose reader has left, `directory` a directory that is open for reading. */
export const STATES = {
  stdin: ["normal", "closed", "directory"],
  stdout: ["normal", "closed", "full", "directory", "gone"],
  stderr: ["normal", "closed", "full", "gone"],
} as const;

export type Streams = { readonly [K in keyof typeof STATES]: (typeof STATES)[K][number] };

/** Variables of a command; one that is undefined is not set. */
export type Variables = Readonly<Record<string, string | undefined>>;

/** A folder with programs, in which commands run; `ori` as the first word is the command line of this checkout. */
export class HostFolder {
  /** TMPDIR of the commands. */
  readonly temporary: string;
  #count = 0;

  constructor(readonly path: string) {
    this.temporary = join(path, "tmp");
    Deno.mkdirSync(this.temporary);
  }

  /** Builds `NAME.ori` to `NAME`. */
  async build(name: string): Promise<void> {
    const { code, stderr } = await this.sh('exec "$@"', [
      "ori",
      "build",
      "-o",
      name,
      `${name}.ori`,
    ]);
    if (code !== 0) throw new Error(stderr);
  }

  /** The files below this folder that are not of the harness. */
  files(): string[] {
    const list = (folder: string, prefix: string): string[] =>
      [...Deno.readDirSync(folder)].flatMap(({ name, isDirectory }) => [
        prefix + name,
        ...(isDirectory ? list(join(folder, name), `${prefix}${name}/`) : []),
      ]);
    return list(this.path, "").filter((name) => !name.startsWith("cell")).sort();
  }

  /** A name for files of one run. */
  cell(): string {
    return join(this.path, `cell${this.#count++}`);
  }

  /** Runs `script`, whose arguments are `command`. A variable that is undefined is not set. */
  async sh(
    script: string,
    command: readonly string[],
    stdin?: string,
    variables: Variables = {},
  ): Promise<HostResult> {
    const unset = Object.keys(variables).filter((name) => variables[name] === undefined);
    const set = Object.entries(variables).flatMap(([name, value]) =>
      value === undefined ? [] : [[name, value] as const]
    );
    const all = unset.map((name) => `unset ${name}; `).join("") + script;
    const input = stdin === undefined ? "null" : "piped";
    const child = this.#spawn(all, command, Object.fromEntries(set), input);
    if (stdin !== undefined) {
      const writer = child.stdin.getWriter();
      // A program that does not read its input may be gone before it is all written.
      await writer.write(new TextEncoder().encode(stdin)).catch(() => undefined);
      await writer.close().catch(() => undefined);
    }
    const { code, stdout, stderr } = await child.output();
    return { code, stdout: decode(stdout), stderr: decode(stderr) };
  }

  /** Runs `command` and sends `signal` a little after its first text on stderr, or after `marker` has appeared. */
  async signalled(
    command: readonly string[],
    signal: Deno.Signal,
    { env = {}, marker }: {
      readonly env?: Readonly<Record<string, string>>;
      readonly marker?: string;
    } = {},
  ): Promise<HostResult> {
    const files = this.cell();
    const ready = marker === undefined ? `${files}.err` : join(this.path, marker);
    const script = `exec "$@" >${files}.out 2>${files}.err </dev/null`;
    const child = this.#spawn(script, command, env, "null");
    const output = child.output();
    for (let tries = 0; size(ready) === 0 && tries < 3000; tries++) await delay(10);
    await delay(200);
    child.kill(signal);
    const { code } = await output;
    return {
      code,
      stdout: Deno.readTextFileSync(`${files}.out`),
      stderr: Deno.readTextFileSync(`${files}.err`),
    };
  }

  /** `work` on every item, some at a time. */
  async each<T>(items: readonly T[], work: (item: T) => Promise<void>): Promise<void> {
    const rest = items.values();
    const worker = async () => {
      for (const item of rest) await work(item);
    };
    await Promise.all(Array.from({ length: PARALLEL }, worker));
  }

  #spawn(
    script: string,
    [name = "", ...args]: readonly string[],
    env: Readonly<Record<string, string>>,
    stdin: "null" | "piped",
  ): Deno.ChildProcess {
    const words = name === "ori" ? oriCommand(args) : [name, ...args];
    return new Deno.Command("sh", {
      args: ["-c", script, "sh", ...words],
      cwd: this.path,
      env: { NO_COLOR: "1", TMPDIR: this.temporary, ...env },
      stdin,
      stdout: "piped",
      stderr: "piped",
    }).spawn();
  }
}

/** Calls `use` with a folder that holds `files` and is removed afterwards. */
export async function withPrograms(
  files: Readonly<Record<string, string>>,
  use: (host: HostFolder) => Promise<void>,
): Promise<void> {
  const path = await Deno.makeTempDir({ prefix: "ori-host-" });
  try {
    for (const [name, text] of Object.entries(files)) {
      Deno.writeTextFileSync(join(path, name), text);
    }
    await use(new HostFolder(path));
  } finally {
    await Deno.remove(path, { recursive: true });
  }
}

/** Runs `command` with streams in the given states; the result has what arrived in normal ones. */
export async function inState(
  host: HostFolder,
  command: readonly string[],
  { stdin, stdout, stderr }: Streams,
  input: string,
  variables: Variables = {},
): Promise<HostResult> {
  const files = host.cell();
  const redirections = {
    stdin: { normal: "", closed: "<&-", directory: "</" }[stdin],
    stdout: {
      normal: `>${files}.out`,
      closed: ">&-",
      full: ">/dev/full",
      directory: "1</",
      gone: ">&4",
    }[stdout],
    stderr: { normal: `2>${files}.err`, closed: "2>&-", full: "2>/dev/full", gone: "2>&4" }[stderr],
  };
  // Descriptor 4 is a pipe that nobody reads any more.
  const script = `mkfifo ${files}.pipe; exec 3<>${files}.pipe 4>${files}.pipe 3<&-
exec "$@" ${redirections.stdin} ${redirections.stdout} ${redirections.stderr} 4>&-`;
  const { code } = await host.sh(script, command, input, variables);
  return { code, stdout: readText(`${files}.out`), stderr: readText(`${files}.err`) };
}

function oriCommand(args: readonly string[]): string[] {
  const config = ["--config", join(ROOT, "deno.json")];
  return [Deno.execPath(), "run", "-A", ...config, join(ROOT, "main.ts"), ...args];
}

function readText(path: string): string {
  return size(path) === 0 ? "" : Deno.readTextFileSync(path);
}

function size(path: string): number {
  try {
    return Deno.statSync(path).size;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return 0;
    throw error;
  }
}

function delay(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

function decode(bytes: Uint8Array): string {
  return new TextDecoder().decode(bytes);
}
