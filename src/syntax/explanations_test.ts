import { assert, assertEquals } from "@std/assert";
import { CODES, type DiagnosticCode, EXPLANATIONS } from "../diagnostics/mod.ts";
import { parseText } from "./test_support.ts";

const codes = Object.keys(CODES) as DiagnosticCode[];

/** Codes that the parser does not report, or whose example would fill pages. */
const NOT_PARSED: ReadonlySet<string> = new Set(["E0016", "E1009", "E1011", "E1018", "W1007"]);

Deno.test("the wrong examples of syntax codes give their code", () => {
  for (
    const code of codes.filter((c) => /^(E00|E0933|E10|W[01]00)/.test(c) && !NOT_PARSED.has(c))
  ) {
    const found = parseText(EXPLANATIONS[code].wrong).found.map((f) => f.slice(0, 5));
    assert(found.includes(code), `${code}: ${found}`);
  }
});

Deno.test("every other example parses without a word", () => {
  for (const code of codes.filter((c) => EXPLANATIONS[c].language === undefined)) {
    assertEquals(parseText(EXPLANATIONS[code].right).found, [], code);
    const isSemantic = !/^(E00|E0933|E10|W[01]00)/.test(code);
    if (isSemantic) assertEquals(parseText(EXPLANATIONS[code].wrong).found, [], code);
  }
});
