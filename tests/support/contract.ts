/** Which tests show which rule of the contract: every test names the rules it shows, in its name or in a comment. */

/** The families of rules and how many rules each has. */
export const FAMILIES: Readonly<
  Record<string, { readonly title: string; readonly count: number }>
> = {
  CL: { title: "Closures and captures", count: 13 },
  RC: { title: "Ownership and balance of counts", count: 15 },
  UW: { title: "Unwinding", count: 4 },
  BL: { title: "The program in native binaries", count: 15 },
  PAR: { title: "Agreement of engines", count: 10 },
  PLAN: { title: "The plan of builds", count: 6 },
  VER: { title: "Checking", count: 15 },
};

/** Rules about how work is done, which no single test shows: the command that does. */
export const SHOWN_BY_COMMAND: ReadonlyMap<string, string> = new Map([
  ["PLAN-6", "ori build --emit=plan FILE"],
  ["VER-5", "deno task parity"],
  ["VER-7", "deno task test; deno task check; deno task leaks"],
  ["VER-8", "deno task mutate"],
  ["VER-11", "deno task coverage"],
  ["VER-12", "ORI_LOG=ori_arc=trace ori build --emit=arc FILE"],
  ["VER-13", "deno run -A tasks/contract.ts --check"],
  ["VER-15", "deno task check"],
]);

/** Every rule, in order. */
export function allRules(): string[] {
  return Object.entries(FAMILIES).flatMap(([family, { count }]) =>
    Array.from({ length: count }, (_, i) => `${family}-${i + 1}`)
  );
}

/** A place that names rules: a file, and the test if it is in a test's name. */
export interface Evidence {
  readonly file: string;
  readonly test: string | undefined;
}

const RULE = /\b(CL|RC|UW|BL|PAR|PLAN|VER)-(\d+)(?: to \1-(\d+))?/g;

/** The rules that `text` names; `CL-9 to CL-13` names five. */
export function rulesIn(text: string): string[] {
  return [...text.matchAll(RULE)].flatMap(([, family = "", from, to]) => {
    const first = Number(from);
    const count = to === undefined ? 1 : Number(to) - first + 1;
    return Array.from({ length: count }, (_, i) => `${family}-${first + i}`);
  });
}

/** The test that a line of TypeScript names: what stands in the first quotes after `Deno.test(` or `name:`. */
function testNamed(line: string): string | undefined {
  const found = /(?:Deno\.test\(|\bname:|\bt\.step\()\s*(?:"([^"]+)"|`([^`]+)`)/.exec(line);
  return found?.[1] ?? found?.[2];
}

/** What `files` show, by rule. */
export function evidenceIn(
  files: readonly { readonly path: string; readonly text: string }[],
): ReadonlyMap<string, readonly Evidence[]> {
  const found = new Map<string, Evidence[]>();
  for (const { path, text } of files) {
    for (const line of text.split("\n")) {
      const rules = rulesIn(line);
      if (rules.length === 0) continue;
      const evidence = { file: path, test: testNamed(line) };
      for (const rule of rules) addOnce(found, rule, evidence);
    }
  }
  return found;
}

function addOnce(found: Map<string, Evidence[]>, rule: string, evidence: Evidence): void {
  const list = found.get(rule) ?? [];
  found.set(rule, list);
  const isKnown = list.some(({ file, test }) => file === evidence.file && test === evidence.test);
  if (!isKnown) list.push(evidence);
}

/** Files that hold tests. */
const TEST_FILE = /(_test\.ts|\.ori|\.arc|\.c|support\/capture_\w+\.ts)$/;

/** All files with tests, by path. */
export function testFiles(): { readonly path: string; readonly text: string }[] {
  const paths: string[] = [];
  const visit = (folder: string): void => {
    for (const entry of Deno.readDirSync(folder)) {
      const path = `${folder}/${entry.name}`;
      if (entry.isDirectory) visit(path);
      else if (TEST_FILE.test(path)) paths.push(path);
    }
  };
  for (const folder of ["src", "tasks", "tests"]) visit(folder);
  return paths.sort().map((path) => ({ path, text: Deno.readTextFileSync(path) }));
}
