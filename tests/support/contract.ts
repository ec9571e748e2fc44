/** Which tests show which rule of the contract: a test has the rules it shows in its name, or `DECLARED` lists it. */

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
  DBG: { title: "Observability", count: 17 },
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

/** A test: its file and its name; a program or a text of IR is one test, as a whole. */
export interface Evidence {
  readonly file: string;
  readonly test: string | undefined;
}

/** A file of the suite. */
export interface TestFile {
  readonly path: string;
  readonly text: string;
}

type Declarations = ReadonlyMap<string, readonly Evidence[]>;

/** Every file there is a test: `programs_test.ts` and `passes_test.ts` list the folders. */
const RUN_FOLDERS = ["tests/programs/", "tests/passes/"];

const CLOSURES = "tests/programs/closure";
const CAPTURES: Evidence = {
  file: "tests/capture_matrix_test.ts",
  test: "captures of ${kind.name}: ${name}",
};
const MARKS: Evidence = {
  file: "src/arc/analysis/ownership_test.ts",
  test: "${row.rule}: ${form}",
};
const FAULTY: Evidence = { file: "src/check_rc/check_rc_test.ts", test: "faulty: ${rule}" };
const BLOB_ENTRIES: Evidence = { file: "tests/runtime/blob_test.c", test: "check_entry_points" };
const FUZZING: Evidence = {
  file: "tests/fuzz_test.ts",
  test: "fuzz ${name}: ${slice} ${what}",
};
const SHAPES = [
  "bound_context",
  "fold_named",
  "function_reference_returned",
  "function_reference_to_map",
  "group_by_named",
  "map_with_capture",
  "map_without_capture",
  "unique_by_named",
];

/** Whole files as tests. */
function wholes(folder: string, ...names: readonly string[]): Evidence[] {
  return names.map((name) => ({ file: `${folder}/${name}`, test: undefined }));
}

/** Tests of rules that do not have the rule in their name. */
export const DECLARED: Declarations = new Map([
  ["CL-1", [CAPTURES]],
  ["CL-3", [CAPTURES]],
  [
    "CL-5",
    [
      ...wholes(CLOSURES, "test_arc_lambda_borrows_param.ori"),
      ...wholes("tests/passes", "infer_borrow.arc"),
    ],
  ],
  [
    "CL-6",
    [
      ...wholes(CLOSURES, "test_arc_lambda_borrows_param.ori"),
      ...wholes("tests/passes", "insert_rc_extraction.arc"),
    ],
  ],
  ["CL-7", wholes(CLOSURES, "test_arc_closure_env_in_env.ori")],
  ["CL-9", [CAPTURES]],
  ["CL-10", [CAPTURES]],
  ["CL-11", [CAPTURES]],
  ["CL-12", [CAPTURES]],
  ["CL-13", [CAPTURES]],
  ["RC-1", [FAULTY]],
  ["RC-3", [MARKS]],
  ["RC-4", [MARKS, FAULTY]],
  ["RC-5", [MARKS]],
  ["RC-7", [MARKS, ...wholes("tests/passes", "insert_rc_extraction.arc")]],
  [
    "RC-8",
    wholes("tests/passes", "insert_rc_extraction.arc", "insert_rc_loop.arc", "insert_rc_twice.arc"),
  ],
  [
    "RC-9",
    [
      CAPTURES,
      FAULTY,
      ...wholes(CLOSURES, "test_arc_closure_borrowed_capture.ori"),
      ...wholes("tests/passes", "insert_rc_wrapper.arc"),
    ],
  ],
  [
    "RC-11",
    [
      FAULTY,
      ...wholes(CLOSURES, "test_arc_closure_owned_capture.ori"),
      ...wholes("tests/passes", "insert_rc_wrapper.arc"),
    ],
  ],
  ["RC-15", [CAPTURES, ...wholes("tests/passes", "insert_rc_loop.arc", "insert_rc_twice.arc")]],
  ["UW-1", wholes("tests/passes", "unwind_iterators.arc")],
  ["UW-4", [CAPTURES, FAULTY, ...wholes("tests/programs/drop", "unwinding.ori")]],
  ["BL-2", wholes(CLOSURES, "callbacks.ori")],
  ["BL-8", [BLOB_ENTRIES]],
  ["BL-9", [BLOB_ENTRIES]],
  ["BL-11", [BLOB_ENTRIES]],
  ["BL-13", wholes("tests/programs/main", "blob_takes_no_names.ori")],
  ["BL-14", [FUZZING]],
  ["PAR-1", [FUZZING]],
  ["PAR-2", wholes("tests/programs/aot_closures", ...SHAPES.map((name) => `${name}.ori`))],
  ["PAR-6", wholes("tests/programs/aot_closures", "group_by_named.ori", "unique_by_named.ori")],
]);

