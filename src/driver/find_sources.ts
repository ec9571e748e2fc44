/** Files and folders named on the command line to source files. */
import type { FullHost } from "../base/mod.ts";

/**
 * Every `.ori` file under `paths`, sorted inside each folder. A path that does not exist stays in the
 * list, so that loading it reports why.
 */
export function findSources(paths: readonly string[], host: FullHost): readonly string[] {
  const found = new Set<string>();
  for (const path of paths) {
    if (host.isFile(path) || !host.isDirectory(path)) found.add(path);
    else for (const file of filesBelow(path, host)) found.add(file);
  }
  return [...found];
}

function* filesBelow(folder: string, host: FullHost): Generator<string> {
  for (const name of [...host.listDirectory(folder)].sort()) {
    const path = `${folder.replace(/\/+$/, "")}/${name}`;
    if (host.isDirectory(path)) yield* filesBelow(path, host);
    else if (name.endsWith(".ori")) yield path;
  }
}
