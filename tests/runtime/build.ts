/** Building and running the C tests of the runtime. */
import { assert, assertEquals } from "@std/assert";
import { fromFileUrl, join } from "@std/path";
import { createHost } from "../../src/driver/host.ts";
import { findToolchain } from "../../src/native/mod.ts";

const HERE = fromFileUrl(new URL(".", import.meta.url));
export const RUNTIME = fromFileUrl(new URL("../../runtime/ori_rt.c", import.meta.url));

const WARNINGS = ["-Wall", "-Wextra", "-Werror", "-Wconversion", "-Wshadow"];

export interface Result {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs mode `args[0]` of the tests' program. */
export type Run = (
  args: readonly string[],
  options?: { readonly stdin?: string | Uint8Array; readonly env?: Record<string, string> },
) => Promise<Result>;

/** Compiles the C tests of this folder into `folder`; gives the path of the program. */
export async function buildRuntimeTests(flags: readonly string[], folder: string): Promise<string> {
  const host = createHost();
  const toolchain = await findToolchain(host);
  assert("clang" in toolchain, "no clang");
  const sources = [...Deno.readDirSync(HERE)].map((entry) => entry.name)
    .filter((name) => /\.(c|ll)$/.test(name)).sort().map((name) => join(HERE, name));
  const output = join(folder, "tests");
  const args = ["-std=c17", ...WARNINGS, "-fexceptions", ...flags, RUNTIME, ...sources];
  const more = ["-Wno-override-module", "-pthread", "-lm", "-o", output];
  const result = await host.runProcess(toolchain.clang, [...args, ...more]);
  assert(result.kind === "finished", "clang does not start");
  assertEquals(new TextDecoder().decode(result.stderr), "");
  assertEquals(result.code, 0);
  return output;
}

/** Runs a program that `buildRuntimeTests` built. */
export function runnerOf(program: string): Run {
  return async (args, { stdin, env } = {}) => {
    const host = createHost();
    const bytes = typeof stdin === "string" ? new TextEncoder().encode(stdin) : stdin;
    const result = await host.runProcess(program, args, {
      environment: env ?? {},
      ...(bytes === undefined ? {} : { stdin: bytes }),
    });
    assert(result.kind === "finished");
    const [stdout, stderr] = [result.stdout, result.stderr].map((b) => new TextDecoder().decode(b));
    return { code: result.code, stdout: stdout!, stderr: stderr! };
  };
}
