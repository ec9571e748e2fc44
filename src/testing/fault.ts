/** Finds faults of ori itself in how it treats a program. */
import type { FullHost } from "../base/mod.ts";
import { type Checked, checkFiles, type Compiled, compileMain } from "../driver/mod.ts";
import { firstDifference, type Observed, observeEverywhere, type Way, WAYS } from "./observe.ts";

export interface Fault {
  /** Faults of one kind are taken for one fault while a program is made smaller. */
  readonly kind: string;
  readonly text: string;
}

/** A program and what every engine did with it. */
export interface Seen {
  readonly checked: Checked;
  readonly program: Compiled;
  readonly observed: Observed;
}

/** Judges what every engine did with a program by other means; a text is what is wrong. */
export type Referee = (seen: Seen) => string | undefined;

/** How a program is examined. */
export interface Examination {
  readonly referee?: Referee;
  /** The configurations to compare, all by default. */
  readonly ways?: readonly Way[];
}

/** Checks, compiles with the verifier after every pass, and runs `text` in each configuration, as if the file `path` held it. */
export async function faultOf(
  path: string,
  text: string,
  host: FullHost,
  examination: Examination = {},
): Promise<Fault | undefined> {
  try {
    return await findFault(path, text, host, examination);
  } catch (error) {
    const { message } = error instanceof Error ? error : new Error(String(error));
    return { kind: `internal error: ${sameForAll(message)}`, text: message };
  }
}

async function findFault(
  path: string,
  text: string,
  host: FullHost,
  { referee = () => undefined, ways = WAYS }: Examination,
): Promise<Fault | undefined> {
  const checked = checkFiles([path], {
    readText: (asked) => asked === path ? { kind: "text", text } : host.readText(asked),
    readStdText: (url) => host.readStdText(url),
    readEmbedded: (...asked) => host.readEmbedded(...asked),
    isFile: (asked) => asked === path || host.isFile(asked),
    listDirectory: (asked) => host.listDirectory(asked),
  });
  const program = compileMain(checked, { verify: true });
  if (program === undefined) {
    const error = checked.diagnostics.all.find(({ severity }) => severity === "error");
    const message = `${error?.code} ${error?.message ?? ""} at ${error?.primary?.span.start}`;
    return { kind: `refused: ${error?.code}`, text: message };
  }
  const [first, ...others] = await observeEverywhere(program, host, ways);
  for (const other of others) {
    const difference = firstDifference(first, other);
    if (difference !== undefined) {
      return { kind: `differ: ${first.way}, ${other.way}`, text: difference };
    }
  }
  const verdict = referee({ checked, program, observed: first });
  if (verdict !== undefined) return { kind: "refuted", text: verdict };
  const { exitCode, stderr } = first;
  return exitCode === 0 ? undefined : { kind: `exit code ${exitCode}`, text: stderr };
}

/** A message without the names and numbers that differ from program to program. */
function sameForAll(message: string): string {
  return message.replace(/[\w.$]*\d[\w.$]*|`[^`]*`|"[^"]*"/g, "_").slice(0, 80);
}
