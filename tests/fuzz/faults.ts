/** What is wrong with what ori does with a generated program: it compiles, agrees, also with the reference, and ends well. */
import { createHost, monoMain } from "../../src/driver/mod.ts";
import { type Fault, faultOf as faultOfFile, type Referee } from "../../src/testing/mod.ts";
import { runReference } from "../support/reference/run.ts";

export type { Fault };

const host = createHost();

/** Compares with the reference interpreter, which knows neither ARC nor counting. */
const byReference: Referee = (checked, { stdout, stderr, exitCode }) => {
  const mono = monoMain(checked);
  if (mono === undefined) return "no program";
  const run = runReference(mono, checked.sources, { args: [], stdin: "" });
  if (run.kind === "not run") return undefined;
  const seen = JSON.stringify({ stdout, stderr, exitCode });
  const wanted = JSON.stringify(run.result);
  return seen === wanted ? undefined : `the engines: ${seen}\nthe reference: ${wanted}`;
};

export function faultOf(text: string): Promise<Fault | undefined> {
  return faultOfFile("main.ori", text, host, byReference);
}
