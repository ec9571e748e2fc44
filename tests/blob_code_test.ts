/**
 * What the verifier of bytecode refuses, one program broken by hand for each of its checks: behind a digest that fits, and
 * with everything else whole. Programs beside them show that the same form is accepted when it is not broken.
 */
import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { decodeBlob } from "../src/blob/mod.ts";
import { CapturedIo, runDecoded } from "../src/driver/mod.ts";
import { blob, int, intrinsic, program, ref, type } from "./support/assemble.ts";
import { BROKEN, SOUND } from "./support/broken_code.ts";
import { main } from "./support/code_rows.ts";

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

Deno.test("blob: what only a run shows is a malformed program, with its function", () => {
  const row = intrinsic("list_at");
  const made = program(main([
    ["LIST", 0, type("[int]"), []],
    ["LOAD_I", 1, 5],
    ["LIST_GET_S", 1, row, type("[int]"), [ref(0), int(1)]],
  ]));
  const decoded = decodeBlob(blob(made));
  assert(decoded.kind === "program");
  const { exitCode, failure } = runDecoded(decoded.program.bytecode, new CapturedIo(), []);
  assertEquals(exitCode, 1);
  assertEquals(failure?.code, "E5006");
  assertEquals(failure?.message, "the program is malformed: list_at out of bounds in main");
});

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
