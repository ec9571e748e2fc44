/** Runs many short cases of one program, each by itself, in every way: the tests of the program are the cases. */
import { join } from "@std/path";
import { countSteps, emitBytecode } from "../../src/bytecode/mod.ts";
import { checkedImage, runTestChecked } from "../../src/check_rc/mod.ts";
import {
  buildNative,
  checkFiles,
  type Compiled,
  compileTests,
  createHost,
  type Limits,
  renderText,
  silentIo,
} from "../../src/driver/mod.ts";
import { link, runTest, type VmIo } from "../../src/vm/mod.ts";

/** How a case ended: what it printed, then the panic with its position, or what went wrong. */
export interface CaseRun {
  readonly stdout: string;
  /** `passed`, `panic: MESSAGE at POSITION`, or what else there is to say. */
  readonly end: string;
}

const host = createHost();
const utf8 = new TextDecoder();

/** The tests of the program `text`, in order, compiled together. Diagnostics fail. */
export async function compileCases(text: string): Promise<Compiled> {
  const folder = await Deno.makeTempDir({ prefix: "ori-cases-" });
  try {
    const path = join(folder, "main.ori");
    await Deno.writeTextFile(path, text);
    const checked = checkFiles([path], host);
    const tests = checked.entries.flatMap((entry) => entry.tests);
    const isSound = !checked.diagnostics.hasErrors;
    const compiled = isSound ? compileTests(checked, tests, { verify: true }) : undefined;
    if (compiled !== undefined) return compiled;
    throw new Error(renderText(checked.diagnostics.all, checked.sources, { color: false }));
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

/** Every case on the VM. */
export function runOnVm({ arc, sources }: Compiled, limits: Limits): readonly CaseRun[] {
  const image = link(countSteps(emitBytecode(arc, sources)));
  return arc.tests.map(({ fn }) =>
    inProcess((io) => runTest(image, fn, io, { checkLeaks: true, limits }))
  );
}

/** Every case on check-rc. */
export function runOnCheckRc({ arc, sources }: Compiled, limits: Limits): readonly CaseRun[] {
  const image = checkedImage(arc, sources);
  return arc.tests.map(({ fn }) => inProcess((io) => runTestChecked(image, fn, io, limits)));
}

type Outcome = ReturnType<typeof runTestChecked>;

function inProcess(run: (io: VmIo) => Outcome): CaseRun {
  const out: Uint8Array[] = [];
  const io = { ...silentIo(host), stdout: (bytes: Uint8Array) => void out.push(bytes.slice()) };
  const end = describe(() => run(io));
  return { stdout: out.map((bytes) => utf8.decode(bytes)).join(""), end };
}

function describe(run: () => Outcome): string {
  try {
    const outcome = run();
    switch (outcome.kind) {
      case "passed":
        return "passed";
      case "panicked":
        return panicText(outcome.message, outcome.position);
      case "stopped":
        return `stopped: ${outcome.limit.message}`;
      default:
        return outcome.report;
    }
  } catch (error) {
    return `exception: ${error}`;
  }
}

function panicText(message: string, position: string | undefined): string {
  return position === undefined ? `panic: ${message}` : `panic: ${message} at ${position}`;
}

/** Every case natively, under the leak check; one that takes longer than `seconds` is ended. */
export async function runNatively(
  program: Compiled,
  release: boolean,
  seconds: number,
): Promise<readonly CaseRun[]> {
  const folder = await Deno.makeTempDir({ prefix: "ori-cases-" });
  try {
    const path = join(folder, "program");
    const options = { release, sanitize: false, isTestHarness: true };
    const failure = await buildNative(program, host, path, options);
    if (failure !== undefined) throw new Error(failure.message);
    const runs: CaseRun[] = [];
    for (const index of program.arc.tests.keys()) runs.push(await runCase(path, index, seconds));
    return runs;
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

async function runCase(path: string, index: number, seconds: number): Promise<CaseRun> {
  const env = { ORI_CHECK_LEAKS: "1" };
  const signal = AbortSignal.timeout(seconds * 1000);
  const command = new Deno.Command(path, { args: [String(index)], env, signal, stdin: "null" });
  const { code, stdout, stderr } = await command.output();
  const text = utf8.decode(stderr).trimEnd();
  const end = code === 0 ? "passed" : code === 1 ? text : `exit code ${code}: ${text}`;
  return { stdout: utf8.decode(stdout), end };
}
