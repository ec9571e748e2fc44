/**
 * Reads the doc comments of the modules of std: the lines of `//` directly before a public item or a method. Lines
 * `// > expression -> value` are examples, `// * name: text` describe parameters, `// ! text` warn (clause 7.2).
 */
import { SourceMap } from "../src/base/mod.ts";
import { Diagnostics } from "../src/diagnostics/mod.ts";
import { STD_MODULES, stdSource } from "../src/std/mod.ts";
import { type FunctionItem, type Item, parse, type TypeExpr } from "../src/syntax/mod.ts";

/** What an example states: that `expression` is equal to `value`. */
export interface DocExample {
  readonly expression: string;
  readonly value: string;
}

/** A public function, method, constant, type or trait. */
export interface DocEntry {
  readonly kind: "function" | "method" | "constant" | "type";
  /** `parse`, or `JsonValue.get` for a method. */
  readonly name: string;
  /** As it is written in the source, on one line: `parse (source: str) -> JsonValue`. */
  readonly signature: string;
  /** The description, on one line. */
  readonly text: string;
  /** The variants of a sum, as they are written. */
  readonly variants?: readonly string[];
  readonly warnings: readonly string[];
  readonly examples: readonly DocExample[];
  /** Whether it needs no example: it declares what impls provide, or the comment has none and nothing to run. */
  readonly isAbstract: boolean;
}

/** A module of std. */
export interface DocModule {
  /** `std.json`. */
  readonly name: string;
  /** The comment at the head of the file. */
  readonly text: string;
  /** What `use` can import. */
  readonly exports: readonly string[];
  readonly entries: readonly DocEntry[];
}

/** Every module of std, in the order of their names, each with the parts (`std.json.read`) that it exports. */
export function readStdDocs(): readonly DocModule[] {
  const names = [...STD_MODULES].sort();
  return names.filter((name) => !name.includes("/")).map((name) => {
    const whole = readModuleDocs(`std.${name}`, sourceText(name));
    const parts = names.filter((part) => part.startsWith(`${name}/`)).map((part) =>
      readModuleDocs(`std.${part}`, sourceText(part))
    );
    const exported = parts.flatMap(({ entries }) =>
      entries.filter((entry) => whole.exports.includes(ownerOf(entry.name)))
    );
    return { ...whole, entries: [...whole.entries, ...exported] };
  });
}

/** `JsonValue` of `JsonValue.get`. */
function ownerOf(name: string): string {
  return name.split(".")[0] ?? name;
}

function sourceText(name: string): string {
  const source = stdSource(name.split("/"));
  if (source === undefined) throw new Error(`no source of std.${name}`);
  return Deno.readTextFileSync(source.url);
}

/** The docs of one module, from its text. */
export function readModuleDocs(name: string, text: string): DocModule {
  const { items } = parse(new SourceMap().add(name, text), new Diagnostics());
  const reader = new Reader(text);
  return {
    name,
    text: reader.head(),
    exports: items.flatMap((item) => exportsOf(item)),
    entries: items.flatMap((item) => reader.entriesOf(item)),
  };
}

/** The names that an item exports, as `use` writes them. */
function exportsOf(item: Item): readonly string[] {
  if (!item.isPublic) return [];
  switch (item.kind) {
    case "Function":
    case "Trait":
    case "Type":
      return [item.name.text];
    case "Const":
      return [`$${item.name.text}`];
    case "Use":
      return item.clause.kind === "items"
        ? item.clause.items.map(({ name, alias }) => (alias ?? name).text)
        : [];
    default:
      return [];
  }
}

class Reader {
  readonly #lines: readonly string[];

  constructor(readonly text: string) {
    this.#lines = text.split("\n");
  }

