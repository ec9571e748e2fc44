/**
 * Reading native binaries: 64-bit little-endian ELF (System V ABI, chapter 4). Whatever the bytes, the answer is a value;
 * a file that says of itself what it does not hold has no such section or symbol.
 */

export interface ElfFile {
  /** The bytes of a section; undefined when there is none of the name. */
  section(name: string): Uint8Array | undefined;
  /** Functions with their sizes in bytes; none in a stripped binary. */
  functionSizes(): readonly (readonly [name: string, size: number])[];
}

const MAGIC = [0x7f, 0x45, 0x4c, 0x46];
const CLASS_64 = 2;
const LITTLE_ENDIAN = 1;
const HEADER_BYTES = 64;
const SECTION_BYTES = 64;
const SYMBOL_BYTES = 24;
const TYPE_SYMBOLS = 2;
const TYPE_NO_BITS = 8;
const SYMBOL_FUNCTION = 2;

/** Whether `bytes` begin like an ELF file of any kind. */
export function isElf(bytes: Uint8Array): boolean {
  return MAGIC.every((byte, i) => bytes[i] === byte);
}

/** The file in `bytes`; undefined when it is not of a kind that native programs are. */
export function readElf(bytes: Uint8Array): ElfFile | undefined {
  const isKnown = isElf(bytes) && bytes.length >= HEADER_BYTES && bytes[4] === CLASS_64 &&
    bytes[5] === LITTLE_ENDIAN;
  return isKnown ? new Elf(bytes) : undefined;
}

interface Section {
  readonly name: string;
  readonly type: number;
  readonly bytes: Uint8Array;
  readonly link: number;
}

class Elf implements ElfFile {
  readonly #bytes: Uint8Array;
  readonly #view: DataView;
  readonly #sections: readonly Section[];

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.#sections = this.#readSections();
  }

  section(name: string): Uint8Array | undefined {
    return this.#sections.find((s) => s.name === name && s.type !== TYPE_NO_BITS)?.bytes;
  }

  functionSizes(): readonly (readonly [string, number])[] {
    const table = this.#sections.find((s) => s.type === TYPE_SYMBOLS);
    const names = table === undefined ? undefined : this.#sections[table.link];
    if (table === undefined || names === undefined) return [];
    const view = new DataView(table.bytes.buffer, table.bytes.byteOffset, table.bytes.byteLength);
    const found: [string, number][] = [];
    for (let at = 0; at + SYMBOL_BYTES <= table.bytes.length; at += SYMBOL_BYTES) {
      if ((view.getUint8(at + 4) & 0xf) !== SYMBOL_FUNCTION) continue;
      found.push([textAt(names.bytes, view.getUint32(at, true)), toSize(view, at + 16)]);
    }
    return found;
  }

  #readSections(): readonly Section[] {
    const start = toSize(this.#view, 40);
    const count = this.#view.getUint16(60, true);
    const namesIndex = this.#view.getUint16(62, true);
    if (start === 0 || start + count * SECTION_BYTES > this.#bytes.length) return [];
    const heads = Array.from({ length: count }, (_, i) => start + i * SECTION_BYTES);
    const names = heads[namesIndex];
    const nameBytes = names === undefined ? new Uint8Array() : this.#content(names);
    return heads.map((at) => ({
      name: textAt(nameBytes, this.#view.getUint32(at, true)),
      type: this.#view.getUint32(at + 4, true),
      bytes: this.#content(at),
      link: this.#view.getUint32(at + 40, true),
    }));
  }

  #content(head: number): Uint8Array {
    const offset = toSize(this.#view, head + 24);
    return this.#bytes.subarray(offset, offset + toSize(this.#view, head + 32));
  }
}

/** A size or offset of 64 bits; beyond 2^53 it exceeds any file. */
function toSize(view: DataView, at: number): number {
  return Number(view.getBigUint64(at, true));
}

function textAt(bytes: Uint8Array, start: number): string {
  const end = bytes.indexOf(0, start);
  return new TextDecoder().decode(bytes.subarray(start, end < 0 ? bytes.length : end));
}
