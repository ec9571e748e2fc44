/** The bytes of a blob to the program in it. */
import { decode, type ValueType } from "@std/msgpack";
import {
  type BytecodeProgram,
  type Chunk,
  REGION_ROLES,
  REGION_WIDTH,
  type TypeDescriptor,
} from "../bytecode/mod.ts";
import { BlobError } from "./blob_error.ts";
import { decodeConstant } from "./constants.ts";
import { digestOf } from "./digest.ts";
import { LINE_WIDTH, UNWIND_WIDTH } from "./encode.ts";
import {
  BODY_OFFSET,
  DIGEST_OFFSET,
  locateParts,
  MAGIC,
  type PartName,
  type PartRanges,
  PARTS,
  SCHEMA_VERSION,
  VERSION_OFFSET,
} from "./format.ts";
import type { CompiledProgram, FunctionFacts, NativeLayout } from "./model.ts";
import {
  ANY_COUNT,
  readBytes,
  readEach,
  readFlag,
  readIndex,
  readList,
  readText,
} from "./read_value.ts";
import { decodeTrees } from "./syntax_tree.ts";
import { decodeType } from "./type_registry.ts";
import { verifyCode } from "./verify_code.ts";
import { unpackWords } from "./words.ts";

export type Decoded =
  | {
    readonly kind: "program";
    readonly program: CompiledProgram;
    /** Bytes of each part's value. */
    readonly sizes: Readonly<Record<PartName, number>>;
  }
  /** `reason` in words, without a full stop; `part` is where it was found, undefined in front of the parts. */
  | {
    readonly kind: "malformed";
    readonly reason: string;
    readonly part?: PartName | "code" | undefined;
  };

/** Any bytes to a program or to what is wrong with them (seeds BL-14). Never throws. */
export function decodeBlob(bytes: Uint8Array): Decoded {
  const problem = checkHead(bytes);
  if (problem !== undefined) return { kind: "malformed", reason: problem };
  const ranges = locateParts(bytes);
  if (ranges === undefined) return { kind: "malformed", reason: "the parts do not fit together" };
  const place: Place = { part: undefined };
  try {
    return { kind: "program", program: decodeParts(bytes, ranges, place), sizes: sizesOf(ranges) };
  } catch (error) {
    const { part } = place;
    if (error instanceof BlobError) return { kind: "malformed", reason: error.message, part };
    if (!(error instanceof RangeError)) throw error;
    return { kind: "malformed", reason: "it is nested too deep", part };
  }
}

/** The part that is being decoded, or the code in it that is verified. */
interface Place {
  part: PartName | "code" | undefined;
}

/** Describes what is wrong with version or digest; undefined if nothing is. */
function checkHead(bytes: Uint8Array): string | undefined {
  const isBlob = bytes.length >= BODY_OFFSET &&
    MAGIC.every((byte, i) => i === VERSION_OFFSET || bytes[i] === byte);
  if (!isBlob) return "it does not begin like a program";
  const version = bytes[VERSION_OFFSET];
  if (version !== SCHEMA_VERSION) {
    return `its schema version is ${version}, and this ori reads ${SCHEMA_VERSION}`;
  }
  const digest = digestOf(bytes.subarray(BODY_OFFSET));
  const isIntact = digest.every((byte, i) => bytes[DIGEST_OFFSET + i] === byte);
  return isIntact ? undefined : "its digest does not match its bytes";
}

function sizesOf(ranges: PartRanges): Record<PartName, number> {
  const sizes: Partial<Record<PartName, number>> = {};
  for (const part of PARTS) sizes[part] = ranges[part].end - ranges[part].start;
  return sizes as Record<PartName, number>;
}

function decodeParts(bytes: Uint8Array, ranges: PartRanges, place: Place): CompiledProgram {
  const part = (name: PartName) => {
    place.part = name;
    return decodeValue(bytes.subarray(ranges[name].start, ranges[name].end));
  };
  const compiler = readText(part("compiler"));
  const fileFacts = readEach(part("files"), readFile);
  const files = fileFacts.map(({ path }) => path);
  const isStdFile = fileFacts.map(({ isStd }) => isStd);
  const registry = readList(part("type_registry"));
  const types: TypeDescriptor[] = [];
  const layouts: NativeLayout[] = [];
  for (const entry of registry) {
    const [type, layout] = decodeType(entry, registry.length);
    types.push(type);
    layouts.push(layout);
  }
  const names = readEach(part("func_names"), readText);
  const tables = {
    tools: equalLength(names, readEach(part("is_tool"), readFlag)),
    places: equalLength(names, readList(part("places"))),
    ownership: equalLength(names, readEach(part("ownership"), (v) => readEach(v, readFlag))),
    lines: equalLength(names, readEach(part("line_table"), readBytes)),
    regions: equalLength(names, readEach(part("region_table"), readBytes)),
    chunks: equalLength(names, readList(part("chunks"))),
  };
  const chunks = names.map((name, fn) =>
    decodeChunk(tables.chunks[fn], {
      name,
      ownership: tables.ownership[fn],
      lines: tables.lines[fn],
      regions: tables.regions[fn],
      captures: readList(tables.places[fn]).slice(PLACE_WIDTH).map(readText),
      typeCount: types.length,
      fileCount: files.length,
    })
  );
  place.part = "places";
  const functions = tables.places.map((place, fn) =>
    decodePlace(place, tables.tools[fn], files.length)
  );
  const bytecode = { chunks, types, files, isStdFile, ...decodeEntry(part("entry"), chunks) };
  place.part = "code";
  verifyCode(bytecode);
  return {
    compiler,
    bytecode,
    functions,
    layouts,
    modules: decodeTrees(part("ast"), files.length),
  };
}

