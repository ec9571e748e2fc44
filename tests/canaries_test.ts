/** A part of `deno task canaries` for every run of the tests, and that a wrong size of a free is found in each way there is. */
import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { createHost } from "../src/driver/mod.ts";
import { nativeIr } from "../src/driver/build_native.ts";
import { buildExecutable } from "../src/native/mod.ts";
import { differencesWithCanaries } from "../tasks/canaries.ts";
import { listPrograms, parseProgramCase } from "./support/program_case.ts";
import { compileVerified, runExecutable, startAll } from "./support/run_program.ts";
import { checkSources } from "./support/snapshot.ts";

/** Each program there fills cells again, or shares parts of buffers. Every third one is run here, all by the task. */
const FOLDERS = ["tests/programs/reuse", "tests/programs/slices"];

Deno.test("programs that use blocks again run clean with canaries", async () => {
  const programs = FOLDERS.flatMap(listPrograms).filter((_, i) => i % 3 === 0)
    .map((path) => parseProgramCase(path, Deno.readTextFileSync(path)));
  assert(programs.length > 0);
  const runs = startAll(programs, navigator.hardwareConcurrency, differencesWithCanaries);
  assertEquals((await Promise.all(runs)).flat(), []);
});

const TREE = `type Tree = Leaf | Node(left: Tree, value: int, right: Tree);
@make (n: int) -> Tree = if n == 0 then Leaf else Node(left: make(n: n - 1), value: n, right: make(n: n - 1));
@sum (t: Tree) -> int = match t { Leaf -> 0, Node(l, v, r) -> sum(t: l) + v + sum(t: r) };
@main () -> void = print(msg: str(sum(t: make(n: 3))));
`;

Deno.test("a wrong size of a free is found under the leak check and with canaries", async () => {
  const compiled = compileVerified(checkSources({ "main.ori": TREE }, ["main.ori"]));
  const native = { release: false, sanitize: false, isTestHarness: false };
  const right = nativeIr(compiled, native);
  const wrong = right.replaceAll(/(call void @ori_rc_free\(ptr %cell, i64 )24,/g, "$140,");
  assert(wrong !== right);
  const folder = await Deno.makeTempDir({ prefix: "ori-canaries-" });
  try {
    for (const [ir, isRight] of [[right, true], [wrong, false]] as const) {
      for (const canaries of [false, true]) {
        const output = `${folder}/program`;
        const request = { ir, output, release: false, sanitize: false, canaries };
        assertEquals((await buildExecutable(createHost(), request)).kind, "built");
        const environment = { ORI_CHECK_LEAKS: canaries ? "0" : "1" };
        const input = { args: [], stdin: "" };
        const { exitCode, stderr } = await runExecutable(output, input, environment);
        if (isRight) assertEquals([exitCode, stderr], [0, ""]);
        else {
          assertEquals(exitCode, 70, stderr);
          assertStringIncludes(stderr, "ori: internal error: a block ");
        }
      }
    }
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});
