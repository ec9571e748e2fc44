/**
 * The text form of ARC IR, which `parseProgram` reads back.
 *
 *     type Pair = struct { left: str, right: int }
 *
 *     fn main(%0 args: [str] owned) -> void {
 *       region 1 loop in 0
 *     bb0 entry:
 *       %1: int = Const 3
 *       Invoke %2: int = Apply @f(own %0, ref %1) -> bb1, unwind bb2
 *     bb1(%3 total: int) region 1 header:
 *       Return %3
 *     }
 *
 * Types are shown by name; a name shared by several types gets `#` and the index. Names that are no
 * plain words stand in backquotes. Arguments carry `own` or `ref` once they are marked. Unless its functions are counted,
 * a program starts with the line `phase lowered` or `phase owned`.
 */
import { assertNever, type Span } from "../../base/mod.ts";
import type { MonoType, MonoTypeId, MonoTypes } from "../../mono/mod.ts";
import type {
  ArcBlock,
  ArcFunction,
  ArcProgram,
  Call,
  FnId,
  JumpTarget,
  Literal,
  Op,
  Terminator,
  VarId,
} from "./ir.ts";

export interface PrintOptions {
  /** Show source spans as `!FILE:START:END`. */
  readonly spans?: boolean;
}

/** The whole program: types, functions, entry and tests. */
export function printProgram(program: ArcProgram, options: PrintOptions = {}): string {
  const printer = new Printer(program, options);
  const fns = program.fns.map((fn) => printer.fn(fn));
  const parts = [printer.phase() + printer.types(), ...fns, printer.entries()];
  return parts.filter((part) => part !== "").join("\n");
}

/** One function of `program`. */
export function printFunction(
  fn: ArcFunction,
  program: ArcProgram,
  options: PrintOptions = {},
): string {
  return new Printer(program, options).fn(fn);
}

