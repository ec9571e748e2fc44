/** Every rule of the contract has a test that names it, and docs/contract.md lists them. */
import { assert, assertEquals } from "@std/assert";
import { renderContract, updateContract } from "../tasks/contract.ts";
import { allRules, evidenceIn, rulesIn, SHOWN_BY_COMMAND, testFiles } from "./support/contract.ts";

/** In parts, so that this file does not name them itself. */
const rule = (family: string, number: number): string => `${family}-${number}`;

Deno.test("the page of the contract is up to date", () => {
  assert(updateContract(true), "deno run -A tasks/contract.ts");
});

Deno.test("every rule has a test or a command", () => {
  const evidence = evidenceIn(testFiles());
  const missing = allRules().filter((id) => !evidence.has(id) && !SHOWN_BY_COMMAND.has(id));
  assertEquals(missing, []);
});

Deno.test("tests name only rules that there are", () => {
  const known = new Set(allRules());
  assertEquals([...evidenceIn(testFiles()).keys()].filter((id) => !known.has(id)), []);
});

Deno.test("rules are found in text, one by one and as a range", () => {
  const text = `as ${rule("RC", 3)} to ${rule("RC", 5)}, ${rule("UW", 1)} say`;
  assertEquals(rulesIn(text), [rule("RC", 3), rule("RC", 4), rule("RC", 5), rule("UW", 1)]);
});

Deno.test("a rule is shown by the test whose name has it, or by the file", () => {
  const text = `/** ${rule("CL", 1)} */\nDeno.test("it works (${rule("CL", 2)})", () => {});\n`;
  const page = renderContract(evidenceIn([{ path: "a_test.ts", text }]));
  assert(page.includes(`| ${rule("CL", 1)} | \`a_test.ts\` |`), page);
  assert(page.includes(`| ${rule("CL", 2)} | \`a_test.ts\`: it works (${rule("CL", 2)}) |`), page);
});

/** The files under `folders` that a pattern finds something in. */
function filesWith(pattern: RegExp, folders: readonly string[]): string[] {
  const visit = (folder: string): string[] =>
    [...Deno.readDirSync(folder)].flatMap((entry) => {
      const path = `${folder}/${entry.name}`;
      if (entry.isDirectory) return visit(path);
      return /\.(ts|c|h|md)$/.test(path) && pattern.test(Deno.readTextFileSync(path)) ? [path] : [];
    });
  return folders.flatMap(visit);
}

Deno.test("the drop of an env releases borrowed captures too: no text denies it (RC-14)", () => {
  const wrong = /borrowed captures (must not|are not|need not) be released/i;
  assertEquals(filesWith(wrong, ["src", "runtime", "docs"]), []);
  const page = Deno.readTextFileSync("src/arc/README.md");
  assert(page.includes("its drop releases **all** of them"), page);
});

Deno.test("no harness has a list of engines of its own (PAR-5)", () => {
  assertEquals(filesWith(/ENGINES[^=\n]*=\s*\[\s*"/, ["src", "tests", "tasks"]), []);
});
