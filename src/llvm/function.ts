/**
 * Emits one ARC function as one LLVM function. Values live in registers (a str is a first-class
 * `{ i64, i64, ptr }`); what has to have an address gets one home slot, stored once at its
 * definition. Block parameters are phis; panics leave through cold blocks at the end.
 */
import { InternalError, type Span } from "../base/mod.ts";
import type { ArcBlock, ArcFunction, BlockId, JumpTarget, Literal, VarId } from "../arc/mod.ts";
import { engineOps, isHandler, regionId, reversePostorder } from "../arc/mod.ts";
import type { MonoTypeId } from "../mono/mod.ts";
import { PANIC_TEXTS, type PanicText } from "../operations/mod.ts";
import { functionNumber, type RuntimeName } from "../layout/mod.ts";
import type { Value } from "./aggregate.ts";
import { Builder } from "./builder.ts";
import { type Context, positionText, symbolName } from "./context.ts";
import type { FunctionLocations } from "./debug_info.ts";
import { type Optimisation, optimisationOf } from "./large_functions.ts";
import { floatConstant } from "./module.ts";
import { emitOp } from "./ops.ts";
import { type Exit, Landings, type Unwind } from "./landings.ts";
import type { PrimContext } from "./prims.ts";
import { paramOf, resultOf } from "./signature.ts";
import { emitTerminator } from "./terminators.ts";
import type { Leaf } from "./types.ts";
import { tellEmitted } from "./tell_emitted.ts";

/** `FUNCTION_MARK` of the runtime: 16 bytes with the number, so that functions stay aligned. */
const FUNCTION_MARK = "742618164927614534";

/** Emits `fn` into the module of `context`. */
export function emitFunction(context: Context, fn: ArcFunction): void {
  new FunctionEmitter(context, fn).run();
}

interface Home {
  /** The place of the store, once the home is asked for. */
  readonly placeholder: number;
  slot?: string;
}

/** A jump into a block: its LLVM block and, per block parameter, the values of its phis. */
interface Edge {
  readonly from: string;
  readonly args: readonly (readonly string[])[];
}

/** The part of an aggregate that one phi carries, and its position there. */
type PhiPart = Pick<Leaf, "path"> & { readonly type: string };

/** Aggregates with more scalars stay whole in phis. */
const MAX_PHI_PARTS = 8;

/** The state of emitting one function; `ops.ts` and `terminators.ts` write through it. */
export class FunctionEmitter {
  readonly b: Builder;
  readonly #values = new Map<VarId, Value>();
  readonly #homes = new Map<VarId, Home>();
  readonly #incoming = new Map<BlockId, Edge[]>();
  readonly #phis = new Map<BlockId, number>();
  readonly #cold: { readonly label: string; readonly write: () => void }[] = [];
  readonly #coldByKey = new Map<string, string>();
  readonly #landings: Landings;
  readonly #locations: FunctionLocations | undefined;
  /** The block that is written. */
  #here: ArcBlock;
  readonly symbol: string;
  readonly #optimisation: Optimisation;
  #deadLabel: string | undefined;
  #span: Span;

  constructor(readonly context: Context, readonly fn: ArcFunction) {
    this.b = new Builder(context.types);
    this.#landings = new Landings(this.b, (block) => isHandler(this.#blockOf(block)));
    this.symbol = symbolName(fn);
    this.#span = fn.span;
    this.#here = this.#blockOf(0 as BlockId);
    this.#locations = context.debugInfo?.function(fn, this.symbol);
    this.#optimisation = optimisationOf(fn, context.glue.options.inlines);
    this.at(fn.span);
  }

  run(): void {
    const { b, context } = this;
    const params = this.#params();
    const order = reversePostorder(this.fn).map((id) => this.#blockOf(id));
    b.jump("b0");
    for (const block of order) this.#block(block);
    for (const block of order) this.#fillPhis(block);
    this.#writeEnd();
    const { type, sret } = resultOf(context.types, this.fn.result);
    const signature = [...(sret === undefined ? [] : [`${sret} %result`]), ...params].join(", ");
    const unwind = context.unwinds[this.fn.id] ? "#0" : "#1";
    const personality = this.#landings.areNeeded ? ` personality ptr ${this.#personality()}` : "";
    context.module.addFunction([
      `define ${this.#linkage()} ${type} @${this.symbol}(${signature}) ${context.attributes}${this.#optimisation.attributes}${unwind}` +
      `${this.#mark()}${personality}${this.#locations?.subprogram.suffix ?? ""} {`,
      "entry:",
      ...b.allocas,
      ...b.lines.filter((line) => line !== ""),
      "}",
    ]);
    if (context.events !== undefined) tellEmitted(context.events, this.fn, b.lines);
  }

  #linkage(): string {
    const linkage = this.context.linkage.of(this.fn.id);
    if (linkage === undefined) throw this.bug("another module defines this function");
    return linkage;
  }

