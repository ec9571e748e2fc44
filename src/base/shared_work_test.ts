import { assertEquals, assertRejects } from "@std/assert";
import { SharedWork } from "./shared_work.ts";

Deno.test("join: callers at one time share a run, later ones make another", async () => {
  const shared = new SharedWork();
  let runs = 0;
  const make = () => Promise.resolve(++runs);
  assertEquals(await Promise.all([shared.join("a", make), shared.join("a", make)]), [1, 1]);
  assertEquals(await shared.join("a", make), 2);
  assertEquals(await shared.join("b", make), 3);
});

Deno.test("join: a run that fails is not kept", async () => {
  const shared = new SharedWork();
  await assertRejects(() => shared.join("a", () => Promise.reject(new Error("no"))), Error, "no");
  assertEquals(await shared.join("a", () => Promise.resolve(1)), 1);
});

Deno.test("keep: the first result serves all", async () => {
  const shared = new SharedWork();
  let runs = 0;
  const make = () => Promise.resolve(++runs);
  assertEquals([await shared.keep("a", make), await shared.keep("a", make)], [1, 1]);
});
