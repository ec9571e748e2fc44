/** `ori regions`: the scopes of a program with what happens in each (seeds DBG-1, DBG-2, DBG-13, DBG-14). */
import { assertEquals, assertStringIncludes } from "@std/assert";
import { printProgram } from "../src/arc/mod.ts";
import { MemoryHost } from "../src/base/mod.ts";
import {
  compileMain,
  explainRc,
  explainRegions,
  type FunctionReport,
  type RegionReport,
} from "../src/driver/mod.ts";
import { only } from "./support/debug_events.ts";
import { eventsOf } from "./support/debug_events.ts";
import { Workspace } from "./support/cli.ts";
import { checkSources, readStd } from "./support/snapshot.ts";

const PROGRAM = `trait Shape { @area (self) -> int; }
type Circle = { r: int }
impl Circle: Shape {
    @area (self) -> int = {
        let t = 0;
        for i in 0..self.r do t += i * self.r;
        t
    };
}
@total<T: Shape> (xs: [T]) -> int = {
    let sum = 0;
    for x in xs do sum += x.area();
    sum
}
@names (xs: [str], n: int) -> [str] = {
    let out: [str] = [];
    for x in xs do {
        let $label = x + ":" + str(n);
        if label.len() > 30 then out = out.push(label)
    };
    out
}
@main (args: [str]) -> void = {
    let $many = names(xs: args, n: total(xs: [Circle { r: args.len() }]));
    print(msg: many.join(separator: ","))
}
`;

function report(fn?: string) {
  const host = new MemoryHost({ "main.ori": PROGRAM }, readStd);
  const { report } = explainRegions("main.ori", host, { verify: true, fn });
  if (report === undefined) throw new Error("the program does not compile");
  return report;
}

function all(region: RegionReport): RegionReport[] {
  return [region, ...region.regions.flatMap(all)];
}

function regionsOf({ root }: FunctionReport): RegionReport[] {
  return all(root);
}

Deno.test("DBG-1, DBG-13: the tree of scopes with its blocks, and the values at the boundaries", () => {
  const [total] = report("total").functions;
  assertEquals(total.fn, "total<Circle>");
  assertEquals(total.name, "Main.total<Circle>/1");
  const [root, loop] = regionsOf(total);
  assertEquals([root.region_id, loop.region_id], ["function", "loop#1"]);
  assertEquals(loop.at, "main.ori:12:5");
  assertEquals(loop.lines, [12, 12]);
  const roles = new Set(loop.blocks.map(({ role }) => role));
  for (const role of ["preheader", "header", "latch", "exit"] as const) {
    assertEquals([role, roles.has(role)], [role, true]);
  }
  assertEquals(loop.env.entry.map(({ name, type }) => `${name}: ${type}`), [
    "xs: [Circle]",
    "length: int",
  ]);
  assertEquals(loop.env.exit.map(({ name, type, origin }) => `${name}: ${type}, ${origin}`), [
    "sum: int, phi",
  ]);
});

Deno.test("DBG-13, DBG-14: calls with their certainty, decisions, requires and provides", () => {
  const [total] = report("total").functions;
  const [, loop] = regionsOf(total);
  assertEquals(
    loop.calls_seen.filter(({ kind }) => kind !== "Plugin")
      .map(({ kind, signature, certain, at }) => ({ kind, signature, certain, at })),
    [{ kind: "UserMethod", signature: "Circle.area/0", certain: false, at: "main.ori:12:27" }],
  );
  assertEquals(
    loop.rewrite_log.map(({ method, chosen, reason }) => `${method}: ${chosen}, ${reason}`),
    ["area: Shape.area/0, bound", "area: Circle.area/0, impl"],
  );
  assertEquals(loop.requires_local.includes("Circle.area/0"), true);
  assertEquals(total.root.requires.includes("Circle.area/0"), true);
  assertEquals(total.root.requires_local.includes("Circle.area/0"), false);
});

Deno.test("DBG-13: counts and allocations are in the region that pays for them", () => {
  const [names] = report("names").functions;
  const loop = regionsOf(names).find(({ region_id }) => region_id.startsWith("loop#"));
  const made = loop?.allocations.map(({ op, what }) => `${op} ${what}`);
  assertEquals(made?.includes("str_concat str"), true);
  const inside = loop === undefined ? [] : all(loop);
  assertEquals(inside.flatMap(({ counts }) => counts).length > 0, true);
});

Deno.test("functions of which every call was inlined keep their decisions", () => {
  const host = new MemoryHost({
    "main.ori": `type P = { x: int }
impl P { @twice (self) -> int = self.x * 2; }
@helper (p: P) -> int = p.twice();
@main (args: [str]) -> void = print(msg: str(helper(p: P { x: args.len() })));
`,
  }, readStd);
  const { report } = explainRegions("main.ori", host, { verify: true, fn: "helper" });
  assertEquals(report?.functions, []);
  assertEquals(report?.removed.map(({ fn, rewrite_log }) => [fn, rewrite_log[0].chosen]), [
    ["helper", "P.twice/0"],
  ]);
});

