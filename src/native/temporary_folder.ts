/** The folder for programs that are run and then removed. */
import type { FullHost } from "../base/mod.ts";
import type { NativeFailure } from "./failure.ts";

const DEFAULT = "/tmp";

/** `$TMPDIR`, or `/tmp` where that is not set or empty. */
export function temporaryFolder(host: FullHost): string | NativeFailure {
  const given = host.environment("TMPDIR") ?? "";
  const folder = given === "" ? DEFAULT : given.replace(/(?<=.)\/+$/, "");
  if (host.isDirectory(folder)) return folder;
  const problem = host.fileFacts(folder) === undefined ? "does not exist" : "is no folder";
  return {
    code: "E5005",
    message: `the folder for temporary files, \`${folder}\`, ${problem}`,
    notes: [],
    help: TMPDIR_HELP,
  };
}

/** Advice for a folder that cannot be written. */
export const TMPDIR_HELP = "set TMPDIR to a folder that can be written";
