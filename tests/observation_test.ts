/** DBG-16: with the hub on, every stage gives the bytes that it gives without it, for every program. */
import { assertEquals } from "@std/assert";
import { printProgram } from "../src/arc/mod.ts";
import { disassemble, emitBytecode } from "../src/bytecode/mod.ts";
import { type Checked, checkFiles, compileMain, createHost } from "../src/driver/mod.ts";
import { CATEGORIES, type DebugEvent, type Hub } from "../src/events/mod.ts";
import { emitLlvm } from "../src/llvm/mod.ts";
import { listeningHub } from "./support/debug_events.ts";
import { listPrograms } from "./support/program_case.ts";

const host = createHost();
const ONLY = Deno.env.get("ORI_TEST_PROGRAMS");
/** Every sixth program is compared, all of them on request: a program takes half a second with every event of every pass. */
const STEP = ONLY !== undefined || Deno.env.get("ORI_TEST_EVERY_PROGRAM") === "1" ? 1 : 6;

/** The text of each stage, and the diagnostics. */
function stages(path: string, hub?: Hub): Record<string, unknown> {
  const checked: Checked = checkFiles([path], host, hub);
  const compiled = compileMain(checked, { verify: false });
  const diagnostics = checked.diagnostics.all;
  if (compiled === undefined) return { diagnostics };
  const { arc, sources, events } = compiled;
  return {
    diagnostics,
    arc: printProgram(arc, { spans: true }),
    bytecode: disassemble(emitBytecode(arc, sources, events)),
    llvm: emitLlvm(arc, sources, {
      mode: "debug",
      tracesRc: true,
      checksLeaks: false,
      sanitizesAddress: false,
      isTestHarness: false,
      directory: ".",
      events,
    }),
  };
}

for (const folder of ["tests/programs", "examples"]) {
  for (const [i, path] of listPrograms(folder).entries()) {
    if (i % STEP !== 0) continue;
    if (ONLY !== undefined && !path.includes(ONLY)) continue;
    Deno.test(`DBG-16: ${path} compiles to the same bytes with the hub on`, () => {
      const events: DebugEvent[] = [];
      const observed = stages(path, listeningHub(events, CATEGORIES, "trace"));
      assertEquals(events.length > 0, true);
      assertEquals(observed, stages(path));
    });
  }
}
