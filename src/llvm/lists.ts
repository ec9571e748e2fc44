/**
 * List operations specialised per element type, as functions written on first use: the fast path
 * (unique buffer, room left) is here and inlined, the slow ones are in the runtime.
 */
import type { MonoTypeId } from "../mono/mod.ts";
import type { RuntimeName, TypeRole } from "../layout/mod.ts";
import type { Value } from "./aggregate.ts";
import type { Builder } from "./builder.ts";
import { isSlice, loadCount } from "./blocks.ts";
import type { Glue } from "./glue.ts";
import { LIST_TYPE as LIST, llvmBug } from "./module.ts";

/** A list and an index in it. */
interface Place {
  readonly list: string;
  readonly index: string;
}

/** The layout and glue that the operations of one list type use. */
export class ListOps {
  readonly element: MonoTypeId;
  readonly stride: number;
  /** The list's elements have no bits: nothing is stored, the length is all. */
  readonly isEmpty: boolean;

  /** `site` gives the text that names the operation to the runtime. */
  constructor(readonly glue: Glue, readonly type: MonoTypeId, readonly site: () => string) {
    const { form } = glue.types.layout(type);
    if (form.kind !== "list") throw llvmBug(`a list expected, not ${form.kind}`);
    this.element = form.element;
    this.stride = form.stride;
    this.isEmpty = glue.types.isEmpty(form.element);
  }

  get record(): string {
    return this.glue.listRecord(this.type);
  }

