/**
 * Deletes and doubles each RcInc, RcDec, and op that hands a cell on, of functions of tests/programs, and shows who notices.
 *
 *     deno task mutate [COUNT]
 *
 * COUNT functions, 200 if it is not given. Fails if a mutant passes the verifier, or is executed and passes `check-rc`.
 */
import { type MutationProof, proveByMutation } from "../tests/support/mutation_proof.ts";

const COLUMNS = ["mutants", "verifier", "executed", "checkRc", "leakCheck"] as const;
const HEADINGS = ["mutants", "verifier", "executed", "check-rc", "leak check"];

/** The table of a proof, as Markdown. */
export function table({ tallies }: MutationProof): string {
  const rows = [...tallies].map(([mutation, tally]) => [mutation, ...COLUMNS.map((c) => tally[c])]);
  const sums = COLUMNS.map((c) => [...tallies.values()].reduce((sum, tally) => sum + tally[c], 0));
  const lines = [["", ...HEADINGS], ["---", ...HEADINGS.map(() => "---:")], ...rows, [
    "all",
    ...sums,
  ]];
  return lines.map((cells) => `| ${cells.join(" | ")} |\n`).join("");
}

if (import.meta.main) {
  const proof = proveByMutation("tests/programs", Number(Deno.args[0] ?? 200));
  console.log(table(proof));
  for (const survivor of proof.survivors) console.log(`survived: ${survivor}`);
  const { functions, programs, survivors } = proof;
  console.log(
    `mutate: ${functions} functions of ${programs} programs, ${survivors.length} survivors`,
  );
  if (survivors.length > 0) Deno.exit(1);
}
