/** Signatures of intrinsics: written in Ori's notation in the table, and read once into types that checks can compare. */
import { InternalError } from "../base/mod.ts";

const SCALARS = ["int", "float", "bool", "char", "byte"] as const;

/** A type without references. */
export type Scalar = (typeof SCALARS)[number];

/** A type in a signature. */
export type SignatureType =
  | { readonly kind: "scalar"; readonly scalar: Scalar }
  | { readonly kind: "str" }
  | { readonly kind: "void" }
  | { readonly kind: "Never" }
  /** A type parameter: what the type argument of the call stands for. */
  | { readonly kind: "param"; readonly name: string }
  | { readonly kind: "list"; readonly element: SignatureType }
  | { readonly kind: "tuple"; readonly parts: readonly SignatureType[] };

export interface SignatureParam {
  readonly name: string;
  readonly type: SignatureType;
}

export interface Signature {
  readonly params: readonly SignatureParam[];
  readonly result: SignatureType;
  /** The type parameters in the order of their first use: a call has one type argument for each. */
  readonly typeParams: readonly string[];
}

/** Reads `(NAME: TYPE, ...) -> TYPE`; a type parameter is one capital letter. Throws `InternalError` on other text. */
export function parseSignature(text: string): Signature {
  return new SignatureParser(text).signature();
}

/** The notation that `parseSignature` reads. */
export function showSignature({ params, result }: Signature): string {
  const shown = params.map(({ name, type }) => `${name}: ${showSignatureType(type)}`);
  return `(${shown.join(", ")}) -> ${showSignatureType(result)}`;
}

/** A type of a signature in Ori's notation. */
export function showSignatureType(type: SignatureType): string {
  switch (type.kind) {
    case "scalar":
      return type.scalar;
    case "str":
    case "void":
    case "Never":
      return type.kind;
    case "param":
      return type.name;
    case "list":
      return `[${showSignatureType(type.element)}]`;
    case "tuple":
      return `(${type.parts.map(showSignatureType).join(", ")})`;
  }
}

class SignatureParser {
  readonly #text: string;
  readonly #tokens: readonly string[];
  readonly #typeParams: string[] = [];
  #at = 0;

  constructor(text: string) {
    this.#text = text;
    this.#tokens = text.match(/->|\w+|[^\s\w]/g) ?? [];
  }

  signature(): Signature {
    const params = this.#list((): SignatureParam => {
      const name = this.#take();
      this.#expect(":");
      return { name, type: this.#type() };
    });
    this.#expect("->");
    const result = this.#type();
    if (this.#at !== this.#tokens.length) throw this.#error(`unexpected ${this.#take()}`);
    return { params, result, typeParams: this.#typeParams };
  }

  #type(): SignatureType {
    if (this.#tokens[this.#at] === "(") {
      return {
        kind: "tuple",
        parts: this.#list(() => this.#type()),
      };
    }
    const word = this.#take();
    if (word === "[") {
      const element = this.#type();
      this.#expect("]");
      return { kind: "list", element };
    }
    if (word === "str" || word === "void" || word === "Never") return { kind: word };
    const scalar = SCALARS.find((name) => name === word);
    if (scalar !== undefined) return { kind: "scalar", scalar };
    if (!/^[A-Z]$/.test(word)) throw this.#error(`no type ${word}`);
    if (!this.#typeParams.includes(word)) this.#typeParams.push(word);
    return { kind: "param", name: word };
  }

  /** What stands between parentheses, separated by commas. */
  #list<T>(element: () => T): T[] {
    const all: T[] = [];
    this.#expect("(");
    while (this.#tokens[this.#at] !== ")") {
      if (all.length > 0) this.#expect(",");
      all.push(element());
    }
    this.#expect(")");
    return all;
  }

  #expect(token: string): void {
    const found = this.#take();
    if (found !== token) throw this.#error(`expected ${token}, found ${found}`);
  }

  #take(): string {
    return this.#tokens[this.#at++] ?? "the end";
  }

  #error(message: string): InternalError {
    return new InternalError(`signature \`${this.#text}\`: ${message}`, { stage: "operations" });
  }
}
