/** What happens to a lambda whose contract was never inferred (seeds RC-12), and what wrappers do with marks (RC-11). */
import { assertEquals, assertStringIncludes } from "@std/assert";
import { type ArcFunction, printFunction } from "../mod.ts";
import { inferBorrow, ownCapturesWithoutContract } from "./infer_borrow.ts";
import { parseProgram } from "../ir/parse.ts";
import { type LowerOptions, passes, warnOfMissingContracts } from "../pipeline.ts";
import { findUnwinding } from "../analysis/unwinding.ts";
import { verifyProgram } from "../verify/verify.ts";

const TEXT = `
type \`env(str, str)\` = env (str, str)
fn f.lambda0(%0 kept: str borrowed, %1 seen: str borrowed, %2 given: str borrowed) -> str lambda 2 {
bb0:
  %3: str = Intrinsic str_concat(own %0, ref %1)
  %4: str = Intrinsic str_concat(own %3, ref %2)
  Return %4
}
fn plain(%0: str borrowed) -> str lambda 0 {
bb0:
  Return %0
}
fn named(%0: str borrowed) -> str {
bb0:
  Return %0
}
fn f.lambda0$wrapper(%0 env: \`env(str, str)\` borrowed, %1: str owned) -> str wraps @f.lambda0 {
bb0:
  %2: str = EnvGet %0.0
  %3: str = EnvGet %0.1
  %4: str = Apply @f.lambda0(own %2, own %3, ref %1)
  Return %4
}
`;

function marks(fn: ArcFunction): string[] {
  return fn.params.map((param) => param.ownership);
}

/** Whom the wrapper's increments are for. */
function increments(fn: ArcFunction): number[] {
  return fn.blocks.flatMap((block) => block.ops)
    .flatMap((op) => op.kind === "RcInc" ? [op.target] : []);
}

function insertRc(program: ReturnType<typeof parseProgram>): void {
  const pass = passes.find((one) => one.name === "insertRc");
  pass?.run({ program, options: {}, unwinding: findUnwinding(program) });
  verifyProgram(program);
}

Deno.test("a lambda without a contract owns its captures, and a warning says so (RC-12)", () => {
  const program = parseProgram(TEXT);
  const events: unknown[] = [];
  const listener: NonNullable<LowerOptions["onEvent"]> = (...event) => events.push(event);
  ownCapturesWithoutContract(program, new Map(), warnOfMissingContracts(listener));
  // Neither the lambda without captures nor the named function: those do not warn.
  assertEquals(events, [[
    "ori_arc",
    "warn",
    "lambda_capture_ownership missing — defaulting to all-Owned (conservative)",
    { name: "f.lambda0", captures: "2" },
  ]]);
  const [lambda, plain, named] = program.fns;
  assertEquals(marks(lambda), ["owned", "owned", "borrowed"]);
  assertEquals([marks(plain), marks(named)], [["borrowed"], ["borrowed"]]);
});

Deno.test("a lambda with a contract keeps it, without a warning (RC-12)", () => {
  const program = parseProgram(TEXT);
  const missing: string[] = [];
  inferBorrow(program, (name) => missing.push(name));
  assertEquals(missing, []);
  assertEquals(marks(program.fns[0]), ["owned", "borrowed", "borrowed"]);
});

Deno.test("a wrapper takes a reference of owned captures, and only of those (RC-11)", () => {
  const inferred = parseProgram(TEXT);
  inferBorrow(inferred);
  insertRc(inferred);
  assertEquals(increments(inferred.fns[3]), [2]);

  const conservative = parseProgram(TEXT);
  const contracts = inferBorrow(conservative);
  const without = new Map([...contracts].filter(([fn]) => fn !== conservative.fns[0].id));
  ownCapturesWithoutContract(conservative, without, () => {});
  const [call] = conservative.fns[3].blocks[0].ops.flatMap((op) =>
    op.kind === "Call" ? [op.call] : []
  );
  call.ownership = ["owned", "owned", "borrowed"];
  insertRc(conservative);
  assertEquals(increments(conservative.fns[3]), [2, 3]);
  assertStringIncludes(printFunction(conservative.fns[0], conservative), "RcDec %1");
});
