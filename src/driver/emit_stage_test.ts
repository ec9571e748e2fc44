import { assert, assertEquals, assertNotEquals } from "@std/assert";
import { printProgram } from "../arc/mod.ts";
import { disassemble, emitBytecode } from "../bytecode/mod.ts";
import type { FullHost } from "../base/mod.ts";
import { buildNative } from "./build_native.ts";
import { checkFiles } from "./check.ts";
import { compileMain } from "./compile.ts";
import { EMIT_AFTER, emitStage, isEmitKind } from "./emit_stage.ts";
import { createHost } from "./host.ts";

const PROGRAM = "tests/programs/closure/test_closure_capture_list.ori";
const OPTIONS = { verify: false };

/** The LLVM text that clang receives for a program. */
async function textForClang(release: boolean): Promise<string> {
  const compiled = compileMain(checkFiles([PROGRAM], createHost()), OPTIONS);
  if (compiled === undefined) throw new Error("the program does not compile");
  const given: string[] = [];
  const real = createHost();
  const runProcess: FullHost["runProcess"] = (command, args, options) => {
    if (options?.stdin !== undefined) given.push(new TextDecoder().decode(options.stdin));
    return real.runProcess(command, args, options);
  };
  const host = new Proxy(real, {
    get(target, name) {
      if (name === "runProcess") return runProcess;
      const member: unknown = Reflect.get(target, name);
      return typeof member === "function" ? member.bind(target) : member;
    },
  });
  const output = Deno.makeTempFileSync({ prefix: "ori-emit-" });
  const options = { release, sanitize: false, isTestHarness: false };
  assertEquals(await buildNative(compiled, host, output, options), undefined);
  Deno.removeSync(output);
  assertEquals(given.length, 1);
  return given[0];
}

Deno.test("--emit=llvm is the very text that clang compiles, in debug and release (seeds VER-4)", async () => {
  const texts: string[] = [];
  for (const release of [false, true]) {
    const emitted = emitStage(checkFiles([PROGRAM], createHost()), "llvm", { ...OPTIONS, release });
    assertEquals(await textForClang(release) === emitted, true);
    texts.push(emitted ?? "");
  }
  assertNotEquals(texts[0], texts[1]);
});

Deno.test("--emit=arc@PASS is the program after the last run of the pass, also inside of rounds", () => {
  const runs = new Map<string, { readonly text: string; readonly looked: number }[]>();
  compileMain(checkFiles([PROGRAM], createHost()), {
    ...OPTIONS,
    afterPass({ name, looked, program }) {
      const known = runs.get(name) ?? [];
      runs.set(name, [...known, { text: printProgram(program), looked }]);
    },
  });
  assertEquals(runs.size, EMIT_AFTER.names.length);
  assert((runs.get("inlineCalls")?.length ?? 0) > 1, "inlining takes more than one round");
  for (const name of ["orderBlocks", "inlineCalls", "inline", "insertRc", "expandCatches"]) {
    const last = runs.get(name)?.findLast(({ looked }) => looked > 0);
    const kind = `arc@${name}` as const;
    assertEquals(isEmitKind(kind), true);
    const emitted = emitStage(checkFiles([PROGRAM], createHost()), kind, {
      ...OPTIONS,
      release: false,
    });
    assertEquals(emitted, last?.text, name);
  }
  for (const kind of ["arc@", "arc@nothing", "core@insertRc", "arc@insertrc"]) {
    assertEquals(isEmitKind(kind), false, kind);
  }
});

Deno.test("--emit=passes tells of every pass, with groups around their steps", () => {
  const text = emitStage(checkFiles([PROGRAM], createHost()), "passes", {
    ...OPTIONS,
    release: false,
  }) ?? "";
  const [head, ...rows] = text.trimEnd().split("\n");
  assertEquals(head.split(/ +/), ["pass", "runs", "functions", "changed", "blocks", "ops", "ms"]);
  const names = rows.map((row) => row.trimStart().split(" ")[0]);
  assertEquals(new Set(names), new Set(EMIT_AFTER.names));
  assertEquals(rows.some((row) => /^inline +1 /.test(row)), true);
  assertEquals(rows.some((row) => /^ {2}inlineCalls +[1-9]/.test(row)), true);
});

Deno.test("--emit=arc and bytecode are what engines are given (seeds VER-4)", () => {
  const emit = (kind: "arc" | "bytecode") =>
    emitStage(checkFiles([PROGRAM], createHost()), kind, { ...OPTIONS, release: false });
  const compiled = compileMain(checkFiles([PROGRAM], createHost()), OPTIONS);
  if (compiled === undefined) throw new Error("the program does not compile");
  const { arc, sources } = compiled;
  assertEquals(emit("arc"), printProgram(arc));
  assertEquals(emit("bytecode"), disassemble(emitBytecode(arc, sources)));
});
