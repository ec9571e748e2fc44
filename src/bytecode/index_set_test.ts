import { assertEquals } from "@std/assert";
import { IndexSet } from "./index_set.ts";

Deno.test("IndexSet: next finds members in order, at the edges of words and levels", () => {
  const members = [0, 1, 31, 32, 63, 64, 1023, 1024, 1025, 32_767, 32_768, 99_999];
  const set = new IndexSet(100_000);
  for (const member of [...members].reverse()) set.add(member);
  assertEquals(allOf(set), members);
  assertEquals(set.next(99_999), 99_999);
  assertEquals(set.next(100_000), undefined);
  for (const member of members) {
    set.delete(member);
    assertEquals(set.next(member), members[members.indexOf(member) + 1]);
  }
  assertEquals(allOf(set), []);
});

Deno.test("IndexSet: a member is there once, and deleting what is not there changes nothing", () => {
  const set = new IndexSet(40);
  set.add(33);
  set.add(33);
  set.delete(34);
  assertEquals(allOf(set), [33]);
  set.delete(33);
  assertEquals(allOf(set), []);
  assertEquals(new IndexSet(0).next(0), undefined);
});

function allOf(set: IndexSet): readonly number[] {
  const found: number[] = [];
  for (let at = set.next(0); at !== undefined; at = set.next(at + 1)) found.push(at);
  return found;
}
