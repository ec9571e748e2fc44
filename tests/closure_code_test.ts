/** The code made for closures: envs, wrappers and drops in ARC IR and in LLVM text (CL-7, CL-8, RC-9 to RC-13). */
import { assert, assertEquals, assertMatch } from "@std/assert";
import { printProgram } from "../src/arc/mod.ts";
import { emitStage } from "../src/driver/mod.ts";
import { compileVerified } from "./support/run_program.ts";
import { checkSources } from "./support/snapshot.ts";

/** The capture table: a captured value, the size of its env and a use of the value in a body. */
interface Row {
  readonly type: string;
  readonly value: string;
  /** In bytes; that of the layout table. */
  readonly size: number;
  /** An `int` of the captured value `v`. */
  readonly read: string;
  readonly items?: string;
  /** Nothing is counted: the control. */
  readonly isScalar?: boolean;
}

const TABLE: readonly Row[] = [
  { type: "int", value: "seed", size: 8, read: "v", isScalar: true },
  { type: "str", value: 'text + "!"', size: 24, read: "v.length()" },
  { type: "[int]", value: "[seed]", size: 24, read: "v.length()" },
  { type: "[[str]]", value: "[[text]]", size: 24, read: "v.length()" },
  { type: "{str: int}", value: '{ "a": seed }', size: 24, read: "v.len()" },
  { type: "Set<str>", value: "[text].to_set()", size: 24, read: "v.len()" },
  {
    type: "Named",
    value: "Named { name: text, id: seed }",
    size: 32,
    read: "v.name.length() + v.id",
    items: "type Named = { name: str, id: int }",
  },
  { type: "(int) -> int", value: "(n: int) -> n + text.length()", size: 16, read: "v(1)" },
  {
    type: "Option<str>",
    value: "Some(text)",
    size: 32,
    read: "match v { Some(s) -> s.length(), None -> 0 }",
  },
  { type: "(str, int)", value: "(text, seed)", size: 32, read: "v.0.length() + v.1" },
];

/** A program whose closures nobody sees through: they come out of a list. */
function programOf({ type, value, read, items = "" }: Row): string {
  return `${items}
@borrows (v: ${type}) -> [(str) -> int] = [(s: str) -> ${read} + s.length(), (s: str) -> s.length() - ${read}];
@owns (v: ${type}) -> [(str) -> [${type}]] = [(s: str) -> [v, v], (s: str) -> [v]];

@main (args: [str]) -> void = {
    let $seed = args.len();
    let $text = \`{seed} and then more text than is inline\`;
    let $v: ${type} = ${value};
    for f in borrows(v:) do print(msg: \`{f(text)}\`);
    for f in owns(v:) do print(msg: \`{f(text).len()}\`);
}
`;
}

function emit(source: string, stage: "arc" | "llvm", mode: "debug" | "release" = "debug"): string {
  const checked = checkSources({ "main.ori": source }, ["main.ori"]);
  const text = emitStage(checked, stage, { verify: true, release: mode === "release" });
  assert(text !== undefined, "the program does not compile");
  return text;
}

/** The functions of an LLVM module by symbol, each with its header. */
function functionsOf(llvm: string): ReadonlyMap<string, string> {
  const found = llvm.matchAll(/^define [^@]*@(?:"([^"]+)"|([\w.$]+))\([^]*?^}/gm);
  return new Map([...found].map(([text, quoted, plain]) => [quoted ?? plain ?? "", text]));
}

/** Wrappers of ARC text, by name. */
function wrappersOf(arc: string): ReadonlyMap<string, string> {
  const found = arc.matchAll(/^fn (\S+)\([^\n]* wraps [^]*?^}/gm);
  return new Map([...found].map(([text, name = ""]) => [name, text]));
}

const FAT = "ptr noalias nocapture nonnull readonly align 8 dereferenceable\\(24\\)";

