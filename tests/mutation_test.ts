/** A slice of `deno task mutate`: faults in the counting do not stay hidden. */
import { assert, assertEquals } from "@std/assert";
import { proveByMutation } from "./support/mutation_proof.ts";

Deno.test("each deleted or doubled RC operation is noticed by the verifier, and by check-rc when it runs", () => {
  const { tallies, survivors } = proveByMutation("tests/programs", 20);
  assertEquals(survivors, []);
  for (const [mutation, { mutants, verifier, executed, checkRc, leakCheck }] of tallies) {
    assert(mutants > 0 && executed > 0, `${mutation} was not tried`);
    assertEquals([verifier, checkRc], [mutants, executed], mutation);
    // The oldest check, which only sees the end of the program, has to see most of them too.
    assert(leakCheck > 0, mutation);
  }
});
