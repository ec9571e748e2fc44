/** Every rule of the contract has a test that names it, and docs/contract.md lists them. */
import { assert, assertEquals } from "@std/assert";
import { renderContract, updateContract } from "../tasks/contract.ts";
import {
  allRules,
  DECLARED,
  evidenceIn,
  missingTest,
  rulesIn,
  SHOWN_BY_COMMAND,
  testFiles,
} from "./support/contract.ts";

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

Deno.test("every test that is declared for a rule exists and runs", () => {
  const files = testFiles();
  const missing = [...DECLARED.values()].flat().map((place) => missingTest(place, files));
  assertEquals(missing.filter((why) => why !== undefined), []);
});

Deno.test("a test that is commented out, not called or not run is not taken for one", () => {
  const files = [
    { path: "a_test.ts", text: '// Deno.test("gone", f);\nDeno.test(\n  "there", f);\n' },
    { path: "tests/programs/a.ori", text: "" },
    { path: "tests/support/b.ori", text: "" },
    { path: "c.c", text: "void called(void) {}\nvoid other(void) { called(); }\n" },
  ];
  const why = (file: string, test?: string) => missingTest({ file, test }, files);
  assertEquals(why("a_test.ts", "there"), undefined);
  assertEquals(why("a_test.ts", "gone"), "a_test.ts has no test gone");
  assertEquals(why("b_test.ts", "there"), "b_test.ts does not exist");
  assertEquals(why("tests/programs/a.ori"), undefined);
  assertEquals(why("tests/support/b.ori"), "tests/support/b.ori is not run");
  assertEquals(why("c.c", "called"), undefined);
  assertEquals(why("c.c", "other"), "c.c does not call other");
});

Deno.test("no test is switched off", () => {
  const off = /\bDeno\.test\.(?:ignore|only)\b|^\s*(?:ignore|only): (?!")/m;
  const isTest = ({ path }: { path: string }) => path.endsWith("_test.ts");
  const found = testFiles().filter(isTest).filter(({ text }) => off.test(text));
  assertEquals(found.map(({ path }) => path), []);
});

Deno.test("a rule is shown by the test whose name has it and by what is declared, not by a comment", () => {
  const text = `/** ${rule("CL", 1)} */
// Deno.test("it worked (${rule("CL", 3)})", () => {});
Deno.test("it works (${rule("CL", 2)})", () => {});
Deno.test({
  name:
    "so does this (${rule("CL", 4)})",
});
const row = { name: "no test (${rule("CL", 5)})" };
`;
  const declared = new Map([[rule("CL", 6), [{ file: "tests/programs/b.ori", test: undefined }]]]);
  const page = renderContract(evidenceIn([{ path: "a_test.ts", text }], declared));
  for (const number of [1, 3, 5]) {
    assert(page.includes(`| ${rule("CL", number)} |  |`), `${number}: ${page}`);
  }
  assert(page.includes(`| ${rule("CL", 2)} | \`a_test.ts\`: it works (${rule("CL", 2)}) |`), page);
  assert(page.includes(`| ${rule("CL", 4)} | \`a_test.ts\`: so does this`), page);
  assert(page.includes(`| ${rule("CL", 6)} | \`tests/programs/b.ori\` |`), page);
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
