/** `--format=json` of the commands that report: what it prints is what `--json` prints, one line of JSON. */
import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { Workspace } from "./support/cli.ts";

const PROGRAM = `@join (xs: [str]) -> str = {
    let all = "";
    for x in xs do all = all + x;
    all
}
@main (args: [str]) -> void = print(msg: join(xs: args));
`;

Deno.test("inspect, rc-stats, why-rc and regions take --format=json as well as --json", async () => {
  await Workspace.with({ "main.ori": PROGRAM, "wrong.ori": "@main () -> void = 1;" }, async (w) => {
    await w.ori(["build", "main.ori", "--emit=program", "-o", "main.oric"]);
    const commands = [
      ["inspect", "main.oric"],
      ["rc-stats", "main.ori"],
      ["why-rc", "main.ori:3"],
      ["regions", "main.ori"],
    ];
    for (const command of commands) {
      const run = (...flags: string[]) => w.ori([...command, ...flags]);
      const [short, long, text] = [
        await run("--json"),
        await run("--format=json"),
        await run("--format=text"),
      ];
      assertEquals([command[0], long], [command[0], short]);
      assertEquals([long.code, long.stderr, long.stdout.split("\n").length], [0, "", 2]);
      assertEquals(typeof JSON.parse(long.stdout), "object");
      assert(!text.stdout.startsWith("{"), text.stdout);
      assertEquals((await run("--format=xml")).code, 2);
    }
    // Errors of the program are JSON, too.
    const { code, stdout } = await w.ori(["regions", "wrong.ori", "--format=json"]);
    assertEquals([code, JSON.parse(stdout).diagnostics[0].code], [1, "E2001"]);
  });
});

Deno.test("an explanation as JSON has its parts", async () => {
  await Workspace.with({}, async (w) => {
    const { code, stdout } = await w.ori(["explain", "e2001", "--format=json"]);
    assertEquals(code, 0);
    const { schemaVersion, severity, title, cause, wrong, right, unreported } = JSON.parse(stdout);
    assertEquals([schemaVersion, severity, unreported], [1, "error", null]);
    const text = (await w.ori(["explain", "E2001"])).stdout;
    for (const part of [title, cause.split("\n")[0], wrong.split("\n")[0], right.split("\n")[0]]) {
      assertStringIncludes(text, part);
    }
    const unknown = await w.ori(["explain", "E9999", "--format=json"]);
    assertEquals([unknown.code, JSON.parse(unknown.stdout).diagnostics[0].code], [2, "E5010"]);
  });
});

Deno.test("DBG-8: the sink - is stderr, and no file of that name", async () => {
  await Workspace.with({ "main.ori": PROGRAM }, async (w) => {
    for (const env of [{}, { ORI_DEBUG_ENABLE: "1", ORI_DEBUG_SINK: "-" }]) {
      const flags = "ORI_DEBUG_SINK" in env ? [] : ["--debug-sink=-"];
      const run = await w.ori(["run", "main.ori", ...flags, "--", "a", "b"], { env });
      assertEquals([run.code, run.stdout], [0, "ab\n"]);
      const lines = run.stderr.trimEnd().split("\n").map((line) => JSON.parse(line));
      assertEquals([lines[0].schemaVersion, lines.at(-1).kind], [1, "metrics"]);
    }
    assertEquals([...Deno.readDirSync(w.path)].map(({ name }) => name), ["main.ori"]);
  });
});
