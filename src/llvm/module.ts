/** The text of an LLVM module in the making: constants, type names, declarations, function bodies. */
import { assertNever, InternalError } from "../base/mod.ts";
import {
  constantSymbol,
  RUNTIME,
  RUNTIME_GLOBALS,
  type RuntimeFunction,
  type RuntimeName,
  type RuntimeParam,
  VALUE_TYPES,
} from "../layout/mod.ts";

/** A stage error of this folder. */
export function llvmBug(message: string, fn?: string): InternalError {
  return new InternalError(message, fn === undefined ? { stage: "llvm" } : { stage: "llvm", fn });
}

/**
 * Collects the parts of a module; everything is numbered in order of first use, so output is stable. Throws
 * `InternalError` for a symbol or type that is defined twice.
 */
export class Module {
  readonly #types: string[] = [];
  readonly #globals: string[] = [];
  readonly #functions: string[] = [];
  readonly #declarations: string[] = [];
  readonly #comdats: string[] = [];
  readonly #metadata: string[] = [BRANCH_WEIGHTS];
  readonly #texts = new Map<string, string>();
  readonly #strs = new Map<string, StrConstant>();
  #constants = 0;
  readonly #declared = new Set<string>();
  /** Symbols of globals and functions, without the `@`. */
  readonly #defined = new Set<string>();
  readonly #typeNames = new Set<string>();

  /** `name` stands in the object for the source that it was made of; without one it is how clang was given the text. */
  constructor(readonly name?: string) {
    for (const [role, body] of Object.entries(VALUE_TYPE_BODIES)) {
      this.defineType(VALUE_TYPES[role as keyof typeof VALUE_TYPES], body);
    }
  }

  /** Defines a named struct type; gives how it is written. */
  defineType(name: string, body: string): string {
    if (this.#typeNames.has(name)) throw llvmBug(`type ${name} is defined twice`);
    this.#typeNames.add(name);
    const written = `%${quoted(name)}`;
    this.#types.push(`${written} = type ${body}`);
    return written;
  }

  #define(symbol: string): void {
    if (this.#defined.has(symbol) || this.#declared.has(symbol)) {
      throw llvmBug(`symbol ${symbol} is defined twice`);
    }
    this.#defined.add(symbol);
  }

