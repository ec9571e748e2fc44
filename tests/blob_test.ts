/** The program blob (seeds section 4, BL): what goes in comes out, and nothing else is taken for a program. */
import { assert, assertEquals, assertStringIncludes, assertThrows } from "@std/assert";
import { decode } from "@std/msgpack";
import { InternalError, MemoryHost } from "../src/base/mod.ts";
import { printProgram } from "../src/arc/mod.ts";
import { decodeBlob, encodeBlob, PARTS, SCHEMA_VERSION, sealBlob } from "../src/blob/mod.ts";
import { disassemble, emitBytecode } from "../src/bytecode/mod.ts";
import { compileMain, machineSettings, makeBlob, Project } from "../src/driver/mod.ts";
import { runProgram } from "../src/vm/mod.ts";
import {
  blobOf,
  compileText,
  decodeSound,
  EMPTY,
  FOLD_WITH_FUNCTION,
  MAP_WITH_LAMBDA,
  TYPES,
} from "./support/blobs.ts";
import { SILENT_WORLD } from "./support/silent_world.ts";

const PROGRAMS = [
  ["the empty program", EMPTY],
  ["map with a lambda", MAP_WITH_LAMBDA],
  ["fold with a user function", FOLD_WITH_FUNCTION],
  ["every kind of type", TYPES],
] as const;

for (const [name, text] of PROGRAMS) {
  Deno.test(`blob: round trip of ${name} (BL-4)`, () => {
    const compiled = compileText(text);
    const expected = emitBytecode(compiled.arc, compiled.sources);
    const decoded = decodeSound(makeBlob(compiled));
    assertEquals(decoded.bytecode, expected);
    assertEquals(disassemble(decoded.bytecode), disassemble(expected));
    assertEquals(encodeBlob(decoded), makeBlob(compiled));
    assertEquals(printProgram(compiled.arc), printProgram(compileText(text).arc));
  });
}

Deno.test("blob: two functions of one name are a bug of ours", () => {
  const program = decodeSound(blobOf(MAP_WITH_LAMBDA));
  const [first, ...others] = program.bytecode.chunks;
  const name = others[0]?.name ?? "";
  const chunks = [{ ...first, name }, ...others];
  const bytecode = { ...program.bytecode, chunks } as typeof program.bytecode;
  assertThrows(
    () => encodeBlob({ ...program, bytecode }),
    InternalError,
    `two functions are named ${name}`,
  );
});

Deno.test("blob: the type registry is preserved, with layouts that fit (BL-4)", () => {
  const compiled = compileText(TYPES);
  const { bytecode, layouts } = decodeSound(makeBlob(compiled));
  assertEquals(bytecode.types, emitBytecode(compiled.arc, compiled.sources).types);
  const kinds = new Set(bytecode.types.map((type) => type.kind));
  assertEquals([...kinds].sort(), [
    "builder",
    "env",
    "fn",
    "list",
    "never",
    "scalar",
    "str",
    "struct",
    "sum",
    "token",
    "unit",
  ]);
  const tree = bytecode.types.findIndex((type) => type.name === "Tree");
  assertEquals(layouts[tree]?.form, "boxed");
  assertEquals(layouts[tree]?.offsets.map((row) => row.length), [0, 3]);
});

Deno.test("blob: the syntax tree is native MessagePack and holds what is reached (BL-4, BL-7)", () => {
  const unused = "\n@unused () -> int = 41;\n";
  const compiled = compileText(MAP_WITH_LAMBDA + unused);
  const { modules, bytecode } = decodeSound(makeBlob(compiled));
  const own = modules.find((module) => bytecode.files[module.file] === "main.ori");
  const [main] = compiled.modules.find(({ tree }) => tree.span.file === own?.file)?.tree.items ??
    [];
  assertEquals(withoutNumbers(own?.items), withoutNumbers([main]));
  assert(modules.length > 1, "what is used of std is there");
});

