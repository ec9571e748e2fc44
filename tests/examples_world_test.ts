/** The examples that read and write files do so in a real folder, and leave the same there on the VM and natively. */
import { assertEquals } from "@std/assert";
import { fromFileUrl, join } from "@std/path";
import { contents, Workspace } from "./support/cli.ts";

const EXAMPLES = fromFileUrl(new URL("../examples", import.meta.url));

/** What lies in the folder, and the arguments of the calls of an example, with the output of the last. */
interface Case {
  readonly files: Readonly<Record<string, string>>;
  readonly calls: readonly (readonly string[])[];
  readonly output: string;
  /** A file that is there afterwards, and what it holds. */
  readonly leaves?: readonly [string, RegExp];
}

const LOG = "2026-11-30T08:15:02 GET /a?x=1 200 100 2.5\n2026-11-30T08:16:00 GET /b 500 10 1.0\n";

const CASES: Readonly<Record<string, Case>> = {
  todo: {
    files: {},
    calls: [["add", "Ünïcode", "--tag=a"], ["add", "two"], ["done", "2"], ["list", "--all"]],
    output: "[ ]   1 Ünïcode #a\n[x]   2 two\n",
    leaves: ["todo.json", /"title": "Ünïcode"/],
  },
  log_report: {
    files: { "logs/a.log": LOG, "logs/deep/b.log": LOG + "?\n" },
    calls: [["logs", "--top=1"]],
    output: "4 requests in 2 files\nstatus  200: 2, 500: 2\n\n" +
      "path  count  failed  bytes  median ms  95 % ms\n/a        2       0  200 B        2.5      2.5\n\n" +
      `2026-11-30T08  ${"#".repeat(40)}  4\n\n1 lines of another form\n  logs/deep/b.log:3: ?\n`,
  },
  site: {
    files: { "in/a.md": "date: 2026-01-02\n\n# One\n", "in/sub/b.md": "*b*\n", "in/c.css": "c" },
    calls: [["in", "out"], ["in", "out"]],
    output: "2 pages, 0 drafts left out, 1 files copied\n",
    leaves: ["out/sub/b.html", /<p><em>b<\/em><\/p>/],
  },
  spreadsheet: {
    files: { "t.csv": "2,=A1^10\n=SUM(A1:B1),=A2/0\n" },
    calls: [["t.csv"]],
    output: "     A       B\n  1    2     1024\n  2 1026  #DIV/0!\n",
  },
  resolve: {
    files: {
      "app/ori.toml": 'name = "app"\nversion = "1"\n[dependencies]\njson = "^1"\n',
      "reg/json/1.0.0.toml": 'name = "json"\nversion = "1.0.0"\n',
      "reg/json/2.0.0.toml": 'name = "json"\nversion = "2.0.0"\n',
    },
    calls: [["app", "reg"]],
    output: '# Written by resolve; change ori.toml and run it again.\njson = "1.0.0"\n',
    leaves: ["app/ori.lock", /^json = "1.0.0"$/m],
  },
  testdata: {
    files: {},
    calls: [[
      "id:serial, who:name, u:uuid, f:float(0..9)?",
      "--rows=20",
      "--seed=3",
      "--out=d.csv",
    ]],
    output: "20 rows in d.csv\n",
    leaves: ["d.csv", /^20,/m],
  },
};

/** Runs the calls on an engine: the output of the last, and what is in the folder then, without points in time. */
async function run(name: string, { files, calls }: Case, engine: string) {
  let output = "";
  let left: Record<string, string> = {};
  await Workspace.with({}, async (w) => {
    for (const [path, text] of Object.entries(files)) {
      await Deno.mkdir(join(w.path, path, ".."), { recursive: true });
      await Deno.writeTextFile(join(w.path, path), text);
    }
    for (const args of calls) {
      const file = join(EXAMPLES, `${name}.ori`);
      const result = await w.ori(["run", `--engine=${engine}`, file, "--", ...args], {
        env: { ORI_CHECK_LEAKS: "1" },
      });
      assertEquals([result.code, result.stderr], [0, ""]);
      output = result.stdout;
    }
    left = await contents(w.path);
  });
  const withoutTimes = Object.entries(left).map(([path, text]) => [
    path,
    text.replace(/"(created|finished)": \d+/g, '"$1": 0'),
  ]);
  return { output, left: Object.fromEntries(withoutTimes) as Record<string, string> };
}

for (const [name, example] of Object.entries(CASES)) {
  Deno.test(`examples/${name}.ori works on real files, on the VM as natively`, async () => {
    const vm = await run(name, example, "vm");
    assertEquals(vm.output, example.output);
    if (example.leaves !== undefined) {
      const [path, text] = example.leaves;
      assertEquals(text.test(vm.left[path] ?? ""), true, vm.left[path]);
    }
    assertEquals(await run(name, example, "aot"), vm);
  });
}
