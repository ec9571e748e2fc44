import { assertEquals } from "@std/assert";
import type { ArcFunction, ArcProgram } from "../ir/ir.ts";
import { parseProgram } from "../ir/parse.ts";
import { Analyses } from "./analyses.ts";
import { findUnwinding } from "./unwinding.ts";

const TEXT = `
fn f(%0: int borrowed) -> int {
bb0:
  %1: int = Prim int_wrap_add(%0, %0)
  Return %1
}
fn g(%0: int borrowed) -> int {
bb0:
  %1: int = CheckedPrim int_add(ref %0, ref %0)
  Return %1
}`;

Deno.test("an analysis is computed when it is asked for, and again after a change", () => {
  const program = parseProgram(TEXT, "lowered");
  const [f, g] = program.fns;
  const analyses = new Analyses(program);
  const computed: string[] = [];
  const ofFunction = (fn: ArcFunction) => computed.push(fn.name);
  const ofProgram = ({ fns }: ArcProgram) => computed.push(`${fns.length} functions`);
  const ofTypes = () => computed.push("types");
  const ask = () => {
    computed.length = 0;
    for (const fn of [f, g, f]) analyses.ofFunction(fn, ofFunction);
    for (let i = 0; i < 2; i++) analyses.ofProgram(ofProgram);
    analyses.ofTypes(ofTypes);
    return [...computed];
  };
  assertEquals(ask(), ["f", "g", "2 functions", "types"]);
  assertEquals(ask(), []);
  analyses.invalidate([g]);
  assertEquals(ask(), ["g", "2 functions"]);
  analyses.invalidate([]);
  assertEquals(ask(), []);
});

Deno.test("unwinding follows a change of a callee", () => {
  const program = parseProgram(TEXT, "lowered");
  const analyses = new Analyses(program);
  const unwinding = (p: ArcProgram) => findUnwinding(p);
  assertEquals(analyses.ofProgram(unwinding), [false, true]);
  const [f, g] = program.fns;
  f.blocks[0].ops = g.blocks[0].ops;
  assertEquals(analyses.ofProgram(unwinding), [false, true]);
  analyses.invalidate([f]);
  assertEquals(analyses.ofProgram(unwinding), [true, true]);
});
