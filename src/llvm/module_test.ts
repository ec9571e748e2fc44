import { assertEquals, assertStringIncludes, assertThrows } from "@std/assert";
import { InternalError } from "../base/mod.ts";
import { Module } from "./module.ts";

function assertRefuses(message: string, work: (module: Module) => void): void {
  const error = assertThrows(() => work(new Module()), InternalError, message);
  assertEquals(error.place.stage, "llvm");
}

const BODY = ["define internal void @_ori_f() #1 {", "  ret void", "}"];

Deno.test("Module: what is defined once is printed once", () => {
  const module = new Module();
  assertEquals(module.defineType("ori.Pair<int, str>", "{ i64 }"), `%"ori.Pair<int, str>"`);
  assertEquals(module.global("table", "internal constant i64 0"), "@table");
  module.addFunction(BODY);
  assertEquals([module.runtime("ori_start"), module.runtime("ori_start")], [
    "@ori_start",
    "@ori_start",
  ]);
  const text = module.print([]);
  for (
    const line of [
      `%"ori.Pair<int, str>" = type { i64 }`,
      "@table = internal constant i64 0",
      ...BODY,
    ]
  ) {
    assertStringIncludes(text, line);
  }
  assertEquals(text.split("@ori_start(").length, 2);
});

Deno.test("Module: a second definition of a name is a bug of ours", () => {
  assertRefuses("type ori.Pair is defined twice", (module) => {
    module.defineType("ori.Pair", "{ i64 }");
    module.defineType("ori.Pair", "{ i64 }");
  });
  assertRefuses(
    "type ori.list is defined twice",
    (module) => module.defineType("ori.list", "{ i64 }"),
  );
  assertRefuses("symbol _ori_f is defined twice", (module) => {
    module.addFunction(BODY);
    module.addFunction(BODY);
  });
  assertRefuses("symbol _ori_f is defined twice", (module) => {
    module.global("_ori_f", "internal constant i64 0");
    module.addFunction(BODY);
  });
  assertRefuses("symbol .str.0 is defined twice", (module) => {
    module.str("text");
    module.global(".str.0", "internal constant i64 0");
  });
});

Deno.test("Module: a symbol is defined or declared, not both", () => {
  assertRefuses("symbol ori_start is defined twice", (module) => {
    module.runtime("ori_start");
    module.global("ori_start", "internal constant i64 0");
  });
  assertRefuses("symbol ori_start is defined and declared", (module) => {
    module.global("ori_start", "internal constant i64 0");
    module.runtime("ori_start");
  });
});

Deno.test("Module: a text that defines no function is a bug of ours", () => {
  assertRefuses(
    "this defines no function: declare void @f()",
    (module) => module.addFunction(["declare void @f()"]),
  );
});
