/** Inserting into a tree that nobody else holds allocates the cell of the new key, however the tree is balanced. */
import { assertEquals } from "@std/assert";
import { program, withProgram } from "./support/allocations.ts";
import { Workspace } from "./support/cli.ts";

const INSERT = "v = insert(t: v, key: i * 7919 % 1009)";

/** A round with the program in `tests/programs/reuse`, and the functions of it that a round runs. */
const ROUNDS: Readonly<
  Record<string, { readonly round: string; readonly hot: readonly string[] }>
> = {
  red_black_cases: { round: INSERT, hot: ["balance", "ins", "insert"] },
  red_black_parts: { round: INSERT, hot: ["balance", "ins", "insert"] },
  red_black_sides: { round: INSERT, hot: ["balance_left", "balance_right", "ins", "insert"] },
  red_black_map: { round: "v = put(t: v, i:)", hot: ["`balance<", "`ins<", "`insert<"] },
  avl: { round: INSERT, hot: ["balance", "turn_left", "turn_right", "node", "insert"] },
  leftist_heap: { round: INSERT, hot: ["make", "merge", "insert"] },
};

/** The items of a program, without its `@main`. */
function itemsOf(name: string): string {
  const text = Deno.readTextFileSync(new URL(`programs/reuse/${name}.ori`, import.meta.url));
  return text.slice(0, text.indexOf("@main"));
}

for (const [name, { round, hot }] of Object.entries(ROUNDS)) {
  const shape = { items: itemsOf(name), start: "E", round };

  Deno.test(`${name}: a new key is one new cell`, async () => {
    await withProgram(shape, async (allocations) => {
      const [few, many] = [await allocations(2), await allocations(20)];
      const keys = 20 * 20 - 2 * 2;
      assertEquals({ vm: many.vm - few.vm, aot: many.aot - few.aot }, { vm: keys, aot: keys });
    });
  });

  Deno.test(`${name}: nothing is counted on the way`, async () => {
    await Workspace.with({ "main.ori": program(shape) }, async (w) => {
      const { stdout } = await w.ori(["build", "main.ori", "--emit=arc"]);
      const fns = stdout.split(/^fn /m).filter((fn) => hot.some((one) => fn.startsWith(one)));
      assertEquals(fns.length > 0, true);
      for (const fn of fns) assertEquals(fn.match(/RcInc.*/g), null, fn);
    });
  });
}

Deno.test("simplifying an expression that nobody else holds allocates nothing", async () => {
  const shape = {
    items: itemsOf("simplify"),
    start: "build(n: 40)",
    round: "v = simplify(e: v)",
  };
  await withProgram(shape, async (allocations) => {
    assertEquals(await allocations(20), await allocations(2));
  });
});
