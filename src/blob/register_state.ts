/**
 * The abstract state of a frame: which value each register holds, and what is known of each value. Registers that hold
 * the same value share it, so that a reference can be given up through any of them.
 */
import { BlobError } from "./blob_error.ts";
import type { ProgramTypes, Range } from "./program_types.ts";

/** Types of values that the registry does not number. All ints, bools, bytes, chars, enums and void are INT. */
export const INT = -1;
export const FLOAT = -2;
/** A builder without a cell, or what stands in a field that is filled later. */
export const EMPTY = -3;
/** A token without a cell, for any type. */
export const NO_TOKEN = -4;
/** A cell with an empty field, which only `EXTEND` takes. */
export const OPEN = -5;

/** The count of a value without references: scalars, literals, empty lists. It can be given up any number of times. */
export const FREE = -1;

/** A field that is still empty. */
export interface EmptyField {
  readonly cell: number;
  readonly field: number;
}

export class Value {
  /** The variants that it can be, ascending; undefined when that is any. */
  variants: readonly number[] | undefined = undefined;
  /** The sum that this int is the tag of. */
  tagOf: Value | undefined = undefined;
  empty: EmptyField | undefined = undefined;
  /** The parts that were read, by index: what is found out about one holds when it is read again. */
  parts: Map<number, Value> | undefined = undefined;
  /** The value at the same place of the other state while two are compared. */
  twin: Value | undefined = undefined;

  /**
   * `type` is a number of the registry or one of those above; `low` and `high` are the range of an INT. `count` is how many
   * references the frame owns; a value of which it owns none is a view into `base`, and as alive as that.
   */
  constructor(
    readonly type: number,
    readonly low: number,
    readonly high: number,
    public count: number,
    public base: Value | undefined,
  ) {}

  /** The one variant that it can be; -1 when there may be several. */
  get variant(): number {
    return this.variants?.length === 1 ? this.variants[0] ?? -1 : -1;
  }
}

/** What borrowed parameters look into. */
export const LENT = new Value(INT, 0, 0, FREE, undefined);

export function intValue({ low, high }: Range): Value {
  return new Value(INT, low, high, FREE, undefined);
}

/** What is known of `known`, a view, holds for `value`, which is the same one with a reference of its own. */
export function inheritFacts(value: Value, known: Value): void {
  value.variants = known.variants;
  for (const [index, part] of known.parts ?? []) {
    const count = part.count === FREE || value.count === FREE ? FREE : 0;
    const view = new Value(part.type, part.low, part.high, count, value);
    inheritFacts(view, part);
    (value.parts ??= new Map()).set(index, view);
  }
}

/** Whether the frame or its caller holds a reference that keeps `value` alive. */
export function isAlive(value: Value): boolean {
  let at: Value | undefined = value;
  while (at !== undefined && at.count === 0) at = at.base;
  return at !== undefined;
}

/** The state before an instruction. */
export class FrameState {
  readonly #registers: (Value | undefined)[];
  /** Registers whose entry is not of this turn are unset. */
  readonly #turns: Int32Array;
  #turn = 0;
  /** Values of which the frame owns references. */
  owned = new Set<Value>();
  /** Whether a panic unwinds through the frame. */
  isUnwinding = false;
  /** Whether the frame owns a reference that no register needs any more. */
  isLossy = false;

  constructor(registerCount: number) {
    this.#registers = new Array(registerCount);
    this.#turns = new Int32Array(registerCount).fill(-1);
  }

  /** Unsets all registers. */
  clear(): void {
    this.#turn++;
    this.owned = new Set();
    this.isUnwinding = false;
    this.isLossy = false;
  }

  get(register: number): Value | undefined {
    return this.#turns[register] === this.#turn ? this.#registers[register] : undefined;
  }

  set(register: number, value: Value): void {
    this.#turns[register] = this.#turn;
    this.#registers[register] = value;
    if (value.count > 0) this.owned.add(value);
  }

  /** One more reference of `value`, which is alive. */
  give(value: Value): void {
    if (value.count === FREE) return;
    value.count++;
    this.owned.add(value);
  }

