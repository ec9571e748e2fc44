/**
 * Runs `ori` again and again in one process, which is faster than a process each. Folder and environment are those of the
 * whole process, so it is not the process of the tests, which run in parallel.
 *
 *     deno run -A cli_server.ts SOCKET
 *
 * Requests come from a Unix socket, a line of JSON each, and are answered in the same way.
 */
import { runCli } from "../../src/cli/mod.ts";
import type { CliResult } from "./cli.ts";
import { LineConnection } from "./line_connection.ts";

/** `ori ARGS` in `folder`; a variable that is null is not set. */
export interface CliRequest {
  readonly args: readonly string[];
  readonly folder: string;
  readonly env: Readonly<Record<string, string | null>>;
}

if (import.meta.main) {
  const [path = ""] = Deno.args;
  const connection = new LineConnection(await Deno.connect({ transport: "unix", path }));
  for (let line = await connection.read(); line !== undefined; line = await connection.read()) {
    await connection.write(JSON.stringify(await answer(JSON.parse(line))));
  }
}

async function answer({ args, folder, env }: CliRequest): Promise<CliResult> {
  const variables = Object.keys(env).map((name) => [name, Deno.env.get(name) ?? null] as const);
  const [stdout, stderr] = [captureStream(Deno.stdout), captureStream(Deno.stderr)];
  Deno.chdir(folder);
  for (const [name, value] of Object.entries(env)) setVariable(name, value);
  try {
    const code = await runCli(args);
    return { code, stdout: stdout.text(), stderr: stderr.text() };
  } finally {
    for (const [name, value] of variables) setVariable(name, value);
    stdout.restore();
    stderr.restore();
  }
}

function setVariable(name: string, value: string | null): void {
  if (value === null) Deno.env.delete(name);
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
