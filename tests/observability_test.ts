/** The debug hub on the command line (seeds DBG-5 to DBG-8). */
import { assertEquals, assertStringIncludes } from "@std/assert";
import { Workspace } from "./support/cli.ts";

const HELLO = `@main () -> void = print(msg: "hello");\n`;
const SINK = "--debug-sink=log.jsonl";

async function linesOf(w: Workspace, path = "log.jsonl"): Promise<Record<string, unknown>[]> {
  const text = await Deno.readTextFile(`${w.path}/${path}`);
  return text.trimEnd().split("\n").map((line) => JSON.parse(line));
}

Deno.test("DBG-8: what cannot be obeyed is one line and exit code 2, before anything runs", async () => {
  await Workspace.with({ "main.ori": HELLO, "notes.txt": "mine" }, async (w) => {
    const cases: readonly (readonly [string, string])[] = [
      ["--debug-kinds=phi", "--debug-kinds: no kind `phi`"],
      ["--debug-rate=fast", "--debug-rate: `fast` is no rate"],
      ["--debug-sample=2", "--debug-sample: `2` is no part"],
      ["--debug-sink=main.ori", "cannot write the debug sink `main.ori`: it is an Ori source"],
      ["--debug-sink=notes.txt", "it exists and is no log of ori"],
      ["--debug-sink=nowhere/log", "cannot write the debug sink `nowhere/log`: "],
    ];
    for (const [flag, message] of cases) {
      const flags = flag.startsWith("--debug-sink") ? [flag] : [SINK, flag];
      const { code, stdout, stderr } = await w.ori(["run", "main.ori", ...flags]);
      assertEquals([code, stdout], [2, ""]);
      assertStringIncludes(stderr, message);
      assertEquals(stderr.trimEnd().split("\n").length, 1);
    }
    assertEquals(await Deno.readTextFile(`${w.path}/main.ori`), HELLO);
    assertEquals(await Deno.readTextFile(`${w.path}/notes.txt`), "mine");
    const env = { ORI_DEBUG_ENABLE: "1" };
    const { code, stderr } = await w.ori(["check", "main.ori"], { env });
    assertEquals(code, 2);
    assertStringIncludes(stderr, "the debug hub has no sink");
  });
});

Deno.test("DBG-5, DBG-6, DBG-16: a log is written, and the run is the same", async () => {
  await Workspace.with({ "main.ori": HELLO }, async (w) => {
    const plain = await w.ori(["run", "main.ori"]);
    const env = {
      ORI_DEBUG_ENABLE: "1",
      ORI_DEBUG_SINK: "log.jsonl",
      ORI_DEBUG_KINDS: "log,rc",
      ORI_DEBUG_LEVEL: "trace",
    };
    assertEquals(await w.ori(["run", "main.ori"], { env }), plain);
    const [header, ...events] = await linesOf(w);
    assertEquals(header.schemaVersion, 1);
    for (const event of events) {
      const keys = ["ts", "phase", "level", "fn", "region_id", "cat", "kind", "meta"];
      assertEquals(keys.filter((key) => !(key in event)), []);
    }
    assertEquals(events.at(-1)?.kind, "metrics");
    assertEquals(events.some(({ cat, kind }) => cat === "rc" && kind === "own"), true);
    // A second run replaces the log of the first one.
    assertEquals(await w.ori(["run", "main.ori"], { env }), plain);
    assertEquals((await linesOf(w)).length, events.length + 1);
  });
});

Deno.test("DBG-8: a disk that is full later is reported, and the program has run", async () => {
  await Workspace.with({ "main.ori": HELLO }, async (w) => {
    const run = await w.ori(["run", "main.ori", "--debug-sink=/dev/full", "--debug-kinds=log"]);
    assertEquals([run.code, run.stdout], [2, "hello\n"]);
    assertStringIncludes(run.stderr, "cannot write the debug sink `/dev/full`: no space left");
  });
});

