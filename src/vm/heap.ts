/**
 * Counted blocks: allocation, counting, recursive release, the leak check and the RC trace.
 *
 * The VM counts exactly as the IR says, so a balance that is wrong there shows here: a use after
 * free throws, a leak is reported.
 */
import { assertNever, InternalError } from "../base/mod.ts";
import type { Chunk, TypeDescriptor } from "../bytecode/mod.ts";
import { SHARED_BYTES, SHARED_ELEMENTS, SHARED_SCALARS } from "../layout/mod.ts";
import type { MemoryMeter } from "./limits.ts";
import {
  type Block,
  blockOf,
  Cell,
  INLINE_STR_BYTES,
  ListSlice,
  Owner,
  SLICED,
  Str,
  StrSlice,
  UNCOUNTED,
  type Value,
} from "./value.ts";

export type RcEvent = "alloc" | "inc" | "dec" | "free";

/** The part of a program that the heap and leak reports read. */
export interface ProgramFacts {
  readonly types: readonly TypeDescriptor[];
  /** By function id. */
  readonly chunks: readonly Pick<Chunk, "name" | "env" | "captures">[];
}

/** The connections of a heap to the run that it belongs to. */
export interface HeapOptions {
  /** Receives every event (ORI_TRACE_RC): the block in the state after it, and its type. */
  readonly trace?: (event: RcEvent, block: Block, type: string) => void;
  /** The place of the current instruction; called at each allocation under the leak check. */
  readonly site?: () => Site;
  /** Watches the memory of a run that has a limit. */
  readonly meter?: MemoryMeter | undefined;
  /** Calls a `Drop.drop` function of the program with a cell whose last reference goes. */
  readonly runDrop: (fn: number, cell: Cell) => void;
}

/** A place in a program: a pc, or a function that describes it for an engine without bytecode. */
export type Site = number | (() => string);

/** Live blocks of one type that were allocated in one place. */
export interface Leak {
  readonly type: string;
  readonly place: string;
  readonly count: number;
}

/** Takes the place of a type in the work list: the block is released already, its `free` event is due. */
const FREE_EVENT = -1;
/** Takes the place of the type of a value that an owner holds: such a value is always a block. */
const WHOLE = -2;
/** The name of the type of owners. */
export const OWNER_TYPE = "slice";

/** Contents of a freed block: any access is a bug in the counting. */
const FREED: Value[] = new Proxy([], {
  get() {
    throw new InternalError("use of a freed block", { stage: "vm" });
  },
});

/** Contents of a cell kept for reuse. */
const NO_ITEMS: Value[] = [];
/** Tag of a cell kept for reuse, which has no children. */
const TOKEN_TAG = -1;
/** The token of a cell that was shared: nothing to reuse. */
export const NO_TOKEN = new Cell(UNCOUNTED, -1, TOKEN_TAG, NO_ITEMS);

export class Heap {
  readonly types: readonly TypeDescriptor[];
  /** Whether every event goes to `trace`. */
  readonly isTracing: boolean;
  /** Under the leak check: where each live block was allocated. */
  readonly #sites: Map<Block, Site> | undefined;
  readonly #emptyLists: (Cell | undefined)[] = [];
  readonly #envs: readonly number[];
  readonly #pendingTypes: number[] = [];
  readonly #pendingValues: (Value | Owner)[] = [];

  /** Watches the memory of a run that has a limit. */
  readonly meter: MemoryMeter | undefined;
  /** Length of the work list when the `drop` that now runs was called: `#drain` stops there. */
  #floor = 0;

  constructor(program: ProgramFacts, readonly options: HeapOptions) {
    this.types = program.types;
    this.isTracing = options.trace !== undefined;
    this.meter = options.meter;
    this.#sites = options.site === undefined ? undefined : new Map();
    this.#envs = program.chunks.map((chunk) => chunk.env);
  }

  /** A new str, counted when it is long enough. */
  str(text: string, size: number): Str {
    if (size <= INLINE_STR_BYTES) return new Str(UNCOUNTED, text, size);
    const str = new Str(1, text, size);
    this.#made(str);
    return str;
  }

  /** A new counted block that owns `items`. */
  cell(type: number, tag: number, items: Value[]): Cell {
    const cell = new Cell(1, type, tag, items);
    this.#made(cell);
    return cell;
  }

  /** A list that owns `items`; the empty one is no block. */
  list(type: number, items: Value[]): Cell {
    return items.length === 0 ? this.emptyList(type) : this.cell(type, 0, items);
  }

  emptyList(type: number): Cell {
    return this.#emptyLists[type] ??= new Cell(UNCOUNTED, type, 0, []);
  }

