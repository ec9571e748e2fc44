/** Runs the command line in a process of its own, in a fresh folder. */
import { fromFileUrl, join } from "@std/path";

const ROOT = fromFileUrl(new URL("../../", import.meta.url));

export interface CliResult {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
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
    return this.run(Deno.execPath(), ["run", "-A", "--config", config, main, ...args], options);
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
