/** What waits for a type runs once it is known, in the order in which it was deferred. */
import { assertEquals } from "@std/assert";
import type { FileId } from "../../base/mod.ts";
import { Diagnostics } from "../../diagnostics/mod.ts";
import { BUILTIN_DEFS, INT, VOID } from "../model/builtin.ts";
import type { Type } from "../model/model.ts";
import { conType } from "../model/type.ts";
import { Unifier } from "../model/unify.ts";
import { Recorder } from "./recorder.ts";
import { Scopes } from "./scopes.ts";
import { type Need, Worklist } from "./worklist.ts";

const SPAN = { file: 0 as FileId, start: 0, end: 0 };
const WAITS: Need = { span: SPAN, literal: "waits" };
const IS_INT: Need = { span: SPAN, literal: "isInt" };
const BYTE = conType(BUILTIN_DEFS.byte);

class Fixture {
  readonly ran: string[] = [];
  readonly unifier: Unifier = new Unifier((variable, to, makesLiteral) =>
    this.work.wake(variable, to, makesLiteral)
  );
  readonly work = new Worklist(
    this.unifier,
    new Scopes({ kind: "function", type: VOID, span: SPAN }),
    new Recorder(new Diagnostics(), () => undefined),
  );

  defer(name: string, on: Type, need: Need): void {
    const note = (type: Type) =>
      this.ran.push(`${name}: ${type === INT ? "int" : type === BYTE ? "byte" : type.kind}`);
    this.work.whenKnown(on, need, note);
  }

  unify(left: Type, right: Type): void {
    this.unifier.unify(left, right);
    this.work.settle();
  }
}

Deno.test("literals that become one wait together, until their type is known", () => {
  const fixture = new Fixture();
  const { unifier, ran } = fixture;
  const [a, b, c] = [1, 2, 3].map(() => unifier.freshIntLiteral()) as [Type, Type, Type];
  for (const name of ["a1", "a2", "a3"]) fixture.defer(name, a, WAITS);
  fixture.defer("b1", b, WAITS);
  fixture.defer("c1", c, WAITS);
  fixture.unify(a, b);
  fixture.unify(c, a);
  assertEquals(ran, []);
  assertEquals(fixture.work.pending().length, 5);
  fixture.unify(b, BYTE);
  assertEquals([...ran].sort(), ["a1", "a2", "a3", "b1", "c1"].map((name) => `${name}: byte`));
  assertEquals(ran.filter((line) => line.startsWith("a")), ["a1: byte", "a2: byte", "a3: byte"]);
  assertEquals(fixture.work.pending(), []);
});

for (const isReversed of [false, true]) {
  Deno.test(`a variable that becomes a literal wakes what takes it for int: ${isReversed}`, () => {
    const fixture = new Fixture();
    const [open, literal] = [fixture.unifier.fresh(), fixture.unifier.freshIntLiteral()];
    fixture.defer("waits", open, WAITS);
    fixture.defer("literal waits", literal, WAITS);
    fixture.defer("is int", open, IS_INT);
    assertEquals(fixture.ran, []);
    if (isReversed) fixture.unify(literal, open);
    else fixture.unify(open, literal);
    assertEquals(fixture.ran[0], "is int: int");
    assertEquals([...fixture.ran].sort(), ["is int: int", "literal waits: int", "waits: int"]);
  });
}

Deno.test("variables that become one, neither a literal, wait on", () => {
  const fixture = new Fixture();
  const [a, b] = [fixture.unifier.fresh(), fixture.unifier.fresh()];
  fixture.defer("a", a, IS_INT);
  fixture.defer("b", b, IS_INT);
  fixture.unify(a, b);
  assertEquals(fixture.ran, []);
  fixture.unify(a, fixture.unifier.freshIntLiteral());
  assertEquals([...fixture.ran].sort(), ["a: int", "b: int"]);
});

Deno.test("any number of tasks waits for one variable", () => {
  const fixture = new Fixture();
  const literals = Array.from({ length: 200_000 }, () => fixture.unifier.freshIntLiteral());
  let last: Type = fixture.unifier.freshIntLiteral();
  for (const [i, literal] of literals.entries()) {
    fixture.unifier.unify(last, literal);
    fixture.defer(`${i}`, last, WAITS);
    last = literal;
  }
  fixture.unify(last, INT);
  assertEquals(fixture.ran.length, literals.length);
  assertEquals(fixture.ran.slice(0, 2), ["0: int", "1: int"]);
});
