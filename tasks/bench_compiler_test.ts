import { assert, assertEquals } from "@std/assert";
import { Workspace } from "../tests/support/cli.ts";
import { largeProgram } from "./bench_compiler.ts";

Deno.test("the large program has the lines that were asked for and no error", async () => {
  const text = largeProgram(100);
  const lines = text.split("\n").length;
  assert(lines >= 100 && lines < 200, `${lines} lines`);
  await Workspace.with({ "large.ori": text }, async (w) => {
    assertEquals(await w.ori(["check", "large.ori"]), { code: 0, stdout: "", stderr: "" });
  });
});
