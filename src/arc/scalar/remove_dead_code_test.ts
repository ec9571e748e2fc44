/** What removeDeadCode keeps though nobody uses its result, for every row of the tables and every kind of op. */
import { assert, assertEquals } from "@std/assert";
import {
  type Effect,
  intrinsicInfo,
  type IntrinsicName,
  INTRINSICS,
  type PrimOp,
  PRIMS,
  type SignatureType,
} from "../../operations/mod.ts";
import { parseProgram } from "../ir/parse.ts";
import { printFunction } from "../ir/print.ts";
import { verifyProgram } from "../verify/verify.ts";
import { removeDeadCode } from "./remove_dead_code.ts";

/** What the type parameter of an intrinsic stands for: `Res` has a destructor. */
type Element = "int" | "str" | "Res";

const TYPES = `
type void = unit
type never = never
type str = str
type int = scalar int
type float = scalar float
type bool = scalar bool
type char = scalar char
type byte = scalar byte
type Res = dropping sum { Res { name: str } }
type [int] = list int
type [str] = list str
type [byte] = list byte
type [Res] = list Res
type PairOfint = struct { a: [int], b: int }
type PairOfstr = struct { a: [str], b: str }
type PairOfRes = struct { a: [Res], b: Res }
type Result = sum { Ok { value: int }, Err { error: str } }
type Thunk = fn () -> int
`;

function typeName(type: SignatureType, element: Element): string {
  switch (type.kind) {
    case "scalar":
      return type.scalar;
    case "str":
    case "void":
      return type.kind;
    case "Never":
      return "never";
    case "param":
      return element;
    case "list":
      return `[${typeName(type.element, element)}]`;
    case "tuple":
      return `PairOf${element}`;
  }
}

/** Whether `op`, whose result nobody uses, is still there after the pass; its operands are parameters of these types. */
function isKept(op: string, params: readonly string[]): boolean {
  const declared = params.map((type, i) => `%${i}: ${type} owned`).join(", ");
  const text = `${TYPES}
fn f(${declared}) -> void {
bb0:
  ${op}
  %91: void = Const unit
  Return %91
}`;
  const program = parseProgram(text, "owned");
  verifyProgram(program);
  const [fn] = program.fns;
  const before = fn.blocks[0].ops.length;
  removeDeadCode(fn, program.types);
  const { length } = fn.blocks[0].ops;
  assert(length === before || length === before - 1, printFunction(fn, program));
  return length === before;
}

/** Whether a call of `name` is kept when nobody uses its result. */
function isIntrinsicKept(name: IntrinsicName, element: Element): boolean {
  const { signature: { params, result, typeParams }, args } = intrinsicInfo(name);
  const marked = args.map((mark, i) => `${mark === "owned" ? "own" : "ref"} %${i}`);
  const of = typeParams.length === 0 ? "" : ` of ${element}`;
  const call = `%90: ${typeName(result, element)} = Intrinsic ${name}${of}(${marked.join(", ")})`;
  return isKept(call, params.map(({ type }) => typeName(type, element)));
}

const ALWAYS: readonly Effect[] = ["writes", "unwinds", "world"];

for (const name of Object.keys(INTRINSICS) as IntrinsicName[]) {
  const { effects, signature } = intrinsicInfo(name);
  const isAlwaysKept = effects.some((effect) => ALWAYS.includes(effect));
  const elements: readonly Element[] = signature.typeParams.length > 0
    ? ["int", "str", "Res"]
    : ["int"];
  for (const element of elements) {
    const wanted = isAlwaysKept || element === "Res" && effects.includes("user_code");
    const of = signature.typeParams.length > 0 ? ` of ${element}` : "";
    Deno.test(`${name}${of} without a use is ${wanted ? "kept" : "removed"}`, () => {
      assertEquals(isIntrinsicKept(name, element), wanted);
    });
  }
}

/** By hand, whatever the table says: what a program shows if one of these is lost. */
const KEPT: readonly (readonly [IntrinsicName, Element])[] = [
  ["print", "int"],
  ["eprint", "int"],
  ["write", "int"],
  ["stdin_line", "int"],
  ["stdin_rest", "int"],
  ["panic", "int"],
  ["world_call", "int"],
  ["world_bytes", "int"],
  ["world_text", "int"],
  ["cell_swap", "int"],
  ["list_move", "int"],
  ["list_get", "int"],
  ["str_slice", "int"],
  ["list_remove", "int"],
  ["list_truncate", "Res"],
];
const REMOVED: readonly (readonly [IntrinsicName, Element])[] = [
  ["str_len", "int"],
  ["str_concat", "int"],
  ["list_push", "Res"],
  ["list_at", "str"],
  ["list_truncate", "str"],
];

Deno.test("intrinsics with an effect that a program shows are kept", () => {
  for (const [name, element] of KEPT) assert(isIntrinsicKept(name, element), name);
});

Deno.test("intrinsics that only compute a value are removed", () => {
  for (const [name, element] of REMOVED) assert(!isIntrinsicKept(name, element), name);
});

Deno.test("a primitive is kept if and only if it can panic", () => {
  for (const op of Object.keys(PRIMS) as PrimOp[]) {
    const { params, result, panics } = PRIMS[op];
    const args = params.map((_, i) => `%${i}`).join(", ");
    const marked = params.map((_, i) => `ref %${i}`).join(", ");
    const text = panics.length > 0 ? `CheckedPrim ${op}(${marked})` : `Prim ${op}(${args})`;
    assertEquals(isKept(`%90: ${result} = ${text}`, params), panics.length > 0, op);
  }
});

for (
  const [op, params, wanted] of [
    ["%90: void = DropValue %0", ["Res"], true],
    ["%90: void = DropValue %0", ["str"], true],
    ["%90: Res = ShareValue %0", ["Res"], false],
    ["%90: void = ScopeStart", [], false],
    ["%90: void = ScopeEnd %0 from %1", ["Res", "void"], true],
    ["%90: Result = Catch %0", ["Thunk"], true],
    ["%90: void = DropCheck()", [], true],
    ["%90: int = ApplyIndirect(ref %0)", ["Thunk"], true],
    ["%90: Res = Construct #0(%0)", ["str"], true],
    ["%90: Result = Construct #1(%0)", ["str"], false],
    ["%90: [str] = MakeList(%0)", ["str"], false],
    ["%90: int = Tag %0", ["Res"], false],
    ["%90: str = Project %0#0.0", ["Res"], false],
    ["%90: int = Const 1", [], false],
  ] as const
) {
  Deno.test(`${op.replace("%90: ", "")} is ${wanted ? "kept" : "removed"}`, () => {
    assertEquals(isKept(op, params), wanted);
  });
}