/** No frame is larger: so much room has the stack of the VM. */
const REGISTER_LIMIT = 2 ** 24;

/** Any error of the MessagePack library is a fault of the bytes. */
function decodeValue(bytes: Uint8Array): ValueType {
  try {
    return decode(bytes);
  } catch (error) {
    if (error instanceof RangeError) throw error;
    throw new BlobError("a part is not MessagePack");
  }
}

/** Path, and whether it is of std. */
function readFile(value: ValueType): { readonly path: string; readonly isStd: boolean } {
  const [path, isStd, ...rest] = readList(value);
  if (rest.length > 0) throw new BlobError("a file has more than path and flag");
  return { path: readText(path), isStd: readFlag(isStd) };
}

/** Tables that run in parallel are equally long. */
function equalLength<T>(names: readonly string[], table: readonly T[]): readonly T[] {
  if (table.length !== names.length) throw new BlobError("tables of functions differ in length");
  return table;
}

interface ChunkContext {
  readonly name: string;
  readonly ownership: readonly boolean[];
  readonly lines: Uint8Array;
  readonly regions: Uint8Array;
  readonly captures: readonly string[];
  readonly typeCount: number;
  readonly fileCount: number;
}

function decodeChunk(value: ValueType, context: ChunkContext): Chunk {
  const { name, ownership, lines, regions, captures, typeCount, fileCount } = context;
  const [code, constants, registerCount, params, result, unwind, env] = readList(value);
  const types = readEach(params, (type) => readIndex(type, typeCount));
  if (types.length !== ownership.length) {
    throw new BlobError(`the ownership of ${name} does not fit its parameters`);
  }
  return {
    name,
    code: unpackWords(readBytes(code)),
    constants: readEach(constants, decodeConstant),
    registerCount: readIndex(registerCount, REGISTER_LIMIT),
    params: types.map((type, i) => ({ type, isOwned: ownership[i] })),
    result: readIndex(result, typeCount),
    lines: decodeLines(lines, fileCount),
    regions: decodeRegions(regions),
    unwind: [...unpackWords(readBytes(unwind), UNWIND_WIDTH)],
    env: readIndex(env, typeCount, -1),
    captures,
  };
}

function decodeLines(bytes: Uint8Array, fileCount: number): number[] {
  const lines = [...unpackWords(bytes, LINE_WIDTH)];
  for (let i = 1; i < lines.length; i += LINE_WIDTH) readIndex(lines[i], fileCount);
  return lines;
}

function decodeRegions(bytes: Uint8Array): number[] {
  const regions = [...unpackWords(bytes, REGION_WIDTH)];
  for (let i = 0; i < regions.length; i += REGION_WIDTH) {
    readIndex(regions[i + 1], ANY_COUNT);
    readIndex(regions[i + 2], REGION_ROLES.length);
  }
  return regions;
}

/** File, line and column; names of captures follow. */
const PLACE_WIDTH = 3;

function decodePlace(value: ValueType, isTool: boolean, fileCount: number): FunctionFacts {
  const [file, line, column] = readList(value);
  return {
    isTool,
    file: readIndex(file, fileCount),
    line: readIndex(line, ANY_COUNT),
    column: readIndex(column, ANY_COUNT),
  };
}

function decodeEntry(
  value: ValueType,
  chunks: readonly Chunk[],
): Pick<BytecodeProgram, "main" | "tests"> {
  const [main, tests] = readList(value);
  const entries = readEach(tests, (test) => {
    const [fn, name] = readList(test);
    return { fn: readIndex(fn, chunks.length), name: readText(name) };
  });
  if (main === null) return { tests: entries };
  const [fn, takesArgs, returnsInt] = readList(main);
  const entry = {
    fn: readIndex(fn, chunks.length),
    takesArgs: readFlag(takesArgs),
    returnsInt: readFlag(returnsInt),
  };
  return { main: entry, tests: entries };
}
