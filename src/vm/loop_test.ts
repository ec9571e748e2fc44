import { assertEquals } from "@std/assert";
import { OPCODE_NAMES } from "../bytecode/mod.ts";

Deno.test("each case label of the loop is the opcode named beside it", async () => {
  const source = await Deno.readTextFile(new URL("loop.ts", import.meta.url));
  const labels = [...source.matchAll(/case (\d+):(?: \{)? \/\/ (\w+)/g)];
  for (const [, label, name] of labels) assertEquals(OPCODE_NAMES[Number(label)], name);
  assertEquals(labels.length, [...source.matchAll(/^ +case /gm)].length);
  assertEquals(new Set(labels.map(([, label]) => label)).size, labels.length);
});
