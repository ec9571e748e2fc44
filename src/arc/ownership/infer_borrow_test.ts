/** What happens to a lambda whose contract was never inferred (seeds RC-12), and what wrappers do with marks (RC-11). */
import { assertEquals, assertStringIncludes } from "@std/assert";
import { Analyses } from "../analysis/analyses.ts";
import { type ArcFunction, type ArcProgram, printFunction } from "../mod.ts";
import {
  inferBorrow,
  type MissingContractListener,
  ownCapturesWithoutContract,
} from "./infer_borrow.ts";
import { parseProgram } from "../ir/parse.ts";
import { runPhaseChange } from "../pass/run_steps.ts";
import { toCounted, warnOfMissingContracts } from "../passes.ts";

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

function infer(program: ArcProgram<"lowered">, onMissing?: MissingContractListener) {
  return inferBorrow(program, new Analyses(program), onMissing);
}

function insertRc(program: ArcProgram<"owned">): ArcProgram<"counted"> {
  return runPhaseChange(program, toCounted, { verify: true });
}

Deno.test("a lambda without a contract owns its captures, and a warning says so (RC-12)", () => {
  const program = parseProgram(TEXT, "lowered");
  const events: unknown[] = [];
  const message = (...event: readonly unknown[]) => void events.push(event);
  ownCapturesWithoutContract(program, new Map(), warnOfMissingContracts({ message }));
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
  const program = parseProgram(TEXT, "lowered");
  const missing: string[] = [];
  infer(program, (name) => missing.push(name));
  assertEquals(missing, []);
  assertEquals(marks(program.fns[0]), ["owned", "borrowed", "borrowed"]);
});

Deno.test("a wrapper takes a reference of owned captures, and only of those (RC-11)", () => {
  const inferred = insertRc(infer(parseProgram(TEXT, "lowered")).program);
  assertEquals(increments(inferred.fns[3]), [2]);

  const { program: conservative, reasons: contracts } = infer(parseProgram(TEXT, "lowered"));
  const without = new Map([...contracts].filter(([fn]) => fn !== conservative.fns[0].id));
  ownCapturesWithoutContract(conservative, without, () => {});
  const [call] = conservative.fns[3].blocks[0].ops.flatMap((op) =>
    op.kind === "Call" ? [op.call] : []
  );
  call.ownership = ["owned", "owned", "borrowed"];
  const counted = insertRc(conservative);
  assertEquals(increments(counted.fns[3]), [2, 3]);
  assertStringIncludes(printFunction(counted.fns[0], counted), "RcDec %1");
});