/** A tree whose nodes have no numbers: those in a blob count anew. */
function withoutNumbers(node: unknown): unknown {
  if (Array.isArray(node)) return node.map(withoutNumbers);
  if (typeof node !== "object" || node === null) return node;
  const entries = Object.entries(node).filter(([key, value]) =>
    key !== "id" && value !== undefined
  );
  return Object.fromEntries(entries.map(([key, value]) => [key, withoutNumbers(value)]));
}

Deno.test("blob: nodes are numbered by their place, whenever bodies of std were parsed (BL-7)", () => {
  const blobIn = (project: Project, text: string) => {
    const host = new MemoryHost({ "main.ori": text }, (url) => Deno.readTextFileSync(url));
    const program = compileMain(project.check(["main.ori"], host), { verify: true });
    assert(program !== undefined);
    return makeBlob(program);
  };
  const project = new Project(new MemoryHost({}), machineSettings());
  const first = blobIn(project, MAP_WITH_LAMBDA);
  blobIn(project, TYPES);
  const other = new Project(new MemoryHost({}), machineSettings());
  blobIn(other, TYPES);
  assertEquals(blobIn(other, MAP_WITH_LAMBDA).join(" "), first.join(" "));
});

Deno.test("blob: captures go by their names, wrappers are no plain code (BL-4)", () => {
  const { bytecode, functions } = decodeSound(blobOf(TYPES));
  const wrapper = functions.findIndex((fn) => fn.isTool);
  assertEquals(bytecode.chunks[wrapper]?.captures, ["prefix", "n"]);
  assertEquals(functions.filter((fn) => fn.isTool).length, 1);
  const { file = -1, ...rest } = functions[bytecode.main?.fn ?? -1] ?? {};
  assertEquals(rest, { isTool: false, line: 25, column: 2 });
  assertEquals(bytecode.files[file], "main.ori");
});

Deno.test("blob: a decoded program runs in the VM", () => {
  for (
    const [text, exitCode, output] of [[EMPTY, 0, ""], [FOLD_WITH_FUNCTION, 6, ""], [
      MAP_WITH_LAMBDA,
      0,
      "[3, 6, 9]\n",
    ]] as const
  ) {
    let out = "";
    const io = {
      stdout: (bytes: Uint8Array) => void (out += new TextDecoder().decode(bytes)),
      stderr: () => {},
      stdin: () => undefined,
      args: [],
      system: SILENT_WORLD,
    };
    assertEquals(runProgram(decodeSound(blobOf(text)).bytecode, io), { exitCode });
    assertEquals(out, output);
  }
});

Deno.test("blob: it is one MessagePack map, the version first, then the digest (BL-4, BL-5)", () => {
  const blob = decode(blobOf(TYPES));
  assert(typeof blob === "object" && blob !== null && !Array.isArray(blob));
  assertEquals(Object.keys(blob), ["schema_version", "digest", "parts", ...PARTS]);
  assertEquals(Object.values(blob)[0], SCHEMA_VERSION);
});

Deno.test("blob: another schema version is malformed, also with a right digest (BL-5)", () => {
  const blob = blobOf(EMPTY);
  for (const version of [0, SCHEMA_VERSION + 1, 127]) {
    const other = blob.slice();
    other[16] = version;
    const decoded = decodeBlob(sealBlob(other));
    assert(decoded.kind === "malformed");
    assertStringIncludes(decoded.reason, `schema version is ${version}`);
  }
});

Deno.test("blob: any changed byte and any cut is noticed (BL-14)", () => {
  const blob = blobOf(FOLD_WITH_FUNCTION);
  for (let at = 0; at < blob.length; at++) {
    const byte = blob[at] ?? 0;
    for (const flip of [1, 0x80, 0xff]) {
      blob[at] = byte ^ flip;
      assertEquals(decodeBlob(blob).kind, "malformed", `byte ${at}`);
    }
    blob[at] = byte;
    assertEquals(decodeBlob(blob.subarray(0, at)).kind, "malformed", `cut at ${at}`);
  }
  assertEquals(decodeBlob(Uint8Array.from([...blob, 0])).kind, "malformed");
  assertEquals(decodeBlob(blob).kind, "program");
});
