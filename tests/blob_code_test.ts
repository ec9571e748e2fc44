/**
 * What the verifier of bytecode refuses, one program broken by hand for each of its checks: behind a digest that fits, and
 * with everything else whole. Programs beside them show that the same form is accepted when it is not broken.
 */
import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { decodeBlob } from "../src/blob/mod.ts";
import { BROKEN, SOUND } from "./support/broken_code.ts";
import { blob } from "./support/assemble.ts";

for (const { rule, name, made } of BROKEN) {
  Deno.test(`blob: refused, ${name}: ${rule}`, () => {
    const decoded = decodeBlob(blob(made));
    assert(decoded.kind === "malformed", "it was accepted");
    assertStringIncludes(decoded.reason, rule);
  });
}

for (const { name, made } of SOUND) {
  Deno.test(`blob: accepted, ${name}`, () => {
    const decoded = decodeBlob(blob(made));
    assertEquals(decoded.kind === "malformed" ? decoded.reason : "", "");
  });
}

/** The checks of a source: texts given to `ensure` and to errors. */
function checksOf(source: string): string[] {
  const found = source.matchAll(
    /(?:BlobError\(|#broken\(|^\s+|, |^const \w+ = )["`]((?:\$\{[^}]*\}|[^"`$])+)["`],?\s*\)?;?$/gm,
  );
  return [...found].map(([, text = ""]) => text).filter((text) =>
    text.includes(" ") && !text.startsWith("the code of")
  );
}

Deno.test("blob: every check of the verifier has a program that it refuses", () => {
  const folder = new URL("../src/blob/", import.meta.url);
  const names = [
    "verify_code",
    "verify_entries",
    "program_types",
    "code_blocks",
    "register_state",
    "frame_checker",
    "scalar_steps",
    "reference_steps",
    "call_steps",
  ];
  const sites = names.flatMap((name) =>
    checksOf(Deno.readTextFileSync(new URL(`${name}.ts`, folder)))
  );
  assert(sites.length > 60, "the checks are found");
  const left = BROKEN.map(({ rule }) => rule);
  const missing = sites.filter((site) => {
    const fixed = site.split(/\$\{[^}]*\}/).map((part) => part.trim()).filter((part) =>
      part !== ""
    );
    const at = left.findIndex((rule) => fixed.every((part) => rule.includes(part)));
    if (at >= 0) left.splice(at, 1);
    return at < 0;
  });
  assertEquals(missing, []);
});
