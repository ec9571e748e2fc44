/** What capabilities cost: handlers that are known when a program is compiled are called directly, and nothing is allocated. */
import { assertEquals } from "@std/assert";
import { printProgram } from "../src/arc/mod.ts";
import { compileVerified } from "./support/run_program.ts";
import { checkSources } from "./support/snapshot.ts";

/** Ops that call through a value, make one to call, or allocate. */
const COSTS = /\b(ApplyIndirect|PartialApply|MakeList|list_new|list_own)\b/g;

/** Those in the ARC IR of a program. */
function costs(source: string): string[] {
  const compiled = compileVerified(checkSources({ "main.ori": source }, ["main.ori"]));
  const ops = printProgram(compiled.arc).matchAll(COSTS);
  return [...new Set([...ops].map(([op]) => op))].sort();
}

const TRAIT = `
trait Dice { @roll (sides: int) -> int; @again (n: int) -> int = n; }
@deep (n: int) -> int uses Dice = if n == 0 then Dice.roll(sides: 6) else Dice.again(n: deep(n: n - 1) + 1);
@wide (n: int) -> int uses Dice = deep(n: n) * Dice.roll(sides: n);
`;

Deno.test("capabilities: a handler by value is no table and no allocation", () => {
  const source = `${TRAIT}
type Loaded = { value: int }
impl Loaded: Dice { @roll (self, sides: int) -> int = self.value + sides; }
@main (args: [str]) -> int = with Dice = Loaded { value: args.len() } in wide(n: args.len());
`;
  assertEquals(costs(source), []);
});

Deno.test("capabilities: a default implementation is no table and no allocation", () => {
  const source = `${TRAIT}
def impl Dice { @roll (sides: int) -> int = sides; }
@main (args: [str]) -> int = wide(n: args.len());
`;
  assertEquals(costs(source), []);
});

Deno.test("capabilities: a stateful handler has a cell, which its operations share", () => {
  const source = `${TRAIT}
@main (args: [str]) -> int = with Dice = handler(state: args.len()) { roll: (s, sides) -> (s + 1, s + sides) } in wide(n: 3);
`;
  assertEquals(costs(source), ["ApplyIndirect", "PartialApply", "list_new", "list_own"]);
});
