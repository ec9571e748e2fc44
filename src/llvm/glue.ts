/**
 * The functions that count and release values of a type, written on first use:
 *
 *     _ori_inc$T(value)            one more reference of each counted part
 *     _ori_dec$T(value)            one less; inline until a count is one
 *     _ori_drop$T(block...)        the count was one: releases the children, frees the block with its true size; that
 *                                  of an env releases every capture, and the env's type record points to it
 *     _ori_retain$T, _ori_release$T(elements, count)   the same for elements of a buffer, called from C too
 *     _ori_release_cell$T(cell, 1)                     releases the children of a cell or env, for C
 *
 * and the type records that blocks point to. `T` is the number of the type. Counts saturate: an
 * unsigned compare with INT64_MAX keeps saturated and negative (immortal) counts as they are.
 */
import { assertNever } from "../base/mod.ts";
import { DROP_DEPTH, DROP_DEPTH_IN_ORDER, type TypeRole, typeSymbol } from "../layout/mod.ts";
import type { MonoTypeId } from "../mono/mod.ts";
import { isCell, projectAggregate, tagOf, type Value } from "./aggregate.ts";
import { blockOf, COUNT_OFFSET, isSlice } from "./blocks.ts";
import { Builder } from "./builder.ts";
import { type DroppedBlock, guardDepth, isDeep } from "./drop_depth.ts";
import { FN_TYPE, LIST_TYPE, llvmBug, type Module, RECORD_TYPE, STR_TYPE } from "./module.ts";
import type { Types } from "./types.ts";

const MAX_COUNT = "9223372036854775807";
/** Offset of the pointer to the type record, from the payload. */
const RECORD_OFFSET = -8;
/** Offset of `drop` in a type record: see `ori_type` in the runtime's header. */
const DROP_OFFSET = 32;

export interface GlueOptions {
  /** Small glue is inlined always; without it calls stay, which compiles faster. */
  readonly inlines: boolean;
  /** Each count reports itself while `ori_rc_tracing` is set. */
  readonly traces: boolean;
  /** Extra attributes of every function: `sanitize_address `, or nothing. */
  readonly attributes: string;
  /** Whether other modules of the program may define the same functions and records. */
  readonly isShared: boolean;
  /** `Drop.drop` of each type that has it. */
  readonly drops: ReadonlyMap<MonoTypeId, UserDrop>;
}

/** A function that is called with a cell whose count was one. */
export interface UserDrop {
  /** Its symbol, declared in this module. */
  readonly refer: () => string;
  readonly unwinds: boolean;
}

type Direction = "inc" | "dec";

export class Glue {
  readonly #written = new Set<string>();

  constructor(readonly module: Module, readonly types: Types, readonly options: GlueOptions) {}

  /** One more reference of `value`. */
  inc(b: Builder, type: MonoTypeId, value: Value): void {
    this.#count(b, "inc", type, value);
  }

  /** Releases `value`. */
  dec(b: Builder, type: MonoTypeId, value: Value): void {
    this.#count(b, "dec", type, value);
  }

  /** Tells the runtime what the program is doing; `site` is the text "FUNCTION at FILE:LINE:COL". */
  markSite(b: Builder, site: string): void {
    b.line(`store ptr ${site}, ptr ${this.module.runtimeGlobal("ori_rc_site")}, align 8`);
  }

