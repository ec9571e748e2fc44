/** `--max-steps` and `--max-memory`: where a run ends, on which engines, and that counting changes nothing else. */
import { assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import {
  CapturedIo,
  createHost,
  type Engine,
  engineNamed,
  type Limits,
} from "../src/driver/mod.ts";
import { compileText } from "./support/blobs.ts";
import { Workspace } from "./support/cli.ts";
import { listPrograms, parseProgramCase } from "./support/program_case.ts";
import { compileProgram } from "./support/run_program.ts";

const vm = engineNamed("vm");
const ENGINES = [vm, engineNamed("check-rc")];
const host = createHost();

async function run(engine: Engine, text: string, limits: Limits) {
  const io = new CapturedIo();
  const options = { host, io, args: [], release: false, limits };
  const { exitCode, failure } = await engine.run(compileText(text), options);
  return { exitCode, code: failure?.code, stdout: io.stdout(), stderr: io.stderr() };
}

const ENDLESS: readonly (readonly [name: string, text: string])[] = [
  ["a loop", `@main () -> void = { print(msg: "first"); let n = 0; loop { n += 1 } }`],
  [
    "a loop that catches panics",
    `@main () -> void = { print(msg: "first"); loop { let $r = catch(expr: panic(msg: "x")); () } }`,
  ],
  [
    "recursion in tail position",
    `@f (n: int) -> int = if n < 0 then n else f(n: n + 1);
@main () -> void = { print(msg: "first"); print(msg: str(f(n: 1))) }`,
  ],
  [
    "recursion through a closure",
    `@f (n: int, next: (int) -> int) -> int = if n > 40 then n else next(n) + next(n);
@main () -> void = { print(msg: "first"); let $g = n -> { let $h = m -> m; f(n: n, next: m -> h(m + 1)) }; loop { print(msg: str(g(1))) } }`,
  ],
];

for (const engine of ENGINES) {
  for (const [name, text] of ENDLESS) {
    Deno.test(`limits: ${name} ends on ${engine.name} after its steps; what it printed stays`, async () => {
      const ended = await run(engine, text, { steps: 5_000 });
      assertEquals([ended.exitCode, ended.code, ended.stderr], [1, "E6003", ""]);
      assertMatch(ended.stdout, /^first\n/);
    });
  }
}

const GROWING: readonly (readonly [name: string, text: string])[] = [
  [
    "a text",
    `@main () -> void = { print(msg: "first"); let s = "abc"; loop { s = s + s; if s.len() < 0 then print(msg: s) } }`,
  ],
  [
    "a list",
    `@main () -> void = { print(msg: "first"); let xs = [1]; loop { xs = xs.push(2); if xs.len() < 0 then print(msg: str(xs)) } }`,
  ],
  [
    "a list of tuples",
    `@main () -> void = { print(msg: "first"); let xs = [(1, "a")]; loop { xs = xs.push((2, "b")); if xs.len() < 0 then print(msg: xs[0].1) } }`,
  ],
  [
    "a chain of cells",
    `type L = E | C(head: int, tail: L);
@size (l: L) -> int = match l { E -> 0, C(h, _) -> h };
@main () -> void = { print(msg: "first"); let l = E; loop { l = C(head: size(l: l) + 1, tail: l); if size(l: l) < 0 then print(msg: "never") } }`,
  ],
  [
    "the stack",
    `@f (n: int) -> int = 1 + f(n: n + 1);
@main () -> void = { print(msg: "first"); print(msg: str(f(n: 1))) }`,
  ],
];

for (const engine of ENGINES) {
  for (const [name, text] of GROWING) {
    Deno.test(`limits: ${name} ends on ${engine.name} when it is too large`, async () => {
      const ended = await run(engine, text, { bytes: 2_000_000 });
      assertEquals(ended, { exitCode: 1, code: "E6004", stdout: "first\n", stderr: "" });
    });
  }
  Deno.test(`limits: what is released is not counted on ${engine.name}`, async () => {
    const text = `@main () -> void = {
    for i in 0..2_000 do print(msg: str(("a text of some length " + str(i)).len()))
}`;
    const ended = await run(engine, text, { bytes: 100_000 });
    assertEquals([ended.exitCode, ended.code], [0, undefined]);
  });
}

for (const engine of ENGINES) {
  Deno.test(`limits: a text larger than the host allows ends ${engine.name} as a native program without memory`, async () => {
    const text =
      `@main () -> void = { let s = "abc"; loop { s = s + s; if s.len() < 0 then print(msg: s) } }`;
    const ended = await run(engine, text, {});
    assertEquals(ended, {
      exitCode: 1,
      code: undefined,
      stdout: "",
      stderr: "panic: out of memory\n",
    });
  });
}

Deno.test("limits: the last step is allowed, on both engines the same one", async () => {
  const text = `@main () -> void = for i in 0..10 do print(msg: str(i));`;
  for (const engine of ENGINES) {
    const codes: (string | undefined)[] = [];
    for (let steps = 1; codes.at(-1) !== "none" && steps < 40; steps++) {
      codes.push((await run(engine, text, { steps })).code ?? "none");
    }
    const enough = codes.indexOf("none") + 1;
    assertEquals(codes.slice(0, -1).every((code) => code === "E6003"), true);
    assertEquals(enough >= 11 && enough <= 14, true, `${engine.name}: ${enough}`);
  }
});

Deno.test("limits: code that counts its steps does what it did", async () => {
  const paths = listPrograms("tests/programs").filter((_, i) => i % 40 === 0);
  for (const path of paths) {
    const { args, stdin, expected } = parseProgramCase(path, Deno.readTextFileSync(path));
    const io = new CapturedIo(stdin, { ORI_CHECK_LEAKS: "1" });
    const limits = { steps: 1e12, bytes: 1e12 };
    const options = { host, io, args, release: false, limits };
    const { exitCode } = await vm.run(compileProgram(path), options);
    assertEquals({ stdout: io.stdout(), stderr: io.stderr(), exitCode }, expected, path);
  }
});

Deno.test("limits: flags of run and test; natively they are refused", async () => {
  const files = {
    "main.ori": `@main () -> void = { let n = 0; loop { n += 1 } }\n`,
    "test.ori":
      `@t tests _ () -> void = { let n = 0; loop { n += 1 } }\n@u tests _ () -> void = assert(cond: true);\n`,
  };
  await Workspace.with(files, async (workspace) => {
    const steps = await workspace.ori(["run", "--max-steps=1000", "main.ori"]);
    assertEquals([steps.code, steps.stdout], [1, ""]);
    assertStringIncludes(steps.stderr, "error[E6003]: the program took more than 1000 steps");
    const test = await workspace.ori(["test", "--max-steps=1000", "test.ori"]);
    assertEquals(test.code, 1);
    assertStringIncludes(test.stdout, "(vm): E6003: the program took more than 1000 steps");
    assertStringIncludes(test.stdout, "1 passed, 1 failed");
    for (const flag of ["--max-steps=5", "--max-memory=1mb"]) {
      const refused = await workspace.ori(["run", "--engine=aot", flag, "main.ori"]);
      assertEquals(refused.code, 2);
      assertStringIncludes(refused.stderr, "does not go with --engine=aot");
    }
    for (const flag of ["--max-steps=0", "--max-steps=-1", "--max-memory=5x", "--max-memory=0kb"]) {
      const refused = await workspace.ori(["run", flag, "main.ori"]);
      assertEquals(refused.code, 2, flag);
      assertStringIncludes(refused.stderr, "takes a");
    }
  });
});
