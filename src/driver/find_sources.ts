/** Files and folders named on the command line to source files. */
import { type FullHost, STDIN_PATH } from "../base/mod.ts";

/**
 * Every `.ori` file under `paths`, sorted inside each folder. A path that does not exist stays in the
 * list, and so does stdin, so that loading it reports why it cannot be read.
 */
export function findSources(paths: readonly string[], host: FullHost): readonly string[] {
  const found = new Set<string>();
  for (const path of paths) {
    const isSource = path === STDIN_PATH || host.isFile(path) || !host.isDirectory(path);
    if (isSource) found.add(path);
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