  get #tag(): string {
    return this.glue.types.tags.element(this.glue.types.memory(this.element));
  }

  #load(b: Builder, address: string): string {
    return b.load(this.element, address, this.#tag);
  }

  #store(b: Builder, value: string, address: string): void {
    b.store(this.element, value, address, this.#tag);
  }

  get #elementIsCounted(): boolean {
    return this.glue.types.layout(this.element).isCounted;
  }

  length(b: Builder, xs: string): string {
    return b.extract(LIST, xs, [0]);
  }

  data(b: Builder, xs: string): string {
    return b.extract(LIST, xs, [2]);
  }

  /** The element at `index`, known to be inside. */
  at(b: Builder, xs: string, index: string): Value {
    if (this.isEmpty) return undefined;
    return this.#load(b, b.element(this.element, this.data(b, xs), index));
  }

  /** `xs` with `value` behind. */
  push(b: Builder, xs: string, value: Value): string {
    if (value === undefined) {
      const longer = b.def(`add nuw nsw i64 ${this.length(b, xs)}, 1`);
      return b.insert(LIST, xs, "i64", longer, [0]);
    }
    const valueType = this.glue.types.value(this.element);
    const symbol = this.glue.symbol("push", this.type);
    const header = `${LIST} ${symbol}(${LIST} %xs, ${valueType} %value, ptr %site)`;
    this.glue.define(symbol, header, this.#fast, (body) => this.#inBody().#pushBody(body));
    return b.callDef(
      `${LIST} ${symbol}(${LIST} ${xs}, ${valueType} ${value}, ptr ${this.site()})`,
    );
  }

  #pushBody(b: Builder): void {
    const cap = b.extract(LIST, "%xs", [1]);
    const data = this.data(b, "%xs");
    const length = this.length(b, "%xs");
    b.branch(b.def(`icmp slt i64 ${length}, ${cap}`), "roomy", "grow");
    b.start("roomy");
    b.branch(b.def(`icmp eq i64 ${loadCount(b, data)}, 1`), "write", "grow");
    b.start("grow");
    const grown = this.#slow(b, "reserve", "ori_list_reserve", "%xs", ["i64 1"]);
    const grownData = this.data(b, grown);
    const grownCap = b.extract(LIST, grown, [1]);
    const end = b.block;
    b.jump("write");
    b.start("write");
    const buffer = b.def(`phi ptr [ ${data}, %roomy ], [ ${grownData}, %${end} ]`);
    const room = b.def(`phi i64 [ ${cap}, %roomy ], [ ${grownCap}, %${end} ]`);
    this.#store(b, "%value", b.element(this.element, buffer, length));
    const longer = b.def(`add nuw nsw i64 ${length}, 1`);
    const parts = b.insert(LIST, b.insert(LIST, "poison", "i64", longer, [0]), "i64", room, [1]);
    b.line(`ret ${LIST} ${b.insert(LIST, parts, "ptr", buffer, [2])}`);
  }

  /**
   * `xs`, known to have elements, with a buffer of its own, which a slice never has. The length stays the value it
   * was, and that the buffer is its own is stated after a copy too, so that LLVM drops what later operations check again.
   */
  own(b: Builder, xs: string): string {
    if (this.isEmpty) return xs;
    const symbol = this.glue.symbol("own", this.type);
    const header = `${LIST} ${symbol}(${LIST} %xs, ptr %site)`;
    this.glue.define(symbol, header, this.#fast, (body) => this.#inBody().#ownBody(body));
    return b.callDef(`${LIST} ${symbol}(${LIST} ${xs}, ptr ${this.site()})`);
  }

  #ownBody(b: Builder): void {
    const data = this.data(b, "%xs");
    const cap = b.extract(LIST, "%xs", [1]);
    b.branchUnlikely(isSlice(b, cap), "copy", "look");
    b.start("look");
    b.branchUnlikely(b.def(`icmp ne i64 ${loadCount(b, data)}, 1`), "copy", "done");
    b.start("copy");
    const copy = this.#slow(b, "unique", "ori_list_unique", "%xs", []);
    const copyData = this.data(b, copy);
    const copyCap = b.extract(LIST, copy, [1]);
    this.glue.module.declare("llvm.assume", "declare void @llvm.assume(i1)");
    b.call(`void @llvm.assume(i1 ${b.def(`icmp eq i64 ${loadCount(b, copyData)}, 1`)})`);
    b.call(`void @llvm.assume(i1 ${b.def(`icmp sgt i64 ${copyCap}, 0`)})`);
    b.jump("done");
    b.start("done");
    const buffer = b.def(`phi ptr [ ${data}, %look ], [ ${copyData}, %copy ]`);
    const room = b.def(`phi i64 [ ${cap}, %look ], [ ${copyCap}, %copy ]`);
    const sized = b.insert(LIST, "%xs", "i64", room, [1]);
    b.line(`ret ${LIST} ${b.insert(LIST, sized, "ptr", buffer, [2])}`);
  }

  /** `xs` with `value` in place of element `index`, known to be inside. */
  set(b: Builder, xs: string, index: string, value: Value): string {
    const list = this.own(b, xs);
    if (value === undefined) return list;
    const address = b.element(this.element, this.data(b, list), index);
    const replaced = this.#elementIsCounted ? this.#load(b, address) : undefined;
    this.#store(b, value, address);
    this.glue.dec(b, this.element, replaced);
    return list;
  }

  /** The list with a hole at `index`, and the element that was there. */
  take(b: Builder, xs: string, index: string): { readonly list: string; readonly value: Value } {
    const list = this.own(b, xs);
    if (this.isEmpty) return { list, value: undefined };
    return { list, value: this.#moveOut(b, list, index) };
  }

  /** The element at `index` of `list`, whose buffer is its own; a hole is left if it is counted. */
  #moveOut(b: Builder, list: string, index: string): string {
    const address = b.element(this.element, this.data(b, list), index);
    const value = this.#load(b, address);
    if (this.#elementIsCounted) {
      const memory = this.glue.types.memory(this.element);
      const hole = memory === "ptr" ? "null" : "zeroinitializer";
      b.line(b.storeText(this.element, hole, address, this.#tag));
    }
    return value;
  }

  /** Moves an element into a hole. Both buffers are their own, both places inside. */
  move(b: Builder, from: Place, to: Place): void {
    if (this.isEmpty) return;
    this.put(b, to.list, to.index, this.#moveOut(b, from.list, from.index));
  }

  /** Fills the hole at `index` of `xs`, whose buffer is its own since `take`. */
  put(b: Builder, xs: string, index: string, value: Value): void {
    if (value === undefined) return;
    this.#store(b, value, b.element(this.element, this.data(b, xs), index));
  }

  /** `xs` with `value` in front of element `index`, which is at most the length. */
  insert(b: Builder, xs: string, index: string, value: Value): string {
    if (value === undefined) return this.push(b, xs, undefined);
    const list = this.#slow(b, "open", "ori_list_open_gap", xs, [`i64 ${index}`]);
    this.#store(b, value, b.element(this.element, this.data(b, list), index));
    return list;
  }

  /** `xs` without element `index`, known to be inside. */
  remove(b: Builder, xs: string, index: string): string {
    if (this.isEmpty) {
      return b.insert(LIST, xs, "i64", b.def(`sub i64 ${this.length(b, xs)}, 1`), [0]);
    }
    const list = this.own(b, xs);
    if (this.#elementIsCounted) {
      this.glue.dec(b, this.element, this.at(b, list, index));
    }
    return this.#slow(b, "close", "ori_list_close_gap", list, [`i64 ${index}`]);
  }

  swap(b: Builder, xs: string, i: string, j: string): string {
    const list = this.own(b, xs);
    if (this.isEmpty) return list;
    const data = this.data(b, list);
    const [first, second] = [b.element(this.element, data, i), b.element(this.element, data, j)];
    const [x, y] = [this.#load(b, first), this.#load(b, second)];
    this.#store(b, y, first);
    this.#store(b, x, second);
    return list;
  }

  /** The first `length` elements of `xs`; all if there are fewer. */
  truncate(b: Builder, xs: string, length: string): string {
    const symbol = this.glue.symbol("truncate", this.type);
    const header = `${LIST} ${symbol}(${LIST} %xs, i64 %wanted, ptr %site)`;
    this.glue.define(symbol, header, "#1", (body) => this.#inBody().#truncateBody(body));
    return b.callDef(`${LIST} ${symbol}(${LIST} ${xs}, i64 ${length}, ptr ${this.site()})`);
  }

  #truncateBody(b: Builder): void {
    const old = this.length(b, "%xs");
    const isNegative = b.def("icmp slt i64 %wanted, 0");
    const wanted = b.def(`select i1 ${isNegative}, i64 0, i64 %wanted`);
    b.branch(b.def(`icmp slt i64 ${wanted}, ${old}`), "shorten", "keep");
    b.start("keep");
    b.line(`ret ${LIST} %xs`);
    b.start("shorten");
    const list = this.own(b, "%xs");
    if (this.#elementIsCounted) {
      const rest = b.element(this.element, this.data(b, list), wanted);
      const count = b.def(`sub i64 ${old}, ${wanted}`);
      b.call(`void ${this.glue.release(this.element)}(ptr ${rest}, i64 ${count})`);
    }
    b.line(`ret ${LIST} ${b.insert(LIST, list, "i64", wanted, [0])}`);
  }

  /** Calls a runtime function that replaces a list in memory, out of line. */
  #slow(
    b: Builder,
    role: TypeRole,
    callee: RuntimeName,
    xs: string,
    args: readonly string[],
  ): string {
    const symbol = this.glue.symbol(role, this.type);
    const takesNumber = args.length > 0;
    const params = `${LIST} %xs, ${takesNumber ? "i64 %n, " : ""}ptr %site`;
    const { module } = this.glue;
    this.glue.define(symbol, `${LIST} ${symbol}(${params})`, "#1 noinline", (body) => {
      const slot = body.slot(LIST);
      body.store(this.type, "%xs", slot);
      this.glue.markSite(body, "%site");
      const number = takesNumber ? "i64 %n, " : "";
      body.call(`void ${module.runtime(callee)}(ptr ${slot}, ${number}ptr ${this.record})`);
      body.line(`ret ${LIST} ${body.load(this.type, slot)}`);
    });
    return b.callDef(
      `${LIST} ${symbol}(${[`${LIST} ${xs}`, ...args, `ptr ${this.site()}`].join(", ")})`,
    );
  }

  /** The same operations inside a function that is given its site. */
  #inBody(): ListOps {
    return new ListOps(this.glue, this.type, () => "%site");
  }

  get #fast(): string {
    return this.glue.options.inlines ? "#4" : "#1";
  }
}
