/** The whole capture matrix as programs that say themselves what they print. */
import { allKindsAtOnce, capturePrograms } from "./capture_matrix.ts";

/** Writes a program per kind, and the one that holds all kinds, to `folder`; gives their paths. */
export function writeCapturePrograms(folder: string): string[] {
  Deno.mkdirSync(folder, { recursive: true });
  const write = (name: string, source: string, stdout: string) => {
    const path = `${folder}/${name}.ori`;
    Deno.writeTextFileSync(
      path,
      `${source}\n// --- stdout\n${stdout.replaceAll(/^(?=.)/gm, "// ")}`,
    );
    return path;
  };
  const { source, calm } = allKindsAtOnce();
  const kinds = capturePrograms("every cell").map(({ kind, source, cells }) =>
    write(kind.name, source, cells.map(({ name, expected }) => `${name}: ${expected}\n`).join(""))
  );
  return [...kinds, write("all_kinds", source, calm)];
}