Deno.test("the output of a command is not the file of its log, which is complete", async () => {
  const commands = [
    ["build", "main.ori", "-o", "out"],
    ["build", "main.ori", "-o", "out", "--emit=arc"],
    ["build", "main.ori", "-o", "out", "--emit=program"],
    ["regions", "main.ori", "--html=./out"],
  ];
  for (const command of commands) {
    await Workspace.with({ "main.ori": HELLO }, async (w) => {
      const { code, stdout, stderr } = await w.ori([...command, "--debug-sink=out"]);
      assertEquals([code, stdout], [2, ""], command.join(" "));
      assertStringIncludes(stderr, "exists and was not made by ori");
      assertEquals((await linesOf(w, "out")).at(-1)?.kind, "metrics");
    });
  }
});

Deno.test("DBG-7: --debug-metrics prints the counters", async () => {
  await Workspace.with({ "main.ori": HELLO }, async (w) => {
    const { code, stderr } = await w.ori(["check", "main.ori", SINK, "--debug-metrics"]);
    assertEquals(code, 0);
    for (const name of ["fallback_count", "phi_pred_mismatch"]) {
      assertStringIncludes(stderr, `${name} 0\n`);
    }
  });
});

const BRANCH_PHI = `@pick (n: int) -> int = {
    let x = 0;
    if n > 2 then x = n * 2 else x = n + 1;
    let total = 0;
    while total < 10 do total += x;
    total
}
@main (args: [str]) -> void = print(msg: str(pick(n: args.len() + 3)));
`;

const METHOD_ARITY = `type Foo = { base: int }
impl Foo {
    @add1 (self, a: int) -> int = self.base + a;
    @add2 (self, a: int, b: int) -> int = self.base + a + b;
}
@main (args: [str]) -> void = {
    let $f = Foo { base: args.len() };
    for i in 0..2 do print(msg: str(if i == 0 then f.add1(a: 1) else f.add2(a: 1, b: 2)));
}
`;

Deno.test("DBG-2, DBG-10, DBG-16: the smoke of a branch and its block parameter, on the VM", async () => {
  await Workspace.with({ "main.ori": BRANCH_PHI }, async (w) => {
    const plain = await w.ori(["run", "main.ori"]);
    const env = { ORI_DEBUG_ENABLE: "1", ORI_DEBUG_SINK: "log.jsonl", ORI_DEBUG_KINDS: "ssa" };
    assertEquals(await w.ori(["run", "main.ori"], { env }), plain);
    assertEquals(plain.stdout, "12\n");
    const phis = (await linesOf(w)).filter(({ kind, at }) =>
      kind === "phi" && String(at).startsWith("main.ori")
    );
    assertEquals(phis.map(({ region_id, meta }) => `${region_id} ${(meta as Phi).name}`), [
      "join#1/join x",
      "loop#2/header total",
    ]);
  });
});

interface Phi {
  readonly name?: string;
}

Deno.test("DBG-9, DBG-16: the smoke of methods and arities, on the VM", async () => {
  await Workspace.with({
    "main.ori": METHOD_ARITY,
    "wrong.ori": METHOD_ARITY.replace("f.add2(a: 1, b: 2)", "f.add2(a: 1)"),
  }, async (w) => {
    const env = { ORI_DEBUG_ENABLE: "1", ORI_DEBUG_SINK: "log.jsonl", ORI_DEBUG_KINDS: "resolve" };
    const plain = await w.ori(["run", "main.ori"]);
    assertEquals(plain.stdout, "1\n3\n");
    assertEquals(await w.ori(["run", "main.ori"], { env }), plain);
    const chosen = async () =>
      (await linesOf(w)).flatMap(({ kind, fn, region_id, meta }) => {
        if (kind !== "choose") return [];
        const { method, arity, candidates } = meta as Record<string, unknown>;
        if (!String(method).startsWith("add")) return [];
        return [`${fn} ${region_id} ${method}/${arity} ${JSON.stringify(candidates)}`];
      });
    assertEquals(await chosen(), [
      `main join#3/then add1/1 ["Foo.add1/1"]`,
      `main join#3/else add2/2 ["Foo.add2/2"]`,
    ]);
    // The failing arity shows at one look: what is asked for, and what there is.
    assertEquals((await w.ori(["run", "wrong.ori"], { env })).code, 1);
    assertEquals((await chosen()).at(-1), `main/1 function add2/1 ["Foo.add2/2"]`);
  });
});

