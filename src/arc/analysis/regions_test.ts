import { assertEquals } from "@std/assert";
import { parsePlaced } from "../../../tests/support/arc.ts";

/** The regions of a function whose blocks end as written, and where each block stands. */
function placesOf(...ends: readonly string[]) {
  const blocks = ends.map((end, id) => `bb${id}:\n  ${end}\n`).join("");
  const head = "type bool = scalar bool\nfn f(%0: bool borrowed, %1: bool borrowed) -> bool {\n";
  const [fn] = parsePlaced(`${head}${blocks}}\n`).fns;
  const kinds = new Map(fn.regions.map(({ id, kind }) => [id, kind]));
  return {
    regions: fn.regions.slice(1).map(({ id, kind, parent }) => `${kind}#${id} in ${parent}`),
    places: fn.blocks.map(({ region, role }) =>
      role === undefined ? "" : `${kinds.get(region)}#${region}/${role}`
    ),
  };
}

Deno.test("straight code and paths that do not meet belong to the function", () => {
  const { regions, places } = placesOf("Branch %0, bb1, bb2", "Return %0", "Return %1");
  assertEquals([regions, places], [[], ["", "", ""]]);
});

Deno.test("an if without an else has an empty else", () => {
  const { regions, places } = placesOf("Branch %0, bb1, bb2", "Jump bb3", "Jump bb3", "Return %0");
  assertEquals(regions, ["join#1 in 0"]);
  assertEquals(places, ["", "join#1/then", "join#1/else", "join#1/join"]);
});

Deno.test("what comes after a join lies around it, and the join that is a split has its own", () => {
  const { regions, places } = placesOf(
    "Branch %0, bb1, bb2",
    "Jump bb3",
    "Jump bb3",
    "Branch %0, bb4, bb5",
    "Jump bb6",
    "Jump bb6",
    "Return %0",
  );
  assertEquals(regions, ["join#1 in 0", "join#2 in 0"]);
  assertEquals(places.slice(3), ["join#1/join", "join#2/then", "join#2/else", "join#2/join"]);
});

Deno.test("an else-if lies in the else", () => {
  const { regions, places } = placesOf(
    "Branch %0, bb1, bb2",
    "Jump bb6",
    "Branch %1, bb3, bb4",
    "Jump bb5",
    "Jump bb5",
    "Jump bb6",
    "Return %0",
  );
  assertEquals(regions, ["join#1 in 0", "join#2 in 1"]);
  assertEquals(places, [
    "",
    "join#1/then",
    "join#1/else",
    "join#2/then",
    "join#2/else",
    "join#2/join",
    "join#1/join",
  ]);
});

Deno.test("a condition of two parts is one join: its else has two ways in", () => {
  const { regions, places } = placesOf(
    "Branch %0, bb1, bb2",
    "Branch %1, bb3, bb4",
    "Jump bb5",
    "Jump bb6",
    "Jump bb5",
    "Jump bb6",
    "Return %0",
  );
  assertEquals(regions, ["join#1 in 0"]);
  assertEquals([places[3], places[5], places[6]], ["join#1/then", "join#1/else", "join#1/join"]);
});

Deno.test("a loop: preheader and exit are told of it, a join in it lies in it", () => {
  const { regions, places } = placesOf(
    "Jump bb1",
    "Branch %0, bb2, bb7",
    "Branch %1, bb3, bb4",
    "Jump bb5",
    "Jump bb5",
    "Jump bb6",
    "Jump bb1",
    "Return %0",
  );
  assertEquals(regions, ["loop#1 in 0", "join#2 in 1"]);
  assertEquals(places, [
    "loop#1/preheader",
    "loop#1/header",
    "loop#1/body",
    "join#2/then",
    "join#2/else",
    "join#2/join",
    "loop#1/latch",
    "loop#1/exit",
  ]);
});

Deno.test("turns that meet at the latch, and ways out that meet at the exit, are no joins", () => {
  const { regions, places } = placesOf(
    "Jump bb1",
    "Branch %0, bb2, bb3",
    "Branch %1, bb4, bb5",
    "Branch %1, bb6, bb7",
    "Jump bb8",
    "Jump bb9",
    "Jump bb8",
    "Jump bb9",
    "Jump bb1",
    "Return %0",
  );
  assertEquals(regions, ["loop#1 in 0"]);
  assertEquals([places[8], places[9]], ["loop#1/latch", "loop#1/exit"]);
});

Deno.test("a way out of two loops is the exit of the outer one; what follows lies around both", () => {
  const { regions, places } = placesOf(
    "Jump bb1",
    "Jump bb2",
    "Branch %0, bb3, bb4",
    "Branch %1, bb5, bb6",
    "Jump bb1",
    "Jump bb2",
    "Branch %1, bb7, bb8",
    "Jump bb9",
    "Jump bb9",
    "Return %0",
  );
  assertEquals(regions, ["loop#1 in 0", "loop#2 in 1", "join#3 in 0"]);
  assertEquals([places[1], places[4], places[6]], [
    "loop#1/header",
    "loop#1/latch",
    "loop#1/exit",
  ]);
  assertEquals(places.slice(7), ["join#3/then", "join#3/else", "join#3/join"]);
});
