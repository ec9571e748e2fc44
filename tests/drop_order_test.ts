/**
 * The order of destructors (docs/drop-order.md): one cell for each exit and construct. Where an expression is left, what was
 * created is dropped in reverse order of its creation; what the compiler holds goes with its construct. So it is on every engine,
 * whether passes see the bodies of the callees or not, and without the passes that optimise.
 */
import { assert, assertEquals } from "@std/assert";
import {
  CapturedIo,
  type Checked,
  checkFiles,
  type Compiled,
  compileMain,
  createHost,
  monoMain,
  renderText,
} from "../src/driver/mod.ts";
import type { MonoProgram } from "../src/mono/mod.ts";
import { type Way, WAYS } from "../src/testing/mod.ts";
import { CALLEES, CALLS, type Exit, HELD, PRELUDE } from "./support/drop_order.ts";
import { lowerPlainly } from "./support/plain_lowering.ts";
import { runReference } from "./support/reference/run.ts";

/** Expressions that create values and have a hole `X` of type `N` among them. */
const CONSTRUCTS: Readonly<Record<string, string>> = {
  call: 'four(a: n("1"), b: n("2"), c: X, d: n("4"))',
  "call out of order": 'four(c: n("1"), a: n("2"), b: X, d: n("4"))',
  "call that keeps": 'keep(a: n("1"), b: n("2"), c: X)',
  method: 'n("1").with(b: n("2"), c: X)',
  closure: 'chosen()(n("1"), n("2"), X)',
  operator: 'n("1") + (n("2") + X)',
  list: '[n("1"), n("2"), X, n("4")]',
  "list with a spread": '[...[n("1"), n("2")], n("3"), X]',
  tuple: '(n("1"), n("2"), X)',
  struct: 'P { a: n("1"), b: n("2"), c: X }',
  "struct out of order": 'P { c: n("1"), a: n("2"), b: X }',
  "field of a struct": 'P { a: n("1"), b: n("2"), c: X }.c.id',
  "field of a tuple": '(n("1"), X, n("3")).0.id',
  variant: 'V(a: n("1"), b: n("2"), c: X)',
  map: '{1: n("1"), 2: n("2"), 3: X}',
  nested: '(n("1"), [n("2"), n("3")], P { a: n("4"), b: X, c: n("6") })',
};

const EXITS: Readonly<Record<string, Exit>> = {
  none: { hole: 'n("x")', fn: "@$ () -> void = { let _v = C; }" },
  "? of None": { hole: "absent()?", fn: "@$ () -> Option<int> = { let _v = C; Some(1) }" },
  "? of Err": { hole: "failed()?", fn: "@$ () -> Result<int, str> = { let _v = C; Ok(1) }" },
  "? that goes on": { hole: 'Some(n("x"))?', fn: "@$ () -> Option<int> = { let _v = C; Some(1) }" },
  break: { hole: "break", fn: "@$ () -> void = loop { let _v = C; break }" },
  continue: { hole: "continue", fn: "@$ () -> void = for i in 0..1 do { let _v = C; }" },
  "labeled break": {
    hole: "break:out",
    fn: "@$ () -> void = loop:out { loop { let _v = C; break } }",
  },
  "break in a branch": {
    hole: 'if yes() then break else n("x")',
    fn: "@$ () -> void = loop { let _v = C; break }",
  },
  "branch that goes on": {
    hole: 'if yes() then n("x") else break',
    fn: "@$ () -> void = loop { let _v = C; break }",
  },
  "block with locals": {
    hole: '{ let _in = n("in"); break }',
    fn: '@$ () -> void = loop { let _out = n("out"); let _v = C; break }',
  },
  panic: { hole: "no()", fn: "@$ () -> void = { let _r = catch(expr: { let _v = C; 1 }); }" },
  "panic in a branch": {
    hole: 'if yes() then panic(msg: "no") else n("x")',
    fn: "@$ () -> void = { let _r = catch(expr: { let _v = C; 1 }); }",
  },
};

/** Exits after which the construct is complete. */
const COMPLETING: ReadonlySet<string> = new Set(["none", "? that goes on", "branch that goes on"]);

/** Constructs that, once complete, have an order of their own: of fields, or of operands whose result is an operand again. */
const OWN_ORDER: ReadonlySet<string> = new Set(["operator", "struct out of order"]);

