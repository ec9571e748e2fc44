/** The examples in the doc comments of std hold on every engine, and every public function has one. */
import { assert, assertEquals } from "@std/assert";
import { type DocEntry, exampleProgram, readStdDocs } from "../tasks/std_docs.ts";
import { checkFiles, createHost } from "../src/driver/mod.ts";
import { STD_MODULES } from "../src/std/mod.ts";
import { checkModule } from "../src/types/mod.ts";
import { runEverywhere } from "./support/run_program.ts";

/** Modules that touch the world: their examples cannot all be run. */
const WORLDLY = new Set([
  "std.env",
  "std.io",
  "std.random",
  "std.testing",
  "std.time",
  "std.world",
]);

Deno.test("every body of the modules of std is free of errors", async () => {
  const uses = STD_MODULES.map((name, i) => `use std.${name.replaceAll("/", ".")} as m${i};\n`);
  const { program, diagnostics } = await withFile(
    uses.join("") + "@main () -> void = ();\n",
    (path) => Promise.resolve(checkFiles([path], createHost())),
  );
  const std = program.modules.filter((module) => module.isStd);
  for (const module of std) checkModule(program, module, diagnostics);
  assertEquals(diagnostics.all.filter(({ code }) => code.startsWith("E")), []);
  assert(std.length > STD_MODULES.length);
});

for (const module of readStdDocs()) {
  if (!WORLDLY.has(module.name)) {
    Deno.test(`every public function of ${module.name} has a documented example`, () => {
      const lacking = module.entries.filter((entry) => needsExample(entry) && !isDocumented(entry));
      assertEquals(lacking.map(({ name }) => name), []);
    });
  }
  const examples = module.entries.flatMap(({ name, examples }) => examples.map(() => name));
  if (examples.length === 0) continue;
  Deno.test({
    name: `the examples of ${module.name} hold on every engine`,
    sanitizeOps: false,
    sanitizeResources: false,
    async fn() {
      const stdout = examples.map((name) => `${name}\n`).join("");
      const expected = { stdout, stderr: "", exitCode: 0 };
      const results = await withFile(
        exampleProgram(module),
        (path) => runEverywhere({ path, args: [], stdin: "", expected }),
      );
      for (const [way, result] of results) assertEquals(result, expected, way);
    },
  });
}

function needsExample({ kind, isAbstract }: DocEntry): boolean {
  return (kind === "function" || kind === "method") && !isAbstract;
}

function isDocumented({ text, examples }: DocEntry): boolean {
  return text !== "" && examples.length > 0;
}

async function withFile<T>(text: string, use: (path: string) => Promise<T>): Promise<T> {
  const path = await Deno.makeTempFile({ prefix: "ori-std-", suffix: ".ori" });
  try {
    await Deno.writeTextFile(path, text);
    return await use(path);
  } finally {
    await Deno.remove(path);
  }
}
