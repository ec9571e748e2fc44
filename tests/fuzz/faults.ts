/** What is wrong with what ori does with a generated program: it compiles, agrees, also with the reference, and ends well. */
import type { FullHost } from "../../src/base/mod.ts";
import { decodeBlob } from "../../src/blob/mod.ts";
import { type Compiled, createHost, makeBlob, monoMain } from "../../src/driver/mod.ts";
import {
  type Fault,
  faultOf as faultOfFile,
  type Referee,
  type Way,
  WAYS,
} from "../../src/testing/mod.ts";
import { runReference } from "../support/reference/run.ts";
import type { Sources } from "../support/snapshot.ts";

export type { Fault };

const host = createHost();

/** What the verifier of bytecode finds wrong with a program that the compiler made. */
function refusalOf(program: Compiled): string | undefined {
  const decoded = decodeBlob(makeBlob(program));
  return decoded.kind === "malformed" ? `its blob is refused: ${decoded.reason}` : undefined;
}

/** How many programs the reference ran, and how many it did not. */
export interface Verdicts {
  judged: number;
  unjudged: number;
}

/** Compares with the reference interpreter, which knows neither ARC nor counting; the bytecode must pass its verifier. */
const byReference = (verdicts: Verdicts): Referee => ({ checked, program, observed }) => {
  const refusal = refusalOf(program);
  if (refusal !== undefined) return refusal;
  const mono = monoMain(checked);
  if (mono === undefined) return "no program";
  const run = runReference(mono, checked.sources, { args: [], stdin: "" });
  if (run.kind === "not run") {
    verdicts.unjudged++;
    return undefined;
  }
  verdicts.judged++;
  const { stdout, stderr, exitCode } = observed;
  const seen = JSON.stringify({ stdout, stderr, exitCode });
  const wanted = JSON.stringify(run.result);
  return seen === wanted ? undefined : `the engines: ${seen}\nthe reference: ${wanted}`;
};

/** The engines that need no clang. */
export const INTERPRETERS: readonly Way[] = WAYS.filter(({ engine }) => engine.name !== "aot");

/** What is wrong with a program in one file, on the engines of `ways`. */
export function faultOf(
  text: string,
  ways = WAYS,
  verdicts: Verdicts = { judged: 0, unjudged: 0 },
): Promise<Fault | undefined> {
  return faultOfFile("main.ori", text, host, { referee: byReference(verdicts), ways });
}

/** The same for a program of several files, of which `main.ori` is the first. */
export function faultOfFiles(files: Sources, ways = WAYS): Promise<Fault | undefined> {
  const { "main.ori": main = "" } = files;
  const overrides: Partial<FullHost> = {
    readText: (path) => {
      const text = files[path];
      return text === undefined ? host.readText(path) : { kind: "text", text };
    },
    isFile: (path) => Object.hasOwn(files, path) || host.isFile(path),
  };
  const inMemory = new Proxy(host, {
    get: (target, key) => {
      const found = Reflect.get(overrides, key) ?? Reflect.get(target, key);
      return typeof found === "function" ? found.bind(target) : found;
    },
  });
  return faultOfFile("main.ori", main, inMemory, {
    referee: byReference({ judged: 0, unjudged: 0 }),
    ways,
  });
}

/** Several files as one text, for a report. */
export function joinFiles(files: Sources): string {
  return Object.entries(files).map(([path, text]) => `// === ${path}\n${text}`).join("\n");
}
