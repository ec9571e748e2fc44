/** `ori why-rc`: every RC operation that is left has a reason that names the use and the mark (seeds VER-2). */
import { assertEquals, assertStringIncludes } from "@std/assert";
import { compileMain, explainRc } from "../src/driver/mod.ts";
import { checkText } from "./support/blobs.ts";
import { Workspace } from "./support/cli.ts";

const PROGRAM =
  `@count (xs: [str], n: int) -> int = if n == 0 then xs.len() else count(xs:, n: n - 1) + 1;

@fill (xs: [str], x: str, n: int) -> [str] =
    if n == 0 then xs else fill(xs: xs.push(x), x:, n: n - 1).push(x);

type Pair = { left: str, right: str };

@first (p: Pair) -> str = if p.left.len() > 30 then p.left else first(p: Pair { ...p, left: p.left + p.right });

@main (args: [str]) -> void = {
    let $s = args.join(separator: "-");
    let $xs = [s];
    let $ys = fill(xs: xs, x: s, n: 3);
    print(msg: str(xs.len() + ys.len()));
    let $twice = [s, s];
    let $f = (n: int) -> n + twice.len();
    print(msg: str(args.map(transform: a -> f(a.len())).len()));
    print(msg: first(p: Pair { left: s, right: "more" }));
    print(msg: str(count(xs: twice, n: f(1))));
}
`;

function explain(line: number): readonly string[] {
  const found = explainRc(checkText(PROGRAM), { path: "main.ori", line }, {
    verify: true,
  });
  return (found ?? []).map(({ kind, variable, reason }) => `${kind} ${variable}: ${reason}`);
}

Deno.test("an RcInc names the owned argument, why it is owned, and the later use", () => {
  const [inc] = explain(13).filter((text) => text.startsWith("RcInc xs"));
  assertStringIncludes(inc, "argument 1 of `fill` is owned (");
  assertStringIncludes(inc, "`xs` is used again at main.ori:14:20");
});

Deno.test("stores, captures and parts have reasons of their own", () => {
  assertEquals(explain(12), [
    "RcInc s: it is stored in a list, and `s` is used again at main.ori:13:15",
  ]);
  const stored = explain(15).filter((text) => text.startsWith("RcInc s"));
  assertEquals(stored.length, 2);
  assertStringIncludes(stored[0], "it is stored in a list");
});

Deno.test("an RcDec names the last look, or the call that may unwind", () => {
  const texts = [11, 12, 13, 14, 15, 16, 17, 18, 19].flatMap(explain);
  const decs = texts.filter((text) => text.startsWith("RcDec"));
  assertEquals(
    decs.some((text) => /only borrows `.*`, and nothing uses it later/.test(text)),
    true,
  );
  assertEquals(decs.some((text) => /may panic while `.*` is owned/.test(text)), true);
});

Deno.test("every operation of every line has a reason", () => {
  const checked = checkText(PROGRAM);
  const compiled = compileMain(checked, { verify: true });
  const places = new Set<string>();
  for (const fn of compiled?.arc.fns ?? []) {
    for (const { ops } of fn.blocks) {
      for (const op of ops) {
        if (op.kind !== "RcInc" && op.kind !== "RcDec") continue;
        const file = checked.sources.file(op.span.file);
        places.add(`${file.path} ${file.position(op.span.start).line}`);
      }
    }
  }
  assertEquals(places.size > 5, true);
  for (const place of places) {
    const [path = "", line] = place.split(" ");
    const found = explainRc(checked, { path, line: Number(line) }, { verify: false }) ?? [];
    assertEquals(found.length > 0, true, place);
    for (const { reason } of found) {
      assertEquals(/later pass/.test(reason), false, `${place}: ${reason}`);
    }
  }
});

Deno.test("ori why-rc: text, JSON and bad input", async () => {
  await Workspace.with({ "main.ori": PROGRAM, "bad.ori": "@main () -> void = 1;\n" }, async (w) => {
    const text = await w.ori(["why-rc", "main.ori:12"]);
    assertEquals(text, {
      code: 0,
      stdout: "main.ori:12:15: RcInc s in main\n" +
        "  it is stored in a list, and `s` is used again at main.ori:13:15\n",
      stderr: "",
    });
    const json = JSON.parse((await w.ori(["why-rc", "--json", "main.ori:12"])).stdout);
    assertEquals([json.schemaVersion, json.counts.length, json.counts[0].variable], [1, 1, "s"]);
    assertEquals(
      (await w.ori(["why-rc", "main.ori:2"])).stdout,
      "nothing is counted at main.ori:2\n",
    );
    const std = ["why-rc", "std/prelude/list.ori:1", "--program=main.ori"];
    assertEquals((await w.ori(std)).code, 0);
    for (
      const [args, code, text] of [
        [[], 2, "needs a place: FILE:LINE"],
        [["main.ori"], 2, "is no FILE:LINE"],
        [["main.ori:0"], 2, "is no FILE:LINE"],
        [["main.ori:999"], 2, "main.ori has 21 lines"],
        [["other.ori:1", "--program=main.ori"], 2, "does not use other.ori"],
        [["bad.ori:1"], 1, "error[E2001]"],
      ] as const
    ) {
      const result = await w.ori(["why-rc", ...args]);
      assertEquals([result.code, result.stdout], [code, ""], args.join(" "));
      assertStringIncludes(result.stderr, text);
    }
  });
});
