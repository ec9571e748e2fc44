/** Programs against the reference interpreter of Core, which shares nothing with the engines behind the front end. */
import { assert, assertEquals } from "@std/assert";
import { checkFiles, createHost, monoMain } from "../src/driver/mod.ts";
import { listPrograms, parseProgramCase } from "./support/program_case.ts";
import { type ReferenceRun, runReference } from "./support/reference/run.ts";

const FOLDERS = ["tests/programs", "tests/corpus", "examples"];
const host = createHost();

/** Programs that compute for long, and those that recurse deeper than an interpreter of trees: what they are made for. */
const NOT_RUN: ReadonlySet<string> = new Set([
  "examples/word_count.ori",
  "tests/corpus/clauses_recursion.ori",
  "tests/programs/catch/many_times.ori",
  "tests/programs/catch/stack_overflow.ori",
  "tests/programs/char/unicode_classes.ori",
  "tests/programs/closure/test_arc_closure_env_in_env.ori",
  "tests/programs/collections/queues.ori",
  "tests/programs/collections/sorted.ori",
  "tests/programs/deep/big_loops.ori",
  "tests/programs/deep/closure_chain.ori",
  "tests/programs/deep/derived_methods.ori",
  "tests/programs/deep/long_list.ori",
  "tests/programs/deep/long_strings_list.ori",
  "tests/programs/deep/nested_lists.ori",
  "tests/programs/deep/option_chain.ori",
  "tests/programs/deep/panic_with_deep_data.ori",
  "tests/programs/deep/recursion_with_heap_frames.ori",
  "tests/programs/deep/wide_tree.ori",
  "tests/programs/drop/catch_in_drop.ori",
  "tests/programs/drop/kinds.ori",
  "tests/programs/drop/nested_without_end.ori",
  "tests/programs/drop/second_names.ori",
  "tests/programs/format/float_digits.ori",
  "tests/programs/function/recursion.ori",
  "tests/programs/hash/digests.ori",
  "tests/programs/int/collatz.ori",
  "tests/programs/iter/long_chain.ori",
  "tests/programs/json/read_write.ori",
  "tests/programs/list/group_by_grows_in_place.ori",
  "tests/programs/list/many_pushes.ori",
  "tests/programs/list/sort_moves.ori",
  "tests/programs/math/accuracy.ori",
  "tests/programs/math/integers.ori",
  "tests/programs/math/special_values.ori",
  "tests/programs/map/collisions.ori",
  "tests/programs/map/growth.ori",
  "tests/programs/map/queue.ori",
  "tests/programs/names/lambda.ori",
  "tests/programs/panic/handler_and_stack_overflow.ori",
  "tests/programs/panic/stack_overflow.ori",
  "tests/programs/panic/stack_overflow_in_closures.ori",
  "tests/programs/panic/stack_overflow_in_drop.ori",
  "tests/programs/panic/stack_overflow_in_unwinding.ori",
  "tests/programs/random/choices.ori",
  "tests/programs/recurse/plain_and_memo.ori",
  "tests/programs/recursion/mutual_tail_calls.ori",
  "tests/programs/recursion/state_machines.ori",
  "tests/programs/recursion/tail_calls.ori",
  "tests/programs/set/growth.ori",
  "tests/programs/slices/rest_patterns.ori",
  "tests/programs/slices/trees.ori",
  "tests/programs/str/index_long.ori",
  "tests/programs/sum/recursive.ori",
  "tests/programs/text_module/regex.ori",
  "tests/programs/trmc/lists.ori",
  "tests/programs/trmc/million.ori",
  "tests/programs/trmc/panics.ori",
  "tests/programs/trmc/shapes.ori",
  "tests/programs/trmc/trees.ori",
]);

function runFile(path: string): ReferenceRun {
  const program = parseProgramCase(path, Deno.readTextFileSync(path));
  const checked = checkFiles([path], host);
  const mono = monoMain(checked);
  if (mono === undefined) throw new Error(`${path} has errors`);
  const run = runReference(mono, checked.sources, program);
  if (run.kind === "ran") assertEquals(run.result, program.expected, path);
  return run;
}

for (const folder of FOLDERS) {
  Deno.test(`the programs of ${folder} do on the reference interpreter what they say`, () => {
    const paths = listPrograms(folder);
    const reasons = new Map<string, string>();
    for (const path of paths) {
      const run = runFile(path);
      if (run.kind === "not run") reasons.set(path, run.reason);
    }
    const unlisted = [...reasons].filter(([path, reason]) =>
      reason !== "world" && !reason.startsWith("drops: ") && !NOT_RUN.has(path)
    );
    assertEquals(unlisted, []);
    assert(reasons.size < paths.length / 5, `${reasons.size} of ${paths.length} are not run`);
  });
}

Deno.test("the reference computes output and exit code itself", () => {
  const checked = checkFiles(["main.ori"], {
    ...host,
    readText: () => ({ kind: "text", text: "@main () -> int = { print(msg: `{1 + 2}`); 7 }" }),
    readStdText: (url) => host.readStdText(url),
    isFile: (path) => path === "main.ori",
    listDirectory: () => [],
  });
  const mono = monoMain(checked);
  assert(mono !== undefined);
  const run = runReference(mono, checked.sources, { args: [], stdin: "" });
  assertEquals(run, { kind: "ran", result: { stdout: "3\n", stderr: "", exitCode: 7 } });
});