  #count(b: Builder, direction: Direction, type: MonoTypeId, value: Value): void {
    const { isCounted, form } = this.types.layout(type);
    if (!isCounted || value === undefined) return;
    if (form.kind === "niche") return this.#count(b, direction, form.field, value);
    const symbol = this.#counter(direction, type);
    b.call(`void ${symbol}(${this.types.value(type)} ${value})`);
  }

  #counter(direction: Direction, type: MonoTypeId): string {
    const symbol = this.symbol(direction, type);
    if (!this.#first(symbol)) return symbol;
    const b = new Builder(this.types);
    const { form } = this.types.layout(type);
    const value = "%value";
    switch (form.kind) {
      case "str":
        this.#countStr(b, direction, value);
        break;
      case "list": {
        const cap = b.extract(LIST_TYPE, value, [1]);
        const data = b.extract(LIST_TYPE, value, [2]);
        const block = blockOf(b, cap, data);
        this.#countBlock(b, direction, block, b.def(`icmp ne ptr ${data}, null`), () => {
          const len = b.extract(LIST_TYPE, value, [0]);
          b.call(`void ${this.dropList(type)}(ptr ${data}, i64 ${len}, i64 ${cap})`);
        });
        break;
      }
      case "fn": {
        const env = b.extract(FN_TYPE, value, [1]);
        this.#countBlock(b, direction, env, b.def(`icmp ne ptr ${env}, null`), () => {
          const record = b.def(`load ptr, ptr ${b.at(env, RECORD_OFFSET)}, align 8`);
          const dropEnv = b.def(`load ptr, ptr ${b.at(record, DROP_OFFSET)}, align 8`);
          b.call(`void ${dropEnv}(ptr ${env})`);
        });
        break;
      }
      case "boxed":
        this.#countBlock(b, direction, value, isCell(b, type, value), () => {
          b.call(`void ${this.dropCell(type)}(ptr ${value})`);
        });
        break;
      case "struct":
      case "sum":
        this.#countParts(b, direction, type, value);
        break;
      case "token":
        this.#freeToken(b, direction, form.cell, value);
        break;
      case "builder":
        if (direction === "inc") throw llvmBug("a second reference of a builder");
        this.dec(b, form.cell, b.extract(this.types.value(type), value, [0]));
        break;
      case "none":
      case "scalar":
      case "enum":
      case "niche":
      case "env":
        throw llvmBug(`a value of form ${form.kind} is not counted`);
      default:
        assertNever(form, "llvm");
    }
    const small = form.kind !== "struct" && form.kind !== "sum";
    const attributes = small && this.options.inlines ? "#4" : "#1";
    this.#finish(b, `void ${symbol}(${this.types.value(type)} ${value})`, attributes);
    return symbol;
  }

  /** The cell has no children any more. */
  #freeToken(b: Builder, direction: Direction, type: MonoTypeId, value: string): void {
    if (direction === "inc") throw llvmBug("a second reference of a token");
    b.branch(b.def(`icmp ne ptr ${value}, null`), "free", "done");
    b.start("free");
    const { size } = this.types.layouts.cell(type);
    b.call(`void ${this.module.runtime("ori_rc_free")}(ptr ${value}, i64 ${size}, i64 8)`);
    b.jump("done");
    b.start("done");
  }

  /** Heap texts and slices count: byte 23 below 0x80 and a capacity. */
  #countStr(b: Builder, direction: Direction, value: string): void {
    const cap = b.extract(STR_TYPE, value, [1]);
    const data = b.extract(STR_TYPE, value, [2]);
    const bits = b.def(`ptrtoint ptr ${data} to i64`);
    const isOutside = b.def(`icmp sgt i64 ${bits}, -1`);
    const hasBlock = b.def(`icmp ne i64 ${cap}, 0`);
    const isCounted = b.def(`select i1 ${isOutside}, i1 ${hasBlock}, i1 false`);
    const block = blockOf(b, cap, data);
    this.#countBlock(b, direction, block, isCounted, () => {
      b.branchUnlikely(isSlice(b, cap), "slice", "text");
      b.start("slice");
      this.#dropSlice(b, block);
      b.jump("done");
      b.start("text");
      b.call(`void ${this.module.runtime("ori_rc_free")}(ptr ${data}, i64 ${cap}, i64 1)`);
    });
  }

  /** The count of a slice's owner was one. */
  #dropSlice(b: Builder, owner: string): void {
    b.call(`void ${this.module.runtime("ori_slice_drop")}(ptr ${owner})`);
  }

  /** Counts block `payload` where `isBlock` holds; `drop` is written where a dec finds count one. */
  #countBlock(
    b: Builder,
    direction: Direction,
    payload: string,
    isBlock: string,
    drop: () => void,
  ) {
    b.branch(isBlock, "block", "done");
    b.start("block");
    const address = b.at(payload, COUNT_OFFSET);
    const tag = this.types.tags.count();
    const count = b.def(`load i64, ptr ${address}, align 8${tag}`);
    if (this.options.traces) this.#trace(b, direction, payload, count);
    if (direction === "dec") {
      b.branch(b.def(`icmp eq i64 ${count}, 1`), "last", "shared");
      b.start("last");
      drop();
      b.jump("done");
      b.start("shared");
    }
    const moves = b.def(`zext i1 ${b.def(`icmp ult i64 ${count}, ${MAX_COUNT}`)} to i64`);
    const next = b.def(`${direction === "inc" ? "add" : "sub"} i64 ${count}, ${moves}`);
    b.line(`store i64 ${next}, ptr ${address}, align 8${tag}`);
    b.jump("done");
    b.start("done");
  }

  #trace(b: Builder, direction: Direction, payload: string, count: string): void {
    const flag = b.def(`load i8, ptr ${this.module.runtimeGlobal("ori_rc_tracing")}, align 1`);
    b.branchUnlikely(b.def(`icmp ne i8 ${flag}, 0`), "trace", "traced");
    b.start("trace");
    const report = this.module.runtime(direction === "inc" ? "ori_trace_inc" : "ori_trace_dec");
    b.call(`void ${report}(ptr ${payload}, i64 ${count})`);
    b.jump("traced");
    b.start("traced");
  }

  #countParts(b: Builder, direction: Direction, type: MonoTypeId, value: string): void {
    this.#eachVariant(b, type, () => tagOf(b, type, value), (variant) => {
      const fields = this.types.layouts.fields(type, variant);
      for (const [index, field] of [...fields.entries()].reverse()) {
        if (!this.types.layout(field.type).isCounted) continue;
        const part = projectAggregate(b, type, value, variant, index);
        this.#count(b, direction, field.type, part);
      }
    });
  }

  /**
   * Runs `body` for each variant that has counted parts, under a switch on the tag; `tag` gives
   * undefined where only one variant is possible.
   */
  #eachVariant(
    b: Builder,
    type: MonoTypeId,
    tagIn: () => string | undefined,
    body: (variant: number) => void,
  ): void {
    const { layouts } = this.types;
    const total = layouts.variantCount(type);
    const counted = [...Array(total).keys()].filter((variant) =>
      layouts.countedParts(type, variant).length > 0
    );
    const tag = total === 1 ? undefined : tagIn();
    if (tag === undefined) return counted.forEach(body);
    const done = b.fresh("variants.done");
    const labels = counted.map((variant) => b.fresh(`variant${variant}.`));
    const cases = counted.map((variant, index) => `i64 ${variant}, label %${labels[index]}`);
    b.line(`switch i64 ${tag}, label %${done} [ ${cases.join(" ")} ]`);
    counted.forEach((variant, index) => {
      b.start(labels[index] ?? done);
      body(variant);
      b.jump(done);
    });
    b.start(done);
  }

  #tagOfCell(b: Builder, type: MonoTypeId, cell: string): string | undefined {
    if (!this.types.layouts.cell(type).hasTag) return undefined;
    return b.def(`load i64, ptr ${cell}, align 8`);
  }

  /** `(data, len, cap)`: a list's buffer, or the owner of a slice's, whose count was one. */
  dropList(type: MonoTypeId): string {
    const symbol = this.symbol("drop", type);
    if (!this.#first(symbol)) return symbol;
    const { element, stride } = this.#list(type);
    const b = new Builder(this.types);
    b.branchUnlikely(isSlice(b, "%cap"), "slice", "buffer");
    b.start("slice");
    this.#dropSlice(b, blockOf(b, "%cap", "%data"));
    b.line("ret void");
    b.start("buffer");
    const size = b.def(`mul i64 %cap, ${stride}`);
    if (this.types.layout(element).isCounted) {
      this.#guardDepth(b, isDeep(this.types, [element]), ["%data", "%len", size], () => {
        b.call(`void ${this.release(element)}(ptr %data, i64 %len)`);
      });
    }
    b.call(`void ${this.module.runtime("ori_rc_free")}(ptr %data, i64 ${size}, i64 8)`);
    this.#finish(b, `void ${symbol}(ptr %data, i64 %len, i64 %cap)`, "#5");
    return symbol;
  }

  /** `(cell)`: a boxed sum's cell or an env whose count was one. */
  dropCell(type: MonoTypeId): string {
    const symbol = this.symbol("drop", type);
    if (!this.#first(symbol)) return symbol;
    const b = new Builder(this.types);
    const { size } = this.types.layouts.cell(type);
    const parts = this.types.layouts.cell(type).variants.flat().map((field) => field.type);
    const isNested = isDeep(this.types, parts) || this.options.drops.has(type);
    this.#guardDepth(b, isNested, ["%cell", "1", String(size)], () => {
      this.releaseCell(b, type, "%cell");
    });
    b.call(`void ${this.module.runtime("ori_rc_free")}(ptr %cell, i64 ${size}, i64 8)`);
    // Not cold: freeing trees is ordinary work.
    this.#finish(b, `void ${symbol}(ptr %cell)`, "#1");
    return symbol;
  }

  /** Lets the user's `drop` see a cell and releases the children. */
  releaseCell(b: Builder, type: MonoTypeId, cell: string): void {
    const drop = this.options.drops.get(type);
    if (drop !== undefined) b.call(`void ${this.#userDrop(type, drop)}(ptr ${cell})`);
    const { layouts } = this.types;
    this.#eachVariant(b, type, () => this.#tagOfCell(b, type, cell), (variant) => {
      for (const field of layouts.countedParts(type, variant).toReversed()) {
        const part = b.load(field.type, b.at(cell, field.offset));
        this.#count(b, "dec", field.type, part);
      }
    });
  }

  /** Calls the user's `drop`; a panic that it ends with is kept until the release is over. */
  #userDrop(type: MonoTypeId, { refer, unwinds }: UserDrop): string {
    const symbol = this.symbol("user_drop", type);
    if (!this.#first(symbol)) return symbol;
    const { module } = this;
    const callee = refer();
    const b = new Builder(this.types);
    const scope = b.slot("{ ptr, ptr, ptr, i64, ptr }");
    const tell = (name: "ori_drop_enter" | "ori_drop_leave" | "ori_drop_caught") =>
      b.call(`void ${module.runtime(name)}(ptr ${scope})`);
    tell("ori_drop_enter");
    if (unwinds) {
      b.line(`invoke void ${callee}(ptr %cell) to label %returned unwind label %panicked`);
      b.start("panicked");
      b.def("landingpad { ptr, i32 } catch ptr null");
      tell("ori_drop_caught");
      b.line("ret void");
      b.start("returned");
    } else b.call(`void ${callee}(ptr %cell)`);
    tell("ori_drop_leave");
    module.declare("ori_drop_personality", "declare i32 @ori_drop_personality(...)");
    const personality = unwinds ? " personality ptr @ori_drop_personality" : "";
    this.#finish(b, `void ${symbol}(ptr %cell)`, "#5", personality);
    return symbol;
  }

  #guardDepth(b: Builder, isNested: boolean, block: DroppedBlock, release: () => void): void {
    if (!isNested) return release();
    const limit = this.options.drops.size === 0 ? DROP_DEPTH : DROP_DEPTH_IN_ORDER;
    guardDepth(b, this.module, limit, block, release);
  }

  /** `(elements, count)`: one more reference for each counted part of a row of elements. */
  retain(element: MonoTypeId): string {
    return this.#row("retain", "inc", element);
  }

  /** `(elements, count)`: releases a row of elements. */
  release(element: MonoTypeId): string {
    return this.#row("release", "dec", element);
  }

  #row(role: "retain" | "release", direction: Direction, element: MonoTypeId): string {
    const symbol = this.symbol(role, element);
    if (!this.#first(symbol)) return symbol;
    const b = new Builder(this.types);
    // Backwards: the last element is dropped first (spec 21.3.3).
    b.jump("next");
    b.start("next");
    b.line(`%left = phi i64 [ %count, %entry ], [ %index, %turn.end ]`);
    b.branch(b.def(`icmp sgt i64 %left, 0`), "turn", "finished");
    b.start("turn");
    const index = "%index";
    b.line(`${index} = sub nsw i64 %left, 1`);
    const value = b.load(element, b.element(element, "%elements", index));
    this.#count(b, direction, element, value);
    b.jump("turn.end");
    b.start("turn.end");
    b.jump("next");
    b.start("finished");
    this.#finish(b, `void ${symbol}(ptr %elements, i64 %count)`, "#1");
    return symbol;
  }

  /** The type record of a list's buffers. */
  listRecord(type: MonoTypeId): string {
    const { element, stride } = this.#list(type);
    const counted = this.types.layout(element).isCounted;
    return this.#record(
      type,
      stride,
      () => counted ? { retain: this.retain(element), release: this.release(element) } : {},
    );
  }

  /** The type record of a boxed sum's cells. */
  cellRecord(type: MonoTypeId): string {
    const { size, variants } = this.types.layouts.cell(type);
    const counted = this.options.drops.has(type) ||
      variants.flat().some((field) => this.types.layout(field.type).isCounted);
    return this.#record(type, size, () => counted ? { release: this.#cellRelease(type) } : {});
  }

  /** The type record of an env: who drops a closure does not know the type of its env. */
  envRecord(type: MonoTypeId): string {
    const { size, variants } = this.types.layouts.cell(type);
    const counted = variants.flat().some((field) => this.types.layout(field.type).isCounted);
    return this.#record(type, size, () => ({
      ...(counted ? { release: this.#cellRelease(type) } : {}),
      drop: this.dropCell(type),
    }));
  }

  #cellRelease(type: MonoTypeId): string {
    const symbol = this.symbol("release_cell", type);
    if (!this.#first(symbol)) return symbol;
    const b = new Builder(this.types);
    this.releaseCell(b, type, "%cell");
    this.#finish(b, `void ${symbol}(ptr %cell, i64 %count)`, "#1");
    return symbol;
  }

  #record(
    type: MonoTypeId,
    size: number,
    callbacks: () => {
      readonly retain?: string;
      readonly release?: string;
      readonly drop?: string;
    },
  ): string {
    const symbol = this.symbol("type", type);
    if (!this.#first(symbol)) return symbol;
    const { retain = "null", release = "null", drop = "null" } = callbacks();
    const name = this.module.text(this.types.layouts.types.get(type).name);
    this.module.global(
      typeSymbol("type", type),
      `${this.#linkage} constant ${RECORD_TYPE} { ptr ${name}, i64 ${size}, ptr ${retain}, ptr ${release}, ptr ${drop}, i64 ${type} }${
        this.options.isShared ? ", comdat" : ""
      }, align 8`,
    );
    return symbol;
  }

  #list(type: MonoTypeId): { readonly element: MonoTypeId; readonly stride: number } {
    const { form } = this.types.layout(type);
    if (form.kind !== "list") throw llvmBug(`a list expected, not ${form.kind}`);
    return form;
  }

  /** The reference to the function or record that `type` has for `role`. */
  symbol(role: TypeRole, type: MonoTypeId): string {
    return `@${typeSymbol(role, type)}`;
  }

  /** Writes a function of its own once: `symbol(params)` with `body`, which ends with its terminator. */
  define(symbol: string, header: string, attributes: string, body: (b: Builder) => void): string {
    if (!this.#first(symbol)) return symbol;
    const b = new Builder(this.types);
    body(b);
    this.#write(b, header, attributes);
    return symbol;
  }

  #first(symbol: string): boolean {
    if (this.#written.has(symbol)) return false;
    this.#written.add(symbol);
    return true;
  }

  #finish(b: Builder, header: string, attributes: string, personality = ""): void {
    b.line("ret void");
    this.#write(b, header, attributes, personality);
  }

  get #linkage(): string {
    return this.options.isShared ? "linkonce_odr hidden" : "internal";
  }

  #write(b: Builder, header: string, attributes: string, personality = ""): void {
    const { attributes: all, isShared } = this.options;
    this.module.addFunction([
      `define ${this.#linkage} ${header} ${all}${attributes}${
        isShared ? " comdat" : ""
      }${personality} {`,
      "entry:",
      ...b.allocas,
      ...b.lines,
      "}",
    ]);
  }
}
