/** Finds the primitive operation or the trait method of an operator. */
import type * as ast from "../../syntax/mod.ts";
import type { FnDef, TraitDef, Type } from "../model/model.ts";
import type { Program } from "../model/program.ts";

const PRIM_NAMES: Partial<Record<ast.BinaryOp, string>> = {
  "+": "add",
  "-": "sub",
  "*": "mul",
  "/": "div",
  "%": "rem",
  "div": "floor_div",
  "&": "and",
  "|": "or",
  "^": "xor",
  "<<": "shl",
  ">>": "shr",
  "==": "eq",
  "!=": "ne",
  "<": "lt",
  "<=": "le",
  ">": "gt",
  ">=": "ge",
};

const EQUALITY: readonly string[] = ["eq", "ne"];
const COMPARISON: readonly string[] = [...EQUALITY, "lt", "le", "gt", "ge"];
const ARITHMETIC: readonly string[] = ["add", "sub", "mul", "div", "rem"];
const BITWISE: readonly string[] = ["and", "or", "xor", "shl", "shr"];

/** The operations of `operations/prims.ts` that each scalar has. */
const SCALARS: ReadonlyMap<string, ReadonlySet<string>> = new Map([
  ["int", new Set([...ARITHMETIC, "floor_div", ...BITWISE, ...COMPARISON])],
  ["float", new Set([...ARITHMETIC, ...COMPARISON])],
  ["byte", new Set([...ARITHMETIC, ...BITWISE, ...COMPARISON])],
  ["char", new Set(COMPARISON)],
  ["bool", new Set(EQUALITY)],
  ["Duration", new Set(COMPARISON)],
  // Unsigned: what is less is decided by its trait.
  ["Size", new Set(EQUALITY)],
]);

/** Builtin types whose values are ints. */
const INTS: ReadonlySet<string> = new Set(["Duration", "Size"]);

/** The primitive operation that `op` is on the scalar type `left`, if there is one. */
export function primOp(op: ast.BinaryOp, left: Type): string | undefined {
  if (left.kind !== "con" || left.def.body.kind !== "builtin") return undefined;
  const name = PRIM_NAMES[op];
  if (name === undefined) return undefined;
  const type = left.def.name;
  if (!SCALARS.get(type)?.has(name)) return undefined;
  return `${INTS.has(type) ? "int" : type}_${name}`;
}

/** The method that an operator calls on what is not a scalar. */
export interface TraitMethod {
  readonly trait: TraitDef;
  readonly fn: FnDef;
}

const BINARY_TRAITS: Partial<Record<ast.BinaryOp, string>> = {
  "+": "Add",
  "-": "Sub",
  "*": "Mul",
  "/": "Div",
  "%": "Rem",
  "div": "FloorDiv",
  "**": "Pow",
  "@": "MatMul",
  "&": "BitAnd",
  "|": "BitOr",
  "^": "BitXor",
  "<<": "Shl",
  ">>": "Shr",
  "==": "Eq",
  "!=": "Eq",
  "<": "Comparable",
  "<=": "Comparable",
  ">": "Comparable",
  ">=": "Comparable",
};
const UNARY_TRAITS: Record<ast.UnaryOp, string> = { "-": "Neg", "!": "Not", "~": "BitNot" };

/** The trait method behind a binary operator; undefined when the prelude lacks the trait. */
export function binaryTrait(program: Program, op: ast.BinaryOp): TraitMethod | undefined {
  const name = BINARY_TRAITS[op];
  return name === undefined ? undefined : soleMethod(program, name);
}

/** The trait method behind a unary operator. */
export function unaryTrait(program: Program, op: ast.UnaryOp): TraitMethod | undefined {
  return soleMethod(program, UNARY_TRAITS[op]);
}

function soleMethod(program: Program, name: string): TraitMethod | undefined {
  const trait = program.builtins.stdTrait(name);
  const [fn] = trait?.methods.values() ?? [];
  return trait === undefined || fn === undefined ? undefined : { trait, fn };
}
