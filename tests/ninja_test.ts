/** `ori build --emit=ninja`: Ninja (`apt-get install ninja-build`) makes the bytes that `ori build` makes. */
import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { join } from "@std/path";
import { largeModules } from "../tasks/bench_compiler.ts";
import { Workspace } from "./support/cli.ts";

const SMALL = { "main.ori": `@main () -> void = print(msg: "hello");\n` };

/** Runs Ninja in a folder; what it prints. */
async function ninja(folder: string, ...args: string[]): Promise<string> {
  const { success, stdout } = await new Deno.Command("ninja", { args: ["-C", folder, ...args] })
    .output();
  const text = new TextDecoder().decode(stdout);
  assert(success, text);
  return text;
}

const PROGRAMS: readonly [
  name: string,
  files: Readonly<Record<string, string>>,
  flags: string[],
][] = [
  ["of one unit", SMALL, []],
  ["of one unit, release", SMALL, ["--release"]],
  ["of several units", largeModules(1800, 4), []],
  ["of several units, release", largeModules(1500, 3), ["--release"]],
];

for (const [name, files, flags] of PROGRAMS) {
  Deno.test(`Ninja builds a program ${name}`, async () => {
    await Workspace.with(files, async (w) => {
      for (const args of [["-o", "app"], ["--emit=ninja", "-o", "out dir"]]) {
        const { code, stderr } = await w.oriFast(["build", "main.ori", ...flags, ...args]);
        assertEquals([code, stderr], [0, ""]);
      }
      const folder = join(w.path, "out dir");
      await ninja(folder);
      const [app, program] = ["app", "out dir/program"].map((path) => join(w.path, path));
      assertEquals(await Deno.readFile(program), await Deno.readFile(app));
      const run = await new Deno.Command(program).output();
      assertEquals(run.code, 0);
      assertStringIncludes(await ninja(folder), "no work to do");
    });
  });
}

Deno.test("a folder that ori did not make is not written into", async () => {
  await Workspace.with(SMALL, async (w) => {
    await Deno.mkdir(join(w.path, "notes"));
    await Deno.writeTextFile(join(w.path, "notes/text"), "mine");
    const refused = await w.oriFast(["build", "main.ori", "--emit=ninja", "-o", "notes"]);
    assertEquals(refused.code, 1);
    assertStringIncludes(refused.stderr, "E5008");
    assertEquals([...Deno.readDirSync(join(w.path, "notes"))].length, 1);
    for (let i = 0; i < 2; i++) {
      assertEquals((await w.oriFast(["build", "main.ori", "--emit=ninja"])).code, 0);
    }
    assertStringIncludes(await ninja(join(w.path, "main.ninja")), "program");
    const file = await w.oriFast(["build", "main.ori", "--emit=ninja", "-o", "notes/text"]);
    assertEquals(file.code, 1);
    assertStringIncludes(file.stderr, "E5005");
  });
});
