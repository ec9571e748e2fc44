/** Each command of docs/observability.md runs, and says what the page says. */
import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { fromFileUrl, join } from "@std/path";
import { DENO_DIR, Workspace } from "./support/cli.ts";
import { faultSearch, hasJq } from "./support/documented_search.ts";

const DOCS = Deno.readTextFileSync("docs/observability.md");
const ROOT = fromFileUrl(new URL("../", import.meta.url));

function blocks(language: string): readonly string[] {
  return [...DOCS.matchAll(new RegExp(`^\`\`\`${language}\n(.*?)^\`\`\`$`, "gms"))].map((
    [, text],
  ) => text);
}

const [SHAPES, SLOW, MENDED] = blocks("ori");
const [SETTINGS, WHICH_METHOD, FAULTS, ...MORE] = blocks("sh");

/** `ori` for a shell: it is on the path of the commands. */
const ORI = `#!/bin/sh
DENO_DIR='${DENO_DIR}' exec '${Deno.execPath()}' run -A --config '${ROOT}deno.json' '${ROOT}main.ts' "$@"
`;

/** A workspace with the programs of the page; `run` gives the output of a block of commands, each of which has to succeed. */
function withPrograms(
  use: (run: (block: string) => Promise<string>) => Promise<void>,
): Promise<void> {
  const files = {
    "main.ori": '@main () -> void = print(msg: "hello");\n',
    "shapes.ori": SHAPES,
    "slow.ori": SLOW,
    "mended.ori": MENDED,
    ori: ORI,
  };
  return Workspace.with(files, async (w) => {
    await Deno.chmod(join(w.path, "ori"), 0o755);
    const env = { PATH: `${w.path}:${Deno.env.get("PATH") ?? ""}` };
    await use(async (block) => {
      const { code, stdout, stderr } = await w.run("sh", ["-ec", block], { env });
      assertEquals([code, stderr], [0, ""], block);
      return stdout;
    });
  });
}

Deno.test("the page has the programs and commands that are run here, and no others", () => {
  assertEquals(blocks("ori").length, 3);
  assertEquals([FAULTS, MORE], [faultSearch(), []]);
});

Deno.test("DBG-8: the commands that write a log write a complete one", async () => {
  await withPrograms(async (run) => {
    for (const command of SETTINGS.trimEnd().split("\n")) {
      await run(`rm -f log.jsonl; ${command}`);
      assertStringIncludes(await run("tail -n 1 log.jsonl"), '"kind":"metrics"');
    }
  });
});

if (!hasJq()) {
  console.info(
    "left out, as jq is not installed (sh setup.sh deps): the searches of docs/observability.md",
  );
} else {
  Deno.test("DBG-9: the search for a method gives what the page shows", async () => {
    await withPrograms(async (run) => {
      const answer = blocks("text").find((text) => text.includes("shapes.ori"));
      assertEquals(await run(WHICH_METHOD), `18\n${answer}`);
    });
  });

  Deno.test("DBG-3, DBG-9: the searches for faults of the compiler find none in a sound program", async () => {
    await withPrograms(async (run) => {
      await run("ori run shapes.ori --debug-sink=log.jsonl");
      assertEquals(await run(FAULTS), "");
      // The same searches find what is wrong in a log.
      const choice = { kind: "choose", fn: "f", region_id: "join#1/then", at: "a.ori:1:1" };
      const meta = { reason: "impl", recv_cls: "Circle", chosen: "Square.area/0" };
      const verify = { kind: "verify", fn: "g", region_id: "loop#2/header" };
      const broken = { ok: false, rule: "back-edge", detail: "bb3" };
      const log = [{ ...choice, meta }, { ...verify, meta: broken }].map((event) =>
        JSON.stringify(event)
      );
      await run(`printf '%s\\n' '${log[0]}' '${log[1]}' > log.jsonl`);
      assertEquals(
        await run(FAULTS),
        "f join#1/then a.ori:1:1: Circle calls Square.area/0\ng loop#2/header back-edge: bb3\n",
      );
    });
  });
}

Deno.test("DBG-13: why the loop is slow, by the commands of the page", async () => {
  const commands = [
    ...DOCS.slice(DOCS.indexOf("**Why is this loop slow?**")).matchAll(
      /`(ori (?:regions|why-rc) [^`]*slow\.ori[^`]*)`/g,
    ),
  ]
    .map(([, command]) => command);
  assertEquals(commands.length, 3);
  await withPrograms(async (run) => {
    const [loop, why, label] = [
      await run(commands[0]),
      await run(commands[1]),
      await run(commands[2]),
    ];
    // The page leaves lines out.
    const shown = blocks("text").find((text) => text.startsWith("loop#1 at slow.ori")) ?? "";
    for (const line of shown.trimEnd().split("\n")) assertStringIncludes(loop, line.trim());
    const flat = DOCS.replaceAll(/\s+/g, " ");
    const [, reason] = /says why: ``(.*?)``/.exec(flat) ?? [];
    assert(reason !== undefined && why.includes(reason), why);
    assertStringIncludes(label, "allocates str by str_concat");
    assertStringIncludes(label, ", 4 times");
    const mended = await run(commands[0].replace("slow.ori", "mended.ori"));
    assertEquals(/Rc(?:Inc|Dec)|allocates/.test(mended), false, mended);
    assertEquals(await run("ori run mended.ori"), await run("ori run slow.ori"));
  });
});
