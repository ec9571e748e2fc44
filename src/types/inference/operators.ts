/** Finds the primitive operation or the trait method of an operator. */
import { isPrim, type PrimOp } from "../../operations/mod.ts";
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

/** Operations of the engines that no operator is: `%` is of integers (14.3.1). */
const UNNAMED: ReadonlySet<string> = new Set(["float_rem"]);

const EQUALITY = ["eq", "ne"];

/** Builtin types that are ints at run time, and what they have of the operations of ints. */
const INTS: ReadonlyMap<string, readonly string[]> = new Map([
  ["Duration", [...EQUALITY, "lt", "le", "gt", "ge"]],
  // Unsigned: its trait compares.
  ["Size", EQUALITY],
]);

/** The primitive operation that `op` is on the scalar type `left`, if there is one. */
export function primOp(op: ast.BinaryOp, left: Type): PrimOp | undefined {
  if (left.kind !== "con" || left.def.body.kind !== "builtin") return undefined;
  const name = PRIM_NAMES[op];
  if (name === undefined) return undefined;
  const ofInt = INTS.get(left.def.name);
  const prim = ofInt === undefined ? `${left.def.name}_${name}` : `int_${name}`;
  return isPrim(prim) && !UNNAMED.has(prim) && ofInt?.includes(name) !== false ? prim : undefined;
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
