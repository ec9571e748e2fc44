import { assertEquals } from "@std/assert";
import { MemoryTags } from "./memory_tags.ts";
import { Module } from "./module.ts";

/** The path of names from the node of a tag to its root. */
function ancestry(module: Module, tag: string): string[] {
  const nodes = new Map(
    [...module.print([]).matchAll(/^(!\d+) = !\{(.*)\}$/gm)].map(([, id, text]) => [id, text]),
  );
  const [access] = (nodes.get(tag.replace(", !tbaa ", "")) ?? "").split(",");
  const names: string[] = [];
  for (let id: string | undefined = access; id !== undefined;) {
    const [name, parent]: (string | undefined)[] = (nodes.get(id) ?? "").split(", ");
    names.push(name ?? "");
    id = parent;
  }
  return names;
}

Deno.test("an element is a value, a count is none", () => {
  const module = new Module();
  const tags = new MemoryTags(module, true);
  assertEquals(ancestry(module, tags.element("double")), [
    '!"ori [double]"',
    '!"ori value"',
    '!"ori memory"',
  ]);
  assertEquals(ancestry(module, tags.count()), ['!"ori count"', '!"ori memory"']);
});

Deno.test("the same kind of memory has the same tag, and quotes of type names are harmless", () => {
  const module = new Module();
  const tags = new MemoryTags(module, true);
  assertEquals(tags.value(), tags.value());
  const [name] = ancestry(module, tags.element('%"ori.Two parts"'));
  assertEquals(name, `!"ori [%'ori.Two parts']"`);
});

Deno.test("code that is not optimised has no tags", () => {
  const tags = new MemoryTags(new Module(), false);
  assertEquals([tags.count(), tags.value(), tags.element("i64")], ["", "", ""]);
});