  /** Gives up one reference; whether there was one. */
  take(value: Value): boolean {
    if (value.count === FREE) return true;
    if (value.count === 0) return false;
    if (--value.count === 0) this.owned.delete(value);
    return true;
  }
}

/** What is known where a block starts: a value for each register that is live there. */
export interface Entry {
  readonly values: readonly (Value | undefined)[];
  readonly isUnwinding: boolean;
  readonly isLossy: boolean;
}

/** That `of` has one of these variants on an edge. */
export interface Refinement {
  readonly of: Value;
  readonly variants: readonly number[];
}

/** The state as the entry of a block that needs the registers `live`. Shares no value with it. */
export function captureEntry(
  state: FrameState,
  live: Int32Array,
  refinement?: Refinement,
): Entry {
  const before = refinement?.of.variants;
  if (refinement !== undefined) refinement.of.variants = refinement.variants;
  const copies = new Map<Value, Value>();
  const values: (Value | undefined)[] = [];
  for (const register of live) {
    const value = state.get(register);
    values.push(value === undefined ? undefined : copyOf(value, copies));
  }
  connect(copies);
  if (refinement !== undefined) refinement.of.variants = before;
  let isLossy = state.isLossy;
  for (const value of state.owned) if (!copies.has(value)) isLossy = true;
  return { values, isUnwinding: state.isUnwinding, isLossy };
}

/** Makes `entry` the state. */
export function enter(state: FrameState, entry: Entry, live: Int32Array): void {
  state.clear();
  const copies = new Map<Value, Value>();
  const values = entry.values.map((v) => v === undefined ? undefined : copyOf(v, copies));
  connect(copies);
  live.forEach((register, i) => {
    const value = values[i];
    if (value !== undefined) state.set(register, value);
  });
  state.isUnwinding = entry.isUnwinding;
  state.isLossy = entry.isLossy;
}

function copyOf(value: Value, copies: Map<Value, Value>): Value {
  let copy = copies.get(value);
  if (copy === undefined) {
    copy = new Value(value.type, value.low, value.high, value.count, undefined);
    copy.variants = value.variants;
    copy.empty = value.empty;
    copies.set(value, copy);
  }
  return copy;
}

/** Lets copies refer to each other as the originals do; a base without a copy stands for what it looks into itself. */
function connect(copies: Map<Value, Value>): void {
  for (const [value, copy] of copies) {
    if (value.parts !== undefined) copyParts(value.parts, copy, copies);
  }
  for (const [value, copy] of copies) {
    copy.tagOf = value.tagOf && copies.get(value.tagOf);
    let base = value.base;
    while (base !== undefined && base !== LENT && !copies.has(base) && base.count === 0) {
      base = base.base;
    }
    copy.base = base === LENT ? LENT : base && copies.get(base);
  }
}

/** Whether something is known of the variant of a value, or of a part of it: such a part outlives the registers that hold it. */
function isTelling(value: Value): boolean {
  if (value.variants !== undefined) return true;
  for (const part of value.parts?.values() ?? []) if (isTelling(part)) return true;
  return false;
}

/** The parts that tell something, and those that a register holds. */
function copyParts(
  parts: ReadonlyMap<number, Value>,
  whole: Value,
  copies: Map<Value, Value>,
): void {
  for (const [index, part] of parts) {
    const isKept = copies.has(part) || part.count <= 0 && isTelling(part);
    if (isKept) (whole.parts ??= new Map()).set(index, copyOf(part, copies));
  }
}

/** One value of the entry where two states meet: what is `a` in the one and `b` in the other. */
interface Pair {
  readonly a: Value;
  readonly b: Value;
  readonly value: Value;
  isCounted: boolean;
}

/**
 * The entry for both states: what is known in both. Undefined if that is all that `known` says. Throws `BlobError` where
 * references do not match.
 */
