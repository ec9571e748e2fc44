/**
 * Names of users never meet names that are made. Generated names come from the registry, from the modules of programs that use
 * every feature, and from the C runtime; each is used in each position.
 *
 * Those of the registry and of C run on every engine in each position. Of the others, a third is compiled to native modules, debug
 * and release, and runs on the VM, another third in each position. ORI_TEST_NAMES=all takes every name for everything (some 20 minutes).
 */
import { assert, assertEquals } from "@std/assert";
import { nativeIr } from "../src/driver/build_native.ts";
import {
  buildNative,
  type Checked,
  checkFiles,
  type Compiled,
  compileMain,
  compileTests,
  createHost,
  ENGINES,
  renderText,
} from "../src/driver/mod.ts";
import { MAX_NAME, PROGRAM_ROLES, programSymbol, TYPE_ROLES } from "../src/layout/mod.ts";
import { firstDifference, observe, observeEverywhere, WAYS } from "../src/testing/observe.ts";
import { moduleNames, OTHER_NAMES, roleNames, runtimeNames } from "./support/generated_names.ts";
import { namedTests, type NameProgram, POSITIONS } from "./support/name_programs.ts";
import { checkSources } from "./support/snapshot.ts";

const host = createHost();
const runsAll = Deno.env.get("ORI_TEST_NAMES") === "all";

function compile(checked: Checked, verify: boolean): Compiled {
  const program = compileMain(checked, { verify });
  if (program !== undefined) return program;
  const found = checked.diagnostics.all.filter((d) => !d.code.startsWith("W")).slice(0, 5);
  throw new Error(renderText(found, checked.sources, { color: false }));
}

/** The native module of a program. Both times itself, which adds a function. */
function moduleOf(program: Compiled, release: boolean): string {
  return nativeIr(program, { release, sanitize: false, isTestHarness: false, isBench: true });
}

/** A program of each folder: what they are made into has everything that is generated. */
function featurePrograms(): readonly string[] {
  const folders = [...Deno.readDirSync("tests/programs")].map(({ name }) => name).sort();
  return folders.flatMap((folder) => {
    const files = [...Deno.readDirSync(`tests/programs/${folder}`)].map(({ name }) => name);
    const [first] = files.filter((name) => name.endsWith(".ori")).sort();
    return first === undefined ? [] : [`tests/programs/${folder}/${first}`];
  });
}

const modules = featurePrograms().map((path) =>
  moduleOf(compile(checkFiles([path], host), false), false)
);
const CORE_NAMES = [...new Set([...roleNames(), ...OTHER_NAMES])].sort();
const NAMES = [
  ...new Set([...CORE_NAMES, ...runtimeNames(), ...modules.flatMap(moduleNames)]),
].sort();

Deno.test("names: the programs show all that the registry makes", () => {
  const text = modules.join("\n");
  const expected = [
    ...TYPE_ROLES.map((role) => `@_ori_${role}$`),
    ...PROGRAM_ROLES.map((role) => `@${programSymbol(role)}`),
    "@_ori_partial_",
  ];
  assertEquals(expected.filter((symbol) => !text.includes(symbol)), []);
  assert(NAMES.length > 1000, `only ${NAMES.length} names`);
});

for (const [index, position] of POSITIONS.entries()) {
  const usable = (names: readonly string[]) =>
    names.filter((name) => !position.reserved.includes(name));

  Deno.test(`names: generated ones, as ${position.name}`, async () => {
    const names = runsAll ? NAMES : NAMES.filter((_, at) => at % 3 === index % 3);
    const { files, stdout } = position.write(usable(names));
    const program = compile(checkSources(files, ["main.ori"]), false);
    for (const release of [false, true]) moduleOf(program, release); // an internal error where a symbol or type is defined twice
    const [vm] = WAYS;
    assert(vm !== undefined);
    const observed = await observe(vm, program, host);
    assertEquals([observed.stderr, observed.stdout], ["", stdout]);
  });

  Deno.test(`names: those of the registry and of C, as ${position.name}, in every way of running`, async () => {
    await assertRuns(position.write(usable(runsAll ? NAMES : CORE_NAMES)));
  });
}

/** What a program prints in every way of running, with the same counting where it is traced. */
async function assertRuns({ files, stdout }: NameProgram): Promise<void> {
  const program = compile(checkSources(files, ["main.ori"]), true);
  const [first, ...others] = await observeEverywhere(program, host);
  assertEquals([first.stderr, first.stdout, first.exitCode], ["", stdout, 0]);
  for (const other of others) assertEquals(firstDifference(first, other), undefined);
}

