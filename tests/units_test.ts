/** Programs that are built in many units: they do what they do as one module, and objects are taken from the cache exactly when they fit. */
import { assert, assertEquals } from "@std/assert";
import { MemoryHost } from "../src/base/mod.ts";
import { unitTexts } from "../src/driver/build_native.ts";
import { type Checked, checkFiles, createHost } from "../src/driver/mod.ts";
import { parseProgramCase } from "./support/program_case.ts";
import { compileProgram, compileVerified, runExecutable } from "./support/run_program.ts";
import { UnitBuilder } from "./support/unit_builder.ts";

/** One for each kind of thing that units share: glue, closures, drops, panics across units, tests of names, std. */
const PROGRAMS = [
  "closure/test_arc_curried_closure_capture_nested.ori",
  "drop/trait_objects.ori",
  "drop/unwinding.ori",
  "catch/unwinds_through_closures.ori",
  "module/same_names.ori",
  "panic/nested_closures.ori",
  "aot_closures/group_by_named.ori",
];

for (const name of PROGRAMS) {
  const path = `tests/programs/${name}`;
  Deno.test(`${path} in many units, debug and release`, async () => {
    const program = parseProgramCase(path, await Deno.readTextFile(path));
    await UnitBuilder.with(async (builder) => {
      for (const release of [false, true]) {
        const { path: executable, events } = await builder.build(compileProgram(path), { release });
        assert(events.length >= 2, `${events.length} units`);
        for (const environment of [{ ORI_CHECK_LEAKS: "1" }, {}]) {
          assertEquals(await runExecutable(executable, program, environment), program.expected);
        }
      }
    });
  });
}

const SHAPES = "tests/programs/module/same_names.ori";

Deno.test("a build that finds its objects gives the same bytes, with any number of jobs", async () => {
  await UnitBuilder.with(async (first) => {
    const clean = await first.build(compileProgram(SHAPES), { jobs: 1 });
    assertEquals(clean.compiled.length, clean.events.length);
    const again = await first.build(compileProgram(SHAPES), { jobs: 1 });
    assertEquals(again.compiled, []);
    assertEquals(again.bytes, clean.bytes);
    await UnitBuilder.with(async (second) => {
      const { bytes, compiled } = await second.build(compileProgram(SHAPES), { jobs: 4 });
      assertEquals(compiled.length, clean.events.length);
      assertEquals(bytes, clean.bytes);
    });
  });
});

Deno.test("debug and release do not share objects", async () => {
  await UnitBuilder.with(async (builder) => {
    await builder.build(compileProgram(SHAPES));
    const { compiled, events } = await builder.build(compileProgram(SHAPES), { release: true });
    assertEquals(compiled.length, events.length);
  });
});

/** Rounds of calls that nothing inlines; `k` is in the body of `one` alone. */
const source = (k: number) =>
  `@one (n: int) -> int = if n < ${k} then n else one(n: n - 1) + one(n: n - 2);
@two (n: int) -> int = if n < 2 then n else two(n: n - 1) + two(n: n - 2);
@main () -> void = print(msg: \`{one(n: 9)} {two(n: 9)}\`);
`;

Deno.test("an edit inside of a function compiles its unit and the program's bytes, nothing else", async () => {
  await UnitBuilder.with(async (builder) => {
    const compile = (text: string): Checked => {
      Deno.writeTextFileSync(`${builder.folder}/main.ori`, text);
      return checkFiles([`${builder.folder}/main.ori`], createHost());
    };
    await builder.build(compileVerified(compile(source(2))));
    const edited = await builder.build(compileVerified(compile(source(3))));
    assertEquals(edited.compiled.length, 2, edited.compiled.join(" "));
    assert(edited.events.length >= 4);
    const { stdout } = await runExecutable(edited.path, { args: [], stdin: "" }, {});
    assertEquals(stdout, "55 34\n");
    await UnitBuilder.with(async (other) => {
      assertEquals((await other.build(compileVerified(compile(source(3))))).bytes, edited.bytes);
    });
  });
});

Deno.test("an object that was damaged in the cache is compiled again", async () => {
  await UnitBuilder.with(async (builder) => {
    const clean = await builder.build(compileProgram(SHAPES));
    const damages: ((bytes: Uint8Array<ArrayBuffer>) => Uint8Array<ArrayBuffer>)[] = [
      (bytes) => bytes.subarray(0, bytes.length - 1),
      (bytes) => bytes.map((byte, i) => i === 100 ? byte ^ 1 : byte),
      () => new Uint8Array(),
    ];
    for (const kind of ["cas", "ac"]) {
      for (const damage of damages) {
        const folder = `${builder.folder}/cache/ori/${kind}`;
        const paths = [...Deno.readDirSync(folder)].flatMap(({ name }) =>
          [...Deno.readDirSync(`${folder}/${name}`)].map((file) => `${folder}/${name}/${file.name}`)
        ).sort();
        const [path] = paths;
        assert(path !== undefined);
        Deno.writeFileSync(path, damage(Deno.readFileSync(path)));
        const again = await builder.build(compileProgram(SHAPES));
        assertEquals(again.bytes, clean.bytes);
        // A changed entry may still name its object: then nothing is compiled.
        assert(again.compiled.length === 1 || kind === "ac", `${kind}: ${again.compiled.length}`);
      }
    }
  });
});

const PART =
  `pub @steps (k: int) -> [(int) -> int] = [n -> n + k, n -> n * k, n -> steps(k: n).len()];
pub @run (k: int) -> int = { let t = k; for f in steps(k:) do { t += f(t); }; t }
`;

/** Calls itself twice, so that nothing inlines it. */
const rounds = (name: string) =>
  `@${name} (n: int) -> int = if n < 2 then n else ${name}(n: n - 1) + ${name}(n: n - 2);\n`;

Deno.test("a function that is added leaves the text of other units as it was, closures and marks among it", () => {
  for (const release of [false, true]) {
    const textsOf = (main: string): ReadonlyMap<string, string> => {
      const files = { "main.ori": main, "part.ori": PART };
      const host = new MemoryHost(files, (url) => Deno.readTextFileSync(url));
      const program = compileVerified(checkFiles(["main.ori"], host));
      const unitSizes = { single: 0, least: 1, wanted: 1, most: 1, imported: 0 };
      const options = { release, sanitize: false, isTestHarness: false, unitSizes };
      const units = unitTexts(program, options) ?? [];
      return new Map(units.map(({ name, emit }) => [name, emit()]));
    };
    const main = (called: string) =>
      `use "./part" { run };\n@main () -> void = print(msg: \`{run(k: ${called})}\`);\n`;
    const before = textsOf(main("one(n: 4)") + rounds("one"));
    // It needs no type that is not needed before it: types have numbers.
    const after = textsOf(main("one(n: 4) + two(n: 3)") + rounds("one") + rounds("two"));
    const ofPart = [...before.keys()].filter((name) => name.startsWith("part.ori"));
    const text = ofPart.map((name) => before.get(name)).join("\n");
    for (const sign of ["@_ori_partial_", "prefix {"]) assert(text.includes(sign), sign);
    for (const name of ofPart) assert(after.get(name) === before.get(name), `${name} is another`);
    assert([...after.keys()].some((name) => !before.has(name)), "the new function has a unit");
  }
});
