/** A slice of `deno task mutate`: faults in the counting do not stay hidden. */
import { assert, assertEquals } from "@std/assert";
import { MUTATIONS } from "./support/mutate_counts.ts";
import { proveByMutation } from "./support/mutation_proof.ts";

/** Programs to take functions from, how many, and what all of those functions together have to do. */
const SLICES = [
  ["tests/programs", 20, MUTATIONS.filter((mutation) => mutation.startsWith("Rc"))],
  ["tests/programs/sum", 8, MUTATIONS],
] as const;

for (const [folder, count, expected] of SLICES) {
  Deno.test(`each deleted or doubled RC operation of ${folder} is noticed by the verifier, and by check-rc when it runs`, () => {
    const { tallies, survivors } = proveByMutation(folder, count);
    assertEquals(survivors, []);
    for (const mutation of expected) {
      const tally = tallies.get(mutation);
      assert(tally !== undefined && tally.executed > 0, `${mutation} was not tried`);
      const { mutants, verifier, executed, checkRc, leakCheck } = tally;
      assertEquals([verifier, checkRc], [mutants, executed], mutation);
      // The oldest check, which only sees the end of the program, has to see most of them too.
      assert(leakCheck > 0, mutation);
    }
  });
}