  /** A null-terminated text in read-only memory: its symbol. */
  text(value: string): string {
    const known = this.#texts.get(value);
    if (known !== undefined) return known;
    const symbol = constantSymbol("text", this.#texts.size);
    this.#texts.set(value, `@${symbol}`);
    const bytes = bytesConstant(`${value}\0`);
    return this.global(symbol, `private unnamed_addr constant ${bytes}, align 1`);
  }

  /** A literal str in its static form: never counted, its bytes live for ever. */
  str(value: string): StrConstant {
    const known = this.#strs.get(value);
    if (known !== undefined) return known;
    const id = this.#strs.size;
    const length = utf8.encode(value).length;
    const data = length === 0 ? "null" : this.global(
      constantSymbol("bytes", id),
      `private unnamed_addr constant ${bytesConstant(value)}, align 1`,
    );
    const body = `{ i64 ${length}, i64 0, ptr ${data} }`;
    const symbol = this.global(
      constantSymbol("str", id),
      `private unnamed_addr constant ${STR_TYPE} ${body}, align 8`,
    );
    const constant = { symbol, value: body };
    this.#strs.set(value, constant);
    return constant;
  }

  /** A constant in read-only memory, of which `body` is type and value. */
  constant(body: string): string {
    const symbol = constantSymbol("values", this.#constants++);
    return this.global(symbol, `private unnamed_addr constant ${body}, align 8`);
  }

  /** Adds a global: `definition` is what follows the `=`. Gives `@symbol`. */
  global(symbol: string, definition: string): string {
    this.#define(symbol);
    if (definition.endsWith(", comdat, align 8")) this.#comdats.push(`$${symbol} = comdat any`);
    this.#globals.push(`@${symbol} = ${definition}`);
    return `@${symbol}`;
  }

  /** Adds a node of metadata: its name `!N`. */
  metadata(text: string): string {
    return `!${this.#metadata.push(text) - 1}`;
  }

  /** Adds the text of a whole function, from its `define ... @symbol(` on. */
  addFunction(lines: readonly string[]): void {
    const symbol = /^define [^@]*@([A-Za-z0-9_.$]+)\(/.exec(lines[0] ?? "")?.[1];
    if (symbol === undefined) throw llvmBug(`this defines no function: ${lines[0]}`);
    this.#define(symbol);
    if (/ comdat[ {]/.test(lines[0])) this.#comdats.push(`$${symbol} = comdat any`);
    this.#functions.push(lines.join("\n"));
  }

  /** The symbol of a runtime function, declared on first use. */
  runtime(name: RuntimeName): string {
    if (!this.#declared.has(name)) this.declare(name, runtimeDeclaration(name, RUNTIME[name]));
    return `@${name}`;
  }

  /** The symbol of a variable of the runtime. */
  runtimeGlobal(name: keyof typeof RUNTIME_GLOBALS): string {
    const kind = RUNTIME_GLOBALS[name];
    const type = GLOBAL_TYPES[kind];
    this.declare(
      name,
      `@${name} = external dso_local global ${type}, align ${kind === "bool" ? 1 : 8}`,
    );
    return `@${name}`;
  }

  /** Adds a declaration once; `name` without its `@`. Gives the symbol. */
  declare(name: string, text: string): string {
    if (!this.#declared.has(name)) {
      if (this.#defined.has(name)) throw llvmBug(`symbol ${name} is defined and declared`);
      this.#declared.add(name);
      this.#declarations.push(text);
    }
    return `@${name}`;
  }

  /** The whole module, with the named metadata `trailer`. */
  print(trailer: readonly string[]): string {
    const { text: source } = escapeBytes(this.name ?? "");
    const parts = [
      ...(this.name === undefined ? [] : [`source_filename = "${source}"`]),
      ...this.#types,
      "",
      ...this.#comdats,
      ...this.#globals,
      "",
      ...this.#functions.flatMap((text) => [text, ""]),
      ...this.#declarations,
      "",
      ...ATTRIBUTE_GROUPS,
      ...trailer,
      ...this.#metadata.map((text, index) => `!${index} = ${text}`),
      "",
    ];
    return parts.join("\n");
  }
}

/** A literal str: the address of its 24 bytes and the value itself, both constants. */
export interface StrConstant {
  readonly symbol: string;
  readonly value: string;
}

/** Metadata node 0: the weights of a branch that is hardly ever taken. */
const BRANCH_WEIGHTS = `!{!"branch_weights", i32 1, i32 2000}`;

const VALUE_TYPE_BODIES: Readonly<Record<keyof typeof VALUE_TYPES, string>> = {
  str: "{ i64, i64, ptr }",
  list: "{ i64, i64, ptr }",
  fn: "{ ptr, ptr }",
  type: "{ ptr, i64, ptr, ptr, ptr, i64 }",
};

/** Names of the types of values. */
export const STR_TYPE = `%${VALUE_TYPES.str}`;
export const LIST_TYPE = `%${VALUE_TYPES.list}`;
export const FN_TYPE = `%${VALUE_TYPES.fn}`;
/** The type of a type record. */
export const RECORD_TYPE = `%${VALUE_TYPES.type}`;

const GLOBAL_TYPES = {
  type: RECORD_TYPE,
  text: "ptr",
  pointer: "ptr",
  bool: "i8",
  i64: "i64",
} as const;

/** Attribute groups that functions refer to as `#0`... */
const ATTRIBUTE_GROUPS = [
  `attributes #0 = { "probe-stack"="inline-asm" }`,
  `attributes #1 = { nounwind "probe-stack"="inline-asm" }`,
  `attributes #2 = { cold noreturn }`,
  `attributes #3 = { nounwind }`,
  `attributes #4 = { nounwind alwaysinline }`,
  `attributes #5 = { nounwind noinline }`,
  `attributes #6 = { noinline }`,
];

/** A quoted identifier where LLVM's plain form does not allow the characters. */
export function quoted(name: string): string {
  if (/^[A-Za-z$._-][A-Za-z0-9$._-]*$/.test(name)) return name;
  const { text } = escapeBytes(name);
  return `"${text}"`;
}

function runtimeDeclaration(name: string, fn: RuntimeFunction): string {
  const params = fn.params.map(runtimeParam).join(", ");
  const attributes = fn.result === "noreturn" ? " #2" : fn.unwinds ? "" : " #3";
  return `declare ${runtimeResult(fn.result)} @${name}(${params})${attributes}`;
}

/** The LLVM type and attributes of a parameter of a runtime function, by the C ABI. */
export function runtimeParam(param: RuntimeParam): string {
  switch (param) {
    case "i64":
    case "i32":
      return param;
    case "f64":
      return "double";
    case "bool":
      return "i1 zeroext";
    case "text":
    case "type":
    case "entry":
    case "functions":
    case "argv":
    case "payload":
    case "scope":
      return "ptr";
    case "borrowed str":
    case "borrowed list":
      return "ptr nocapture readonly dereferenceable(24)";
    case "out str":
    case "out list":
    case "owned str":
    case "owned list":
    case "inout list":
      return "ptr nocapture dereferenceable(24)";
    default:
      return assertNever(param, "llvm");
  }
}

/** The LLVM type of the result of a runtime function, by the C ABI. */
export function runtimeResult(result: RuntimeFunction["result"]): string {
  switch (result) {
    case "void":
    case "noreturn":
      return "void";
    case "i64":
    case "i32":
      return result;
    case "f64":
      return "double";
    case "bool":
      return "zeroext i1";
    case "payload":
      return "noalias nonnull ptr";
    default:
      return assertNever(result, "llvm");
  }
}

const utf8 = new TextEncoder();

function bytesConstant(value: string): string {
  const { text, length } = escapeBytes(value);
  return `[${length} x i8] c"${text}"`;
}

/** The bytes of a text as LLVM writes them between quotes, and their number. */
export function escapeBytes(value: string): { readonly text: string; readonly length: number } {
  const bytes = utf8.encode(value);
  return { text: bytesLiteral(bytes), length: bytes.length };
}

/** Each byte as LLVM writes it between quotes. */
const BYTE_TEXTS = Array.from({ length: 256 }, (_, byte) => {
  const isPlain = byte >= 0x20 && byte < 0x7f && byte !== 0x22 && byte !== 0x5c;
  return isPlain
    ? String.fromCharCode(byte)
    : `\\${byte.toString(16).padStart(2, "0").toUpperCase()}`;
});

/** Escapes bytes for an LLVM string constant. */
export function bytesLiteral(bytes: Uint8Array): string {
  let text = "";
  for (const byte of bytes) text += BYTE_TEXTS[byte];
  return text;
}

/** LLVM's exact notation of a float: its 64 bits. */
export function floatConstant(value: number): string {
  const view = new DataView(new ArrayBuffer(8));
  view.setFloat64(0, value);
  return `0x${view.getBigUint64(0).toString(16).padStart(16, "0").toUpperCase()}`;
}