const PLAIN = /^[\w$[\]<>][\w.$[\]<>#]*$/;

/** A name as it stands in the text. */
function quote(name: string): string {
  return PLAIN.test(name) ? name : `\`${name}\``;
}

class Printer {
  readonly #program: ArcProgram;
  readonly #options: PrintOptions;
  readonly #typeNames: readonly string[];

  constructor(program: ArcProgram, options: PrintOptions) {
    this.#program = program;
    this.#options = options;
    this.#typeNames = nameTypes(program.types);
  }

  phase(): string {
    const [fn] = this.#program.fns;
    return fn === undefined || fn.phase === "counted" ? "" : `phase ${fn.phase}\n`;
  }

  types(): string {
    return this.#program.types.all.map((type, id) =>
      `type ${this.#type(id as MonoTypeId)} = ${this.#definition(type)}\n`
    ).join("");
  }

  entries(): string {
    const { main, tests } = this.#program;
    let text = "";
    if (main !== undefined) {
      const args = main.takesArgs ? " takes_args" : "";
      const int = main.returnsInt ? " returns_int" : "";
      text += `main ${this.#fnName(main.fn)}${args}${int}\n`;
    }
    for (const [type, fn] of this.#program.drops) {
      text += `drop ${this.#type(type)} by ${this.#fnName(fn)}\n`;
    }
    for (const { read, write, take, put } of this.#program.updates) {
      const [of, by, from, back] = [write, read, take, put].map((fn) => this.#fnName(fn));
      text += `update ${of} of ${by} by ${from} and ${back}\n`;
    }
    for (const { fn, name, span } of tests) {
      text += `test ${this.#fnName(fn)} ${JSON.stringify(name)}${this.#span(span)}\n`;
    }
    return text;
  }

  fn(fn: ArcFunction): string {
    const params = fn.params.map((param) => `${this.#declared(fn, param.var)} ${param.ownership}`);
    const head = `fn ${quote(fn.name)}(${params.join(", ")}) -> ${this.#type(fn.result)}` +
      `${this.#kind(fn)}${this.#span(fn.span)} {\n`;
    const regions = fn.regions.slice(1).map(({ id, kind, parent, span }) =>
      `  region ${id} ${kind} in ${parent}${this.#span(span)}\n`
    );
    return head + regions.join("") + fn.blocks.map((block) => this.#block(fn, block)).join("") +
      "}\n";
  }

  #kind({ kind }: ArcFunction): string {
    switch (kind.kind) {
      case "plain":
        return "";
      case "lambda":
        return ` lambda ${kind.captures}`;
      case "wrapper":
        return ` wraps ${this.#fnName(kind.body)}`;
      default:
        return assertNever(kind, "arc");
    }
  }

  #block(fn: ArcFunction, block: ArcBlock): string {
    const params = block.params.length === 0
      ? ""
      : `(${block.params.map((v) => this.#declared(fn, v)).join(", ")})`;
    const region = block.region === 0 ? "" : ` region ${block.region}`;
    const role = block.role === undefined ? "" : ` ${block.role}`;
    const lines = [
      ...block.ops.map((op) => this.#op(fn, op)),
      this.#terminator(fn, block.terminator),
    ];
    return `bb${block.id}${params}${region}${role}:\n` +
      lines.map((line) => `  ${line}\n`).join("");
  }

  #op(fn: ArcFunction, op: Op): string {
    switch (op.kind) {
      case "Const":
        return `${this.#dst(fn, op.dst)} = Const ${literal(op.value)}`;
      case "Copy":
      case "Tag":
        return `${this.#dst(fn, op.dst)} = ${op.kind} %${op.src}`;
      case "Prim":
        return `${this.#dst(fn, op.dst)} = Prim ${op.op}(${vars(op.args)})`;
      case "Call":
        return `${this.#dst(fn, op.dst)} = ${this.#call(op.call)}`;
      case "Construct":
        return `${this.#dst(fn, op.dst)} = Construct${
          op.variant === undefined ? "" : ` #${op.variant}`
        }(${vars(op.args)})` +
          this.#span(op.span);
      case "MakeList":
        return `${this.#dst(fn, op.dst)} = MakeList(${vars(op.elements)})${this.#span(op.span)}`;
      case "PartialApply":
        return `${this.#dst(fn, op.dst)} = PartialApply ${this.#fnName(op.fn)}` +
          `(${vars(op.captures)})${this.#span(op.span)}`;
      case "Project":
        return `${this.#dst(fn, op.dst)} = Project %${op.src}${variant(op.variant)}.${op.field}`;
      case "EnvGet":
        return `${this.#dst(fn, op.dst)} = EnvGet %${op.env}.${op.index}`;
      case "Unpack": {
        const dsts = op.dsts.map((dst) => this.#dst(fn, dst)).join(", ");
        const token = op.token === undefined ? "" : `, reset ${this.#dst(fn, op.token)}`;
        return `(${dsts}) = Unpack %${op.src}${variant(op.variant)}${token}`;
      }
      case "RcInc":
      case "RcDec":
        return `${op.kind} %${op.target}${this.#span(op.span)}`;
      case "Reset":
        return `${this.#dst(fn, op.token)} = Reset %${op.src}`;
      case "Reuse":
        return `${this.#dst(fn, op.dst)} = Reuse %${op.token}${variant(op.variant)}` +
          `(${vars(op.args)})${this.#span(op.span)}`;
      case "Extend":
        return `${this.#dst(fn, op.dst)} = Extend %${op.builder}` +
          ` by %${op.cell}${variant(op.variant)}.${op.field}`;
      case "Finish":
        return `${this.#dst(fn, op.dst)} = Finish %${op.builder} with %${op.value}`;
      case "ScopeStart":
      case "TakePanic":
        return `${this.#dst(fn, op.dst)} = ${op.kind}${this.#span(op.span)}`;
      case "ScopeEnd":
        return `${this.#dst(fn, op.dst)} = ScopeEnd %${op.value} from %${op.start}` +
          this.#span(op.span);
      case "DropValue":
      case "LocalRead":
        return `${this.#dst(fn, op.dst)} = ${op.kind} %${op.value}${this.#span(op.span)}`;
      case "ShareValue":
      case "MoveValue":
        return `${this.#dst(fn, op.dst)} = ${op.kind} %${op.src}${this.#span(op.span)}`;
      case "Catch":
        return `${this.#dst(fn, op.dst)} = Catch %${op.thunk}${this.#span(op.span)}`;
      default:
        return assertNever(op, "arc");
    }
  }

  #call(call: Call): string {
    const args = call.args.map((arg, i) => {
      const mark = call.ownership[i];
      return mark === undefined ? `%${arg}` : `${mark === "owned" ? "own" : "ref"} %${arg}`;
    });
    return `${this.#callee(call)}(${args.join(", ")})${this.#span(call.span)}`;
  }

  #callee(call: Call): string {
    switch (call.kind) {
      case "Apply":
        return `Apply ${call.isLate ? "late " : ""}${this.#fnName(call.fn)}`;
      case "ApplyIndirect":
      case "DropCheck":
        return call.kind;
      case "Intrinsic": {
        const types = call.typeArgs.map((type) => this.#type(type)).join(", ");
        return `Intrinsic ${call.name}${types === "" ? "" : ` of ${types}`}`;
      }
      case "CheckedPrim":
        return `CheckedPrim ${call.op}`;
      default:
        return assertNever(call, "arc");
    }
  }

  #terminator(fn: ArcFunction, t: Terminator): string {
    switch (t.kind) {
      case "Jump":
        return `Jump ${jumpTarget(t.target)}`;
      case "Branch":
        return `Branch %${t.condition}, ${jumpTarget(t.then)}, ${jumpTarget(t.else)}`;
      case "Switch": {
        const cases = t.cases.map((one) => `${one.value}: ${jumpTarget(one.target)}`);
        if (t.default !== undefined) cases.push(`else: ${jumpTarget(t.default)}`);
        return `Switch %${t.subject} { ${cases.join(", ")} }`;
      }
      case "Invoke":
        return `Invoke ${this.#dst(fn, t.dst)} = ${this.#call(t.call)}` +
          ` -> bb${t.normal}, unwind bb${t.unwind}`;
      case "Return":
        return `Return %${t.value}`;
      case "Resume":
      case "Unreachable":
        return t.kind;
      default:
        return assertNever(t, "arc");
    }
  }

  /** A parameter: variable, source name if it is a plain word, type. */
  #declared(fn: ArcFunction, v: VarId): string {
    const name = fn.varNames[v];
    const shown = name === undefined ? "" : ` ${quote(name)}`;
    return `%${v}${shown}: ${this.#type(fn.varTypes[v])}`;
  }

  #dst(fn: ArcFunction, v: VarId): string {
    return this.#declared(fn, v);
  }

  #fnName(fn: FnId): string {
    return `@${quote(this.#program.fns[fn].name)}`;
  }

  #type(type: MonoTypeId): string {
    return quote(this.#typeNames[type]);
  }

  #span(span: Span): string {
    return this.#options.spans ? ` !${span.file}:${span.start}:${span.end}` : "";
  }

  #definition(type: MonoType): string {
    switch (type.kind) {
      case "scalar":
        return `scalar ${type.scalar}`;
      case "unit":
      case "never":
      case "str":
        return type.kind;
      case "list":
        return `list ${this.#type(type.element)}`;
      case "fn":
        return `fn (${this.#typeList(type.params)}) -> ${this.#type(type.result)}`;
      case "struct":
        return `struct ${this.#fields(type.fields)}`;
      case "sum": {
        const variants = type.variants.map(({ name, fields }) =>
          `${quote(name)} ${this.#fields(fields)}`
        );
        const form = type.drops ? "dropping " : type.isBoxed ? "boxed " : "";
        return `${form}sum { ${variants.join(", ")} }`;
      }
      case "env":
        return `env (${this.#typeList(type.captures)})`;
      case "token":
        return `token ${this.#type(type.of)}`;
      case "builder":
        return `builder ${this.#type(type.of)}`;
      default:
        return assertNever(type, "arc");
    }
  }

  #typeList(types: readonly MonoTypeId[]): string {
    return types.map((type) => this.#type(type)).join(", ");
  }

  #fields(fields: readonly { readonly name: string; readonly type: MonoTypeId }[]): string {
    if (fields.length === 0) return "{}";
    return `{ ${fields.map((f) => `${quote(f.name)}: ${this.#type(f.type)}`).join(", ")} }`;
  }
}

function nameTypes(types: MonoTypes): string[] {
  const counts = new Map<string, number>();
  for (const { name } of types.all) counts.set(name, (counts.get(name) ?? 0) + 1);
  return types.all.map(({ name }, id) => (counts.get(name) ?? 0) > 1 ? `${name}#${id}` : name);
}

function variant(index: number | undefined): string {
  return index === undefined ? "" : `#${index}`;
}

function vars(all: readonly VarId[]): string {
  return all.map((v) => `%${v}`).join(", ");
}

function jumpTarget({ block, args }: JumpTarget): string {
  return args.length === 0 ? `bb${block}` : `bb${block}(${vars(args)})`;
}

function literal(value: Literal): string {
  switch (value.kind) {
    case "int":
    case "bool":
      return String(value.value);
    case "float":
      return `float "${Object.is(value.value, -0) ? "-0" : String(value.value)}"`;
    case "str":
      return JSON.stringify(value.value);
    case "unit":
    case "empty":
      return value.kind;
    case "token":
      return "no_token";
    default:
      return assertNever(value, "arc");
  }
}
