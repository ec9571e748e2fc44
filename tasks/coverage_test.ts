import { assertEquals } from "@std/assert";
import { parseLcov, percentOf } from "./coverage.ts";

const LCOV = `SF:/r/src/vm/heap.ts
DA:1,1
LH:3
LF:4
end_of_record
SF:/r/src/vm/heap_test.ts
LH:9
LF:9
end_of_record
SF:/r/tests/support/x.ts
LH:0
LF:9
end_of_record
SF:/r/src/arc/ir/ir.ts
LH:0
LF:4
end_of_record
`;

Deno.test("only the lines of src count, and those of tests do not", () => {
  const files = parseLcov(LCOV, "/r");
  assertEquals(files, [
    { path: "src/vm/heap.ts", lines: 4, executed: 3 },
    { path: "src/arc/ir/ir.ts", lines: 4, executed: 0 },
  ]);
  assertEquals(percentOf(files), 37.5);
  assertEquals(percentOf([]), 0);
});
