/**
 * One program, and the same region in every form that ori gives of it (seeds DBG-2, DBG-6): `fn` and `region_id` join events, ARC text,
 * bytecode, LLVM's debug locations, panics, traces of counting and the reports; `name` joins them with plan.json.
 */
import { assert, assertEquals, assertMatch } from "@std/assert";
import { join } from "@std/path";
import { emitBytecode, regionAt } from "../src/bytecode/mod.ts";
import { compileMain, emitStage, explainRegions, type RegionReport } from "../src/driver/mod.ts";
import { createHost } from "../src/driver/mod.ts";
import { parseRcTrace } from "../src/testing/mod.ts";
import { MemoryHost } from "../src/base/mod.ts";
import { Workspace } from "./support/cli.ts";
import { eventsOf } from "./support/debug_events.ts";
import { checkSources, readStd } from "./support/snapshot.ts";

const PROGRAM = `@label (x: str, n: int) -> str = x + ":" + str(n);
@names (xs: [str], limits: [int]) -> [str] = {
    let out: [str] = [];
    for i in 0..xs.len() do {
        let $text = label(x: xs[i], n: i);
        if text.len() > limits[i] then out = out.push(text)
    };
    out
}
@main (args: [str]) -> void = {
    let $limits = [10, 20];
    print(msg: str(names(xs: ["a text of more than thirty characters", "short"], limits:).len()));
    print(msg: str(names(xs: args, limits:).len()))
}
`;

/** Enough arguments that \`limits[i]\` is out of bounds in the loop. */
const ARGS = ["one", "two", "three"];
const PANIC_AT = "main.ori:6:25";
/** The key of the place: the condition in the body of the loop. */
const FN = "names";
const NAME = "Main.names/2";
const LOOP = "loop#1";
const BODY = "loop#1/body";

const checked = checkSources({ "main.ori": PROGRAM }, ["main.ori"]);
const compiled = compileMain(checked, { verify: true });
assert(compiled !== undefined);
const { arc, sources } = compiled;

function stage(kind: "arc" | "bytecode" | "llvm" | "plan"): string {
  const text = emitStage(checkSources({ "main.ori": PROGRAM }, ["main.ori"]), kind, {
    verify: false,
    release: false,
  });
  assert(text !== undefined);
  return text;
}

function all(region: RegionReport): RegionReport[] {
  return [region, ...region.regions.flatMap(all)];
}

