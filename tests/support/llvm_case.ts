/** Programs in ARC IR that are emitted as LLVM text, built, run and leak-checked in every way we build. */
import { assertEquals } from "@std/assert";
import { SourceMap } from "../../src/base/mod.ts";
import type { CountedProgram, VarId } from "../../src/arc/mod.ts";
import { emitLlvm, type EmitOptions } from "../../src/llvm/mod.ts";
import { type FnBuilder, ProgramBuilder } from "./arc_program.ts";
import { TestTypes } from "./mono_types.ts";
import { runNative } from "./native_run.ts";

/** The LLVM text of a program in `main.ori`. */
export function emitText(program: CountedProgram, options: Partial<EmitOptions> = {}): string {
  const sources = new SourceMap();
  sources.add("main.ori", "@main () -> void = ();\n");
  return emitLlvm(program, sources, {
    mode: "debug",
    tracesRc: false,
    checksLeaks: false,
    sanitizesAddress: false,
    isTestHarness: false,
    directory: "/",
    ...options,
  });
}

/** What a run gives; nothing on stdout and stderr and code 0 unless said. */
export interface Expected {
  readonly stdout?: string;
  readonly stderr?: string;
  readonly code?: number;
  readonly args?: readonly string[];
}

/** Runs a program in debug, release, and with address checks and RC traces compiled in. */
export function testProgram(
  name: string,
  expected: Expected,
  build: (p: ProgramBuilder, t: TestTypes) => FnBuilder,
): void {
  Deno.test(`emitLlvm: ${name}`, async () => {
    const p = new ProgramBuilder(new TestTypes());
    const program = p.program(build(p, p.types));
    const want = {
      code: expected.code ?? 0,
      stdout: expected.stdout ?? "",
      stderr: expected.stderr ?? "",
    };
    const args = expected.args ?? [];
    const debug = emitText(program);
    assertEquals(await runNative(debug, { level: "-O0", args }), want, "debug");
    const release = emitText(program, { mode: "release" });
    assertEquals(await runNative(release, { level: "-O2", args }), want, "release");
    const checked = emitText(program, { sanitizesAddress: true, tracesRc: true });
    const run = await runNative(checked, { level: "-O0", sanitizes: true, args });
    assertEquals(run, want, "address sanitizer");
  });
}

/** A main without arguments or result. */
export function addMain(p: ProgramBuilder, body: (f: FnBuilder) => void): FnBuilder {
  const main = p.fn("main", [], p.types.unit);
  body(main);
  main.ret(main.unit());
  return main;
}

/** A long text on the heap. */
export function heapText(f: FnBuilder, text: string): VarId {
  return f.intrinsic("str_concat", f.types.str, [
    f.str(text),
    f.str(" and some more, so that it is long"),
  ]);
}
