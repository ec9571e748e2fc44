import { assertEquals } from "@std/assert";
import { table } from "./mutate.ts";

Deno.test("the table of a mutation proof has a row per mutation and their sum", () => {
  const tally = { mutants: 5, verifier: 5, executed: 3, checkRc: 3, leakCheck: 1 };
  const tallies = new Map([["RcInc deleted", tally], ["RcDec doubled", tally]] as const);
  assertEquals(
    table({ functions: 1, programs: 1, tallies, survivors: [] }),
    `|  | mutants | verifier | executed | check-rc | leak check |
| --- | ---: | ---: | ---: | ---: | ---: |
| RcInc deleted | 5 | 5 | 3 | 3 | 1 |
| RcDec doubled | 5 | 5 | 3 | 3 | 1 |
| all | 10 | 10 | 6 | 6 | 2 |
`,
  );
});