Deno.test("DBG-6, DBG-13: one region id in events, ARC text, reasons of counts and ori regions", () => {
  const [names] = report("names").functions;
  const regions = regionsOf(names);
  const ids = new Set(regions.map(({ region_id }) => region_id));
  // Events of the final program.
  const phis = only(eventsOf(PROGRAM, ["ssa", "rc", "aot"]), "ssa.phi").filter(({ fn }) =>
    fn === "names"
  );
  assertEquals(phis.length > 0, true);
  for (const { region_id } of phis) assertEquals(ids.has(region_id.split("/")[0]), true, region_id);
  const aot = only(eventsOf(PROGRAM, ["aot"]), "aot.region").filter(({ fn }) => fn === "names");
  assertEquals(aot.map(({ region_id }) => region_id), [...ids].sort(byNumber));
  // The text of ARC declares the same regions, and its blocks lie in them with these roles.
  const checked = checkSources({ "main.ori": PROGRAM }, ["main.ori"]);
  const compiled = compileMain(checked, { verify: true });
  const text = compiled === undefined ? "" : printProgram(compiled.arc);
  const own = text.slice(
    text.indexOf("fn names("),
    text.indexOf("\n}\n", text.indexOf("fn names(")),
  );
  for (const { region_id, blocks } of regions.slice(1)) {
    const [kind, id] = region_id.split("#");
    assertStringIncludes(own, `region ${id} ${kind} in `);
    for (const { bb, role } of blocks) {
      assertEquals(new RegExp(`^bb${bb}(?:\\(.*\\))? region ${id} ${role}:$`, "m").test(own), true);
    }
  }
  // Each count that is left has its region in `ori why-rc` too, and its reason in the events.
  const counts = regions.flatMap(({ region_id, counts }) =>
    counts.filter(({ at }) => at.startsWith("main.ori")).map(({ op, at }) =>
      `${region_id} ${op} ${at}`
    )
  );
  const lines = new Set(counts.map((text) => Number(text.split(":")[1])));
  const explained = [...lines].flatMap((line) =>
    explainRc(checked, { path: "main.ori", line }, { verify: false }) ?? []
  ).filter(({ fn }) => fn === "names").map(({ region_id, kind, position }) =>
    `${region_id.split("/")[0]} ${kind} ${position}`
  );
  assertEquals(explained.sort(), counts.sort());
});

function byNumber(a: string, b: string): number {
  const number = (id: string) => Number(id.split("#")[1] ?? 0);
  return number(a) - number(b);
}

/** Functions that are inlined, with and without a decision in them. */
const INLINED = `@decides (n: int) -> str = n.to_str();
@plain (n: int) -> int = n + 1;
@main (args: [str]) -> void = print(msg: decides(n: plain(n: args.len())));
`;

Deno.test("ori regions prints a tree, JSON, and says what it does not find", async () => {
  await Workspace.with(
    { "main.ori": PROGRAM, "inlined.ori": INLINED, "wrong.ori": "@main () -> void = 1;\n" },
    async (w) => {
      const text = await w.ori(["regions", "main.ori", "--fn=names"]);
      assertEquals(text.code, 0);
      assertStringIncludes(text.stdout, "names (Main.names/2), unit ");
      assertStringIncludes(text.stdout, "    loop#1 at main.ori:17:5, lines 17 to 20\n");
      assertStringIncludes(text.stdout, "allocates str by str_concat at main.ori:18:22");
      const json = await w.ori(["regions", "main.ori", "--json"]);
      const { schemaVersion, functions } = JSON.parse(json.stdout);
      assertEquals(schemaVersion, 1);
      assertEquals(functions.some(({ fn }: FunctionReport) => fn === "main"), true);
      for (const fn of ["decides", "plain"]) {
        const gone = await w.ori(["regions", "inlined.ori", `--fn=${fn}`]);
        assertEquals([gone.code, gone.stdout], [0, `${fn}: every call of it was inlined\n`]);
        const { stdout } = await w.ori(["regions", "inlined.ori", `--fn=${fn}`, "--json"]);
        assertEquals(JSON.parse(stdout).removed.map((one: { fn: string }) => one.fn), [fn]);
      }
      const unknown = await w.ori(["regions", "main.ori", "--fn=nothing"]);
      assertEquals(unknown.code, 2);
      assertStringIncludes(unknown.stderr, "the program has no function `nothing`");
      const wrong = await w.ori(["regions", "wrong.ori"]);
      assertEquals([wrong.code, wrong.stdout], [1, ""]);
      assertStringIncludes(wrong.stderr, "E2001");
    },
  );
});

Deno.test("DBG-6: what a run counts is joined with the regions, on the VM and natively", async () => {
  await Workspace.with({ "main.ori": PROGRAM }, async (w) => {
    const texts = ["a text of more than thirty characters", "another one of more than thirty"];
    for (const engine of ["vm", "aot"]) {
      const run = await w.ori([
        "rc-stats",
        "main.ori",
        "--json",
        `--engine=${engine}`,
        "--",
        ...texts,
      ]);
      const { regions, total } = JSON.parse(run.stdout);
      const loop = regions.find((row: Row) =>
        row.fn === "names" && row.region_id.startsWith("loop#")
      );
      const known = new Set(
        regionsOf(report("names").functions[0]).map(({ region_id }) => region_id),
      );
      assertEquals(known.has(loop?.region_id), true);
      assertEquals(loop.alloc >= texts.length, true, JSON.stringify(loop));
      // No event is lost, and none is counted twice.
      for (const kind of ["alloc", "inc", "dec", "free"] as const) {
        assertEquals(regions.reduce((all: number, row: Row) => all + row[kind], 0), total[kind]);
      }
    }
  });
});

interface Row {
  readonly fn: string;
  readonly name?: string;
  readonly region_id: string;
  readonly alloc: number;
  readonly inc: number;
  readonly dec: number;
  readonly free: number;
}