Deno.test("DBG-6: ori regions, ARC text and plan.json name the function and its regions", () => {
  const { report } = explainRegions("main.ori", new MemoryHost({ "main.ori": PROGRAM }, readStd), {
    verify: true,
  });
  const found = report?.functions.find(({ fn }) => fn === FN);
  assert(found !== undefined);
  assertEquals(found.name, NAME);
  const loop = all(found.root).find(({ region_id }) => region_id === LOOP);
  assertEquals(loop?.at, "main.ori:4:5");
  const text = stage("arc");
  assertMatch(text, /^fn names\(/m);
  assertMatch(text.slice(text.indexOf("fn names(")), /^ {2}region 1 loop in 0/m);
  const plan = JSON.parse(stage("plan"));
  assert(plan.units.some(({ scc }: { scc: string[] }) => scc.includes(NAME)));
});

Deno.test("DBG-6: every event of a function of the program has both of its names", () => {
  const events = eventsOf(PROGRAM, ["resolve", "ssa", "op", "aot", "rc"]);
  const here = events.filter(({ fn, region_id }) => fn === FN && region_id.startsWith(LOOP));
  for (const cat of ["resolve", "ssa", "op", "aot"]) {
    assert(here.some((event) => event.cat === cat));
  }
  for (const { fn, name } of events) {
    if (fn === FN) assertEquals(name, NAME);
    if (fn === "") assertEquals(name, undefined);
  }
  // Also an instance, a lambda and a function of std.
  const names = new Map(events.map(({ fn, name }) => [fn, name]));
  for (const fn of arc.fns) assertEquals(names.get(fn.name), compiled.names(fn), fn.name);
});

Deno.test("DBG-2: each word of bytecode is in the region of its block, and its text says so", () => {
  const { chunks, files } = emitBytecode(arc, sources);
  const chunk = chunks.find(({ name }) => name === FN);
  assert(chunk !== undefined);
  const rows: string[] = [];
  for (let i = 0; i < chunk.lines.length; i += 4) {
    const [pc, file, line, column] = chunk.lines.slice(i, i + 4);
    rows.push(`${files[file]}:${line}:${column} ${regionAt(chunk, pc)}`);
  }
  assert(rows.includes(`${PANIC_AT} ${BODY}`), rows.join("\n"));
  const text = stage("bytecode");
  const own = text.slice(text.indexOf("fn names(")).split("\n\n")[0];
  const regions = own.split("\n").flatMap((line, i, lines) =>
    line.endsWith(`# ${PANIC_AT}`) || line.includes(`, ${PANIC_AT}`)
      ? [lines.slice(0, i).findLast((one) => /^\w.*:$/.test(one)) ?? ""]
      : []
  );
  assert(regions.includes(`${BODY}:`), own);
});

/** The region of each position in the debug locations of function `fn`, by number: those of the scopes around them. */
function llvmRegions(text: string, fn: string): Map<string, Set<number>> {
  const nodes = new Map([...text.matchAll(/^(!\d+) = (.*)$/gm)].map(([, id, node]) => [id, node]));
  const field = (node: string, name: string) =>
    new RegExp(`\\b${name}: "?([^",)]+)`).exec(node)?.[1];
  const found = new Map<string, Set<number>>();
  for (const node of nodes.values()) {
    if (!node.startsWith("!DILocation(")) continue;
    let scope = nodes.get(field(node, "scope") ?? "") ?? "";
    const region = Number(field(scope, "discriminator") ?? 0);
    const file = nodes.get(field(scope, "file") ?? "") ?? "";
    while (!scope.includes("DISubprogram")) {
      scope = nodes.get(field(scope, "scope") ?? "") ?? "DISubprogram";
    }
    if (field(scope, "name") !== fn) continue;
    const at = `${field(file, "filename")}:${field(node, "line")}:${field(node, "column")}`;
    found.set(at, (found.get(at) ?? new Set()).add(region));
  }
  return found;
}

Deno.test("DBG-6: a debug location of LLVM is in the lexical block of its loop or join", () => {
  const text = stage("llvm");
  const regions = llvmRegions(text, FN);
  // The clean-up after a panic has its position, and is code of the function.
  assertEquals(regions.get(PANIC_AT), new Set([0, 1]));
  assertMatch(text, /distinct !DILexicalBlock\(scope: !\d+, file: !\d+, line: 4, column: 5\)/);
  // What was inlined from std has the file of std, not that of the function around it.
  for (const at of regions.keys()) {
    assert(Number(at.split(":")[1]) <= 14 || at.startsWith("std/"), at);
  }
  // As bytecode has it, position by position.
  const { chunks, files } = emitBytecode(arc, sources);
  const chunk = chunks.find(({ name }) => name === FN);
  assert(chunk !== undefined);
  for (let i = 0; i < chunk.lines.length; i += 4) {
    const [pc, file, line, column] = chunk.lines.slice(i, i + 4);
    const of = regions.get(`${files[file]}:${line}:${column}`);
    const number = Number(/#(\d+)/.exec(regionAt(chunk, pc))?.[1] ?? 0);
    // Calls that need nothing at run time have no location.
    if (of !== undefined) assert(of.has(number), `${files[file]}:${line}:${column} ${number}`);
  }
});

interface PanicLine {
  readonly schemaVersion: number;
  readonly panic: {
    readonly message: string;
    readonly at: string;
    readonly frames: readonly {
      readonly fn: string;
      readonly region_id: string;
      readonly at: string;
    }[];
  };
}

Deno.test("DBG-6: a panic as JSON names function and region, on every engine and in a stripped binary", async () => {
  await Workspace.with({ "main.ori": PROGRAM }, async (w) => {
    const env = { ORI_BACKTRACE: "json" };
    const check = (how: string, code: number, stderr: string) => {
      assertEquals(code, 1, stderr);
      const [text, line, ...rest] = stderr.trimEnd().split("\n");
      assertEquals(rest, [], how);
      const { schemaVersion, panic } = JSON.parse(line) as PanicLine;
      assertEquals(text, `panic: ${panic.message} at ${panic.at}`);
      const [first, ...callers] = panic.frames;
      assertEquals([schemaVersion, panic.at], [1, PANIC_AT]);
      assertEquals([how, first], [how, { fn: FN, region_id: BODY, at: PANIC_AT }]);
      // A call that clang inlined has no frame of its own.
      if (how !== "aot --release") assertEquals(callers.map(({ fn }) => fn), ["main"]);
    };
    for (const engine of ["vm", "check-rc"]) {
      const { code, stderr } = await w.ori(
        ["run", "main.ori", `--engine=${engine}`, "--", ...ARGS],
        {
          env,
        },
      );
      check(engine, code, stderr);
    }
    for (const release of [false, true]) {
      await w.ori(["build", "main.ori", "-o", "app", ...(release ? ["--release"] : [])]);
      await w.tool("strip", "app");
      const { code, stderr } = await w.run(join(w.path, "app"), ARGS, { env });
      check(release ? "aot --release" : "aot", code, stderr);
    }
  });
});

Deno.test("texts of a panic are escaped in its JSON as they are everywhere", async () => {
  const source = '@main () -> void = panic(msg: "a \\"quote\\", a \\\\, a\\ttab and é");\n';
  await Workspace.with({ "main.ori": source }, async (w) => {
    for (const engine of ["vm", "check-rc", "aot"]) {
      const env = { ORI_BACKTRACE: "json" };
      const { stderr } = await w.ori(["run", "main.ori", `--engine=${engine}`], { env });
      const { panic } = JSON.parse(stderr.trimEnd().split("\n").at(-1) ?? "") as PanicLine;
      assertEquals([engine, panic.message], [engine, 'a "quote", a \\, a\ttab and é']);
      assertEquals(panic.frames, [{ fn: "main", region_id: "function", at: "main.ori:1:20" }]);
    }
  });
});

Deno.test("DBG-6: traces, their totals and reasons of counts have the region", async () => {
  await Workspace.with({ "main.ori": PROGRAM }, async (w) => {
    for (const engine of ["vm", "aot"]) {
      const run = ["--engine=" + engine, "main.ori"];
      const { stderr } = await w.ori(["run", ...run], { env: { ORI_TRACE_RC: "1" } });
      const traced = parseRcTrace(stderr).filter(({ fn, region_id }) =>
        fn === FN && region_id !== ""
      );
      const made = traced.filter(({ kind, region_id }) => kind === "alloc" && region_id === BODY);
      assert(made.length > 0, stderr);
      const { stdout } = await w.ori(["rc-stats", ...run, "--json"]);
      const { schemaVersion, regions } = JSON.parse(stdout);
      assertEquals(schemaVersion, 2);
      const row = regions.find((one: Row) => one.fn === FN && one.region_id === LOOP);
      assertEquals(row.name, NAME);
      const inLoop = traced.filter(({ region_id }) => region_id.startsWith(`${LOOP}/`));
      assertEquals(row.alloc, inLoop.filter(({ kind }) => kind === "alloc").length);
    }
    const { stdout } = await w.ori(["why-rc", "main.ori:2", "--json"]);
    const counts = JSON.parse(stdout).counts;
    for (const { fn, name } of counts) assertEquals([fn, name], [FN, NAME]);
    const ids = counts.map(({ region_id }: Row) => region_id);
    assert(ids.some((id: string) => /^(?:loop|join)#\d+\/\w+$/.test(id)), ids.join());
  });
});

interface Row {
  readonly fn: string;
  readonly region_id: string;
}

const DWARFDUMP = ["/usr/bin/llvm-dwarfdump", "/usr/bin/llvm-dwarfdump-19"]
  .find((path) => createHost().isFile(path));

if (DWARFDUMP === undefined) {
  console.info(
    "left out, as llvm-dwarfdump is not installed: regions in the line table of a binary",
  );
} else {
  Deno.test("DBG-6: the line table of a binary has the number of the region as discriminator", async () => {
    await Workspace.with({ "main.ori": PROGRAM }, async (w) => {
      await w.ori(["build", "main.ori", "-o", "app"]);
      const { stdout } = await w.run(DWARFDUMP, ["--debug-line", "app"]);
      // Address, line, column, file, ISA, discriminator.
      const rows = [...stdout.matchAll(/^0x[0-9a-f]+ +(\d+) +(\d+) +(\d+) +\d+ +(\d+)/gm)];
      const [, line, column] = PANIC_AT.split(":");
      const here = rows.filter(([, l, c, file]) => l === line && c === column && file === "1");
      assertEquals(
        new Set(here.map(([, , , , discriminator]) => discriminator)),
        new Set(["0", "1"]),
      );
    });
  });
}
