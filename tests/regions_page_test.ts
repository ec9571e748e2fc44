/** The page of `ori regions --html`: complete in itself, with regions as nested boxes and a table that can be searched. */
import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { MemoryHost } from "../src/base/mod.ts";
import { explainRegions, regionsPage } from "../src/driver/mod.ts";
import { boxesOf, callGraphOf } from "../src/inspect/mod.ts";
import { largeModules, largeProgram } from "../tasks/bench_compiler.ts";
import { Workspace } from "./support/cli.ts";
import { readStd } from "./support/snapshot.ts";

/** Debian's browser, which `setup.sh` installs where it can; without it the page is tested as text alone. */
const CHROMIUM = ["/usr/bin/chromium", "/usr/bin/chromium-browser"].find((path) => {
  try {
    return Deno.statSync(path).isFile;
  } catch {
    return false;
  }
});

const PROGRAM = `@names (xs: [str], n: int) -> [str] = {
    let out: [str] = [];
    for x in xs do {
        let $label = x + "<&>" + str(n);
        if label.len() > 30
        then out = out.push(label)
        else out = out.push(x)
    };
    out
}
@even (n: int) -> bool = if n == 0 then true else { print(msg: "even"); !odd(n: n - 1) };
@odd (n: int) -> bool = if n == 0 then false else { print(msg: "odd"); !even(n: n - 1) };
@main (args: [str]) -> void = {
    print(msg: names(xs: args, n: 3).join(separator: ","));
    print(msg: str(even(n: args.len())))
}
`;

function pageOf(text: string, modules: Readonly<Record<string, string>> = {}): string {
  const host = new MemoryHost({ ...modules, "main.ori": text }, readStd);
  const { checked, report } = explainRegions("main.ori", host, { verify: false });
  assert(report !== undefined);
  return regionsPage(checked, report);
}

/** The tags of the page in order, each closed by its own. */
function assertWellFormed(page: string): void {
  const open: string[] = [];
  const body = page.replace(/<script>.*<\/script>/s, "").replace(/<style>.*<\/style>/s, "");
  for (const [, slash, tag] of body.matchAll(/<(\/?)([a-z][a-z0-9]*)[^>]*>/g)) {
    if (tag === "meta" || tag === "input") continue;
    if (slash === "") open.push(tag);
    else assertEquals(open.pop(), tag);
  }
  assertEquals(open, []);
}

