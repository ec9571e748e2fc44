import { assertEquals, assertThrows } from "@std/assert";
import { describeRcReport, RcStats } from "./rc_stats.ts";
import { normalizeRcTrace, parseRcTrace, TraceError } from "./rc_trace.ts";

const TRACE = `a line of the program
[RC] alloc #1 str count=1 in main at a.ori:1:1
[RC] alloc 0x10 Map<str, int> count=1 in f at b.ori:2:2 (loop#1/header)
[RC]   called by main
[RC] inc #1 str count=1->2 in f at b.ori:2:2 (loop#1/body)
[RC] resize 0x10 Map<str, int> to 0x20
[RC] dec #1 str count=2->1 in f at b.ori:3:3 (function)
[RC] dec #1 str count=1->0 in main at a.ori:1:1
[RC] free #1 str in main at a.ori:1:1
[RC] free 0x20 Map<str, int> in (end)
`;

Deno.test("a trace in normal form is steps per function, without addresses", () => {
  const expected = "main\n" +
    "  a.ori:1:1: 1 alloc str\n" +
    "  a.ori:1:1: 1 dec str, 1 free str\n" +
    "f\n" +
    "  b.ori:2:2 (loop#1/header): 1 alloc Map<str, int>\n" +
    "  b.ori:2:2 (loop#1/body): 1 inc str\n" +
    "  b.ori:3:3 (function): 1 dec str\n" +
    "(end)\n" +
    "  : 1 free Map<str, int>\n";
  assertEquals(normalizeRcTrace(parseRcTrace(TRACE)), expected);
});

Deno.test("the order within a step does not matter, the order of steps does", () => {
  const [first, second, third] = TRACE.split("\n").filter((line) => line.includes("in f"));
  const form = (lines: readonly string[]) => normalizeRcTrace(parseRcTrace(lines.join("\n")));
  const [one, other] = [first, second].map((line) => line.replace(/ \(.*\)$/, ""));
  assertEquals(form([one, other, third]), form([other, one, third]));
  assertEquals(form([first, second, third]) === form([third, first, second]), false);
});

Deno.test("a line that only looks like an event is refused", () => {
  assertThrows(() => parseRcTrace("[RC] alloc"), TraceError, "[RC] alloc");
  assertThrows(() => parseRcTrace("[RC] grow #1 str in main"), TraceError);
});

Deno.test("totals by function, and what is out of balance", () => {
  const stats = new RcStats();
  for (const event of parseRcTrace(TRACE)) stats.add(event);
  assertEquals(stats.report(), {
    schemaVersion: 2,
    functions: [
      { fn: "f", alloc: 1, inc: 1, dec: 1, free: 0 },
      { fn: "main", alloc: 1, inc: 0, dec: 1, free: 1 },
      { fn: "(end)", alloc: 0, inc: 0, dec: 0, free: 1 },
    ],
    regions: [
      { fn: "main", region_id: "", alloc: 1, inc: 0, dec: 1, free: 1 },
      { fn: "f", region_id: "loop#1", alloc: 1, inc: 1, dec: 0, free: 0 },
      { fn: "(end)", region_id: "", alloc: 0, inc: 0, dec: 0, free: 1 },
      { fn: "f", region_id: "function", alloc: 0, inc: 0, dec: 1, free: 0 },
    ],
    total: { alloc: 2, inc: 1, dec: 2, free: 2 },
    unbalanced: [],
  });
  const balanced = describeRcReport(stats.report());
  assertEquals(balanced.split("\n").at(-2), "balanced");
  assertEquals(balanced.split("\n")[0], "function  alloc  inc  dec  free  alloc - free");
  stats.add({ kind: "alloc", block: "#9", type: "[int]", fn: "f", position: "", region_id: "" });
  assertEquals(stats.report().unbalanced, [{ type: "[int]", blocks: 1 }]);
  assertEquals(describeRcReport(stats.report()).split("\n").at(-2), "not freed: 1 x [int]");
});
