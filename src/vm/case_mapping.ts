/** Upper and lower case by the generated table: full mappings, no context rules. */
import { isAscii } from "./text.ts";
import { LOWER_RUNS, UPPER_RUNS } from "./unicode_case.ts";
import type { Str } from "./value.ts";

export type CaseKind = "upper" | "lower";

const tables = new Map<CaseKind, ReadonlyMap<string, string>>();

/** The text of `s` in the other case. */
export function changeCase(s: Str, kind: CaseKind): string {
  if (isAscii(s)) return kind === "upper" ? s.text.toUpperCase() : s.text.toLowerCase();
  const table = tableOf(kind);
  let changed = "";
  for (const char of s.text) changed += table.get(char) ?? char;
  return changed;
}

function tableOf(kind: CaseKind): ReadonlyMap<string, string> {
  let table = tables.get(kind);
  if (table === undefined) {
    table = expand(kind === "upper" ? UPPER_RUNS : LOWER_RUNS);
    tables.set(kind, table);
  }
  return table;
}

function expand(runs: string): Map<string, string> {
  const table = new Map<string, string>();
  for (const run of runs.split(";")) {
    if (run === "") continue;
    const [firstText, second, stepText, distanceText] = run.split(",");
    const first = parseInt(firstText, 36);
    if (stepText === undefined) {
      const to = second.split(".").map((each) => parseInt(each, 36));
      table.set(String.fromCodePoint(first), String.fromCodePoint(...to));
      continue;
    }
    for (let i = 0; i < Number(second); i++) {
      const from = first + i * Number(stepText);
      table.set(String.fromCodePoint(from), String.fromCodePoint(from + Number(distanceText)));
    }
  }
  return table;
}
