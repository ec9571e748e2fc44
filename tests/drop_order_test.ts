/**
 * The order of destructors where an expression is left (docs/drop-order.md): one cell for each exit and construct. Whatever was
 * created is dropped in reverse order of its creation, on every engine.
 */
import { assert, assertEquals } from "@std/assert";
import { CapturedIo, checkFiles, compileMain, createHost, renderText } from "../src/driver/mod.ts";
import { WAYS } from "../src/testing/mod.ts";

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

/** Functions that leave `C`, the construct with its hole filled, in some way; `$` is their name. */
const EXITS: Readonly<Record<string, { readonly fn: string; readonly hole: string }>> = {
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

const PRELUDE = `
type N = { id: str }
impl N: Drop { @drop (self) -> void = print(msg: \`-{self.id}\`); }
impl N { @with (self, b: N, c: N) -> int = self.id.len() + b.id.len() + c.id.len(); }
impl N: Add { @add (self, rhs: N) -> N = n(id: self.id + rhs.id); }
type P = { a: N, b: N, c: N }
type Sum = V(a: N, b: N, c: N) | W;
@n (id: str) -> N = { print(msg: \`+{id}\`); N { id: id } };
@absent () -> Option<N> = None;
@failed () -> Result<N, str> = Err("no");
@no () -> N = panic(msg: "no");
@yes () -> bool = "yes".len() == 3;
@four (a: N, b: N, c: N, d: N) -> int = a.id.len() + b.id.len() + c.id.len() + d.id.len();
@keep (a: N, b: N, c: N) -> [N] = [a, b, c];
@chosen () -> (N, N, N) -> [N] = (a: N, b: N, c: N) -> [a, b, c];
`;

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

function programOf(all: readonly Cell[]): string {
  const fns = all.map(({ fn }, i) => fn.replace("$", `cell${i}`)).join("\n");
  const calls = all.map((_, i) => `    print(msg: "# ${i}"); let _ = cell${i}();`).join("\n");
  return `${PRELUDE}${fns}\n@main () -> void = {\n${calls}\n}\n`;
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

async function outputs(text: string): Promise<ReadonlyMap<string, string>> {
  const checked = checkFiles(["main.ori"], {
    readText: () => ({ kind: "text", text }),
    readStdText: (url) => host.readStdText(url),
    isFile: (path) => path === "main.ori",
    listDirectory: () => [],
  });
  const program = compileMain(checked, { verify: true });
  assert(
    program !== undefined,
    renderText(checked.diagnostics.all, checked.sources, {
      color: false,
    }),
  );
  const found = new Map<string, string>();
  for (const { name, engine, release } of WAYS) {
    const io = new CapturedIo("", { ORI_CHECK_LEAKS: "1" });
    const { exitCode } = await engine.run(program, { host, io, args: [], release });
    assertEquals({ exitCode, stderr: io.stderr() }, { exitCode: 0, stderr: "" }, name);
    found.set(name, io.stdout());
  }
  return found;
}

Deno.test("what an expression made goes in reverse order of creation, however it is left", async () => {
  const all = cells();
  const found = await outputs(programOf(all));
  const [first] = found.values();
  for (const [way, output] of found) assertEquals(output, first, way);
  const faults: string[] = [];
  const parts = (first as string).split(/^# \d+\n/m).slice(1);
  assertEquals(parts.length, all.length);
  parts.forEach((part, i) => {
    const { name, isReversed } = all[i] as Cell;
    const fault = faultIn(part.split("\n").filter((line) => line !== ""), isReversed);
    if (fault !== undefined) faults.push(`${name}: ${fault}`);
  });
  assertEquals(faults, []);
});
