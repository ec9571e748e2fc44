/** Programs that are compiled already: in the section of a native binary, or alone in an `.oric` file. */
import type { FullHost } from "../base/mod.ts";
import {
  blobLength,
  type CompiledProgram,
  decodeBlob,
  MAGIC,
  type PartName,
  VERSION_OFFSET,
} from "../blob/mod.ts";
import { BLOB_SECTION } from "../layout/mod.ts";
import { isElf, readElf } from "../native/mod.ts";

export type Embedded =
  /** The file is something else: a source, or nothing that can be read. */
  | { readonly kind: "none" }
  | { readonly kind: "malformed"; readonly message: string }
  | {
    readonly kind: "program";
    readonly program: CompiledProgram;
    /** Bytes of each part of the blob, and of all of it. */
    readonly sizes: Readonly<Record<PartName, number>>;
    readonly blobBytes: number;
    /** Sizes of the binary that holds it; undefined for an `.oric` file. */
    readonly binary: BinarySizes | undefined;
  };

export interface BinarySizes {
  readonly bytes: number;
  /** Size of the code that reads a blob, in every binary; undefined when the binary is stripped (seeds BL-15). */
  readonly decoderBytes: number | undefined;
}

/** The compiled program in the file at `path`. Does not throw. */
export function readEmbedded(host: FullHost, path: string): Embedded {
  if (path.endsWith(".ori") || !host.isFile(path)) return { kind: "none" };
  const bytes = host.readBytes(path);
  if (bytes === undefined) return { kind: "none" };
  if (isElf(bytes)) return fromBinary(path, bytes);
  if (path.endsWith(".oric") || beginsLikeBlob(bytes, 0)) return fromBlob(path, bytes, undefined);
  return { kind: "none" };
}

/** Whether `bytes` are those of a binary or `.oric` file that ori made, of whatever version. */
export function carriesProgram(bytes: Uint8Array): boolean {
  if (!isElf(bytes)) return beginsLikeBlob(bytes, 0);
  return (readElf(bytes)?.section(BLOB_SECTION) ?? findBlob(bytes)) !== undefined;
}

/** Sizes of the program in the binary at `path`; undefined when there is none. */
export function measureBinary(
  host: FullHost,
  path: string,
): (BinarySizes & { readonly blobBytes: number }) | undefined {
  const bytes = host.readBytes(path);
  if (bytes === undefined) return undefined;
  const blob = readElf(bytes)?.section(BLOB_SECTION);
  return blob === undefined ? undefined : { ...sizesOf(bytes), blobBytes: blob.length };
}

function fromBinary(path: string, bytes: Uint8Array): Embedded {
  const blob = readElf(bytes)?.section(BLOB_SECTION) ?? findBlob(bytes);
  if (blob === undefined) {
    return { kind: "malformed", message: `${path} carries no program: it was not made by ori` };
  }
  return fromBlob(path, blob, sizesOf(bytes));
}

function fromBlob(path: string, blob: Uint8Array, binary: BinarySizes | undefined): Embedded {
  const decoded = decodeBlob(blob);
  if (decoded.kind === "malformed") {
    return { kind: "malformed", message: `the program in ${path} is malformed: ${decoded.reason}` };
  }
  const { program, sizes } = decoded;
  return { kind: "program", program, sizes, blobBytes: blob.length, binary };
}

function beginsLikeBlob(bytes: Uint8Array, at: number): boolean {
  for (let i = 0; i < VERSION_OFFSET; i++) if (bytes[at + i] !== MAGIC[i]) return false;
  return true;
}

/** A binary without section headers: the program is where it begins, as far as its parts reach. */
function findBlob(bytes: Uint8Array): Uint8Array | undefined {
  const first = MAGIC[0] ?? 0;
  for (let at = bytes.indexOf(first); at >= 0; at = bytes.indexOf(first, at + 1)) {
    if (!beginsLikeBlob(bytes, at)) continue;
    const rest = bytes.subarray(at);
    const length = blobLength(rest); // none for the head that the decoder compares with
    if (length !== undefined) return rest.subarray(0, length);
  }
  return undefined;
}

/** The runtime's functions that read blobs: runtime/src/blob.c, blob_tables.c, msgpack.c. */
const DECODER =
  /^(ori_(aot|blob)_|ori_(read|skip)_(array|text|bin|int|bool|nil|word|value)$|ori_function|ori_type_(of|count)$|ori_program_decodes$|blob_|msgpack_)/;

function sizesOf(bytes: Uint8Array): BinarySizes {
  const functions = readElf(bytes)?.functionSizes() ?? [];
  const decoder = functions.filter(([name]) => DECODER.test(name));
  if (decoder.length === 0) return { bytes: bytes.length, decoderBytes: undefined };
  const decoderBytes = decoder.reduce((sum, [, size]) => sum + size, 0);
  return { bytes: bytes.length, decoderBytes };
}