for (const row of TABLE) {
  for (const mode of ["debug", "release"] as const) {
    Deno.test(`a closure over ${row.type}, ${mode}: wrappers take (ptr env, ptr arg) (CL-8)`, () => {
      const functions = functionsOf(emit(programOf(row), "llvm", mode));
      const wrappers = [...functions].filter(([name]) => /^_ori_partial_\d+$/.test(name));
      const headers = wrappers.map(([, text]) => text.slice(0, text.indexOf("\n")));
      const takingStr = headers.filter((header) => header.includes("dereferenceable(24) %p1"));
      assertEquals(takingStr.length, 4, headers.join("\n"));
      for (const header of takingStr) {
        const result = "(?:i64|void) @_ori_partial_\\d+";
        const sret = "(?:ptr [^,]*sret\\(%ori\\.list\\)[^,]*, )?";
        assertMatch(
          header,
          new RegExp(`^define internal ${result}\\(${sret}ptr %p0, ${FAT} %p1\\)`),
        );
      }
    });

    Deno.test(`a closure over ${row.type}, ${mode}: its env is freed with its size (CL-8, RC-10)`, () => {
      const functions = functionsOf(emit(programOf(row), "llvm", mode));
      const drops = [...functions].filter(([name, text]) =>
        /^_ori_drop\$\d+$/.test(name) && text.includes(`(ptr %cell, i64 ${row.size}, i64 8)`)
      );
      const env = drops.map(([, text]) => text).filter((text) =>
        /^define internal void @_ori_drop\$\d+\(ptr %cell\) /.test(text)
      );
      assert(env.length > 0, [...functions.keys()].join(" "));
      const released = env.filter((text) => /call void @_ori_dec\$\d+\(/.test(text));
      assertEquals(released.length > 0, row.isScalar !== true);
    });
  }

  Deno.test(`a closure over ${row.type}: the wrapper counts for a body that owns, else not (RC-9, RC-11)`, () => {
    const wrappers = wrappersOf(emit(programOf(row), "arc"));
    for (const name of ["borrows.lambda0$wrapper", "borrows.lambda1$wrapper"]) {
      const text = wrappers.get(name) ?? "";
      assertMatch(text, /EnvGet %0\.0/);
      assert(!text.includes("RcInc"), text);
    }
    for (const name of ["owns.lambda0$wrapper", "owns.lambda1$wrapper"]) {
      const text = wrappers.get(name) ?? "";
      assertMatch(text, /EnvGet %0\.0/);
      assertEquals(text.split("RcInc").length - 1, row.isScalar ? 0 : 1, text);
    }
  });
}

/** The parts of a row's module that count values of LLVM type `type`. */
function counters(row: Row, type: string): string[] {
  const functions = functionsOf(emit(programOf(row), "llvm", "release"));
  return [...functions.values()].filter((text) =>
    new RegExp(`^define internal void @_ori_(inc|dec)\\$\\d+\\(${type} %value`).test(text)
  );
}

Deno.test("counting a closure acts on its env, null-checked (RC-13, CL-7)", () => {
  const row = TABLE.find(({ type }) => type === "(int) -> int");
  assert(row !== undefined);
  const found = counters(row, "%ori\\.fn");
  assert(found.length > 0);
  for (const text of found) {
    assertMatch(
      text,
      /(%t\d+) = extractvalue %ori\.fn %value, 1\n.* = icmp ne ptr \1, null\n {2}br i1/,
    );
    assert(!text.includes("extractvalue %ori.fn %value, 0"), text);
  }
});

Deno.test("counting a str is guarded by its form: only heap texts and slices have a count (RC-13)", () => {
  const row = TABLE.find(({ type }) => type === "str");
  assert(row !== undefined);
  const found = counters(row, "%ori\\.str");
  assert(found.length > 0);
  for (const text of found) {
    assertMatch(
      text,
      /icmp sgt i64 %t\d+, -1\n.*icmp ne i64 %t\d+, 0\n {2}(%t\d+) = select i1 [^]*?\n {2}br i1 \1,/,
    );
    assertMatch(
      text,
      /(%t\d+) = select i1 .*, ptr %t\d+, ptr %t\d+\n[^]*getelementptr .* \1, i64 -16/,
    );
  }
});

Deno.test("a function of a program cannot take the symbol of a wrapper (CL-8)", () => {
  const source = `@partial_2 (n: int) -> int = if n < 1 then n else partial_2(n - 1) + 1;
@pick (fs: [(int) -> int], at: int) -> (int) -> int = fs[at];
@main () -> void = print(msg: \`{pick(fs: [partial_2, n -> partial_2(n) + 1], at: 0)(3)}\`);
`;
  const llvm = emit(source, "llvm");
  const symbols = [...llvm.matchAll(/^define [^@]*@([\w.$]+)/gm)].map(([, name = ""]) => name);
  assertEquals(new Set(symbols).size, symbols.length, symbols.join(" "));
});

Deno.test("wrappers count in LLVM text exactly as in ARC IR (RC-2)", () => {
  for (const row of TABLE) {
    const source = programOf(row);
    const wrappers = [...wrappersOf(emit(source, "arc")).values()].join("\n");
    const partials = [...functionsOf(emit(source, "llvm"))]
      .filter(([name]) => name.startsWith("_ori_partial_")).map(([, text]) => text).join("\n");
    for (const [op, callee] of [["RcInc", "_ori_inc$"], ["RcDec", "_ori_dec$"]] as const) {
      const inArc = wrappers.split(`${op} %`).length;
      assertEquals(partials.split(`call void @${callee}`).length, inArc, `${row.type}: ${op}`);
    }
  }
});

Deno.test("the ARC text that is shown is what engines run: calls that can unwind are Invokes (VER-4)", () => {
  const row = TABLE.find(({ type }) => type === "str");
  assert(row !== undefined);
  const source = programOf(row);
  const program = compileVerified(checkSources({ "main.ori": source }, ["main.ori"])).arc;
  const shown = emit(source, "arc");
  assertEquals(shown, printProgram(program));
  assertMatch(
    shown,
    /Invoke %\d+: int = ApplyIndirect\(ref %\d+, own %\d+\) -> bb\d+, unwind bb\d+/,
  );
});
