/** PAR-4: the corpus of features works in every way of running, and docs/engines.md shows it. */
import { assertEquals } from "@std/assert";
import { createHost, ENGINES } from "../src/driver/mod.ts";
import { audit, type AuditRow, isGreen } from "../src/testing/mod.ts";
import { ENGINE_PAGE, renderEnginePage } from "../tasks/engine_page.ts";

/** The number of features: none gets lost, and a new one is counted here. */
const FEATURES = 59;

async function rowsOf(paths: readonly string[], host = createHost()): Promise<AuditRow[]> {
  const rows: AuditRow[] = [];
  for await (const row of audit(paths, host)) rows.push(row);
  return rows;
}

Deno.test({
  name:
    "PAR-1, PAR-4, PAR-7, PAR-9: every feature works on every engine, in debug and release, as the page says",
  sanitizeOps: false,
  sanitizeResources: false,
  async fn() {
    const rows = await rowsOf(["tests/corpus"]);
    assertEquals(rows.length, FEATURES);
    const wrong = rows.flatMap((row) =>
      row.cells.filter((cell) => !isGreen(cell)).map((cell) => ({ file: row.file, ...cell }))
    );
    assertEquals(wrong, []);
    assertEquals(Deno.readTextFileSync(ENGINE_PAGE), renderEnginePage(ENGINES, rows));
  },
});
