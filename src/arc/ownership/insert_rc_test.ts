import { assertEquals } from "@std/assert";
import { insertRc } from "./insert_rc.ts";
import type { ArcFunction, Call, Op, Terminator, VarId } from "../ir/ir.ts";
import { verifyProgram } from "../verify/verify.ts";
import {
  apply,
  applyIndirect,
  b,
  borrowedParam,
  FN,
  makeFunc,
  makeProgram,
  ownedParam,
  SPAN,
  STR,
  types,
  v,
} from "../../../tests/support/arc.ts";

/** `g(own, ref) -> str`, which can unwind when `unwinds`. */
function callee(unwinds: boolean): ArcFunction<"owned"> {
  const panic: Op = {
    kind: "Call",
    dst: v(2),
    call: {
      kind: "Intrinsic",
      name: "panic",
      typeArgs: [],
      args: [v(0)],
      ownership: ["owned"],
      span: SPAN,
    },
  };
  const never = types.id("Never");
  const end: Terminator = unwinds ? { kind: "Unreachable" } : { kind: "Return", value: v(0) };
  const blocks = [b(0, unwinds ? [panic] : [], end)];
  return makeFunc([ownedParam(0), borrowedParam(1)], [STR, STR, never], blocks, {
    id: 1,
    name: "g",
  });
}

function withRc(fn: ArcFunction<"owned">, unwinds = true): ArcFunction<"counted"> {
  const fns = [fn, callee(unwinds)].map((one) => insertRc(one, types, [true, unwinds]));
  verifyProgram(makeProgram(fns));
  return fns[0];
}

function callThenReturn(call: Call, result: VarId, params: number): ArcFunction<"owned"> {
  const op: Op = { kind: "Call", dst: v(params), call };
  const vars = [FN, ...new Array(params).fill(STR)];
  return makeFunc(
    [borrowedParam(0), ...Array.from({ length: params - 1 }, (_, i) => ownedParam(i + 1))],
    vars,
    [b(0, [op], { kind: "Return", value: result })],
  );
}

/** What the unwind block of the only Invoke releases; undefined without an Invoke. */
function released(fn: ArcFunction): VarId[] | undefined {
  const invoke = fn.blocks.map((block) => block.terminator).find((t) => t.kind === "Invoke");
  if (invoke?.kind !== "Invoke") return undefined;
  const unwind = fn.blocks[invoke.unwind];
  assertEquals(unwind.terminator.kind, "Resume");
  return unwind.ops.map((op) => {
    assertEquals(op.kind, "RcDec");
    return op.kind === "RcDec" ? op.target : v(-1);
  });
}

const CALLS: Record<string, (owned: VarId, borrowed: VarId) => Call> = {
  Apply: (owned, borrowed) => apply(1, [owned, borrowed], ["owned", "borrowed"]),
  ApplyIndirect: (owned, other) =>
    applyIndirect([v(0), owned, other], ["borrowed", "owned", "owned"]),
};

for (const [name, call] of Object.entries(CALLS)) {
  Deno.test(`${name}: what stays owned and live is released when it unwinds (UW-4)`, () => {
    // %3 lives across the call, %1 and %2 go into it (or are only borrowed by it).
    const fn = withRc(callThenReturn(call(v(1), v(2)), v(3), 4));
    assertEquals(released(fn), name === "Apply" ? [v(3), v(2)] : [v(3)]);
  });

  Deno.test(`${name}: what is dead before the call is released before it (UW-2)`, () => {
    const fn = withRc(callThenReturn(call(v(1), v(1)), v(4), 4));
    const [first, second] = fn.blocks[0].ops.filter((op) => op.kind === "RcDec");
    assertEquals(first, { kind: "RcDec", target: v(3), span: SPAN });
    assertEquals(second, { kind: "RcDec", target: v(2), span: SPAN });
  });

  Deno.test(`${name}: an argument used twice gets one more reference`, () => {
    const fn = withRc(callThenReturn(call(v(1), v(1)), v(2), 2));
    const ops = fn.blocks[0].ops.map((op) => op.kind);
    assertEquals(ops.filter((kind) => kind === "RcInc").length, 1);
  });
}

Deno.test("a call that cannot unwind stays an op", () => {
  const fn = withRc(callThenReturn(CALLS.Apply(v(1), v(2)), v(3), 4), false);
  assertEquals(released(fn), undefined);
});

Deno.test("a call with nothing owned live stays an op", () => {
  const fn = withRc(callThenReturn(CALLS.ApplyIndirect(v(1), v(2)), v(3), 3));
  assertEquals(released(fn), undefined);
});

Deno.test("a borrowed parameter that is returned gets a reference", () => {
  const fn = makeFunc([borrowedParam(0)], [STR], [b(0, [], { kind: "Return", value: v(0) })]);
  assertEquals(withRc(fn).blocks[0].ops, [{ kind: "RcInc", target: v(0), span: SPAN }]);
});

Deno.test("literals get no RC operation, however often they are used", () => {
  const literal: Op = { kind: "Const", dst: v(1), value: { kind: "str", value: "x" } };
  const call = apply(1, [v(1), v(1)], ["owned", "borrowed"]);
  const fn = makeFunc([ownedParam(0)], [STR, STR, STR], [
    b(0, [literal, { kind: "Call", dst: v(2), call }], { kind: "Return", value: v(0) }),
  ]);
  const text = JSON.stringify(withRc(fn).blocks.flatMap((block) => block.ops));
  assertEquals(text.includes('"target":1'), false);
});
