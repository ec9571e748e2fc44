/** What is wrong with what ori does with a program, if anything. */
import { compileMain, createHost } from "../../src/driver/mod.ts";
import { firstDifference, observeEverywhere } from "../../src/testing/mod.ts";
import { checkSources } from "../support/snapshot.ts";

export interface Fault {
  /** Faults of one kind are taken for one fault while a program is made smaller. */
  readonly kind: string;
  readonly text: string;
}

const host = createHost();

/** Checks, compiles with the verifier after every pass, and runs in every way under the leak check. */
export async function faultOf(text: string): Promise<Fault | undefined> {
  try {
    return await findFault(text);
  } catch (error) {
    const { message } = error instanceof Error ? error : new Error(String(error));
    return { kind: `internal error: ${sameForAll(message)}`, text: message };
  }
}

async function findFault(text: string): Promise<Fault | undefined> {
  const checked = checkSources({ "main.ori": text }, ["main.ori"]);
  const program = compileMain(checked, { verify: true });
  if (program === undefined) {
    const error = checked.diagnostics.all.find((d) => d.code.startsWith("E"));
    const message = `${error?.code} ${error?.message ?? ""} at ${error?.primary.span.start}`;
    return { kind: `refused: ${error?.code}`, text: message };
  }
  const [first, ...others] = await observeEverywhere(program, host);
  for (const other of others) {
    const difference = firstDifference(first, other);
    if (difference !== undefined) {
      return { kind: `differ: ${first.way}, ${other.way}`, text: difference };
    }
  }
  if (first.exitCode === 0) return undefined;
  return { kind: `exit code ${first.exitCode}`, text: first.stderr };
}

/** A message without the names and numbers that differ from program to program. */
function sameForAll(message: string): string {
  return message.replace(/[\w.$]*\d[\w.$]*|`[^`]*`|"[^"]*"/g, "_").slice(0, 80);
}
