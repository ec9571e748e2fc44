/**
 * The capture matrix: each kind of captured value in each use prints what the table says, on every engine, in debug
 * and release, and leaks nothing (CL-1, CL-3, CL-7, CL-9 to CL-13, RC-9, RC-11, RC-15, UW-4).
 */
import { assert, assertEquals } from "@std/assert";
import {
  allKindsAtOnce,
  type CaptureCell,
  type CaptureProgram,
  capturePrograms,
  readCells,
  unknownRows,
} from "./support/capture_matrix.ts";
import type { ProgramResult } from "./support/program_case.ts";
import { type Way, WAYS } from "../src/testing/mod.ts";
import { compileVerified, runCompiled, startAhead, withNative } from "./support/run_program.ts";
import type { Compiled } from "../src/driver/mod.ts";
import { checkSources } from "./support/snapshot.ts";

/** What came of a kind's program in one way of running it. */
interface Run {
  readonly result: ProgramResult;
  /** That of a native program as users run it: without the leak check, under which each block comes from malloc. */
  readonly unchecked: ProgramResult | undefined;
  readonly cells: ReadonlyMap<string, string>;
  /** Some cells to blame when the whole run is not sound. */
  readonly culprits: readonly string[];
}

/** Each costs some builds to find. */
const MAX_CULPRITS = 3;

type Runs = ReadonlyMap<Way, Run>;

function compile(source: string) {
  return compileVerified(checkSources({ "captures.ori": source }, ["captures.ori"]));
}

function isSound({ exitCode, stderr }: ProgramResult): boolean {
  return exitCode === 0 && stderr === "";
}

/** Every cell in one way: natively twice, with the leak check and without any. */
async function runAll(compiled: Compiled, way: Way): Promise<Pick<Run, "result" | "unchecked">> {
  const input = { args: [], stdin: "" };
  if (way.engine.name !== "aot") {
    return { result: await runCompiled(compiled, way, input), unchecked: undefined };
  }
  return await withNative(compiled, { release: way.release }, async (run) => ({
    result: await run(input, { ORI_CHECK_LEAKS: "1" }),
    unchecked: await run(input, {}),
  }));
}

async function runKind({ source, cells }: CaptureProgram): Promise<Runs> {
  const compiled = compile(source);
  const runCells = (way: Way, args: readonly string[]) =>
    runCompiled(compiled, way, { args, stdin: "" });
  /** The first cells among `names` that leak or fail on their own, by halves. */
  const findCulprits = async (
    way: Way,
    names: readonly string[],
    found: string[] = [],
  ): Promise<string[]> => {
    if (found.length === MAX_CULPRITS || isSound(await runCells(way, names))) return found;
    if (names.length === 1) return [...found, ...names];
    const middle = names.length >> 1;
    const inFront = await findCulprits(way, names.slice(0, middle), found);
    return await findCulprits(way, names.slice(middle), inFront);
  };
  const runs = WAYS.map(async (way): Promise<[Way, Run]> => {
    const { result, unchecked } = await runAll(compiled, way);
    const culprits = isSound(result) ? [] : await findCulprits(way, cells.map(({ name }) => name));
    return [way, { result, unchecked, cells: readCells(result.stdout), culprits }];
  });
  return new Map(await Promise.all(runs));
}

function checkCell(runs: Runs, { name, expected }: CaptureCell): void {
  for (const [way, { cells, culprits }] of runs) {
    assertEquals(cells.get(name), expected, way.name);
    assert(!culprits.includes(name), `${name} leaks or fails on ${way.name}`);
  }
}

function register(kinds: readonly CaptureProgram[]): void {
  const runsOf = startAhead(kinds, navigator.hardwareConcurrency, runKind);
  for (const [index, { kind, cells }] of kinds.entries()) {
    const withRuns = (name: string, check: (runs: Runs) => void) =>
      Deno.test({
        name: `captures of ${kind.name}: ${name}`,
        sanitizeOps: false,
        sanitizeResources: false,
        async fn() {
          check(await runsOf(index));
        },
      });
    for (const cell of cells) withRuns(cell.name, (found) => checkCell(found, cell));
    withRuns("all of them leave nothing live", (found) => {
      for (const [way, { result }] of found) {
        assertEquals({ ...result, stdout: "" }, { exitCode: 0, stderr: "", stdout: "" }, way.name);
      }
    });
    withRuns("all of them do the same natively without any check", (found) => {
      const native = [...found.values()].flatMap(({ result, unchecked }) =>
        unchecked === undefined ? [] : [{ result, unchecked }]
      );
      assertEquals(native.length, 2);
      for (const { result, unchecked } of native) assertEquals(unchecked, result);
    });
  }
}

// ORI_TEST_PROGRAMS=TEXT leaves only the kinds whose name, as `captures/NAME`, contains TEXT. ORI_TEST_EVERY_CELL=1
// runs the whole matrix, which takes three times as long as the rows and columns of each run.
const only = Deno.env.get("ORI_TEST_PROGRAMS") ?? "";
const scope = Deno.env.get("ORI_TEST_EVERY_CELL") === "1" ? "every cell" : "each run";
register(capturePrograms(scope).filter(({ kind }) => `captures/${kind.name}`.includes(only)));

if ("captures/all".includes(only)) {
  const { source, calm, panicking } = allKindsAtOnce();
  const compiled = compile(source);
  for (const way of WAYS) {
    Deno.test(`captures of all kinds in one closure, on ${way.name}`, async () => {
      const result = await runCompiled(compiled, way, { args: [], stdin: "" });
      assertEquals(result, { exitCode: 0, stdout: calm, stderr: "" });
    });
    Deno.test(`captures of all kinds when a panic ends the program, on ${way.name}`, async () => {
      const result = await runCompiled(compiled, way, { args: ["panic"], stdin: "" });
      assertEquals(result, { exitCode: 1, stdout: "", stderr: panicking });
    });
  }
}

/** How many cells there are: of 28 kinds, each with the uses that it has. */
const CELLS = { "each run": 2_120, "every cell": 3_640 } as const;

for (const scope of ["each run", "every cell"] as const) {
  Deno.test(`the capture matrix of ${scope} has ${CELLS[scope]} cells, no two of a name`, () => {
    const names = capturePrograms(scope).flatMap(({ kind, cells }) =>
      cells.map(({ name }) => `${kind.name} ${name}`)
    );
    assertEquals(names.length, CELLS[scope]);
    assertEquals(new Set(names).size, names.length);
  });
}

Deno.test("each run takes known rows and columns of the capture matrix", () => {
  assertEquals(unknownRows(), []);
});
