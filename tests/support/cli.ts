/** Runs the command line in a process of its own, in a fresh folder. */
import { fromFileUrl, join } from "@std/path";
import type { CliRequest } from "./cli_server.ts";
import { LineConnection } from "./line_connection.ts";

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
  #server: Promise<CliServer> | undefined;

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
      await (await workspace.#server)?.close();
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
   * `ori ARGS` in this folder, as `ori` does it but ten times as fast: in one process for all such calls. A variable of
   * `env` that is undefined is not set. Stdin is empty, and what a program that is run prints is not in the result.
   */
  async oriFast(
    args: readonly string[],
    env: Readonly<Record<string, string | undefined>> = {},
  ): Promise<CliResult> {
    const variables = Object.entries(env).map(([name, value]) => [name, value ?? null]);
    this.#server ??= CliServer.start();
    const server = await this.#server;
    return await server.run({ args, folder: this.path, env: Object.fromEntries(variables) });
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

  /** A tool that has to be on this machine and to succeed without a word. */
  async tool(command: string, ...args: readonly string[]): Promise<void> {
    const { code, stdout, stderr } = await this.run(command, args);
    if (code !== 0 || stdout + stderr !== "") {
      throw new Error(`${[command, ...args].join(" ")}: ${code}\n${stdout}${stderr}`);
    }
  }

  read(name: string): Promise<string> {
    return Deno.readTextFile(join(this.path, name));
  }

  async has(name: string): Promise<boolean> {
    return await Deno.stat(join(this.path, name)).then(() => true, () => false);
  }
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

/** A process of `cli_server.ts`. */
class CliServer {
  private constructor(
    readonly process: Deno.ChildProcess,
    readonly connection: LineConnection,
  ) {}

  static async start(): Promise<CliServer> {
    const folder = await Deno.makeTempDir({ prefix: "ori-server-" });
    const path = join(folder, "socket");
    using listener = Deno.listen({ transport: "unix", path });
    const server = fromFileUrl(new URL("cli_server.ts", import.meta.url));
    const config = join(ROOT, "deno.json");
    const process = new Deno.Command(Deno.execPath(), {
      args: ["run", "-A", "--config", config, server, path],
      env: { NO_COLOR: "1", DENO_DIR },
      stdin: "null",
      stdout: "null",
      stderr: "inherit",
    }).spawn();
    const connection = await listener.accept();
    await Deno.remove(folder, { recursive: true });
    return new CliServer(process, new LineConnection(connection));
  }

  async run(request: CliRequest): Promise<CliResult> {
    await this.connection.write(JSON.stringify(request));
    const line = await this.connection.read();
    if (line === undefined) throw new Error(`ori ended: ${request.args.join(" ")}`);
    return JSON.parse(line);
  }

  async close(): Promise<void> {
    this.connection.close();
    await this.process.status;
  }
}
