/**
 * Intrinsics on lists. A list whose buffer is unique is changed in place, any other is copied first.
 * On a panic the owned arguments are released.
 */
import { classOf, REF } from "../bytecode/mod.ts";
import { panicMessage } from "../operations/mod.ts";
import {
  bug,
  cellOf,
  elementType,
  indexWithin,
  type IntrinsicFunction,
  isRangeWithin,
  scalarOf,
  VOID,
} from "./intrinsic.ts";
import { type Cell, type Scalar, UNCOUNTED, type Value } from "./value.ts";
import type { World } from "./world.ts";

/** Elements as owned copies. */
function retained(w: World, type: number, items: Value[]): Value[] {
  const element = elementType(w, type);
  if (w.heap.types[element].isCounted) {
    for (const item of items) {
      w.heap.retainValue(element, item);
    }
  }
  return items;
}

/** `list` itself when it is unique, else a copy; consumes `list`. */
function unique(w: World, type: number, list: Cell): Cell {
  if (list.count === 1) return list;
  const copy = w.heap.cell(type, 0, retained(w, type, list.elements(0, list.length)));
  w.heap.release(list);
  return copy;
}

function outOfBounds(at: Scalar, length: number): string {
  return panicMessage("index_bounds", at, length);
}

function newList(w: World, type: number, capacity: Value): Value {
  return scalarOf(capacity) > 0 ? w.heap.cell(type, 0, []) : w.heap.emptyList(type);
}

function elementAt(list: Cell, index: number): Value {
  const value = list.element(index);
  if (value === undefined) throw bug("read of a hole in a list");
  return value;
}

function get(_w: World, _type: number, xs: Value, at: Value): Value | string {
  const list = cellOf(xs);
  const index = indexWithin(scalarOf(at), list.length);
  return index < 0 ? outOfBounds(scalarOf(at), list.length) : elementAt(list, index);
}

function getUnchecked(_w: World, _type: number, xs: Value, at: Value): Value {
  const list = cellOf(xs);
  const index = indexWithin(scalarOf(at), list.length);
  if (index < 0) throw bug("list_at out of bounds");
  return elementAt(list, index);
}

function push(w: World, type: number, xs: Value, value: Value): Value {
  const list = unique(w, type, cellOf(xs));
  list.items.push(value);
  w.heap.meter?.addItems(1);
  return list;
}

function set(w: World, type: number, xs: Value, at: Value, value: Value): Value | string {
  const list = cellOf(xs);
  const { length } = list;
  const index = ownedIndex(w, list, scalarOf(at), length);
  if (index < 0) {
    w.heap.releaseValue(elementType(w, type), value);
    return outOfBounds(scalarOf(at), length);
  }
  const own = unique(w, type, list);
  const before = own.items[index];
  own.items[index] = value;
  w.heap.releaseValue(elementType(w, type), before);
  return own;
}

/** Checks `at` for an operation that owns the list; -1 after releasing it. */
function ownedIndex(w: World, list: Cell, at: Scalar, length: number): number {
  const index = indexWithin(at, length);
  if (index < 0) w.heap.release(list);
  return index;
}

function take(w: World, type: number, xs: Value, at: Value): Value | string {
  const list = cellOf(xs);
  const { length } = list;
  const index = ownedIndex(w, list, scalarOf(at), length);
  if (index < 0) return outOfBounds(scalarOf(at), length);
  const own = unique(w, type, list);
  const value = elementAt(own, index);
  own.items[index] = undefined;
  return [own, value];
}

function put(_w: World, _type: number, xs: Value, at: Value, value: Value): Value {
  const list = cellOf(xs);
  const index = Number(scalarOf(at));
  if (list.count !== 1 || index >= list.length || list.items[index] !== undefined) {
    throw bug("list_put where list_take left no hole");
  }
  list.items[index] = value;
  return list;
}

/** Numbers stay where they were: an array of numbers alone is faster. */
function move(_w: World, _type: number, source: Value, at: Value, target: Value, to: Value): Value {
  const [from, into] = [cellOf(source), cellOf(target)];
  const index = indexWithin(scalarOf(at), from.items.length);
  const slot = indexWithin(scalarOf(to), into.items.length);
  if (index < 0 || slot < 0) throw bug("list_move out of bounds");
  if (from.count !== 1 || into.count !== 1) throw bug("list_move in a shared list");
  const value = from.items[index];
  if (typeof value !== "number") from.items[index] = undefined;
  into.items[slot] = value;
  return VOID;
}

