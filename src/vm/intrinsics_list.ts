/**
 * Intrinsics on lists. A list whose buffer is unique is changed in place, any other is copied first.
 * On a panic the owned arguments are released.
 */
import { panicMessage } from "../operations/mod.ts";
import {
  elementType,
  giveInt,
  giveRef,
  giveVoid,
  indexWithin,
  intArg,
  type IntrinsicHandler,
  isRangeWithin,
  listArg,
  listType,
  valueArg,
} from "./intrinsic_args.ts";
import type { Machine } from "./machine.ts";
import { type Cell, UNCOUNTED, type Value } from "./value.ts";

/** Elements as owned copies. */
function retained(m: Machine, items: Value[]): Value[] {
  const type = elementType(m);
  if (m.heap.types[type].isCounted) { for (const item of items) m.heap.retainValue(type, item); }
  return items;
}

/** `list` itself when it is unique, else a copy; consumes `list`. */
function unique(m: Machine, list: Cell): Cell {
  if (list.count === 1) return list;
  const copy = m.heap.cell(listType(m), 0, retained(m, list.elements(0, list.length)));
  m.heap.release(list);
  return copy;
}

function outOfBounds(at: number | bigint, list: Cell): string {
  return panicMessage("index_bounds", at, list.length);
}

function newList(m: Machine): undefined {
  const type = listType(m);
  const hasRoom = intArg(m, 0) > 0;
  return giveRef(m, hasRoom ? m.heap.cell(type, 0, []) : m.heap.emptyList(type));
}

/** Gives an element to the destination, in the class it has. */
function giveElement(m: Machine, value: Value): undefined {
  if (value === undefined) throw m.bug("read of a hole in a list");
  if (typeof value === "number" || typeof value === "bigint") m.setInt(m.register(0), value);
  else m.refs[m.register(0)] = value;
}

function get(m: Machine): string | undefined {
  const list = listArg(m, 0);
  const at = intArg(m, 1);
  const index = indexWithin(at, list.length);
  if (index < 0) return outOfBounds(at, list);
  return giveElement(m, list.element(index));
}

function at(m: Machine): undefined {
  const list = listArg(m, 0);
  const index = indexWithin(intArg(m, 1), list.length);
  if (index < 0) throw m.bug("list_at out of bounds");
  return giveElement(m, list.element(index));
}

function push(m: Machine): undefined {
  const value = valueArg(m, 1);
  const list = unique(m, listArg(m, 0));
  list.items.push(value);
  return giveRef(m, list);
}

function set(m: Machine): string | undefined {
  const list = listArg(m, 0);
  const [at, value] = [intArg(m, 1), valueArg(m, 2)];
  const index = indexWithin(at, list.length);
  if (index < 0) {
    const message = outOfBounds(at, list);
    m.heap.release(list);
    m.heap.releaseValue(elementType(m), value);
    return message;
  }
  const own = unique(m, list);
  const before = own.items[index];
  own.items[index] = value;
  giveRef(m, own);
  m.heap.releaseValue(elementType(m), before);
  return undefined;
}

/** Checks `at` for an operation that owns the list; -1 after releasing it. */
function ownedIndex(m: Machine, list: Cell, at: number | bigint, length: number): number {
  const index = indexWithin(at, length);
  if (index < 0) m.heap.release(list);
  return index;
}

function take(m: Machine): string | undefined {
  const list = listArg(m, 0);
  const at = intArg(m, 1);
  const message = outOfBounds(at, list);
  const index = ownedIndex(m, list, at, list.length);
  if (index < 0) return message;
  const own = unique(m, list);
  const value = own.items[index];
  own.items[index] = undefined;
  return giveRef(m, [own, value]);
}

function put(m: Machine): undefined {
  const list = listArg(m, 0);
  const index = Number(intArg(m, 1));
  if (list.count !== 1 || index >= list.length || list.items[index] !== undefined) {
    throw m.bug("list_put where list_take left no hole");
  }
  list.items[index] = valueArg(m, 2);
  return giveRef(m, list);
}

/** Numbers stay where they were: an array of numbers alone is faster. */
function move(m: Machine): undefined {
  const [from, to] = [listArg(m, 0), listArg(m, 2)];
  const at = indexWithin(intArg(m, 1), from.items.length);
  const slot = indexWithin(intArg(m, 3), to.items.length);
  if (at < 0 || slot < 0) throw m.bug("list_move out of bounds");
  if (from.count !== 1 || to.count !== 1) throw m.bug("list_move in a shared list");
  const value = from.items[at];
  if (typeof value !== "number") from.items[at] = undefined;
  to.items[slot] = value;
  return giveVoid(m);
}

