/** Faults of the C runtime. */
import { type Mutant, program, test } from "./mutant.ts";

export const RUNTIME: readonly Mutant[] = [
  {
    name: "runtime: the wrong size of a free is not seen",
    file: "runtime/src/alloc.c",
    find: "if (block->size != size) wrong_size(header, block->size, size, block->site);",
    replace: "if (block->size < 0) wrong_size(header, block->size, size, block->site);",
    killers: [test("tests/canaries_test.ts", "wrong size")],
  },
  {
    name: "runtime: a copied list does not count its elements",
    file: "runtime/src/list.c",
    find: "if (type->retain != NULL && xs->len > 0) type->retain(data, xs->len);",
    replace: "",
    killers: [program("list/value_semantics")],
  },
  {
    name: "runtime: a list that is copied keeps its reference",
    file: "runtime/src/list.c",
    find: "ori_release_block(xs, type->size);",
    replace: "",
    killers: [program("list/value_semantics")],
  },
  {
    name: "runtime: the length of a list overflows",
    file: "runtime/src/list.c",
    find: "if (__builtin_add_overflow(xs->len, extra, &needed)) ori_out_of_memory();",
    replace:
      "if ((needed = (int64_t)((uint64_t)xs->len + (uint64_t)extra), false)) ori_out_of_memory();",
    killers: [test("tests/runtime/runtime_test.ts")],
    equivalent:
      "lists of 2^62 elements do not fit in memory, so no sum of two lengths reaches 2^63",
  },
  {
    name: "runtime: an empty list joined with a shared one takes it over",
    file: "runtime/src/list.c",
    find: "if (added.cap != 0) ori_rc_retain(block_of(added.cap, added.data));",
    replace: "",
    killers: [program("list/concat")],
  },
  {
    name: "runtime: a gap is opened without moving the rest",
    file: "runtime/src/list.c",
    find: "memmove(gap + type->size, gap, (size_t)((xs->len - at) * type->size));",
    replace: "memmove(gap + type->size, gap, (size_t)((xs->len - at - 1) * type->size));",
    killers: [program("list/insert_remove")],
  },
  {
    name: "runtime: a slice of a slice does not count its owner",
    file: "runtime/src/slice.c",
    find: "ori_rc_retain(block_of(xs->cap, xs->data));",
    replace: "",
    killers: [program("slices/lifetimes")],
  },
  {
    name: "runtime: the buffer of a slice is not counted",
    file: "runtime/src/slice.c",
    find: "ori_rc_retain(xs->data);",
    replace: "",
    killers: [program("slices/lifetimes")],
  },
  {
    name: "runtime: a text that begins like another is equal",
    file: "runtime/src/str.c",
    find: "return (l.len > r.len) - (l.len < r.len);",
    replace: "return 0;",
    killers: [program("str/ordering")],
  },
  {
    name: "runtime: the last occurrence is the first",
    file: "runtime/src/str.c",
    find: "end = at - t.bytes;",
    replace: "end = start;",
    killers: [program("str/search")],
  },
  {
    name: "runtime: a text may be cut inside of a character",
    file: "runtime/src/str.c",
    find: "if (is_outside || !is_boundary(t, start) || !is_boundary(t, end)) {",
    replace: "if (is_outside || !is_boundary(t, start)) {",
    killers: [program("str/slice_inside")],
  },
];