/** Exits of constructs in which the compiler holds values. */
const EXITS_OF_HELD: Readonly<Record<string, Exit>> = {
  none: { hole: "0", fn: "@$ () -> void = { let _v = C; }" },
  "? of None": { hole: "gone()?", fn: "@$ () -> Option<int> = { let _v = C; Some(1) }" },
  "? of Err": { hole: "wrong()?", fn: "@$ () -> Result<int, str> = { let _v = C; Ok(1) }" },
  break: { hole: "break:out", fn: "@$ () -> void = loop:out { let _v = C; break }" },
  continue: { hole: "continue:out", fn: "@$ () -> void = for:out i in 0..1 do { let _v = C; }" },
  "break in a branch": {
    hole: "if yes() then break:out else 0",
    fn: '@$ () -> void = loop:out { let _out = n("out"); let _v = C; break }',
  },
  panic: { hole: "stop()", fn: "@$ () -> void = { let _r = catch(expr: { let _v = C; 1 }); }" },
};

/** Constructs of which some parts go, or are kept by what was made later, before they are left. */
const HELD_WITH_OWN_ORDER: ReadonlySet<string> = new Set([
  "match that takes apart",
  "match of a literal that takes apart",
  "field of a call",
  "index",
  "index with the length",
  "local that is kept",
  "local that is kept along one path",
  "closure",
  "field that is handed on",
  "field of a field that is handed on",
  "element that is handed on",
  "second name by an assignment",
  "second name that is gone",
]);

interface Cell {
  readonly name: string;
  readonly isReversed: boolean;
  readonly fn: string;
}

function cells(): Cell[] {
  return Object.entries(EXITS).flatMap(([exit, { fn, hole }]) =>
    Object.entries(CONSTRUCTS).map(([construct, text]) => ({
      name: `${exit}, ${construct}`,
      isReversed: !COMPLETING.has(exit) || !OWN_ORDER.has(construct),
      fn: fn.replace("C;", `${text.replace("X", `${hole}`)};`),
    }))
  );
}

function programOf(all: readonly Cell[], callees = ""): string {
  const fns = all.map(({ fn }, i) => fn.replace("$", `cell${i}`)).join("\n");
  const calls = all.map((_, i) => `    print(msg: "# ${i}"); let _ = cell${i}();`).join("\n");
  return `${PRELUDE}${callees}${fns}\n@main () -> void = {\n${calls}\n}\n`;
}

/** Ids that are not dropped just once, or, with `isReversed`, in another order than the reverse of their creation. */
function faultIn(lines: readonly string[], isReversed: boolean): string | undefined {
  const live: string[] = [];
  for (const line of lines) {
    const id = line.slice(1);
    if (line.startsWith("+")) live.push(id);
    else if (live.includes(id) && (!isReversed || live.at(-1) === id)) {
      live.splice(live.indexOf(id), 1);
    } else return `${lines.join(" ")}: -${id} while ${live.join(" ")} are live`;
  }
  return live.length === 0 ? undefined : `${lines.join(" ")}: ${live.join(" ")} stay`;
}

const host = createHost();

function check(text: string): { readonly checked: Checked; readonly mono: MonoProgram } {
  const checked = checkFiles(["main.ori"], {
    readText: () => ({ kind: "text", text }),
    readStdText: (url) => host.readStdText(url),
    readEmbedded: (...asked) => host.readEmbedded(...asked),
    isFile: (path) => path === "main.ori",
    listDirectory: () => [],
  });
  const mono = monoMain(checked);
  assert(
    mono !== undefined,
    renderText(checked.diagnostics.all, checked.sources, { color: false }),
  );
  return { checked, mono };
}

function compile(text: string): { readonly compiled: Compiled; readonly plain: Compiled } {
  const { checked, mono } = check(text);
  const compiled = compileMain(checked, { verify: true });
  assert(compiled !== undefined);
  return { compiled, plain: { ...compiled, arc: lowerPlainly(mono) } };
}

async function run(program: Compiled, { name, engine, release }: Way): Promise<string> {
  const io = new CapturedIo("", { ORI_CHECK_LEAKS: "1" });
  const { exitCode } = await engine.run(program, { host, io, args: [], release });
  assertEquals({ exitCode, stderr: io.stderr() }, { exitCode: 0, stderr: "" }, name);
  return io.stdout();
}

/** What each cell prints: the same in all `ways`, and without the passes that optimise. */
async function partsOf(
  all: readonly Cell[],
  ways: readonly Way[],
  callees = "",
): Promise<readonly (readonly string[])[]> {
  const { compiled, plain } = compile(programOf(all, callees));
  const [vm] = WAYS;
  const expected = splitCells(await run(plain, vm as Way));
  assertEquals(expected.length, all.length);
  for (const way of ways) {
    const found = splitCells(await run(compiled, way));
    const faults = all.flatMap(({ name, fn }, i) => {
      const [got, wanted] = [found[i], expected[i]].map((lines) => lines?.join(" "));
      return got === wanted ? [] : [`${name}: ${got}, not ${wanted}; ${fn}`];
    });
    assertEquals(faults, [], way.name);
  }
  return expected;
}

