/**
 * The ARC stage on real programs: verified after every pass, printed and read back, and each deleted
 * or doubled RC operation noticed by the verifier.
 */
import { assertEquals } from "@std/assert";
import { lowerProgram, parseProgram, printProgram, verifyProgram } from "../src/arc/mod.ts";
import { checkFiles, createHost, monoMain, renderText } from "../src/driver/mod.ts";
import { mutateCounts } from "./support/mutate_counts.ts";

const host = createHost();
const folders = ["./programs/", "./bench/", "../examples/"];

function sources(folder: URL): URL[] {
  return [...Deno.readDirSync(folder)].sort((a, b) => a.name < b.name ? -1 : 1).flatMap((entry) => {
    if (entry.isDirectory) return sources(new URL(`${entry.name}/`, folder));
    return entry.name.endsWith(".ori") ? [new URL(entry.name, folder)] : [];
  });
}

const root = new URL("../", import.meta.url).pathname;
for (const file of folders.flatMap((folder) => sources(new URL(folder, import.meta.url)))) {
  Deno.test(`ARC IR of ${file.pathname.slice(root.length)}`, () => {
    const checked = checkFiles([file.pathname], host);
    const mono = monoMain(checked);
    if (mono === undefined) {
      throw new Error(renderText(checked.diagnostics.all, checked.sources, { color: false }));
    }
    const program = lowerProgram(mono, { verify: true });
    const text = printProgram(program, { spans: true });
    const read = parseProgram(text);
    verifyProgram(read);
    assertEquals(printProgram(read, { spans: true }), text);
    const { survivors } = mutateCounts(program);
    assertEquals(survivors, []);
  });
}
