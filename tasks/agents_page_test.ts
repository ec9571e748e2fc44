import { assert, assertEquals } from "@std/assert";
import { AGENTS_PAGE, countTokens, renderAgentsPage, TOKEN_BUDGET } from "./agents_page.ts";

Deno.test("VER-14: the page for agents is what the sources say, within its budget of tokens", () => {
  const page = Deno.readTextFileSync(AGENTS_PAGE);
  assertEquals(page, renderAgentsPage());
  assert(countTokens(page) <= TOKEN_BUDGET, `${countTokens(page)} tokens`);
});

Deno.test("tokens are counted by words and signs, long words by their parts", () => {
  assertEquals(countTokens("let x = 10;"), 5);
  assertEquals(countTokens("immutable"), 3);
});
