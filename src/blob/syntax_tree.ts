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
 */
import type { ValueType } from "@std/msgpack";
import { InternalError } from "../base/mod.ts";
import { BlobError } from "./blob_error.ts";
import { encodeText } from "./constants.ts";
import type { ModuleTree } from "./model.ts";
import { ANY_COUNT, readEach, readFlag, readIndex, readList, readText } from "./read_value.ts";

/** `modules` as one MessagePack value. */
export function encodeTrees(modules: readonly ModuleTree[]): ValueType {
  const encoder = new TreeEncoder();
  const encoded = modules.map(({ file, items }) => [file, encoder.list(items, file, 0)]);
  return [encoder.shapes, encoder.texts.map(encodeText), encoded];
}

/** Decodes the result of `encodeTrees` for a program of `fileCount` files; throws `BlobError`. */
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

class TreeEncoder {
  readonly shapes: string[] = [];
  readonly texts: string[] = [];
  readonly #shapeNumbers = new Map<string, number>();
  readonly #textNumbers = new Map<string, number>();

  list(items: readonly unknown[], file: number, base: number): ValueType[] {
    return items.map((item) => {
      if (typeof item === "string") return encodeText(item);
      if (typeof item === "object" && item !== null) return this.#node(item, file, base);
      throw bug(`a list of ${typeof item}`);
    });
  }

  #node(node: object, file: number, base: number): ValueType[] {
    const keys: string[] = [];
    const values: ValueType[] = [0];
    let start = base;
    // The span comes first: the spans below it start from there.
    const span: unknown = "span" in node ? node.span : undefined;
    if (typeof span === "object" && span !== null && isSpan(span)) {
      keys.push(`${this.#object(span, file, base, values)}span`);
      start = span.start;
    }
    for (const [key, value] of Object.entries(node)) {
      if (key === "span" || value === undefined) continue;
      keys.push(this.#value(value, file, start, values) + key);
    }
    values[0] = number(keys.join(" "), this.#shapeNumbers, this.shapes);
    return values;
  }

  /** Appends a value; gives its kind. */
  #value(value: unknown, file: number, base: number, values: ValueType[]): string {
    switch (typeof value) {
      case "string":
        values.push(number(value, this.#textNumbers, this.texts));
        return "$";
      case "number":
        values.push(value);
        return "#";
      case "boolean":
        values.push(value);
        return "?";
      case "bigint":
        values.push(value.toString());
        return "!";
      case "object":
        return this.#object(value, file, base, values);
      default:
        throw bug(`a node with a ${typeof value}`);
    }
  }

  #object(value: object | null, file: number, base: number, values: ValueType[]): string {
    if (value === null) {
      values.push(null);
      return "%";
    }
    if (Array.isArray(value)) {
      values.push(this.list(value, file, base));
      return "+";
    }
    if (!isSpan(value)) {
      values.push(this.#node(value, file, base));
      return "*";
    }
    if (value.file !== file) throw bug("a span of another file");
    values.push(value.start - base, value.end - value.start);
    return "@";
  }
}

function number(text: string, known: Map<string, number>, all: string[]): number {
  let found = known.get(text);
  if (found === undefined) {
    found = all.push(text) - 1;
    known.set(text, found);
  }
  return found;
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
