import { assertEquals } from "@std/assert";
import { findProblem } from "./leaks.ts";

Deno.test("a leak report and an internal error are problems, a panic is not", () => {
  const report = "ori: 2 RC allocation(s) not freed (memory leak)\n";
  assertEquals(findProblem(2, report), "ori: 2 RC allocation(s) not freed");
  assertEquals(findProblem(0, report), "ori: 2 RC allocation(s) not freed");
  assertEquals(findProblem(70, ""), "internal error");
  assertEquals(findProblem(1, "panic: boom at a.ori:1:1\n"), undefined);
  assertEquals(findProblem(0, ""), undefined);
});
