import { assertEquals, assertThrows } from "@std/assert";
import { MemoryHost, SourceMap } from "../../base/mod.ts";
import { type Diagnostic, Diagnostics, type ReportedDiagnostic } from "../../diagnostics/mod.ts";
import { loadProgram, plainSettings } from "../../modules/mod.ts";
import { checkText, codesOf } from "../check_support_test.ts";
import { declareProgram } from "../declarations/declare.ts";
import type { FnDef, ModuleScope } from "../model/model.ts";
import type { Program } from "../model/program.ts";
import { showType } from "../model/show_type.ts";
import { checkModule } from "./check.ts";

const SETTINGS = plainSettings({ os: "linux", arch: "x86_64" }, false);

/** Takes nothing. */
class Broken extends Diagnostics {
  override report(_: Diagnostic): ReportedDiagnostic {
    throw new Error("the sink is broken");
  }
}

function declared(text: string): { program: Program; main: ModuleScope; found: Diagnostics } {
  const found = new Diagnostics();
  const host = new MemoryHost({ "main.ori": text }, (url) => Deno.readTextFileSync(url));
  const graph = loadProgram(["main.ori"], host, new SourceMap(), found, SETTINGS);
  const program = declareProgram(graph, found);
  return { program, main: program.modules[graph.entries[0] ?? -1] as ModuleScope, found };
}

/** `program`, which throws as soon as the body of `name` is checked. */
function poisoned(program: Program, name: string): Program {
  return {
    ...program,
    typeScopeOf: (fn: FnDef) => {
      if (fn.name === name) throw new Error(`${name} is poisoned`);
      return program.typeScopeOf(fn);
    },
  };
}

/** The codes that checking `main` of `program` to the end gives. */
function codes(program: Program, main: ModuleScope): string[] {
  const found = new Diagnostics();
  checkModule(program, main, found);
  program.selfChanges.settle(program, found);
  return found.all.map(({ code }) => code);
}

function typeOf(main: ModuleScope, name: string): string {
  const entity = main.values.get(name);
  return entity?.kind === "fn" ? showType(entity.fn.result) : "none";
}

const CONSTANTS = `let $A = $B + 1;
let $B = $C * 2;
let $C = 20;
@main () -> void = print(msg: \`{$A}\`);
`;

Deno.test("an exception while constants wait for one another leaves none of them in progress", () => {
  const { program, main } = declared(CONSTANTS);
  for (const name of ["B", "A", "main"]) {
    assertThrows(() => codes(poisoned(program, name), main), Error, `${name} is poisoned`);
    assertEquals(program.bodies.waiting, 0);
  }
  assertEquals(codes(program, main), []);
  assertEquals(typeOf(main, "A"), "int");
});

Deno.test("after more exceptions than bodies may wait, constants are checked as before", () => {
  const { program, main } = declared(CONSTANTS);
  for (let i = 0; i < 120; i++) assertThrows(() => codes(poisoned(program, "B"), main));
  assertEquals(codes(program, main), []);
  assertEquals(codesOf(checkText(CONSTANTS)), []);
});

const WRONG = [
  // The error of a constant is reported with the function that needs it first.
  `@main () -> void = print(msg: \`{$A}\`);\nlet $A = $B + 1;\nlet $B = [1, "two"];\n`,
  `@main () -> void = { let x: int = "no"; print(msg: missing); }\n`,
  `type P = { n: int }
impl P { @bump (self) -> void = { self.n += 1; } }
@main () -> void = { let $p = P { n: 1 }; p.bump(); print(msg: \`{p.n}\`); }
`,
];

for (const text of WRONG) {
  Deno.test(`what a broken sink did not take is reported by the next check, once: ${text}`, () => {
    const expected = checkText(text).diagnostics.map(({ code }) => code);
    assertEquals(expected.length > 0, true);
    const { program, main } = declared(text);
    for (let i = 0; i < 3; i++) {
      assertThrows(
        () => {
          const sink = new Broken();
          checkModule(program, main, sink);
          program.selfChanges.settle(program, sink);
        },
        Error,
        "the sink is broken",
      );
    }
    assertEquals(codes(program, main), expected);
  });
}

Deno.test("a parameter without a type is open again after an exception", () => {
  const text = `@twice (x) -> int = { let y: int = x; y + $LATE }
let $LATE = $EARLY + 1;
let $EARLY = 1;
@main () -> void = print(msg: \`{twice(x: 2)}\`);
`;
  const { program, main } = declared(text);
  const twice = main.functions.find(({ name }) => name === "twice") as FnDef;
  const open = twice.params[0]?.type;
  assertThrows(() => codes(poisoned(program, "LATE"), main), Error, "LATE is poisoned");
  assertEquals(open?.kind === "var" && open.link === undefined, true);
  assertEquals(codes(program, main), []);
  assertEquals(twice.params.map(({ type }) => showType(type)), ["int"]);
});

Deno.test("a host that fails while modules are read leaves the next check alone", () => {
  const text = "@main () -> int = 1 + 2;\n";
  let reads = 0;
  const host = new MemoryHost({ "main.ori": text }, (url) => {
    if (++reads > 3) throw new Error("no more files");
    return Deno.readTextFileSync(url);
  });
  assertThrows(
    () =>
      declareProgram(
        loadProgram(["main.ori"], host, new SourceMap(), new Diagnostics(), SETTINGS),
        new Diagnostics(),
      ),
    Error,
    "no more files",
  );
  assertEquals(codesOf(checkText(text)), []);
});