const PROBED = `trait Shape { @area (self) -> int; }
type Circle = { r: int }
type Square = { s: int }
impl Circle: Shape { @area (self) -> int = self.r * 3; }
impl Square: Shape { @area (self) -> int = self.s * self.s; }
@sum (shapes: [Shape], limit: int) -> int = {
    let total = 0;
    for s in shapes do {
        total += s.area();
        if total > limit then panic(msg: "too large")
    };
    total * 2 + shapes.len()
}
@name (s: str, n: int) -> str = if n == 0 then s else name(s: s + "!", n: n - 1);
@main (args: [str]) -> void = {
    let $shapes: [Shape] = [Circle { r: 1 }, Square { s: 4 }];
    print(msg: str(sum(shapes:, limit: 100)));
    print(msg: name(s: args.join(separator: "-"), n: 2));
    print(msg: match catch(expr: sum(shapes:, limit: 5)) { Ok(n) -> str(n), Err(e) -> "caught" });
}
`;

Deno.test("DBG-12, DBG-16: a probe tells what one function calls, its loops and its panics at run time", async () => {
  await Workspace.with({ "main.ori": PROBED }, async (w) => {
    const plain = await w.ori(["run", "main.ori", "--", "a", "b"]);
    const probed = ["run", "main.ori", SINK, "--debug-fn=sum", "--", "a", "b"];
    assertEquals(await w.ori(probed), plain);
    const told = (await linesOf(w)).filter(({ phase }) => phase === "vm").map((event) => {
      const { name, value, callee, op, message } = event.meta as Record<string, unknown>;
      return `${event.fn} ${event.region_id} ${event.kind} ${callee ?? op ?? name} ${
        value ?? message ?? ""
      }`;
    });
    assertEquals(told.filter((line) => line.includes("total")), [
      "sum loop#1/header value total 0",
      "sum loop#1/header value total 3",
      "sum loop#1/header value total 19",
      "sum loop#1/header value total 0",
      "sum loop#1/header value total 3",
    ]);
    assertEquals(told.filter((line) => line.includes("reach")).slice(0, 2), [
      "sum loop#1/body reach Shape of Circle.lambda0 ",
      "sum loop#1/body reach Shape of Square.lambda0 ",
    ]);
    assertEquals(told.at(-1), "sum loop#1/exit panic panic too large");
  });
});

Deno.test("DBG-12: the expressions of one function with their values, as a tree", async () => {
  await Workspace.with({ "main.ori": PROBED }, async (w) => {
    const { code } = await w.ori(["run", "main.ori", SINK, "--debug-expr=sum"]);
    assertEquals(code, 0);
    const trees = (await linesOf(w)).filter(({ kind }) => kind === "tree");
    assertEquals(trees.length, 1); // the second call panics
    const { tree } = trees[0].meta as { tree: unknown };
    assertEquals(tree, {
      expr: "int_add",
      value: "40",
      of: [
        {
          expr: "int_mul",
          value: "38",
          of: [{ expr: "total", name: "total", value: "19" }, { expr: "Const", value: "2" }],
        },
        {
          expr: "list_len",
          value: "2",
          of: [{
            expr: "shapes",
            name: "shapes",
            value: "[Shape { area: () -> int }, Shape { area: () -> int }]",
          }],
        },
      ],
    });
    for (
      const [flags, message] of [
        [["--debug-fn=sum"], "the debug hub has no sink"],
        [[SINK, "--debug-fn=nothing"], "the program has no function `nothing`"],
      ] as const
    ) {
      const refused = await w.ori(["run", "main.ori", ...flags]);
      assertEquals([refused.code, refused.stdout], [2, ""]);
      assertStringIncludes(refused.stderr, message);
    }
  });
});
