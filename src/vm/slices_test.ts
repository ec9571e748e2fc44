import { assert, assertEquals, assertThrows } from "@std/assert";
import type { BytecodeProgram, TypeDescriptor } from "../bytecode/mod.ts";
import { InternalError } from "../base/mod.ts";
import { Heap } from "./heap.ts";
import { describeHolders } from "./holders.ts";
import { type Cell, isFreed, type Str } from "./value.ts";

const INTS = 1;
const STRS = 3;
const UNITS = 5;
const TYPES: readonly TypeDescriptor[] = [
  { kind: "scalar", name: "int", isCounted: false, scalar: "int" },
  { kind: "list", name: "[int]", isCounted: true, element: 0 },
  { kind: "str", name: "str", isCounted: true },
  { kind: "list", name: "[str]", isCounted: true, element: 2 },
  { kind: "unit", name: "void", isCounted: false },
  { kind: "list", name: "[void]", isCounted: true, element: 4 },
];
const PROGRAM: BytecodeProgram = {
  chunks: [],
  types: TYPES,
  files: [],
  isStdFile: [],
  tests: [],
};

/** A heap and its events since the last look. */
function startHeap() {
  let events: string[] = [];
  const heap = new Heap(PROGRAM, {
    trace: (event, block, type) => events.push(`${event} ${type} ${block.count}`),
    site: () => 0,
    runDrop: () => {},
  });
  const seen = () => {
    const now = events;
    events = [];
    return now;
  };
  return { heap, seen };
}

function ints(heap: Heap, count: number): Cell {
  return heap.list(INTS, Array.from({ length: count }, (_, i) => i));
}

function part(slice: Cell | undefined): Cell {
  assert(slice !== undefined);
  return slice;
}

function text(heap: Heap, count: number): Str {
  return heap.str("x".repeat(count), count);
}

Deno.test("a slice counts an owner, which holds the buffer; a slice of it counts the same", () => {
  const { heap, seen } = startHeap();
  const xs = ints(heap, 200);
  const slice = part(heap.listSlice(xs, 5, 130));
  assertEquals(seen(), ["alloc [int] 1", "alloc slice 1", "inc [int] 2"]);
  const inner = part(heap.listSlice(slice, 2, 100));
  heap.retain(inner);
  assertEquals(seen(), ["inc slice 2", "inc slice 3"]);
  assertEquals([slice.length, inner.length], [130, 100]);
  assertEquals([slice.element(0), inner.element(0), inner.element(99)], [5, 7, 106]);
  heap.release(xs);
  heap.release(slice);
  heap.release(inner);
  assertEquals(seen(), ["dec [int] 1", "dec slice 2", "dec slice 1"]);
  assertEquals(inner.elements(1, 3), [8, 9]);
  heap.release(inner);
  assertEquals(seen(), ["dec slice 0", "dec [int] 0", "free [int] 0", "free slice 0"]);
  assertEquals([...heap.live()], []);
});

Deno.test("the elements outside of a slice live and end with the buffer", () => {
  const { heap, seen } = startHeap();
  const texts = Array.from({ length: 10 }, (_, i) => text(heap, 30 + i));
  const xs = heap.list(STRS, texts);
  const slice = part(heap.listSlice(xs, 1, 9));
  heap.release(xs);
  seen();
  assertEquals(texts.map((s) => s.count), new Array(10).fill(1));
  heap.release(slice);
  assertEquals(texts.map((s) => s.count), new Array(10).fill(0));
  assertEquals(seen().slice(0, 2), ["dec slice 0", "dec [str] 0"]);
});

Deno.test("small parts, and less than half of the buffer, are no slices; nor is what has no buffer", () => {
  const { heap } = startHeap();
  assertEquals(heap.listSlice(ints(heap, 200), 0, 99), undefined);
  assertEquals(heap.listSlice(ints(heap, 64), 0, 63), undefined);
  assertEquals(heap.listSlice(heap.list(STRS, new Array(8).fill(undefined)), 0, 7), undefined);
  const slice = part(heap.listSlice(ints(heap, 200), 0, 120));
  assertEquals(heap.listSlice(slice, 0, 99), undefined);
  assertEquals(heap.listSlice(heap.list(UNITS, new Array(200).fill(0)), 0, 199), undefined);
  assertEquals(heap.strSlice(text(heap, 130), "x".repeat(127), 127), undefined);
  assertEquals(heap.strSlice(text(heap, 500), "x".repeat(249), 249), undefined);
});

Deno.test("a slice that was read through holds its elements at hand", () => {
  const { heap } = startHeap();
  const slice = part(heap.listSlice(ints(heap, 100), 2, 64));
  for (let i = 0; i < 63; i++) slice.element(i);
  assertEquals(slice.items, []);
  assertEquals(slice.element(63), 65);
  assertEquals(slice.items, Array.from({ length: 64 }, (_, i) => i + 2));
  assertEquals(slice.element(3), 5);
});

Deno.test("a slice of a text; a reference too few is found", () => {
  const { heap, seen } = startHeap();
  const s = text(heap, 200);
  const slice = heap.strSlice(s, "x".repeat(180), 180);
  assert(slice !== undefined);
  heap.release(s);
  assertEquals([isFreed(s), isFreed(slice)], [false, false]);
  heap.release(slice);
  assertEquals([isFreed(s), isFreed(slice)], [true, true]);
  assertEquals(seen().slice(-4), ["dec slice 0", "dec str 0", "free str 0", "free slice 0"]);
  assertThrows(() => heap.release(slice), InternalError, "RcDec of a freed block");
  assertThrows(() => heap.retain(slice), InternalError, "RcInc of a freed block");
});

Deno.test("the holder of a slice is reported through the owner of the slice", () => {
  const { heap } = startHeap();
  const s = text(heap, 200);
  const slice = heap.strSlice(s, "x".repeat(180), 180);
  heap.list(STRS, [slice]);
  assertEquals(describeHolders(PROGRAM, heap.live()), [
    "  held: [str][0] -> slice -> str\n",
    "  held: [str][0] -> slice\n",
    "  not held: [str]\n",
  ]);
});

Deno.test("a freed block is neither counted nor released again", () => {
  const { heap } = startHeap();
  const xs = ints(heap, 3);
  heap.release(xs);
  assertThrows(() => heap.retain(xs), InternalError, "RcInc of a freed block");
  assertThrows(() => heap.release(xs), InternalError, "RcDec of a freed block");
});
