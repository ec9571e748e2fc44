/** What the leak check says of blocks that are left: who holds them, by the names of the program blob. */
import { assert, assertEquals } from "@std/assert";
import { join } from "@std/path";
import type { ArcProgram } from "../src/arc/mod.ts";
import { buildNative, CapturedIo, createHost, engineNamed } from "../src/driver/mod.ts";
import { compileText } from "./support/blobs.ts";
import { Workspace } from "./support/cli.ts";

const PROGRAM = `type Tree = Leaf | Node(left: Tree, name: str, right: Tree);
type Person = { age: int, name: str, boss: Option<str>, tags: [str] };

@long (n: int) -> str = "a text that is too long for a short one, number " + str(n);

@node (left: Tree, n: int) -> Tree = Node(left: left, name: long(n: n), right: Leaf);

@person (n: int) -> Person =
    Person { age: n, name: "short", boss: Some(long(n: n)), tags: ["x", long(n: n)] };

@look (people: [Person], trees: [Tree], fs: [(str) -> int], key: {str: str}) -> int =
    people.len() + trees.len() + fs.len() + key.len();

@main (args: [str]) -> void = {
    let $label = long(n: args.len());
    let $trees = [node(left: node(left: Leaf, n: 1), n: 2)];
    let $people = [person(n: 3)];
    let $fs = [(s: str) -> s.len() + label.len(), (s: str) -> s.len()];
    let $key = {"a": long(n: 4)};
    print(msg: str(look(people: people, trees: trees, fs: fs, key: key)));
    print(msg: str(look(people: people, trees: trees, fs: fs, key: key)));
}
`;

const PATHS = [
  "  held: MapTable<str, str>.Table.entries -> [MapEntry<str, str>]",
  "  held: MapTable<str, str>.Table.entries -> [MapEntry<str, str>][0].Live.value -> str",
  "  held: MapTable<str, str>.Table.slots -> [int]",
  "  held: [(str) -> int][0] -> closure main.lambda0",
  "  held: [(str) -> int][0] -> closure main.lambda0 capture label -> str",
  "  held: [Person][0].boss.Some.value -> str",
  "  held: [Person][0].tags -> [str]",
  "  held: [Person][0].tags -> [str][1] -> str",
  "  held: [Tree][0] -> Tree",
  "  held: [Tree][0] -> Tree.Node.left -> Tree",
  "  held: [Tree][0] -> Tree.Node.left -> Tree.Node.name -> str",
  "  held: [Tree][0] -> Tree.Node.name -> str",
  "  not held: MapTable<str, str>",
  "  not held: [(str) -> int]",
  "  not held: [Person]",
  "  not held: [Tree]",
];

const SLICES = `@long (n: int) -> str = "a text that is too long for a short one, number " + str(n);

@measure (rows: [[int]], lines: [str]) -> int = rows.len() + lines.len();

@main (args: [str]) -> void = {
    let $all = for n in 0..100 yield n;
    let $rows = [all.skip(count: 1 + args.len())];
    let $lines = [long(n: 5).repeat(count: 4).slice(start: 1, end: 190)];
    print(msg: str(measure(rows: rows, lines: lines)));
    print(msg: str(measure(rows: rows, lines: lines)));
}
`;

const SLICE_PATHS = [
  "  held: [[int]][0] -> slice",
  "  held: [[int]][0] -> slice -> [int]",
  "  held: [str][0] -> slice",
  "  held: [str][0] -> slice -> str",
  "  not held: [[int]]",
  "  not held: [str]",
  "  not held: str",
];

const CASES = [
  { what: "leaks", program: PROGRAM, expected: PATHS },
  { what: "leaked slices", program: SLICES, expected: SLICE_PATHS },
];

/** Removes every release of `@main`: all that it owns is left. */
function forgetReleases(arc: ArcProgram): void {
  const main = arc.fns[arc.main?.fn ?? -1];
  assert(main !== undefined);
  for (const block of main.blocks) {
    block.ops = block.ops.filter((op) => op.kind !== "RcDec");
  }
}

for (const { what, program, expected } of CASES) {
  for (const release of [false, true]) {
    Deno.test(`${what} come with the path of their holders, release: ${release}`, async () => {
      await Workspace.with({}, async (w) => {
        const compiled = compileText(program);
        forgetReleases(compiled.arc);
        const app = join(w.path, "app");
        const options = { release, sanitize: false, isTestHarness: false };
        assertEquals(await buildNative(compiled, createHost(), app, options), undefined);
        await w.tool("strip", "app");
        const { code, stderr } = await w.run(app, [], { env: { ORI_CHECK_LEAKS: "1" } });
        assertEquals(code, 2);
        assertEquals(pathsIn(stderr), expected);
      });
    });
  }

  Deno.test(`${what} come with the path of their holders in the VM, in the same words`, async () => {
    const compiled = compileText(program);
    forgetReleases(compiled.arc);
    const io = new CapturedIo("", { ORI_CHECK_LEAKS: "1" });
    const run = { host: createHost(), io, args: [], release: false };
    assertEquals(await engineNamed("vm").run(compiled, run), { exitCode: 2 });
    assertEquals(pathsIn(io.stderr()), expected);
  });
}

function pathsIn(report: string): string[] {
  return report.split("\n").filter((line) => /^ {2}(not )?held:/.test(line)).sort();
}