function splitCells(output: string): readonly (readonly string[])[] {
  return output.split(/^# \d+\n/m).slice(1)
    .map((part) => part.split("\n").filter((line) => line !== ""));
}

Deno.test("what an expression made goes in reverse order of creation, however it is left", async () => {
  const all = cells();
  const parts = await partsOf(all, WAYS);
  const faults = parts.flatMap((lines, i) => {
    const { name, isReversed } = all[i] as Cell;
    const fault = faultIn(lines, isReversed);
    return fault === undefined ? [] : [`${name}: ${fault}`];
  });
  assertEquals(faults, []);
});

/** One construct, left in one way, with its callees called in one way. */
interface HeldCell extends Cell {
  readonly construct: string;
  readonly exit: string;
  readonly call: string;
}

function heldCells(): HeldCell[] {
  return Object.entries(EXITS_OF_HELD).flatMap(([exit, { fn, hole }]) =>
    Object.entries(HELD).flatMap(([construct, { text }]) =>
      Object.entries(CALLS).map(([call, change]) => ({
        name: `${exit}, ${construct}, ${call}`,
        construct,
        exit,
        call,
        isReversed: exit !== "none" && !HELD_WITH_OWN_ORDER.has(construct),
        fn: fn.replace("C;", `${change(text).replace("X", hole)};`),
      }))
    )
  );
}

/** Cells whose order is not the one of their construct, or not the reverse of creation. */
function faultsOf(
  all: readonly HeldCell[],
  parts: readonly (readonly string[])[],
): readonly string[] {
  const first = new Map<string, string>();
  return parts.flatMap((lines, i) => {
    const { name, construct, exit, isReversed } = all[i] as HeldCell;
    const text = lines.join(" ");
    const key = `${exit}, ${construct}`;
    const expected = exit === "none" ? HELD[construct]?.complete : first.get(key) ?? text;
    first.set(key, text);
    if (text !== expected) return [`${name}: ${text}, not ${expected}`];
    const fault = faultIn(lines.filter((line) => /^[-+]/.test(line)), isReversed);
    return fault === undefined ? [] : [`${name}: ${fault}`];
  });
}

Deno.test("what the compiler holds goes in one order, whatever the passes see of the callees", async () => {
  const all = heldCells();
  const interpreted = WAYS.filter(({ engine }) => engine.name !== "aot");
  assertEquals(faultsOf(all, await partsOf(all, interpreted, CALLEES)), []);
});

Deno.test("what the compiler holds goes in that order natively", async () => {
  const all = heldCells().filter(({ exit, call }) =>
    ["none", "? of None", "panic"].includes(exit) && call.startsWith("seen")
  );
  assertEquals(faultsOf(all, await partsOf(all, WAYS, CALLEES)), []);
});

/** What it takes an analysis of the flow to tell: parts that are taken out of what a local or a match has. */
const NOT_MODELLED = [
  "match that takes apart",
  "match of a literal that takes apart",
  "part of a local",
  "part of a literal",
  "iterator",
  "assignment to a field",
  "value of a match",
  "second name before a part is handed on",
  "second name that is gone",
];

Deno.test("the model of scopes and owners has the same order", async () => {
  const all = heldCells().filter(({ call }) => call.startsWith("seen"));
  const parts = await partsOf(all, [], CALLEES);
  const notRun: string[] = [];
  for (const construct of Object.keys(HELD)) {
    const some = all.filter((cell) => cell.construct === construct);
    const { checked, mono } = check(programOf(some, CALLEES));
    const run = runReference(mono, checked.sources, { args: [], stdin: "" });
    if (run.kind === "not run") {
      notRun.push(construct);
      continue;
    }
    const expected = some.map((cell) => parts[all.indexOf(cell)]);
    assertEquals(splitCells(run.result.stdout), expected, construct);
  }
  assertEquals(notRun, NOT_MODELLED);
  const simple = cells();
  const { checked, mono } = check(programOf(simple));
  const run = runReference(mono, checked.sources, { args: [], stdin: "" });
  assert(run.kind === "ran");
  assertEquals(splitCells(run.result.stdout), await partsOf(simple, []));
});
