import { assertEquals } from "@std/assert";
import type { Op } from "./ir.ts";
import { borrowedArguments } from "./ownership.ts";
import {
  applyIndirect,
  borrowedParam,
  type CallForm,
  callingFunc,
  FN,
  ownedParam,
  STR,
  v,
} from "../../tests/support/arc.ts";

const params = [borrowedParam(0), ownedParam(1), borrowedParam(2)];
const varTypes = [FN, STR, STR];
const FORMS: readonly CallForm[] = ["op", "invoke"];

function borrowedOf(
  form: CallForm,
  marks: ("owned" | "borrowed")[],
  args: number[],
  ops: Op[] = [],
) {
  const call = applyIndirect(args.map(v), marks);
  const copies = ops.map(() => STR);
  const fn = callingFunc(params, [...varTypes, ...copies], ops, call, form);
  return [...borrowedArguments(fn)].sort((a, b) => a - b);
}

for (const form of FORMS) {
  Deno.test(`mixed marks, indirect ${form}: only borrowed arguments (RC-3)`, () => {
    assertEquals(borrowedOf(form, ["borrowed", "owned", "borrowed"], [0, 1, 2]), [v(0), v(2)]);
  });

  Deno.test(`empty marks, indirect ${form}: all are borrowed (RC-4)`, () => {
    assertEquals(borrowedOf(form, [], [0, 1, 2]), [v(0), v(1), v(2)]);
  });

  Deno.test(`all owned, indirect ${form}: none is borrowed (RC-5)`, () => {
    assertEquals(borrowedOf(form, ["owned", "owned", "owned"], [0, 1, 2]), []);
  });

  Deno.test(`alias of a borrowed argument, indirect ${form} (RC-7)`, () => {
    const copies: Op[] = [
      { kind: "Copy", dst: v(3), src: v(2) },
      { kind: "Copy", dst: v(4), src: v(3) },
    ];
    const direct = borrowedOf(
      form,
      ["borrowed", "owned", "borrowed"],
      [0, 1, 3],
      copies.slice(0, 1),
    );
    assertEquals(direct, [v(0), v(2), v(3)]);
    const chain = borrowedOf(form, ["borrowed", "owned", "borrowed"], [0, 1, 4], copies);
    assertEquals(chain, [v(0), v(2), v(3), v(4)]);
  });

  Deno.test(`alias of an owned argument, indirect ${form}, is not borrowed`, () => {
    const copies: Op[] = [{ kind: "Copy", dst: v(3), src: v(1) }];
    assertEquals(borrowedOf(form, ["borrowed", "owned", "owned"], [0, 3, 2], copies), [v(0)]);
  });
}
