/** Whether an output may be written: it never replaces a source, and nothing that ori did not make unless that is forced. */
import { type FileFacts, type FullHost, isStandardStream } from "../base/mod.ts";
import type { Diagnostic } from "../diagnostics/mod.ts";
import { RUNTIME_FILES, runtimeUrl } from "../native/mod.ts";
import { allSources } from "../std/mod.ts";
import type { Checked } from "./check.ts";
import { carriesProgram } from "./embedded.ts";
import { isMarkedStage } from "./emit_stage.ts";

const NAME_ANOTHER = "name another output with `-o`";

/** Files that are longer are taken for no output of ours, unread. */
const MAX_OUTPUT_BYTES = 2 ** 30;

/**
 * Why `output` must not be written, if so. Files are compared by what they are, not by their paths: a source is found
 * behind links and other spellings too. Sources are the files of `checked`, those of std and those of the runtime, and
 * every other `.ori` file that is no output of ours.
 */
export function checkOutput(
  host: FullHost,
  output: string,
  checked: Checked,
  { force }: { readonly force: boolean },
): Diagnostic | undefined {
  const facts = host.fileFacts(output);
  if (facts === undefined) return undefined;
  if (facts.isDirectory) {
    const message = `cannot write \`${output}\`: it is a directory`;
    return { code: "E5005", message, help: NAME_ANOTHER };
  }
  if (!facts.isRegular) return undefined;
  const source = findSource(host, facts, checked);
  if (source !== undefined) {
    const notes = output === source ? [] : [`it is the same file as \`${source}\``];
    return replacesSource(output, "is a source of the program", notes);
  }
  if (isStandardStream(output) || isOurs(host, output, facts)) return undefined;
  if ((host.realPath(output) ?? output).endsWith(".ori")) {
    return replacesSource(output, "is an Ori source");
  }
  if (force) return undefined;
  return {
    code: "E5008",
    message: `\`${output}\` exists and was not made by ori`,
    help: `${NAME_ANOTHER}, or replace the file with \`--force\``,
  };
}

function replacesSource(output: string, what: string, notes: string[] = []): Diagnostic {
  return {
    code: "E5007",
    message: `the output \`${output}\` ${what}`,
    notes,
    help: NAME_ANOTHER,
  };
}

/** The path of the source that is the very file of `facts`. */
function findSource(host: FullHost, facts: FileFacts, checked: Checked): string | undefined {
  const isSame = (path: string) => host.fileFacts(path)?.identity === facts.identity;
  for (const path of checked.program.graph.files) if (isSame(path)) return path;
  const urls = [...allSources().map(({ url }) => url), ...RUNTIME_FILES.map(runtimeUrl)];
  return urls.map((url) => decodeURIComponent(url.pathname)).find(isSame);
}

/** Empty files hold nothing that could be lost. */
function isOurs(host: FullHost, path: string, { size }: FileFacts): boolean {
  if (size === 0) return true;
  if (size > MAX_OUTPUT_BYTES) return false;
  const bytes = host.readBytes(path);
  return bytes !== undefined && (carriesProgram(bytes) || isMarkedStage(bytes));
}
