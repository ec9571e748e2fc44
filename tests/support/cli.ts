/** Runs the command line in a process of its own, in a fresh folder. */
import { fromFileUrl, join } from "@std/path";
import { runCli } from "../../src/cli/mod.ts";

const ROOT = fromFileUrl(new URL("../../", import.meta.url));

/** Where this Deno keeps packages: an `ori` that is given another HOME or cache must not fetch them again. */
export const DENO_DIR = Deno.env.get("DENO_DIR") ??
  join(Deno.env.get("XDG_CACHE_HOME") ?? join(Deno.env.get("HOME") ?? "/", ".cache"), "deno");

export interface CliResult {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Every path below `folder` with what it holds: the text of a file, the target of a link, that it is a folder. */
export async function contents(folder: string): Promise<Record<string, string>> {
  const found: Record<string, string> = {};
  const walk = async (below: string): Promise<void> => {
    for await (
      const { name, isDirectory, isFile, isSymlink } of Deno.readDir(join(folder, below))
    ) {
      const path = join(below, name);
      if (isSymlink) found[path] = `-> ${await Deno.readLink(join(folder, path))}`;
      else if (isFile) found[path] = await readOrWhy(join(folder, path));
      else found[path] = isDirectory ? "folder" : "special";
      if (isDirectory) await walk(path);
    }
  };
  await walk(".");
  return found;
}

/** A file whose name is not UTF-8 cannot be read. */
async function readOrWhy(path: string): Promise<string> {
  return await Deno.readTextFile(path).catch((error) => `unreadable: ${error.name}`);
}

/** A folder that is removed after the test, with `files` in it. */
export class Workspace {
  private constructor(readonly path: string) {}

  static async with(
    files: Readonly<Record<string, string | Uint8Array>>,
    use: (workspace: Workspace) => Promise<void>,
  ): Promise<void> {
    const workspace = new Workspace(await Deno.makeTempDir({ prefix: "ori-cli-" }));
    try {
      for (const [name, content] of Object.entries(files)) {
        const bytes = typeof content === "string" ? new TextEncoder().encode(content) : content;
        await Deno.writeFile(join(workspace.path, name), bytes);
      }
      await use(workspace);
    } finally {
      await Deno.remove(workspace.path, { recursive: true });
    }
  }

  /** `ori ARGS` in this folder. */
  ori(
    args: readonly string[],
    options: { readonly stdin?: string; readonly env?: Readonly<Record<string, string>> } = {},
  ): Promise<CliResult> {
    const main = join(ROOT, "main.ts");
    const config = join(ROOT, "deno.json");
    return this.run(Deno.execPath(), ["run", "-A", "--config", config, main, ...args], {
      ...options,
      env: { DENO_DIR, ...options.env },
    });
  }

  /**
   * `ori ARGS` in this folder and this process: ten times as fast. For commands that await nothing before they end and
   * write to no stream but through the command line: the working directory, `env` (undefined removes) and the streams are
   * those of this process meanwhile.
   */
  async oriHere(
    args: readonly string[],
    env: Readonly<Record<string, string | undefined>> = {},
  ): Promise<CliResult> {
    const folder = Deno.cwd();
    const variables = Object.keys(env).map((name) => [name, Deno.env.get(name)] as const);
    const [stdout, stderr] = [captureStream(Deno.stdout), captureStream(Deno.stderr)];
    Deno.chdir(this.path);
    for (const [name, value] of Object.entries(env)) setVariable(name, value);
    try {
      const code = await runCli(args);
      return { code, stdout: stdout.text(), stderr: stderr.text() };
    } finally {
      for (const [name, value] of variables) setVariable(name, value);
      Deno.chdir(folder);
      stdout.restore();
      stderr.restore();
    }
  }

  /** Another program in this folder. */
  async run(
    command: string,
    args: readonly string[],
    options: {
      readonly stdin?: string;
      readonly env?: Readonly<Record<string, string>>;
      readonly clearEnv?: boolean;
    } = {},
  ): Promise<CliResult> {
    const child = await spawnWhenClosed(
      new Deno.Command(command, {
        args: [...args],
        cwd: this.path,
        stdin: "piped",
        stdout: "piped",
        stderr: "piped",
        env: { NO_COLOR: "1", ...options.env },
        clearEnv: options.clearEnv ?? false,
      }),
    );
    const writer = child.stdin.getWriter();
    // A program that does not read its input may be gone before it is all written.
    await writer.write(new TextEncoder().encode(options.stdin ?? "")).catch(() => undefined);
    await writer.close().catch(() => undefined);
    const { code, stdout, stderr } = await child.output();
    const decode = (bytes: Uint8Array) => new TextDecoder().decode(bytes);
    return { code, stdout: decode(stdout), stderr: decode(stderr) };
  }

  read(name: string): Promise<string> {
    return Deno.readTextFile(join(this.path, name));
  }

  async has(name: string): Promise<boolean> {
    return await Deno.stat(join(this.path, name)).then(() => true, () => false);
  }
}

function setVariable(name: string, value: string | undefined): void {
  if (value === undefined) Deno.env.delete(name);
  else Deno.env.set(name, value);
}

/** Keeps what is written to `stream` until `restore`. */
function captureStream(stream: { writeSync(bytes: Uint8Array): number }) {
  const original = stream.writeSync;
  const decoder = new TextDecoder();
  let text = "";
  stream.writeSync = (bytes) => {
    text += decoder.decode(bytes, { stream: true });
    return bytes.length;
  };
  return {
    text: () => text,
    restore: () => {
      stream.writeSync = original;
    },
  };
}

/**
 * A binary that was just written cannot be run while a process that another test starts at this moment has not closed
 * the handle it inherited.
 */
async function spawnWhenClosed(command: Deno.Command): Promise<Deno.ChildProcess> {
  for (let tries = 1;; tries++) {
    try {
      return command.spawn();
    } catch (error) {
      const isBusy = error instanceof Error && error.message.includes("Text file busy");
      if (!isBusy || tries === 100) throw error;
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
  }
}
