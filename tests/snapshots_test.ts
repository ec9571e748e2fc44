/** Every snapshot shows what the compiler prints; every fix fixes; every code is shown. */
import { assertEquals } from "@std/assert";
import type { Diagnostic, Label } from "../src/diagnostics/mod.ts";
import { CODES, type DiagnosticCode } from "../src/diagnostics/mod.ts";
import {
  checkSources,
  listSnapshots,
  parseSnapshot,
  runStages,
  type Snapshot,
  type Sources,
} from "./support/snapshot.ts";

/** Codes that no checked program can show, and why. A test fails once one of them appears. */
const NOT_SHOWN: ReadonlyMap<DiagnosticCode, string> = new Map([
  ["E0018", "Markdown cannot hold it: src/syntax/check_characters_test.ts"],
  ["E0953", "of commands: tests/packages_test.ts"],
  ["E1011", "E2011 says it once types are known, with the names in a fix"],
  ["E1018", "later: a typed lambda is only told from its body by its `=`"],
  ["E2030", "later: a written `Hashable` beside a derived `Eq`"],
  ["E2060", "found when instances are made, behind the check"],
  ["E2061", "only where a program is to be run"],
  ["E3010", "later: coverage of functions by tests"],
  ["E5001", "of building"],
  ["E5002", "of building"],
  ["E5003", "of building"],
  ["E5004", "of building"],
  ["E5005", "of building"],
  ["E5006", "of binaries: tests/blob_binary_test.ts"],
  ["E5007", "of building: tests/build_output_test.ts"],
  ["E5008", "of building: tests/build_output_test.ts"],
  ["E5010", "of commands: tests/cli_test.ts"],
  ["E5011", "of commands: tests/cli_test.ts"],
  ["E6002", "of commands: tests/cli_test.ts"],
  ["E6003", "of runs: tests/limits_test.ts"],
  ["E6004", "of runs: tests/limits_test.ts"],
  ["E6005", "of commands: tests/cli_test.ts"],
  ["E9001", "a bug of the compiler"],
  ["W2002", "later: results that must be used"],
]);

const snapshots: ReadonlyMap<string, Snapshot> = new Map(
  listSnapshots().map((path) => [path, parseSnapshot(path, Deno.readTextFileSync(path))]),
);

for (const [path, snapshot] of snapshots) {
  Deno.test(path, () => {
    const printed = runStages(snapshot);
    for (const [stage, text] of snapshot.sections) {
      assertEquals(printed.get(stage), text, `${stage}: see tasks/update_snapshots.ts`);
    }
  });
}

Deno.test("every code is shown by a snapshot, or cannot be", () => {
  const shown = new Set<string>();
  for (const { sections } of snapshots.values()) {
    const text = sections.get("DIAGNOSTICS") ?? "";
    for (const match of text.matchAll(/^(?:error|warning)\[(.*?)\]/gm)) shown.add(match[1] ?? "");
  }
  const codes = Object.keys(CODES) as DiagnosticCode[];
  const missing = codes.filter((code) => !shown.has(code) && !NOT_SHOWN.has(code));
  assertEquals(missing, [], "codes without a snapshot");
  const shownAfterAll = codes.filter((code) => shown.has(code) && NOT_SHOWN.has(code));
  assertEquals(shownAfterAll, [], "codes of NOT_SHOWN that a snapshot shows");
});

for (const [path, snapshot] of snapshots) {
  Deno.test(`the fixes of ${path}`, () => {
    const { diagnostics, sources } = checkSources(snapshot.sources, snapshot.paths);
    for (const found of diagnostics.all) {
      if (found.fix === undefined) continue;
      const fixed = applyFix(snapshot.sources, found, (id) => sources.file(id).path);
      const after = checkSources(fixed, snapshot.paths).diagnostics.all;
      const isLike = (other: Diagnostic) => other.code === found.code;
      const before = diagnostics.all.filter(isLike).length;
      const left = after.filter(isLike).length;
      const what = `${found.code} ${found.fix.title}`;
      assertEquals(left < before, true, `${what}: ${left} of ${before} are left`);
      const codes = new Set(diagnostics.all.map(({ code }) => code));
      const fresh = after.filter(({ code }) => !codes.has(code) && code.startsWith("E1"));
      assertEquals(fresh, [], `${what}: does not parse any more`);
    }
  });
}

/** The sources after all edits of the fix of `found`. */
function applyFix(
  sources: Sources,
  found: Diagnostic,
  pathOf: (id: Label["span"]["file"]) => string,
): Sources {
  const fixed: Record<string, string> = { ...sources };
  const edits = [...(found.fix?.edits ?? [])].sort((a, b) => b.span.start - a.span.start);
  for (const { span, text } of edits) {
    const path = pathOf(span.file);
    const source = fixed[path] ?? "";
    fixed[path] = source.slice(0, span.start) + text + source.slice(span.end);
  }
  return fixed;
}