export function mergeEntries(known: Entry, more: Entry, types: ProgramTypes): Entry | undefined {
  if (known.isUnwinding !== more.isUnwinding) {
    throw new BlobError("meets a panic and none at one place");
  }
  if (isEqual(known, more)) return undefined;
  const pairs = new Map<Value, Map<Value, Pair>>();
  let isLossy = known.isLossy || more.isLossy;
  let changed = isLossy !== known.isLossy;
  const values = known.values.map((a, i) => {
    const b = more.values[i];
    const pair = a === undefined || b === undefined ? undefined : pairOf(a, b, pairs, types);
    if (pair !== undefined) return pair.value;
    if ((a?.count ?? 0) > 0 || (b?.count ?? 0) > 0) isLossy = true;
    if (a !== undefined) changed = true;
    return undefined;
  });
  changed ||= isLossy !== known.isLossy;
  if (pairParts(pairs, types)) changed = true;
  const all = [...pairs.values()].flatMap((row) => [...row.values()]);
  divideCounts(all);
  for (const { a, b, value } of all) {
    value.tagOf = a.tagOf && b.tagOf && pairs.get(a.tagOf)?.get(b.tagOf)?.value;
    value.base = commonBase(a, b, pairs, all);
  }
  changed ||= all.length !== pairs.size || all.some((pair) => isNews(pair, pairs));
  return changed ? { values, isUnwinding: known.isUnwinding, isLossy } : undefined;
}

/** Whether both say the same, and nothing of parts: most states that meet are equal. */
function isEqual(known: Entry, more: Entry): boolean {
  const { values } = known;
  if (known.isLossy !== more.isLossy) return false;
  for (const value of more.values) if (value !== undefined) value.twin = undefined;
  for (const value of values) if (value !== undefined) value.twin = undefined;
  for (const [i, a] of values.entries()) {
    const b = more.values[i];
    if (a?.twin !== b?.twin && (a?.twin !== b || b?.twin !== a)) return false;
    if (a === undefined || b === undefined) {
      if (a !== b) return false;
      continue;
    }
    a.twin = b;
    b.twin = a;
  }
  return values.every((a) => a === undefined || a.twin !== undefined && isAlike(a, a.twin));
}

function isAlike(a: Value, b: Value): boolean {
  return a.type === b.type && a.low === b.low && a.high === b.high && a.count === b.count &&
    isSameList(a.variants, b.variants) && a.parts === undefined && b.parts === undefined &&
    a.type !== OPEN && a.tagOf?.twin === b.tagOf && (a.base === b.base || a.base?.twin === b.base);
}

function isSameList(a: readonly number[] = [], b: readonly number[] = []): boolean {
  return a.length === b.length && a.every((each, i) => each === b[i]);
}

/** What both look into; where one holds no reference, what the other looks into. */
function commonBase(
  a: Value,
  b: Value,
  pairs: ReadonlyMap<Value, ReadonlyMap<Value, Pair>>,
  all: readonly Pair[],
): Value | undefined {
  if (a.count !== FREE && b.count !== FREE) {
    if (a.base === LENT && b.base === LENT) return LENT;
    return a.base && b.base && pairs.get(a.base)?.get(b.base)?.value;
  }
  const base = a.count === FREE ? b.base : a.base;
  if (base === undefined || base === LENT) return base;
  return all.find((pair) => (a.count === FREE ? pair.b : pair.a) === base)?.value;
}

/** Pairs the parts of what is paired; whether a part of a first one is not known any more. */
function pairParts(pairs: Map<Value, Map<Value, Pair>>, types: ProgramTypes): boolean {
  let changed = false;
  const open = [...pairs.values()].flatMap((row) => [...row.values()]);
  for (let pair = open.pop(); pair !== undefined; pair = open.pop()) {
    for (const [index, a] of pair.a.parts ?? []) {
      const b = pair.b.parts?.get(index);
      const isNew = b !== undefined && pairs.get(a)?.get(b) === undefined;
      const part = b === undefined ? undefined : pairOf(a, b, pairs, types);
      if (part === undefined) changed = true;
      else {
        (pair.value.parts ??= new Map()).set(index, part.value);
        if (isNew) open.push(part);
      }
    }
  }
  return changed;
}