  /**
   * Part of `list` as a slice where native code makes one: of at least half of the buffer, and not small. A list of
   * `void` has no buffer.
   */
  listSlice(list: Cell, start: number, size: number): ListSlice | undefined {
    const isSlice = list instanceof ListSlice;
    const whole = isSlice ? list.whole : list;
    if (size < SHARED_ELEMENTS || 2 * size < whole.length) return undefined;
    const type = this.types[list.type];
    const element = type.kind === "list" ? this.types[type.element] : type;
    if (element.kind === "unit" || (size < SHARED_SCALARS && !element.isCounted)) return undefined;
    const from = isSlice ? list.start + start : start;
    return new ListSlice(list.type, this.#share(list), whole, from, size);
  }

  /** Slices `str`, which is counted, as `listSlice` does; `text` is the part, of `size` bytes. */
  strSlice(str: Str, text: string, size: number): StrSlice | undefined {
    const whole = str instanceof StrSlice ? str.whole : str;
    if (size < SHARED_BYTES || 2 * size < whole.size) return undefined;
    return new StrSlice(this.#share(str), whole, text, size);
  }

  /** The owner of the buffer of `value`, with one more reference; a new one unless `value` is a slice. */
  #share(value: Cell | Str): Owner {
    const known = blockOf(value);
    if (known instanceof Owner) {
      this.retain(value);
      return known;
    }
    const owner = new Owner(1, value);
    this.#made(owner);
    this.retain(value);
    return owner;
  }

  retain(value: Cell | Str): void {
    const block = value.count === SLICED ? blockOf(value) : value;
    if (block.count === 0) throw new InternalError("RcInc of a freed block", { stage: "vm" });
    if (block.count < 0) return;
    block.count++;
    if (this.isTracing) this.#event("inc", block);
  }

  /** Gives up one reference; with the last one the block and what it owns are freed. */
  release(value: Cell | Str): void {
    this.#dropOne(value);
    this.#drain();
  }

  /** One more reference of every counted part of a value. */
  retainValue(type: number, value: Value): void {
    const descriptor = this.types[type];
    if (!descriptor.isCounted || value === undefined) return;
    if (value instanceof Str || value instanceof Cell) return this.retain(value);
    this.#eachPart(descriptor, value, (partType, part) => this.retainValue(partType, part));
  }

  /** Gives up one reference of every counted part of a value. */
  releaseValue(type: number, value: Value): void {
    this.#pend(type, value);
    this.#drain();
  }

  /** `Reset`: the cell when `block` was its only reference, else `NO_TOKEN`. */
  reset(block: Cell): Cell {
    if (block.count !== 1) {
      this.release(block);
      return NO_TOKEN;
    }
    if (block.tag === TOKEN_TAG) {
      throw new InternalError("Reset of a cell that is empty already", { stage: "vm" });
    }
    this.#pendChildren(block);
    block.items = NO_ITEMS;
    block.tag = TOKEN_TAG;
    this.#drain();
    return block;
  }

  /** `Reuse`: `token` filled again, or a new cell. */
  reuse(token: Cell, type: number, tag: number, items: Value[]): Cell {
    if (token.count < 0) return this.cell(type, tag, items);
    if (token.count !== 1 || token.tag !== TOKEN_TAG) {
      throw new InternalError("Reuse of a cell that is not free", { stage: "vm" });
    }
    token.tag = tag;
    token.items = items;
    return token;
  }

  /** `Unpack` of a boxed sum: its payload, owned; the cell is freed or loses one reference. */
  unpack(block: Cell): Value[] {
    const { items } = block;
    if (block.count === 1) {
      this.#free(block);
      return items;
    }
    return this.#copyOut(block);
  }

  /** `Unpack` that keeps the cell as a token when it was unique. */
  unpackForReuse(block: Cell): { readonly items: Value[]; readonly token: Cell } {
    const { items } = block;
    if (block.count !== 1) return { items: this.#copyOut(block), token: NO_TOKEN };
    block.items = NO_ITEMS;
    block.tag = TOKEN_TAG;
    return { items, token: block };
  }

  /** The payload, retained; `block` loses one reference. */
  #copyOut(block: Cell): Value[] {
    const { items } = block;
    const types = this.#childTypes(block);
    items.forEach((item, i) => this.retainValue(types[i], item));
    this.release(block);
    return items;
  }

  /** Live blocks by type and place, in no order; only under the leak check. */
  leaks(placeOf: (site: Site) => string): readonly Leak[] {
    const found = new Map<string, { type: string; place: string; count: number }>();
    for (const [block, site] of this.#sites ?? []) {
      const type = this.#typeName(block);
      const place = placeOf(site);
      const key = `${type} ${place}`;
      const known = found.get(key);
      if (known === undefined) found.set(key, { type, place, count: 1 });
      else known.count++;
    }
    return [...found.values()];
  }

  /** Live blocks in the order of their allocation; only under the leak check. */
  live(): Iterable<Block> {
    return this.#sites?.keys() ?? [];
  }

  #made(block: Block): void {
    this.meter?.add(block);
    if (this.isTracing) this.#event("alloc", block);
    if (this.#sites !== undefined && this.options.site !== undefined) {
      this.#sites.set(block, this.options.site());
    }
  }

