/** The examples in the doc comments of std hold on every engine, and every public function has one. */
import { assertEquals } from "@std/assert";
import { type DocEntry, exampleProgram, readStdDocs } from "../tasks/std_docs.ts";
import { runEverywhere } from "./support/run_program.ts";

/** Modules that touch the world: their examples cannot all be run. */
const WORLDLY = new Set(["std.env", "std.io", "std.random", "std.testing", "std.time"]);

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
      const path = await Deno.makeTempFile({ prefix: "ori-examples-", suffix: ".ori" });
      try {
        await Deno.writeTextFile(path, exampleProgram(module));
        const stdout = examples.map((name) => `${name}\n`).join("");
        const expected = { stdout, stderr: "", exitCode: 0 };
        const program = { path, args: [], stdin: "", expected };
        for (const [way, result] of await runEverywhere(program)) {
          assertEquals(result, expected, way);
        }
      } finally {
        await Deno.remove(path);
      }
    },
  });
}

function needsExample({ kind, isAbstract }: DocEntry): boolean {
  return (kind === "function" || kind === "method") && !isAbstract;
}

function isDocumented({ text, examples }: DocEntry): boolean {
  return text !== "" && examples.length > 0;
}
