/**
 * What engines call in place of a `@main` that gives a Result, and of that of a program with a panic handler:
 *
 *     entry(args) = exit_code(main(args))
 *
 *     entry(args) = with_panic_handler(
 *         () -> { main(args); 0 },
 *         (message, function, file, line, column) -> panic(PanicInfo { .. }),
 *         "@main\tmain.ori\t1\t1\t3\t2",
 *     )
 */
import type { SourceMap, Span } from "../base/mod.ts";
import { InternalError } from "../base/mod.ts";
import type { CanonCallee, CanonExpr, CanonFn, CoreLocal, CoreLocalDef } from "../canon/mod.ts";
import {
  fieldTypes,
  type FnDef,
  fnType,
  INT,
  isBuiltin,
  type Program,
  prune,
  STR,
  type Type,
  variantNamed,
  VOID,
} from "../types/mod.ts";

/** The panic handler of a program: `@panic (info: PanicInfo) -> void` of any of its modules. */
export function panicHandler(program: Program): FnDef | undefined {
  return program.modules.find((module) => module.panicHandler !== undefined)?.panicHandler;
}

/** Whether engines call an entry of its own for `main`. */
export function needsEntry(program: Program, main: FnDef): boolean {
  return panicHandler(program) !== undefined || isResult(program, main.result);
}

function isResult(program: Program, type: Type): boolean {
  const t = prune(type);
  return t.kind === "con" && t.def === program.builtins.type("Result");
}

/** The function around `main`, whose result is the exit code. */
export function makeEntry(program: Program, sources: SourceMap, main: FnDef): CanonFn {
  return new EntryMaker(program, sources, main).make();
}

class EntryMaker {
  readonly #locals: CoreLocalDef<Type>[] = [];
  readonly #span: Span;

  constructor(
    readonly program: Program,
    readonly sources: SourceMap,
    readonly main: FnDef,
  ) {
    this.#span = main.span;
  }

  make(): CanonFn {
    const params = this.main.params.map(({ name, type }) => this.#local(name, type));
    const handler = panicHandler(this.program);
    return {
      name: "entry",
      span: this.#span,
      params,
      result: INT,
      locals: this.#locals,
      body: handler === undefined ? this.#code(params) : this.#handled(params, handler),
    };
  }

  #local(name: string, type: Type): CoreLocal {
    return (this.#locals.push({ name, type, isMutable: false }) - 1) as CoreLocal;
  }

  #read(local: CoreLocal): CanonExpr {
    const type = this.#locals[local]?.type as Type;
    return { kind: "Local", local, type, span: this.#span };
  }

  #call(callee: CanonCallee & { kind: "fn" }, args: readonly CanonExpr[], type: Type): CanonExpr {
    return { kind: "Call", callee, args, type, span: this.#span };
  }

  #str(value: string): CanonExpr {
    return { kind: "Str", value, type: STR, span: this.#span };
  }

  /** The exit code of `@main`. */
  #code(args: readonly CoreLocal[]): CanonExpr {
    const { main, program } = this;
    const span = this.#span;
    const result = prune(main.result);
    const value = this.#call(
      { kind: "fn", fn: main, typeArgs: [] },
      args.map((arg) => this.#read(arg)),
      result,
    );
    if (isBuiltin(result, "int") || isBuiltin(result, "Never")) return value;
    if (isResult(program, result) && result.kind === "con") {
      const fn = program.builtins.fn("exit_code");
      return this.#call({ kind: "fn", fn, typeArgs: [result.args[1] as Type] }, [value], INT);
    }
    const zero: CanonExpr = { kind: "Int", value: 0n, type: INT, span };
    const statements = [{ kind: "Expr", value }] as const;
    return { kind: "Block", statements, result: zero, type: INT, span };
  }

  #handled(params: readonly CoreLocal[], handler: FnDef): CanonExpr {
    const span = this.#span;
    const run: CanonExpr = {
      kind: "Lambda",
      lambda: { params: [], body: this.#code(params), captures: [...params], result: INT },
      type: fnType([], INT),
      span,
    };
    const fn = this.program.builtins.fn("with_panic_handler");
    const args = [run, this.#handlerOf(handler), this.#str(this.#functions())];
    return this.#call({ kind: "fn", fn, typeArgs: [] }, args, INT);
  }

  /** `(message, function, file, line, column) -> handler(PanicInfo { .. })`. */
  #handlerOf(handler: FnDef): CanonExpr {
    const message = this.#local("message", STR);
    const place = [
      this.#local("function", STR),
      this.#local("file", STR),
      this.#local("line", INT),
      this.#local("column", INT),
    ];
    const params = [message, ...place];
    const info = this.#struct(handler.params[0]?.type, (name, type) => {
      const location = () => this.#location(name === "stack_trace" ? elementOf(type) : type, place);
      if (name === "message") return this.#read(message);
      if (name === "location") return location();
      if (name === "stack_trace") {
        return { kind: "ListLit", elements: [location()], type, span: this.#span };
      }
      return this.#none(type);
    });
    const body = this.#call({ kind: "fn", fn: handler, typeArgs: [] }, [info], VOID);
    return {
      kind: "Lambda",
      lambda: { params, body, captures: [], result: VOID },
      type: fnType(params.map((param) => this.#locals[param]?.type as Type), VOID),
      span: this.#span,
    };
  }

  #location(type: Type, place: readonly CoreLocal[]): CanonExpr {
    return this.#struct(type, (name) => {
      const index = ["function", "file", "line", "column"].indexOf(name);
      return this.#read(place[index < 0 ? 0 : index] as CoreLocal);
    });
  }

  /** A struct whose fields `make` gives by name. */
  #struct(type: Type | undefined, make: (name: string, type: Type) => CanonExpr): CanonExpr {
    const t = type && prune(type);
    if (t?.kind !== "con" || t.def.body.kind !== "struct") {
      throw new InternalError("`@panic` takes no struct", { stage: "mono", span: this.#span });
    }
    const types = fieldTypes(t);
    const args = t.def.body.fields.map(({ name }, i) => make(name, types[i] as Type));
    return { kind: "Construct", args, type: t, span: this.#span };
  }

  #none(type: Type): CanonExpr {
    const variant = variantNamed(type, "None")?.index;
    if (variant === undefined) {
      throw new InternalError("no Option", { stage: "mono", span: this.#span });
    }
    return { kind: "Construct", variant, args: [], type, span: this.#span };
  }

  /** The places of the functions of the program, for `function_at` of std. */
  #functions(): string {
    const rows: string[] = [];
    for (const fn of this.program.fns) {
      if (this.program.modules[fn.module]?.isStd) continue;
      const items = fn.clauses ?? [fn.item];
      for (const { span } of items) rows.push(this.#row(fn.kind === "const" ? "$" : "@", fn, span));
    }
    return rows.join("\n");
  }

  #row(mark: string, { name }: FnDef, { file: id, start, end }: Span): string {
    const file = this.sources.file(id);
    const places = [file.position(start), file.position(end)];
    const numbers = places.flatMap(({ line, column }) => [line, column]);
    return [`${mark}${name}`, file.path, ...numbers].join("\t");
  }
}

function elementOf(type: Type): Type {
  const t = prune(type);
  return t.kind === "con" ? t.args[0] as Type : type;
}
