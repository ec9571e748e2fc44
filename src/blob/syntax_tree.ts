/**
 * Syntax trees in MessagePack (seeds BL-7): `[shapes, texts, modules]`. A module is `[file, items]`, and a node is
 * `[shape, values...]`: its shape, made once for all nodes alike, names the keys and says of which kind each value is.
 * So a tree takes about a byte for each value, and any node of any version of the tree can be written.
 *
 * Kinds, as the first character of a key in a shape:
 *
 *     $ text, by its number        # number            ? flag          % null
 *     ! int of any size            * node              + list
 *     @ span of the same file, in two values: start relative to that of the node around it, and length
 *
 * Numbers of nodes count from 0 in the order of the tree. The parser's own depend on when bodies of std are parsed.
 */
import type { ValueType } from "@std/msgpack";
import { InternalError, joinBytes } from "../base/mod.ts";
import { BlobError } from "./blob_error.ts";
import { encodeText } from "./constants.ts";
import { Packer } from "./message_pack.ts";
import type { ModuleTree } from "./model.ts";
import { ANY_COUNT, readEach, readFlag, readIndex, readList, readText } from "./read_value.ts";

/** `modules` as one MessagePack value. */
export function packTrees(modules: readonly ModuleTree[]): Uint8Array {
  const trees = new Packer();
  const encoder = new TreeEncoder(trees);
  trees.startList(modules.length);
  for (const { file, items } of modules) {
    trees.startList(2);
    trees.add(file);
    encoder.module(items, file);
  }
  const tables = new Packer();
  tables.startList(3);
  tables.add(encoder.shapes);
  tables.add(encoder.texts.map(encodeText));
  return joinBytes([tables.bytes(), trees.bytes()]);
}

/** Decodes the result of `packTrees` for a program of `fileCount` files; throws `BlobError`. */
export function decodeTrees(value: ValueType, fileCount: number): ModuleTree[] {
  const [shapes, texts, modules] = readList(value);
  const decoder = new TreeDecoder(
    readEach(shapes, (shape) => readText(shape).split(" ")),
    readEach(texts, readText),
  );
  return readEach(modules, (module) => {
    const [file, items] = readList(module);
    const id = readIndex(file, fileCount);
    return { file: id, items: readEach(items, (item) => decoder.node(item, id, 0)) };
  });
}

interface SpanLike {
  readonly file: number;
  readonly start: number;
  readonly end: number;
}

function isSpan(value: object): value is SpanLike {
  return "file" in value && "start" in value && "end" in value;
}

/** The keys of nodes that are alike, with their kinds, as far as they were read: a branch for each key that follows. */
interface ShapePrefix {
  /** Kinds and keys up to here. */
  readonly keys: readonly string[];
  /** By key, then by kind. */
  readonly next: Map<string, Map<string, ShapePrefix>>;
  /** The shape's number, once a node ended here. */
  number?: number;
  /** How many values a node of this shape has. */
  readonly count: number;
}

class TreeEncoder {
  readonly shapes: string[] = [];
  readonly texts: string[] = [];
  readonly #noKeys: ShapePrefix = { keys: [], next: new Map(), count: 0 };
  readonly #textNumbers = new Map<string, number>();
  /** By `NodeId` of the module at hand. */
  readonly #nodeNumbers = new Map<number, number>();

  constructor(readonly packer: Packer) {}

  /** Writes the items of a module. */
  module(items: readonly unknown[], file: number): void {
    this.#nodeNumbers.clear();
    this.#list(items, file, 0);
  }

