import { assertEquals, assertNotEquals } from "@std/assert";
import { printProgram } from "../arc/mod.ts";
import { disassemble, emitBytecode } from "../bytecode/mod.ts";
import type { FullHost } from "../base/mod.ts";
import { buildNative } from "./build_native.ts";
import { checkFiles } from "./check.ts";
import { compileMain } from "./compile.ts";
import { emitStage } from "./emit_stage.ts";
import { createHost } from "./host.ts";

const PROGRAM = "tests/programs/closure/test_closure_capture_list.ori";
const OPTIONS = { verify: false };

/** What clang is given as a program. */
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

Deno.test("--emit=arc and bytecode are what engines are given (seeds VER-4)", () => {
  const emit = (kind: "arc" | "bytecode") =>
    emitStage(checkFiles([PROGRAM], createHost()), kind, { ...OPTIONS, release: false });
  const compiled = compileMain(checkFiles([PROGRAM], createHost()), OPTIONS);
  if (compiled === undefined) throw new Error("the program does not compile");
  const { arc, sources } = compiled;
  assertEquals(emit("arc"), printProgram(arc));
  assertEquals(emit("bytecode"), disassemble(emitBytecode(arc, sources)));
});
