/** The single binary works alone: in an empty folder, with no Deno, no sources and an empty environment. */
import { assertEquals } from "@std/assert";
import { ENGINES } from "../src/driver/mod.ts";
import { fromFileUrl, join } from "@std/path";
import { Workspace } from "./support/cli.ts";

const ROOT = fromFileUrl(new URL("..", import.meta.url));
const PROGRAM = `@main (args: [str]) -> int = {
    for arg in args do print(msg: arg.to_uppercase());
    args.len()
}

@twice (n: int) -> int = n * 2;

@test_twice tests @twice () -> void = assert_eq(actual: twice(4), expected: 8);
`;
const TOOLS = ["clang-19", "ld.lld-19", "ld.lld"];

Deno.test("ori, compiled to one file, runs, builds, checks and tests on its own", async () => {
  await Workspace.with({ "program.ori": PROGRAM }, async (w) => {
    const compile = await w.run(Deno.execPath(), [
      "run",
      "-A",
      "--config",
      join(ROOT, "deno.json"),
      join(ROOT, "tasks/compile.ts"),
      `--out=${join(w.path, "ori")}`,
    ]);
    assertEquals(compile.code, 0, compile.stdout + compile.stderr);
    const env = await bareEnvironment(w.path);
    const run = (command: string, ...args: string[]) =>
      w.run(join(w.path, command), args, { env, clearEnv: true });

    const expected = { code: 2, stdout: "A\nB C\n", stderr: "" };
    assertEquals(await run("ori", "run", "program.ori", "--", "a", "b c"), expected);
    const silent = { code: 0, stdout: "", stderr: "" };
    assertEquals(await run("ori", "build", "program.ori", "-o", "program", "--release"), silent);
    assertEquals(await run("program", "a", "b c"), expected);
    assertEquals(await run("ori", "check", "program.ori"), silent);
    assertEquals(await run("ori", "test", "program.ori", "--engine=all"), {
      code: 0,
      stdout: `${ENGINES.length} passed, 0 failed\n`,
      stderr: "",
    });
  });
});

/** PATH leads to clang and its linker alone; nothing is cached. */
async function bareEnvironment(folder: string): Promise<Readonly<Record<string, string>>> {
  const tools = join(folder, "tools");
  await Deno.mkdir(tools);
  for (const tool of TOOLS) {
    for (const from of ["/usr/bin", "/usr/local/bin"]) {
      const target = await Deno.realPath(join(from, tool)).catch(() => undefined);
      if (target === undefined) continue;
      await Deno.symlink(target, join(tools, tool)).catch(() => undefined);
    }
  }
  return { PATH: tools, HOME: folder, TMPDIR: folder };
}
