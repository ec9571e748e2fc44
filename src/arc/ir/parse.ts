/** Reads the text form of ARC IR that `printProgram` writes. Comments go from `# ` to the end of the line. */
import type { FileId } from "../../base/mod.ts";
import type { MonoTypeId, Update } from "../../mono/mod.ts";
import { type ArgMark, isIntrinsic, isPrim, type PrimOp } from "../../operations/mod.ts";
import type {
  ArcBlock,
  ArcFunction,
  ArcProgram,
  BlockId,
  BlockRole,
  Call,
  FnId,
  JumpTarget,
  Literal,
  Op,
  Phase,
  Region,
  RegionId,
  Terminator,
  VarId,
} from "./ir.ts";
import { ParsedTypes, parseType } from "./parse_types.ts";
import { TextCursor } from "./text_cursor.ts";

const ROLES: Readonly<Record<BlockRole, true>> = {
  preheader: true,
  header: true,
  body: true,
  latch: true,
  exit: true,
  then: true,
  else: true,
  join: true,
};

function isRole(word: string): word is BlockRole {
  return word in ROLES;
}

/**
 * The program that `text` shows, of phase `phase`: counted, unless another one is asked for. Throws `InternalError` with the
 * line on text that does not have the form, and on text that says it is of another phase.
 */
export function parseProgram(text: string): ArcProgram<"counted">;
export function parseProgram<P extends Phase>(text: string, phase: P): ArcProgram<P>;
export function parseProgram(text: string, phase: Phase = "counted"): ArcProgram {
  return new Parser(text, phase).program();
}

/** Names defined in `text` by lines that start with `pattern`, in order: they may be used before. */
function definedNames(text: string, pattern: RegExp): string[] {
  return [...text.matchAll(pattern)].map(([, quoted, plain]) => quoted ?? plain);
}

class Parser {
  readonly #c: TextCursor;
  readonly #types = new ParsedTypes();
  readonly #fnIds: ReadonlyMap<string, FnId>;
  #varTypes: MonoTypeId[] = [];
  #varNames: (string | undefined)[] = [];

