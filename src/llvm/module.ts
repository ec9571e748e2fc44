/** The text of an LLVM module in the making: constants, type names, declarations, function bodies. */
import { assertNever, InternalError } from "../base/mod.ts";
import {
  RUNTIME,
  RUNTIME_GLOBALS,
  type RuntimeFunction,
  type RuntimeName,
  type RuntimeParam,
} from "../layout/mod.ts";

/** A stage error of this folder. */
export function llvmBug(message: string, fn?: string): InternalError {
  return new InternalError(message, fn === undefined ? { stage: "llvm" } : { stage: "llvm", fn });
}

/** Collects the parts of a module; everything is numbered in order of first use, so output is stable. */
export class Module {
  readonly #types: string[] = [];
  readonly #globals: string[] = [];
  readonly #functions: string[] = [];
  readonly #declarations: string[] = [];
  readonly #metadata: string[] = [BRANCH_WEIGHTS];
  readonly #texts = new Map<string, string>();
  readonly #strs = new Map<string, StrConstant>();
  readonly #declared = new Set<string>();
  readonly #typeNames = new Set<string>();

  /** Defines a named struct type and gives its name; a second type of the same name gets a number. */
  defineType(name: string, body: string): string {
    let unique = `ori.${name}`;
    for (let n = 2; this.#typeNames.has(unique); n++) unique = `ori.${name}.${n}`;
    this.#typeNames.add(unique);
    this.#types.push(`%${quoted(unique)} = type ${body}`);
    return `%${quoted(unique)}`;
  }

  /** A null-terminated text in read-only memory: its symbol. */
  text(value: string): string {
    const known = this.#texts.get(value);
    if (known !== undefined) return known;
    const symbol = `@.text.${this.#texts.size}`;
    this.#texts.set(value, symbol);
    this.#globals.push(
      `${symbol} = private unnamed_addr constant ${bytesConstant(`${value}\0`)}, align 1`,
    );
    return symbol;
  }

  /** A literal str in its static form: never counted, its bytes live for ever. */
  str(value: string): StrConstant {
    const known = this.#strs.get(value);
    if (known !== undefined) return known;
    const id = this.#strs.size;
    const length = utf8.encode(value).length;
    const data = length === 0 ? "null" : `@.bytes.${id}`;
    if (length > 0) {
      this.#globals.push(
        `${data} = private unnamed_addr constant ${bytesConstant(value)}, align 1`,
      );
    }
    const body = `{ i64 ${length}, i64 0, ptr ${data} }`;
    const symbol = `@.str.${id}`;
    this.#globals.push(`${symbol} = private unnamed_addr constant %ori.str ${body}, align 8`);
    const constant = { symbol, value: body };
    this.#strs.set(value, constant);
    return constant;
  }

  /** A global: `definition` is what follows the `=`. */
  global(symbol: string, definition: string): void {
    this.#globals.push(`${symbol} = ${definition}`);
  }

  /** Adds a node of metadata: its name `!N`. */
  metadata(text: string): string {
    return `!${this.#metadata.push(text) - 1}`;
  }

  /** Adds the text of a whole function. */
  addFunction(lines: readonly string[]): void {
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
      this.#declared.add(name);
      this.#declarations.push(text);
    }
    return `@${name}`;
  }

  /** The whole module, with the named metadata `trailer`. */
  print(trailer: readonly string[]): string {
    const parts = [
      BASE_TYPES,
      ...this.#types,
      "",
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

const BASE_TYPES = [
  "%ori.str = type { i64, i64, ptr }",
  "%ori.list = type { i64, i64, ptr }",
  "%ori.fn = type { ptr, ptr }",
  "%ori.type = type { ptr, i64, ptr, ptr, ptr, i64 }",
].join("\n");

const GLOBAL_TYPES = {
  type: "%ori.type",
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

/** How the C ABI wants a parameter of the runtime. */
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

/** How the C ABI gives a result of the runtime. */
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

/** Bytes as LLVM writes them between quotes. */
export function bytesLiteral(bytes: Uint8Array): string {
  let text = "";
  for (const byte of bytes) text += BYTE_TEXTS[byte];
  return text;
}