function swapCell(_w: World, _type: number, cell: Value, value: Value): Value {
  const { items } = cellOf(cell);
  const [before] = items;
  if (before === undefined) throw bug("cell_swap of an empty cell");
  items[0] = value;
  return before;
}

function holes(w: World, type: number, length: Value): Value {
  const count = Number(scalarOf(length));
  if (!(count >= 0 && count <= MAX_HOLES)) throw bug(`a list of ${count} holes`);
  const hole = classOf(w.heap.types[elementType(w, type)]) === REF ? undefined : 0;
  return w.heap.list(type, new Array<Value>(count).fill(hole));
}

/** Longer arrays do not exist. */
const MAX_HOLES = 2 ** 32 - 1;

/** Part of a list: a slice that shares its buffer if that may be and is worth it, else a copy. */
function slice(mayShare: boolean): IntrinsicFunction {
  return (w, type, xs, first, last) => {
    const list = cellOf(xs);
    const [start, end] = [scalarOf(first), scalarOf(last)];
    if (!isRangeWithin(start, end, list.length)) {
      return panicMessage("list_slice_bounds", start, end, list.length);
    }
    const isWhole = start <= 0 && end >= list.length;
    if (isWhole && list.count !== UNCOUNTED) {
      w.heap.retain(list);
      return list;
    }
    const [from, to] = [Number(start), Number(end)];
    const part = mayShare ? w.heap.listSlice(list, from, to - from) : undefined;
    return part ?? w.heap.list(type, retained(w, type, list.elements(from, to)));
  };
}

function concat(w: World, type: number, left: Value, right: Value): Value {
  const [list, other] = [cellOf(left), cellOf(right)];
  if (list.count === UNCOUNTED) {
    w.heap.retain(other);
    return other;
  }
  if (other.length === 0) return list;
  const added = other.elements(0, other.length); // read first: `other` may end with `list`
  const own = unique(w, type, list);
  for (const item of retained(w, type, added)) own.items.push(item);
  w.heap.meter?.addItems(added.length);
  return own;
}

function insert(w: World, type: number, xs: Value, at: Value, value: Value): Value | string {
  const list = cellOf(xs);
  const { length } = list;
  const index = ownedIndex(w, list, scalarOf(at), length + 1);
  if (index < 0) {
    w.heap.releaseValue(elementType(w, type), value);
    return outOfBounds(scalarOf(at), length);
  }
  const own = unique(w, type, list);
  own.items.splice(index, 0, value);
  w.heap.meter?.addItems(1);
  return own;
}

function remove(w: World, type: number, xs: Value, at: Value): Value | string {
  const list = cellOf(xs);
  const { length } = list;
  const index = ownedIndex(w, list, scalarOf(at), length);
  if (index < 0) return outOfBounds(scalarOf(at), length);
  const own = unique(w, type, list);
  const [removed] = own.items.splice(index, 1);
  w.heap.releaseValue(elementType(w, type), removed);
  return own;
}

function swap(w: World, type: number, xs: Value, i: Value, j: Value): Value | string {
  const list = cellOf(xs);
  const { length } = list;
  const [first, second] = [indexWithin(scalarOf(i), length), indexWithin(scalarOf(j), length)];
  if (first < 0 || second < 0) {
    w.heap.release(list);
    return outOfBounds(scalarOf(first < 0 ? i : j), length);
  }
  const own = unique(w, type, list);
  const { items } = own;
  const value = items[first];
  items[first] = items[second];
  items[second] = value;
  return own;
}

function truncate(w: World, type: number, xs: Value, length: Value): Value {
  const list = cellOf(xs);
  const wanted = scalarOf(length);
  if (wanted >= list.length) return list;
  const own = unique(w, type, list);
  const element = elementType(w, type);
  const dropped = own.items.splice(wanted < 0 ? 0 : Number(wanted));
  for (const value of dropped.reverse()) w.heap.releaseValue(element, value);
  return own;
}

export const LIST_INTRINSICS = {
  list_new: newList,
  list_len: (_w, _type, xs) => cellOf(xs).length,
  list_get: get,
  list_at: getUnchecked,
  list_push: push,
  list_set: set,
  list_take: take,
  list_put: put,
  list_own: (w, type, xs) => unique(w, type, cellOf(xs)),
  list_holes: holes,
  list_move: move,
  cell_swap: swapCell,
  list_slice: slice(true),
  list_copy: slice(false),
  list_concat: concat,
  list_insert: insert,
  list_remove: remove,
  list_swap: swap,
  list_truncate: truncate,
} satisfies Record<string, IntrinsicFunction>;