  constructor(text: string, readonly phase: Phase) {
    this.#c = new TextCursor(text);
    for (const name of definedNames(text, /^type (?:`([^`]*)`|(\S+)) =/gm)) this.#types.id(name);
    const fns = definedNames(text, /^fn (?:`([^`]*)`|([^\s(]+))\(/gm);
    this.#fnIds = new Map(fns.map((name, id) => [name, id as FnId]));
  }

  program(): ArcProgram {
    const c = this.#c;
    const fns: ArcFunction[] = [];
    const tests: ArcProgram["tests"][number][] = [];
    const drops = new Map<MonoTypeId, FnId>();
    const updates: Update<FnId>[] = [];
    let main: ArcProgram["main"];
    while (c.peek !== "") {
      const word = c.take();
      if (word === "phase") c.expect(this.phase);
      else if (word === "type") parseType(c, this.#types);
      else if (word === "fn") fns.push(this.#fn(fns.length as FnId));
      else if (word === "test") {
        tests.push({ fn: this.#callee(), name: c.string(), span: c.span() });
      } else if (word === "main") {
        const fn = this.#callee();
        const takesArgs = c.accept("takes_args");
        main = { fn, takesArgs, returnsInt: c.accept("returns_int") };
      } else if (word === "drop") {
        const type = this.#type();
        c.expect("by");
        drops.set(type, this.#callee());
      } else if (word === "update") updates.push(this.#update());
      else throw c.error(`expected phase, type, fn, test, drop, update or main, found ${word}`);
    }
    const stdFiles: ReadonlySet<FileId> = new Set();
    return {
      types: this.#types,
      fns,
      tests,
      drops,
      stdFiles,
      updates,
      ...(main === undefined ? {} : { main }),
    };
  }

  #update(): Update<FnId> {
    const write = this.#callee();
    this.#c.expect("of");
    const read = this.#callee();
    this.#c.expect("by");
    const take = this.#callee();
    this.#c.expect("and");
    return { read, write, take, put: this.#callee() };
  }

  #fn(id: FnId): ArcFunction {
    const c = this.#c;
    const varTypes = this.#varTypes = [];
    const varNames = this.#varNames = [];
    const name = c.name();
    const params = c.list("(", ")", () => {
      const v = this.#declared();
      const ownership = c.take();
      if (ownership !== "owned" && ownership !== "borrowed") throw c.error("expected a mark");
      return { var: v, ownership: ownership as ArgMark };
    });
    c.expect("->");
    const result = this.#type();
    const kind = this.#kind();
    const span = c.span();
    const regions: Region[] = [{ id: 0 as RegionId, kind: "function", span }];
    c.expect("{");
    while (c.accept("region")) regions.push(this.#region());
    const blocks: ArcBlock[] = [];
    while (!c.accept("}")) blocks.push(this.#block());
    const { phase } = this;
    return { id, phase, name, span, params, result, varTypes, varNames, blocks, regions, kind };
  }

  #kind(): ArcFunction["kind"] {
    if (this.#c.accept("lambda")) return { kind: "lambda", captures: this.#c.number() };
    if (this.#c.accept("wraps")) return { kind: "wrapper", body: this.#callee() };
    return { kind: "plain" };
  }

  #region(): Region {
    const c = this.#c;
    const id = c.number() as RegionId;
    const kind = c.take();
    if (kind !== "loop" && kind !== "join") throw c.error(`no kind of region: ${kind}`);
    c.expect("in");
    return { id, kind, parent: c.number() as RegionId, span: c.span() };
  }

  #block(): ArcBlock {
    const c = this.#c;
    const id = this.#blockId();
    const params = c.peek === "(" ? c.list("(", ")", () => this.#declared()) : [];
    const region = (c.accept("region") ? c.number() : 0) as RegionId;
    const role = this.#role();
    c.expect(":");
    const ops: Op[] = [];
    let terminator = this.#terminator();
    while (terminator === undefined) {
      ops.push(this.#op());
      terminator = this.#terminator();
    }
    return { id, params, ops, terminator, region, role };
  }

  #role(): BlockRole | undefined {
    const c = this.#c;
    const word = c.peek;
    if (!isRole(word)) return undefined;
    c.take();
    return word;
  }

  #blockId(): BlockId {
    return this.#c.number("bb") as BlockId;
  }

  #var(): VarId {
    return this.#c.number("%") as VarId;
  }

  #vars(): VarId[] {
    return this.#c.list("(", ")", () => this.#var());
  }

  /** `%N NAME: TYPE`, a definition. */
  #declared(): VarId {
    const c = this.#c;
    const v = this.#var();
    this.#varNames[v] = c.peek === ":" ? undefined : c.name();
    c.expect(":");
    this.#varTypes[v] = this.#type();
    return v;
  }

  #type(): MonoTypeId {
    return this.#types.id(this.#c.name());
  }

  #callee(): FnId {
    this.#c.expect("@");
    const name = this.#c.name();
    const id = this.#fnIds.get(name);
    if (id === undefined) throw this.#c.error(`no function ${name}`);
    return id;
  }

  #variant(): { readonly variant?: number } {
    return this.#c.peek.startsWith("#") ? { variant: this.#c.number("#") } : {};
  }

  #op(): Op {
    const c = this.#c;
    if (c.peek === "(") return this.#unpack();
    if (!c.peek.startsWith("%")) return this.#effect();
    const dst = this.#declared();
    c.expect("=");
    const kind = c.take();
    switch (kind) {
      case "Const":
        return { kind, dst, value: this.#literal() };
      case "Copy":
      case "Tag":
        return { kind, dst, src: this.#var() };
      case "Reset":
        return { kind, token: dst, src: this.#var() };
      case "Prim":
        return { kind, dst, op: this.#prim(), args: this.#vars() };
      case "Construct":
        return { kind, dst, ...this.#variant(), args: this.#vars(), span: c.span() };
      case "MakeList":
        return { kind, dst, elements: this.#vars(), span: c.span() };
      case "PartialApply":
        return { kind, dst, fn: this.#callee(), captures: this.#vars(), span: c.span() };
      case "Project":
        return { kind, dst, src: this.#var(), ...this.#variant(), field: c.number(".") };
      case "EnvGet":
        return { kind, dst, env: this.#var(), index: c.number(".") };
      case "Reuse": {
        const token = this.#var();
        return { kind, dst, token, ...this.#variant(), args: this.#vars(), span: c.span() };
      }
      case "Extend": {
        const builder = this.#var();
        c.expect("by");
        const cell = this.#var();
        return { kind, dst, builder, cell, variant: c.number("#"), field: c.number(".") };
      }
      case "Finish": {
        const builder = this.#var();
        c.expect("with");
        return { kind, dst, builder, value: this.#var() };
      }
      case "ScopeStart":
      case "TakePanic":
        return { kind, dst, span: c.span() };
      case "ScopeEnd": {
        const value = this.#var();
        c.expect("from");
        return { kind, dst, value, start: this.#var(), span: c.span() };
      }
      case "DropValue":
      case "LocalRead":
        return { kind, dst, value: this.#var(), span: c.span() };
      case "ShareValue":
      case "MoveValue":
        return { kind, dst, src: this.#var(), span: c.span() };
      case "Catch":
        return { kind, dst, thunk: this.#var(), span: c.span() };
      default:
        return { kind: "Call", dst, call: this.#call(kind) };
    }
  }

  #unpack(): Op {
    const dsts = this.#c.list("(", ")", () => this.#declared());
    this.#c.expect("=");
    this.#c.expect("Unpack");
    const op = { kind: "Unpack", dsts, src: this.#var(), ...this.#variant() } as const;
    if (!this.#c.accept(",")) return op;
    this.#c.expect("reset");
    return { ...op, token: this.#declared() };
  }

  #effect(): Op {
    const c = this.#c;
    const kind = c.take();
    switch (kind) {
      case "RcInc":
      case "RcDec":
        return { kind, target: this.#var(), span: c.span() };
      default:
        throw c.error(`no op ${kind}`);
    }
  }

  #call(kind: string): Call {
    const c = this.#c;
    switch (kind) {
      case "Apply":
        return c.accept("late")
          ? { kind, isLate: true, fn: this.#callee(), ...this.#args() }
          : { kind, fn: this.#callee(), ...this.#args() };
      case "ApplyIndirect":
      case "DropCheck":
        return { kind, ...this.#args() };
      case "CheckedPrim":
        return { kind, op: this.#prim(), ...this.#args() };
      case "Intrinsic": {
        const name = c.take();
        if (!isIntrinsic(name)) throw c.error(`no intrinsic ${name}`);
        const typeArgs: MonoTypeId[] = [];
        if (c.accept("of")) {
          do typeArgs.push(this.#type()); while (c.accept(","));
        }
        return { kind, name, typeArgs, ...this.#args() };
      }
      default:
        throw c.error(`no op ${kind}`);
    }
  }

  #prim(): PrimOp {
    const op = this.#c.take();
    if (!isPrim(op)) throw this.#c.error(`no primitive ${op}`);
    return op;
  }

  #args() {
    const c = this.#c;
    const ownership: ArgMark[] = [];
    const args = c.list("(", ")", () => {
      if (c.accept("own")) ownership.push("owned");
      else if (c.accept("ref")) ownership.push("borrowed");
      return this.#var();
    });
    return { args, ownership, span: c.span() };
  }

  #literal(): Literal {
    const c = this.#c;
    if (c.peek.startsWith('"')) return { kind: "str", value: c.string() };
    const word = c.take();
    if (word === "no_token") return { kind: "token" };
    if (word === "unit" || word === "empty") return { kind: word };
    if (word === "true" || word === "false") return { kind: "bool", value: word === "true" };
    if (word === "float") return { kind: "float", value: Number(c.string()) };
    if (/^-?\d+$/.test(word)) return { kind: "int", value: BigInt(word) };
    throw c.error(`no literal: ${word}`);
  }

  #target(): JumpTarget {
    const block = this.#blockId();
    return { block, args: this.#c.peek === "(" ? this.#vars() : [] };
  }

  /** The terminator that comes next, if one does. */
  #terminator(): Terminator | undefined {
    const c = this.#c;
    const kind = c.peek;
    switch (kind) {
      case "Jump":
        c.take();
        return { kind, target: this.#target() };
      case "Branch": {
        c.take();
        const condition = this.#var();
        c.expect(",");
        const then = this.#target();
        c.expect(",");
        return { kind, condition, then, else: this.#target() };
      }
      case "Switch":
        c.take();
        return this.#switch();
      case "Invoke":
        c.take();
        return this.#invoke();
      case "Return":
        c.take();
        return { kind, value: this.#var() };
      case "Resume":
      case "Unreachable":
        c.take();
        return { kind };
      default:
        return undefined;
    }
  }

  #switch(): Terminator {
    const c = this.#c;
    const subject = this.#var();
    let last: JumpTarget | undefined;
    const cases = c.list("{", "}", () => {
      const word = c.take();
      c.expect(":");
      const target = this.#target();
      if (word !== "else") return [{ value: BigInt(word), target }];
      last = target;
      return [];
    }).flat();
    return { kind: "Switch", subject, cases, ...(last === undefined ? {} : { default: last }) };
  }

  #invoke(): Terminator {
    const c = this.#c;
    const dst = this.#declared();
    c.expect("=");
    const call = this.#call(c.take());
    c.expect("->");
    const normal = this.#blockId();
    c.expect(",");
    c.expect("unwind");
    return { kind: "Invoke", dst, call, normal, unwind: this.#blockId() };
  }
}