Deno.test("names: tests, on every engine", async () => {
  const names = runsAll ? NAMES : CORE_NAMES;
  const checked = checkSources({ "main.ori": namedTests(names) }, ["main.ori"]);
  const tests = checked.entries[0]?.tests ?? [];
  assertEquals(tests.map(({ fn }) => fn.name), names);
  const program = compileTests(checked, tests, { verify: true });
  assert(program !== undefined, checked.diagnostics.all.map((d) => d.message).join("\n"));
  for (const engine of ENGINES) {
    for (const release of engine.hasRelease ? [false, true] : [false]) {
      const outcomes = await engine.runTests(program, { host, release });
      assertEquals(outcomes, names.map(() => ({ kind: "passed" })), engine.name);
    }
  }
});

Deno.test("names: a program that times itself", async () => {
  const program = compile(
    checkSources({
      "main.ori": "@bench (n: int) -> int = if n > 9 then bench(n: n - 1) else n;\n" +
        "@entry (n: int) -> int = if n > 9 then entry(n: n - 1) + bench(n:) else n;\n" +
        "@main () -> void = if entry(n: 1000) != 8928 then panic(msg: `{entry(n: 1000)}`);\n",
    }, ["main.ori"]),
    true,
  );
  const output = host.scratchPath("/tmp/ori-names");
  for (const release of [false, true]) {
    const options = { release, sanitize: false, isTestHarness: false, isBench: true };
    assertEquals(await buildNative(program, host, output, options), undefined);
    const run = await host.runProcess(output, [], { stdin: new Uint8Array(), environment: {} });
    host.removeFile(output);
    assert(run.kind === "finished" && run.code === 0, JSON.stringify(run));
  }
});

Deno.test("names: long ones, in every way of running", async () => {
  const lengths = [MAX_NAME - 1, MAX_NAME, MAX_NAME + 1, 10_000];
  const names = lengths.flatMap((length) => ["a", "b"].map((end) => "x".repeat(length - 1) + end));
  for (const position of POSITIONS) {
    if (/modules/.test(position.name)) continue; // files of such names are refused by the system
    await assertRuns(position.write(names));
  }
});

Deno.test("names: a name of 100,000 characters", async () => {
  const name = "n".repeat(100_000);
  const [functions, , types] = POSITIONS;
  assert(functions !== undefined && types !== undefined);
  await assertRuns(functions.write([name]));
  await assertRuns(types.write([name]));
});

/** Names that differ in case alone: bit `k` of `number` makes letter `k` a capital. */
function inCase(number: number): string {
  return [..."functions_of"].map((c, k) => (number >> k) % 2 === 1 ? c.toUpperCase() : c).join("");
}

Deno.test("names: thousands that differ in case alone", async () => {
  const names = [...new Set(Array.from({ length: 4096 }, (_, number) => inCase(number)))];
  assertEquals(names.length, 2048); // `_` has no case
  const [functions] = POSITIONS;
  assert(functions !== undefined);
  const { files, stdout } = functions.write(names);
  const program = compile(checkSources(files, ["main.ori"]), false);
  const [vm] = WAYS;
  assert(vm !== undefined);
  assertEquals((await observe(vm, program, host)).stdout, stdout);
  for (const release of [false, true]) {
    const text = moduleOf(program, release);
    const symbols = new Set(
      [...text.matchAll(/^define (?:internal|hidden) i64 @_ori_(\w{12})\(/gm)].map((m) => m[1]),
    );
    assertEquals(names.filter((name) => !symbols.has(name)), []);
  }
});

Deno.test("names: modules whose folder and name read alike", async () => {
  const paths = ["a/b_c", "a_b/c", "a/b/c", "a_b_c", "a/b", "a_b"];
  const module = (k: number) =>
    `pub type Thing = Thing(n: int, text: str) | Chain(next: Thing) | None_;\n` +
    `impl Thing { pub @size (self) -> int = match self { Thing(n, text) -> n + text.len(), Chain(next) -> next.size(), None_ -> 0 }; }\n` +
    `pub @make (n: int) -> [Thing] = if n == 0 then [] else [Thing(n: ${k} * 100, text: "t"), ...make(n: n - 1)].map(transform: t -> Chain(next: t));\n`;
  const uses = paths.map((path, k) =>
    `use "./${path}" { make as make${k}, Thing as Thing${k} };\n`
  );
  const sums = paths.map((_, k) =>
    `    print(msg: \`{make${k}(n: 3).map(transform: t -> t.size()).sum()}\`);\n`
  );
  await assertRuns({
    files: {
      "main.ori": `${uses.join("")}@main () -> void = {\n${sums.join("")}}\n`,
      ...Object.fromEntries(paths.map((path, k) => [`${path}.ori`, module(k)])),
    },
    stdout: paths.map((_, k) => `${3 * (k * 100 + 1)}\n`).join(""),
  });
});