  #list(items: readonly unknown[], file: number, base: number): void {
    this.packer.startList(items.length);
    for (const item of items) {
      if (typeof item === "string") this.packer.add(encodeText(item));
      else if (typeof item === "object" && item !== null) this.#node(item, file, base);
      else throw bug(`a list of ${typeof item}`);
    }
  }

  #node(node: object, file: number, base: number): void {
    const entries = Object.entries(node);
    const span: unknown = "span" in node ? node.span : undefined;
    const ownSpan = typeof span === "object" && span !== null && isSpan(span) ? span : undefined;
    const { number, count } = this.#shapeOf(entries, ownSpan !== undefined);
    this.packer.startList(1 + count);
    this.packer.add(number);
    // The span comes first: the spans below it start from there.
    if (ownSpan !== undefined) this.#span(ownSpan, file, base);
    const start = ownSpan?.start ?? base;
    for (const [key, value] of entries) {
      if (key === "span" || value === undefined) continue;
      if (isNodeNumber(key, value)) this.packer.add(this.#nodeNumber(value));
      else this.#value(value, file, start);
    }
  }

  #shapeOf(
    entries: readonly [string, unknown][],
    hasSpan: boolean,
  ): { readonly number: number; readonly count: number } {
    let prefix = hasSpan ? afterKey(this.#noKeys, "span", "@") : this.#noKeys;
    for (const [key, value] of entries) {
      if (key !== "span" && value !== undefined) prefix = afterKey(prefix, key, kindOf(value));
    }
    prefix.number ??= this.shapes.push(prefix.keys.join(" ")) - 1;
    return { number: prefix.number, count: prefix.count };
  }

  #value(value: unknown, file: number, base: number): void {
    switch (typeof value) {
      case "string":
        return this.packer.add(this.#text(value));
      case "number":
      case "boolean":
        return this.packer.add(value);
      case "bigint":
        return this.packer.add(value.toString());
      default:
        if (value === null) return this.packer.add(null);
        if (Array.isArray(value)) return this.#list(value, file, base);
        return this.#object(value as object, file, base);
    }
  }

  #object(value: object, file: number, base: number): void {
    if (isSpan(value)) this.#span(value, file, base);
    else this.#node(value, file, base);
  }

  #span(span: SpanLike, file: number, base: number): void {
    if (span.file !== file) throw bug("a span of another file");
    this.packer.add(span.start - base);
    this.packer.add(span.end - span.start);
  }

  #nodeNumber(id: number): number {
    const known = this.#nodeNumbers.get(id);
    if (known !== undefined) return known;
    this.#nodeNumbers.set(id, this.#nodeNumbers.size);
    return this.#nodeNumbers.size - 1;
  }

  #text(text: string): number {
    const known = this.#textNumbers.get(text);
    if (known !== undefined) return known;
    const number = this.texts.push(text) - 1;
    this.#textNumbers.set(text, number);
    return number;
  }
}

function afterKey(prefix: ShapePrefix, key: string, kind: string): ShapePrefix {
  let kinds = prefix.next.get(key);
  if (kinds === undefined) prefix.next.set(key, kinds = new Map());
  const known = kinds.get(kind);
  if (known !== undefined) return known;
  const count = prefix.count + (kind === "@" ? 2 : 1);
  const made = { keys: [...prefix.keys, kind + key], next: new Map(), count };
  kinds.set(kind, made);
  return made;
}

/** Whether a value is the `NodeId` of a node: its own, or that of the one that a `Held` stands for. */
function isNodeNumber(key: string, value: unknown): value is number {
  return typeof value === "number" && (key === "id" || key === "of");
}

function kindOf(value: unknown): string {
  switch (typeof value) {
    case "string":
      return "$";
    case "number":
      return "#";
    case "boolean":
      return "?";
    case "bigint":
      return "!";
    case "object":
      if (value === null) return "%";
      if (Array.isArray(value)) return "+";
      return isSpan(value) ? "@" : "*";
    default:
      throw bug(`a node with a ${typeof value}`);
  }
}

class TreeDecoder {
  constructor(
    readonly shapes: readonly (readonly string[])[],
    readonly texts: readonly string[],
  ) {}

  node(value: ValueType, file: number, base: number): object {
    const [shape, ...values] = readList(value);
    const keys = this.shapes[readIndex(shape, this.shapes.length)] ?? [];
    const node: Record<string, unknown> = {};
    let at = 0;
    let inner = base;
    for (const kindAndKey of keys) {
      const key = kindAndKey.slice(1);
      if (key === "__proto__") throw new BlobError("a key that no node has");
      if (!kindAndKey.startsWith("@")) {
        node[key] = this.#value(kindAndKey.charAt(0), values[at++], file, inner);
        continue;
      }
      const start = (key === "span" ? base : inner) +
        readIndex(values[at], ANY_COUNT, -ANY_COUNT);
      const end = start + readIndex(values[at + 1], ANY_COUNT);
      if (start < 0) throw new BlobError("a span before its file");
      node[key] = { file, start, end };
      if (key === "span") inner = start;
      at += 2;
    }
    if (at !== values.length) throw new BlobError("a node with more values than keys");
    return node;
  }

  #value(kind: string, value: ValueType | undefined, file: number, base: number): unknown {
    switch (kind) {
      case "$":
        return this.texts[readIndex(value, this.texts.length)];
      case "#":
        if (typeof value !== "number") throw new BlobError("a number is missing");
        return value;
      case "?":
        return readFlag(value);
      case "!":
        return readInt(readText(value));
      case "%":
        return null;
      case "*":
        return this.node(readList(value), file, base);
      case "+":
        return readEach(value, (v) => typeof v === "string" ? v : this.node(v, file, base));
      default:
        throw new BlobError("a value of no kind");
    }
  }
}

function readInt(text: string): bigint {
  if (!/^-?\d{1,400}$/.test(text)) throw new BlobError("an int has no digits");
  return BigInt(text);
}

function bug(message: string): InternalError {
  return new InternalError(`a syntax tree has ${message}`, { stage: "blob" });
}
