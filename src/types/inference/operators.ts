/** Which primitive operation or trait method an operator stands for. */
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

const EQUALITY = ["eq", "ne"];
const COMPARISON = [...EQUALITY, "lt", "le", "gt", "ge"];
const ARITHMETIC = ["add", "sub", "mul", "div", "rem"];
const BITWISE = ["and", "or", "xor", "shl", "shr"];

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
const INTS = new Set(["Duration", "Size"]);

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

/** Traits of std by name. */
const stdTraits = new WeakMap<Program, Map<string, TraitDef>>();

function soleMethod(program: Program, name: string): TraitMethod | undefined {
  const trait = stdTraitsOf(program).get(name);
  const [fn] = trait?.methods.values() ?? [];
  return trait === undefined || fn === undefined ? undefined : { trait, fn };
}

function stdTraitsOf(program: Program): Map<string, TraitDef> {
  const known = stdTraits.get(program);
  if (known !== undefined) return known;
  const made = new Map<string, TraitDef>();
  for (const trait of program.traits) {
    if (program.modules[trait.module]?.isStd) made.set(trait.name, trait);
  }
  stdTraits.set(program, made);
  return made;
}
