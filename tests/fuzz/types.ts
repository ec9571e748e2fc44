/** The types of generated programs: written as in Ori, with `$`-names for the open parts of a row. */

export type Type =
  /** `int`, `Option<str>`, a declared type; `$D`, `$K`, `$T`, `$U` in rows. */
  | { readonly kind: "name"; readonly name: string; readonly args: readonly Type[] }
  | { readonly kind: "list"; readonly element: Type }
  | { readonly kind: "map"; readonly key: Type; readonly value: Type }
  | { readonly kind: "tuple"; readonly parts: readonly Type[] }
  | { readonly kind: "fn"; readonly params: readonly Type[]; readonly result: Type };

export function named(name: string, ...args: readonly Type[]): Type {
  return { kind: "name", name, args };
}

const TOKEN = /\s*(->|\$?[A-Za-z_]\w*|[[\]{}()<>,:])/y;

/** Reads a type as Ori writes it. */
export function parseType(text: string): Type {
  const tokens: string[] = [];
  TOKEN.lastIndex = 0;
  while (TOKEN.lastIndex < text.trimEnd().length) {
    const found = TOKEN.exec(text)?.[1];
    if (found === undefined) throw new Error(`no type: ${text}`);
    tokens.push(found);
  }
  return new TypeReader(tokens, text).whole();
}

class TypeReader {
  #at = 0;
  constructor(readonly tokens: readonly string[], readonly text: string) {}

  whole(): Type {
    const type = this.#type();
    if (this.#at !== this.tokens.length) throw new Error(`no type: ${this.text}`);
    return type;
  }

  #take(token?: string): string {
    const found = this.tokens[this.#at++];
    if (found === undefined || (token !== undefined && found !== token)) {
      throw new Error(`no type: ${this.text}`);
    }
    return found;
  }

  #takes(token: string): boolean {
    if (this.tokens[this.#at] !== token) return false;
    this.#at++;
    return true;
  }

  #type(): Type {
    if (this.#takes("[")) {
      const element = this.#type();
      this.#take("]");
      return { kind: "list", element };
    }
    if (this.#takes("{")) {
      const key = this.#type();
      this.#take(":");
      const value = this.#type();
      this.#take("}");
      return { kind: "map", key, value };
    }
    if (this.#takes("(")) {
      const parts = this.#list(")");
      if (!this.#takes("->")) return { kind: "tuple", parts };
      return { kind: "fn", params: parts, result: this.#type() };
    }
    const name = this.#take();
    return { kind: "name", name, args: this.#takes("<") ? this.#list(">") : [] };
  }

  #list(end: string): Type[] {
    const types: Type[] = [];
    while (!this.#takes(end)) {
      types.push(this.#type());
      this.#takes(",");
    }
    return types;
  }
}

/** The type in Ori. */
export function typeText(type: Type): string {
  switch (type.kind) {
    case "name":
      return type.args.length === 0
        ? type.name
        : `${type.name}<${type.args.map(typeText).join(", ")}>`;
    case "list":
      return `[${typeText(type.element)}]`;
    case "map":
      return `{${typeText(type.key)}: ${typeText(type.value)}}`;
    case "tuple":
      return `(${type.parts.map(typeText).join(", ")})`;
    case "fn":
      return `(${type.params.map(typeText).join(", ")}) -> ${typeText(type.result)}`;
  }
}

/** What the `$`-names of a row stand for. */
export type Bindings = Map<string, Type>;

export function isOpen(name: string): boolean {
  return name.startsWith("$");
}

/** Whether `type` has the form of `pattern`; binds its open names. */
export function matches(pattern: Type, type: Type, bindings: Bindings): boolean {
  if (pattern.kind === "name" && isOpen(pattern.name)) {
    const bound = bindings.get(pattern.name);
    if (bound !== undefined) return typeText(bound) === typeText(type);
    bindings.set(pattern.name, type);
    return true;
  }
  if (pattern.kind !== type.kind) return false;
  if (pattern.kind === "name" && type.kind === "name" && pattern.name !== type.name) return false;
  const parts = partsOf(pattern);
  const others = partsOf(type);
  return parts.length === others.length &&
    parts.every((part, i) => {
      const other = others[i];
      return other !== undefined && matches(part, other, bindings);
    });
}

/** The types that `type` is written with. */
export function partsOf(type: Type): readonly Type[] {
  switch (type.kind) {
    case "name":
      return type.args;
    case "list":
      return [type.element];
    case "map":
      return [type.key, type.value];
    case "tuple":
      return type.parts;
    case "fn":
      return [...type.params, type.result];
  }
}

/** `type` with its open names replaced; `choose` picks a type for those that are still free. */
export function substitute(
  type: Type,
  bindings: Bindings,
  choose: (name: string) => Type,
): Type {
  const inner = (t: Type) => substitute(t, bindings, choose);
  switch (type.kind) {
    case "name": {
      if (!isOpen(type.name)) return { ...type, args: type.args.map(inner) };
      const bound = bindings.get(type.name) ?? choose(type.name);
      bindings.set(type.name, bound);
      return bound;
    }
    case "list":
      return { kind: "list", element: inner(type.element) };
    case "map":
      return { kind: "map", key: inner(type.key), value: inner(type.value) };
    case "tuple":
      return { kind: "tuple", parts: type.parts.map(inner) };
    case "fn":
      return { kind: "fn", params: type.params.map(inner), result: inner(type.result) };
  }
}
