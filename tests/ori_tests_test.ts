/**
 * `ori test --engine=all --format=json` on the files of tests/ori_tests. Each file says at its end what
 * becomes of its tests, in their order and on every engine alike:
 *
 *     // --- results
 *     // test_name: passed
 *     // test_other: failed: text that the message contains
 */
import { assertEquals, assertStringIncludes } from "@std/assert";
import { ENGINES } from "../src/driver/mod.ts";
import { listPrograms } from "./support/program_case.ts";

interface Expected {
  readonly name: string;
  readonly status: string;
  readonly message: string;
}

interface Report {
  readonly schemaVersion: number;
  readonly summary: Readonly<Record<string, number>>;
  readonly tests: readonly (Expected & { readonly file: string; readonly engine: string })[];
}

const files = listPrograms("tests/ori_tests").filter((path) => !path.includes("/lib/"));

for (const path of files) {
  Deno.test(`${path} on every engine`, async () => {
    const expected = expectedResults(Deno.readTextFileSync(path));
    const { code, report } = await oriTest([path]);
    assertEquals(report.schemaVersion, 1);
    assertEquals(report.tests.length, expected.length * ENGINES.length);
    for (const engine of ENGINES) {
      const results = report.tests.filter((test) => test.engine === engine.name);
      assertEquals(results.map(verdict), expected.map(verdict), engine.name);
      results.forEach((r, i) => assertStringIncludes(r.message, expected[i]?.message ?? ""));
    }
    for (const status of ["passed", "failed", "skipped"]) {
      const count = expected.filter((test) => test.status === status).length;
      assertEquals(report.summary[status], count * ENGINES.length, status);
    }
    assertEquals(code, expected.some((test) => test.status === "failed") ? 1 : 0);
  });
}

Deno.test("a folder and a filter select tests, without which none fail", async () => {
  const { code, report } = await oriTest(["tests/ori_tests", "--filter=only_selected"]);
  assertEquals(code, 0);
  assertEquals(new Set(report.tests.map((test) => test.name)), new Set(["test_only_selected"]));
});

function verdict({ name, status }: Expected): string {
  return `${name}: ${status}`;
}

/** The section `// --- results` of a file; one without any is an error. */
function expectedResults(source: string): Expected[] {
  const [, section] = source.split("// --- results\n");
  if (section === undefined) throw new Error("the file does not say what becomes of its tests");
  return section.split("\n").filter((line) => line !== "").map((line) => {
    const match = /^\/\/ (\w+): (passed|failed|skipped)(?:: (.*))?$/.exec(line);
    if (match === null) throw new Error(`not a result: ${line}`);
    const [, name = "", status = "", message = ""] = match;
    return { name, status, message };
  });
}

async function oriTest(args: readonly string[]): Promise<{ code: number; report: Report }> {
  const { code, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", "main.ts", "test", ...args, "--engine=all", "--format=json"],
    env: { NO_COLOR: "1", ORI_CHECK_LEAKS: "1" },
  }).output();
  const decode = (bytes: Uint8Array) => new TextDecoder().decode(bytes);
  assertEquals(decode(stderr), "");
  return { code, report: JSON.parse(decode(stdout)) };
}