  #dropOne(value: Cell | Str): void {
    const block = value.count === SLICED ? blockOf(value) : value;
    const { count } = block;
    if (count < 0) return;
    if (count === 0) throw new InternalError("RcDec of a freed block", { stage: "vm" });
    block.count = count - 1;
    if (this.isTracing && !isToken(block)) this.#event("dec", block);
    if (count > 1) return;
    if (block instanceof Cell) {
      this.#callDrop(block);
      if (this.isTracing) this.#pendFreeEvent(block);
      this.#pendChildren(block);
      this.#forget(block);
    } else if (block instanceof Owner) this.#freeOwner(block);
    else this.#free(block);
  }

  /** Its buffer goes first. */
  #freeOwner(owner: Owner): void {
    if (this.isTracing) this.#pendFreeEvent(owner);
    this.#pendingTypes.push(WHOLE);
    this.#pendingValues.push(owner.whole);
    this.#forget(owner);
  }

  /** The event follows those of the children, because native code frees a block after it has released them. */
  #pendFreeEvent(block: Cell | Owner): void {
    this.#pendingTypes.push(FREE_EVENT);
    this.#pendingValues.push(block);
  }

  /** Whether values of the type have an impl of `Drop`. */
  drops(type: number): boolean {
    const descriptor = this.types[type];
    return descriptor.kind === "sum" && descriptor.drop !== undefined;
  }

  /** The user's `drop`, which still finds the cell as it was; what it releases itself goes at once. */
  #callDrop(cell: Cell): void {
    const descriptor = this.types[cell.type];
    if (descriptor.kind !== "sum" || descriptor.drop === undefined) return;
    const floor = this.#floor;
    this.#floor = this.#pendingTypes.length;
    cell.count = 1;
    this.options.runDrop(descriptor.drop, cell);
    this.#floor = floor;
    if (cell.count !== 1) throw new InternalError("a value outlives its drop", { stage: "vm" });
  }

  #free(block: Block): void {
    this.#forget(block);
    if (this.isTracing) this.#event("free", block);
  }

  #forget(block: Block): void {
    block.count = 0;
    if (block instanceof Cell) block.items = FREED;
    this.#sites?.delete(block);
    this.meter?.remove(block);
  }

  /** Releases what is pending, without recursion: lists may be millions of cells long. */
  #drain(): void {
    while (this.#pendingTypes.length > this.#floor) {
      const type = this.#pendingTypes.pop() as number;
      const value = this.#pendingValues.pop();
      if (type === FREE_EVENT) this.#event("free", value as Cell | Owner);
      else if (value instanceof Cell || value instanceof Str) this.#dropOne(value);
      else this.#eachPart(this.types[type], value as Value, (t, part) => this.#pend(t, part));
    }
  }

  /** A hole in a list is `undefined` and owns nothing. */
  #pend(type: number, value: Value): void {
    if (value === undefined || !this.types[type].isCounted) return;
    this.#pendingTypes.push(type);
    this.#pendingValues.push(value);
  }

  /** In order, so that children are released in reverse, as the last one pending goes first (spec 21.3.3). */
  #pendChildren(block: Cell): void {
    if (block.tag === TOKEN_TAG) return;
    const { items } = block;
    const descriptor = this.types[block.type];
    if (descriptor.kind === "list") {
      if (!this.types[descriptor.element].isCounted) return;
      for (const item of items) this.#pend(descriptor.element, item);
      return;
    }
    const types = this.#childTypes(block);
    items.forEach((item, i) => this.#pend(types[i], item));
  }

  #childTypes(block: Cell): readonly number[] {
    const descriptor = this.types[block.type];
    if (descriptor.kind === "sum") return descriptor.variants[block.tag].fields.map((f) => f.type);
    const env = this.types[this.#envs[block.tag]];
    if (descriptor.kind === "fn" && env?.kind === "env") return env.captures;
    throw new InternalError(`a block of type ${descriptor.name}`, { stage: "vm" });
  }

  #eachPart(
    descriptor: TypeDescriptor,
    value: Value,
    visit: (type: number, part: Value) => void,
  ): void {
    if (!Array.isArray(value)) {
      throw new InternalError(`no value of type ${descriptor.name}`, { stage: "vm" });
    }
    switch (descriptor.kind) {
      case "struct":
        descriptor.fields.forEach((field, i) => visit(field.type, value[i]));
        return;
      case "sum":
        descriptor.variants[Number(value[0])].fields.forEach((field, i) =>
          visit(field.type, value[i + 1])
        );
        return;
      case "builder":
        return visit(descriptor.of, value[0]);
      case "scalar":
      case "unit":
      case "never":
      case "str":
      case "list":
      case "fn":
      case "env":
      case "token":
        throw new InternalError(`${descriptor.name} has no inline parts`, { stage: "vm" });
      default:
        assertNever(descriptor, "vm");
    }
  }

  /** An env has the name of its type, as in native code. */
  #typeName(block: Block): string {
    if (block instanceof Str) return "str";
    if (block instanceof Owner) return OWNER_TYPE;
    const type = this.types[block.type];
    return (type.kind === "fn" ? this.types[this.#envs[block.tag]] : type).name;
  }

  #event(event: RcEvent, block: Block): void {
    this.options.trace?.(event, block, this.#typeName(block));
  }
}

/** A cell kept for reuse is freed, not counted down. */
function isToken(block: Block): boolean {
  return block instanceof Cell && block.tag === TOKEN_TAG;
}
