/** What tests/conformance holds: its files and their tests, by the text alone. */

/** How a test ends: its assertions hold, the compiler refuses it, or it panics. */
export type TestKind = "positive" | "compile-fail" | "panic";

export interface ConformanceFile {
  /** From the root of the repository. */
  readonly path: string;
  /** The clause of the specification. */
  readonly clause: number;
  readonly topic: string;
  readonly tests: readonly TestKind[];
}

const FOLDER = "tests/conformance";

/** The files `<clause>_<topic>.ori`, by name. */
export function conformanceFiles(): ConformanceFile[] {
  const names = [...Deno.readDirSync(FOLDER)].filter((entry) => entry.isFile).map((e) => e.name);
  return names.sort().map((name) => {
    const match = /^(\d\d)_(\w+)\.ori$/.exec(name);
    if (match === null) throw new Error(`not named <clause>_<topic>.ori: ${name}`);
    const [, clause = "", topic = ""] = match;
    const path = `${FOLDER}/${name}`;
    const tests = testsOf(Deno.readTextFileSync(path));
    if (tests.length === 0) throw new Error(`${path} has no tests`);
    return { path, clause: Number(clause), topic: topic.replaceAll("_", " "), tests };
  });
}

/** The kind of every test of `source`; attributes stand on the lines above their test. */
export function testsOf(source: string): TestKind[] {
  const tests: TestKind[] = [];
  let kind: TestKind = "positive";
  for (const line of source.split("\n")) {
    if (line.startsWith("#compile_fail(")) kind = "compile-fail";
    else if (line.startsWith("#fail(")) kind = "panic";
    else if (/^@\w+ tests /.test(line)) {
      tests.push(kind);
      kind = "positive";
    }
  }
  return tests;
}
