/** The programs below a folder; what they say of themselves is read by `src/testing`. */
export { parseProgramCase, type ProgramCase, type ProgramResult } from "../../src/testing/mod.ts";

/** Paths of all `.ori` files below `folder`, sorted. */
export function listPrograms(folder: string): string[] {
  const found: string[] = [];
  for (const entry of Deno.readDirSync(folder)) {
    const path = `${folder}/${entry.name}`;
    if (entry.isDirectory) found.push(...listPrograms(path));
    else if (entry.name.endsWith(".ori")) found.push(path);
  }
  return found.sort();
}
