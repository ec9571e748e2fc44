import { assert, assertEquals } from "@std/assert";
import { checkSources } from "../../tests/support/snapshot.ts";
import { editsOf, saving } from "./edits.ts";
import { minimise } from "./minimise.ts";

const PROGRAM = `
type Unused = { a: int }
@helper (n: int) -> int = n * 2;
@other (s: str) -> str = { let t = s + "x"; t };
@main () -> void = {
    let a = [1, 2, 3].map(transform: x -> helper(n: x) + 1);
    for x in a do { if x > 2 then print(msg: \`{x}\`); };
    let b = match a { [] -> 0, [x] -> x, [_, ..] -> 10 / (a.len() - 3) };
    print(msg: other(s: \`{b}\`));
}
`;

function compiles(text: string): boolean {
  return !checkSources({ "main.ori": text }, ["main.ori"]).diagnostics.hasErrors;
}

Deno.test("what does not matter goes, what shows the fault stays", async () => {
  const showsFault = (text: string) => Promise.resolve(text.includes("/") && compiles(text));
  const small = await minimise(PROGRAM, { showsFault, maxTries: 5000 });
  assert(showsFault(small));
  assert(!small.includes("Unused") && !small.includes("other") && !small.includes("helper"), small);
  assert(small.trim().length < 60, small);
});

Deno.test("a text that does not parse has no edits, and every edit saves", () => {
  assertEquals(editsOf("@f ("), []);
  assert(editsOf(PROGRAM).every((edit) => saving(edit) > 0));
});

Deno.test("no more texts are tried than allowed", async () => {
  let tries = 0;
  await minimise(PROGRAM, { showsFault: () => Promise.resolve(++tries < 0), maxTries: 7 });
  assertEquals(tries, 7);
});
