/** Each rule on loops and regions (seeds DBG-1, DBG-3), broken by hand. */
import { assertStringIncludes, assertThrows } from "@std/assert";
import { InternalError } from "../../base/mod.ts";
import { parsePlaced } from "../../../tests/support/arc.ts";
import { parseProgram } from "../ir/parse.ts";
import { verifyProgram } from "./verify.ts";

const LOOP = `type bool = scalar bool
type int = scalar int
fn f(%0: bool borrowed, %1: int borrowed) -> int {
  region 1 loop in 0
  region 2 join in 1
bb0 region 1 preheader:
  Jump bb1(%1)
bb1(%2: int) region 1 header:
  Branch %0, bb2, bb6
bb2 region 1 body:
  Branch %0, bb3, bb4
bb3 region 2 then:
  Jump bb5(%2)
bb4 region 2 else:
  Jump bb5(%1)
bb5(%3: int) region 2 join:
  Jump bb7
bb6 region 1 exit:
  Return %2
bb7 region 1 latch:
  Jump bb1(%3)
}
`;

Deno.test("a loop with a join in it is sound", () => verifyProgram(parseProgram(LOOP)));

/** A change of the text, and what the error says. */
const CHANGES: Readonly<Record<string, readonly [string, string, string]>> = {
  "a latch that is called a body": [
    "bb7 region 1 latch",
    "bb7 region 1 body",
    "bb7: is latch of region 1, not body of 1",
  ],
  "a header that is none": [
    "bb2 region 1 body",
    "bb2 region 1 header",
    "bb2: is body of region 1, not header of 1",
  ],
  "a block in the region around its own": [
    "bb3 region 2 then",
    "bb3 region 1 body",
    "bb3: is then of region 2, not body of 1",
  ],
  "a block of a loop in no region": [
    "bb2 region 1 body",
    "bb2",
    "bb2: is body of region 1, not no part of 0",
  ],
  "then and else by turns": [
    "bb4 region 2 else",
    "bb4 region 2 then",
    "bb4: is else of region 2, not then of 2",
  ],
  "a join that is not declared": [
    "bb5(%3: int) region 2 join",
    "bb5(%3: int) region 1 body",
    "a join without a region",
  ],
  "a loop that is not declared": [
    "bb1(%2: int) region 1 header",
    "bb1(%2: int) region 1 body",
    "a loop without a region",
  ],
  "a region without blocks": [
    "region 2 join in 1",
    "region 2 join in 1\n  region 3 join in 0",
    "region 3 is no join of the function",
  ],
  "a region that is not there": ["  region 2 join in 1\n", "", "a join without a region"],
  "the wrong parent": ["region 2 join in 1", "region 2 join in 0", "region 2 lies in 1, not 0"],
  "one id for two regions": [
    "region 2 join in 1",
    "region 2 join in 1\n  region 2 join in 1",
    "region 2 is there twice",
  ],
  "regions in no order": [
    "region 1 loop in 0\n  region 2 join in 1",
    "region 2 join in 1\n  region 1 loop in 0",
    "region 1 comes after 2",
  ],
  "the kind of another region": [
    "region 1 loop in 0",
    "region 1 join in 0",
    "a loop without a region",
  ],
};

for (const [name, [from, to, message]] of Object.entries(CHANGES)) {
  Deno.test(`verify rejects: ${name}`, () => {
    const program = parseProgram(LOOP.replace(from, to));
    const error = assertThrows(() => verifyProgram(program), InternalError);
    assertStringIncludes(error.message, message);
  });
}

/** How the blocks of a function end, whose regions are those of its flow, and what the error says. */
const FLOWS: Readonly<Record<string, readonly [readonly string[], string]>> = {
  "two latches": [
    ["Jump bb1", "Branch %0, bb2, bb3", "Jump bb1", "Jump bb1"],
    "bb1: a loop with 2 latches",
  ],
  "two ways into a loop": [
    ["Branch %0, bb1, bb2", "Jump bb3", "Jump bb3", "Branch %0, bb4, bb5", "Jump bb3", "Return %0"],
    "bb3: a loop without a preheader",
  ],
  "a header that jumps to itself": [
    ["Jump bb1", "Jump bb1"],
    "bb1: a loop whose header is its latch",
  ],
  "a cycle with two entries": [
    ["Branch %0, bb1, bb2", "Jump bb3", "Jump bb4", "Jump bb4", "Jump bb3"],
    "makes a cycle with several entries",
  ],
  "a branch straight to a join": [
    ["Branch %0, bb1, bb2", "Jump bb2", "Return %0"],
    "the edge to bb2 is critical",
  ],
  "a branch straight to a header": [
    ["Jump bb1", "Jump bb2", "Branch %0, bb1, bb3", "Return %0"],
    "the edge to bb1 is critical",
  ],
};

for (const [name, [ends, message]] of Object.entries(FLOWS)) {
  Deno.test(`verify rejects: ${name}`, () => {
    const blocks = ends.map((end, id) => `bb${id}:\n  ${end}\n`).join("");
    const text = `type bool = scalar bool\nfn f(%0: bool borrowed) -> bool {\n${blocks}}\n`;
    const program = parsePlaced(text);
    const error = assertThrows(() => verifyProgram(program), InternalError);
    assertStringIncludes(error.message, message);
  });
}