function holes(m: Machine): undefined {
  const hole = m.heap.types[elementType(m)].isCounted ? undefined : 0;
  const items = new Array<Value>(Number(intArg(m, 0))).fill(hole);
  return giveRef(m, m.heap.list(listType(m), items));
}

/** Part of a list: a slice that shares its buffer if that may be and is worth it, else a copy. */
function slice(m: Machine, mayShare: boolean): string | undefined {
  const list = listArg(m, 0);
  const [start, end] = [intArg(m, 1), intArg(m, 2)];
  if (!isRangeWithin(start, end, list.length)) {
    return panicMessage("list_slice_bounds", start, end, list.length);
  }
  const isWhole = start <= 0 && end >= list.length;
  if (isWhole && list.count !== UNCOUNTED) {
    m.heap.retain(list);
    return giveRef(m, list);
  }
  const [from, to] = [Number(start), Number(end)];
  const part = mayShare ? m.heap.listSlice(list, from, to - from) : undefined;
  if (part !== undefined) return giveRef(m, part);
  return giveRef(m, m.heap.list(listType(m), retained(m, list.elements(from, to))));
}

function concat(m: Machine): undefined {
  const [left, right] = [listArg(m, 0), listArg(m, 1)];
  if (left.count === UNCOUNTED) {
    m.heap.retain(right);
    return giveRef(m, right);
  }
  if (right.length === 0) return giveRef(m, left);
  const added = right.elements(0, right.length); // read first: `right` may end with `left`
  const own = unique(m, left);
  for (const item of retained(m, added)) own.items.push(item);
  return giveRef(m, own);
}

function insert(m: Machine): string | undefined {
  const list = listArg(m, 0);
  const [at, value] = [intArg(m, 1), valueArg(m, 2)];
  const message = outOfBounds(at, list);
  const index = ownedIndex(m, list, at, list.length + 1);
  if (index < 0) {
    m.heap.releaseValue(elementType(m), value);
    return message;
  }
  const own = unique(m, list);
  own.items.splice(index, 0, value);
  return giveRef(m, own);
}

function remove(m: Machine): string | undefined {
  const list = listArg(m, 0);
  const at = intArg(m, 1);
  const message = outOfBounds(at, list);
  const index = ownedIndex(m, list, at, list.length);
  if (index < 0) return message;
  const own = unique(m, list);
  const [removed] = own.items.splice(index, 1);
  giveRef(m, own);
  m.heap.releaseValue(elementType(m), removed);
  return undefined;
}

function swap(m: Machine): string | undefined {
  const list = listArg(m, 0);
  const { length } = list;
  const [i, j] = [intArg(m, 1), intArg(m, 2)];
  const bad = indexWithin(i, length) < 0 ? i : indexWithin(j, length) < 0 ? j : undefined;
  if (bad !== undefined) {
    m.heap.release(list);
    return panicMessage("index_bounds", bad, length);
  }
  const { items } = giveUnique(m, list);
  const [first, second] = [Number(i), Number(j)];
  const value = items[first];
  items[first] = items[second];
  items[second] = value;
  return undefined;
}

function giveUnique(m: Machine, list: Cell): Cell {
  const own = unique(m, list);
  giveRef(m, own);
  return own;
}

function truncate(m: Machine): string | undefined {
  const list = listArg(m, 0);
  const wanted = intArg(m, 1);
  if (wanted >= list.length) return giveRef(m, list);
  const keep = wanted < 0 ? 0 : Number(wanted);
  const { items } = giveUnique(m, list);
  const type = elementType(m);
  for (const dropped of items.splice(keep).reverse()) m.heap.releaseValue(type, dropped);
  return undefined;
}

export const LIST_INTRINSICS = {
  list_new: newList,
  list_len: (m) => giveInt(m, listArg(m, 0).length),
  list_get: get,
  list_at: at,
  list_push: push,
  list_set: set,
  list_take: take,
  list_put: put,
  list_own: (m) => giveRef(m, unique(m, listArg(m, 0))),
  list_holes: holes,
  list_move: move,
  list_slice: (m) => slice(m, true),
  list_copy: (m) => slice(m, false),
  list_concat: concat,
  list_insert: insert,
  list_remove: remove,
  list_swap: swap,
  list_truncate: truncate,
} satisfies Record<string, IntrinsicHandler>;
