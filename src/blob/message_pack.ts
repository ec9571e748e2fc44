/**
 * Values to MessagePack, in the very bytes that `encode` of `@std/msgpack` makes. That one makes an array of bytes for each value, which
 * takes as long as all other work on a blob; this one writes into one buffer, which grows.
 */
import type { ValueType } from "@std/msgpack";
import { InternalError } from "../base/mod.ts";

/** `value` in MessagePack. Throws `InternalError` for what it has no form for: maps, and ints of more than 64 bits. */
export function pack(value: ValueType): Uint8Array {
  const packer = new Packer();
  packer.add(value);
  return packer.bytes();
}

const utf8 = new TextEncoder();

const FIRST_SIZE = 1 << 12;

/** The most bytes of a number with the byte that says what it is. */
const NUMBER_BYTES = 9;

/** The most bytes that one code unit of a text takes. */
const CODE_UNIT_BYTES = 3;

/** Texts up to this length are written a code unit at a time if they are ASCII, which is quicker than a call of the encoder. */
const SHORT_TEXT = 64;

/** The first byte of a value for each size of the length that follows. */
interface LengthForms {
  readonly fixed: number;
  /** Lengths below this are in the first byte. */
  readonly fixedLimit: number;
  /** Absent where lengths of 8 bits take 16. */
  readonly bits8?: number;
  readonly bits16: number;
  readonly bits32: number;
}

const TEXT: LengthForms = { fixed: 0xa0, fixedLimit: 32, bits8: 0xd9, bits16: 0xda, bits32: 0xdb };
const BYTES: LengthForms = { fixed: 0, fixedLimit: 0, bits8: 0xc4, bits16: 0xc5, bits32: 0xc6 };
const LIST: LengthForms = { fixed: 0x90, fixedLimit: 16, bits16: 0xdc, bits32: 0xdd };

/** Values of MessagePack, one after another. */
export class Packer {
  #buffer = new Uint8Array(FIRST_SIZE);
  #view = new DataView(this.#buffer.buffer);
  #size = 0;

  bytes(): Uint8Array {
    return this.#buffer.slice(0, this.#size);
  }

  /** The head of a list; its `length` values follow. */
  startList(length: number): void {
    this.#reserve(NUMBER_BYTES);
    this.#length(length, LIST);
  }

  add(value: ValueType): void {
    this.#reserve(NUMBER_BYTES);
    switch (typeof value) {
      case "number":
        return this.#number(value);
      case "string":
        return this.#text(value);
      case "boolean":
        return this.#byte(value ? 0xc3 : 0xc2);
      case "bigint":
        return this.#bigint(value);
      default:
        return this.#object(value);
    }
  }

  #object(value: Extract<ValueType, object | null>): void {
    if (value === null) return this.#byte(0xc0);
    if (value instanceof Uint8Array) {
      this.#length(value.length, BYTES);
      this.#reserve(value.length);
      this.#buffer.set(value, this.#size);
      this.#size += value.length;
      return;
    }
    if (!isList(value)) throw bug("a map");
    this.startList(value.length);
    for (const item of value) this.add(item);
  }

  #number(value: number): void {
    if (!Number.isInteger(value) || value < -(2 ** 31) || value >= 2 ** 32) {
      this.#byte(0xcb);
      this.#view.setFloat64(this.#size, value);
      this.#size += 8;
    } else if (value >= 0) {
      this.#unsigned(value);
    } else if (value >= -32) {
      this.#byte(value & 0xff);
    } else if (value >= -128) {
      this.#byte(0xd0);
      this.#byte(value & 0xff);
    } else if (value >= -(2 ** 15)) {
      this.#byte(0xd1);
      this.#bits16(value);
    } else {
      this.#byte(0xd2);
      this.#bits32(value);
    }
  }

  #unsigned(value: number): void {
    if (value < 128) {
      this.#byte(value);
    } else if (value < 2 ** 8) {
      this.#byte(0xcc);
      this.#byte(value);
    } else if (value < 2 ** 16) {
      this.#byte(0xcd);
      this.#bits16(value);
    } else {
      this.#byte(0xce);
      this.#bits32(value);
    }
  }

  #bigint(value: bigint): void {
    if (value >= 2n ** 64n || value < -(2n ** 63n)) throw bug("an int of more than 64 bits");
    this.#byte(value < 0n ? 0xd3 : 0xcf);
    this.#view.setBigUint64(this.#size, BigInt.asUintN(64, value));
    this.#size += 8;
  }

  #text(text: string): void {
    if (text.length <= SHORT_TEXT && this.#ascii(text)) return;
    const bytes = utf8.encode(text);
    this.#length(bytes.length, TEXT);
    this.#reserve(bytes.length);
    this.#buffer.set(bytes, this.#size);
    this.#size += bytes.length;
  }

  /** Adds a short text of ASCII; whether it is one. What was written of another one is written over. */
  #ascii(text: string): boolean {
    this.#reserve(NUMBER_BYTES + text.length * CODE_UNIT_BYTES);
    const start = this.#size;
    this.#length(text.length, TEXT);
    for (let at = 0; at < text.length; at++) {
      const unit = text.charCodeAt(at);
      if (unit >= 0x80) {
        this.#size = start;
        return false;
      }
      this.#buffer[this.#size++] = unit;
    }
    return true;
  }

  #length(length: number, { fixed, fixedLimit, bits8, bits16, bits32 }: LengthForms): void {
    if (length < fixedLimit) {
      this.#byte(fixed | length);
    } else if (length < 2 ** 8 && bits8 !== undefined) {
      this.#byte(bits8);
      this.#byte(length);
    } else if (length < 2 ** 16) {
      this.#byte(bits16);
      this.#bits16(length);
    } else {
      this.#byte(bits32);
      this.#bits32(length);
    }
  }

  #byte(value: number): void {
    this.#buffer[this.#size++] = value;
  }

  #bits16(value: number): void {
    this.#view.setUint16(this.#size, value);
    this.#size += 2;
  }

  #bits32(value: number): void {
    this.#view.setUint32(this.#size, value);
    this.#size += 4;
  }

  #reserve(bytes: number): void {
    const wanted = this.#size + bytes;
    if (wanted <= this.#buffer.length) return;
    const larger = new Uint8Array(Math.max(wanted, 2 * this.#buffer.length));
    larger.set(this.#buffer.subarray(0, this.#size));
    this.#buffer = larger;
    this.#view = new DataView(larger.buffer);
  }
}

/** `Array.isArray` does not exclude readonly arrays from its other branch. */
function isList(value: object): value is readonly ValueType[] {
  return Array.isArray(value);
}

function bug(what: string): InternalError {
  return new InternalError(`a blob has no form for ${what}`, { stage: "blob" });
}
