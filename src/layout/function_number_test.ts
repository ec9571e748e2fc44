import { assertEquals, assertThrows } from "@std/assert";
import { InternalError } from "../base/mod.ts";
import { functionNumber, requireDifferentNumbers } from "./function_number.ts";

Deno.test("function numbers: of 63 bits, by all bytes of the name", () => {
  assertEquals(functionNumber(""), 0x011c9dc5_9747b28cn);
  const names = [
    "a",
    "b",
    "ab",
    "ba",
    "a.lambda0",
    "a.lambda1",
    "größe",
    "grösse",
    "x".repeat(2000),
  ];
  const numbers = names.map(functionNumber);
  assertEquals(new Set(numbers).size, names.length);
  for (const number of numbers) assertEquals(number, BigInt.asUintN(63, number));
  assertEquals(functionNumber("main"), functionNumber("main"));
});

Deno.test("function numbers: many names have different numbers, one name twice is refused", () => {
  requireDifferentNumbers(Array.from({ length: 20_000 }, (_, k) => `Type${k % 97}.method${k}`));
  assertThrows(() => requireDifferentNumbers(["a", "b", "a"]), InternalError, "have one number");
});
