/** Borrowed-argument collection: call form x marks x alias, on synthetic IR (seeds RC-3 to RC-7). */
import { assertEquals } from "@std/assert";
import type { Call, Op } from "../ir/ir.ts";
import { borrowedArguments } from "./ownership.ts";
import type { ArgMark } from "../../operations/mod.ts";
import {
  apply,
  applyIndirect,
  borrowedParam,
  type CallForm,
  callingFunc,
  FN,
  ownedParam,
  STR,
  v,
} from "../../../tests/support/arc.ts";

/** A closure and two strs; `%3` and `%4` are aliases. */
const params = [borrowedParam(0), ownedParam(1), borrowedParam(2)];
const varTypes = [FN, STR, STR];

/** The four call forms: indirect or not, as an op or as the terminator. */
const FORMS: Readonly<Record<string, readonly [boolean, CallForm]>> = {
  Apply: [false, "op"],
  Invoke: [false, "invoke"],
  ApplyIndirect: [true, "op"],
  InvokeIndirect: [true, "invoke"],
};

/** Copies in front of the call, and which variables are its three arguments. */
interface Aliasing {
  readonly copies: readonly (readonly [dst: number, src: number])[];
  readonly args: readonly [number, number, number];
}

const DIRECT: Aliasing = { copies: [], args: [0, 1, 2] };
const ALIAS: Aliasing = { copies: [[3, 2]], args: [0, 1, 3] };
const CHAIN: Aliasing = { copies: [[3, 2], [4, 3]], args: [0, 1, 4] };
/** The alias is of a borrowed argument, which is what is passed. */
const ALIAS_OF: Aliasing = { copies: [[3, 2]], args: [0, 1, 2] };
/** The alias is of the owned argument, and is what is passed. */
const OWNED_ALIAS: Aliasing = { copies: [[3, 1]], args: [0, 3, 2] };
const OWNED_CHAIN: Aliasing = { copies: [[3, 1], [4, 3]], args: [0, 4, 2] };

const MIXED: readonly ArgMark[] = ["borrowed", "owned", "borrowed"];
const ALL_OWNED: readonly ArgMark[] = ["owned", "owned", "owned"];
const ALL_BORROWED: readonly ArgMark[] = ["borrowed", "borrowed", "borrowed"];

interface Row {
  readonly rule: string;
  readonly marks: readonly ArgMark[];
  readonly aliasing: Aliasing;
  /** Exactly these are borrowed. */
  readonly borrowed: readonly number[];
}

const MATRIX: readonly Row[] = [
  // RC-3: exactly the Borrowed ones. Fails where all arguments of an indirect call count as borrowed,
  // and, for the Invoke forms, where the terminator is not looked at.
  { rule: "RC-3 mixed marks", marks: MIXED, aliasing: DIRECT, borrowed: [0, 2] },
  { rule: "RC-3 all borrowed", marks: ALL_BORROWED, aliasing: DIRECT, borrowed: [0, 1, 2] },
  { rule: "RC-7 mixed marks, alias", marks: MIXED, aliasing: ALIAS, borrowed: [0, 2, 3] },
  { rule: "RC-7 mixed marks, chain", marks: MIXED, aliasing: CHAIN, borrowed: [0, 2, 3, 4] },
  { rule: "RC-7 mixed marks, of an alias", marks: MIXED, aliasing: ALIAS_OF, borrowed: [0, 2, 3] },
  // RC-4: the negative pin. Nothing is known, so all are borrowed.
  { rule: "RC-4 empty marks", marks: [], aliasing: DIRECT, borrowed: [0, 1, 2] },
  { rule: "RC-4 empty marks, alias", marks: [], aliasing: ALIAS, borrowed: [0, 1, 2, 3] },
  { rule: "RC-4 empty marks, chain", marks: [], aliasing: CHAIN, borrowed: [0, 1, 2, 3, 4] },
  {
    rule: "RC-4 empty marks, alias of the second argument",
    marks: [],
    aliasing: OWNED_ALIAS,
    borrowed: [0, 1, 2, 3],
  },
  // RC-5: only the marks decide, whoever is called.
  { rule: "RC-5 all owned", marks: ALL_OWNED, aliasing: DIRECT, borrowed: [] },
  { rule: "RC-5 all owned, alias", marks: ALL_OWNED, aliasing: ALIAS, borrowed: [] },
  { rule: "RC-5 all owned, chain", marks: ALL_OWNED, aliasing: CHAIN, borrowed: [] },
  // RC-7 in the other direction: what is moved is not borrowed through its alias.
  { rule: "RC-7 owned alias", marks: MIXED, aliasing: OWNED_ALIAS, borrowed: [0, 2] },
  { rule: "RC-7 owned chain", marks: MIXED, aliasing: OWNED_CHAIN, borrowed: [0, 2] },
];

function borrowedOf(form: string, { marks, aliasing }: Row): number[] {
  const [isIndirect, callForm] = FORMS[form];
  const args = aliasing.args.map(v);
  const call: Call = isIndirect ? applyIndirect(args, [...marks]) : apply(0, args, [...marks]);
  const ops = aliasing.copies.map(([dst, src]): Op => ({ kind: "Copy", dst: v(dst), src: v(src) }));
  const types = [...varTypes, ...ops.map(() => STR)];
  const fn = callingFunc(params, types, ops, call, callForm);
  return [...borrowedArguments(fn)].sort((a, b) => a - b);
}

for (const row of MATRIX) {
  for (const form of Object.keys(FORMS)) {
    Deno.test(`${row.rule}: ${form}`, () => assertEquals(borrowedOf(form, row), [...row.borrowed]));
  }

  Deno.test(`${row.rule}: one helper serves the instruction and the terminator (RC-6)`, () => {
    assertEquals(borrowedOf("InvokeIndirect", row), borrowedOf("ApplyIndirect", row));
    assertEquals(borrowedOf("Invoke", row), borrowedOf("Apply", row));
  });
}
