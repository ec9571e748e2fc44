/** The files of the package that a command is about, when it names none. */
import type { Host } from "../base/mod.ts";
import { parseManifest } from "./manifest.ts";
import { foldersFrom, inFolder, manifestOf } from "./packages.ts";

/** A package as the command line takes it. */
export interface PackageFiles {
  readonly folder: string;
  /** Undefined where its manifest cannot be read. */
  readonly name: string | undefined;
  /** The file with `@main`. */
  readonly main: string | undefined;
  /** The public file. */
  readonly library: string | undefined;
  /** Where tests are, beside the folders of `main` and `library`. */
  readonly testFolders: readonly string[];
}

/** The package of `folder`, or of the nearest folder above it that has one. */
export function packageAround(host: Host, folder: string): PackageFiles | undefined {
  for (const at of foldersFrom(folder)) {
    const found = packageIn(host, at);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** The package of `folder` itself. */
export function packageIn(host: Host, folder: string): PackageFiles | undefined {
  const path = manifestOf(folder);
  const read = host.isFile(path) ? host.readText(path) : undefined;
  if (read?.kind !== "text") return undefined;
  const { manifest } = parseManifest(read.text);
  const first = (...files: readonly string[]) =>
    files.map((file) => inFolder(folder, file)).find((file) => host.isFile(file));
  return {
    folder,
    name: manifest?.name,
    main: first("src/main.ori", "main.ori"),
    library: first("src/lib.ori", "lib.ori"),
    testFolders: (manifest?.testFolders ?? []).map((name) => inFolder(folder, name)),
  };
}
