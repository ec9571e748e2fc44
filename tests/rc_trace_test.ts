/** ORI_TRACE_RC and ORI_CHECK_LEAKS tell the same on every engine (seeds VER-1, VER-2, VER-9). */
import { assert, assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import type { Op } from "../src/arc/mod.ts";
import {
  CapturedIo,
  checkFiles,
  type Compiled,
  compileMain,
  createHost,
  engineNamed,
  TRACING_ENGINE_NAMES,
} from "../src/driver/mod.ts";
import { normalizeRcTrace, parseRcTrace, WAYS } from "../src/testing/mod.ts";
import { listPrograms, parseProgramCase } from "./support/program_case.ts";
import { startAll } from "./support/run_program.ts";
import { Workspace } from "./support/cli.ts";

const host = createHost();

function compile(path: string): Compiled {
  const compiled = compileMain(checkFiles([path], host), { verify: false });
  if (compiled === undefined) throw new Error(`${path} does not compile`);
  return compiled;
}

async function traceOf(
  compiled: Compiled,
  engine: string,
  path: string,
  mode = "1",
): Promise<string> {
  const { stdin, args } = parseProgramCase(path, Deno.readTextFileSync(path));
  const io = new CapturedIo(stdin, { ORI_TRACE_RC: mode });
  await engineNamed(engine).run(compiled, { host, io, args, release: false });
  return io.stderr();
}

/** Folders whose programs end soon, so that their traces are short. */
const TRACED = ["closure", "unwind", "trait_object", "set"];

Deno.test("the events of counting are the same on every engine that traces them (VER-2, VER-9)", async () => {
  const paths = TRACED.flatMap((folder) => listPrograms(`tests/programs/${folder}`));
  const differing = startAll(paths, navigator.hardwareConcurrency, async (path) => {
    const compiled = compile(path);
    const traces = await Promise.all(
      TRACING_ENGINE_NAMES.map(async (engine) =>
        normalizeRcTrace(parseRcTrace(await traceOf(compiled, engine, path)))
      ),
    );
    return traces.length > 1 && traces.every((trace) => trace === traces[0]) ? [] : [path];
  });
  assertEquals((await Promise.all(differing)).flat(), []);
});

Deno.test("verbose traces name the callers, the same on every engine", async () => {
  const path = "tests/programs/closure/test_triple_nested_closure_capture.ori";
  const compiled = compile(path);
  const callers = async (engine: string) => {
    const lines = (await traceOf(compiled, engine, path, "verbose")).split("\n");
    return lines.filter((line) => /^\[RC\]( {3}called by| alloc)/.test(line))
      .map((line) => line.replace(/alloc \S+/, "alloc"));
  };
  const told = await Promise.all(TRACING_ENGINE_NAMES.map(callers));
  const [first = []] = told;
  assert(first.includes("[RC]   called by main"), first.join("\n"));
  assertEquals(told, told.map(() => first));
});

const LEAKING = `@make (n: int) -> [str] = [\`a text longer than what is kept inline {n}\`];

@fail (xs: [str]) -> int = if xs.len() > 0 then panic(msg: "no") else 0;

@main (args: [str]) -> void = {
    let $xs = make(n: args.len());
    let $f = x -> x + xs.len();
    print(msg: str(f(1)));
    let $caught = catch(expr: fail(xs:));
    print(msg: str(caught.is_err()));
    if args.len() == 0 then panic(msg: "the end") else ()
}
`;

/** The program without its releases in functions of the user. */
function withoutReleases(compiled: Compiled): Compiled {
  const keep = (op: Op) => op.kind !== "RcDec";
  for (const fn of compiled.arc.fns) {
    for (const block of fn.blocks) block.ops = block.ops.filter(keep);
  }
  return compiled;
}

for (const args of [[], ["x"]]) {
  const how = args.length === 0 ? "an uncaught panic" : "a normal exit, with a panic caught";
  Deno.test(`the leak report names types and places, the same in every way, after ${how} (VER-1)`, async () => {
    await Workspace.with({ "leaks.ori": LEAKING }, async (w) => {
      const compiled = withoutReleases(compile(`${w.path}/leaks.ori`));
      // check-rc stops at the first rule that is broken, so it never comes to a leak.
      const ways = WAYS.filter(({ engine }) => engine.tracesRc);
      const reports = await Promise.all(ways.map(async ({ engine, release }) => {
        const io = new CapturedIo("", { ORI_CHECK_LEAKS: "1" });
        const { exitCode } = await engine.run(compiled, { host, io, args, release });
        assertEquals(exitCode, 2);
        return io.stderr().replaceAll(`${w.path}/`, "");
      }));
      const [report] = reports;
      assertEquals(reports, ways.map(() => report));
      assertMatch(report, /ori: \d+ RC allocation\(s\) not freed \(memory leak\)\n/);
      assertMatch(report, /\n {2}1 x \[str\], allocated in \S+ at leaks\.ori:1:27\n/);
      assertMatch(report, /\n {2}1 x str, allocated in \S+ at leaks\.ori:1:28\n/);
      if (args.length === 0) assertStringIncludes(report, "panic: the end at leaks.ori:11:");
      else assertStringIncludes(report, "allocated in (start)\n");
    });
  });
}