  #personality(): string {
    return this.context.module.declare("ori_personality", "declare i32 @ori_personality(...)");
  }

  /** The bytes in front of the first instruction that name the function: `runtime/src/backtrace.c`. */
  #mark(): string {
    if (!this.context.marksFunctions) return "";
    return ` prefix { i64, i64 } { i64 ${FUNCTION_MARK}, i64 ${functionNumber(this.fn.name)} }`;
  }

  /** The type of a variable. */
  typeOf(v: VarId): MonoTypeId {
    const type = this.fn.varTypes[v];
    if (type === undefined) throw this.bug(`variable ${v} has no type`);
    return type;
  }

  /** The value of a variable; undefined if its type has no bits. */
  value(v: VarId): Value {
    if (!this.#values.has(v)) throw this.bug(`variable ${v} is used before its definition`);
    return this.#values.get(v);
  }

  /** The value of a variable whose type has bits. */
  bits(v: VarId): string {
    const value = this.value(v);
    if (value !== undefined) return value;
    // A place of type Never is not reached, so it stands for a value of any type.
    if (this.isNever(this.typeOf(v))) return "poison";
    throw this.bug(`variable ${v} has no bits`);
  }

  isNever(type: MonoTypeId): boolean {
    return this.context.program.types.get(type).kind === "never";
  }

  bind(v: VarId, value: Value): void {
    const type = this.typeOf(v);
    if (this.context.types.isEmpty(type)) {
      this.#values.set(v, undefined);
      return;
    }
    if (value === undefined) throw this.bug(`variable ${v} gets no value`);
    this.#values.set(v, value);
    if (this.context.types.layout(type).passing === "pointer") {
      this.#homes.set(v, { placeholder: this.b.placeholder() });
    }
  }

  /** Another name of a value: it shares its home. */
  alias(v: VarId, source: VarId): void {
    this.#values.set(v, this.value(source));
    const home = this.#homes.get(source);
    if (home !== undefined) this.#homes.set(v, home);
  }

  /** An address where the value of `v` lies unchanged for as long as `v` is in scope. */
  address(v: VarId): string {
    const home = this.#homes.get(v);
    if (home === undefined) throw this.bug(`variable ${v} has no address`);
    if (home.slot === undefined) {
      const type = this.typeOf(v);
      home.slot = this.b.slot(this.context.types.memory(type));
      this.b.fill(home.placeholder, `  ${this.b.storeText(type, this.bits(v), home.slot)}`);
    }
    return home.slot;
  }

  /** Sets the source position of what is emitted next. */
  at(span: Span): void {
    this.#span = span;
    if (this.#locations !== undefined) {
      this.b.debugLocation = this.#locations.of(this.#here, span);
    }
  }

  /** `FILE:LINE:COL` of the position set last, as a static text. */
  position(): string {
    return positionText(this.context, this.#span);
  }

  /** The static text `FUNCTION at FILE:LINE:COL` of `span`, for leak reports and traces; these find the region behind its end. */
  site(span: Span = this.#span): string {
    const { module, sources, glue } = this.context;
    const place = `${this.fn.name} at ${sources.describe(span)}`;
    return module.text(glue.options.traces ? `${place}\0${regionId(this.fn, this.#here)}` : place);
  }

  /** In builds with trace hooks: what follows counts or frees at `span`. */
  traceSite(span: Span = this.#span): void {
    const { glue } = this.context;
    if (glue.options.traces) glue.markSite(this.b, this.site(span));
  }

  literal(literal: Literal): Value {
    switch (literal.kind) {
      case "int":
        return String(literal.value);
      case "float":
        return floatConstant(literal.value);
      case "bool":
        return String(literal.value);
      case "unit":
        return undefined;
      case "str":
        return this.context.module.str(literal.value).value;
      case "token":
        return "null";
      case "empty":
        return "zeroinitializer";
    }
  }

  /** A literal str already lies in memory. */
  bindStr(v: VarId, text: string): void {
    const { symbol, value } = this.context.module.str(text);
    this.#values.set(v, value);
    this.#homes.set(v, { placeholder: -1, slot: symbol });
  }

  // --- calls ---

  /** An argument of a call between Ori functions, or nothing for a value without bits. */
  argument(v: VarId): readonly string[] {
    const type = this.typeOf(v);
    const { passing } = this.context.types.layout(type);
    if (passing === "none") return [];
    if (passing === "value") return [`${this.context.types.value(type)} ${this.bits(v)}`];
    return [`ptr ${this.address(v)}`];
  }

  /** Calls `callee` with Ori's convention; the result is loaded where it came back in memory. */
  callOri(callee: string, result: MonoTypeId, args: readonly string[], exit: Exit): Value {
    const { type, sret } = resultOf(this.context.types, result);
    if (sret === undefined) {
      const value = this.call(type, callee, args, exit);
      return type === "void" ? undefined : value;
    }
    const memory = this.context.types.memory(result);
    const slot = this.b.borrowSlot(memory);
    this.call(type, callee, [`${sret} ${slot}`, ...args], exit);
    const value = this.b.load(result, slot);
    this.b.releaseSlot(memory, slot);
    return value;
  }

  /** A call or, with somewhere to unwind to, an invoke and the block it goes on in. */
  call(type: string, callee: string, args: readonly string[], exit: Exit): string {
    const { b } = this;
    const text = `${type} ${callee}(${args.join(", ")})`;
    if (exit.unwind === undefined && exit.position === undefined) {
      if (type !== "void") return b.callDef(text);
      b.call(text);
      return "";
    }
    const normal = b.fresh("invoked");
    const kept = b.keepsCalls ? "#6 " : "";
    const to = `${kept}to label %${normal} unwind label %${
      this.#landings.labelOf(exit)
    }${b.debugLocation}`;
    const result = type === "void" ? "" : b.def(`invoke ${text} ${to}`);
    if (type === "void") b.line(`invoke ${text} ${to}`);
    b.start(normal);
    return result;
  }

  resume(): void {
    this.#landings.resume();
  }

  /** The exception object, in the handler that its landing pad leads to. */
  caughtObject(): string {
    return this.#landings.caughtObject();
  }

  // --- panics ---

  /** The panic blocks and operands of the primitives of one call. */
  primContext(unwind: Unwind): PrimContext {
    return {
      b: this.b,
      fail: (text, value) => this.fail(unwind, text, value),
      intrinsic: (name, result, params) =>
        this.context.module.declare(name, `declare ${result} @${name}(${params.join(", ")})`),
    };
  }

  /** The label of a cold block that panics with `text`; shared per text and position if no value goes in. */
  fail(unwind: Unwind, text: PanicText, value?: string): string {
    const message = PANIC_TEXTS[text];
    const position = this.position();
    const { module } = this.context;
    if (value === undefined) {
      return this.cold(`${unwind} ${text} ${position}`, () => {
        this.panic("ori_panic_text", [`ptr ${module.text(message)}`, `ptr ${position}`], unwind);
      });
    }
    const [before = "", after = ""] = message.split("{0}");
    return this.cold(undefined, () => {
      const texts = [`ptr ${module.text(before)}`, `i64 ${value}`, `ptr ${module.text(after)}`];
      this.panic("ori_panic_int", [...texts, `ptr ${position}`], unwind);
    });
  }

  /** A block at the end of the function, written later by `write`; one per `key`. */
  cold(key: string | undefined, write: () => void): string {
    const known = key === undefined ? undefined : this.#coldByKey.get(key);
    if (known !== undefined) return known;
    const label = this.b.fresh("cold");
    if (key !== undefined) this.#coldByKey.set(key, label);
    const location = this.b.debugLocation;
    const span = this.#span;
    this.#cold.push({
      label,
      write: () => {
        this.#span = span;
        this.b.debugLocation = location;
        write();
      },
    });
    return label;
  }

  /** Ends the block with a call that never returns. */
  panic(name: RuntimeName, args: readonly string[], unwind: Unwind): void {
    const { b, context } = this;
    const text = `void ${context.module.runtime(name)}(${args.join(", ")})`;
    if (unwind === undefined) {
      b.call(`${text} #2`);
      b.line("unreachable");
      return;
    }
    this.#deadLabel ??= b.fresh("dead");
    const landing = this.#landings.labelOf({ unwind });
    b.line(
      `invoke ${text} #2 to label %${this.#deadLabel} unwind label %${landing}${b.debugLocation}`,
    );
  }

  // --- blocks ---

  /** Goes to a block with its arguments. */
  jump(target: JumpTarget): void {
    this.recordEdge(target);
    this.b.jump(`b${target.block}`);
  }

  /** Notes the arguments that come with the edge from the block now written to `target`. */
  recordEdge(target: JumpTarget): void {
    const args = target.args.map((arg) => this.#phiValues(arg));
    const edge = { from: this.b.block, args };
    const edges = this.#incoming.get(target.block);
    if (edges === undefined) this.#incoming.set(target.block, [edge]);
    else edges.push(edge);
  }

  /** The phis of a block parameter: optimised code has one for each scalar. */
  #phiParts(type: MonoTypeId): readonly PhiPart[] {
    const { types, glue } = this.context;
    if (types.isEmpty(type)) return [];
    const leaves = types.leaves(type);
    const isSplit = glue.options.inlines && leaves.length > 1 && leaves.length <= MAX_PHI_PARTS;
    return isSplit ? leaves : [{ type: types.value(type), path: [] }];
  }

  #phiValues(v: VarId): readonly string[] {
    const type = this.typeOf(v);
    return this.#phiParts(type).map(({ path }) =>
      this.b.extract(path.length === 0 ? "" : this.context.types.memory(type), this.bits(v), path)
    );
  }

  #params(): string[] {
    const { types } = this.context;
    const params: string[] = [];
    for (const param of this.fn.params) {
      const type = this.typeOf(param.var);
      const { passing } = types.layout(type);
      const name = `%p${param.var}`;
      const written = paramOf(types, type);
      if (written !== undefined) params.push(`${written} ${name}`);
      if (passing === "none") this.#values.set(param.var, undefined);
      else if (passing === "value") this.#values.set(param.var, name);
      else {
        this.#values.set(param.var, this.b.load(type, name));
        this.#homes.set(param.var, { placeholder: -1, slot: name });
      }
    }
    return params;
  }

  #blockOf(id: BlockId): ArcBlock {
    const block = this.fn.blocks[id];
    if (block === undefined) throw this.bug(`no block ${id}`);
    return block;
  }

  #block(block: ArcBlock): void {
    this.#here = block;
    this.b.start(`b${block.id}`);
    this.b.keepsCalls = this.#optimisation.keepsCalls(block);
    this.at(this.fn.span);
    this.#phis.set(block.id, this.b.placeholder());
    for (const v of block.params) this.bind(v, this.#joinPhis(v));
    const { maxOps } = this.#optimisation;
    engineOps(block).forEach((op, i) => {
      if (i > 0 && i % maxOps === 0) this.b.jumpTo(this.b.fresh("next"));
      emitOp(this, op);
    });
    emitTerminator(this, block.terminator);
  }

  /** The value of a block parameter, put together from its phis. */
  #joinPhis(v: VarId): Value {
    const type = this.typeOf(v);
    const parts = this.#phiParts(type);
    if (parts.length === 0) return undefined;
    if (parts.length === 1) return phiName(v, 0);
    return parts.reduce(
      (whole, part, index) =>
        this.b.insert(
          this.context.types.memory(type),
          whole,
          part.type,
          phiName(v, index),
          part.path,
        ),
      "poison",
    );
  }

  #fillPhis(block: ArcBlock): void {
    const edges = this.#incoming.get(block.id) ?? [];
    const phis: string[] = [];
    block.params.forEach((v, index) => {
      this.#phiParts(this.typeOf(v)).forEach((part, position) => {
        const sources = edges.map((edge) => {
          const value = edge.args[index]?.[position];
          if (value === undefined) throw this.bug(`block ${block.id} gets no argument ${index}`);
          return `[ ${value}, %${edge.from} ]`;
        });
        phis.push(`  ${phiName(v, position)} = phi ${part.type} ${sources.join(", ")}`);
      });
    });
    const placeholder = this.#phis.get(block.id);
    if (placeholder !== undefined) this.b.fill(placeholder, phis.join("\n"));
  }

  #writeEnd(): void {
    this.b.keepsCalls = false;
    for (let at = 0; at < this.#cold.length; at++) {
      const cold = this.#cold[at];
      if (cold === undefined) continue;
      this.b.start(cold.label);
      cold.write();
    }
    this.#landings.write();
    if (this.#deadLabel === undefined) return;
    this.b.start(this.#deadLabel);
    this.b.line("unreachable");
  }

  bug(message: string): InternalError {
    return new InternalError(message, { stage: "llvm", fn: this.fn.name, span: this.#span });
  }
}

function phiName(v: VarId, part: number): string {
  return part === 0 ? `%v${v}` : `%v${v}.${part}`;
}
