/** Which types have equality, an order, a hash; and a random type of each kind. */
import { pick, type Random } from "../support/mutate.ts";
import { named, parseType, partsOf, type Type, typeText } from "./types.ts";

/** What is known of the types that a program declares. */
export interface DeclaredType {
  readonly type: Type;
  /** Derives equality, order, hash and text. */
  readonly isData: boolean;
  /** Can be a key. */
  readonly isKey: boolean;
  /** Refers to itself: at most one old value goes into a new one, or values would double in loops. */
  readonly isRecursive: boolean;
}

export class Kinds {
  readonly declared: DeclaredType[] = [];

  constructor(readonly random: Random) {}

  #find(type: Type): DeclaredType | undefined {
    const text = typeText(type);
    return this.declared.find((d) => typeText(d.type) === text);
  }

  isRecursive(type: Type): boolean {
    return this.#find(type)?.isRecursive === true || partsOf(type).some((t) => this.isRecursive(t));
  }

  /** Has `==` and `debug`. */
  isData(type: Type): boolean {
    if (type.kind === "fn") return false;
    const found = this.#find(type);
    if (found !== undefined) return found.isData;
    if (type.kind === "name" && (type.name === "T" || type.name === "Half")) return false;
    return partsOf(type).every((t) => this.isData(t));
  }

  /** Has an order. */
  isComparable(type: Type): boolean {
    switch (type.kind) {
      case "name":
        return COMPARABLE.has(type.name) && type.args.every((t) => this.isComparable(t));
      case "list":
      case "tuple":
        return partsOf(type).every((t) => this.isComparable(t));
      case "map":
      case "fn":
        return false;
    }
  }

  /** Can be a key: has a hash, so holds no float. */
  isKey(type: Type): boolean {
    if (type.kind === "name") {
      return this.#find(type)?.isKey ??
        (KEY_NAMES.has(type.name) && type.args.every((t) => this.isKey(t)));
    }
    return (type.kind === "list" || type.kind === "tuple") &&
      partsOf(type).every((t) => this.isKey(t));
  }

  /** Whether `type` may stand for the open name of a row. */
  fits(open: string, type: Type): boolean {
    switch (open.slice(0, 2)) {
      case "$D":
        return this.isData(type);
      case "$C":
        return this.isComparable(type);
      case "$K":
        return this.isKey(type);
      default:
        return true;
    }
  }

  /** A type that may stand for the open name of a row. */
  choose(open: string): Type {
    if (open.startsWith("$K")) return parseType(pick(this.random, KEYS));
    if (open.startsWith("$C")) return parseType(pick(this.random, ORDERED));
    for (let i = 0; i < 20; i++) {
      const type = this.any(2);
      if (this.fits(open, type)) return type;
    }
    return named("int");
  }

  /** Any type, of at most `depth` levels. */
  any(depth: number): Type {
    const inner = () => this.any(depth - 1);
    const chance = this.random();
    if (depth === 0 || chance < 0.4) {
      if (this.declared.length > 0 && this.random() < 0.35) {
        return pick(this.random, this.declared).type;
      }
      return named(pick(this.random, SCALARS));
    }
    if (chance < 0.55) return { kind: "list", element: inner() };
    if (chance < 0.63) return named("Option", inner());
    if (chance < 0.69) return named("Result", inner(), named("str"));
    if (chance < 0.76) return { kind: "tuple", parts: [inner(), inner()] };
    if (chance < 0.82) {
      return { kind: "map", key: parseType(pick(this.random, KEYS)), value: inner() };
    }
    if (chance < 0.86) return named("Set", parseType(pick(this.random, KEYS)));
    if (chance < 0.87) return named("Half", inner());
    if (chance < 0.9) return { kind: "fn", params: [], result: inner() };
    return { kind: "fn", params: [inner()], result: inner() };
  }
}

const SCALARS = ["int", "int", "int", "bool", "float", "char", "byte", "str", "str", "str"];
const KEYS = ["int", "str", "str", "char", "bool", "(int, str)"];
const ORDERED = ["int", "str", "char", "byte", "bool", "[int]", "(int, str)"];
const KEY_NAMES = new Set(["int", "str", "char", "byte", "bool", "Option"]);
const COMPARABLE = new Set(["int", "str", "char", "byte", "bool"]);