const RULE = /\b(CL|RC|UW|BL|PAR|PLAN|DBG|VER)-(\d+)(?: to \1-(\d+))?/g;

/** The rules that `text` names; `CL-9 to CL-13` names five. */
export function rulesIn(text: string): string[] {
  return [...text.matchAll(RULE)].flatMap(([, family = "", from, to]) => {
    const first = Number(from);
    const count = to === undefined ? 1 : Number(to) - first + 1;
    return Array.from({ length: count }, (_, i) => `${family}-${first + i}`);
  });
}

/** The comments of TypeScript that begin a line: what stands there is no test. */
const COMMENT = /^[ \t]*(?:\/\/.*|\/\*[\s\S]*?\*\/)$/gm;

/** The beginning of a test, in either form, up to its name. */
const TITLE = /\bDeno\.test\(\s*(?:\{\s*name:\s*)?(?:"([^"]+)"|`([^`]+)`)/g;

/** The names of the tests that a file of TypeScript registers, as they are written. */
export function titlesIn(text: string): string[] {
  return [...text.replaceAll(COMMENT, "").matchAll(TITLE)]
    .map(([, quoted, template]) => quoted ?? template ?? "");
}

/**
 * What shows each rule: tests that have it in their name, and those that `DECLARED` lists. Comments and programs that
 * only mention a rule show nothing.
 */
export function evidenceIn(
  files: readonly TestFile[],
  declared: Declarations = DECLARED,
): ReadonlyMap<string, readonly Evidence[]> {
  const found = new Map<string, Evidence[]>();
  for (const { path, text } of files.filter(({ path }) => path.endsWith("_test.ts"))) {
    for (const test of titlesIn(text)) {
      for (const rule of rulesIn(test)) addOnce(found, rule, { file: path, test });
    }
  }
  for (const [rule, places] of declared) {
    for (const { file, test } of places) addOnce(found, rule, { file, test });
  }
  return found;
}

/** Why a declared place is no test that runs; undefined when it is one. */
export function missingTest(
  { file, test }: Evidence,
  files: readonly TestFile[],
): string | undefined {
  const text = files.find(({ path }) => path === file)?.text;
  if (text === undefined) return `${file} does not exist`;
  if (file.endsWith("_test.ts")) {
    return test !== undefined && titlesIn(text).includes(test)
      ? undefined
      : `${file} has no test ${test}`;
  }
  if (file.endsWith(".c")) {
    // Defined and called.
    const uses = text.match(new RegExp(`\\b${test}\\(`, "g"))?.length ?? 0;
    return test !== undefined && uses > 1 ? undefined : `${file} does not call ${test}`;
  }
  const isRun = RUN_FOLDERS.some((folder) => file.startsWith(folder));
  return isRun && test === undefined ? undefined : `${file} is not run`;
}

function addOnce(found: Map<string, Evidence[]>, rule: string, evidence: Evidence): void {
  const list = found.get(rule) ?? [];
  found.set(rule, list);
  const isKnown = list.some(({ file, test }) => file === evidence.file && test === evidence.test);
  if (!isKnown) list.push(evidence);
}

/** Files that hold tests. */
const TEST_FILE = /(_test\.ts|\.ori|\.arc|\.c)$/;

/** All files with tests, by path. */
export function testFiles(): TestFile[] {
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