Deno.test("the page is complete in itself: no network, no text of the program that is taken for HTML", () => {
  const page = pageOf(PROGRAM);
  assertWellFormed(page);
  assertEquals(/\b(?:src|href)="(?!#)/.test(page), false);
  assertEquals(/https?:|@import|url\(/.test(page), false);
  assertStringIncludes(page, "x + &quot;&lt;&amp;&gt;&quot; + str(n)");
});

Deno.test("each line is there once, in the boxes of the regions around it", () => {
  const page = pageOf(PROGRAM);
  const lines = [...page.matchAll(/class="line" id="L(\d+)"/g)].map(([, line]) => Number(line));
  assertEquals(lines, Array.from({ length: PROGRAM.split("\n").length }, (_, i) => i + 1));
  // The join of lines 5 to 7 lies in the loop of lines 3 to 8, which lies in the function.
  const around = (line: number): string[] => {
    const before = page.slice(page.indexOf("<article"), page.indexOf(`id="L${line}"`));
    const open: string[] = [];
    for (const [tag, kind] of before.matchAll(/<div class="(\w+)[^>]*>|<\/div>/g)) {
      if (tag === "</div>") open.pop();
      else open.push(kind);
    }
    return open.filter((kind) => kind === "region");
  };
  assertEquals([1, 3, 6, 8, 9].map((line) => around(line).length), [1, 2, 3, 2, 0]);
  assertStringIncludes(page, 'class="region loop heat');
  assertStringIncludes(page, 'data-ids="names loop#1"');
});

Deno.test("functions that call each other are one unit of the call graph", () => {
  const page = pageOf(PROGRAM);
  const unit = page.split('<div class="unit"').find((part) => part.includes('id="fn-even"'));
  assert(unit !== undefined);
  assertStringIncludes(unit, 'id="fn-odd"');
  assertStringIncludes(unit, "calls itself in a circle");
  assertStringIncludes(unit, 'href="#fn-odd"');
});

Deno.test("the graph has a layer above that of its callees for each function, and one for those in a circle", () => {
  const host = new MemoryHost({ "main.ori": PROGRAM }, readStd);
  const { report } = explainRegions("main.ori", host, { verify: false });
  const { nodes, edges } = callGraphOf(
    report?.functions.filter(({ file }) => file === "main.ori") ?? [],
  );
  const of = (fn: string) => nodes.find((node) => node.fn === fn);
  assertEquals(["main", "even", "odd", "names"].map((fn) => of(fn)?.layer), [1, 0, 0, 0]);
  assertEquals(of("even")?.unit, of("odd")?.unit);
  assertEquals(of("names")?.name, "Main.names/2");
  assert((of("names")?.allocations ?? 0) > 0 && (of("names")?.counts ?? 0) > 0);
  const named = edges.map(([from, to]) => `${nodes[from].fn} ${nodes[to].fn}`).sort();
  assertEquals(named, ["even odd", "main even", "main names", "odd even"]);
});

Deno.test("decisions and costs are rows, with the region that they are in", () => {
  const rows = [...pageOf(PROGRAM).matchAll(/<tr data-id="([^"]*)">(.*?)<\/tr>/gs)]
    .map(([, id, cells]) => `${id}: ${cells.replaceAll(/<\/?td>/g, " ")}`);
  assert(
    rows.some((row) => row.startsWith("names loop#1:") && row.includes("allocates by str_concat")),
  );
  assert(rows.some((row) => row.startsWith("names loop#1:") && row.includes("len/0")));
  assert(rows.some((row) => row.startsWith("names join#") && row.includes("push/1")));
});

Deno.test("boxes that would overlap are cut: no line is in two places", () => {
  const region = (at: number, lines: [number, number], kind: string) => ({
    region_id: kind,
    at: `a.ori:${at}:1`,
    lines,
    regions: [],
  });
  const functions = [
    { fn: "f", root: region(1, [1, 6], "function") },
    { fn: "g", root: region(4, [4, 9], "function") },
    { fn: "h", root: region(6, [6, 6], "function") },
  ] as unknown as Parameters<typeof boxesOf>[0];
  const covered: number[] = [];
  const check = (boxes: ReturnType<typeof boxesOf>, first: number, last: number) => {
    let at = first;
    for (const box of boxes) {
      assert(box.first >= at && box.last <= last && box.first <= box.last);
      at = box.last + 1;
      covered.push(box.first);
      check(box.inside, box.first, box.last);
    }
  };
  check(boxesOf(functions, "a.ori", 10), 1, 10);
  assertEquals(covered.length, 3);
});

Deno.test("a program of 10,000 lines has a page of bounded size", () => {
  const text = largeProgram(10_000);
  const page = pageOf(text);
  assertWellFormed(page);
  const lines = [...page.matchAll(/class="line"/g)].length;
  assertEquals(lines, text.split("\n").length);
  assert(page.length < 40 * text.length, `${page.length} for ${text.length}`);
});

Deno.test("ori regions --html writes a page over its own only", async () => {
  await Workspace.with({ "main.ori": PROGRAM, "mine.html": "mine" }, async (w) => {
    const write = (out: string, ...flags: string[]) =>
      w.ori(["regions", "main.ori", `--html=${out}`, ...flags]);
    assertEquals(await write("out.html"), { code: 0, stdout: "", stderr: "" });
    assertEquals((await write("out.html")).code, 0);
    const refused = await write("mine.html");
    assertEquals(refused.code, 2);
    assertStringIncludes(refused.stderr, "E5008");
    assertEquals((await write("main.ori")).code, 2);
    assertEquals((await write("mine.html", "--force")).code, 0);
    assertEquals(await Deno.readTextFile(`${w.path}/main.ori`), PROGRAM);
  });
});

/** The DOM of a page after its script has run, with `search` in its address. */
async function domOf(path: string, search: string): Promise<string> {
  const { code, stdout } = await new Deno.Command(CHROMIUM ?? "", {
    args: [
      "--headless",
      "--no-sandbox",
      "--disable-gpu",
      `--user-data-dir=${path}.profile`,
      "--virtual-time-budget=3000",
      "--dump-dom",
      `file://${path}#${encodeURIComponent(search)}`,
    ],
    stderr: "null",
  }).output();
  assertEquals(code, 0);
  return new TextDecoder().decode(stdout);
}

/** What the script drew: the page without its scripts. */
function drawn(dom: string) {
  const body = dom.replace(/<script.*<\/script>/s, "");
  const all = (pattern: RegExp) => [...body.matchAll(pattern)].map(([, found]) => found);
  const nodes = [
    ...body.matchAll(
      /<g class="node" data-key="([^"]*)" data-unit="\d+" data-layer="(\d+)" transform="translate\((\d+) (\d+)\)"/g,
    ),
  ]
    .map(([, key, layer, x, y]) => ({ key, layer: Number(layer), x: Number(x), y: Number(y) }));
  return {
    view: all(/<svg [^>]*data-view="(\w+)"/g).join(),
    nodes,
    edges: [...body.matchAll(/class="edge" data-from="([^"]*)" data-to="([^"]*)"/g)]
      .map(([, from, to]) => `${from} ${to}`),
    clusters: all(/<rect class="cluster" data-unit="(\d+)"/g),
  };
}

type Drawn = ReturnType<typeof drawn>;

/** Each function once, no two at one place, callers above what they call. */
function assertLayered({ nodes, edges }: Drawn): void {
  assertEquals(new Set(nodes.map(({ key }) => key)).size, nodes.length);
  assertEquals(new Set(nodes.map(({ x, y }) => `${x} ${y}`)).size, nodes.length);
  for (const edge of edges) {
    const [from, to] = edge.split(" ").map((key) => nodes.find((node) => node.key === key));
    assert(from !== undefined && to !== undefined, edge);
    if (from.layer !== to.layer) assert(from.layer > to.layer && from.y < to.y, edge);
  }
}

if (CHROMIUM === undefined) {
  console.info("left out, as chromium is not installed (sh setup.sh deps): the page in a browser");
} else {
  Deno.test("in a browser, the search leaves the rows with all its words", async () => {
    await Workspace.with({ "page.html": pageOf(PROGRAM) }, async (w) => {
      const dom = await domOf(`${w.path}/page.html`, "names loop str_concat");
      const rows = [...dom.matchAll(/<tr data-id="[^"]*"( hidden="")?>(.*?)<\/tr>/gs)];
      const shown = rows.filter(([, hidden]) => hidden === undefined);
      assert(shown.length > 0 && shown.length < rows.length);
      for (const [, , cells] of shown) assertStringIncludes(cells, "str_concat");
      assertStringIncludes(dom, `${shown.length} of ${rows.length} rows`);
      const all = await domOf(`${w.path}/page.html`, "");
      assertStringIncludes(all, `${rows.length} of ${rows.length} rows`);
    });
  });

  Deno.test("in a browser, the call graph of 300 lines is drawn whole, in layers, circles in a frame", async () => {
    const source = largeProgram(300).replace(
      "@main () -> void = {",
      `${EVEN_ODD}@main () -> void = {
    print(msg: str(even(n: 3)));`,
    );
    await Workspace.with({ "page.html": pageOf(source) }, async (w) => {
      const graph = drawn(await domOf(`${w.path}/page.html`, ""));
      assertEquals(graph.view, "whole");
      assertLayered(graph);
      const keys = graph.nodes.map(({ key }) => key);
      for (const fn of ["main", "work0", "update7", "even", "odd"]) assert(keys.includes(fn), fn);
      assert(graph.edges.includes("main work0") && graph.edges.includes("work0 update0"));
      assert(graph.edges.includes("even odd") && graph.edges.includes("odd even"));
      assertEquals(graph.clusters.length, 1);
    });
  });

  Deno.test("in a browser, of 10,000 lines what is around a function is drawn, and the search works", async () => {
    await Workspace.with({ "page.html": pageOf(largeProgram(10_000)) }, async (w) => {
      const start = drawn(await domOf(`${w.path}/page.html`, ""));
      assertEquals(start.view, "around");
      assertLayered(start);
      assert(start.nodes.length <= 60 && start.nodes.some(({ key }) => key === "main"));
      const dom = await domOf(`${w.path}/page.html`, "work100");
      const around = drawn(dom);
      assertLayered(around);
      const keys = around.nodes.map(({ key }) => key);
      for (const fn of ["work100", "main", "update100", "sum100"]) assert(keys.includes(fn), fn);
      const rows = [...dom.matchAll(/<tr data-id="([^"]*)"( hidden="")?>/g)];
      const shown = rows.filter(([, , hidden]) => hidden === undefined);
      assert(shown.length > 0 && shown.length < rows.length);
      for (const [, id] of shown) assert(id.includes("work100"), id);
    });
  });

  Deno.test("in a browser, the modules of a large program are drawn as one node each", async () => {
    const { "main.ori": main, ...modules } = largeModules(4000, 5);
    await Workspace.with({ "page.html": pageOf(main, modules) }, async (w) => {
      const graph = drawn(await domOf(`${w.path}/page.html`, ""));
      assertEquals(graph.view, "modules");
      assertLayered(graph);
      assertEquals(
        graph.nodes.map(({ key }) => key).sort(),
        ["main.ori", ...Object.keys(modules)].sort(),
      );
      assert(graph.edges.includes("part1.ori part0.ori"), graph.edges.join());
    });
  });
}

const EVEN_ODD =
  `@even (n: int) -> bool = if n == 0 then true else { print(msg: "even"); !odd(n: n - 1) };
@odd (n: int) -> bool = if n == 0 then false else { print(msg: "odd"); !even(n: n - 1) };
`;
