/** What native code makes of envs, wrappers and drops of closures (seeds RC-9 to RC-11, RC-13). */
import { assertEquals, assertMatch } from "@std/assert";
import { checkFiles, compileMain, createHost } from "../src/driver/mod.ts";
import { emitText } from "./support/llvm_case.ts";

const PROGRAM = "tests/programs/closure/owned_and_borrowed_captures.ori";

const checked = checkFiles([PROGRAM], createHost());
const compiled = compileMain(checked, { verify: true });
if (compiled === undefined) throw new Error(`${PROGRAM} does not compile`);
const text = emitText(compiled.arc, {}, compiled.sources);

/** Definitions of functions whose name fits: head and body. */
function definitions(name: RegExp): readonly { readonly head: string; readonly body: string }[] {
  return [...text.matchAll(/^define ([^\n]*) \{\n([^]*?)\n\}$/gm)]
    .map(([, head, body]) => ({ head, body }))
    .filter(({ head }) => name.test(head));
}

function only(name: RegExp): { readonly head: string; readonly body: string } {
  const [found, ...more] = definitions(name);
  assertEquals([found !== undefined, more.length], [true, 0], String(name));
  return found;
}

Deno.test("one drop serves envs of owned and of borrowed captures, and releases them (RC-9, RC-10)", () => {
  const { head, body } = only(/@_ori_release_cell\$\d+\(/);
  assertMatch(head, /^internal void @_ori_release_cell\$\d+\(ptr %cell, i64 %count\)/);
  assertMatch(body, /call void @_ori_dec\$\d+\(%ori\.str %t0\b/);
  // Both envs are blocks of the one type whose record names this drop.
  const record = /^@(_ori_type\$\d+) = .*ptr @_ori_release_cell\$\d+/m.exec(text)?.[1] ?? "";
  assertEquals(text.split(`@ori_rc_alloc(i64 24, i64 8, ptr @${record})`).length - 1, 2);
});

Deno.test("a wrapper takes a reference of an owned capture, none of a borrowed one (RC-11)", () => {
  const counts = ["lambda0", "lambda1"].map((name) =>
    only(new RegExp(`@_ori_main\\.${name}\\$x24\\$wrapper\\(`)).body.split("call void @_ori_inc")
      .length - 1
  );
  assertEquals(counts, [1, 0]);
});

Deno.test("counting a closure acts on its env, if it has one; a str is tested for a block (RC-13)", () => {
  for (const direction of ["inc", "dec"]) {
    const closure = only(new RegExp(`@_ori_${direction}\\$\\d+\\(%ori\\.fn `)).body;
    assertMatch(closure, /%t0 = extractvalue %ori\.fn %value, 1\n/);
    assertMatch(closure, /%t1 = icmp ne ptr %t0, null\n {2}br i1 %t1, /);
    const str = only(new RegExp(`@_ori_${direction}\\$\\d+\\(%ori\\.str `)).body;
    // Inline text has its highest bit set, static text no capacity.
    assertMatch(str, /icmp sgt i64 %t2, -1\n.*icmp ne i64 %t0, 0\n.*\n {2}br i1 /);
  }
});
