/** A compiled program to the bytes of its blob. */
import type { ValueType } from "@std/msgpack";
import { invariant, joinBytes } from "../base/mod.ts";
import { type Chunk, REGION_WIDTH } from "../bytecode/mod.ts";
import { encodeConstant } from "./constants.ts";
import { DIGEST_BYTES, digestOf } from "./digest.ts";
import { encodeKey, encodeLengths, MAGIC, type PartName, PARTS } from "./format.ts";
import type { CompiledProgram, FunctionFacts, NativeLayout } from "./model.ts";
import { pack } from "./message_pack.ts";
import { packTrees } from "./syntax_tree.ts";
import { encodeType } from "./type_registry.ts";
import { packWords } from "./words.ts";

/** The blob of `program`; equal programs give equal bytes. */
export function encodeBlob(program: CompiledProgram): Uint8Array {
  const values = partValues(program);
  const trees = packTrees(program.modules);
  const parts = PARTS.map((part) => part === "ast" ? trees : pack(values[part]));
  const body = joinBytes([
    encodeLengths(parts.map((part) => part.length)),
    ...PARTS.flatMap((part, i) => [encodeKey(part), parts[i] as Uint8Array]),
  ]);
  return joinBytes([MAGIC, digestOf(body), body]);
}

/** `blob` with the digest that its bytes have now: what changed by intent passes the check. For tools and tests. */
export function sealBlob(blob: Uint8Array): Uint8Array {
  const sealed = blob.slice();
  const body = sealed.subarray(MAGIC.length + DIGEST_BYTES);
  sealed.set(digestOf(body), MAGIC.length);
  return sealed;
}

function partValues(program: CompiledProgram): Record<Exclude<PartName, "ast">, ValueType> {
  const { bytecode, functions, layouts, compiler } = program;
  const { chunks, types, files, isStdFile, main, tests } = bytecode;
  return {
    compiler,
    func_names: functionNames(chunks),
    is_tool: functions.map((fn) => fn.isTool),
    places: functions.map((fn, id) => encodePlace(fn, chunks[id])),
    type_registry: types.map((type, id) => encodeType(type, layouts[id] as NativeLayout)),
    ownership: chunks.map((chunk) => chunk.params.map((param) => param.isOwned)),
    files: files.map((path, i) => [path, isStdFile[i] === true]),
    entry: [
      main === undefined ? null : [main.fn, main.takesArgs, main.returnsInt],
      tests.map(({ fn, name }) => [fn, name]),
    ],
    line_table: chunks.map((chunk) => packWords(chunk.lines, LINE_WIDTH)),
    region_table: chunks.map((chunk) => packWords(chunk.regions, REGION_WIDTH)),
    chunks: chunks.map(encodeChunk),
  };
}

/** The names by which traces tell functions apart. Throws `InternalError` for one that two functions have. */
function functionNames(chunks: readonly Chunk[]): string[] {
  const names = new Set<string>();
  for (const { name } of chunks) {
    invariant(!names.has(name), { stage: "blob", fn: name }, `two functions are named ${name}`);
    names.add(name);
  }
  return [...names];
}

/** Numbers in a row of a line table: pc, file, line, column. */
export const LINE_WIDTH = 4;
/** Numbers in a row of an unwind table: pc of the call, pc of its handler. */
export const UNWIND_WIDTH = 2;

function encodePlace({ file, line, column }: FunctionFacts, { captures }: Chunk): ValueType {
  return [file, line, column, ...captures];
}

function encodeChunk(chunk: Chunk): ValueType {
  return [
    packWords(chunk.code),
    chunk.constants.map(encodeConstant),
    chunk.registerCount,
    chunk.params.map((param) => param.type),
    chunk.result,
    packWords(chunk.unwind, UNWIND_WIDTH),
    chunk.env,
  ];
}
