/** What the hub tells of builds: the units with the reason of each, and which calls became the body of their callee. */
import { assert, assertEquals } from "@std/assert";
import type { AotInline, AotUnit, DebugEvent } from "../src/events/mod.ts";
import { largeProgram } from "../tasks/bench_compiler.ts";
import { Workspace } from "./support/cli.ts";
import { eventsOf, only } from "./support/debug_events.ts";

const CALLS = `@tiny (n: int) -> int = n + 1;
@each (xs: [int], f: (int) -> int) -> int = {
    let sum = 0;
    for x in xs do sum += f(x);
    sum
}
@deep (n: int) -> int = if n == 0 then 0 else 1 + deep(n: n - 1);
@looping (n: int) -> int = { let i = n; while i > 9 do i -= 2; i };
@main (args: [str]) -> void = {
    for i in 0..args.len() do print(msg: str(tiny(n: i)));
    let $k = args.len();
    print(msg: str(each(xs: [1, 2], f: x -> x * k)));
    print(msg: str(deep(n: k) + looping(n: k)))
}
`;

function inlinesOf(level: "debug" | "trace"): readonly (DebugEvent & { meta: AotInline })[] {
  return only(
    eventsOf(CALLS, ["aot"], level),
    "aot.inline",
  ) as (DebugEvent & { meta: AotInline })[];
}

Deno.test("DBG-6: a call that is inlined is an event with its region, the callee and why", () => {
  const told = inlinesOf("debug");
  const of = (callee: string) =>
    told.filter((event) => event.fn === "main" && event.meta.callee === callee);
  const [tiny] = of("tiny");
  assertEquals([tiny.region_id.split("/")[0], tiny.at], ["loop#1", "main.ori:10:46"]);
  assertEquals([tiny.name, tiny.meta.reason], ["Main.main/1", "small"]);
  assertEquals(of("each").map(({ meta }) => meta.reason), ["known-function-value"]);
  assertEquals(told.filter(({ meta }) => !meta.inlined), []);
});

Deno.test("DBG-6, DBG-17: at level trace calls that stay are told, too", () => {
  const kept = new Map(
    inlinesOf("trace").filter(({ meta }) => !meta.inlined)
      .map(({ fn, level, meta }) => [`${fn} ${meta.callee}`, [level, meta.reason]]),
  );
  assertEquals(kept.get("main deep"), ["trace", "recursive"]);
  assertEquals(kept.get("main looping"), ["trace", "too-large"]);
});

Deno.test("DBG-6, PLAN-3: a build tells its units: what is in them, compiled or from the cache, and why", async () => {
  const source = largeProgram(1500);
  await Workspace.with({ "main.ori": source }, async (w) => {
    const build = async (): Promise<readonly AotUnit[]> => {
      const cache = { XDG_CACHE_HOME: `${w.path}/cache` };
      const flags = ["--debug-sink=log.jsonl", "--debug-kinds=aot", "-o", "app", "--why"];
      const { code, stdout, stderr } = await w.ori(["build", "main.ori", ...flags], { env: cache });
      assertEquals([code, stderr], [0, ""]);
      const events = (await Deno.readTextFile(`${w.path}/log.jsonl`)).trimEnd().split("\n")
        .map((line) => JSON.parse(line)).filter(({ cat, kind }) => `${cat}.${kind}` === "aot.unit");
      const units = events.map(({ phase, meta }) => {
        assertEquals(phase, "llvm");
        return meta as AotUnit;
      });
      // As `ori build --why` prints it.
      for (const { unit, outcome, why } of units) {
        assert(
          stdout.split("\n").some((line) =>
            line.startsWith(outcome) && line.includes(unit) && line.endsWith(why)
          ),
          stdout,
        );
      }
      return units;
    };
    const first = await build();
    assert(first.length > 2, String(first.length));
    for (const { outcome, why } of first) {
      assertEquals([outcome, why], ["compiled", "first build"]);
    }
    const own = first.flatMap(({ functions }) => functions);
    assert(own.includes("Main.main/0"), own.slice(0, 5).join());
    assertEquals(new Set(own).size, own.length);
    for (const { unit, sources } of first) if (unit !== "(start)") assert(sources.length > 0);
    const again = await build();
    assertEquals(
      new Set(again.map(({ outcome, why }) => `${outcome} ${why}`)),
      new Set(["cached unchanged"]),
    );
    await Deno.writeTextFile(
      `${w.path}/main.ori`,
      source.replace("let extra = match", "let extra = 1 + match"),
    );
    const edited = await build();
    assertEquals(edited.map(({ unit }) => unit).sort(), first.map(({ unit }) => unit).sort());
    const compiled = edited.filter(({ outcome }) => outcome === "compiled");
    assert(
      compiled.some(({ why }) => why === "source changed: main.ori"),
      JSON.stringify(compiled),
    );
  });
});
