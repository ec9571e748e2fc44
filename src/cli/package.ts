/** The package that a command is about when it names no file. */
import { dirname } from "@std/path/posix";
import { type FullHost, packageAround, type PackageFiles, packageIn } from "../driver/mod.ts";
import { UsageError } from "./args.ts";

/** The file to run or build: `operand`, or `@main` of the package in that folder or around the working directory. */
export interface Program {
  readonly file: string;
  /** The name of the package, where the file was found by it. */
  readonly name?: string | undefined;
}

/** The program that `operand` names; throws `UsageError` where there is none. */
export function programOf(host: FullHost, command: string, operand: string | undefined): Program {
  const found = operand === undefined
    ? packageAround(host, ".")
    : host.isDirectory(operand)
    ? packageIn(host, operand)
    : undefined;
  if (found === undefined) {
    if (operand !== undefined) return { file: operand };
    throw new UsageError(`\`ori ${command}\` needs a file, or a folder with an \`ori.toml\``);
  }
  if (found.main !== undefined) return { file: found.main, name: found.name };
  throw new UsageError(`the package in \`${found.folder}\` has no \`src/main.ori\``);
}

/** The files and folders to check or test: `operands`, or those of the package around the working directory. */
export function sourcesOf(
  host: FullHost,
  command: string,
  operands: readonly string[],
): readonly string[] {
  if (operands.length > 0) return operands;
  const found = packageAround(host, ".");
  if (found !== undefined) return foldersOf(host, found);
  throw new UsageError(
    `\`ori ${command}\` needs a file or folder, or a folder with an \`ori.toml\``,
  );
}

function foldersOf(host: FullHost, { folder, main, library, testFolders }: PackageFiles) {
  const sources = [main, library].flatMap((file) => file === undefined ? [] : [dirname(file)]);
  const all = new Set([...sources, ...testFolders.filter((path) => host.isDirectory(path))]);
  if (sources.length > 0) return [...all];
  throw new UsageError(
    `the package in \`${folder}\` has no \`src/main.ori\` and no \`src/lib.ori\``,
  );
}
