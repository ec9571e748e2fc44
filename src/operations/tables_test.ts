import { assert, assertEquals } from "@std/assert";
import {
  EXPANSIONS,
  type IntrinsicInfo,
  type IntrinsicName,
  INTRINSICS,
  PANIC_OF_KIND,
  PANIC_TEXTS,
  type PrimInfo,
  PRIMS,
  type SignatureType,
  unwinds,
} from "./mod.ts";

const intrinsics = Object.entries(
  INTRINSICS,
) as readonly (readonly [IntrinsicName, IntrinsicInfo])[];
const prims: readonly (readonly [string, PrimInfo])[] = Object.entries(PRIMS);

function isScalar({ kind }: SignatureType): boolean {
  return kind === "scalar" || kind === "void" || kind === "Never";
}

for (const [name, { signature, args, result, effects }] of intrinsics) {
  Deno.test(`row of ${name}`, () => {
    const { params } = signature;
    assertEquals(args.length, params.length, "one mark for each parameter");
    params.forEach((param, i) => {
      if (isScalar(param.type)) {
        assertEquals(args[i], "borrowed", `${param.name} is never released`);
      }
    });
    if (result === "borrowed") {
      assertEquals(args[0], "borrowed", "a view looks into what lives on");
      assert(!effects.includes("allocates"), "a view is not made");
    }
    assertEquals(new Set(effects).size, effects.length, "no effect twice");
    if (effects.includes("user_code")) {
      assert(args.includes("owned"), "only what is consumed is released");
      assert(signature.typeParams.length > 0, "a type without parameters has no destructor");
    }
    if (signature.result.kind === "Never") assert(unwinds(effects), "it cannot return");
  });
}

Deno.test("a primitive unwinds if and only if it checks a condition", () => {
  for (const [name, { panics, effects }] of prims) {
    assertEquals(unwinds(effects), panics.length > 0, name);
  }
});

Deno.test("every condition of a primitive has a text", () => {
  for (const [name, { panics }] of prims) {
    for (const kind of panics) {
      if (kind !== "conversion") assert(PANIC_OF_KIND[kind] in PANIC_TEXTS, `${name}: ${kind}`);
    }
  }
});

Deno.test("no name stands in two tables", () => {
  const names = [...Object.keys(PRIMS), ...Object.keys(INTRINSICS), ...Object.keys(EXPANSIONS)];
  assertEquals(new Set(names).size, names.length);
});
