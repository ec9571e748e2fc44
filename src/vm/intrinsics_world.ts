/** Requests to the system under the program, and their answers. */
import type { WorldAnswer, WorldRequest } from "../base/mod.ts";
import {
  bug,
  cellOf,
  type IntrinsicFunction,
  newText,
  numberOf,
  scalarOf,
  strOf,
} from "./intrinsic.ts";
import { Exited } from "./limits.ts";
import { decodeUtf8, isUtf8 } from "./text.ts";
import { fromBigInt, type Value } from "./value.ts";
import type { World } from "./world.ts";

const NO_BYTES = new Uint8Array();

function bytesOfList(list: Value): Uint8Array {
  const cell = cellOf(list);
  return Uint8Array.from(cell.elements(0, cell.length), numberOf);
}

const NOTHING: WorldAnswer = { result: 0n, bytes: NO_BYTES };

/** The answer of the streams of the program, which the world has itself, or of the system. */
function answer(w: World, request: WorldRequest): WorldAnswer {
  switch (request.operation) {
    case "exit":
      throw new Exited(Number(request.number & 0xffn));
    case "io.read": {
      w.flush(); // a question is seen before its answer is awaited
      const bytes = w.input.bytes(Number(request.number));
      return { result: BigInt(bytes.length), bytes };
    }
    case "io.write":
      w.output.writeBytes(request.bytes);
      return NOTHING;
    case "io.write_error":
      w.errors.writeBytes(request.bytes);
      return NOTHING;
    default:
      return w.system.answer(request);
  }
}

function call(
  w: World,
  _type: number,
  bytes: Value,
  operation: Value,
  text: Value,
  number: Value,
): Value {
  const given = answer(w, {
    operation: strOf(operation).text,
    text: strOf(text).text,
    number: BigInt(scalarOf(number)),
    bytes: bytesOfList(bytes),
  });
  w.answer = given.bytes;
  return fromBigInt(given.result);
}

/** The bytes of the last answer, which is empty then. */
function take(w: World): WorldAnswer["bytes"] {
  const bytes = w.answer;
  w.answer = NO_BYTES;
  return bytes;
}

/** The offset of the first byte that is no part of a code point; -1 where there is none. */
function invalidAt(bytes: Uint8Array): number {
  if (isUtf8(bytes)) return -1;
  for (let at = 0;;) {
    const end = at + widthOf(bytes[at]);
    if (end > bytes.length || !isUtf8(bytes.subarray(at, end))) return at;
    at = end;
  }
}

/** Bytes of the code point that starts with `first`; 1 where none does. */
function widthOf(first: number): number {
  return first < 0xc0 ? 1 : first < 0xe0 ? 2 : first < 0xf0 ? 3 : 4;
}

export const WORLD_INTRINSICS = {
  world_call: call,
  world_bytes: (w, type) => {
    if (type < 0) throw bug("world_bytes without its type");
    return w.heap.list(type, Array.from(take(w)));
  },
  world_text: (w) => newText(w, decodeUtf8(take(w))),
  world_invalid_at: (w) => invalidAt(w.answer),
} satisfies Record<string, IntrinsicFunction>;
