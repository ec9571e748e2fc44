import { assert, assertEquals, assertMatch } from "@std/assert";
import { checkSources } from "../../tests/support/snapshot.ts";
import { type Compiled, compileMain, createHost } from "../driver/mod.ts";
import { faultOf } from "./fault.ts";
import { firstDifference, type Observed, observeEverywhere } from "./observe.ts";

const host = createHost();

function compile(text: string): Compiled {
  const program = compileMain(checkSources({ "main.ori": text }, ["main.ori"]), { verify: true });
  if (program === undefined) throw new Error("does not compile");
  return program;
}

const LIST = "for i in 0..ROUNDS do print(msg: [i, i + 1].len().debug() + `{[`{i}`].debug()}`);";

Deno.test("PAR-8: debug runs tell how they count, and engines agree on it", async () => {
  const program = compile(`@main () -> void = { ${LIST.replace("ROUNDS", "3")} }`);
  const observed = await observeEverywhere(program, host);
  const counting = observed.flatMap((o) => o.counting === undefined ? [] : [o.counting]);
  assert(counting.length >= 2);
  assertMatch(
    counting[0] ?? "",
    /main\n {2}main\.ori:1:\d+ \(loop#1\/latch\): .*alloc/,
  );
  assertEquals(counting, counting.map(() => counting[0]));
  assertEquals(observed.map((o) => o.stderr), observed.map(() => ""));
});

Deno.test("a program that counts for long is compared without its counting", async () => {
  const program = compile(`@main () -> void = { ${LIST.replace("ROUNDS", "60000")} }`);
  const observed = await observeEverywhere(program, host);
  assertEquals(observed.map((o) => o.counting), observed.map(() => undefined));
  assertEquals(observed.map((o) => o.stdout.length), observed.map(() => observed[0].stdout.length));
});

Deno.test("the first difference of output, exit code and counting is reported", () => {
  const base: Observed = { way: "vm", stdout: "a\nb\n", stderr: "", exitCode: 0, counting: "f\n" };
  const other = (changes: Partial<Observed>): string | undefined =>
    firstDifference(base, { ...base, way: "aot", ...changes });
  assertEquals(other({}), undefined);
  assertEquals(other({ stdout: "a\nc\n" }), 'stdout line 2: vm has "b", aot has "c"');
  assertEquals(other({ exitCode: 2 }), "exit code: vm has 0, aot has 2");
  assertEquals(
    other({ counting: "f\n  1\n" }),
    'reference counting line 2: vm has "", aot has "  1"',
  );
});

Deno.test("faults of programs are classified by kind", async () => {
  const kind = async (text: string) => (await faultOf("p.ori", text, host))?.kind;
  assertEquals(await kind("@main () -> void = unknown();"), "refused: E2003");
  assertEquals(await kind('@main () -> void = panic(msg: "oh");'), "exit code 1");
  assertEquals(await kind('@main () -> void = print(msg: "fine");'), undefined);
});