/** Whether the value of a pair is known less well than its first part. */
function isNews({ a, value }: Pair, pairs: ReadonlyMap<Value, ReadonlyMap<Value, Pair>>): boolean {
  if (a.type !== value.type || a.low !== value.low || a.high !== value.high) return true;
  if (a.count !== value.count || a.variants !== value.variants) return true;
  const stillTag = a.tagOf === undefined || value.tagOf !== undefined;
  if (a.base === undefined || a.base === LENT) return !stillTag || a.base !== value.base;
  const row = pairs.get(a.base)?.values() ?? [];
  return !stillTag || ![...row].some((pair) => pair.value === value.base);
}

/** Undefined if the two cannot be one value. */
function pairOf(
  a: Value,
  b: Value,
  pairs: Map<Value, Map<Value, Pair>>,
  types: ProgramTypes,
): Pair | undefined {
  const known = pairs.get(a)?.get(b);
  if (known !== undefined) return known;
  const type = commonType(a, b, types);
  if (type === undefined) return undefined;
  const low = Math.min(a.low, b.low);
  const value = new Value(type, low, Math.max(a.high, b.high), FREE, undefined);
  value.variants = eitherVariant(a.variants, b.variants);
  value.empty = a.empty;
  const pair = { a, b, value, isCounted: false };
  const row = pairs.get(a);
  if (row === undefined) pairs.set(a, new Map([[b, pair]]));
  else row.set(b, pair);
  return pair;
}

/** The variants of both; `a` itself if it has those of `b`. */
function eitherVariant(
  a: readonly number[] | undefined,
  b: readonly number[] | undefined,
): readonly number[] | undefined {
  if (a === undefined || b === undefined) return undefined;
  if (a === b) return a;
  const all = new Set([...a, ...b]);
  return all.size === a.length ? a : [...all].sort((x, y) => x - y);
}

function commonType(a: Value, b: Value, types: ProgramTypes): number | undefined {
  if (a.type === OPEN || b.type === OPEN) return undefined;
  if (a.type === b.type) return a.type;
  if (a.type >= 0 && b.type >= 0) return types.isSame(a.type, b.type) ? a.type : undefined;
  const [named, other] = a.type >= 0 ? [a.type, b.type] : [b.type, a.type];
  if (named < 0) return undefined;
  const { kind } = types.get(named);
  const fits = kind === "builder" ? other === EMPTY : kind === "token" && other === NO_TOKEN;
  return fits ? named : undefined;
}

/**
 * Gives each pair its count. The references of a value that is several in the other state are divided among them: as
 * that state says, or one for each.
 */
function divideCounts(pairs: readonly Pair[]): void {
  const [byA, byB] = [groupBy(pairs, "a"), groupBy(pairs, "b")];
  for (const pair of pairs) {
    const { a, b, value } = pair;
    const fromA = a.count !== FREE && byA.get(a)?.length === 1;
    const fromB = b.count !== FREE && byB.get(b)?.length === 1;
    if (fromA || fromB) value.count = fromA ? a.count : b.count;
    pair.isCounted = fromA || fromB || a.count === FREE && b.count === FREE;
  }
  for (const groups of [byA, byB]) for (const [whole, parts] of groups) divide(whole, parts);
}

function divide(whole: Value, parts: readonly Pair[]): void {
  if (whole.count === FREE) return;
  const open = parts.filter((part) => !part.isCounted);
  const known = parts.filter((part) => part.isCounted && part.value.count !== FREE);
  const left = whole.count - known.reduce((sum, part) => sum + part.value.count, 0);
  const each = left / (open.length || 1);
  if (left < 0 || !Number.isInteger(each) || (open.length === 0 && left !== 0)) {
    throw new BlobError("owns different references where paths meet");
  }
  for (const part of open) {
    part.value.count = each;
    part.isCounted = true;
  }
}

function groupBy(pairs: readonly Pair[], key: "a" | "b"): Map<Value, Pair[]> {
  const groups = new Map<Value, Pair[]>();
  for (const pair of pairs) {
    const group = groups.get(pair[key]);
    if (group === undefined) groups.set(pair[key], [pair]);
    else group.push(pair);
  }
  return groups;
}
