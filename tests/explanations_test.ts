/** What `ori explain` shows is what the compiler says: each wrong example gives its code, each right one no error. */
import { assert, assertEquals } from "@std/assert";
import { CODES, type DiagnosticCode, EXPLANATIONS } from "../src/diagnostics/mod.ts";
import { compileMain } from "../src/driver/mod.ts";
import { checkSources, type Sources } from "./support/snapshot.ts";

/** The modules that examples import. */
const MODULES: Sources = {
  "math.ori": "pub @add (a: int) -> int = a;\n@helper () -> int = 1;\n",
  "common.ori": "pub @h () -> int = 1;\n",
};
/** Its example would fill pages: robustness_test.ts nests that deeply. */
const TOO_LONG = "E1009";
/** An example is a part of a program. */
const NO_MAIN = "E2061";

/** The files of an example: `// NAME.ori` begins one. */
function filesOf(example: string): Sources {
  const [first = "", ...named] = example.split(/^\/\/ (\w+\.ori)\n/m);
  if (named.length === 0) return { "main.ori": first };
  const pairs = named.flatMap((name, i) => i % 2 === 0 ? [[name, named[i + 1] ?? ""]] : []);
  return Object.fromEntries(pairs);
}

/** The codes that the compiler reports for an example. */
function codesOf(example: string): string[] {
  const files = filesOf(example);
  const checked = checkSources({ ...MODULES, ...files }, Object.keys(files));
  compileMain(checked, { verify: false });
  return checked.diagnostics.all.map(({ code }) => code);
}

for (const code of Object.keys(CODES) as DiagnosticCode[]) {
  const { wrong, right, language, unreported } = EXPLANATIONS[code];
  if (language !== undefined) continue;
  const what = unreported === undefined ? "gives it" : "does not give it yet";
  Deno.test(`the wrong example of ${code} ${what}, the right one is right`, () => {
    const isReported = unreported === undefined && code !== TOO_LONG;
    assertEquals(codesOf(wrong).includes(code), isReported, `${codesOf(wrong)}`);
    const left = codesOf(right).filter((found) => found !== NO_MAIN);
    assertEquals(left, []);
    if (code === NO_MAIN) assert(!codesOf(right).includes(code));
  });
}
