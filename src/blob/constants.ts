/** Constants of chunks in MessagePack: a total conversion (seeds BL-6). */
import type { ValueType } from "@std/msgpack";
import { assertNever } from "../base/mod.ts";
import type { Constant } from "../bytecode/mod.ts";
import { BlobError } from "./blob_error.ts";

/** An int as a 64-bit integer, a float as the bytes of its bits (MessagePack loses the sign of zero), a str as itself. */
export function encodeConstant(constant: Constant): ValueType {
  switch (constant.kind) {
    case "int":
      return constant.value;
    case "float": {
      const view = new DataView(new ArrayBuffer(8));
      view.setFloat64(0, constant.value);
      return new Uint8Array(view.buffer);
    }
    case "str":
      return encodeText(constant.value);
    default:
      assertNever(constant, "blob");
  }
}

/** A text that decodes to `text`: the library's decoder drops one byte order mark at the start. */
export function encodeText(text: string): string {
  return text.startsWith("\uFEFF") ? "\uFEFF" + text : text;
}

/** The constant that `encodeConstant` made `value` of; throws `BlobError`. */
export function decodeConstant(value: ValueType): Constant {
  if (typeof value === "bigint") return { kind: "int", value: BigInt.asIntN(64, value) };
  if (typeof value === "string") return { kind: "str", value };
  if (value instanceof Uint8Array && value.length === 8) {
    const view = new DataView(value.buffer, value.byteOffset, value.byteLength);
    return { kind: "float", value: view.getFloat64(0) };
  }
  throw new BlobError("a constant is of no kind");
}