  /** The comment at the head of the file, up to the first line that is none. */
  head(): string {
    const end = this.#lines.findIndex((line) => !line.startsWith("//"));
    return prose(this.#lines.slice(0, end < 0 ? 0 : end).map(commentText));
  }

  entriesOf(item: Item): readonly DocEntry[] {
    switch (item.kind) {
      case "Function":
        return item.isPublic ? [this.#function(item, "function", "")] : [];
      case "Const": {
        if (!item.isPublic) return [];
        const type = item.type === undefined ? "" : `: ${this.#slice(item.type.span)}`;
        const signature = `$${item.name.text}${type}`;
        const start = item.name.span.start;
        return [this.#entry("constant", `$${item.name.text}`, signature, start, true)];
      }
      case "Type":
      case "Trait": {
        if (!item.isPublic) return [];
        const { text, span } = item.name;
        const type = this.#entry("type", text, text, span.start, true);
        if (item.kind === "Type" && item.body.kind === "sum") {
          const variants = item.body.variants.map(({ span }) => this.#slice(span));
          return [{ ...type, variants }];
        }
        if (item.kind === "Type") return [type];
        return [type, ...item.methods.map((m) => this.#function(m, "method", `${text}.`))];
      }
      case "Impl":
        if (item.isDefault || item.trait !== undefined || item.type === undefined) return [];
        return this.#methods(item.methods, item.type);
      case "Extend":
        return this.#methods(item.methods, item.type);
      default:
        return [];
    }
  }

  /** The methods of a type, without those of private types. */
  #methods(methods: readonly FunctionItem[], type: TypeExpr): readonly DocEntry[] {
    const owner = type.kind === "Path" ? type.path.names.at(-1)?.text : this.#slice(type.span);
    if (owner === undefined || !this.#isShown(owner)) return [];
    return methods.map((method) => this.#function(method, "method", `${owner}.`));
  }

  #isShown(owner: string): boolean {
    return !new RegExp(`^type ${owner}\\b`, "m").test(this.text);
  }

  #function(item: FunctionItem, kind: "function" | "method", owner: string): DocEntry {
    const { name, result } = item;
    const end = (result ?? item).span.end;
    const signature = owner + onOneLine(this.text.slice(name.span.start, end));
    return this.#entry(kind, owner + name.text, signature, name.span.start, !item.hasBody);
  }

  #entry(
    kind: DocEntry["kind"],
    name: string,
    signature: string,
    start: number,
    isAbstract: boolean,
  ): DocEntry {
    const comment = this.#before(start);
    const examples = comment.filter((line) => line.startsWith("> ")).map((line) => {
      const example = parseExample(line.slice(2));
      if (example === undefined) throw new Error(`${name}: an example without a value: ${line}`);
      return example;
    });
    return {
      kind,
      name,
      signature,
      text: prose(comment.filter((line) => !/^[*!>] /.test(line))),
      warnings: comment.filter((line) => line.startsWith("! ")).map((line) => line.slice(2)),
      examples,
      isAbstract,
    };
  }

  /** The comment before the item whose name starts at `offset`: above its attributes. */
  #before(offset: number): readonly string[] {
    let line = this.text.slice(0, offset).split("\n").length - 2;
    while (this.#lines[line]?.trimStart().startsWith("#")) line--;
    const comment: string[] = [];
    while (this.#lines[line]?.trimStart().startsWith("//")) {
      comment.unshift(commentText(this.#lines[line] ?? ""));
      line--;
    }
    return comment;
  }

  #slice({ start, end }: { readonly start: number; readonly end: number }): string {
    return this.text.slice(start, end);
  }
}

/** A signature without breaks of lines, and without what stood around them. */
function onOneLine(signature: string): string {
  return signature.replaceAll(/\s+/g, " ").replaceAll("( ", "(").replaceAll(/,? \)/g, ")");
}

function commentText(line: string): string {
  return line.trim().replace(/^\/\/ ?/, "");
}

function prose(lines: readonly string[]): string {
  return lines.join(" ").replaceAll(/\s+/g, " ").trim();
}

/** `expression -> value`, divided at the last arrow. */
export function parseExample(text: string): DocExample | undefined {
  const at = text.lastIndexOf(" -> ");
  if (at < 0) return undefined;
  return { expression: text.slice(0, at).trim(), value: text.slice(at + 4).trim() };
}

/** Modules of the world, whose types and capabilities the examples of any module may name, as its stand-ins. */
const HELPERS = ["doubles", "env", "fs", "process", "random", "time"];

/** A `use` of what `text` names of module `helper`, without what the module of the examples exports itself. */
function useOfNames(helper: string, text: string, own: readonly string[]): string {
  const source = stdSource([helper]);
  if (source === undefined) throw new Error(`no source of std.${helper}`);
  const { exports } = readModuleDocs(`std.${helper}`, Deno.readTextFileSync(source.url));
  const names = exports.filter((name) =>
    !own.includes(name) && new RegExp(`\\b${RegExp.escape(name)}\\b`).test(text)
  );
  return names.length === 0 ? "" : `use std.${helper} { ${names.join(", ")} };\n`;
}

/** A program that checks every example of a module and prints a line for each that holds. */
export function exampleProgram({ name, exports, entries }: DocModule): string {
  const checks = entries.flatMap((entry) =>
    entry.examples.map((example) => ({ entry: entry.name, ...example }))
  );
  const uses = exports.length === 0 ? "" : `use ${name} { ${exports.join(", ")} };\n`;
  const text = checks.map(({ expression, value }) => `${expression} ${value}`).join("\n");
  const helpers = HELPERS.map((helper) => useOfNames(helper, text, exports)).join("");
  const functions = checks.map(({ expression, value }, i) =>
    `@example_${i} () -> void = assert_eq(actual: ${expression}, expected: ${value});\n\n`
  );
  const calls = checks.map(({ entry }, i) => `    example_${i}();\n    print(msg: "${entry}");\n`);
  return `${uses}${helpers}\n${functions.join("")}@main () -> void = {\n${calls.join("")}}\n`;
}
